// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileTargetTransformInfo.cpp - costs for IR passes ---------------===//

#include "SectileTargetTransformInfo.h"
#include "SectileMatInt.h"
#include "loops/LoopNests.h"
#include "llvm/Analysis/LoopInfo.h"

using namespace llvm;

InstructionCost
SectileTTIImpl::getIntImmCost(const APInt &Imm, Type *Ty,
                              TargetTransformInfo::TargetCostKind) const {
  if (Imm == 0 || Ty->isVectorTy() || !Ty->isIntegerTy())
    return TargetTransformInfo::TCC_Free;
  if (Imm.getBitWidth() > 64)
    return 4;
  return SectileMatInt::cost(Imm.getSExtValue());
}

InstructionCost SectileTTIImpl::getIntImmCostInst(
    unsigned Opcode, unsigned Idx, const APInt &Imm, Type *Ty,
    TargetTransformInfo::TargetCostKind CostKind, Instruction *Inst) const {
  if (Imm == 0 || !Ty->isIntegerTy() || Imm.getBitWidth() > 64)
    return TargetTransformInfo::TCC_Free;
  bool Immediate = false; // does an instruction take it?
  switch (Opcode) {
  case Instruction::GetElementPtr:
  case Instruction::PHI:
  case Instruction::Call:
  case Instruction::Ret:
    return TargetTransformInfo::TCC_Free;
  case Instruction::And:
    // A field of ones, or all but one.
    if (isShiftedMask_64(Imm.getZExtValue()) ||
        isShiftedMask_64(~Imm.getSExtValue()))
      return TargetTransformInfo::TCC_Free;
    Immediate = true;
    break;
  case Instruction::Add:
  case Instruction::Or:
  case Instruction::Xor:
    Immediate = true;
    break;
  case Instruction::ICmp:
    Immediate = Idx == 1;
    break;
  case Instruction::Sub:
    if (Idx == 1 && (-Imm).isSignedIntN(13))
      return TargetTransformInfo::TCC_Free;
    break;
  case Instruction::Shl:
  case Instruction::LShr:
  case Instruction::AShr:
    if (Idx == 1)
      return TargetTransformInfo::TCC_Free;
    break;
  case Instruction::Mul:
    if (Imm.isPowerOf2() || (Imm - 1).isPowerOf2() || (Imm + 1).isPowerOf2())
      return TargetTransformInfo::TCC_Free;
    break;
  case Instruction::SDiv:
  case Instruction::UDiv:
  case Instruction::SRem:
  case Instruction::URem:
    // A multiplication by another constant.
    if (Idx == 1)
      return TargetTransformInfo::TCC_Free;
    break;
  case Instruction::Store:
    break;
  default:
    // Hoisting is not known to help other operations.
    return TargetTransformInfo::TCC_Free;
  }
  if (Immediate && Imm.isSignedIntN(13))
    return TargetTransformInfo::TCC_Free;
  return getIntImmCost(Imm, Ty, CostKind);
}

InstructionCost
SectileTTIImpl::getIntImmCostIntrin(Intrinsic::ID, unsigned, const APInt &,
                                    Type *,
                                    TargetTransformInfo::TargetCostKind) const {
  return TargetTransformInfo::TCC_Free;
}

bool SectileTTIImpl::isLoweredToCall(const Function *F) const {
  if (F->getName().starts_with("__builtin_sectile_"))
    return false;
  return BaseT::isLoweredToCall(F);
}

bool SectileTTIImpl::isLSRCostLess(
    const TargetTransformInfo::LSRCost &C1,
    const TargetTransformInfo::LSRCost &C2) const {
  // Instructions in the loop come first.
  return std::tie(C1.Insns, C1.NumRegs, C1.AddRecCost, C1.NumIVMuls,
                  C1.NumBaseAdds, C1.ScaleCost, C1.ImmCost, C1.SetupCost) <
         std::tie(C2.Insns, C2.NumRegs, C2.AddRecCost, C2.NumIVMuls,
                  C2.NumBaseAdds, C2.ScaleCost, C2.ImmCost, C2.SetupCost);
}

void SectileTTIImpl::getUnrollingPreferences(
    Loop *L, ScalarEvolution &SE, TargetTransformInfo::UnrollingPreferences &UP,
    OptimizationRemarkEmitter *ORE) const {
  // A loop of tiles has the shape it was written in, and little overhead.
  // Scalar loops are unrolled where their count is a constant: elsewhere the
  // fewer branches don't pay for the code. (The scheduling model's loop buffer
  // would make the default turn partial and runtime unrolling on.)
  BaseT::getUnrollingPreferences(L, SE, UP, ORE);
  UP.Partial = UP.Runtime = UP.UpperBound = false;
  // A nest that may become tile code keeps its loops until it was looked at.
  if (isUnseenNest(*L, SE))
    UP.FullUnrollMaxCount = 0;
}

void SectileTTIImpl::getPeelingPreferences(
    Loop *L, ScalarEvolution &SE,
    TargetTransformInfo::PeelingPreferences &PP) const {
  BaseT::getPeelingPreferences(L, SE, PP);
  if (isUnseenNest(*L, SE))
    PP.AllowPeeling = PP.AllowLoopNestsPeeling = false;
}

unsigned SectileTTIImpl::getNumberOfRegisters(unsigned ClassID) const {
  return ClassID == 1 ? 0 : 28;
}

TypeSize
SectileTTIImpl::getRegisterBitWidth(TargetTransformInfo::RegisterKind K) const {
  return K == TargetTransformInfo::RGK_Scalar ? TypeSize::getFixed(64)
         : K == TargetTransformInfo::RGK_ScalableVector
             ? TypeSize::getScalable(0)
             : TypeSize::getFixed(0);
}
