// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Conversion of wide characters in files. As in newlib's "C" locale a byte is a
// character below 256, and there are no others.
#include "facets.h"

#include <algorithm>

namespace std {
inline namespace __1 {
template class codecvt_byname<wchar_t, char, mbstate_t>;

using Convert = codecvt<wchar_t, char, mbstate_t>;
locale::id Convert::id;
Convert::codecvt(size_t references) : facet(references), __l_(__cloc()) {}
Convert::codecvt(const char *name, size_t references) : codecvt(references) {
  sectile::checkLocaleName("codecvt_byname", name);
}
Convert::~codecvt() = default;
Convert::result Convert::do_out(mbstate_t &, const wchar_t *from,
                                const wchar_t *fromEnd,
                                const wchar_t *&fromNext, char *to, char *toEnd,
                                char *&toNext) const {
  result status = ok;
  for (; from != fromEnd; ++from, ++to) {
    if (to == toEnd)
      status = partial;
    else if (*from < 0 || *from > 255)
      status = error;
    if (status != ok)
      break;
    *to = char(*from);
  }
  fromNext = from;
  toNext = to;
  return status;
}
Convert::result Convert::do_in(mbstate_t &, const char *from,
                               const char *fromEnd, const char *&fromNext,
                               wchar_t *to, wchar_t *toEnd,
                               wchar_t *&toNext) const {
  for (; from != fromEnd && to != toEnd; ++from, ++to)
    *to = static_cast<unsigned char>(*from);
  fromNext = from;
  toNext = to;
  return from == fromEnd ? ok : partial;
}
Convert::result Convert::do_unshift(mbstate_t &, char *to, char *,
                                    char *&toNext) const {
  toNext = to;
  return noconv;
}
int Convert::do_encoding() const noexcept { return 1; }
bool Convert::do_always_noconv() const noexcept { return false; }
int Convert::do_length(mbstate_t &, const char *from, const char *end,
                       size_t most) const {
  return int(min(most, size_t(end - from)));
}
int Convert::do_max_length() const noexcept { return 1; }
} // namespace __1
} // namespace std
SECTILE_MAKE(wcodecvt, std::codecvt<wchar_t, char, mbstate_t>)
