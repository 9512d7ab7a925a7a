// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The sorts that the headers declare to be in the library, and the generator of
// random_shuffle.
#include <algorithm>
#include <functional>
#include <random>

namespace std {
inline namespace __1 {
// Their comparison is only a tag: it means <.
template <class Less, class Iterator>
void __sort(Iterator first, Iterator last, Less) {
  auto depth = 2 * std::__bit_log2(std::__to_unsigned_like(last - first));
  std::__introsort<_ClassicAlgPolicy, ranges::less, Iterator,
                   __use_branchless_sort<ranges::less, Iterator>>(
      first, last, ranges::less{}, depth);
}
#define SORT(type)                                                             \
  template void __sort<__less<type> &, type *>(type *, type *, __less<type> &);
SORT(char)
SORT(wchar_t)
SORT(signed char)
SORT(unsigned char)
SORT(short)
SORT(unsigned short)
SORT(int)
SORT(unsigned)
SORT(long)
SORT(unsigned long)
SORT(long long)
SORT(unsigned long long)
SORT(float)
SORT(double)
SORT(long double)
#undef SORT

static mt19937 &shuffler() {
  static mt19937 generator;
  return generator;
}
unsigned __rs_default::__c_ = 0;
__rs_default::__rs_default() = default;
__rs_default::__rs_default(const __rs_default &) = default;
__rs_default::~__rs_default() = default;
__rs_default::result_type __rs_default::operator()() { return shuffler()(); }
__rs_default __rs_get() { return {}; }
} // namespace __1
} // namespace std
