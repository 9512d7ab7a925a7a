// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Checks.cpp - consistency of the records ---------------------------===//
//
// Checks that the fields of an instruction are consistent, and that
// instructions do not conflict.
//
//===----------------------------------------------------------------------===//

#include "model/Reader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace sectile::gen;

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
