// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Streams in files, once for all programs.
#include <fstream>

namespace std {
inline namespace __1 {
template class basic_ifstream<char>;
template class basic_ofstream<char>;
template class basic_filebuf<char>;
} // namespace __1
} // namespace std
