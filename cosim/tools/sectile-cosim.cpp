// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// sectile-cosim: runs a Sectile executable on the core and on the emulator in
// lockstep.
#include "Session.h"

static const char usage[] =
    R"(usage: sectile-cosim [options] program.elf [arguments]

Runs a Sectile executable on the core and the emulator in lockstep and compares
every retired instruction: pc, word, registers, memory accesses, traps, control
registers, and every byte of every tile written or stored; after the run, all of
memory. The exit status is 0 if nothing differs; or
  1        a difference: a report says which
  123      a hang
  124      stopped by --max-instructions or --max-cycles, no difference until then
  125      the program could not be started, an option is wrong, or an output
           could not be written

Options:
)";

int main(int argc, char **argv) {
  return sectile::cosim::run("sectile-cosim", usage, true, argc, argv);
}
