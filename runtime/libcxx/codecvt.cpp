// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Conversion of chars in files: none.
#include "facets.h"

#include <algorithm>

namespace std {
inline namespace __1 {
template class codecvt_byname<char, char, mbstate_t>;

using Convert = codecvt<char, char, mbstate_t>;
locale::id Convert::id;
Convert::~codecvt() = default;
Convert::result Convert::do_out(mbstate_t &, const char *from, const char *,
                                const char *&fromNext, char *to, char *,
                                char *&toNext) const {
  fromNext = from;
  toNext = to;
  return noconv;
}
Convert::result Convert::do_in(mbstate_t &, const char *from, const char *,
                               const char *&fromNext, char *to, char *,
                               char *&toNext) const {
  fromNext = from;
  toNext = to;
  return noconv;
}
Convert::result Convert::do_unshift(mbstate_t &, char *to, char *,
                                    char *&toNext) const {
  toNext = to;
  return noconv;
}
int Convert::do_encoding() const noexcept { return 1; }
bool Convert::do_always_noconv() const noexcept { return true; }
int Convert::do_length(mbstate_t &, const char *from, const char *end,
                       size_t most) const {
  return int(min(most, size_t(end - from)));
}
int Convert::do_max_length() const noexcept { return 1; }
} // namespace __1
} // namespace std
SECTILE_MAKE(codecvt, std::codecvt<char, char, mbstate_t>)
