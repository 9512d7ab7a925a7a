// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Statistics.h"

namespace sectile::cosim {

Statistics::Statistics(const char *t, const Options &o, const Program &program)
    : tool(t), options(o), operations(isa::opCount), decoded(4096) {
  if (o.statsFirst.empty())
    return;
  between = true;
  first = parsePlace(tool, "--between", o.statsFirst, o, program);
  second = parsePlace(tool, "--between", o.statsSecond, o, program);
}

void Statistics::count(RtlCore &core) {
  ++numbers.cycles;
  for (unsigned n = 0; n < busyUnits; ++n)
    numbers.busy[n] += core.busy >> n & 1;
  if (core.stall)
    ++numbers.stall[*core.stall];
  if (!core.retired)
    return;
  numbers.readBeats = core.bus().readBeats;
  numbers.writeBeats = core.bus().writeBeats;
  if (between && !seenFirst && core.retired->pc == first) {
    seenFirst = true;
    atFirst = numbers;
  }
  if (between && !seenSecond && seenFirst && core.retired->pc == second) {
    seenSecond = true;
    atSecond = numbers;
  }
  if (core.retired->trap) {
    ++numbers.traps;
    return;
  }
  ++numbers.instructions;
  if (options.stats) {
    uint32_t word = core.retired->word;
    Decoded &d = decoded[(word ^ word >> 12) % decoded.size()];
    if (d.word != word)
      d = {word, isa::decode(word).op};
    ++operations[unsigned(d.op)];
  }
}

void Statistics::add(StatisticLines &lines, const char *prefix,
                     const Numbers &n) {
  static const char *const units[] = {"tile_memory", "matrix", "elementwise",
                                      "float", "divide"};
  static const char *const causes[] = {"fetch", "data", "unit", "tile"};
  auto put = [&](const std::string &name, double value) {
    lines.emplace_back(prefix + name, value);
  };
  put("cycles", double(n.cycles));
  put("instructions", double(n.instructions));
  put("traps", double(n.traps));
  put("ipc", n.cycles ? double(n.instructions) / double(n.cycles) : 0);
  for (unsigned u = 0; u < busyUnits; ++u)
    put(std::string("busy_") + units[u], double(n.busy[u]));
  for (unsigned c = 0; c < stallCauses; ++c)
    put(std::string("stall_") + causes[c], double(n.stall[c]));
  put("matrix_utilisation",
      n.cycles ? double(n.busy[busyMatrix]) / double(n.cycles) : 0);
  put("read_beats", double(n.readBeats));
  put("write_beats", double(n.writeBeats));
}

void Statistics::print(const RtlCore &core, double seconds) const {
  if (!options.stats)
    return;
  StatisticLines lines;
  add(lines, "", numbers);
  if (between && seenSecond) {
    Numbers d = atSecond;
    d.cycles -= atFirst.cycles;
    d.instructions -= atFirst.instructions;
    d.traps -= atFirst.traps;
    d.readBeats -= atFirst.readBeats;
    d.writeBeats -= atFirst.writeBeats;
    for (unsigned u = 0; u < busyUnits; ++u)
      d.busy[u] -= atFirst.busy[u];
    for (unsigned c = 0; c < stallCauses; ++c)
      d.stall[c] -= atFirst.stall[c];
    add(lines, "between_", d);
  } else if (between) {
    std::fprintf(stderr, "%s: --between: '%s' was not reached%s\n", tool,
                 (seenFirst ? options.statsSecond : options.statsFirst).c_str(),
                 seenFirst ? (" after '" + options.statsFirst + "'").c_str()
                           : "");
  }
  StatisticLines instructions;
  addInstructionStatistics(instructions, operations);
  // Their sum is already printed.
  lines.insert(lines.end(), instructions.begin() + 1, instructions.end());
  lines.emplace_back("seconds", seconds);
  lines.emplace_back("kilocycles_per_second",
                     seconds > 0 ? double(core.cycles()) / seconds / 1000 : 0);
  if (options.mnemonics)
    addMnemonics(lines, operations);
  printStatistics(lines, options.json);
}

} // namespace sectile::cosim
