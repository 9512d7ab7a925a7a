// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Classes of wide characters and their case: those of ASCII.
#include "facets.h"

namespace std {
inline namespace __1 {
locale::id ctype<wchar_t>::id;

static bool isAscii(wchar_t c) { return c >= 0 && c < 128; }
static ctype_base::mask maskOf(wchar_t c) {
  return isAscii(c) ? ctype<char>::classic_table()[c] : 0;
}

ctype<wchar_t>::~ctype() = default;
bool ctype<wchar_t>::do_is(mask m, wchar_t c) const { return maskOf(c) & m; }
const wchar_t *ctype<wchar_t>::do_is(const wchar_t *first, const wchar_t *last,
                                     mask *to) const {
  for (; first != last; ++first, ++to)
    *to = maskOf(*first);
  return first;
}
const wchar_t *ctype<wchar_t>::do_scan_is(mask m, const wchar_t *first,
                                          const wchar_t *last) const {
  while (first != last && !(maskOf(*first) & m))
    ++first;
  return first;
}
const wchar_t *ctype<wchar_t>::do_scan_not(mask m, const wchar_t *first,
                                           const wchar_t *last) const {
  while (first != last && (maskOf(*first) & m))
    ++first;
  return first;
}
wchar_t ctype<wchar_t>::do_toupper(wchar_t c) const {
  return c >= L'a' && c <= L'z' ? c - 32 : c;
}
const wchar_t *ctype<wchar_t>::do_toupper(wchar_t *first,
                                          const wchar_t *last) const {
  for (; first != last; ++first)
    *first = ctype<wchar_t>::do_toupper(*first);
  return first;
}
wchar_t ctype<wchar_t>::do_tolower(wchar_t c) const {
  return c >= L'A' && c <= L'Z' ? c + 32 : c;
}
const wchar_t *ctype<wchar_t>::do_tolower(wchar_t *first,
                                          const wchar_t *last) const {
  for (; first != last; ++first)
    *first = ctype<wchar_t>::do_tolower(*first);
  return first;
}
wchar_t ctype<wchar_t>::do_widen(char c) const {
  return static_cast<unsigned char>(c);
}
const char *ctype<wchar_t>::do_widen(const char *first, const char *last,
                                     wchar_t *to) const {
  for (; first != last; ++first, ++to)
    *to = static_cast<unsigned char>(*first);
  return first;
}
char ctype<wchar_t>::do_narrow(wchar_t c, char otherwise) const {
  return isAscii(c) ? char(c) : otherwise;
}
const wchar_t *ctype<wchar_t>::do_narrow(const wchar_t *first,
                                         const wchar_t *last, char otherwise,
                                         char *to) const {
  for (; first != last; ++first, ++to)
    *to = isAscii(*first) ? char(*first) : otherwise;
  return first;
}

using Base = ctype<wchar_t>;
using Named = ctype_byname<wchar_t>;
Named::ctype_byname(const char *name, size_t references)
    : Base(references), __l_(__cloc()) {
  sectile::checkLocaleName("ctype_byname", name);
}
Named::ctype_byname(const string &name, size_t references)
    : ctype_byname(name.c_str(), references) {}
Named::~ctype_byname() = default;
bool Named::do_is(mask m, wchar_t c) const { return Base::do_is(m, c); }
const wchar_t *Named::do_is(const wchar_t *first, const wchar_t *last,
                            mask *to) const {
  return Base::do_is(first, last, to);
}
const wchar_t *Named::do_scan_is(mask m, const wchar_t *first,
                                 const wchar_t *last) const {
  return Base::do_scan_is(m, first, last);
}
const wchar_t *Named::do_scan_not(mask m, const wchar_t *first,
                                  const wchar_t *last) const {
  return Base::do_scan_not(m, first, last);
}
wchar_t Named::do_toupper(wchar_t c) const { return Base::do_toupper(c); }
const wchar_t *Named::do_toupper(wchar_t *first, const wchar_t *last) const {
  return Base::do_toupper(first, last);
}
wchar_t Named::do_tolower(wchar_t c) const { return Base::do_tolower(c); }
const wchar_t *Named::do_tolower(wchar_t *first, const wchar_t *last) const {
  return Base::do_tolower(first, last);
}
wchar_t Named::do_widen(char c) const { return Base::do_widen(c); }
const char *Named::do_widen(const char *first, const char *last,
                            wchar_t *to) const {
  return Base::do_widen(first, last, to);
}
char Named::do_narrow(wchar_t c, char otherwise) const {
  return Base::do_narrow(c, otherwise);
}
const wchar_t *Named::do_narrow(const wchar_t *first, const wchar_t *last,
                                char otherwise, char *to) const {
  return Base::do_narrow(first, last, otherwise, to);
}
} // namespace __1
} // namespace std
SECTILE_MAKE(wctype, std::ctype<wchar_t>)
