// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- ReadInstructions.cpp - the records of instructions ----------------===//
//
// Reads the word, then the operands, then the other fields.
//
//===----------------------------------------------------------------------===//

#include "model/Reader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace sectile::gen;

/// Reports bits that decode with either value.
bool Reader::readReservedBits(const Instruction &I) {
  const Record *Def = I.Def;
  const BitsInit *SoftFail = Def->getValueAsBitsInit("SoftFail");
  for (unsigned Bit = 0; Bit != SoftFail->getNumBits(); ++Bit) {
    const auto *B = dyn_cast<BitInit>(SoftFail->getBit(Bit));
    if (B && !B->getValue())
      continue;
    error(Def, "bit " + Twine(Bit) +
                   " is a reserved bit that decodes with either value, "
                   "expected every bit to be fixed or part of a field");
    return false;
  }
  return true;
}

namespace {
/// The bit of a field that a bit of the word is.
struct FieldBit {
  StringRef Field; // empty if it is none
  unsigned Number = 0, Width = 1;
};
} // namespace

static FieldBit fieldBit(const Init *Value) {
  if (const auto *V = dyn_cast<VarInit>(Value))
    return {V->getName()};
  const auto *V = dyn_cast<VarBitInit>(Value);
  const auto *Var = V ? dyn_cast<VarInit>(V->getBitVar()) : nullptr;
  if (!Var)
    return {};
  FieldBit B{Var->getName(), V->getBitNum()};
  if (const auto *T = dyn_cast<BitsRecTy>(Var->getType()))
    B.Width = T->getNumBits();
  return B;
}

/// Which bits of the word are fixed, and where each field has its bits; -1
/// where a field has none.
bool Reader::readFields(Instruction &I) {
  const BitsInit *Word = I.Def->getValueAsBitsInit("Inst");
  std::vector<std::pair<unsigned, unsigned>> Uncovered;
  bool Good = true;
  for (unsigned Bit = 0; Bit != 32; ++Bit) {
    const Init *Value = Word->getBit(Bit);
    if (const auto *B = dyn_cast<BitInit>(Value)) {
      I.Mask |= 1u << Bit;
      I.Match |= uint32_t(B->getValue()) << Bit;
      continue;
    }
    FieldBit B = fieldBit(Value);
    if (B.Field.empty()) {
      if (!Uncovered.empty() && Uncovered.back().second + 1 == Bit)
        Uncovered.back().second = Bit;
      else
        Uncovered.push_back({Bit, Bit});
      continue;
    }
    auto Found =
        find_if(I.Fields, [&](const Field &F) { return F.Name == B.Field; });
    if (Found == I.Fields.end()) {
      I.Fields.push_back({B.Field, {}});
      Found = std::prev(I.Fields.end());
      Found->Bits.assign(B.Width, -1);
    }
    int &Place = Found->Bits[B.Number];
    if (Place >= 0) {
      error(I.Def, "bit " + Twine(B.Number) + " of field '" + B.Field +
                       "' is in bits " + Twine(Place) + " and " + Twine(Bit) +
                       " of the word, expected one place");
      Good = false;
      continue;
    }
    Place = Bit;
  }
  for (auto [Low, High] : Uncovered) {
    error(I.Def, (Low == High ? "bit " + Twine(Low) + " of the word is"
                              : "bits " + Twine(High) + ".." + Twine(Low) +
                                    " of the word are") +
                     " not covered, expected a fixed value or a field");
    Good = false;
  }
  return Good;
}

/// Splits the word into fixed bits and fields.
bool Reader::readWord(Instruction &I) {
  const Record *Def = I.Def;
  const BitsInit *Word = Def->getValueAsBitsInit("Inst");
  if (Word->getNumBits() != 32) {
    error(Def, "an instruction word of " + Twine(Word->getNumBits()) +
                   " bits, expected 32");
    return false;
  }
  bool Good = readReservedBits(I);
  Good &= readFields(I);
  for (Field &F : I.Fields) {
    // High bits may be missing; the operand's width is compared with the
    // others.
    while (F.Bits.back() < 0)
      F.Bits.pop_back();
    for (unsigned Bit = 0; Bit != F.width(); ++Bit)
      if (F.Bits[Bit] < 0) {
        error(Def, "bit " + Twine(Bit) + " of field '" + F.Name +
                       "' is nowhere in the word, expected one place");
        Good = false;
      }
  }
  if ((I.Mask & 63) != 63) {
    error(Def, "the major opcode is not fixed, expected a number in bits 5..0");
    Good = false;
  }
  return Good;
}

//===-- Operands ----------------------------------------------------------===//

const Record *OperandReader::typeOf(StringRef Name, bool Output) const {
  for (const Listed &L : List)
    if (L.Name == Name && L.Output == Output)
      return L.Type;
  return nullptr;
}

/// Constraints: "$input = $output".
void OperandReader::readTies() {
  SmallVector<StringRef, 2> Constraints;
  Def->getValueAsString("Constraints").split(Constraints, ',', -1, false);
  for (StringRef C : Constraints) {
    C = C.trim();
    if (C.starts_with("@earlyclobber"))
      continue;
    auto [Left, Right] = C.split('=');
    Left = Left.trim(), Right = Right.trim();
    if (!Left.consume_front("$") || !Right.consume_front("$")) {
      fail("constraint '" + C + "', expected '$input = $output'");
      continue;
    }
    TiedTo[Right] = Left.str();
  }
}

void OperandReader::readLists() {
  for (bool Output : {true, false}) {
    const DagInit *Dag =
        Def->getValueAsDag(Output ? "OutOperandList" : "InOperandList");
    for (unsigned N = 0; N != Dag->getNumArgs(); ++N) {
      const auto *Type = dyn_cast<DefInit>(Dag->getArg(N));
      if (!Type || Dag->getArgNameStr(N).empty()) {
        fail("operand " + Twine(N) + " of the " +
             (Output ? "outputs" : "inputs") +
             " has no type or no name, expected 'Type:$name'");
        continue;
      }
      List.push_back({Dag->getArgNameStr(N), Type->getDef(), Output});
    }
  }
}

void OperandReader::checkTies() {
  for (const auto &Tie : TiedTo) {
    const Record *Out = typeOf(Tie.first(), true);
    const Record *In = typeOf(Tie.second, false);
    if (!Out || !In) {
      fail("the tie of '" + Twine(Tie.second) + "' to '" + Tie.first() +
           "' names no " +
           (Out ? "input '" + Twine(Tie.second)
                : "output '" + Twine(Tie.first())) +
           "', expected an input and an output");
      continue;
    }
    if (Out != In)
      fail("tied operands '" + Twine(Tie.second) + "' and '" + Tie.first() +
           "' are of " + In->getName() + " and " + Out->getName() +
           ", expected the same class");
    TiedInputs.insert(Tie.second);
  }
}

/// Which registers, or which kind of immediate.
bool OperandReader::readClass(Operand &O, const Record *Type) {
  if (Type->isSubClassOf("SectileImm")) {
    O.Class = OperandClass::Imm;
    O.Imm = R.immType(Type);
    return true;
  }
  const Record *Class = Type->isSubClassOf("RegisterOperand")
                            ? Type->getValueAsDef("RegClass")
                            : Type;
  if (Type->getName() == "Shape")
    O.Class = OperandClass::Shape;
  else if (Type->getName() == "Depth")
    O.Class = OperandClass::Depth;
  else if (Class->getName() == "GPR")
    O.Class = OperandClass::GPR;
  else if (Class->getName() == "TR")
    O.Class = OperandClass::Tile;
  else {
    fail("operand '" + Twine(O.Name) + "' is of " + Type->getName() +
         ", expected GPR, TR, Shape, Depth or an immediate");
    return false;
  }
  return true;
}

/// The field of the operand's name, as wide as the operand.
bool OperandReader::findField(Operand &O) {
  auto F = find_if(I.Fields, [&](const Field &F) { return F.Name == O.Name; });
  if (F == I.Fields.end()) {
    fail("operand '" + Twine(O.Name) +
         "' names no field of the word, expected one of its name");
    return false;
  }
  O.FieldIndex = F - I.Fields.begin();
  unsigned Expected = O.isImm() ? O.Imm->Width : 5;
  if (F->width() != Expected)
    fail("operand '" + Twine(O.Name) + "' needs " + Twine(Expected) +
         " bits, but its field has " + Twine(F->width()));
  return true;
}

void OperandReader::readOperand(const Listed &L) {
  if (L.Output && TiedTo.count(L.Name))
    return; // it is the tied input
  Operand O;
  O.Name = L.Name;
  O.Def = L.Output || TiedInputs.contains(L.Name);
  O.Use = !L.Output;
  if (any_of(Operands, [&](const Operand &P) { return P.Name == L.Name; }))
    fail("operand '" + Twine(L.Name) + "' is listed twice, expected once");
  else if (readClass(O, L.Type) && findField(O))
    Operands.push_back(O);
}

void OperandReader::checkFields() {
  for (const Field &F : I.Fields)
    if (none_of(List, [&](const Listed &L) { return L.Name == F.Name; }))
      fail("field '" + Twine(F.Name) +
           "' has no operand, expected one of its name or a fixed value");
}

/// The order of the assembly language.
void OperandReader::orderByAssembly() {
  StringRef Asm = Def->getValueAsString("AsmString");
  auto [Mnemonic, Rest] = Asm.split('\t');
  I.Mnemonic = Mnemonic.str();
  while (true) {
    size_t Dollar = Rest.find('$');
    if (Dollar == StringRef::npos)
      break;
    Rest = Rest.drop_front(Dollar + 1);
    StringRef Name =
        Rest.take_while([](char C) { return isAlnum(C) || C == '_'; });
    auto O =
        find_if(Operands, [&](const Operand &O) { return O.Name == Name; });
    if (O == Operands.end()) {
      fail("the assembly text names '" + Twine(Name) +
           "', expected one of the operands");
      continue;
    }
    if (I.operand(Name)) {
      fail("the assembly text names '" + Twine(Name) +
           "' twice, expected once");
      continue;
    }
    I.Operands.push_back(*O);
  }
  for (const Operand &O : Operands)
    if (!I.operand(O.Name))
      fail("operand '" + Twine(O.Name) +
           "' is not in the assembly text, expected every operand there");
}

void OperandReader::assignSlots() {
  unsigned Immediates = 0;
  for (Operand &O : I.Operands) {
    if (O.isImm()) {
      O.Slot = Immediates == 0 ? "imm" : "imm2";
      ++Immediates;
    } else {
      O.Slot = O.Name;
      if (!is_contained({"d", "a", "b", "c"}, O.Name))
        fail("register operand '" + Twine(O.Name) + "', expected d, a, b or c");
    }
  }
  if (Immediates > 2)
    fail(Twine(Immediates) + " immediate operands, expected at most 2");
}

void OperandReader::listInputs() {
  for (const Operand &In : Operands)
    for (unsigned N = 0; N != I.Operands.size(); ++N)
      if (In.Use && I.Operands[N].Name == In.Name)
        I.Inputs.push_back(N);
}

bool OperandReader::read() {
  readTies();
  readLists();
  checkTies();
  if (!Good)
    return false; // further errors would be consequences of these
  for (const Listed &L : List)
    readOperand(L);
  checkFields();
  if (!Good)
    return false;
  orderByAssembly();
  assignSlots();
  listInputs();
  return Good;
}

//===-- The instruction ---------------------------------------------------===//
void Reader::readMultiply(Instruction &I) {
  I.FromZero = I.Def->getValueAsBit("FromZero");
  const auto *M = dyn_cast<DefInit>(I.Def->getValueInit("Multiply"));
  if (I.FromZero && !M)
    error(I.Def, "FromZero without Multiply, expected both");
  if (bool(M) != (I.Unit == "tmat"))
    error(I.Def, "unit '" + I.Unit + "' " + (M ? "with" : "without") +
                     " Multiply, expected it for tmat alone");
  const Operand *Depth = nullptr;
  for (const Operand &O : I.Operands)
    if (O.Class == OperandClass::Depth)
      Depth = &O;
  // It may be left out of assembly, so it is last there.
  if (Depth && (!M || Depth != &I.Operands.back()))
    error(I.Def, "depth operand '" + Depth->Name + "' " +
                     (M ? "before another operand, expected it last"
                        : "without Multiply, expected it for tmat alone"));
  if (!M)
    return;
  if (!Depth)
    error(I.Def, "Multiply without a depth operand, expected one");
  unsigned A = elementType(M->getDef()->getValueAsDef("A")),
           B = elementType(M->getDef()->getValueAsDef("B"));
  I.Multiply = {A, B};
  const ElementType &TA = Out.ElementTypes[A], &TB = Out.ElementTypes[B];
  I.Depth = TA.Depth;
  I.Combine = text(M->getDef(), "Combine", true);
  oneOf(M->getDef(), "combination", I.Combine, combineNames());
  if (I.Combine != combineNames()[0] && TA.Bits != 1)
    error(M->getDef(), "combination '" + I.Combine + "' of " + TA.Name +
                           ", expected types of one bit");
  if (TA.Bits != TB.Bits || TA.Wide != TB.Wide)
    error(M->getDef(), "operands " + TA.Name + " and " + TB.Name +
                           ", expected as many bits and the same sum");
}

/// Splits the prototype and checks its types.
void Reader::readSignature(Instruction &I) {
  StringRef Text = text(I.Def, "Signature", false);
  if (Text.empty())
    return;
  Prototype P;
  P.Text = Text;
  auto [Result, Rest] = Text.split('(');
  if (!Rest.consume_back(")")) {
    error(I.Def, "signature '" + Text + "', expected 'result(parameter, ...)'");
    return;
  }
  P.Result = Result.trim();
  SmallVector<StringRef, 4> Parameters;
  Rest.split(Parameters, ',', -1, false);
  for (StringRef Type : Parameters)
    P.Parameters.push_back(Type.trim());
  if (P.Parameters.size() != I.Inputs.size()) {
    error(I.Def, "a signature of " + Twine(P.Parameters.size()) +
                     " parameters for " + Twine(I.Inputs.size()) +
                     " inputs, expected one for each");
    return;
  }
  SmallVector<StringRef, 16> Known{"void",    "int",          "float",
                                   "int64_t", "const void *", "void *"};
  for (const ElementType &T : Out.ElementTypes)
    Known.push_back(T.Tile);
  oneOf(I.Def, "type of C", P.Result, Known);
  for (StringRef Type : P.Parameters)
    oneOf(I.Def, "type of C", Type, Known);
  I.Signature = std::move(P);
}

/// The format of the floats that a tile or scalar of this type in C holds, or
/// empty.
StringRef Reader::floatFormat(StringRef Type) const {
  if (Type == "float")
    return "F32";
  for (const ElementType &T : Out.ElementTypes)
    if (T.Kind == "float" && T.Tile == Type)
      return T.Name;
  return "";
}

/// Which operands hold floats: by their type in C, or as the record says of the
/// scalar registers that it reads.
void Reader::readFloats(Instruction &I) {
  StringRef Scalars = text(I.Def, "Floats", false);
  if (!Scalars.empty())
    oneOf(I.Def, "format of floats", Scalars, floatNames());
  for (unsigned N = 0; N != I.Inputs.size(); ++N) {
    Operand &O = I.Operands[I.Inputs[N]];
    if (O.Class == OperandClass::GPR)
      O.Floats = Scalars;
    if (!I.Signature)
      continue;
    StringRef Format = floatFormat(I.Signature->Parameters[N]);
    if (!Format.empty())
      O.Floats = Format;
  }
  if (I.Signature)
    for (Operand &O : I.Operands)
      if (O.Def && !O.Use)
        O.Floats = floatFormat(I.Signature->Result);
  bool Any = any_of(
      I.Operands, [](const Operand &O) { return O.Use && !O.Floats.empty(); });
  if (!Any && (I.Overflows || I.Cancels))
    error(I.Def, Twine(I.Overflows ? "Overflows" : "Cancels") +
                     " without a source of floats, expected one");
}

void Reader::readFlags(Instruction &I) {
  const Record *Def = I.Def;
  bool Unset;
  I.IsBranch = Def->getValueAsBit("isBranch");
  I.IsCall = Def->getValueAsBit("isCall");
  I.IsTerminator = Def->getValueAsBit("isTerminator");
  I.MayLoad = Def->getValueAsBitOrUnset("mayLoad", Unset);
  I.MayStore = Def->getValueAsBitOrUnset("mayStore", Unset);
  I.IsCommutable = Def->getValueAsBit("isCommutable");
  I.HasSideEffects = Def->getValueAsBitOrUnset("hasSideEffects", Unset);
  I.AlwaysWrites = Def->getValueAsBit("AlwaysWrites");
  I.SignExtends = Def->getValueAsBit("SignExtends");
  I.Overflows = Def->getValueAsBit("Overflows");
  I.Cancels = Def->getValueAsBit("Cancels");
  for (const Record *R : Def->getValueAsListOfDefs("Defs"))
    I.WritesLink |= R->getName() == "R1";
}

void Reader::readInstruction(const Record *Def) {
  Instruction I;
  I.Def = Def;
  I.Name = Def->getName();
  I.Unit = text(Def, "Unit", true);
  I.Section = text(Def, "Section", true);
  I.Summary = text(Def, "Summary", true);
  I.Operation = text(Def, "Operation", true);
  I.Kind = text(Def, "Kind", true);
  I.Numerics = text(Def, "Numerics", false);
  I.Traps = text(Def, "Traps", true);
  I.Element = text(Def, "Element", false);
  I.Address = text(Def, "Address", false);
  I.AccessBytes = Def->getValueAsInt("AccessBytes");
  I.ShapeRows = Def->getValueAsInt("ShapeRows");
  I.ShapeColumns = Def->getValueAsInt("ShapeColumns");
  if (!I.Unit.empty())
    oneOf(Def, "unit", I.Unit, unitNames());
  if (!I.Kind.empty())
    oneOf(Def, "kind", I.Kind, kindNames());
  readFlags(I);
  // The format is the class right below SectileInst.
  for (const Record *Super : Def->getSuperClasses())
    for (const auto &[Parent, Range] : Super->getDirectSuperClasses())
      if (Parent->getName() == "SectileInst")
        I.Format = Super->getName().str();
  if (!readWord(I) || !OperandReader(*this, I).read())
    return;
  readSignature(I);
  readFloats(I);
  readMultiply(I);
  checkMemory(I);
  checkSpecialWords(I);
  Out.Instructions.push_back(std::move(I));
}

/// Which instructions have the timing; every one has exactly one.
void Reader::readRates() {
  std::map<const Record *, const Record *> Rated;
  for (const Record *Def : definitions("RatedInstructions")) {
    CoreRate R;
    R.Def = Def->getValueAsDef("Rate");
    R.Name = text(R.Def, "Name", true);
    R.Text = text(R.Def, "Text", true);
    int64_t Cycles = R.Def->getValueAsInt("Cycles"),
            Latency = R.Def->getValueAsInt("Latency");
    if (Cycles < 1 || Latency < 1)
      error(R.Def, Twine(Cycles) + " cycles and a latency of " +
                       Twine(Latency) + ", expected at least 1 of each");
    R.Cycles = Cycles;
    R.Latency = Latency;
    for (const Record *I : Def->getValueAsListOfDefs("Instructions")) {
      auto [Place, New] = Rated.try_emplace(I, R.Def);
      if (!New)
        error(I, "the rates " + Place->second->getName() + " and " +
                     R.Def->getName() + ", expected one");
      R.Members.push_back(
          find_if(Out.Instructions,
                  [&](const Instruction &Other) { return Other.Def == I; }) -
          Out.Instructions.begin());
    }
    Out.CoreRates.push_back(std::move(R));
  }
  if (Out.CoreRates.empty())
    return;
  for (const Instruction &I : Out.Instructions)
    if (!Rated.count(I.Def))
      error(I.Def, "no rate of the core, expected one of isa/Rates.td");
}
