// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Catalogues of messages: there are none to open.
#include "facets.h"

namespace std {
inline namespace __1 {
template class messages<SECTILE_CHAR>;
template class messages_byname<SECTILE_CHAR>;
} // namespace __1
} // namespace std
SECTILE_MAKE(SECTILE_NAME(messages), std::messages<SECTILE_CHAR>)
