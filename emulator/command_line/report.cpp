// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Why a program was stopped, and where.
#include "sectile/emulator/command_line.h"

#include <cinttypes>
#include <cstdio>

namespace sectile {

void reportStop(const char *tool, const std::string &path,
                const Program &program, const std::string &what, uint64_t pc) {
  std::fflush(stdout);
  std::fprintf(stderr, "%s: %s at pc %s %s\n", tool, what.c_str(),
               hex(pc).c_str(), place(program, pc).c_str());
  if (std::string line = sourceLine(path, pc); !line.empty())
    std::fprintf(stderr, "  at: %s\n", line.c_str());
}

// Prints the instruction, its place, the caller, and all registers.
static void describe(const std::string &path, const Program &program,
                     const Fault &f,
                     const std::function<uint64_t(unsigned)> &reg) {
  if (f.word)
    std::fprintf(stderr, "  instruction: %08x  %s\n", f.word,
                 isa::toString(isa::decode(f.word), f.pc).c_str());
  std::string symbol = place(program, f.pc);
  if (!symbol.empty())
    std::fprintf(stderr, "  in: %s\n", symbol.c_str());
  std::string line = sourceLine(path, f.pc);
  if (!line.empty())
    std::fprintf(stderr, "  at: %s\n", line.c_str());
  std::string caller = place(program, reg(1) - 4);
  if (!caller.empty()) {
    line = sourceLine(path, reg(1) - 4);
    std::fprintf(stderr, "  ra: %s %s%s\n", hex(reg(1)).c_str(), caller.c_str(),
                 line.empty() ? "" : (" at " + line).c_str());
  }
  for (unsigned n = 0; n < 32; ++n)
    std::fprintf(stderr, "%s%4s %016" PRIx64 "%s", n % 4 ? " " : "  ",
                 isa::gprNames[n], reg(n), n % 4 == 3 ? "\n" : "");
}

int reportFault(const char *tool, const std::string &path,
                const Program &program, const Fault &f, uint64_t retired,
                const std::function<uint64_t(unsigned)> &reg) {
  const char *cause = isa::trapText(f.cause);
  std::fflush(stdout);
  std::fprintf(stderr,
               "%s: %s at pc %s, value %s, after %" PRIu64 " instructions\n",
               tool, cause ? cause : "trap", hex(f.pc).c_str(),
               hex(f.value).c_str(), retired);
  describe(path, program, f, reg);
  return f.cause >> 63 ? int(192 + (f.cause & 31)) : int(128 + (f.cause & 31));
}

int reportStackOverflow(const char *tool, const std::string &path,
                        const Program &program, const Fault &f, uint64_t limit,
                        uint64_t retired,
                        const std::function<uint64_t(unsigned)> &reg) {
  std::fflush(stdout);
  std::fprintf(stderr,
               "%s: stack overflow at pc %s: sp is %s, below the end of the "
               "%s at %s, after %" PRIu64 " instructions\n",
               tool, hex(f.pc).c_str(), hex(f.value).c_str(),
               limit > program.end() ? "heap" : "program", hex(limit).c_str(),
               retired);
  describe(path, program, f, reg);
  return statusStackOverflow;
}

} // namespace sectile
