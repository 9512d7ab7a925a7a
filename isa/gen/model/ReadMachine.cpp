// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- ReadMachine.cpp - machine, registers and elements -----------------===//
//
// Records that instructions refer to, which are read before them.
//
//===----------------------------------------------------------------------===//

#include "model/Reader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;
using namespace sectile::gen;

void Reader::readControlRegisters() {
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
    unique(Numbers, C.Number, Def,
           "control register number " + hex(C.Number, 3));
    if (C.ReadOnly != bool(C.Number >> 11 & 1))
      error(Def, "number " + hex(C.Number, 3) + " of a " +
                     (C.ReadOnly ? "read-only" : "writable") +
                     " control register, expected bit 11 " +
                     (C.ReadOnly ? "set" : "clear"));
    Out.ControlRegisters.push_back(C);
  }
}

void Reader::readTrapCauses() {
  std::map<uint64_t, const Record *> Numbers;
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
    unique(Numbers, uint64_t(T.Interrupt) << 63 | T.Number, Def,
           "cause " + Twine(T.Number));
    Out.TrapCauses.push_back(T);
  }
}

/// The field of an instruction that a relocation fills in.
void Reader::readRelocatedField(Relocation &R) {
  const auto *Of = dyn_cast<DefInit>(R.Def->getValueInit("Of"));
  if (!Of)
    return;
  auto I = find_if(Out.Instructions,
                   [&](const Instruction &I) { return I.Def == Of->getDef(); });
  StringRef Name = text(R.Def, "Field", true);
  const Operand *O = I == Out.Instructions.end() ? nullptr : I->operand(Name);
  if (!O || !O->isImm()) {
    error(R.Def, Of->getDef()->getName() + " has no immediate '" + Name +
                     "', expected the operand to fill in");
    return;
  }
  const Field &F = I->field(*O);
  int64_t Low = R.Def->getValueAsInt("Low"),
          Width = R.Def->getValueAsInt("Width");
  R.InField = true;
  R.Low = Low < 0 ? O->Imm->Shift : Low;
  R.Width = Width < 0 ? F.width() : Width;
  if (R.Width > F.width())
    error(R.Def, Twine(R.Width) + " bits for field '" + Name + "' of " +
                     Twine(F.width()) + ", expected no more");
  for (int Bit : F.Bits)
    R.Mask |= 1u << Bit;
  Field Filled = F;
  Filled.Bits.truncate(std::min(R.Width, F.width()));
  R.Runs = runsOf(Filled);
  if (R.Runs.size() > 2)
    error(R.Def, "field '" + Name + "' is in " + Twine(R.Runs.size()) +
                     " parts, expected at most 2");
}

void Reader::readRelocations() {
  std::map<uint64_t, const Record *> Numbers;
  for (const Record *Def : definitions("Relocation")) {
    Relocation R;
    R.Def = Def;
    R.Name = Def->getName();
    R.Text = text(Def, "Text", true);
    R.Number = Def->getValueAsInt("Number");
    R.Bytes = Def->getValueAsInt("Bytes");
    R.Width = 8 * R.Bytes;
    R.Value = text(Def, "Value", true);
    R.Check = text(Def, "Check", true);
    oneOf(Def, "value", R.Value, relocationValueNames());
    oneOf(Def, "check", R.Check, relocationCheckNames());
    unique(Numbers, R.Number, Def, "relocation number " + Twine(R.Number));
    readRelocatedField(R);
    Out.Relocations.push_back(R);
  }
}

void Reader::readReservedMajors() {
  std::map<uint64_t, const Record *> Numbers;
  for (const Record *Def : definitions("ReservedMajor")) {
    ReservedMajor R;
    R.Def = Def;
    R.Number = Def->getValueAsInt("Number");
    R.Purpose = text(Def, "Purpose", true);
    unique(Numbers, R.Number, Def, "major opcode " + Twine(R.Number));
    Out.ReservedMajors.push_back(R);
  }
}

void Reader::readRecords() {
  for (const Record *Def : definitions("CoreNumber"))
    Out.CoreNumbers.push_back({Def->getName(), text(Def, "Text", true),
                               unsigned(Def->getValueAsInt("Value"))});
  for (const Record *Def : definitions("CoreRecord")) {
    CoreRecord R{Def->getName(), text(Def, "Text", true), {}};
    for (const Record *Field : Def->getValueAsListOfDefs("Fields")) {
      RecordField F{text(Field, "Name", true), text(Field, "Text", false),
                    unsigned(Field->getValueAsInt("Width")),
                    unsigned(Field->getValueAsInt("Count"))};
      bool Bytes = F.Width % 8 == 0 && F.Count == 1;
      if (F.Width == 0 || F.Count == 0 || (F.Width > 64 && !Bytes))
        error(Def, "field '" + F.Name + "' of " + Twine(F.Count) + " times " +
                       Twine(F.Width) +
                       " bits, expected 1 to 64 bits each, or bytes");
      if (any_of(R.Fields,
                 [&](const RecordField &G) { return G.Name == F.Name; }))
        error(Def, "two fields '" + F.Name + "', expected one");
      R.Fields.push_back(F);
    }
    Out.CoreRecords.push_back(std::move(R));
  }
}

void Reader::readPlatformNumbers() {
  for (const Record *Def : definitions("PlatformNumber")) {
    PlatformNumber N;
    N.Name = Def->getName();
    N.Text = text(Def, "Text", true);
    N.Bits = Def->getValueAsInt("Bits");
    N.Value = Def->getValueAsInt("Value");
    if (N.Bits != 16 && N.Bits != 64)
      error(Def, Twine(N.Bits) + " bits, expected 16 or 64");
    else if (!isUIntN(N.Bits, N.Value))
      error(Def, "value " + hex(N.Value, 1) + ", expected one of " +
                     Twine(N.Bits) + " bits");
    Out.PlatformNumbers.push_back(N);
  }
}

void Reader::readMachine() {
  readPlatformNumbers();
  readControlRegisters();
  readTrapCauses();
  readReservedMajors();
  readRecords();
}

void Reader::readRegisters() {
  Out.GPRNames.resize(32);
  Out.TileNames.resize(32);
  Out.GPRUses.resize(32);
  Out.GPRMoreNames.resize(32);
  for (const Record *Def : definitions("SectileReg")) {
    unsigned Number = Def->getValueAsBitsInit("HWEncoding")
                          ->convertInitializerToInt()
                          .value_or(0);
    auto &Names = Def->isSubClassOf("TileReg") ? Out.TileNames : Out.GPRNames;
    if (Number >= 32)
      continue;
    Names[Number] = Def->getValueAsString("AsmName").str();
    if (!Def->isSubClassOf("GPRReg"))
      continue;
    Out.GPRUses[Number] = text(Def, "Use", true);
    Out.GPRMoreNames[Number] = Def->getValueAsListOfStrings("MoreNames");
  }
}

/// The number of a type.
unsigned Reader::elementType(const Record *Def) const {
  return find_if(Out.ElementTypes,
                 [&](const ElementType &T) { return T.Def == Def; }) -
         Out.ElementTypes.begin();
}

void Reader::readElements() {
  for (const Record *Def : definitions("ElementType")) {
    ElementType T;
    T.Def = Def;
    T.Name = text(Def, "Name", true);
    T.Kind = text(Def, "Kind", true);
    T.Tile = text(Def, "Tile", true);
    T.Letters = text(Def, "Letters", true);
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
    E.Bits = Def->getValueAsInt("Bits");
    E.Transfer = text(Def, "Transfer", true);
    oneOf(Def, "transfer", E.Transfer, transferNames());
    E.Type = elementType(Def->getValueAsDef("Of"));
    Out.Elements.push_back(E);
  }
  for (const Record *Def : definitions("PackType"))
    Out.PackTypes.push_back(elementType(Def->getValueAsDef("Type")));
}
