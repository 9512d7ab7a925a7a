// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// --stats: statistics from the counts of instructions by operation.
#include "sectile/emulator/command_line.h"

#include <cstdio>

namespace sectile {

using isa::Op;

static uint64_t macsOf(Op op) {
  return isa::isMultiply(op) ? 16 * 16 * isa::multiplyOf(op).depth() : 0;
}

void addInstructionStatistics(StatisticLines &lines,
                              const std::vector<uint64_t> &counts) {
  uint64_t total = 0, units[isa::unitCount] = {}, loads = 0, stores = 0,
           multiplies = 0, macs = 0;
  for (unsigned n = 1; n < isa::opCount; ++n) {
    const isa::Info &info = isa::info(Op(n));
    total += counts[n];
    units[unsigned(info.unit)] += counts[n];
    if (info.kind == isa::Kind::tload)
      loads += counts[n];
    if (info.kind == isa::Kind::tstore)
      stores += counts[n];
    if (info.unit == isa::Unit::tmat)
      multiplies += counts[n];
    macs += counts[n] * macsOf(Op(n));
  }
  auto add = [&](std::string name, double value) {
    lines.emplace_back(std::move(name), value);
  };
  add("instructions", double(total));
  for (unsigned n = 0; n < isa::unitCount; ++n)
    add(std::string("unit_") + isa::unitNames[n], double(units[n]));
  add("tile_loads", double(loads));
  add("tile_stores", double(stores));
  add("tmma", double(multiplies));
  add("macs", double(macs));
  add("macs_per_instruction", total ? double(macs) / double(total) : 0);
}

void addMnemonics(StatisticLines &lines, const std::vector<uint64_t> &counts) {
  for (unsigned n = 1; n < isa::opCount; ++n)
    if (counts[n])
      lines.emplace_back(std::string("op_") + isa::info(Op(n)).mnemonic,
                         double(counts[n]));
}

void printStatistics(const StatisticLines &lines, bool json) {
  if (json)
    std::fputs("{", stderr);
  const char *separator = "\n";
  for (auto &[name, value] : lines) {
    int digits = value == double(uint64_t(value)) ? 0 : 6;
    if (json)
      std::fprintf(stderr, "%s  \"%s\": %.*f", separator, name.c_str(), digits,
                   value);
    else
      std::fprintf(stderr, "%s %.*f\n", name.c_str(), digits, value);
    separator = ",\n";
  }
  if (json)
    std::fputs("\n}\n", stderr);
}

} // namespace sectile
