// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- ManualEmitter.cpp - the manual of the instruction set --------------===//
//
// The output is Markdown. Every sentence about an instruction comes from its
// record; the texts of this file explain notation and structure.
//
//===----------------------------------------------------------------------===//

#include "emitters/Emitters.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <array>

using namespace llvm;
using namespace sectile::gen;

namespace {

/// A box of a bit diagram.
struct Box {
  unsigned High, Low;
  std::string Text;
};

} // namespace

/// For each bit of a format's word the field that some instruction of the
/// format has there.
using FormatBits = std::array<StringRef, 32>;
static StringMap<FormatBits> formats(const Description &D) {
  StringMap<FormatBits> Formats;
  for (const Instruction &I : D.Instructions)
    for (const Field &F : I.Fields)
      for (int Bit : F.Bits)
        Formats[I.Format][Bit] = F.Name;
  return Formats;
}

/// The word from bit 31 down. Without values, fixed bits above the major opcode
/// are shown as `f`; with values they are divided where the format has fields.
static std::vector<Box> boxes(const Instruction &I, const FormatBits &Format,
                              bool Values) {
  std::vector<Box> Boxes;
  std::string Kind; // of the box that is open
  int Previous = -2;
  for (int Bit = 31; Bit >= 0; --Bit) {
    std::string Owner, Text;
    int Number = -1;
    if (I.Mask >> Bit & 1) {
      Owner = Bit < 6 ? "op" : "f";
      Text = Values ? (I.Match >> Bit & 1 ? "1" : "0") : "";
      if (Values && Bit >= 6)
        Owner += Format[Bit];
    } else {
      for (const Field &F : I.Fields)
        for (unsigned N = 0; N != F.width(); ++N)
          if (F.Bits[N] == Bit)
            Owner = "$" + F.Name.str(), Number = N;
    }
    bool Continues = Owner == Kind && (Number < 0 || Number + 1 == Previous);
    if (!Continues) {
      Boxes.push_back({unsigned(Bit), unsigned(Bit), ""});
      Kind = Owner;
    }
    Boxes.back().Low = Bit;
    Previous = Number;
    if (Number < 0) {
      Boxes.back().Text += Text;
      if (!Values)
        Boxes.back().Text = Owner;
      continue;
    }
    for (const Field &F : I.Fields)
      if ("$" + F.Name.str() == Owner) {
        unsigned Width = Boxes.back().High - Boxes.back().Low + 1;
        Boxes.back().Text = F.Name.str();
        if (Width != F.width())
          Boxes.back().Text +=
              "[" + utostr(Number + Width - 1) +
              (Width > 1 ? ":" + utostr(Number) : std::string()) + "]";
      }
  }
  return Boxes;
}

static void diagram(raw_ostream &OS, ArrayRef<Box> Boxes) {
  std::string Bits = "|", Line = "|", Texts = "|";
  for (const Box &B : Boxes) {
    Bits += " " + utostr(B.High) +
            (B.High != B.Low ? ":" + utostr(B.Low) : std::string()) + " |";
    Line += ":-:|";
    Texts += " " + B.Text + " |";
  }
  OS << Bits << '\n' << Line << '\n' << Texts << "\n\n";
}

/// Text inside a cell of a table.
static std::string cell(StringRef Text) {
  std::string Result;
  for (char C : Text) {
    if (C == '|')
      Result += '\\';
    Result += C;
  }
  return Result;
}

static std::string anchor(StringRef Text) {
  std::string Result;
  for (char C : Text.lower()) {
    if (isAlnum(C) || C == '-' || C == '_')
      Result += C;
    else if (C == ' ')
      Result += '-';
  }
  return Result;
}

static std::string sentence(StringRef Text) {
  if (Text.empty())
    return "";
  std::string Result = Text.str();
  if (isLower(Result[0]) && (Result.size() < 2 || !isDigit(Result[1])))
    Result[0] = toUpper(Result[0]);
  if (!StringRef(Result).ends_with("."))
    Result += '.';
  return Result;
}

static std::string describe(const Operand &O) {
  std::string Text = "`" + O.Name.str() + "`: ";
  switch (O.Class) {
  case OperandClass::GPR:
    Text += "scalar register";
    break;
  case OperandClass::Tile:
    Text += "tile register";
    break;
  case OperandClass::Shape:
  case OperandClass::Depth:
    Text += "scalar register, whose number 0 means full";
    break;
  case OperandClass::Imm: {
    if (O.Imm->Kind == "csr")
      return Text + "control register";
    if (O.Imm->Kind == "pcrel")
      Text += "distance in bytes";
    else if (O.Imm->Kind == "page")
      Text += "distance in bytes, between pages";
    else
      Text += "immediate";
    Text += ", " + itostr(O.Imm->minimum()) + " to " + itostr(O.Imm->maximum());
    if (O.Imm->Shift)
      Text += " in steps of " + utostr(uint64_t(1) << O.Imm->Shift);
    if (O.Imm->Bias)
      Text += "; the field holds it less " + itostr(O.Imm->Bias);
    return Text;
  }
  }
  return Text + (O.isTied() ? ", read and written"
                 : O.Def    ? ", written"
                            : ", read");
}

static void instruction(raw_ostream &OS, const Instruction &I,
                        const FormatBits &Format) {
  OS << "### " << I.Mnemonic << "\n\n"
     << sentence(I.Summary) << "\n\n    " << I.Mnemonic;
  ListSeparator Comma;
  bool First = true;
  for (const Operand &O : I.Operands) {
    OS << (First ? " " : ", ") << O.Name;
    First = false;
  }
  OS << "\n\n";
  diagram(OS, boxes(I, Format, true));
  OS << "- Operation: `" << I.Operation << "`\n";
  for (const Operand &O : I.Operands)
    OS << "- " << describe(O) << '\n';
  if (!I.Numerics.empty())
    OS << "- Numerics: " << sentence(I.Numerics) << '\n';
  OS << "- Traps: " << sentence(I.Traps) << '\n';
  if (I.Signature)
    OS << "- In C: `" << I.Signature->Text << "`, as `__builtin_sectile_"
       << I.Name.lower() << "`\n";
  OS << "- Unit: " << I.Unit << ", format " << I.Format << "\n\n";
}

static void preamble(const Description &D, raw_ostream &OS,
                     ArrayRef<StringRef> Sections) {
  OS << R"(# The Sectile instruction set

Generated by isa-tblgen from `isa/*.td`, which is the definition; a change here
is lost.

Sectile is a 64-bit little-endian machine with 32 scalar registers and 32 tile
registers. Every instruction is one word of 32 bits, aligned to 4 bytes. A word
that is not described here is illegal and traps, the all-zero and the all-one
word among them. An instruction reads all of its sources before it writes any
destination. Data may have any alignment, except that atomics must be naturally
aligned.

- [Notation](#notation)
- [Registers](#registers)
- [Formats](#formats)
- Instructions:
)";
  for (StringRef Section : Sections)
    OS << "  - [" << Section << "](#" << anchor(Section) << ")\n";
  OS << R"(- [Control registers](#control-registers)
- [Traps](#traps)
- [Relocations](#relocations)
- [Opcode map](#opcode-map)

## Notation

Operands have the names of their fields. `sx` and `zx` extend with the sign or
with zeros; `x.w` is bits 31:0 of `x`; `>>u` and `>>s` shift right logically and
arithmetically, `<u` and `<s` compare unsigned and signed. `memN[x]` is the N
bits of memory at address `x`. For tiles, `t.w[i][j]` is word j of row i, and
`t[i][k]` element k of row i in the packed view of the instruction's type.
Results of 32 bits in a scalar register are sign-extended; sources of 32 bits
ignore bits 63:32. Immediates are given by their values, not by their fields:
where the manual says "in steps of", the field holds the value divided by the
step.

## Registers

A tile register holds 1024 bytes: 16 rows of 64, seen as 16 x 16 words (f32 or
i32) or as 16 packed rows of narrower elements, the least significant first.

| number | name | use |
|:-:|:-:|:-|
)";
  for (unsigned N = 0; N != D.GPRNames.size(); ++N)
    OS << "| r" << N << " | " << D.GPRNames[N] << " | " << D.GPRUses[N]
       << " |\n";
  OS << R"(| t0 to t31 | t0 to t31 | tiles; t0 to t7 arguments, t0 to t3 results; none preserved across calls |

## Formats

`f` is fixed and distinguishes the instructions of a major opcode. A register field
has the same bits in every format that has it.

)";
  StringSet<> Seen;
  for (const Instruction &I : D.Instructions)
    if (Seen.insert(I.Format).second) {
      OS << "**" << I.Format << "**, as `" << I.Mnemonic << "`\n\n";
      diagram(OS, boxes(I, {}, false));
    }
}

static void appendix(const Description &D, raw_ostream &OS) {
  OS << R"(## Control registers

An access to a number that is not listed, or a write to a read-only register, is
an illegal instruction. Numbers with bit 11 set are read-only.

| number | name | access | meaning |
|:-:|:-:|:-:|:-|
)";
  for (const ControlRegister &C : D.ControlRegisters)
    OS << "| " << hex(C.Number, 3) << " | " << C.Name << " | "
       << (C.ReadOnly ? "read" : "read, write") << " | " << cell(C.Description)
       << " |\n";
  OS << R"(
## Traps

A trap writes `epc`, `cause` and `tval`, moves `status.ie` to `status.pie`,
clears `status.ie` and continues at `tvec`.

| cause | name | trap value |
|:-:|:-|:-|
)";
  for (const TrapCause &T : D.TrapCauses)
    OS << "| " << (T.Interrupt ? "2^63 + " : "") << T.Number << " | " << T.Text
       << " | " << cell(T.Value) << " |\n";
  OS << R"(
## Relocations

S is the symbol's address, A the addend, P the address of the relocated field. A
value that does not fit is an error of the linker.

| number | name | value |
|:-:|:-|:-|
)";
  for (const Relocation &R : D.Relocations)
    OS << "| " << R.Number << " | " << R.Name << " | " << cell(R.Text)
       << " |\n";
  OS << R"(
## Opcode map

The instructions of each of the 64 major opcodes (bits 5:0), and the fraction of its
words that is assigned.

| major | instructions | formats | assigned |
|:-:|:-|:-:|:-:|
)";
  unsigned Free = 0;
  for (unsigned Major = 0; Major != 64; ++Major) {
    const MajorTable &M = D.Majors[Major];
    OS << "| " << Major << " | ";
    if (M.Members.empty()) {
      StringRef Purpose;
      for (const ReservedMajor &R : D.ReservedMajors)
        if (R.Number == Major)
          Purpose = R.Purpose;
      Free += Purpose.empty();
      OS << (Purpose.empty() ? "free" : ("reserved: " + Purpose).str())
         << " | | |\n";
      continue;
    }
    std::vector<std::string> Mnemonics, Formats;
    uint64_t Words = 0;
    for (unsigned N : M.Members) {
      const Instruction &I = D.Instructions[N];
      Mnemonics.push_back("[" + I.Mnemonic + "](#" + anchor(I.Mnemonic) + ")");
      if (!is_contained(Formats, I.Format))
        Formats.push_back(I.Format);
      Words += uint64_t(1) << (32 - popcount(I.Mask));
    }
    OS << join(Mnemonics, ", ") << " | " << join(Formats, ", ") << " | "
       << format("%.4g", 100.0 * double(Words) / double(1 << 26)) << " % |\n";
  }
  OS << '\n' << Free << " major opcodes are free.\n";
}

void sectile::gen::emitManual(const Description &D, raw_ostream &OS) {
  std::vector<StringRef> Sections;
  for (const Instruction &I : D.Instructions)
    if (!is_contained(Sections, I.Section))
      Sections.push_back(I.Section);
  preamble(D, OS, Sections);
  StringMap<FormatBits> Formats = formats(D);
  for (StringRef Section : Sections) {
    OS << "## " << Section << "\n\n";
    for (const Instruction &I : D.Instructions)
      if (I.Section == Section)
        instruction(OS, I, Formats[I.Format]);
  }
  appendix(D, OS);
}
