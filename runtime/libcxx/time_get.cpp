// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Dates and times from text: the names and formats of the "C" locale.
#include "facets.h"

namespace std {
inline namespace __1 {
using Char = SECTILE_CHAR;
using String = basic_string<Char>;

#define T(text) SECTILE_TEXT(text)
// Streams read dates from before the first constructor until after the last
// destructor.
template <> const String *__time_get_c_storage<Char>::__weeks() const {
  [[clang::no_destroy]] static const String names[14] = {
      T("Sunday"), T("Monday"),   T("Tuesday"), T("Wednesday"), T("Thursday"),
      T("Friday"), T("Saturday"), T("Sun"),     T("Mon"),       T("Tue"),
      T("Wed"),    T("Thu"),      T("Fri"),     T("Sat")};
  return names;
}
template <> const String *__time_get_c_storage<Char>::__months() const {
  [[clang::no_destroy]] static const String names[24] = {
      T("January"),  T("February"), T("March"),  T("April"),     T("May"),
      T("June"),     T("July"),     T("August"), T("September"), T("October"),
      T("November"), T("December"), T("Jan"),    T("Feb"),       T("Mar"),
      T("Apr"),      T("May"),      T("Jun"),    T("Jul"),       T("Aug"),
      T("Sep"),      T("Oct"),      T("Nov"),    T("Dec")};
  return names;
}
template <> const String *__time_get_c_storage<Char>::__am_pm() const {
  [[clang::no_destroy]] static const String names[2] = {T("AM"), T("PM")};
  return names;
}
#define FORMAT(name, text)                                                     \
  template <> const String &__time_get_c_storage<Char>::name() const {         \
    [[clang::no_destroy]] static const String format(T(text));                 \
    return format;                                                             \
  }
FORMAT(__c, "%a %b %d %H:%M:%S %Y")
FORMAT(__r, "%I:%M:%S %p")
FORMAT(__x, "%m/%d/%y")
FORMAT(__X, "%H:%M:%S")
#undef FORMAT

template class time_get<Char>;

template <> void __time_get_storage<Char>::init(const ctype<Char> &) {
  struct Names : __time_get_c_storage<Char> {
    using Base = __time_get_c_storage<Char>;
    void give(__time_get_storage<Char> &to, String *weeks, String *months,
              String *halves, String *formats) {
      (void)to;
      copy(Base::__weeks(), Base::__weeks() + 14, weeks);
      copy(Base::__months(), Base::__months() + 24, months);
      copy(Base::__am_pm(), Base::__am_pm() + 2, halves);
      formats[0] = Base::__c();
      formats[1] = Base::__r();
      formats[2] = Base::__x();
      formats[3] = Base::__X();
    }
  } names;
  String formats[4];
  names.give(*this, __weeks_, __months_, __am_pm_, formats);
  __c_ = formats[0];
  __r_ = formats[1];
  __x_ = formats[2];
  __X_ = formats[3];
}
template <>
__time_get_storage<Char>::__time_get_storage(const char *name)
    : __time_get(name) {
  init(use_facet<ctype<Char>>(locale::classic()));
}
template <>
__time_get_storage<Char>::__time_get_storage(const string &name)
    : __time_get_storage(name.c_str()) {}
template <>
time_base::dateorder __time_get_storage<Char>::__do_date_order() const {
  return time_base::mdy;
}
template class time_get_byname<Char>;

#ifndef SECTILE_WIDE
__time_get::__time_get(const char *name) : __loc_(__cloc()) {
  sectile::checkLocaleName("time_get_byname", name);
}
__time_get::__time_get(const string &name) : __time_get(name.c_str()) {}
__time_get::~__time_get() = default;
#endif
} // namespace __1
} // namespace std
SECTILE_MAKE(SECTILE_NAME(time_get), std::time_get<SECTILE_CHAR>)
