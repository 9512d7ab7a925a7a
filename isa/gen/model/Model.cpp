// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Model.cpp - the ISA as the generators see it -----------------------===//

#include "model/Model.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace sectile::gen;

ArrayRef<StringRef> sectile::gen::unitNames() {
  static const StringRef Names[] = {"alu", "mul",    "div",  "fpu",  "branch",
                                    "lsu", "system", "tmem", "tmat", "telem"};
  return Names;
}

ArrayRef<StringRef> sectile::gen::typeKindNames() {
  static const StringRef Names[] = {"float", "signed", "unsigned"};
  return Names;
}

ArrayRef<StringRef> sectile::gen::addressNames() {
  static const StringRef Names[] = {"base",      "displacement", "index",
                                    "wordIndex", "rectangle",    "linear",
                                    "masked",    "rowGather",    "laneGather"};
  return Names;
}

ArrayRef<StringRef> sectile::gen::kindNames() {
  static const StringRef Names[] = {
      "compute", "branch",   "jump",      "pcpage", "load",
      "store",   "loadpair", "storepair", "amo",    "cas",
      "csr",     "system",   "tile",      "tload",  "tstore"};
  return Names;
}

ArrayRef<StringRef> sectile::gen::immKindNames() {
  static const StringRef Names[] = {"value", "pcrel", "page", "csr"};
  return Names;
}

ArrayRef<StringRef> sectile::gen::transferNames() {
  static const StringRef Names[] = {"raw", "converted", "transposed"};
  return Names;
}

ArrayRef<StringRef> sectile::gen::combineNames() {
  static const StringRef Names[] = {"product", "difference", "conjunction"};
  return Names;
}

ArrayRef<StringRef> sectile::gen::relocationValueNames() {
  static const StringRef Names[] = {"none", "absolute", "distance", "pages",
                                    "thread"};
  return Names;
}

ArrayRef<StringRef> sectile::gen::relocationCheckNames() {
  static const StringRef Names[] = {"none", "signed", "unsigned", "either"};
  return Names;
}

ArrayRef<StringRef> sectile::gen::floatNames() {
  static const StringRef Names[] = {"F16",  "BF16", "E4M3",
                                    "E5M2", "F32",  "F64"};
  return Names;
}

std::string sectile::gen::escaped(StringRef Text) {
  std::string Result;
  for (char C : Text) {
    if (C == '"' || C == '\\')
      Result += '\\';
    Result += C;
  }
  return Result;
}

std::string sectile::gen::hex(uint64_t Value, unsigned Digits) {
  std::string Text = utohexstr(Value, /*LowerCase=*/true);
  if (Text.size() < Digits)
    Text.insert(0, Digits - Text.size(), '0');
  return "0x" + Text;
}

int64_t ImmType::minimum() const {
  int64_t Low = Signed ? -(int64_t(1) << (Width - 1)) : 0;
  return (Low << Shift) + Bias;
}

int64_t ImmType::maximum() const {
  int64_t High = (int64_t(1) << (Signed ? Width - 1 : Width)) - 1;
  return (High << Shift) + Bias;
}

SmallVector<Run, 4> sectile::gen::runsOf(const Field &F) {
  SmallVector<Run, 4> Runs;
  for (unsigned I = 0; I != F.width(); ++I) {
    unsigned Word = F.Bits[I];
    if (!Runs.empty() && Runs.back().Word + Runs.back().Width == Word)
      ++Runs.back().Width;
    else
      Runs.push_back({Word, I, 1});
  }
  return Runs;
}

SmallVector<Run, 4> MajorTable::runs() const {
  Field F;
  for (int Bit = 0; Bit != 32; ++Bit)
    if (Selector >> Bit & 1)
      F.Bits.push_back(Bit);
  return runsOf(F);
}

std::string Relocation::fixup() const {
  StringRef Short = Name;
  Short.consume_front("R_SECTILE_");
  return Short.lower();
}

unsigned MajorTable::indexBits() const { return popcount(Selector); }

uint32_t MajorTable::index(uint32_t Word) const {
  uint32_t Index = 0;
  for (const Run &R : runs())
    Index |= (Word >> R.Word & ((1u << R.Width) - 1)) << R.Field;
  return Index;
}

const Operand *Instruction::operand(StringRef Name) const {
  for (const Operand &O : Operands)
    if (O.Name == Name)
      return &O;
  return nullptr;
}

const Operand *Instruction::slot(StringRef Slot) const {
  for (const Operand &O : Operands)
    if (O.Slot == Slot)
      return &O;
  return nullptr;
}
