// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is printed when the core and the emulator differ.
#ifndef SECTILE_COSIM_REPORT_H
#define SECTILE_COSIM_REPORT_H

#include "Lockstep.h"

namespace sectile::cosim {

// Describes the difference: what, where, the operands and the last
// instructions. `again` is what follows the name of sectile-cosim and further
// options in a command that reproduces it; the program's path if empty.
std::string describe(const Mismatch &m, const Program &program,
                     const std::string &path, const Machine &machine,
                     const std::deque<Retire> &history,
                     const std::string &again = "");

} // namespace sectile::cosim
#endif
