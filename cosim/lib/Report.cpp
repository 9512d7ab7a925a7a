// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Prints a difference.
#include "Report.h"
#include "sectile/emulator/command_line.h"
#include <cinttypes>
#include <cstdio>

namespace sectile::cosim {

std::string describe(const Mismatch &m, const Program &program,
                     const std::string &path, const Machine &machine,
                     const std::deque<Retire> &history,
                     const std::string &again) {
  std::string text = "the core and the emulator differ: " + m.what + "\n";
  auto line = [&](const char *name, const std::string &value) {
    if (!value.empty())
      text += std::string("  ") + name + value + "\n";
  };
  line("expected:    ", m.expected);
  line("found:       ", m.found);
  line("cycle:       ", std::to_string(m.cycle) + ", after " +
                            std::to_string(m.order) + " instructions");
  if (m.pc) {
    line("pc:          ", hex(m.pc) + " " + place(program, m.pc));
    line("at:          ", sourceLine(path, m.pc));
    if (m.word) {
      isa::Inst inst = isa::decode(m.word);
      char word[16];
      std::snprintf(word, sizeof word, "%08x  ", m.word);
      line("instruction: ", word + isa::toString(inst, m.pc));
      std::string operands;
      for (const isa::Operand &o : isa::info(inst.op)) {
        if (!o.isRead() || !o.isScalar())
          continue;
        unsigned number = unsigned(inst.get(o.slot));
        operands += std::string(operands.empty() ? "" : ", ") +
                    isa::gprNames[number] + " = " + hex(machine.reg(number));
      }
      line(m.pastInstruction ? "operands (by now): " : "operands (after it): ",
           operands);
    }
  }
  text += "  last instructions:\n";
  for (const Retire &r : history) {
    char start[64];
    std::snprintf(start, sizeof start, "    %8" PRIx64 ": %08x  ", r.pc,
                  r.word);
    text +=
        start + (r.trapped && !r.word ? "<none>" : isa::toString(r.inst, r.pc));
    if (r.trapped)
      text += std::string("  # trap: ") +
              (isa::trapText(r.cause) ? isa::trapText(r.cause) : "?");
    for (unsigned n = 0; n < r.registerWrites; ++n)
      text += std::string(n ? ", " : "  # ") +
              isa::gprNames[r.registers[n].number] + "=" +
              hex(r.registers[n].value);
    text += "\n";
  }
  uint64_t first = m.cycle > 500 ? m.cycle - 500 : 0;
  text += "  waves: sectile-cosim --fst waves.fst --from-cycle " +
          std::to_string(first) + " --max-cycles " +
          std::to_string(m.cycle + 50) + " " + (again.empty() ? path : again) +
          "\n";
  return text;
}

} // namespace sectile::cosim
