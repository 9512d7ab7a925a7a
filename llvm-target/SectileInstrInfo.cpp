// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileInstrInfo.cpp - instructions --------------------------------===//

#include "SectileInstrInfo.h"
#include "Sectile.h"
#include "SectileMatInt.h"
#include "SectileSubtarget.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/CodeGen/MachineInstrBuilder.h"
#include "llvm/CodeGen/MachineMemOperand.h"
#include "llvm/CodeGen/StackMaps.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCInstBuilder.h"

using namespace llvm;

#define GET_INSTRINFO_CTOR_DTOR
#include "SectileGenInstrInfo.inc"

SectileInstrInfo::SectileInstrInfo(const SectileSubtarget &STI)
    : SectileGenInstrInfo(STI, RegInfo, Sectile::ADJCALLSTACKDOWN,
                          Sectile::ADJCALLSTACKUP, ~0u, Sectile::PseudoRET) {}

//===-- Copies, spills, constants -----------------------------------------===//

void SectileInstrInfo::copyPhysReg(MachineBasicBlock &MBB,
                                   MachineBasicBlock::iterator MBBI,
                                   const DebugLoc &DL, Register DstReg,
                                   Register SrcReg, bool KillSrc, bool,
                                   bool) const {
  if (Sectile::TRRegClass.contains(DstReg, SrcReg)) {
    BuildMI(MBB, MBBI, DL, get(Sectile::TMOV), DstReg)
        .addReg(SrcReg, getKillRegState(KillSrc));
    return;
  }
  assert(Sectile::GPRRegClass.contains(DstReg, SrcReg) && "no such copy");
  BuildMI(MBB, MBBI, DL, get(Sectile::ADDI), DstReg)
      .addReg(SrcReg, getKillRegState(KillSrc))
      .addImm(0);
}

std::optional<DestSourcePair>
SectileInstrInfo::isCopyInstrImpl(const MachineInstr &MI) const {
  if (MI.getOpcode() == Sectile::ADDI && MI.getOperand(1).isReg() &&
      MI.getOperand(2).isImm() && MI.getOperand(2).getImm() == 0)
    return DestSourcePair{MI.getOperand(0), MI.getOperand(1)};
  if (MI.getOpcode() == Sectile::TMOV)
    return DestSourcePair{MI.getOperand(0), MI.getOperand(1)};
  return std::nullopt;
}

// LLVM leaves what is cheap inside a loop although it does not change there. An
// addition or a sign extension takes an issue slot in each iteration: only
// copies and constants are cheap.
bool SectileInstrInfo::isAsCheapAsAMove(const MachineInstr &MI) const {
  switch (MI.getOpcode()) {
  case Sectile::ADDI:
  case Sectile::ADDIW:
  case Sectile::ANDI:
  case Sectile::ORI:
  case Sectile::XORI:
    return (MI.getOperand(1).isReg() &&
            MI.getOperand(1).getReg() == Sectile::R0) ||
           (MI.getOpcode() == Sectile::ADDI && MI.getOperand(2).isImm() &&
            MI.getOperand(2).getImm() == 0);
  default:
    return MI.isAsCheapAsAMove();
  }
}

void SectileInstrInfo::storeRegToStackSlot(MachineBasicBlock &MBB,
                                           MachineBasicBlock::iterator MBBI,
                                           Register SrcReg, bool IsKill, int FI,
                                           const TargetRegisterClass *RC,
                                           Register,
                                           MachineInstr::MIFlag Flags) const {
  MachineFunction &MF = *MBB.getParent();
  MachineFrameInfo &MFI = MF.getFrameInfo();
  MachineMemOperand *MMO = MF.getMachineMemOperand(
      MachinePointerInfo::getFixedStack(MF, FI), MachineMemOperand::MOStore,
      MFI.getObjectSize(FI), MFI.getObjectAlign(FI));
  unsigned Opcode =
      Sectile::TRRegClass.hasSubClassEq(RC) ? Sectile::TST : Sectile::STD;
  BuildMI(MBB, MBBI, DebugLoc(), get(Opcode))
      .addReg(SrcReg, getKillRegState(IsKill))
      .addFrameIndex(FI)
      .addImm(0)
      .addMemOperand(MMO)
      .setMIFlag(Flags);
}

void SectileInstrInfo::loadRegFromStackSlot(MachineBasicBlock &MBB,
                                            MachineBasicBlock::iterator MBBI,
                                            Register DestReg, int FI,
                                            const TargetRegisterClass *RC,
                                            Register, unsigned,
                                            MachineInstr::MIFlag Flags) const {
  MachineFunction &MF = *MBB.getParent();
  MachineFrameInfo &MFI = MF.getFrameInfo();
  MachineMemOperand *MMO = MF.getMachineMemOperand(
      MachinePointerInfo::getFixedStack(MF, FI), MachineMemOperand::MOLoad,
      MFI.getObjectSize(FI), MFI.getObjectAlign(FI));
  unsigned Opcode =
      Sectile::TRRegClass.hasSubClassEq(RC) ? Sectile::TLD : Sectile::LDD;
  BuildMI(MBB, MBBI, DebugLoc(), get(Opcode), DestReg)
      .addFrameIndex(FI)
      .addImm(0)
      .addMemOperand(MMO)
      .setMIFlag(Flags);
}

Register SectileInstrInfo::isLoadFromStackSlot(const MachineInstr &MI,
                                               int &FrameIndex) const {
  switch (MI.getOpcode()) {
  case Sectile::LDD:
  case Sectile::TLD:
    if (MI.getOperand(1).isFI() && MI.getOperand(2).isImm() &&
        MI.getOperand(2).getImm() == 0) {
      FrameIndex = MI.getOperand(1).getIndex();
      return MI.getOperand(0).getReg();
    }
    break;
  default:
    break;
  }
  return Register();
}

Register SectileInstrInfo::isStoreToStackSlot(const MachineInstr &MI,
                                              int &FrameIndex) const {
  switch (MI.getOpcode()) {
  case Sectile::STD:
  case Sectile::TST:
    if (MI.getOperand(1).isFI() && MI.getOperand(2).isImm() &&
        MI.getOperand(2).getImm() == 0) {
      FrameIndex = MI.getOperand(1).getIndex();
      return MI.getOperand(0).getReg();
    }
    break;
  default:
    break;
  }
  return Register();
}

void SectileInstrInfo::loadImmediate(MachineBasicBlock &MBB,
                                     MachineBasicBlock::iterator MBBI,
                                     const DebugLoc &DL, Register Dst,
                                     int64_t Value,
                                     MachineInstr::MIFlag Flag) const {
  Register Previous = Sectile::R0;
  for (const SectileMatInt::Step &S : SectileMatInt::generate(Value)) {
    MachineInstrBuilder MIB = BuildMI(MBB, MBBI, DL, get(S.Opcode), Dst);
    if (S.Opcode == Sectile::INS)
      MIB.addReg(Dst);
    if (S.Opcode != Sectile::MOVZ && S.Opcode != Sectile::MOVN)
      MIB.addReg(Previous);
    MIB.addImm(S.Imm);
    if (S.Opcode != Sectile::ADDI && S.Opcode != Sectile::RORI)
      MIB.addImm(S.Imm2);
    MIB.setMIFlag(Flag);
    Previous = Dst;
  }
}

int64_t SectileInstrInfo::firstStep(int64_t Value) {
  // Both steps keep the stack aligned.
  constexpr int64_t Step = 4080;
  if (isInt<13>(Value))
    return 0;
  return isInt<13>(Value - Step) ? Step : isInt<13>(Value + Step) ? -Step : 0;
}

void SectileInstrInfo::adjustReg(MachineBasicBlock &MBB,
                                 MachineBasicBlock::iterator MBBI,
                                 const DebugLoc &DL, Register Dst, Register Src,
                                 int64_t Value, MachineInstr::MIFlag Flag,
                                 Register Scratch) const {
  if (Dst == Src && Value == 0)
    return;
  if (int64_t Step = firstStep(Value)) {
    BuildMI(MBB, MBBI, DL, get(Sectile::ADDI), Dst)
        .addReg(Src)
        .addImm(Step)
        .setMIFlag(Flag);
    Src = Dst;
    Value -= Step;
  }
  if (isInt<13>(Value)) {
    BuildMI(MBB, MBBI, DL, get(Sectile::ADDI), Dst)
        .addReg(Src)
        .addImm(Value)
        .setMIFlag(Flag);
    return;
  }
  Register Temp = Scratch ? Scratch : Dst;
  assert(Temp != Src && "a scratch register is needed");
  loadImmediate(MBB, MBBI, DL, Temp, Value, Flag);
  BuildMI(MBB, MBBI, DL, get(Sectile::ADD), Dst)
      .addReg(Src)
      .addReg(Temp, RegState::Kill)
      .setMIFlag(Flag);
}

bool SectileInstrInfo::expandPostRAPseudo(MachineInstr &MI) const {
  if (MI.getOpcode() != Sectile::PseudoLI)
    return false;
  loadImmediate(*MI.getParent(), MI, MI.getDebugLoc(),
                MI.getOperand(0).getReg(), MI.getOperand(1).getImm(),
                MachineInstr::NoFlags);
  MI.eraseFromParent();
  return true;
}

//===-- Branches ----------------------------------------------------------===//

// A condition is its opcode and two operands.

static unsigned invertedBranch(unsigned Opcode) {
  switch (Opcode) {
  case Sectile::BEQ:
    return Sectile::BNE;
  case Sectile::BNE:
    return Sectile::BEQ;
  case Sectile::BLT:
    return Sectile::BGE;
  case Sectile::BGE:
    return Sectile::BLT;
  case Sectile::BLTU:
    return Sectile::BGEU;
  case Sectile::BGEU:
    return Sectile::BLTU;
  case Sectile::BEQI:
    return Sectile::BNEI;
  case Sectile::BNEI:
    return Sectile::BEQI;
  case Sectile::BLTI:
    return Sectile::BGEI;
  case Sectile::BGEI:
    return Sectile::BLTI;
  case Sectile::BLTUI:
    return Sectile::BGEUI;
  case Sectile::BGEUI:
    return Sectile::BLTUI;
  case Sectile::BBC:
    return Sectile::BBS;
  case Sectile::BBS:
    return Sectile::BBC;
  default:
    break;
  }
  llvm_unreachable("not a conditional branch");
}

static void parseCondBranch(MachineInstr &MI, MachineBasicBlock *&Target,
                            SmallVectorImpl<MachineOperand> &Cond) {
  Target = MI.getOperand(2).getMBB();
  Cond.push_back(MachineOperand::CreateImm(MI.getOpcode()));
  Cond.push_back(MI.getOperand(0));
  Cond.push_back(MI.getOperand(1));
}

bool SectileInstrInfo::analyzeBranch(MachineBasicBlock &MBB,
                                     MachineBasicBlock *&TBB,
                                     MachineBasicBlock *&FBB,
                                     SmallVectorImpl<MachineOperand> &Cond,
                                     bool AllowModify) const {
  TBB = FBB = nullptr;
  Cond.clear();

  MachineBasicBlock::iterator I = MBB.getLastNonDebugInstr();
  if (I == MBB.end() || !isUnpredicatedTerminator(*I))
    return false;

  // Count the terminators and find the first that never falls through.
  MachineBasicBlock::iterator FirstUncond = MBB.end();
  int NumTerminators = 0;
  for (auto J = I.getReverse(); J != MBB.rend() && isUnpredicatedTerminator(*J);
       ++J) {
    ++NumTerminators;
    if (J->getDesc().isUnconditionalBranch() || J->getDesc().isIndirectBranch())
      FirstUncond = J.getReverse();
  }
  if (AllowModify && FirstUncond != MBB.end()) {
    while (std::next(FirstUncond) != MBB.end()) {
      std::next(FirstUncond)->eraseFromParent();
      --NumTerminators;
    }
    I = FirstUncond;
  }
  if (I->getDesc().isIndirectBranch() || NumTerminators > 2)
    return true;
  if (NumTerminators == 1 && I->getDesc().isUnconditionalBranch()) {
    TBB = I->getOperand(0).getMBB();
    return false;
  }
  if (NumTerminators == 1 && I->getDesc().isConditionalBranch()) {
    parseCondBranch(*I, TBB, Cond);
    return false;
  }
  if (NumTerminators == 2 && std::prev(I)->getDesc().isConditionalBranch() &&
      I->getDesc().isUnconditionalBranch()) {
    parseCondBranch(*std::prev(I), TBB, Cond);
    FBB = I->getOperand(0).getMBB();
    return false;
  }
  return true;
}

unsigned SectileInstrInfo::removeBranch(MachineBasicBlock &MBB,
                                        int *BytesRemoved) const {
  if (BytesRemoved)
    *BytesRemoved = 0;
  unsigned Removed = 0;
  while (Removed < 2) {
    MachineBasicBlock::iterator I = MBB.getLastNonDebugInstr();
    if (I == MBB.end() || !(I->getDesc().isConditionalBranch() ||
                            (!Removed && I->getDesc().isUnconditionalBranch())))
      break;
    bool Conditional = I->getDesc().isConditionalBranch();
    if (BytesRemoved)
      *BytesRemoved += getInstSizeInBytes(*I);
    I->eraseFromParent();
    ++Removed;
    if (Conditional)
      break;
  }
  return Removed;
}

unsigned SectileInstrInfo::insertBranch(
    MachineBasicBlock &MBB, MachineBasicBlock *TBB, MachineBasicBlock *FBB,
    ArrayRef<MachineOperand> Cond, const DebugLoc &DL, int *BytesAdded) const {
  if (BytesAdded)
    *BytesAdded = 0;
  auto Count = [&](MachineInstr &MI) {
    if (BytesAdded)
      *BytesAdded += getInstSizeInBytes(MI);
  };
  assert(TBB && "insertBranch must not be told to insert a fallthrough");
  if (Cond.empty()) {
    Count(*BuildMI(&MBB, DL, get(Sectile::J)).addMBB(TBB));
    return 1;
  }
  Count(*BuildMI(&MBB, DL, get(Cond[0].getImm()))
             .add(Cond[1])
             .add(Cond[2])
             .addMBB(TBB));
  if (!FBB)
    return 1;
  Count(*BuildMI(&MBB, DL, get(Sectile::J)).addMBB(FBB));
  return 2;
}

bool SectileInstrInfo::reverseBranchCondition(
    SmallVectorImpl<MachineOperand> &Cond) const {
  Cond[0].setImm(invertedBranch(Cond[0].getImm()));
  return false;
}

MachineBasicBlock *
SectileInstrInfo::getBranchDestBlock(const MachineInstr &MI) const {
  return MI.getOperand(MI.getNumExplicitOperands() - 1).getMBB();
}

bool SectileInstrInfo::isBranchOffsetInRange(unsigned Opcode,
                                             int64_t Offset) const {
  switch (Opcode) {
  case Sectile::J:
    return isShiftedInt<26, 2>(Offset);
  case Sectile::BBC:
  case Sectile::BBS:
    return isShiftedInt<14, 2>(Offset);
  default:
    return isShiftedInt<13, 2>(Offset);
  }
}

void SectileInstrInfo::insertIndirectBranch(MachineBasicBlock &MBB,
                                            MachineBasicBlock &NewDestBB,
                                            MachineBasicBlock &RestoreBB,
                                            const DebugLoc &DL,
                                            int64_t BrOffset,
                                            RegScavenger *RS) const {
  report_fatal_error("a function of more than 128 MiB is not supported");
}

MCInst SectileInstrInfo::getNop() const {
  return MCInstBuilder(Sectile::ADDI)
      .addReg(Sectile::R0)
      .addReg(Sectile::R0)
      .addImm(0);
}

unsigned SectileInstrInfo::getInstSizeInBytes(const MachineInstr &MI) const {
  if (MI.isInlineAsm()) {
    const MachineFunction &MF = *MI.getMF();
    return getInlineAsmLength(MI.getOperand(0).getSymbolName(),
                              *MF.getTarget().getMCAsmInfo());
  }
  switch (MI.getOpcode()) {
  case TargetOpcode::STACKMAP: // the largest possible size
    return StackMapOpers(&MI).getNumPatchBytes();
  case TargetOpcode::PATCHPOINT:
    return PatchPointOpers(&MI).getNumPatchBytes();
  case TargetOpcode::STATEPOINT:
    return std::max<unsigned>(StatepointOpers(&MI).getNumPatchBytes(), 20);
  case TargetOpcode::PATCHABLE_FUNCTION_ENTER: {
    const Function &F = MI.getMF()->getFunction();
    if (F.hasFnAttribute("patchable-function-entry"))
      return 4 * F.getFnAttributeAsParsedInteger("patchable-function-entry");
    return SledSize;
  }
  case TargetOpcode::PATCHABLE_RET:
  case TargetOpcode::PATCHABLE_TAIL_CALL:
    return SledSize + 4;
  case TargetOpcode::PATCHABLE_FUNCTION_EXIT:
  case TargetOpcode::PATCHABLE_EVENT_CALL:
  case TargetOpcode::PATCHABLE_TYPED_EVENT_CALL:
    return SledSize;
  default:
    return MI.isMetaInstruction() ? 0 : get(MI.getOpcode()).getSize();
  }
}

//===-- Memory accesses ---------------------------------------------------===//

bool SectileInstrInfo::getMemOperandsWithOffsetWidth(
    const MachineInstr &MI, SmallVectorImpl<const MachineOperand *> &BaseOps,
    int64_t &Offset, bool &OffsetIsScalable, LocationSize &Width,
    const TargetRegisterInfo *TRI) const {
  if (!MI.mayLoadOrStore() || MI.getNumExplicitOperands() != 3 ||
      !MI.hasOneMemOperand() || !MI.getOperand(2).isImm() ||
      !(MI.getOperand(1).isReg() || MI.getOperand(1).isFI()))
    return false;
  BaseOps.push_back(&MI.getOperand(1));
  Offset = MI.getOperand(2).getImm();
  OffsetIsScalable = false;
  Width = (*MI.memoperands_begin())->getSize();
  return Width.hasValue();
}

bool SectileInstrInfo::areMemAccessesTriviallyDisjoint(
    const MachineInstr &A, const MachineInstr &B) const {
  if (A.hasUnmodeledSideEffects() || B.hasUnmodeledSideEffects() ||
      A.hasOrderedMemoryRef() || B.hasOrderedMemoryRef())
    return false;
  SmallVector<const MachineOperand *, 1> BaseA, BaseB;
  int64_t OffsetA, OffsetB;
  bool Scalable;
  LocationSize WidthA = LocationSize::precise(0), WidthB = WidthA;
  if (!getMemOperandsWithOffsetWidth(A, BaseA, OffsetA, Scalable, WidthA,
                                     &RegInfo) ||
      !getMemOperandsWithOffsetWidth(B, BaseB, OffsetB, Scalable, WidthB,
                                     &RegInfo) ||
      !BaseA[0]->isIdenticalTo(*BaseB[0]))
    return false;
  if (OffsetA > OffsetB) {
    std::swap(OffsetA, OffsetB);
    std::swap(WidthA, WidthB);
  }
  return OffsetA + int64_t(WidthA.getValue()) <= OffsetB;
}

std::pair<unsigned, unsigned>
SectileInstrInfo::decomposeMachineOperandsTargetFlags(unsigned TF) const {
  return {TF, 0};
}

ArrayRef<std::pair<unsigned, const char *>>
SectileInstrInfo::getSerializableDirectMachineOperandTargetFlags() const {
  static const std::pair<unsigned, const char *> Flags[] = {
      {SectileII::MO_PAGE, "sectile-page"},
      {SectileII::MO_LO, "sectile-lo"},
      {SectileII::MO_TPREL_G1, "sectile-tprel-g1"},
      {SectileII::MO_TPREL_G0, "sectile-tprel-g0"}};
  return Flags;
}
