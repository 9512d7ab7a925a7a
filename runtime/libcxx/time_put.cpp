// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Dates and times to text, by newlib's strftime.
#include "facets.h"

#include <ctime>

namespace std {
inline namespace __1 {
template class time_put<SECTILE_CHAR>;
template class time_put_byname<SECTILE_CHAR>;

#ifndef SECTILE_WIDE
__time_put::__time_put(const char *name) : __loc_(__cloc()) {
  sectile::checkLocaleName("time_put_byname", name);
}
__time_put::__time_put(const string &name) : __time_put(name.c_str()) {}
__time_put::~__time_put() = default;
void __time_put::__do_put(char *first, char *&end, const tm *time, char letter,
                          char modifier) const {
  char format[] = {'%', letter, modifier, 0};
  if (modifier)
    swap(format[1], format[2]);
  end = first + strftime(first, size_t(end - first), format, time);
}
void __time_put::__do_put(wchar_t *first, wchar_t *&end, const tm *time,
                          char letter, char modifier) const {
  char text[100], *textEnd = text + sizeof text;
  __do_put(text, textEnd, time, letter, modifier);
  wchar_t *to = first;
  for (char *p = text; p != textEnd && to != end; ++p)
    *to++ = static_cast<unsigned char>(*p);
  end = to;
}
#endif
} // namespace __1
} // namespace std
SECTILE_MAKE(SECTILE_NAME(time_put), std::time_put<SECTILE_CHAR>)
