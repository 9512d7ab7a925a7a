// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileRenameTiles.cpp - different registers for tiles in a row ------===//
//
// A load of a tile waits until the last readers of its register have read it.
// The register allocator takes the first register that is free, so that the
// loads of a stream take turns in a few of them while others stay unused. After
// register allocation this pass gives each value that lives within a block the
// free register that has not been accessed for longest. The result of an
// elementwise operation keeps the register of an operand that dies, which it
// waits for in any case.
//
//===----------------------------------------------------------------------===//

#include "Sectile.h"
#include "SectileInstrInfo.h"
#include "SectileSubtarget.h"
#include "llvm/CodeGen/MachineFunctionPass.h"
#include "llvm/InitializePasses.h"
#include <array>

using namespace llvm;

#define DEBUG_TYPE "sectile-rename-tiles"

namespace {

constexpr unsigned NumTiles = Sectile::T31 - Sectile::T0 + 1;

// A value of a tile register within a block, from its definition to its last
// access. The instruction of index I reads at time 2 I and writes at 2 I + 1.
struct TileValue {
  unsigned Tile;
  unsigned Begin, End;
  bool Fixed = false; // it keeps its register
  bool Elementwise =
      false;        // an elementwise operation or a block before defines it
  bool Free = true; // all its readers are elementwise operations
  SmallVector<unsigned, 3> Sources; // what the definition reads
  SmallVector<MachineOperand *, 4> Operands;
  SmallVector<std::pair<MachineOperand *, unsigned>, 1> DebugOperands;

  TileValue(unsigned Tile, unsigned Begin)
      : Tile(Tile), Begin(Begin), End(Begin) {}
};

class SectileRenameTiles : public MachineFunctionPass {
  const SectileSubtarget *STI = nullptr;
  unsigned ElementwiseUnit = 0;
  std::vector<TileValue> Values;
  std::array<unsigned, NumTiles> Elsewhere; // accesses in other blocks

public:
  static char ID;
  SectileRenameTiles() : MachineFunctionPass(ID) {}
  StringRef getPassName() const override { return "Sectile tile renaming"; }
  void getAnalysisUsage(AnalysisUsage &AU) const override {
    AU.setPreservesCFG();
    MachineFunctionPass::getAnalysisUsage(AU);
  }
  MachineFunctionProperties getRequiredProperties() const override {
    return MachineFunctionProperties().setNoVRegs();
  }
  bool runOnMachineFunction(MachineFunction &MF) override;

private:
  void findValues(MachineBasicBlock &MBB);
  bool assign(unsigned Unused, SmallVectorImpl<unsigned> &To,
              unsigned &Chosen) const;
  bool renameIn(MachineBasicBlock &MBB);
};

} // namespace

char SectileRenameTiles::ID = 0;
INITIALIZE_PASS(SectileRenameTiles, DEBUG_TYPE, "Sectile tile renaming", false,
                false)

FunctionPass *llvm::createSectileRenameTilesPass() {
  return new SectileRenameTiles();
}

static bool isTile(const MachineOperand &MO) {
  return MO.isReg() && Sectile::TRRegClass.contains(MO.getReg());
}

static unsigned tileOf(const MachineOperand &MO) {
  return MO.getReg() - Sectile::T0;
}

static bool isLiveOut(const MachineBasicBlock &MBB, MCRegister Reg) {
  return any_of(MBB.successors(), [&](const MachineBasicBlock *Succ) {
    return Succ->isLiveIn(Reg);
  });
}

void SectileRenameTiles::findValues(MachineBasicBlock &MBB) {
  Values.clear();
  constexpr unsigned None = ~0U;
  std::array<unsigned, NumTiles> Current;
  Current.fill(None);
  const auto Start = [&](unsigned Tile, unsigned Time) -> TileValue & {
    Current[Tile] = Values.size();
    return Values.emplace_back(Tile, Time);
  };
  const auto StartFixed = [&](unsigned Tile) {
    TileValue &Value = Start(Tile, 0);
    Value.Fixed = Value.Elementwise = true;
  };
  for (const auto &LiveIn : MBB.liveins())
    if (Sectile::TRRegClass.contains(LiveIn.PhysReg))
      StartFixed(LiveIn.PhysReg - Sectile::T0);

  unsigned Index = 0;
  for (MachineInstr &MI : MBB) {
    if (MI.isDebugInstr()) {
      if (MI.isDebugValueLike())
        for (MachineOperand &MO : MI.debug_operands())
          if (isTile(MO) && Current[tileOf(MO)] != None)
            Values[Current[tileOf(MO)]].DebugOperands.push_back(
                {&MO, 2 * Index + 1});
      continue;
    }
    const unsigned Time = 2 * ++Index;
    const bool Elementwise = STI->unitOf(MI.getOpcode()) == ElementwiseUnit;
    const auto Access = [&](MachineOperand &MO, unsigned At) {
      TileValue &Value = Values[Current[tileOf(MO)]];
      Value.End = At;
      Value.Fixed |= !MO.isRenamable() || MO.isImplicit() || MI.isInlineAsm();
      Value.Operands.push_back(&MO);
    };
    SmallVector<unsigned, 3> Sources;
    for (MachineOperand &MO : MI.operands()) {
      if (!isTile(MO) || !MO.readsReg())
        continue;
      if (Current[tileOf(MO)] == None)
        StartFixed(tileOf(MO));
      Sources.push_back(Current[tileOf(MO)]);
      Access(MO, Time);
      Values[Current[tileOf(MO)]].Free &= Elementwise;
    }
    // What a call preserves keeps its register, nothing else lives across it.
    for (const MachineOperand &MO : MI.operands())
      for (unsigned Tile = 0; MO.isRegMask() && Tile != NumTiles; ++Tile)
        if (Current[Tile] != None) {
          Values[Current[Tile]].Fixed = true;
          if (MO.clobbersPhysReg(Sectile::T0 + Tile))
            Current[Tile] = None;
        }
    for (MachineOperand &MO : MI.operands()) {
      if (!isTile(MO) || !MO.isDef())
        continue;
      MachineOperand *Tied =
          MO.isTied()
              ? &MI.getOperand(MI.findTiedOperandIdx(MI.getOperandNo(&MO)))
              : nullptr;
      // A result that is tied to an operand goes on with its value.
      if (!Tied || Tied->isUndef()) {
        TileValue &Value = Start(tileOf(MO), Time + !MO.isEarlyClobber());
        Value.Elementwise = Elementwise;
        Value.Sources = Sources;
        if (Tied)
          Access(*Tied, Time + 1);
      }
      Access(MO, Time + 1);
    }
  }
  for (unsigned Tile = 0; Tile != NumTiles; ++Tile)
    if (Current[Tile] != None && isLiveOut(MBB, Sectile::T0 + Tile)) {
      Values[Current[Tile]].Fixed = true;
      Values[Current[Tile]].End = 2 * Index + 2;
    }
}

// Finds a register for each value: one that a fixed value has at another time,
// or one of the first Unused ones of the others. Counts the values that did not
// take the register of a source. Fails if no register is free for a value.
bool SectileRenameTiles::assign(unsigned Unused, SmallVectorImpl<unsigned> &To,
                                unsigned &Chosen) const {
  std::array<SmallVector<unsigned, 4>, NumTiles> Fixed; // values, in order
  std::array<unsigned, NumTiles> LastEnd = {};          // of the other values
  To.assign(Values.size(), 0);
  for (unsigned V = 0; V != Values.size(); ++V)
    if (Values[V].Fixed)
      Fixed[To[V] = Values[V].Tile].push_back(V);
  // First those without fixed values, of these the ones that other blocks,
  // which run before or after, access least.
  auto Tiles = to_vector<NumTiles>(seq(NumTiles));
  stable_sort(Tiles, [&](unsigned A, unsigned B) {
    return std::pair(!Fixed[A].empty(), Elsewhere[A]) <
           std::pair(!Fixed[B].empty(), Elsewhere[B]);
  });
  const auto *FirstFixed =
      find_if(Tiles, [&](unsigned Tile) { return !Fixed[Tile].empty(); });
  Tiles.erase(Tiles.begin() + Unused, FirstFixed);

  // When a register that is free for a value was last accessed.
  const auto LastAccess =
      [&](unsigned Tile, const TileValue &Value) -> std::optional<unsigned> {
    const auto *Next = partition_point(Fixed[Tile], [&](unsigned Other) {
      return Values[Other].End < Value.Begin;
    });
    if (LastEnd[Tile] >= Value.Begin ||
        (Next != Fixed[Tile].end() && Values[*Next].Begin <= Value.End))
      return std::nullopt;
    return std::max(LastEnd[Tile], Next == Fixed[Tile].begin()
                                       ? 0
                                       : Values[*std::prev(Next)].End);
  };
  Chosen = 0;
  for (unsigned V = 0; V != Values.size(); ++V) {
    const TileValue &Value = Values[V];
    if (Value.Fixed)
      continue;
    std::optional<unsigned> Best;
    // Of two sources the sum's register, and the load's is free for the next.
    for (unsigned Source : Value.Sources)
      if (Value.Elementwise && Values[Source].Free &&
          (!Best || Values[Source].Elementwise) &&
          LastAccess(To[Source], Value))
        Best = To[Source];
    if (!Best) {
      ++Chosen;
      unsigned Oldest = ~0U;
      for (unsigned Tile : Tiles)
        if (const auto Last = LastAccess(Tile, Value); Last && *Last < Oldest) {
          Best = Tile;
          Oldest = *Last;
        }
    }
    if (!Best)
      return false;
    To[V] = *Best;
    LastEnd[*Best] = Value.End;
  }
  return true;
}

bool SectileRenameTiles::renameIn(MachineBasicBlock &MBB) {
  findValues(MBB);
  BitVector HasFixed(NumTiles);
  for (const TileValue &Value : Values) {
    Elsewhere[Value.Tile] -= Value.Operands.size();
    if (Value.Fixed)
      HasFixed.set(Value.Tile);
  }
  const unsigned Unused = NumTiles - HasFixed.count();
  SmallVector<unsigned, 32> To, Even;
  unsigned Chosen = 0;
  const bool Assigned = assign(Unused, To, Chosen);
  // The first values of an iteration follow the last ones of the iteration
  // before: let all rounds through the registers have the same length.
  if (Assigned && Unused && Chosen > Unused && MBB.isSuccessor(&MBB)) {
    const unsigned Rounds = divideCeil(Chosen, Unused);
    if (assign(divideCeil(Chosen, Rounds), Even, Chosen))
      To = Even;
  }
  bool Changed = false;
  for (unsigned V = 0; V != Values.size(); ++V) {
    const TileValue &Value = Values[V];
    const unsigned Tile = Assigned ? To[V] : Value.Tile;
    Elsewhere[Tile] += Value.Operands.size();
    if (Tile == Value.Tile)
      continue;
    Changed = true;
    for (MachineOperand *MO : Value.Operands) {
      MO->setReg(Sectile::T0 + Tile);
      MO->setIsRenamable();
    }
  }
  // After its last access a value may be overwritten earlier than before.
  for (unsigned V = 0; Changed && V != Values.size(); ++V)
    for (const auto &[MO, Time] : Values[V].DebugOperands) {
      if (Time <= Values[V].End)
        MO->setReg(Sectile::T0 + To[V]);
      else
        MO->getParent()->setDebugValueUndef();
    }
  return Changed;
}

bool SectileRenameTiles::runOnMachineFunction(MachineFunction &MF) {
  if (skipFunction(MF.getFunction()))
    return false;
  const MachineRegisterInfo &MRI = MF.getRegInfo();
  if (all_of(Sectile::TRRegClass,
             [&](MCPhysReg Tile) { return MRI.reg_nodbg_empty(Tile); }))
    return false;
  STI = &MF.getSubtarget<SectileSubtarget>();
  ElementwiseUnit = STI->unitOf(Sectile::TZERO);
  Elsewhere.fill(0);
  for (MachineBasicBlock &MBB : MF) {
    findValues(MBB);
    for (const TileValue &Value : Values)
      Elsewhere[Value.Tile] += Value.Operands.size();
  }
  bool Changed = false;
  for (MachineBasicBlock &MBB : MF)
    Changed |= renameIn(MBB);
  return Changed;
}
