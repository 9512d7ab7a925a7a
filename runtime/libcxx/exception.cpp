// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The exception classes that are not templates. Nothing throws them, but
// programs create, copy and print them. Functions on exceptions in flight are
// here too: there are none.
#include <any>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <expected>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <typeinfo>
#include <variant>

namespace std {
exception::~exception() noexcept = default;
const char *exception::what() const noexcept { return "std::exception"; }
bad_exception::~bad_exception() noexcept = default;
const char *bad_exception::what() const noexcept {
  return "std::bad_exception";
}
bad_alloc::bad_alloc() noexcept = default;
bad_alloc::~bad_alloc() noexcept = default;
const char *bad_alloc::what() const noexcept { return "std::bad_alloc"; }
bad_array_new_length::bad_array_new_length() noexcept = default;
bad_array_new_length::~bad_array_new_length() noexcept = default;
const char *bad_array_new_length::what() const noexcept {
  return "bad_array_new_length";
}
bad_cast::bad_cast() noexcept = default;
bad_cast::~bad_cast() noexcept = default;
const char *bad_cast::what() const noexcept { return "std::bad_cast"; }
bad_typeid::bad_typeid() noexcept = default;
bad_typeid::~bad_typeid() noexcept = default;
const char *bad_typeid::what() const noexcept { return "std::bad_typeid"; }
const char *bad_any_cast::what() const noexcept { return "bad any cast"; }
bad_optional_access::~bad_optional_access() noexcept = default;
const char *bad_optional_access::what() const noexcept {
  return "bad_optional_access";
}
const char *bad_variant_access::what() const noexcept {
  return "bad_variant_access";
}

int uncaught_exceptions() noexcept { return 0; }
bool uncaught_exception() noexcept { return false; }

// Always empty.
exception_ptr::exception_ptr(const exception_ptr &other) noexcept
    : __ptr_(other.__ptr_) {}
exception_ptr &exception_ptr::operator=(const exception_ptr &other) noexcept {
  __ptr_ = other.__ptr_;
  return *this;
}
exception_ptr::~exception_ptr() noexcept = default;
exception_ptr current_exception() noexcept { return nullptr; }
[[noreturn]] void rethrow_exception(exception_ptr) { terminate(); }
nested_exception::nested_exception() noexcept = default;
nested_exception::~nested_exception() noexcept = default;
[[noreturn]] void nested_exception::rethrow_nested() const { terminate(); }

inline namespace __1 {
bad_function_call::~bad_function_call() noexcept = default;
const char *bad_function_call::what() const noexcept {
  return "std::bad_function_call";
}
bad_weak_ptr::~bad_weak_ptr() noexcept = default;
const char *bad_weak_ptr::what() const noexcept { return "bad_weak_ptr"; }
const char *bad_expected_access<void>::what() const noexcept {
  return "bad access to std::expected";
}

// A text that copies share. The count of the copies is before it.
static size_t &copies(const char *text) {
  return *reinterpret_cast<size_t *>(const_cast<char *>(text) - sizeof(size_t));
}
__libcpp_refstring::__libcpp_refstring(const char *text) {
  size_t size = strlen(text) + 1;
  auto *memory = static_cast<char *>(operator new(sizeof(size_t) + size));
  memcpy(memory + sizeof(size_t), text, size);
  __imp_ = memory + sizeof(size_t);
  copies(__imp_) = 1;
}
__libcpp_refstring::__libcpp_refstring(const __libcpp_refstring &other) noexcept
    : __imp_(other.__imp_) {
  ++copies(__imp_);
}
__libcpp_refstring &
__libcpp_refstring::operator=(const __libcpp_refstring &other) noexcept {
  ++copies(other.__imp_);
  this->~__libcpp_refstring();
  __imp_ = other.__imp_;
  return *this;
}
__libcpp_refstring::~__libcpp_refstring() {
  if (--copies(__imp_) == 0)
    operator delete(&copies(__imp_));
}

[[noreturn]] void __throw_runtime_error(const char *message) {
  __libcpp_verbose_abort("runtime_error was thrown in -fno-exceptions mode "
                         "with message \"%s\"",
                         message);
}
} // namespace __1

#define WITH_TEXT(type)                                                        \
  type::type(const string &text) : __imp_(text.c_str()) {}                     \
  type::type(const char *text) : __imp_(text) {}                               \
  type::type(const type &other) noexcept                                       \
      : exception(other), __imp_(other.__imp_) {}                              \
  type &type::operator=(const type &other) noexcept {                          \
    __imp_ = other.__imp_;                                                     \
    return *this;                                                              \
  }                                                                            \
  type::~type() noexcept = default;                                            \
  const char *type::what() const noexcept { return __imp_.c_str(); }
WITH_TEXT(logic_error)
WITH_TEXT(runtime_error)
#undef WITH_TEXT
domain_error::~domain_error() noexcept = default;
invalid_argument::~invalid_argument() noexcept = default;
length_error::~length_error() noexcept = default;
out_of_range::~out_of_range() noexcept = default;
range_error::~range_error() noexcept = default;
overflow_error::~overflow_error() noexcept = default;
underflow_error::~underflow_error() noexcept = default;
} // namespace std
