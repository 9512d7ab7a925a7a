// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// std::locale. The only locale of the system is "C"; programs derive others by
// adding their own facets.
#include "facets.h"

#include <clocale>
#include <cstring>
#include <locale>
#include <stdexcept>
#include <string>

void sectile::checkLocaleName(const char *facet, const char *name) {
  for (const char *known : {"C", "POSIX", ""})
    if (name && std::strcmp(name, known) == 0)
      return;
  std::__throw_runtime_error((std::string(facet) + ": unknown locale '" +
                              (name ? name : "") + "', expected \"C\"")
                                 .c_str());
}

namespace std {
inline namespace __1 {
const locale::category locale::none;
const locale::category locale::collate;
const locale::category locale::ctype;
const locale::category locale::monetary;
const locale::category locale::numeric;
const locale::category locale::time;
const locale::category locale::messages;
const locale::category locale::all;

// The deleter of money_get's buffers that are on the stack.
void __do_nothing(void *) {}

locale::facet::~facet() = default;
void locale::facet::__on_zero_shared() noexcept { delete this; }

int32_t locale::id::__next_id = 0;
// Numbers from 1; 0 is one that was never used.
long locale::id::__get() {
  if (!__id_)
    __id_ = ++__next_id;
  return __id_ - 1;
}

__locale::__locale_t __cloc() { return newlocale(LC_ALL_MASK, "C", nullptr); }

/// The facets of a locale by the numbers of their ids.
class locale::__imp : public facet {
public:
  string name;

  __imp(const char *name, size_t references = 0)
      : facet(references), name(name) {}
  __imp(const __imp &other) : facet(0), name(other.name) {
    for (size_t i = 0; i < other.size; ++i)
      if (other.facets[i])
        install(other.facets[i], long(i));
  }
  ~__imp() override {
    for (size_t i = 0; i < size; ++i)
      if (facets[i])
        facets[i]->__release_shared();
    delete[] facets;
  }

  void install(facet *f, long number) {
    size_t index = size_t(number);
    if (index >= size) {
      size_t grown = index + 16;
      auto **more = new facet *[grown]();
      if (size)
        memcpy(more, facets, size * sizeof *facets);
      delete[] facets;
      facets = more;
      size = grown;
    }
    f->__add_shared();
    if (facets[index])
      facets[index]->__release_shared();
    facets[index] = f;
  }
  facet *get(long number) const {
    return size_t(number) < size ? facets[number] : nullptr;
  }
  // Of the standard's facets those of some categories.
  void installFrom(const __imp &other, category wanted);

private:
  facet **facets = nullptr;
  size_t size = 0;
};

namespace {
struct Standard {
  sectile::Facet (*make)();
  locale::category category;
};
const Standard standard[] = {
#define ENTRY(name, type, category) {sectile::make_##name, locale::category},
    SECTILE_FACETS(ENTRY)
#undef ENTRY
};
constexpr size_t count = sizeof standard / sizeof *standard;
long numbers[count];
} // namespace

void locale::__imp::installFrom(const __imp &other, category wanted) {
  for (size_t i = 0; i < count; ++i)
    if (standard[i].make && (standard[i].category & wanted))
      if (facet *f = other.get(numbers[i]))
        install(f, numbers[i]);
}

const locale &locale::classic() {
  alignas(locale) static char place[sizeof(locale)];
  static bool made;
  auto *result = reinterpret_cast<locale *>(place);
  if (!made) {
    made = true;
    alignas(__imp) static char memory[sizeof(__imp)];
    auto *imp = new (memory) __imp("C", 1);
    for (size_t i = 0; i < count; ++i)
      if (standard[i].make) {
        sectile::Facet facet = standard[i].make();
        numbers[i] = facet.id->__get();
        imp->install(facet.facet, numbers[i]);
      }
    new (place) locale(__private_constructor_tag{}, imp);
  }
  return *result;
}
locale &locale::__global() {
  alignas(locale) static char place[sizeof(locale)];
  static bool made;
  if (!made) {
    made = true;
    new (place) locale(classic());
  }
  return *reinterpret_cast<locale *>(place);
}
locale locale::global(const locale &next) {
  locale &now = __global();
  locale old = now;
  now = next;
  if (now.name() != "*")
    setlocale(LC_ALL, now.name().c_str());
  return old;
}

locale::locale() noexcept : locale(__global()) {}
locale::locale(const locale &other) noexcept : __locale_(other.__locale_) {
  __locale_->__add_shared();
}
const locale &locale::operator=(const locale &other) noexcept {
  other.__locale_->__add_shared();
  __locale_->__release_shared();
  __locale_ = other.__locale_;
  return *this;
}
locale::~locale() { __locale_->__release_shared(); }

locale::locale(const char *name) : locale(classic()) {
  sectile::checkLocaleName("locale", name);
}
locale::locale(const string &name) : locale(name.c_str()) {}
locale::locale(const locale &base, const locale &other, category wanted)
    : __locale_(new __imp(*base.__locale_)) {
  if (base.name() != other.name())
    __locale_->name = "*";
  __locale_->__add_shared();
  __locale_->installFrom(*other.__locale_, wanted);
}
locale::locale(const locale &base, const char *name, category wanted)
    : locale(base, locale(name), wanted) {}
locale::locale(const locale &base, const string &name, category wanted)
    : locale(base, name.c_str(), wanted) {}
void locale::__install_ctor(const locale &base, facet *f, long number) {
  if (!f) {
    __locale_ = base.__locale_;
    __locale_->__add_shared();
    return;
  }
  __locale_ = new __imp(*base.__locale_);
  __locale_->__add_shared();
  __locale_->name = "*";
  __locale_->install(f, number);
}

string locale::name() const { return __locale_->name; }
bool locale::operator==(const locale &other) const {
  return __locale_ == other.__locale_ ||
         (name() != "*" && name() == other.name());
}
bool locale::has_facet(id &which) const {
  return __locale_->get(which.__get()) != nullptr;
}
const locale::facet *locale::use_facet(id &which) const {
  facet *f = __locale_->get(which.__get());
  if (!f)
    __throw_bad_cast();
  return f;
}
} // namespace __1
} // namespace std
