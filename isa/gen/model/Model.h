// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Model.h - the ISA as the generators see it ---------------*- C++ -*-===//
//
// The model is read from the records once, checked completely, and passed to
// the emitters as plain structures. An inconsistent description causes errors
// with their locations and no output, so that no emitter needs to check again.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_ISA_GEN_MODEL_H
#define SECTILE_ISA_GEN_MODEL_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace llvm {
class Record;
class RecordKeeper;
} // namespace llvm

namespace sectile::gen {

/// The values that Unit, Kind and an immediate's Kind may have, in the order of
/// the generated enumerations.
llvm::ArrayRef<llvm::StringRef> unitNames();
llvm::ArrayRef<llvm::StringRef> kindNames();
llvm::ArrayRef<llvm::StringRef> typeKindNames();
llvm::ArrayRef<llvm::StringRef> addressNames();
llvm::ArrayRef<llvm::StringRef> immKindNames();
llvm::ArrayRef<llvm::StringRef> floatNames();
llvm::ArrayRef<llvm::StringRef> transferNames();
llvm::ArrayRef<llvm::StringRef> combineNames();
llvm::ArrayRef<llvm::StringRef> relocationValueNames();
llvm::ArrayRef<llvm::StringRef> relocationCheckNames();

/// An immediate operand's type: value = (field << Shift) + Bias.
struct ImmType {
  const llvm::Record *Def = nullptr;
  llvm::StringRef Name, Kind;
  unsigned Width = 0, Shift = 0;
  int64_t Bias = 0;
  bool Signed = false;

  int64_t minimum() const;
  int64_t maximum() const;
};

/// A variable part of the word: bit I of the field is bit Bits[I] of the word.
struct Field {
  llvm::StringRef Name;
  llvm::SmallVector<int, 32> Bits;
  unsigned width() const { return Bits.size(); }
};

/// A run of a field's bits that is contiguous in the word too.
struct Run {
  unsigned Word, Field, Width;
};
llvm::SmallVector<Run, 4> runsOf(const Field &F);

enum class OperandClass { GPR, Tile, Shape, Depth, Imm };

struct Operand {
  llvm::StringRef Name;
  OperandClass Class = OperandClass::GPR;
  const ImmType *Imm = nullptr;
  /// Both are true for a tied operand, which is read and then written.
  bool Def = false, Use = false;
  unsigned FieldIndex = 0;
  /// Where the decoded instruction keeps it: d, a, b, c, imm, imm2.
  llvm::StringRef Slot;
  /// The format of the floats that it holds: one of floatNames(), or empty.
  llvm::StringRef Floats;

  bool isTied() const { return Def && Use; }
  bool isImm() const { return Class == OperandClass::Imm; }
};

/// A prototype in C: result(parameter, ...), a parameter for each input.
struct Prototype {
  llvm::StringRef Text, Result;
  std::vector<llvm::StringRef> Parameters;
};

/// The type of an element, in tiles and in memory.
struct ElementType {
  const llvm::Record *Def = nullptr;
  llvm::StringRef Name, Kind, Tile, Letters;
  unsigned Bits = 0, Depth = 0;
  /// The index of the type that it widens to.
  unsigned Wide = 0;
};

/// How a tile access represents elements in memory.
struct MemoryElement {
  llvm::StringRef Name, Transfer;
  /// The index of its type.
  unsigned Type = 0;
  unsigned Rows = 0, Columns = 0, Bits = 0;
};

struct Instruction {
  const llvm::Record *Def = nullptr;
  llvm::StringRef Name, Unit, Kind, Section, Summary, Operation, Numerics,
      Traps, Element, Address;
  std::string Mnemonic, Format;
  unsigned AccessBytes = 0;
  /// Of a multiply: indices of the types of its operands; what replaces a
  /// product; whether it starts from +0.
  std::optional<std::pair<unsigned, unsigned>> Multiply;
  llvm::StringRef Combine;
  bool FromZero = false;
  /// The maximum of the depth operand; 0 without one.
  unsigned Depth = 0;
  /// The maximum of the shape operand; 0 without one.
  unsigned ShapeRows = 0, ShapeColumns = 0;
  uint32_t Mask = 0, Match = 0;
  std::vector<Field> Fields;
  /// In the order of the assembly language.
  std::vector<Operand> Operands;
  /// Indices into Operands of what is read, in the order of InOperandList.
  std::vector<unsigned> Inputs;
  bool IsBranch = false, IsCall = false, IsTerminator = false, MayLoad = false,
       MayStore = false, IsCommutable = false, HasSideEffects = false;
  /// A scalar load sign-extends its result.
  bool SignExtends = false;
  /// The float result can be infinite or subnormal, or 0, where no source is.
  bool Overflows = false, Cancels = false;
  /// Writes r1 without naming it.
  bool WritesLink = false;
  /// If C needs the instruction.
  std::optional<Prototype> Signature;
  /// The control register is written even if a is r0.
  bool AlwaysWrites = false;

  unsigned major() const { return Match & 63; }
  const Field &field(const Operand &O) const { return Fields[O.FieldIndex]; }
  const Operand *operand(llvm::StringRef Name) const;
  const Operand *slot(llvm::StringRef Slot) const;
};

/// A constant that programs, tools and the core share.
struct PlatformNumber {
  llvm::StringRef Name, Text;
  unsigned Bits;
  uint64_t Value;
};
struct ControlRegister {
  const llvm::Record *Def;
  llvm::StringRef Name, Description;
  unsigned Number;
  bool ReadOnly;
};
struct TrapCause {
  const llvm::Record *Def;
  llvm::StringRef Name, Text, Value; // Name without TRAP_
  unsigned Number;
  bool Interrupt;
};
struct Relocation {
  const llvm::Record *Def;
  llvm::StringRef Name, Text, Value, Check;
  unsigned Number, Bytes = 0;
  /// Bits Low .. Low + Width - 1 of the value are filled in.
  unsigned Low = 0, Width = 0;
  /// Of a relocation of an instruction's field, not of data: all bits of the
  /// field, and the positions of the value's bits.
  bool InField = false;
  uint32_t Mask = 0;
  llvm::SmallVector<Run, 4> Runs;

  /// branch13, without R_SECTILE_.
  std::string fixup() const;
};
struct ReservedMajor {
  const llvm::Record *Def;
  unsigned Number;
  llvm::StringRef Purpose;
};

/// A record that the core reports to the simulation.
struct RecordField {
  llvm::StringRef Name, Text;
  unsigned Width = 0, Count = 0;
};
struct CoreRecord {
  llvm::StringRef Name, Text;
  std::vector<RecordField> Fields;
};
struct CoreNumber {
  llvm::StringRef Name, Text;
  unsigned Value = 0;
};

/// Instructions of the same timing on the core.
struct CoreRate {
  const llvm::Record *Def = nullptr;
  llvm::StringRef Name, Text;
  unsigned Cycles = 0, Latency = 0;
  /// Indices of its instructions.
  std::vector<unsigned> Members;
};

/// The decoding table of a major opcode: its index consists of the bits that
/// every instruction of the major fixes.
struct MajorTable {
  std::vector<unsigned> Members; // instruction indices
  uint32_t Selector = 0;         // word bits, without the major's own
  llvm::SmallVector<Run, 4> runs() const;
  unsigned indexBits() const;
  uint32_t index(uint32_t Word) const;
};

class Description {
public:
  /// Empty if anything is wrong; the errors are then printed.
  static std::optional<Description> read(const llvm::RecordKeeper &Records);

  std::vector<Instruction> Instructions;
  std::deque<ImmType> ImmTypes;
  std::vector<PlatformNumber> PlatformNumbers;
  std::vector<ControlRegister> ControlRegisters;
  std::vector<TrapCause> TrapCauses;
  std::vector<Relocation> Relocations;
  std::vector<ReservedMajor> ReservedMajors;
  std::vector<ElementType> ElementTypes;
  /// In the order of the description; the empty one first.
  std::vector<MemoryElement> Elements;
  /// Indices of the types that pack and unpack convert.
  std::vector<unsigned> PackTypes;
  std::vector<CoreRecord> CoreRecords;
  std::vector<CoreNumber> CoreNumbers;
  std::vector<CoreRate> CoreRates;
  std::vector<std::string> GPRNames, TileNames;
  /// Their descriptions in the manual, and their further names.
  std::vector<llvm::StringRef> GPRUses;
  std::vector<std::vector<llvm::StringRef>> GPRMoreNames;
  MajorTable Majors[64];
};

/// `text` as the inside of a C, SystemVerilog or TableGen string literal.
std::string escaped(llvm::StringRef Text);
/// 0x and at least so many digits.
std::string hex(uint64_t Value, unsigned Digits);

} // namespace sectile::gen

#endif
