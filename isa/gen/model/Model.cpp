//===- Model.cpp - reading and checking the records -----------------------===//

#include "model/Model.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/TableGen/Error.h"
#include "llvm/TableGen/Record.h"
#include <algorithm>
#include <map>

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
                                    "wordIndex", "rectangle",    "linear"};
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

namespace {

class Reader {
public:
  Reader(const RecordKeeper &Records, Description &D)
      : Records(Records), Out(D) {}
  void run();

private:
  const RecordKeeper &Records;
  Description &Out;
  std::map<const Record *, const ImmType *> ImmTypes;

  std::vector<const Record *> definitions(StringRef Class);
  void error(const Record *Def, const Twine &Message) {
    PrintError(Def->getLoc(), Def->getName() + ": " + Message);
  }
  StringRef text(const Record *Def, StringRef Field, bool Required);
  bool oneOf(const Record *Def, StringRef What, StringRef Value,
             ArrayRef<StringRef> Known);
  const ImmType *immType(const Record *Def);
  void readInstruction(const Record *Def);
  bool readWord(Instruction &I);
  bool readOperands(Instruction &I);
  void readMultiply(Instruction &I);
  void checkMemory(const Instruction &I);
  void checkSpecialWords(const Instruction &I);
  void checkOverlaps();
  void checkMnemonics();
  void readElements();
  void readMachine();
  void readRegisters();
  void groupMajors();
};

} // namespace

std::vector<const Record *> Reader::definitions(StringRef Class) {
  std::vector<const Record *> Defs(
      Records.getAllDerivedDefinitionsIfDefined(Class));
  llvm::sort(Defs, [](const Record *A, const Record *B) {
    return A->getID() < B->getID();
  });
  return Defs;
}

StringRef Reader::text(const Record *Def, StringRef Field, bool Required) {
  const RecordVal *Value = Def->getValue(Field);
  StringRef Text;
  if (Value)
    if (const auto *S = dyn_cast<StringInit>(Value->getValue()))
      Text = S->getValue();
  if (Required && Text.trim().empty())
    error(Def,
          "no " + Field.lower() + ", expected a text in field '" + Field + "'");
  return Text;
}

bool Reader::oneOf(const Record *Def, StringRef What, StringRef Value,
                   ArrayRef<StringRef> Known) {
  if (is_contained(Known, Value))
    return true;
  error(Def, "unknown " + What + " '" + Value + "', expected one of " +
                 join(Known, ", "));
  return false;
}

const ImmType *Reader::immType(const Record *Def) {
  const ImmType *&Slot = ImmTypes[Def];
  if (Slot)
    return Slot;
  ImmType T;
  T.Def = Def;
  T.Name = Def->getName();
  T.Kind = Def->getValueAsString("Kind");
  T.Signed = Def->getValueAsBit("Signed");
  T.Shift = Def->getValueAsInt("Shift");
  T.Bias = Def->getValueAsInt("Bias");
  int64_t Width = Def->getValueAsInt("Width");
  if (Width < 1 || Width > 26) {
    error(Def, "width " + Twine(Width) + ", expected 1 to 26");
    Width = 1;
  }
  T.Width = Width;
  oneOf(Def, "kind of immediate", T.Kind, immKindNames());
  Out.ImmTypes.push_back(T);
  return Slot = &Out.ImmTypes.back();
}

/// Takes the word apart into fixed bits and fields.
bool Reader::readWord(Instruction &I) {
  const Record *Def = I.Def;
  const BitsInit *Word = Def->getValueAsBitsInit("Inst");
  if (Word->getNumBits() != 32) {
    error(Def, "an instruction word of " + Twine(Word->getNumBits()) +
                   " bits, expected 32");
    return false;
  }
  bool Good = true;
  const BitsInit *SoftFail = Def->getValueAsBitsInit("SoftFail");
  for (unsigned Bit = 0; Bit != SoftFail->getNumBits(); ++Bit) {
    const auto *B = dyn_cast<BitInit>(SoftFail->getBit(Bit));
    if (B && !B->getValue())
      continue;
    error(Def, "bit " + Twine(Bit) +
                   " is a reserved bit that decodes with either value, "
                   "expected every bit to be fixed or part of a field");
    Good = false;
    break;
  }

  std::vector<std::pair<unsigned, unsigned>> Uncovered;
  for (unsigned Bit = 0; Bit != 32; ++Bit) {
    const Init *Value = Word->getBit(Bit);
    if (const auto *B = dyn_cast<BitInit>(Value)) {
      I.Mask |= 1u << Bit;
      I.Match |= uint32_t(B->getValue()) << Bit;
      continue;
    }
    StringRef Name;
    unsigned Number = 0, Width = 1;
    if (const auto *V = dyn_cast<VarBitInit>(Value)) {
      if (const auto *Var = dyn_cast<VarInit>(V->getBitVar())) {
        Name = Var->getName();
        Number = V->getBitNum();
        if (const auto *T = dyn_cast<BitsRecTy>(Var->getType()))
          Width = T->getNumBits();
      }
    } else if (const auto *V = dyn_cast<VarInit>(Value)) {
      Name = V->getName();
    }
    if (Name.empty()) {
      if (!Uncovered.empty() && Uncovered.back().second + 1 == Bit)
        Uncovered.back().second = Bit;
      else
        Uncovered.push_back({Bit, Bit});
      continue;
    }
    auto Found =
        find_if(I.Fields, [&](const Field &F) { return F.Name == Name; });
    if (Found == I.Fields.end()) {
      I.Fields.push_back({Name, {}});
      Found = std::prev(I.Fields.end());
      Found->Bits.assign(Width, -1);
    }
    int &Place = Found->Bits[Number];
    if (Place >= 0) {
      error(Def, "bit " + Twine(Number) + " of field '" + Name +
                     "' is in bits " + Twine(Place) + " and " + Twine(Bit) +
                     " of the word, expected one place");
      Good = false;
      continue;
    }
    Place = Bit;
  }
  for (auto [Low, High] : Uncovered) {
    error(Def, (Low == High ? "bit " + Twine(Low) + " of the word is"
                            : "bits " + Twine(High) + ".." + Twine(Low) +
                                  " of the word are") +
                   " not covered, expected a fixed value or a field");
    Good = false;
  }
  for (Field &F : I.Fields) {
    // High bits may be left out; the operand's width is checked against the
    // rest.
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

bool Reader::readOperands(Instruction &I) {
  const Record *Def = I.Def;
  bool Good = true;
  auto Fail = [&](const Twine &Message) {
    error(Def, Message);
    Good = false;
  };

  // The ties: "$field operand = $output".
  StringMap<std::string> TiedTo; // output -> input
  SmallVector<StringRef, 2> Constraints;
  Def->getValueAsString("Constraints").split(Constraints, ',', -1, false);
  for (StringRef C : Constraints) {
    C = C.trim();
    if (C.starts_with("@earlyclobber"))
      continue;
    auto [Left, Right] = C.split('=');
    Left = Left.trim(), Right = Right.trim();
    if (!Left.consume_front("$") || !Right.consume_front("$")) {
      Fail("constraint '" + C + "', expected '$input = $output'");
      continue;
    }
    TiedTo[Right] = Left.str();
  }

  struct Listed {
    StringRef Name;
    const Record *Type;
    bool Output;
  };
  std::vector<Listed> List;
  for (bool Output : {true, false}) {
    const DagInit *Dag =
        Def->getValueAsDag(Output ? "OutOperandList" : "InOperandList");
    for (unsigned N = 0; N != Dag->getNumArgs(); ++N) {
      const auto *Type = dyn_cast<DefInit>(Dag->getArg(N));
      if (!Type || Dag->getArgNameStr(N).empty()) {
        Fail("operand " + Twine(N) + " of the " +
             (Output ? "outputs" : "inputs") +
             " has no type or no name, expected 'Type:$name'");
        continue;
      }
      List.push_back({Dag->getArgNameStr(N), Type->getDef(), Output});
    }
  }
  auto TypeOf = [&](StringRef Name, bool Output) -> const Record * {
    for (const Listed &L : List)
      if (L.Name == Name && L.Output == Output)
        return L.Type;
    return nullptr;
  };

  StringSet<> TiedInputs;
  for (const auto &Tie : TiedTo) {
    const Record *Out = TypeOf(Tie.first(), true);
    const Record *In = TypeOf(Tie.second, false);
    if (!Out || !In) {
      Fail("the tie of '" + Twine(Tie.second) + "' to '" + Tie.first() +
           "' names no " +
           (Out ? "input '" + Twine(Tie.second)
                : "output '" + Twine(Tie.first())) +
           "', expected an input and an output");
      continue;
    }
    if (Out != In)
      Fail("tied operands '" + Twine(Tie.second) + "' and '" + Tie.first() +
           "' are of " + In->getName() + " and " + Out->getName() +
           ", expected the same class");
    TiedInputs.insert(Tie.second);
  }
  if (!Good)
    return false; // more errors would only follow from these

  StringSet<> Seen;
  std::vector<Operand> Operands; // outputs, then inputs
  for (const Listed &L : List) {
    if (L.Output && TiedTo.count(L.Name))
      continue; // it is the tied input
    Operand O;
    O.Name = L.Name;
    O.Def = L.Output || TiedInputs.contains(L.Name);
    O.Use = !L.Output;
    if (!Seen.insert(L.Name).second) {
      Fail("operand '" + Twine(L.Name) + "' is listed twice, expected once");
      continue;
    }
    const Record *Class = L.Type;
    if (L.Type->isSubClassOf("SectileImm")) {
      O.Class = OperandClass::Imm;
      O.Imm = immType(L.Type);
    } else {
      if (Class->isSubClassOf("RegisterOperand"))
        Class = Class->getValueAsDef("RegClass");
      if (L.Type->getName() == "Shape")
        O.Class = OperandClass::Shape;
      else if (Class->getName() == "GPR")
        O.Class = OperandClass::GPR;
      else if (Class->getName() == "TR")
        O.Class = OperandClass::Tile;
      else {
        Fail("operand '" + Twine(L.Name) + "' is of " + L.Type->getName() +
             ", expected GPR, TR, Shape or an immediate");
        continue;
      }
    }
    auto F =
        find_if(I.Fields, [&](const Field &F) { return F.Name == O.Name; });
    if (F == I.Fields.end()) {
      Fail("operand '" + Twine(O.Name) +
           "' names no field of the word, expected one of its name");
      continue;
    }
    O.FieldIndex = F - I.Fields.begin();
    unsigned Expected = O.isImm() ? O.Imm->Width : 5;
    if (F->width() != Expected)
      Fail("operand '" + Twine(O.Name) + "' needs " + Twine(Expected) +
           " bits, but its field has " + Twine(F->width()));
    Operands.push_back(O);
  }
  for (const Field &F : I.Fields)
    if (!Seen.contains(F.Name))
      Fail("field '" + Twine(F.Name) +
           "' has no operand, expected one of its name or a fixed value");
  if (!Good)
    return false;

  // The order of the assembly language.
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
      Fail("the assembly text names '" + Twine(Name) +
           "', expected one of the operands");
      continue;
    }
    if (I.operand(Name)) {
      Fail("the assembly text names '" + Twine(Name) +
           "' twice, expected once");
      continue;
    }
    I.Operands.push_back(*O);
  }
  unsigned Immediates = 0;
  for (const Operand &O : Operands)
    if (!I.operand(O.Name))
      Fail("operand '" + Twine(O.Name) +
           "' is not in the assembly text, expected every operand there");
  for (Operand &O : I.Operands) {
    if (O.isImm()) {
      O.Slot = Immediates == 0 ? "imm" : "imm2";
      ++Immediates;
    } else {
      O.Slot = O.Name;
      if (!is_contained({"d", "a", "b", "c"}, O.Name))
        Fail("register operand '" + Twine(O.Name) + "', expected d, a, b or c");
    }
  }
  if (Immediates > 2)
    Fail(Twine(Immediates) + " immediate operands, expected at most 2");
  for (const Operand &In : Operands)
    for (unsigned N = 0; N != I.Operands.size(); ++N)
      if (In.Use && I.Operands[N].Name == In.Name)
        I.Inputs.push_back(N);
  return Good;
}

void Reader::readMultiply(Instruction &I) {
  I.FromZero = I.Def->getValueAsBit("FromZero");
  const auto *M = dyn_cast<DefInit>(I.Def->getValueInit("Multiply"));
  if (I.FromZero && !M)
    error(I.Def, "FromZero without Multiply, expected both");
  if (bool(M) != (I.Unit == "tmat"))
    error(I.Def, "unit '" + I.Unit + "' " + (M ? "with" : "without") +
                     " Multiply, expected it for tmat alone");
  if (!M)
    return;
  auto Type = [&](StringRef Field) -> unsigned {
    const Record *R = M->getDef()->getValueAsDef(Field);
    return find_if(Out.ElementTypes,
                   [&](const ElementType &T) { return T.Def == R; }) -
           Out.ElementTypes.begin();
  };
  unsigned A = Type("A"), B = Type("B");
  I.Multiply = {A, B};
  const ElementType &TA = Out.ElementTypes[A], &TB = Out.ElementTypes[B];
  if (TA.Bits != TB.Bits || TA.Wide != TB.Wide)
    error(M->getDef(), "operands " + TA.Name + " and " + TB.Name +
                           ", expected as many bits and the same sum");
}

void Reader::checkMemory(const Instruction &I) {
  bool Loads =
      is_contained({"load", "loadpair", "amo", "cas", "tload"}, I.Kind);
  bool Stores =
      is_contained({"store", "storepair", "amo", "cas", "tstore"}, I.Kind);
  if ((Loads || Stores) && !I.AccessBytes)
    error(I.Def, "kind '" + I.Kind +
                     "' without AccessBytes, expected the bytes of an access");
  if (!Loads && !Stores && I.AccessBytes)
    error(I.Def, "kind '" + I.Kind + "' with AccessBytes " +
                     Twine(I.AccessBytes) + ", expected none");
  if (Loads != I.MayLoad || Stores != I.MayStore)
    error(I.Def, "kind '" + I.Kind + "' with mayLoad = " + Twine(I.MayLoad) +
                     " and mayStore = " + Twine(I.MayStore) + ", expected " +
                     Twine(Loads) + " and " + Twine(Stores));
  bool Tile = I.Kind == "tload" || I.Kind == "tstore";
  if (Tile == I.Element.empty())
    error(I.Def,
          "kind '" + I.Kind + "' " +
              (Tile ? "without Element, expected one"
                    : "with Element '" + I.Element + "', expected none"));
  if (none_of(Out.Elements,
              [&](const MemoryElement &E) { return E.Name == I.Element; }))
    error(I.Def,
          "no element '" + I.Element + "', expected a TileElement's name");
  if (Loads || Stores)
    oneOf(I.Def, "address form", I.Address, addressNames());
  else if (!I.Address.empty())
    error(I.Def, "kind '" + I.Kind + "' with Address '" + I.Address +
                     "', expected none");
  bool Shaped = any_of(I.Operands, [](const Operand &O) {
    return O.Class == OperandClass::Shape;
  });
  if (Shaped != (I.ShapeRows && I.ShapeColumns) ||
      (!Shaped && (I.ShapeRows || I.ShapeColumns)))
    error(I.Def, "ShapeRows " + Twine(I.ShapeRows) + " and ShapeColumns " +
                     Twine(I.ShapeColumns) + (Shaped ? " with" : " without") +
                     " a shape operand, expected " +
                     (Shaped ? "what it covers at most" : "0"));
}

void Reader::checkSpecialWords(const Instruction &I) {
  if (I.Match == 0)
    error(I.Def, "the all-zero word is assigned, expected it to be illegal");
  if (I.Match == I.Mask && (I.Match & 63) == 63)
    error(I.Def, "the all-one word is assigned, expected it to be illegal");
  for (const ReservedMajor &R : Out.ReservedMajors)
    if (R.Number == I.major()) {
      error(I.Def, "major opcode " + Twine(R.Number) + " is reserved for " +
                       R.Purpose + ", expected another");
      PrintNote(R.Def->getLoc(), "reserved here");
    }
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
  I.Signature = text(Def, "Signature", false);
  for (const Record *R : Def->getValueAsListOfDefs("Defs"))
    I.WritesLink |= R->getName() == "R1";
  // The format is the class right below SectileInst.
  for (const Record *Super : Def->getSuperClasses())
    for (const auto &[Parent, Range] : Super->getDirectSuperClasses())
      if (Parent->getName() == "SectileInst")
        I.Format = Super->getName().str();
  if (!readWord(I) || !readOperands(I))
    return;
  readMultiply(I);
  checkMemory(I);
  checkSpecialWords(I);
  Out.Instructions.push_back(std::move(I));
}

void Reader::checkOverlaps() {
  for (const MajorTable &M : Out.Majors)
    for (unsigned N = 0; N != M.Members.size(); ++N)
      for (unsigned P = 0; P != N; ++P) {
        const Instruction &A = Out.Instructions[M.Members[P]];
        const Instruction &B = Out.Instructions[M.Members[N]];
        if ((A.Match ^ B.Match) & A.Mask & B.Mask)
          continue;
        error(B.Def, "its encoding overlaps that of " + A.Name +
                         ": both have " + hex(A.Match | B.Match, 8) +
                         ", expected every word to be one instruction's");
        PrintNote(A.Def->getLoc(), A.Name + " is here");
      }
}

void Reader::checkMnemonics() {
  StringMap<const Record *> Seen;
  for (const Instruction &I : Out.Instructions) {
    auto [Place, New] = Seen.try_emplace(I.Mnemonic, I.Def);
    if (New)
      continue;
    error(I.Def, "mnemonic '" + I.Mnemonic + "' is that of " +
                     Place->second->getName() + " too, expected its own");
    PrintNote(Place->second->getLoc(), Place->second->getName() + " is here");
  }
}

void Reader::readMachine() {
  auto Unique = [&](auto &Seen, auto Key, const Record *Def,
                    const Twine &What) {
    auto [Place, New] = Seen.try_emplace(Key, Def);
    if (New)
      return;
    error(Def, What + " is that of " + Place->second->getName() +
                   " too, expected its own");
    PrintNote(Place->second->getLoc(), Place->second->getName() + " is here");
  };

  std::map<uint64_t, const Record *> Numbers;
  for (const Record *Def : definitions("ControlRegister")) {
    ControlRegister C;
    C.Def = Def;
    C.Name = Def->getValueAsString("Name");
    C.Description = text(Def, "Description", true);
    C.ReadOnly = Def->getValueAsBit("ReadOnly");
    C.Number =
        Def->getValueAsBitsInit("Number")->convertInitializerToInt().value_or(
            0);
    Unique(Numbers, C.Number, Def,
           "control register number " + hex(C.Number, 3));
    if (C.ReadOnly != bool(C.Number >> 11 & 1))
      error(Def, "number " + hex(C.Number, 3) + " of a " +
                     (C.ReadOnly ? "read-only" : "writable") +
                     " control register, expected bit 11 " +
                     (C.ReadOnly ? "set" : "clear"));
    Out.ControlRegisters.push_back(C);
  }
  Numbers.clear();
  for (const Record *Def : definitions("TrapCause")) {
    TrapCause T;
    T.Def = Def;
    T.Name = Def->getName();
    if (!T.Name.consume_front("TRAP_"))
      error(Def, "the name of a trap cause, expected it to start with TRAP_");
    T.Text = text(Def, "Text", true);
    T.Value = text(Def, "Value", true);
    T.Number = Def->getValueAsInt("Number");
    T.Interrupt = Def->getValueAsBit("Interrupt");
    Unique(Numbers, uint64_t(T.Interrupt) << 63 | T.Number, Def,
           "cause " + Twine(T.Number));
    Out.TrapCauses.push_back(T);
  }
  Numbers.clear();
  for (const Record *Def : definitions("Relocation")) {
    Relocation R;
    R.Def = Def;
    R.Name = Def->getName();
    R.Text = text(Def, "Text", true);
    R.Number = Def->getValueAsInt("Number");
    Unique(Numbers, R.Number, Def, "relocation number " + Twine(R.Number));
    Out.Relocations.push_back(R);
  }
  Numbers.clear();
  for (const Record *Def : definitions("ReservedMajor")) {
    ReservedMajor R;
    R.Def = Def;
    R.Number = Def->getValueAsInt("Number");
    R.Purpose = text(Def, "Purpose", true);
    Unique(Numbers, R.Number, Def, "major opcode " + Twine(R.Number));
    Out.ReservedMajors.push_back(R);
  }
}

void Reader::readElements() {
  for (const Record *Def : definitions("ElementType")) {
    ElementType T;
    T.Def = Def;
    T.Name = text(Def, "Name", true);
    T.Kind = text(Def, "Kind", true);
    T.Tile = text(Def, "Tile", true);
    T.Bits = Def->getValueAsInt("Bits");
    T.Depth = Def->getValueAsInt("Depth");
    oneOf(Def, "kind", T.Kind, typeKindNames());
    if (T.Bits == 0 || T.Depth == 0 || T.Bits * T.Depth != 512)
      error(Def, Twine(T.Bits) + " bits, expected a divisor of a row's 512");
    Out.ElementTypes.push_back(T);
  }
  for (ElementType &T : Out.ElementTypes) {
    StringRef Wide = T.Def->getValueAsString("Wide");
    auto Found = find_if(Out.ElementTypes, [&](const ElementType &W) {
      return W.Name == Wide && W.Bits == 32;
    });
    if (Found == Out.ElementTypes.end())
      error(T.Def, "widens to '" + Wide + "', expected a type of 32 bits");
    else
      T.Wide = Found - Out.ElementTypes.begin();
  }
  Out.Elements.push_back({});
  for (const Record *Def : definitions("TileElement")) {
    MemoryElement E;
    E.Name = text(Def, "Name", true);
    E.Rows = Def->getValueAsInt("Rows");
    E.Columns = Def->getValueAsInt("Columns");
    E.Bytes = Def->getValueAsInt("Bytes");
    Out.Elements.push_back(E);
  }
}

void Reader::readRegisters() {
  Out.GPRNames.resize(32);
  Out.TileNames.resize(32);
  for (const Record *Def : definitions("SectileReg")) {
    unsigned Number = Def->getValueAsBitsInit("HWEncoding")
                          ->convertInitializerToInt()
                          .value_or(0);
    auto &Names = Def->isSubClassOf("TileReg") ? Out.TileNames : Out.GPRNames;
    if (Number < 32)
      Names[Number] = Def->getValueAsString("AsmName").str();
  }
}

void Reader::groupMajors() {
  for (unsigned N = 0; N != Out.Instructions.size(); ++N)
    Out.Majors[Out.Instructions[N].major()].Members.push_back(N);
  for (MajorTable &M : Out.Majors) {
    M.Selector = M.Members.empty() ? 0 : ~63u;
    for (unsigned N : M.Members)
      M.Selector &= Out.Instructions[N].Mask;
    // Bits that are the same everywhere select nothing.
    uint32_t Differ = 0;
    for (unsigned N : M.Members)
      Differ |=
          Out.Instructions[N].Match ^ Out.Instructions[M.Members[0]].Match;
    M.Selector &= Differ;
  }
}

void Reader::run() {
  readMachine();
  readRegisters();
  readElements();
  for (const Record *Def : definitions("SectileInst"))
    readInstruction(Def);
  groupMajors();
  checkOverlaps();
  checkMnemonics();
}

std::optional<Description> Description::read(const RecordKeeper &Records) {
  std::optional<Description> D(std::in_place);
  Reader(Records, *D).run();
  if (ErrorsPrinted)
    return std::nullopt;
  return D;
}
