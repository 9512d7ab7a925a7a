// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Streams in strings, once for all programs.
#include <sstream>

namespace std {
inline namespace __1 {
template class basic_stringbuf<char>;
template class basic_stringstream<char>;
template class basic_ostringstream<char>;
template class basic_istringstream<char>;
} // namespace __1
} // namespace std
