// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program of the host with an emulator in it: runs a program for Sectile and
// says how many tile multiplies it executed. The exit status is the program's.
#include "sectile/emulator/machine.h"

#include <cstdio>

int main(int argc, char **argv) {
  if (argc < 2) {
    std::fputs("usage: count PROGRAM.elf [arguments]\n", stderr);
    return 125;
  }
  std::string error;
  auto program = sectile::Program::fromFile(argv[1], error);
  sectile::MachineOptions options;
  options.countInstructions = true;
  options.host.arguments.assign(argv + 1, argv + argc);
  sectile::Machine machine(options);
  if (error.empty())
    error = machine.error();
  if (!program || !error.empty() || !machine.load(*program, error)) {
    std::fprintf(stderr, "count: error: %s\n", error.c_str());
    return 125;
  }
  if (machine.run(1'000'000'000) != sectile::Stop::exited) {
    std::fprintf(stderr, "count: stopped at pc 0x%llx\n",
                 static_cast<unsigned long long>(machine.pc()));
    return 124;
  }
  uint64_t multiplies = 0;
  std::vector<uint64_t> counts = machine.counts();
  for (unsigned n = 1; n < sectile::isa::opCount; ++n)
    if (sectile::isa::info(sectile::isa::Op(n)).unit ==
        sectile::isa::Unit::tmat)
      multiplies += counts[n];
  std::printf("%llu multiplies\n", static_cast<unsigned long long>(multiplies));
  return machine.exitStatus();
}
