// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How numbers are written: with a point, and digits in no groups.
#include "facets.h"

namespace std {
inline namespace __1 {
using Char = SECTILE_CHAR;
locale::id numpunct<Char>::id;
numpunct<Char>::numpunct(size_t references)
    : facet(references), __decimal_point_('.'), __thousands_sep_(',') {}
numpunct<Char>::~numpunct() = default;
Char numpunct<Char>::do_decimal_point() const { return __decimal_point_; }
Char numpunct<Char>::do_thousands_sep() const { return __thousands_sep_; }
string numpunct<Char>::do_grouping() const { return __grouping_; }
basic_string<Char> numpunct<Char>::do_truename() const {
  return SECTILE_TEXT("true");
}
basic_string<Char> numpunct<Char>::do_falsename() const {
  return SECTILE_TEXT("false");
}

numpunct_byname<Char>::numpunct_byname(const char *name, size_t references)
    : numpunct<Char>(references) {
  sectile::checkLocaleName("numpunct_byname", name);
}
numpunct_byname<Char>::numpunct_byname(const string &name, size_t references)
    : numpunct_byname(name.c_str(), references) {}
numpunct_byname<Char>::~numpunct_byname() = default;
} // namespace __1
} // namespace std
SECTILE_MAKE(SECTILE_NAME(numpunct), std::numpunct<SECTILE_CHAR>)
