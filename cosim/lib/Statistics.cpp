#include "Statistics.h"
#include <cctype>
#include <cinttypes>
#include <cstdio>

namespace sectile::cosim {

Statistics::Statistics(const char *tool, const Options &o,
                       const Program &program)
    : options(o) {
  if (o.betweenFirst.empty())
    return;
  between = true;
  const std::string *names[2] = {&o.betweenFirst, &o.betweenSecond};
  uint64_t *addresses[2] = {&first, &second};
  for (int n = 0; n < 2; ++n) {
    if (!names[n]->empty() &&
        std::isdigit(static_cast<unsigned char>((*names[n])[0])))
      *addresses[n] = parseNumber(tool, "--between", *names[n]);
    else if (auto address = program.addressOf(*names[n]))
      *addresses[n] = *address;
    else
      fail(tool, "--between: no symbol '" + *names[n] + "' in " + o.program);
  }
}

void Statistics::count(Core &core) {
  ++numbers.cycles;
  for (unsigned n = 0; n < busyUnits; ++n)
    numbers.busy[n] += core.busy >> n & 1;
  if (!core.retired)
    return;
  numbers.readBeats = core.bus().readBeats;
  numbers.writeBeats = core.bus().writeBeats;
  if (core.retired->trap) {
    ++numbers.traps;
    return;
  }
  if (between && !seenFirst && core.retired->pc == first) {
    seenFirst = true;
    atFirst = numbers;
  }
  if (between && !seenSecond && seenFirst && core.retired->pc == second) {
    seenSecond = true;
    atSecond = numbers;
  }
  ++numbers.instructions;
}

void Statistics::print(const char *prefix, const Numbers &n) const {
  static const char *const units[] = {"tile_memory", "matrix", "elementwise",
                                      "float", "divide"};
  auto put = [&](const std::string &name, double value) {
    bool whole = value == double(uint64_t(value));
    if (options.json)
      std::fprintf(stderr, "  \"%s%s\": %.*f,\n", prefix, name.c_str(),
                   whole ? 0 : 4, value);
    else
      std::fprintf(stderr, "%s%s %.*f\n", prefix, name.c_str(), whole ? 0 : 4,
                   value);
  };
  put("cycles", double(n.cycles));
  put("instructions", double(n.instructions));
  put("traps", double(n.traps));
  put("ipc", n.cycles ? double(n.instructions) / double(n.cycles) : 0);
  for (unsigned u = 0; u < busyUnits; ++u)
    put(std::string("busy_") + units[u], double(n.busy[u]));
  put("matrix_utilisation",
      n.cycles ? double(n.busy[busyMatrix]) / double(n.cycles) : 0);
  put("read_beats", double(n.readBeats));
  put("write_beats", double(n.writeBeats));
}

void Statistics::print(const Core &core, double seconds) const {
  if (!options.stats)
    return;
  if (options.json)
    std::fputs("{\n", stderr);
  print("", numbers);
  if (between) {
    if (seenSecond) {
      Numbers d = atSecond;
      d.cycles -= atFirst.cycles;
      d.instructions -= atFirst.instructions;
      d.traps -= atFirst.traps;
      d.readBeats -= atFirst.readBeats;
      d.writeBeats -= atFirst.writeBeats;
      for (unsigned u = 0; u < busyUnits; ++u)
        d.busy[u] -= atFirst.busy[u];
      print("between_", d);
    } else {
      std::fprintf(
          stderr, "%s'%s' was not reached\n",
          options.json ? "  \"error\": " : "",
          (seenFirst ? options.betweenSecond : options.betweenFirst).c_str());
    }
  }
  double rate = seconds > 0 ? double(core.cycles()) / seconds / 1000 : 0;
  if (options.json)
    std::fprintf(stderr,
                 "  \"seconds\": %.3f,\n  \"kilocycles_per_second\": %.1f\n}\n",
                 seconds, rate);
  else
    std::fprintf(stderr, "seconds %.3f\nkilocycles_per_second %.1f\n", seconds,
                 rate);
}

} // namespace sectile::cosim
