// Numbers to text in streams.
#include "facets.h"

namespace std {
inline namespace __1 {
template struct __num_put<SECTILE_CHAR>;
template class num_put<SECTILE_CHAR>;
} // namespace __1
} // namespace std
SECTILE_MAKE(SECTILE_NAME(num_put), std::num_put<SECTILE_CHAR>)
