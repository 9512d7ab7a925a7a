// Numbers from text in streams.
#include "facets.h"

namespace std {
inline namespace __1 {
template struct __num_get<SECTILE_CHAR>;
template class num_get<SECTILE_CHAR>;
} // namespace __1
} // namespace std
SECTILE_MAKE(SECTILE_NAME(num_get), std::num_get<SECTILE_CHAR>)
