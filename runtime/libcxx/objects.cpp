// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The placeholders of bind, which are objects before C++17, and the parts of
// valarray that are not templates.
#include <functional>
#include <mutex>
#include <valarray>

namespace std {
inline namespace __1 {
namespace placeholders {
const __ph<1> _1{};
const __ph<2> _2{};
const __ph<3> _3{};
const __ph<4> _4{};
const __ph<5> _5{};
const __ph<6> _6{};
const __ph<7> _7{};
const __ph<8> _8{};
const __ph<9> _9{};
const __ph<10> _10{};
} // namespace placeholders

template void valarray<size_t>::resize(size_t, size_t);
template valarray<size_t>::valarray(size_t);
template valarray<size_t>::~valarray();

// The elements that a slice of several dimensions has, the last dimension
// running fastest.
void gslice::__init(size_t start) {
  size_t count = __size_.size() != 0, dimensions = __size_.size();
  for (size_t size : __size_)
    count *= size;
  __1d_.resize(count);
  for (size_t i = 0; i < count; ++i) {
    size_t element = start, rest = i;
    for (size_t d = dimensions; d-- > 0; rest /= __size_[d])
      element += rest % __size_[d] * __stride_[d];
    __1d_[i] = element;
  }
}

void __call_once(volatile once_flag::_State_type &flag, void *argument,
                 void (*function)(void *)) {
  if (flag != once_flag::_Unset)
    return;
  flag = once_flag::_Pending;
  function(argument);
  flag = once_flag::_Complete;
}
} // namespace __1
} // namespace std
