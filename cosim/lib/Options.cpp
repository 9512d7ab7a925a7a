// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Options.h"
#include <set>

namespace sectile::cosim {

static const char *const coreOptions =
    R"(  --memory-latency N     cycles from a read to its data (default 40)
  --write-latency N      cycles from a write to its acknowledgement (default 10)
  --bandwidth N          bytes a cycle the memory reads, 1 to 64 (default 64)
  --random-stall SEED    random back-pressure and latencies on the bus
  --bus-error ADDRESS    the bus answers with an error for this line
  --bus-silent ADDRESS   the bus never answers for this line
  --max-cycles N         stop after N cycles, exit status 124
  --hang N               cycles without a retirement that count as a hang
                         (default 100000)
  --between A,B          statistics also between the first arrival at a symbol or
                         address and the first at another after it; --stats has
                         cycles and busy units besides
  --pipeline FILE        every instruction's way through pipeline and units, in
                         the format of Konata
  --timeline FILE        which unit worked on what, as Trace Event JSON for
                         Perfetto; a microsecond is a cycle
  --fst FILE             waves; by a model of its own, the target
                         sectile-rtl-fst or sectile-cosim-fst
  --from-cycle N, --to-cycle N
                         the cycles that these three show
  --quiet                no progress on long runs
)";

static std::string quoted(const std::string &word) {
  if (!word.empty() && word.find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXY"
                           "Z0123456789-_=+./,:%@") == std::string::npos)
    return word;
  std::string text = "'";
  for (char c : word)
    text += c == '\'' ? "'\\''" : std::string(1, c);
  return text + "'";
}

// argv without limits and traces.
static std::string commandAgain(int argc, char **argv, int program) {
  static const std::set<std::string> left = {
      "--max-cycles", "--pipeline", "--timeline",   "--fst",
      "--from-cycle", "--to-cycle", "--checkpoint", "--checkpoint-at",
      "--quiet",      "--stats"};
  std::string text;
  for (int n = 1; n < program; ++n) {
    std::string word = argv[n], name = word.substr(0, word.find('='));
    if (left.contains(word) && word != "--stats" && word != "--quiet")
      ++n; // its value
    else if (!left.contains(name))
      text += quoted(word) + " ";
  }
  for (int n = program; n < argc; ++n)
    text += quoted(argv[n]) + (n + 1 < argc ? " " : "");
  return text;
}

Options parseOptions(int argc, char **argv, const char *tool,
                     const char *usage) {
  Options o;
  auto extra = [&](Argument &a) {
    const std::string &name = a.name();
    if (name == "--memory-latency") {
      o.bus.latency = unsigned(a.number());
    } else if (name == "--write-latency") {
      o.bus.writeLatency = unsigned(a.number());
    } else if (name == "--bandwidth") {
      uint64_t b = a.number();
      if (b < 1 || b > 64)
        fail(tool, "--bandwidth: " + std::to_string(b) + " is not in 1..64");
      o.bus.bandwidth = unsigned(b);
    } else if (name == "--random-stall") {
      o.bus.randomSeed = a.number();
    } else if (name == "--bus-error") {
      o.bus.errorAt = a.number();
    } else if (name == "--bus-silent") {
      o.bus.silentAt = a.number();
    } else if (name == "--max-cycles") {
      o.maxCycles = a.number(true);
    } else if (name == "--hang") {
      o.hang = a.number(true);
    } else if (name == "--between") {
      a.pair(o.statsFirst, o.statsSecond);
    } else if (name == "--pipeline") {
      o.pipeline = a.value();
    } else if (name == "--timeline") {
      o.timeline = a.value();
    } else if (name == "--fst") {
      o.waves = a.value();
    } else if (name == "--from-cycle") {
      o.fromCycle = a.number(true);
    } else if (name == "--to-cycle") {
      o.toCycle = a.number(true);
    } else if (name == "--quiet") {
      a.noValue();
      o.quiet = true;
    } else {
      return false;
    }
    return true;
  };
  static_cast<RunOptions &>(o) =
      parseRunOptions(argc, argv, {tool, usage, coreOptions, "", extra});
  if (o.memory % 4096 || !o.memory)
    fail(tool, "--memory expects a multiple of 4096");
  o.bus.memory = o.memory;
  o.host.interrupted = [] { return interruption() != 0; };
  o.stats = o.stats || !o.statsFirst.empty();
  o.again = commandAgain(argc, argv, argc - int(o.host.arguments.size()));
  return o;
}

} // namespace sectile::cosim
