// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileLoadStoreOptimizer.cpp - pairs of loads and stores ------------===//
//
// After register allocation: two loads, or two stores, of neighbouring words
// or doublewords from one base become a pair. The second load moves up to the
// first, the first store down to the second, if no instruction between them
// depends on the order.
//
//===----------------------------------------------------------------------===//

#include "Sectile.h"
#include "SectileInstrInfo.h"
#include "SectileSubtarget.h"
#include "llvm/Analysis/AliasAnalysis.h"
#include "llvm/CodeGen/MachineFunctionPass.h"
#include "llvm/CodeGen/MachineInstrBuilder.h"
#include "llvm/InitializePasses.h"

using namespace llvm;

#define DEBUG_TYPE "sectile-ldst-opt"

namespace {

class SectileLoadStoreOptimizer : public MachineFunctionPass {
  const SectileInstrInfo *TII = nullptr;
  const TargetRegisterInfo *TRI = nullptr;
  AliasAnalysis *AA = nullptr;

public:
  static char ID;
  SectileLoadStoreOptimizer() : MachineFunctionPass(ID) {}
  StringRef getPassName() const override {
    return "Sectile load and store pairs";
  }
  void getAnalysisUsage(AnalysisUsage &AU) const override {
    AU.addRequired<AAResultsWrapperPass>();
    AU.setPreservesCFG();
    MachineFunctionPass::getAnalysisUsage(AU);
  }
  MachineFunctionProperties getRequiredProperties() const override {
    return MachineFunctionProperties().setNoVRegs();
  }
  bool runOnMachineFunction(MachineFunction &MF) override;

private:
  MachineInstr *findPartner(MachineInstr &First);
  void merge(MachineInstr &First, MachineInstr &Second);
};

} // namespace

char SectileLoadStoreOptimizer::ID = 0;
INITIALIZE_PASS_BEGIN(SectileLoadStoreOptimizer, DEBUG_TYPE,
                      "Sectile load and store pairs", false, false)
INITIALIZE_PASS_DEPENDENCY(AAResultsWrapperPass)
INITIALIZE_PASS_END(SectileLoadStoreOptimizer, DEBUG_TYPE,
                    "Sectile load and store pairs", false, false)

FunctionPass *llvm::createSectileLoadStoreOptimizerPass() {
  return new SectileLoadStoreOptimizer();
}

static unsigned pairOpcode(unsigned Opcode) {
  switch (Opcode) {
  case Sectile::LDD:
    return Sectile::LDPD;
  case Sectile::LDW:
    return Sectile::LDPW;
  case Sectile::STD:
    return Sectile::STPD;
  case Sectile::STW:
    return Sectile::STPW;
  default:
    return 0;
  }
}

static bool isCandidate(const MachineInstr &MI) {
  return pairOpcode(MI.getOpcode()) && MI.getOperand(1).isReg() &&
         MI.getOperand(2).isImm() && !MI.hasOrderedMemoryRef() &&
         !MI.getFlag(MachineInstr::FrameSetup) &&
         !MI.getFlag(MachineInstr::FrameDestroy);
}

MachineInstr *SectileLoadStoreOptimizer::findPartner(MachineInstr &First) {
  unsigned Opcode = First.getOpcode();
  bool Load = First.mayLoad();
  Register Value = First.getOperand(0).getReg(),
           Base = First.getOperand(1).getReg();
  int64_t Imm = First.getOperand(2).getImm();
  int64_t Size = Opcode == Sectile::LDD || Opcode == Sectile::STD ? 8 : 4;
  auto Fits = [&](int64_t I) {
    return Size == 8 ? isShiftedInt<7, 3>(I) : isShiftedInt<7, 2>(I);
  };
  if (Load && Value == Base)
    return nullptr;

  SmallVector<MachineInstr *, 16> Between;
  unsigned Distance = 0;
  for (MachineBasicBlock::iterator I = std::next(First.getIterator()),
                                   E = First.getParent()->end();
       I != E; ++I) {
    MachineInstr &MI = *I;
    if (MI.isDebugInstr())
      continue;
    if (++Distance > 24 || MI.isCall() || MI.isTerminator() ||
        MI.isCFIInstruction() || MI.hasUnmodeledSideEffects() ||
        MI.isInlineAsm())
      return nullptr;
    if (MI.getOpcode() == Opcode && isCandidate(MI) &&
        MI.getOperand(1).getReg() == Base) {
      int64_t Other = MI.getOperand(2).getImm();
      Register V = MI.getOperand(0).getReg();
      if ((Other == Imm + Size || Other == Imm - Size) &&
          Fits(std::min(Imm, Other)) && !(Load && V == Value)) {
        bool Free = true;
        for (MachineInstr *B : Between) {
          // The load moves up over B, or the first store down over it.
          if (Load)
            Free &= !B->modifiesRegister(V, TRI) && !B->readsRegister(V, TRI) &&
                    !(B->mayStore() && B->mayAlias(AA, MI, false));
          else
            Free &= !(B->mayLoadOrStore() && B->mayAlias(AA, First, false));
        }
        if (Free)
          return &MI;
      }
    }
    // No access moves past this instruction.
    if (MI.modifiesRegister(Base, TRI))
      return nullptr;
    if (!Load && MI.modifiesRegister(Value, TRI))
      return nullptr;
    if (Load && (MI.modifiesRegister(Value, TRI)))
      return nullptr;
    Between.push_back(&MI);
  }
  return nullptr;
}

void SectileLoadStoreOptimizer::merge(MachineInstr &First,
                                      MachineInstr &Second) {
  MachineBasicBlock &MBB = *First.getParent();
  bool Load = First.mayLoad();
  bool FirstLow = First.getOperand(2).getImm() < Second.getOperand(2).getImm();
  MachineInstr &Low = FirstLow ? First : Second,
               &High = FirstLow ? Second : First;
  MachineInstr &Place = Load ? First : Second;
  Register Base = First.getOperand(1).getReg();
  // Registers that were killed between the two live longer now.
  for (auto I = First.getIterator(); I != std::next(Second.getIterator());
       ++I) {
    I->clearRegisterKills(Base, TRI);
    if (!Load)
      I->clearRegisterKills(First.getOperand(0).getReg(), TRI);
  }
  BuildMI(MBB, Place, Place.getDebugLoc(),
          TII->get(pairOpcode(First.getOpcode())))
      .addReg(Low.getOperand(0).getReg(), getDefRegState(Load))
      .addReg(High.getOperand(0).getReg(), getDefRegState(Load))
      .addReg(Base)
      .addImm(Low.getOperand(2).getImm())
      .cloneMergedMemRefs({&Low, &High});
  First.eraseFromParent();
  Second.eraseFromParent();
}

bool SectileLoadStoreOptimizer::runOnMachineFunction(MachineFunction &MF) {
  if (skipFunction(MF.getFunction()))
    return false;
  TII = MF.getSubtarget<SectileSubtarget>().getInstrInfo();
  TRI = MF.getSubtarget().getRegisterInfo();
  AA = &getAnalysis<AAResultsWrapperPass>().getAAResults();
  bool Changed = false;
  for (MachineBasicBlock &MBB : MF)
    for (auto I = MBB.begin(); I != MBB.end();) {
      MachineInstr &MI = *I++;
      if (!isCandidate(MI))
        continue;
      MachineInstr *Partner = findPartner(MI);
      if (!Partner)
        continue;
      if (I != MBB.end() && &*I == Partner)
        ++I;
      merge(MI, *Partner);
      Changed = true;
    }
  return Changed;
}
