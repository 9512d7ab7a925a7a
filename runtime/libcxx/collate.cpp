// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The order of texts: that of their characters' numbers.
#include "facets.h"

namespace std {
inline namespace __1 {
using Char = SECTILE_CHAR;
template class collate<Char>;

collate_byname<Char>::collate_byname(const char *name, size_t references)
    : collate<Char>(references), __l_(__cloc()) {
  sectile::checkLocaleName("collate_byname", name);
}
collate_byname<Char>::collate_byname(const string &name, size_t references)
    : collate_byname(name.c_str(), references) {}
collate_byname<Char>::~collate_byname() = default;
int collate_byname<Char>::do_compare(const Char *first, const Char *last,
                                     const Char *otherFirst,
                                     const Char *otherLast) const {
  return collate<Char>::do_compare(first, last, otherFirst, otherLast);
}
basic_string<Char> collate_byname<Char>::do_transform(const Char *first,
                                                      const Char *last) const {
  return basic_string<Char>(first, last);
}
} // namespace __1
} // namespace std
SECTILE_MAKE(SECTILE_NAME(collate), std::collate<SECTILE_CHAR>)
