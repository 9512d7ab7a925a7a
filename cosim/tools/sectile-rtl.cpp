// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// sectile-rtl: runs a Sectile executable on the verilated core.
#include "Session.h"

static const char usage[] =
    R"(usage: sectile-rtl [options] program.elf [arguments]

Runs a Sectile executable on the core, cycle by cycle. Its exit status is the
program's own; or
  123      an error response of the bus inside memory, or a hang
  124      stopped by --max-instructions or --max-cycles
  125      the program could not be started, an option is wrong, or an output
           could not be written
  128 + n  the program trapped with cause n and has no handler
  192 + n  as above, interrupt n

Options:
)";

int main(int argc, char **argv) {
  return sectile::cosim::run("sectile-rtl", usage, false, argc, argv);
}
