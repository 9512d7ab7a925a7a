// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Error categories over newlib's error numbers and texts.
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

namespace std {
inline namespace __1 {
error_category::~error_category() noexcept = default;
error_condition
error_category::default_error_condition(int value) const noexcept {
  return error_condition(value, *this);
}
bool error_category::equivalent(
    int code, const error_condition &condition) const noexcept {
  return default_error_condition(code) == condition;
}
bool error_category::equivalent(const error_code &code,
                                int condition) const noexcept {
  return *this == code.category() && code.value() == condition;
}

static const char *textOf(int value) {
  const char *text = value > 0 ? strerror(value) : nullptr;
  return text && *text ? text : nullptr;
}
string __do_message::message(int value) const {
  if (value == 0)
    return "Success";
  if (const char *text = textOf(value))
    return text;
  return "Unknown error " + to_string(value);
}

namespace {
struct Generic final : __do_message {
  const char *name() const noexcept override { return "generic"; }
};
struct System final : __do_message {
  const char *name() const noexcept override { return "system"; }
  error_condition default_error_condition(int value) const noexcept override {
    if (value == 0 || textOf(value))
      return error_condition(value, generic_category());
    return error_condition(value, *this);
  }
};
// Used from before the first constructor until after the last destructor.
template <class T> union Forever {
  T value;
  constexpr Forever() : value() {}
  constexpr ~Forever() {}
};
constinit Forever<Generic> generic;
constinit Forever<System> system;
} // namespace
const error_category &generic_category() noexcept { return generic.value; }
const error_category &system_category() noexcept { return system.value; }

string error_code::message() const { return category().message(value()); }
string error_condition::message() const { return category().message(value()); }

static string described(const error_code &code, string text) {
  if (!code)
    return text;
  return (text.empty() ? text : text + ": ") + code.message();
}
system_error::system_error(error_code code, const string &text)
    : runtime_error(described(code, text)), __ec_(code) {}
system_error::system_error(error_code code, const char *text)
    : runtime_error(described(code, text)), __ec_(code) {}
system_error::system_error(error_code code)
    : runtime_error(described(code, "")), __ec_(code) {}
system_error::system_error(int value, const error_category &category,
                           const string &text)
    : system_error(error_code(value, category), text) {}
system_error::system_error(int value, const error_category &category,
                           const char *text)
    : system_error(error_code(value, category), text) {}
system_error::system_error(int value, const error_category &category)
    : system_error(error_code(value, category)) {}
system_error::~system_error() noexcept = default;

[[noreturn]] void __throw_system_error(int value, const char *text) {
  __throw_system_error(error_code(value, generic_category()), text);
}
} // namespace __1
} // namespace std
