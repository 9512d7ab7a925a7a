// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Reader.cpp - from records to the model ----------------------------===//
//
// The order in which records are read, and functions that all readers share.
//
//===----------------------------------------------------------------------===//

#include "model/Reader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace sectile::gen;

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

void Reader::run() {
  readMachine();
  readRegisters();
  readElements();
  for (const Record *Def : definitions("SectileInst"))
    readInstruction(Def);
  readRelocations();
  readRates();
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
