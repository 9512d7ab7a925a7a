// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Streams that read, and those that read and write, once for all programs.
#include "facets.h"

#include <istream>

namespace std {
inline namespace __1 {
template class basic_istream<SECTILE_CHAR>;
#ifndef SECTILE_WIDE
template class basic_iostream<char>;
#endif
} // namespace __1
} // namespace std
