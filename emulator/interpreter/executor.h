// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The effects of one instruction on a hart.
#ifndef SECTILE_EMULATOR_INTERPRETER_EXECUTOR_H
#define SECTILE_EMULATOR_INTERPRETER_EXECUTOR_H

#include "system/hart.h"

namespace sectile {

// A trap that an instruction causes instead of its effects.
struct FoundTrap {
  isa::Trap cause;
  uint64_t value;
};

class Executor {
public:
  // The instruction is record.inst, at hart.pc; its effects are added to the
  // record, whose nextPc is the instruction after it.
  Executor(Hart &hart, Retire &record);

  // Executes the instruction, or has no effect and returns its trap.
  std::optional<FoundTrap> execute();

private:
  Hart &hart;
  Retire &r;
  const isa::Inst &i;
  const isa::Info &info;
  uint64_t *x; // scalar registers

  using Result = std::optional<FoundTrap>;
  // The distance or address of a row may exceed 64 bits.
  using Wide = __int128;
  // The place of a row of a tile access: `columns` elements, of which the first
  // is element `first` of the row, in the bytes from `address` on.
  struct RowAccess {
    unsigned row, first, columns;
    Wide address;
    unsigned bytes;
  };
  static constexpr unsigned lanes = 256;
  struct RowAccesses {
    unsigned count = 0;
    RowAccess rows[lanes]; // a row is one lane where lanes are by themselves
  };

  //===-- Operands ------------------------------------------------------===//
  uint64_t shape(unsigned number) const;
  uint64_t scalar(const isa::Operand &o) const;
  const isa::Operand *written(unsigned number) const;
  template <class T> T next(const isa::Operand *&from) const;
  template <auto F, class... P> auto call(auto (*)(P...)) const;
  void writeRegister(unsigned n, uint64_t v);
  void writeTile(unsigned n, const Tile &v);

  //===-- Memory --------------------------------------------------------===//
  uint64_t address() const;
  uint64_t firstIllegal(uint64_t address, unsigned size) const;
  void note(uint64_t address, unsigned size, bool isStore, const void *data);
  Result load(uint64_t address, unsigned size, void *data);
  Result store(uint64_t address, unsigned size, const void *data);
  RowAccesses rowAccesses(isa::Element element) const;
  Result checkRows(const RowAccesses &accesses, isa::Trap cause) const;

  //===-- By kind -------------------------------------------------------===//
  template <isa::Op O> Result compute();
  template <isa::Op O> Result tile();
  template <isa::Op O> Result pcpage();
  template <isa::Op O> Result branch();
  template <isa::Op O> Result jump();
  template <isa::Op O> Result load();
  template <isa::Op O> Result store();
  template <isa::Op O> Result loadpair();
  template <isa::Op O> Result storepair();
  template <isa::Op O> Result amo();
  template <isa::Op O> Result cas();
  template <isa::Op O> Result csr();
  template <isa::Op O> Result tload();
  template <isa::Op O> Result tstore();
  template <isa::Op O> Result executeAs();
  template <class New> Result atomic(unsigned bytes, New newValue);
  Result system();
};

} // namespace sectile
#endif
