// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Numbers to text in streams.
#include "facets.h"

namespace std {
inline namespace __1 {
template struct __num_put<SECTILE_CHAR>;
template class num_put<SECTILE_CHAR>;

#ifndef SECTILE_WIDE // whatever the characters are
// The rest of a printf format after its percent sign.
void __num_put_base::__format_int(char *format, const char *length,
                                  bool isSigned, ios_base::fmtflags flags) {
  auto base = flags & ios_base::basefield;
  if ((flags & ios_base::showpos) && isSigned && base != ios_base::oct &&
      base != ios_base::hex)
    *format++ = '+';
  if (flags & ios_base::showbase)
    *format++ = '#';
  while (*length)
    *format++ = *length++;
  *format++ = base == ios_base::oct ? 'o'
              : base == ios_base::hex
                  ? (flags & ios_base::uppercase ? 'X' : 'x')
              : isSigned ? 'd'
                         : 'u';
  *format = 0;
}
bool __num_put_base::__format_float(char *format, const char *length,
                                    ios_base::fmtflags flags) {
  auto style = flags & ios_base::floatfield;
  bool upper = flags & ios_base::uppercase;
  bool precise = style != (ios_base::fixed | ios_base::scientific);
  if (flags & ios_base::showpos)
    *format++ = '+';
  if (flags & ios_base::showpoint)
    *format++ = '#';
  if (precise) {
    *format++ = '.';
    *format++ = '*';
  }
  while (*length)
    *format++ = *length++;
  char letter = !precise                        ? 'a'
                : style == ios_base::fixed      ? 'f'
                : style == ios_base::scientific ? 'e'
                                                : 'g';
  *format++ = upper ? char(letter - 32) : letter;
  *format = 0;
  return precise;
}
char *__num_put_base::__identify_padding(char *first, char *end,
                                         const ios_base &stream) {
  switch (stream.flags() & ios_base::adjustfield) {
  case ios_base::left:
    return end;
  case ios_base::internal: // after the sign or the base
    if (*first == '-' || *first == '+')
      return first + 1;
    if (end - first >= 2 && first[0] == '0' && (first[1] | 32) == 'x')
      return first + 2;
    return first;
  default:
    return first;
  }
}
#endif
} // namespace __1
} // namespace std
SECTILE_MAKE(SECTILE_NAME(num_put), std::num_put<SECTILE_CHAR>)
