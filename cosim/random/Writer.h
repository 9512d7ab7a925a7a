// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Appends instructions with drawn operands to a program; all kinds of item use
// it.
#ifndef SECTILE_COSIM_RANDOM_WRITER_H
#define SECTILE_COSIM_RANDOM_WRITER_H

#include "Generator.h"
#include "Operations.h"
#include "Stream.h"

#include <array>

namespace sectile::random {

// Registers whose values every item preserves. All others may hold any value.
enum Reserved : uint8_t {
  regStride = 18,   // -4096..4096
  regIndex = 19,    // 0..255
  regPointer0 = 20, // the first of the pointers into the middle of the data
  regPointers = 4,  // their number
  regResume = 24,   // where the trap handler continues after a fetch fault
  regCode = 25,     // scratch register of templates
  regCounter = 26,  // counts loops
  regData = 27,     // start of the data
};
inline bool isReserved(unsigned r) { return r >= regStride && r <= regData; }

class Writer {
public:
  explicit Writer(const Options &options);

  const Options &options;
  const Operations ops;
  Program program;
  unsigned item = noItem; // to which the next words belong
  // The program loops through memory often, so that caches replace lines.
  bool cacheHeavy = false;

  // Whether the core under test has this instruction.
  bool has(isa::Op op) const;
  // The address of the next word.
  uint64_t here() const;

  void word(uint32_t w);
  void emit(const isa::Inst &inst);
  void emit(isa::Op op, unsigned d, unsigned a, unsigned b, int64_t imm = 0,
            int32_t imm2 = 0);
  // Sets a register, by one to four instructions.
  void constant(unsigned r, uint64_t value);

  // Drawn registers. Those that were written last are preferred, so that
  // instructions depend on each other.
  uint8_t scalarSource(Stream &s);
  uint8_t scalarTarget(Stream &s); // not reserved
  uint8_t nonZeroTarget(Stream &s);
  uint8_t anotherTarget(Stream &s, uint8_t than); // nor r0
  uint8_t tile(Stream &s);
  static uint8_t pointer(Stream &s);

  // An instruction with drawn registers and immediates, the ends of their
  // ranges often.
  isa::Inst draw(Stream &s, isa::Op op);
  // Emits an instruction and remembers what it writes.
  void emitDrawn(const isa::Inst &inst, Stream &s);
  // The same, if the core has it.
  void emitIf(isa::Op op, uint8_t d, uint8_t a, uint8_t b, Stream &s);
  // The next operands prefer what this instruction writes.
  void remember(const isa::Inst &inst, Stream &s);

private:
  std::array<uint8_t, 4> lastScalar = {4, 5, 6, 7}, lastTile = {0, 1, 2, 3};
};

} // namespace sectile::random

#endif
