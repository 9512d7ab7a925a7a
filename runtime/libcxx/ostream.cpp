// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Streams that write, and what all streams have, once for all programs.
#include "facets.h"

#include <cstdio>
#include <fstream>
#include <ostream>
#include <streambuf>

namespace std {
inline namespace __1 {
template class basic_streambuf<SECTILE_CHAR>;
template class basic_ios<SECTILE_CHAR>;
template class basic_ostream<SECTILE_CHAR>;
} // namespace __1
} // namespace std
