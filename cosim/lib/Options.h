// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The command line of sectile-rtl and sectile-cosim: what sectile-run has, and
// what only a core with a clock has.
#ifndef SECTILE_COSIM_OPTIONS_H
#define SECTILE_COSIM_OPTIONS_H

#include "Bus.h"
#include "sectile/emulator/command_line.h"

namespace sectile::cosim {

// Exit status of a hang, and of an error response of the bus.
inline constexpr int statusHang = 123;

struct Options : RunOptions {
  BusOptions bus;
  uint64_t maxCycles = ~uint64_t(0);
  uint64_t hang = 100000; // cycles without a retirement
  bool quiet = false;
  std::string statsFirst, statsSecond;
  // Files of traces, and the cycles they show.
  std::string waves, pipeline, timeline;
  uint64_t fromCycle = 0, toCycle = ~uint64_t(0);
  // The command line without limits and traces: it reproduces the run.
  std::string again;
};

Options parseOptions(int argc, char **argv, const char *tool,
                     const char *usage);

} // namespace sectile::cosim
#endif
