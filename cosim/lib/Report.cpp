#include "Lockstep.h"
#include <cinttypes>
#include <climits>
#include <cstdio>
#include <dlfcn.h>
#include <unistd.h>

namespace sectile::cosim {

static std::string hex(uint64_t v) {
  char text[32];
  std::snprintf(text, sizeof text, "0x%" PRIx64, v);
  return text;
}

std::string place(const Program &program, uint64_t address) {
  const Symbol *s = program.symbolAt(address);
  if (!s)
    return "";
  return address == s->address ? s->name
                               : s->name + "+" + hex(address - s->address);
}

// LLVM reads the line tables; it is loaded only when there is something to say.
std::string sourceLine(const std::string &path, uint64_t address) {
  char self[PATH_MAX];
  ssize_t n = ::readlink("/proc/self/exe", self, sizeof self - 1);
  if (n <= 0)
    return "";
  std::string library(self, size_t(n));
  library = library.substr(0, library.rfind('/')) +
            "/../lib/libsectile_source_line.so";
  void *handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle)
    return "";
  using Function = int (*)(const char *, uint64_t, char *, size_t);
  auto function =
      reinterpret_cast<Function>(::dlsym(handle, "sectileSourceLine"));
  char text[PATH_MAX + 32];
  return function && function(path.c_str(), address, text, sizeof text) ? text
                                                                        : "";
}

std::string describe(const Mismatch &m, const Program &program,
                     const std::string &path, const Machine &machine,
                     const std::deque<Retire> &history) {
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
        if (!o.isRead() || (o.cls != isa::OperandClass::gpr &&
                            o.cls != isa::OperandClass::shape))
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
    text += start + isa::toString(r.inst, r.pc);
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
  text += "  waves: sectile-rtl --fst waves.fst --fst-from " +
          std::to_string(first) + " --max-cycles " +
          std::to_string(m.cycle + 50) + " " + path + "\n";
  return text;
}

} // namespace sectile::cosim
