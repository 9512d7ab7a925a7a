// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Counts cycles and what they were used for, over the program or between two
// places in it.
#ifndef SECTILE_COSIM_STATISTICS_H
#define SECTILE_COSIM_STATISTICS_H

#include "Options.h"
#include "RtlCore.h"

namespace sectile::cosim {

class Statistics {
public:
  Statistics(const char *tool, const Options &options, const Program &program);
  // After each clock.
  void count(RtlCore &core);
  void print(const RtlCore &core, double seconds) const;

private:
  struct Numbers {
    uint64_t cycles = 0, instructions = 0, traps = 0, busy[busyUnits] = {},
             stall[stallCauses] = {}, readBeats = 0, writeBeats = 0;
  };
  const char *tool;
  const Options &options;
  uint64_t first = 0, second = 0;
  bool between = false, seenFirst = false, seenSecond = false;
  Numbers numbers, atFirst, atSecond;
  std::vector<uint64_t> operations; // how often each was retired
  // A cache of decoded words: most of them are executed again.
  struct Decoded {
    uint32_t word = 0;
    isa::Op op = isa::Op::Illegal;
  };
  std::vector<Decoded> decoded;
  static void add(StatisticLines &lines, const char *prefix, const Numbers &n);
};

} // namespace sectile::cosim
#endif
