// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- DecoderEmitter.cpp - the C++ decoder, encoder and tables -----------===//
//
// The output depends only on the C++ library, because the emulator and the
// harness of the RTL must not depend on LLVM. Decoding is a table look-up by
// the bits that distinguish the instructions of a major opcode, one comparison
// of all fixed bits, and a switch over the few operand layouts.
//
//===----------------------------------------------------------------------===//

#include "emitters/Emitters.h"
#include "emitters/Layouts.h"
#include "emitters/Names.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace sectile::gen;

static StringRef className(const Operand &O) {
  switch (O.Class) {
  case OperandClass::GPR:
    return "gpr";
  case OperandClass::Tile:
    return "tile";
  case OperandClass::Shape:
    return "shape";
  case OperandClass::Depth:
    return "depth";
  case OperandClass::Imm:
    return "imm";
  }
  return "";
}

static StringRef roleName(const Operand &O) {
  return O.isTied() ? "tied" : O.Def ? "def" : "use";
}

//===-- Implementation ----------------------------------------------------===//

/// A C++ expression for the bits of Runs in `w`.
static std::string gather(ArrayRef<Run> Runs) {
  std::string Text;
  for (const Run &R : Runs) {
    if (!Text.empty())
      Text += " | ";
    std::string Part = "w";
    if (R.Word)
      Part = "(w >> " + utostr(R.Word) + ")";
    if (R.Word + R.Width != 32)
      Part = ("(" + Twine(Part) + " & " + hex((uint64_t(1) << R.Width) - 1, 1) +
              ")")
                 .str();
    if (R.Field)
      Part = ("(" + Twine(Part) + " << " + Twine(R.Field) + ")").str();
    Text += Part;
  }
  return Text.empty() ? "0" : Text;
}

static std::string extract(const Instruction &I) {
  std::string Text;
  for (const Operand &O : I.Operands) {
    const Field &F = I.field(O);
    Text += "    i." + O.Slot.str() + " = ";
    std::string Bits = gather(runsOf(F));
    if (!O.isImm()) {
      Text += Bits + ";\n";
      continue;
    }
    std::string Value =
        O.Imm->Signed ? "signExtend<" + utostr(O.Imm->Width) + ">(" + Bits + ")"
                      : "int64_t(" + Bits + ")";
    if (O.Imm->Shift)
      Value += " * " + utostr(uint64_t(1) << O.Imm->Shift);
    if (O.Imm->Bias)
      Value += " + " + itostr(O.Imm->Bias);
    Text += (O.Slot == "imm2" ? "int32_t(" + Value + ")" : Value) + ";\n";
  }
  if (I.Kind == "csr")
    Text += "    if (!csrAccessLegal(unsigned(i.imm), " +
            std::string(I.AlwaysWrites ? "true" : "i.a != 0") +
            "))\n      return Inst();\n";
  return Text;
}

static std::string insert(const Instruction &I) {
  std::string Text;
  for (const Operand &O : I.Operands) {
    std::string Value = "i." + O.Slot.str();
    if (O.isImm()) {
      if (O.Imm->Bias)
        Value = ("(" + Twine(Value) + " - " + Twine(O.Imm->Bias) + ")").str();
      if (O.Imm->Shift)
        Value = ("(" + Twine(Value) + " >> " + Twine(O.Imm->Shift) + ")").str();
    }
    for (const Run &R : runsOf(I.field(O)))
      Text += "    w |= (uint32_t(" + Value +
              (R.Field ? " >> " + utostr(R.Field) : "") + ") & " +
              hex((uint64_t(1) << R.Width) - 1, 1) + ") << " + utostr(R.Word) +
              ";\n";
  }
  return Text;
}

namespace {
/// The tables and functions that decode and encode.
class Coder {
public:
  Coder(const Description &D, raw_ostream &OS);
  void emitTables();
  void emitDecode();
  void emitEncode();

private:
  const Description &D;
  raw_ostream &OS;
  Layouts OperandLayouts;
  /// Entries of a major opcode's table: 1 more than the instruction's number.
  std::vector<std::vector<unsigned>> Majors;
  /// Instructions of one entry form a chain: the next one of each.
  std::vector<unsigned> Next;
  bool Chains = false;

  void emitCodes();
  void emitMajors();
  void emitLayouts(function_ref<std::string(const Instruction &)> Text);
};
} // namespace

Coder::Coder(const Description &D, raw_ostream &OS)
    : D(D), OS(OS), OperandLayouts(D, extract), Majors(64),
      Next(D.Instructions.size() + 1) {
  for (unsigned Major = 0; Major != 64; ++Major) {
    const MajorTable &M = D.Majors[Major];
    if (M.Members.empty())
      continue;
    Majors[Major].resize(size_t(1) << M.indexBits());
    for (unsigned N : M.Members) {
      unsigned &Entry = Majors[Major][M.index(D.Instructions[N].Match)];
      Next[N + 1] = Entry;
      Chains |= Entry != 0;
      Entry = N + 1;
    }
  }
}

void Coder::emitCodes() {
  OS << R"(struct Code {
  uint32_t mask, match;
  uint16_t layout, next;
};
const Code codes[opCount] = {
    {0, 0, 0, 0},
)";
  for (unsigned N = 0; N != D.Instructions.size(); ++N) {
    const Instruction &I = D.Instructions[N];
    OS << "    {" << hex(I.Mask, 8) << ", " << hex(I.Match, 8) << ", "
       << OperandLayouts.Of[N] + 1 << ", " << Next[N + 1] << "}, // " << I.Name
       << '\n';
  }
  OS << "};\n\n";
}

void Coder::emitMajors() {
  for (unsigned Major = 0; Major != 64; ++Major) {
    const std::vector<unsigned> &Entries = Majors[Major];
    if (Entries.size() < 2)
      continue;
    OS << "const uint16_t major" << Major << "[" << Entries.size() << "] = {";
    for (unsigned N = 0; N != Entries.size(); ++N)
      OS << (N % 16 ? " " : "\n    ") << Entries[N] << ',';
    OS << "\n};\n";
  }
}

void Coder::emitTables() {
  OS << R"(namespace {

template <unsigned Width> int64_t signExtend(uint32_t v) {
  return int32_t(v << (32 - Width)) >> (32 - Width);
}

)";
  emitCodes();
  emitMajors();
  OS << "\n} // namespace\n\n";
}

void Coder::emitLayouts(function_ref<std::string(const Instruction &)> Text) {
  for (unsigned N = 0; N != OperandLayouts.First.size(); ++N)
    OS << "  case " << N + 1 << ": // " << OperandLayouts.First[N]->Name << "\n"
       << Text(*OperandLayouts.First[N]) << "    break;\n";
}

void Coder::emitDecode() {
  OS << R"(Inst decode(uint32_t w) {
  unsigned op;
  switch (w & 63) {
)";
  for (unsigned Major = 0; Major != 64; ++Major) {
    const std::vector<unsigned> &Entries = Majors[Major];
    if (Entries.empty())
      continue;
    OS << "  case " << Major << ":\n    op = ";
    if (Entries.size() == 1)
      OS << Entries[0];
    else
      OS << "major" << Major << "[" << gather(D.Majors[Major].runs()) << "]";
    OS << ";\n    break;\n";
  }
  OS << R"(  default:
    return Inst();
  }
)";
  if (Chains)
    OS << "  while (op && (w & codes[op].mask) != codes[op].match)\n"
          "    op = codes[op].next;\n";
  else
    OS << "  if ((w & codes[op].mask) != codes[op].match)\n"
          "    return Inst();\n";
  OS << R"(  Inst i;
  i.op = Op(op);
  switch (codes[op].layout) {
)";
  emitLayouts(extract);
  OS << R"(  default:
    break;
  }
  return i;
}

)";
}

void Coder::emitEncode() {
  OS << R"(uint32_t encode(const Inst &i) {
  uint32_t w = codes[unsigned(i.op)].match;
  switch (codes[unsigned(i.op)].layout) {
)";
  emitLayouts(insert);
  OS << R"(  default:
    break;
  }
  return w;
}

)";
}

static void emitAccessCheck(const Description &D, raw_ostream &OS) {
  OS << R"(bool csrAccessLegal(unsigned number, bool write) {
  switch (number) {
)";
  for (bool ReadOnly : {false, true}) {
    bool Any = false;
    for (const ControlRegister &C : D.ControlRegisters)
      if (C.ReadOnly == ReadOnly) {
        OS << "  case " << hex(C.Number, 3) << ": // " << C.Name << '\n';
        Any = true;
      }
    if (Any)
      OS << "    return " << (ReadOnly ? "!write" : "true") << ";\n";
  }
  OS << R"(  default:
    return false;
  }
}

)";
}

static void emitInfos(const Description &D, raw_ostream &OS) {
  OS << R"(static const Info infos[opCount] = {
    {"Illegal", "<illegal>", Unit::)"
     << unitNames()[0]
     << ", Kind::illegal, Element::none, 0, 0, 0, {}, 0, 0},\n";
  for (const Instruction &I : D.Instructions) {
    unsigned Flags = I.IsBranch | I.IsCall << 1 | I.IsTerminator << 2 |
                     I.MayLoad << 3 | I.MayStore << 4 | I.IsCommutable << 5 |
                     I.HasSideEffects << 6 | I.SignExtends << 7;
    OS << "    {\"" << I.Name << "\", \"" << I.Mnemonic
       << "\", Unit::" << I.Unit << ", Kind::" << I.Kind
       << ", Element::" << elementName(I.Element) << ", " << I.AccessBytes
       << ", " << Flags << ", " << I.Operands.size() << ",\n     {";
    ListSeparator Comma(",\n      ");
    for (const Operand &O : I.Operands) {
      OS << Comma << "{\"" << O.Name << "\", OperandClass::" << className(O)
         << ", Role::" << roleName(O) << ", Slot::" << O.Slot << ", ImmKind::";
      if (O.isImm())
        OS << O.Imm->Kind << ", " << O.Imm->Width << ", " << O.Imm->Shift
           << ", " << O.Imm->Bias << ", " << (O.Imm->Signed ? "true" : "false");
      else
        OS << "none, 5, 0, 0, false";
      OS << ", FloatFormat::" << (O.Floats.empty() ? "none" : O.Floats.lower())
         << "}";
    }
    OS << "},\n     " << hex(I.Mask, 8) << ", " << hex(I.Match, 8) << "},\n";
  }
  OS << R"(};

const Info &infoAt(unsigned op) { return infos[op]; }

Op findMnemonic(const char *mnemonic) {
  for (unsigned n = 1; n != opCount; ++n)
    if (!std::strcmp(infos[n].mnemonic, mnemonic))
      return Op(n);
  return Op::Illegal;
}

)";
}

static void emitNames(const Description &D, raw_ostream &OS) {
  auto Names = [&](StringRef Array, ArrayRef<std::string> Names) {
    OS << "const char *const " << Array << "[32] = {";
    for (unsigned N = 0; N != Names.size(); ++N)
      OS << (N % 8 ? " " : "\n    ") << '"' << escaped(Names[N]) << "\",";
    OS << "\n};\n";
  };
  Names("gprNames", D.GPRNames);
  Names("tileNames", D.TileNames);
  OS << "const char *const unitNames[unitCount] = {\""
     << join(unitNames(), "\", \"") << "\"};\n\n";
}

static void emitControlRegisterInfo(const Description &D, raw_ostream &OS) {
  OS << "const CsrInfo csrs[] = {\n";
  for (const ControlRegister &C : D.ControlRegisters)
    OS << "    {\"" << C.Name << "\", " << hex(C.Number, 3) << ", "
       << (C.ReadOnly ? "true" : "false") << ",\n     \""
       << escaped(C.Description) << "\"},\n";
  OS << R"(};

const CsrInfo *csrInfo(unsigned number) {
  for (const CsrInfo &c : csrs)
    if (c.number == number)
      return &c;
  return nullptr;
}

)";
}

static void emitTrapText(const Description &D, raw_ostream &OS) {
  OS << R"(const char *trapText(uint64_t cause) {
  switch (Trap(cause)) {
)";
  for (const TrapCause &T : D.TrapCauses)
    OS << "  case Trap::" << T.Name << ":\n    return \"" << escaped(T.Text)
       << "\";\n";
  OS << R"(  }
  return nullptr;
}

)";
}

static void emitPrinter(raw_ostream &OS) {
  OS << R"(static std::string print(const Inst &inst, const uint64_t *pc) {
  const Info &in = info(inst.op);
  std::string text = in.mnemonic;
  const char *separator = "\t";
  char number[32];
  for (const Operand &o : in) {
    int64_t value = inst.get(o.slot);
    if (o.cls == OperandClass::depth && value == 0)
      continue; // the last one, left out
    text += separator;
    separator = ", ";
    switch (o.cls) {
    case OperandClass::gpr:
    case OperandClass::shape:
    case OperandClass::depth:
      text += gprNames[value & 31];
      continue;
    case OperandClass::tile:
      text += tileNames[value & 31];
      continue;
    case OperandClass::imm:
      break;
    }
    const CsrInfo *csr = o.immKind == ImmKind::csr ? csrInfo(unsigned(value)) : nullptr;
    if (csr) {
      text += csr->name;
      continue;
    }
    if (pc && o.immKind == ImmKind::pcrel)
      std::snprintf(number, sizeof number, "0x%llx", static_cast<unsigned long long>(*pc + uint64_t(value)));
    else if (pc && o.immKind == ImmKind::page)
      std::snprintf(number, sizeof number, "0x%llx", static_cast<unsigned long long>((*pc & ~uint64_t(4095)) + uint64_t(value)));
    else
      std::snprintf(number, sizeof number, "%lld", static_cast<long long>(value));
    text += number;
  }
  return text;
}

std::string toString(const Inst &inst) { return print(inst, nullptr); }
std::string toString(const Inst &inst, uint64_t pc) { return print(inst, &pc); }

)";
}

void sectile::gen::emitDecoder(const Description &D, raw_ostream &OS) {
  OS << Notice << R"(#include "sectile/isa.h"

#include <cstdio>
#include <cstring>

namespace sectile::isa {
)";
  Coder C(D, OS);
  C.emitTables();
  emitAccessCheck(D, OS);
  C.emitDecode();
  C.emitEncode();
  emitInfos(D, OS);
  emitNames(D, OS);
  emitControlRegisterInfo(D, OS);
  emitTrapText(D, OS);
  emitPrinter(OS);
  OS << "} // namespace sectile::isa\n";
}
