// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The text that a tool prints for --version.
#ifndef SECTILE_SUPPORT_VERSION_H
#define SECTILE_SUPPORT_VERSION_H

#include <string>

namespace sectile {

// "sectile-run 0.2.0 (commit abc1234, LLVM 22.1.8)". The commit is read from a
// file that the build writes, ../lib/sectile-commit beside the running program,
// and is "unknown" without it: a commit in the programs would relink them all,
// and rebuild what they compile, whenever it changes.
std::string versionLine(const std::string &tool);

} // namespace sectile
#endif
