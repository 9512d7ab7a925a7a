// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Reader.h - from records to the model ---------------------*- C++ -*-===//
//
// Reads every record once and reports errors with their locations. Only the
// files of this folder include it.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_ISA_GEN_MODEL_READER_H
#define SECTILE_ISA_GEN_MODEL_READER_H

#include "model/Model.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/Twine.h"
#include "llvm/TableGen/Error.h"
#include "llvm/TableGen/Record.h"
#include <map>

namespace sectile::gen {

class Reader {
public:
  Reader(const llvm::RecordKeeper &Records, Description &D)
      : Records(Records), Out(D) {}
  void run();

private:
  friend class OperandReader;

  const llvm::RecordKeeper &Records;
  Description &Out;
  std::map<const llvm::Record *, const ImmType *> ImmTypes;

  /// In the order of the description.
  std::vector<const llvm::Record *> definitions(llvm::StringRef Class);
  void error(const llvm::Record *Def, const llvm::Twine &Message) {
    PrintError(Def->getLoc(), Def->getName() + ": " + Message);
  }
  llvm::StringRef text(const llvm::Record *Def, llvm::StringRef Field,
                       bool Required);
  bool oneOf(const llvm::Record *Def, llvm::StringRef What,
             llvm::StringRef Value, llvm::ArrayRef<llvm::StringRef> Known);
  const ImmType *immType(const llvm::Record *Def);

  // ReadMachine.cpp
  void readMachine();
  void readPlatformNumbers();
  void readControlRegisters();
  void readTrapCauses();
  void readRelocatedField(Relocation &R);
  void readRelocations();
  void readReservedMajors();
  void readRecords();
  void readRegisters();
  void readElements();
  unsigned elementType(const llvm::Record *Def) const;

  // ReadInstructions.cpp
  void readInstruction(const llvm::Record *Def);
  void readFlags(Instruction &I);
  bool readWord(Instruction &I);
  bool readReservedBits(const Instruction &I);
  bool readFields(Instruction &I);
  void readMultiply(Instruction &I);
  void readSignature(Instruction &I);
  llvm::StringRef floatFormat(llvm::StringRef Type) const;
  void readFloats(Instruction &I);
  void readRates();

  // Checks.cpp
  void checkMemory(const Instruction &I);
  void checkSpecialWords(const Instruction &I);
  void checkOverlaps();
  void checkMnemonics();
  void groupMajors();

  /// Key is an error if another record of Seen has it.
  template <class Map, class Key>
  void unique(Map &Seen, Key K, const llvm::Record *Def,
              const llvm::Twine &What) {
    auto [Place, New] = Seen.try_emplace(K, Def);
    if (New)
      return;
    error(Def, What + " is that of " + Place->second->getName() +
                   " too, expected its own");
    llvm::PrintNote(Place->second->getLoc(),
                    Place->second->getName() + " is here");
  }
};

/// Reads the operands of one instruction.
class OperandReader {
public:
  OperandReader(Reader &R, Instruction &I) : R(R), I(I), Def(I.Def) {}
  /// False if anything is wrong.
  bool read();

private:
  /// An operand as one of the two lists has it.
  struct Listed {
    llvm::StringRef Name;
    const llvm::Record *Type;
    bool Output;
  };

  Reader &R;
  Instruction &I;
  const llvm::Record *Def;
  bool Good = true;
  std::vector<Listed> List;
  /// Output -> input, and the inputs alone.
  llvm::StringMap<std::string> TiedTo;
  llvm::StringSet<> TiedInputs;
  /// Outputs, then inputs.
  std::vector<Operand> Operands;

  void fail(const llvm::Twine &Message) {
    R.error(Def, Message);
    Good = false;
  }
  const llvm::Record *typeOf(llvm::StringRef Name, bool Output) const;
  void readTies();
  void readLists();
  void checkTies();
  bool readClass(Operand &O, const llvm::Record *Type);
  bool findField(Operand &O);
  void readOperand(const Listed &L);
  void checkFields();
  void orderByAssembly();
  void assignSlots();
  void listInputs();
};

} // namespace sectile::gen

#endif
