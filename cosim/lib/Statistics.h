// Cycles and what they were used for, over the program or between two places in
// it.
#ifndef SECTILE_COSIM_STATISTICS_H
#define SECTILE_COSIM_STATISTICS_H

#include "Core.h"
#include "Options.h"

namespace sectile::cosim {

class Statistics {
public:
  Statistics(const char *tool, const Options &options, const Program &program);
  // After each clock.
  void count(Core &core);
  void print(const Core &core, double seconds) const;

private:
  struct Numbers {
    uint64_t cycles = 0, instructions = 0, traps = 0, busy[busyUnits] = {},
             readBeats = 0, writeBeats = 0;
  };
  const Options &options;
  uint64_t first = 0, second = 0;
  bool between = false, seenFirst = false, seenSecond = false;
  Numbers numbers, atFirst, atSecond;
  void print(const char *prefix, const Numbers &n) const;
};

} // namespace sectile::cosim
#endif
