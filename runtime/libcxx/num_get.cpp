// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Numbers from text in streams.
#include "facets.h"

namespace std {
inline namespace __1 {
template struct __num_get<SECTILE_CHAR>;
template class num_get<SECTILE_CHAR>;

#ifndef SECTILE_WIDE // whatever the characters are
// The headers find digits by their places in it.
const char __num_get_base::__src[33] = "0123456789abcdefABCDEFxX+-pPiInN";

int __num_get_base::__get_base(ios_base &stream) {
  switch (stream.flags() & ios_base::basefield) {
  case ios_base::oct:
    return 8;
  case ios_base::hex:
    return 16;
  case 0: // as the number itself says
    return 0;
  default:
    return 10;
  }
}

// `sizes` are the groups as they were read, the leftmost first. The rule gives
// the rightmost first, and its last applies to all further ones; only the
// leftmost may have fewer digits.
void __check_grouping(const string &rule, unsigned *sizes, unsigned *end,
                      ios_base::iostate &error) {
  if (rule.empty() || end - sizes < 2)
    return;
  size_t place = 0;
  for (unsigned *group = end - 1; group >= sizes; --group) {
    int size = static_cast<signed char>(rule[place]);
    bool limited = size > 0 && size < 127;
    bool wrong = group == sizes ? *group > unsigned(size) || *group == 0
                                : *group != unsigned(size);
    if (limited && wrong) {
      error = ios_base::failbit;
      return;
    }
    if (place + 1 < rule.size())
      ++place;
  }
}
#endif
} // namespace __1
} // namespace std
SECTILE_MAKE(SECTILE_NAME(num_get), std::num_get<SECTILE_CHAR>)
