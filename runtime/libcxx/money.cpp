// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Amounts of money, which have no symbol and no fraction in the "C" locale.
#include "facets.h"

namespace std {
inline namespace __1 {
using Char = SECTILE_CHAR;

#define NAMED(international)                                                   \
  template <>                                                                  \
  void moneypunct_byname<Char, international>::init(const char *name) {        \
    using Base = moneypunct<Char, international>;                              \
    sectile::checkLocaleName("moneypunct_byname", name);                       \
    __decimal_point_ = Base::do_decimal_point();                               \
    __thousands_sep_ = Base::do_thousands_sep();                               \
    __negative_sign_ = Base::do_negative_sign();                               \
    __frac_digits_ = Base::do_frac_digits();                                   \
    __pos_format_ = Base::do_pos_format();                                     \
    __neg_format_ = Base::do_neg_format();                                     \
  }
NAMED(false)
NAMED(true)
#undef NAMED

template class moneypunct<Char, false>;
template class moneypunct<Char, true>;
template class moneypunct_byname<Char, false>;
template class moneypunct_byname<Char, true>;
template class __money_get<Char>;
template class money_get<Char>;
template class __money_put<Char>;
template class money_put<Char>;
} // namespace __1
} // namespace std
SECTILE_MAKE(SECTILE_NAME(moneypunct), std::moneypunct<SECTILE_CHAR, false>)
SECTILE_MAKE(SECTILE_NAME(moneypunct_intl), std::moneypunct<SECTILE_CHAR, true>)
SECTILE_MAKE(SECTILE_NAME(money_get), std::money_get<SECTILE_CHAR>)
SECTILE_MAKE(SECTILE_NAME(money_put), std::money_put<SECTILE_CHAR>)
