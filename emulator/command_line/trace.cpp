// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// --trace: one line an instruction, with the registers and memory it wrote.
#include "sectile/emulator/command_line.h"

#include <cinttypes>
#include <cstdio>
#include <cstring>

namespace sectile {

TraceWriter::TraceWriter(const char *tool, const std::string &path,
                         const Program &p)
    : program(p), file(stderr) {
  if (path.empty())
    return;
  output.emplace(tool, "--trace", path);
  file = output->stream();
}

void TraceWriter::write(const Retire &r, const Tile *tile) {
  if (const Program::Symbol *s = program.symbolAt(r.pc);
      s && s->address == r.pc)
    std::fprintf(file, "%s:\n", s->text);
  std::string text =
      r.word || !r.trapped ? isa::toString(r.inst, r.pc) : "<none>";
  std::fprintf(file, "%10" PRIx64 ": %08x  %-34s", r.pc, r.word, text.c_str());
  if (r.trapped) {
    const char *cause = isa::trapText(r.cause);
    std::fprintf(file, " # trap: %s, value %s", cause ? cause : "?",
                 hex(r.value).c_str());
  }
  const char *separator = " # ";
  for (unsigned n = 0; n < r.registerWrites; ++n) {
    std::fprintf(file, "%s%s=%s", separator,
                 isa::gprNames[r.registers[n].number],
                 hex(r.registers[n].value).c_str());
    separator = ", ";
  }
  const isa::Kind kind = isa::info(r.inst.op).kind;
  for (const MemoryAccess &a : r.accesses) {
    if (kind == isa::Kind::tstore || !a.isStore)
      continue;
    // A pair is one access of two values.
    const unsigned parts = kind == isa::Kind::storepair ? 2 : 1,
                   size = a.size / parts;
    for (unsigned n = 0; n < parts; ++n) {
      uint64_t value = 0;
      std::memcpy(&value, a.data + n * size, size);
      std::fprintf(file, "%smem[%s]=%s", separator,
                   hex(a.address + n * size).c_str(), hex(value).c_str());
      separator = ", ";
    }
  }
  if (r.tile >= 0 && tile)
    // Four words are enough to recognise a tile.
    std::fprintf(file, "%s%s=[%08x %08x .. / %08x %08x .. / ..]", separator,
                 isa::tileNames[r.tile], tile->word(0, 0), tile->word(0, 1),
                 tile->word(1, 0), tile->word(1, 1));
  std::fputc('\n', file);
}

} // namespace sectile
