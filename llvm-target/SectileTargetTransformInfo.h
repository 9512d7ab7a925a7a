// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileTargetTransformInfo.h - costs for IR passes -------*- C++ -*-===//
#ifndef SECTILE_TARGET_TARGETTRANSFORMINFO_H
#define SECTILE_TARGET_TARGETTRANSFORMINFO_H

#include "SectileSubtarget.h"
#include "SectileTargetMachine.h"
#include "llvm/Analysis/TargetTransformInfo.h"
#include "llvm/CodeGen/BasicTTIImpl.h"

namespace llvm {

class SectileTTIImpl : public BasicTTIImplBase<SectileTTIImpl> {
  using BaseT = BasicTTIImplBase<SectileTTIImpl>;
  friend BaseT;
  const SectileSubtarget *ST;
  const SectileTargetLowering *TLI;

  const SectileSubtarget *getST() const { return ST; }
  const SectileTargetLowering *getTLI() const { return TLI; }

public:
  SectileTTIImpl(const SectileTargetMachine *TM, const Function &F)
      : BaseT(TM, F.getDataLayout()), ST(TM->getSubtargetImpl(F)),
        TLI(ST->getTargetLowering()) {}

  // Constants.
  InstructionCost
  getIntImmCost(const APInt &Imm, Type *Ty,
                TargetTransformInfo::TargetCostKind CostKind) const override;
  InstructionCost
  getIntImmCostInst(unsigned Opcode, unsigned Idx, const APInt &Imm, Type *Ty,
                    TargetTransformInfo::TargetCostKind CostKind,
                    Instruction *Inst) const override;
  InstructionCost getIntImmCostIntrin(
      Intrinsic::ID IID, unsigned Idx, const APInt &Imm, Type *Ty,
      TargetTransformInfo::TargetCostKind CostKind) const override;

  TargetTransformInfo::PopcntSupportKind
  getPopcntSupport(unsigned) const override {
    return TargetTransformInfo::PSK_FastHardware;
  }
  // A tile intrinsic is a call in IR only.
  bool isLoweredToCall(const Function *F) const override;
  bool isLSRCostLess(const TargetTransformInfo::LSRCost &C1,
                     const TargetTransformInfo::LSRCost &C2) const override;
  bool isNumRegsMajorCostOfLSR() const override { return false; }
  bool shouldExpandReduction(const IntrinsicInst *) const override {
    return false;
  }
  void getUnrollingPreferences(Loop *L, ScalarEvolution &SE,
                               TargetTransformInfo::UnrollingPreferences &UP,
                               OptimizationRemarkEmitter *ORE) const override;
  void getPeelingPreferences(
      Loop *L, ScalarEvolution &SE,
      TargetTransformInfo::PeelingPreferences &PP) const override;

  // Scalars by default: programs written for tiles say so.
  unsigned getNumberOfRegisters(unsigned ClassID) const override;
  TypeSize
  getRegisterBitWidth(TargetTransformInfo::RegisterKind K) const override;
  unsigned getRegisterClassForType(bool Vector, Type *) const override {
    return Vector;
  }
  bool enableInterleavedAccessVectorization() const override { return false; }
  unsigned getMaxInterleaveFactor(ElementCount) const override { return 1; }
};

} // namespace llvm

#endif
