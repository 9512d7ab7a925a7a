#include "Options.h"
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace sectile::cosim {

const char *const commonUsage =
    R"(  --memory SIZE          RAM from 0x80000000 on; suffix K, M or G (default 256M)
  --dir DIRECTORY        let the program use the files below this directory
  --memory-latency N     cycles from a read to its data (default 40)
  --write-latency N      cycles from a write to its acknowledgement (default 10)
  --bandwidth N          bytes a cycle the memory reads, 1 to 64 (default 64)
  --random-stall SEED    random back-pressure and latencies on the bus
  --bus-error ADDRESS    the bus answers with an error for this line
  --max-cycles N         stop after N cycles, exit status 124
  --hang N               cycles without a retirement that count as a hang, exit
                         status 123 (default 100000)
  --stats[=json]         after the run: cycles, instructions, busy and stall cycles
  --between A,B          the same statistics between the first arrivals at two
                         symbols or addresses
  --quiet                no progress on long runs
  --help
)";

void fail(const char *tool, const std::string &message) {
  std::fprintf(stderr, "%s: error: %s\n", tool, message.c_str());
  std::exit(125);
}

uint64_t parseNumber(const char *tool, const std::string &option,
                     const std::string &text) {
  char *end = nullptr;
  errno = 0;
  uint64_t value = std::strtoull(text.c_str(), &end, 0);
  unsigned shift = *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0;
  if (shift)
    ++end;
  if (text.empty() || !std::isdigit(static_cast<unsigned char>(text[0])) ||
      *end || errno || value << shift >> shift != value)
    fail(tool, option + ": '" + text + "' is not a number");
  return value << shift;
}

Options parseOptions(
    int argc, char **argv, const char *tool, const char *usage,
    const std::function<bool(const std::string &,
                             const std::function<std::string()> &)> &extra) {
  Options o;
  int n = 1;
  for (; n < argc && argv[n][0] == '-' && argv[n][1]; ++n) {
    std::string argument = argv[n];
    std::string name = argument.substr(0, argument.find('='));
    bool attached = name.size() != argument.size();
    std::function<std::string()> value = [&]() -> std::string {
      if (attached)
        return argument.substr(name.size() + 1);
      if (n + 1 >= argc)
        fail(tool, name + " expects a value");
      return argv[++n];
    };
    auto number = [&] { return parseNumber(tool, name, value()); };
    if (extra && extra(name, value))
      continue;
    if (name == "--help") {
      std::fputs(usage, stdout);
      std::fputs(commonUsage, stdout);
      std::exit(0);
    } else if (name == "--memory") {
      o.bus.memory = number();
      if (o.bus.memory % 4096 || !o.bus.memory)
        fail(tool, "--memory expects a multiple of 4096");
    } else if (name == "--dir") {
      o.host.directory = value();
    } else if (name == "--memory-latency") {
      o.bus.latency = unsigned(number());
    } else if (name == "--write-latency") {
      o.bus.writeLatency = unsigned(number());
    } else if (name == "--bandwidth") {
      uint64_t b = number();
      if (b < 1 || b > 64)
        fail(tool, "--bandwidth: " + std::to_string(b) + " is not in 1..64");
      o.bus.bandwidth = unsigned(b);
    } else if (name == "--random-stall") {
      o.bus.randomSeed = number();
    } else if (name == "--bus-error") {
      o.bus.errorAt = number();
    } else if (name == "--max-cycles") {
      o.maxCycles = number();
    } else if (name == "--hang") {
      o.hang = number();
    } else if (name == "--stats") {
      o.stats = true;
      if (attached) {
        if (value() != "json")
          fail(tool,
               "--stats: unknown format '" + value() + "', expected json");
        o.json = true;
      }
    } else if (name == "--between") {
      std::string both = value();
      size_t comma = both.find(',');
      if (comma == std::string::npos)
        fail(tool,
             "--between expects two symbols or addresses, as in main,exit");
      o.betweenFirst = both.substr(0, comma);
      o.betweenSecond = both.substr(comma + 1);
      o.stats = true;
    } else if (name == "--quiet") {
      o.quiet = true;
    } else {
      fail(tool, "unknown option '" + argument + "'; --help lists them");
    }
  }
  if (n >= argc)
    fail(tool, "no program given; --help shows how");
  o.program = argv[n];
  o.host.arguments.assign(argv + n, argv + argc);
  return o;
}

} // namespace sectile::cosim
