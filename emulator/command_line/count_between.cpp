// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// --count-between: instructions between the first arrivals at two places.
#include "sectile/emulator/command_line.h"

#include <cinttypes>
#include <cstdio>

namespace sectile {

CountBetween::CountBetween(const char *t, const RunOptions &o,
                           const Program &program)
    : tool(t), options(o) {
  if (!wanted())
    return;
  const std::string *names[2] = {&o.betweenFirst, &o.betweenSecond};
  for (int n = 0; n < 2; ++n)
    addresses[n] = parsePlace(tool, "--count-between", *names[n], o, program);
}

void CountBetween::arrive(uint64_t pc, uint64_t retired) {
  for (int n = 0; n < 2; ++n)
    if (pc == addresses[n] && !seen[n] && (n == 0 || seen[0])) {
      seen[n] = true;
      arrived[n] = retired;
    }
}

void CountBetween::print() const {
  if (!wanted())
    return;
  if (seen[0] && seen[1])
    std::fprintf(stderr, "instructions between %s and %s: %" PRIu64 "\n",
                 options.betweenFirst.c_str(), options.betweenSecond.c_str(),
                 arrived[1] - arrived[0]);
  else
    std::fprintf(
        stderr, "%s: --count-between: '%s' was not reached%s\n", tool,
        (seen[0] ? options.betweenSecond : options.betweenFirst).c_str(),
        seen[0] ? (" after '" + options.betweenFirst + "'").c_str() : "");
}

} // namespace sectile
