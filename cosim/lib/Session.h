// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs a program on the core, alone (sectile-rtl) or in lockstep with the
// emulator (sectile-cosim).
#ifndef SECTILE_COSIM_SESSION_H
#define SECTILE_COSIM_SESSION_H

namespace sectile::cosim {

// The tool's exit status.
int run(const char *tool, const char *usage, bool lockstep, int argc,
        char **argv);

} // namespace sectile::cosim
#endif
