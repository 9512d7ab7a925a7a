// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Classes of characters and their case: those of ASCII.
#include "facets.h"

namespace std {
inline namespace __1 {
#define CONSTANT(name) const ctype_base::mask ctype_base::name;
CONSTANT(space)
CONSTANT(print)
CONSTANT(cntrl)
CONSTANT(upper)
CONSTANT(lower)
CONSTANT(alpha)
CONSTANT(digit)
CONSTANT(punct)
CONSTANT(xdigit)
CONSTANT(blank)
CONSTANT(alnum)
CONSTANT(graph)
#undef CONSTANT

locale::id ctype<char>::id;
const size_t ctype<char>::table_size;

namespace {
struct Table {
  ctype_base::mask masks[256] = {};
  constexpr Table() {
    using B = ctype_base;
    for (int c = 0; c < 128; ++c) {
      B::mask m = 0;
      bool isUpper = c >= 'A' && c <= 'Z', isLower = c >= 'a' && c <= 'z';
      bool isDigit = c >= '0' && c <= '9';
      int lowered = c | 32;
      if (c == ' ' || (c >= '\t' && c <= '\r'))
        m |= B::space;
      if (c == ' ' || c == '\t')
        m |= B::blank;
      if (c < 32 || c == 127)
        m |= B::cntrl;
      else
        m |= B::print;
      if (isUpper)
        m |= B::upper;
      if (isLower)
        m |= B::lower;
      if (isUpper || isLower)
        m |= B::alpha;
      if (isDigit)
        m |= B::digit;
      if (isDigit || (lowered >= 'a' && lowered <= 'f'))
        m |= B::xdigit;
      if (c > 32 && c < 127 && !isUpper && !isLower && !isDigit)
        m |= B::punct;
      masks[c] = m;
    }
  }
};
constexpr Table classic;

char upperOf(char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; }
char lowerOf(char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; }
} // namespace

const ctype<char>::mask *ctype<char>::classic_table() noexcept {
  return classic.masks;
}
ctype<char>::ctype(const mask *table, bool owned, size_t references)
    : facet(references), __tab_(table ? table : classic_table()),
      __del_(table && owned) {}
ctype<char>::~ctype() {
  if (__del_)
    delete[] __tab_;
}
char ctype<char>::do_toupper(char c) const { return upperOf(c); }
const char *ctype<char>::do_toupper(char *first, const char *last) const {
  for (; first != last; ++first)
    *first = upperOf(*first);
  return first;
}
char ctype<char>::do_tolower(char c) const { return lowerOf(c); }
const char *ctype<char>::do_tolower(char *first, const char *last) const {
  for (; first != last; ++first)
    *first = lowerOf(*first);
  return first;
}
char ctype<char>::do_widen(char c) const { return c; }
const char *ctype<char>::do_widen(const char *first, const char *last,
                                  char *to) const {
  for (; first != last; ++first, ++to)
    *to = *first;
  return first;
}
char ctype<char>::do_narrow(char c, char otherwise) const {
  return __libcpp_isascii(c) ? c : otherwise;
}
const char *ctype<char>::do_narrow(const char *first, const char *last,
                                   char otherwise, char *to) const {
  for (; first != last; ++first, ++to)
    *to = do_narrow(*first, otherwise);
  return first;
}

ctype_byname<char>::ctype_byname(const char *name, size_t references)
    : ctype<char>(nullptr, false, references), __l_(__cloc()) {
  sectile::checkLocaleName("ctype_byname", name);
}
ctype_byname<char>::ctype_byname(const string &name, size_t references)
    : ctype_byname(name.c_str(), references) {}
ctype_byname<char>::~ctype_byname() = default;
char ctype_byname<char>::do_toupper(char c) const { return upperOf(c); }
const char *ctype_byname<char>::do_toupper(char *first,
                                           const char *last) const {
  return ctype<char>::do_toupper(first, last);
}
char ctype_byname<char>::do_tolower(char c) const { return lowerOf(c); }
const char *ctype_byname<char>::do_tolower(char *first,
                                           const char *last) const {
  return ctype<char>::do_tolower(first, last);
}
} // namespace __1
} // namespace std
SECTILE_MAKE_WITH(ctype, std::ctype<char>, nullptr, false, 1)
