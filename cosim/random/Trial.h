// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One random program on the core and the emulator in lockstep.
#ifndef SECTILE_COSIM_RANDOM_TRIAL_H
#define SECTILE_COSIM_RANDOM_TRIAL_H

#include "Coverage.h"
#include "Generator.h"

#include <cstdint>
#include <string>

namespace sectile::random {

struct TrialOptions {
  uint64_t seed = 1; // chooses the memory's latency and back-pressure
  Coverage *coverage = nullptr; // counts what retires, if given
  // The active fault, in a model that has faults.
  unsigned fault = 0;
  // After this many cycles without a retirement the core is considered to hang.
  uint64_t hang = 100000;
  // After this many instructions a program is considered not to end; for a
  // random program the limit is this many times its length.
  uint64_t limit = 64;
  uint64_t memory = memoryEnd - codeBase;
  // The program is written to this file with the suffix .elf, so that the
  // report can say how to run it again. A state that it starts from is saved
  // beside it.
  std::string name;
};

struct TrialResult {
  bool same = false;
  uint64_t cycles = 0, instructions = 0;
  std::string what;   // the difference in a few words
  std::string report; // and in full
};

// What a campaign's program is drawn with. Every third one starts as from a
// checkpoint, with a drawn state of registers, tiles, control registers and
// counters; every fifth ends with a halt. Every sixteenth has eight times as
// many items, so that it does not fit the instruction cache and its
// instructions need more than 13 bits to be counted.
Options trialProgram(uint64_t seed, unsigned items);

// Every fourth program, by its seed, traces the pipeline, and the trace is
// checked as well.
TrialResult runTrial(const Program &program, const TrialOptions &options);
// An executable, from its entry; its exit status must be 0.
TrialResult runTrial(const std::vector<uint8_t> &elf,
                     const TrialOptions &options);

// Removes smaller and smaller groups of a program's items as long as the two
// still differ.
Program shrink(Options program, const TrialOptions &options);

} // namespace sectile::random

#endif
