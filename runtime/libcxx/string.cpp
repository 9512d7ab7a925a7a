// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// std::string, once for all programs.
#include <string>

namespace std {
inline namespace __1 {
template class basic_string<char>;
template string operator+(const char *, const string &);
} // namespace __1
} // namespace std
