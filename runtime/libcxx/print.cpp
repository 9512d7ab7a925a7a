// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Queries of <print> and ostreams about a file.
#include <cstdio>
#include <ostream>

namespace std {
inline namespace __1 {
// No stream is treated as a terminal: print writes UTF-8 to all.
FILE *__get_ostream_file(ostream &) { return nullptr; }
} // namespace __1
} // namespace std
