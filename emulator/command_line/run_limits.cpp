// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where --checkpoint-at and --max-instructions interrupt a run.
#include "sectile/emulator/command_line.h"

namespace sectile {

static constexpr uint64_t never = ~uint64_t(0);

RunLimits::RunLimits(const RunOptions &options, uint64_t retired)
    : saveAt(options.checkpointAt.value_or(never)),
      last(retired + options.maximum.value_or(never)),
      savesAtEnd(!options.checkpoint.empty() && !options.checkpointAt) {
  if (saveAt < retired)
    saveAt = never;
  if (!options.maximum || last < retired)
    last = never;
}

bool RunLimits::takeCheckpoint() {
  bool due = saveAt != never && saveAt <= last;
  saveAt = never;
  return due;
}

} // namespace sectile
