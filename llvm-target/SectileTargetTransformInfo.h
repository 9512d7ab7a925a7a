// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileTargetTransformInfo.h - costs for IR passes -------*- C++ -*-===//
#ifndef SECTILE_TARGET_TARGETTRANSFORMINFO_H
#define SECTILE_TARGET_TARGETTRANSFORMINFO_H

#include "SectileSubtarget.h"
#include "SectileTargetMachine.h"
#include "loops/ImplicitTiles.h"
#include "llvm/Analysis/TargetTransformInfo.h"
#include "llvm/CodeGen/BasicTTIImpl.h"

namespace llvm {

class SectileTTIImpl : public BasicTTIImplBase<SectileTTIImpl> {
  using BaseT = BasicTTIImplBase<SectileTTIImpl>;
  friend BaseT;
  const SectileSubtarget *ST;
  const SectileTargetLowering *TLI;
  bool MayUseTiles; ///< where the source does not ask for them
  bool IsPrepared;  ///< gathers that are left have no instruction

  const SectileSubtarget *getST() const { return ST; }
  const SectileTargetLowering *getTLI() const { return TLI; }

public:
  SectileTTIImpl(const SectileTargetMachine *TM, const Function &F)
      : BaseT(TM, F.getDataLayout()), ST(TM->getSubtargetImpl(F)),
        TLI(ST->getTargetLowering()), MayUseTiles(mayBecomeTiles(F)),
        IsPrepared(F.hasFnAttribute(PreparedMark)) {}

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
  // A scalar in all words of a tile, beside what takes the scalar itself.
  bool isProfitableToSinkOperands(Instruction *I,
                                  SmallVectorImpl<Use *> &Uses) const override;
  // A tile intrinsic is a call in IR only.
  bool isLoweredToCall(const Function *F) const override;
  bool isLSRCostLess(const TargetTransformInfo::LSRCost &C1,
                     const TargetTransformInfo::LSRCost &C2) const override;
  bool isNumRegsMajorCostOfLSR() const override { return false; }
  // A branch compares two registers: a loop can end at a pointer.
  bool canMacroFuseCmp() const override { return true; }
  bool shouldExpandReduction(const IntrinsicInst *) const override {
    return false;
  }
  void getUnrollingPreferences(Loop *L, ScalarEvolution &SE,
                               TargetTransformInfo::UnrollingPreferences &UP,
                               OptimizationRemarkEmitter *ORE) const override;
  void getPeelingPreferences(
      Loop *L, ScalarEvolution &SE,
      TargetTransformInfo::PeelingPreferences &PP) const override;

  // The loop vectoriser: the lanes of a tile, or nothing. A mask by count takes
  // the last iterations.
  bool preferPredicateOverEpilogue(TailFoldingInfo *TFI) const override;
  TailFoldingStyle getPreferredTailFoldingStyle(bool) const override {
    return TailFoldingStyle::Data;
  }
  bool preferEpilogueVectorization() const override { return false; }
  bool isLegalMaskedLoad(Type *Ty, Align, unsigned,
                         TargetTransformInfo::MaskKind) const override {
    return isLaneInMemory(Ty);
  }
  bool isLegalMaskedStore(Type *Ty, Align, unsigned,
                          TargetTransformInfo::MaskKind) const override {
    return isLaneInMemory(Ty);
  }
  bool isLegalMaskedGather(Type *Ty, Align) const override {
    return isLaneByIndex(Ty);
  }
  bool isLegalMaskedScatter(Type *Ty, Align) const override {
    return isLaneByIndex(Ty);
  }
  InstructionCost
  getArithmeticInstrCost(unsigned Opcode, Type *Ty,
                         TargetTransformInfo::TargetCostKind CostKind,
                         TargetTransformInfo::OperandValueInfo Op1 = {},
                         TargetTransformInfo::OperandValueInfo Op2 = {},
                         ArrayRef<const Value *> Args = {},
                         const Instruction *Context = nullptr) const override;
  InstructionCost
  getCmpSelInstrCost(unsigned Opcode, Type *ValTy, Type *CondTy,
                     CmpInst::Predicate Predicate,
                     TargetTransformInfo::TargetCostKind CostKind,
                     TargetTransformInfo::OperandValueInfo Op1 = {},
                     TargetTransformInfo::OperandValueInfo Op2 = {},
                     const Instruction *I = nullptr) const override;
  InstructionCost
  getCastInstrCost(unsigned Opcode, Type *To, Type *From,
                   TargetTransformInfo::CastContextHint Hint,
                   TargetTransformInfo::TargetCostKind CostKind,
                   const Instruction *I = nullptr) const override;
  InstructionCost
  getMemoryOpCost(unsigned Opcode, Type *Ty, Align Alignment,
                  unsigned AddressSpace,
                  TargetTransformInfo::TargetCostKind CostKind,
                  TargetTransformInfo::OperandValueInfo Op = {},
                  const Instruction *I = nullptr) const override;
  InstructionCost getMemIntrinsicInstrCost(
      const MemIntrinsicCostAttributes &Access,
      TargetTransformInfo::TargetCostKind CostKind) const override;
  InstructionCost getIntrinsicInstrCost(
      const IntrinsicCostAttributes &Call,
      TargetTransformInfo::TargetCostKind CostKind) const override;
  InstructionCost
  getShuffleCost(TargetTransformInfo::ShuffleKind Kind, VectorType *To,
                 VectorType *From, ArrayRef<int> Mask,
                 TargetTransformInfo::TargetCostKind CostKind, int Index,
                 VectorType *Part, ArrayRef<const Value *> Args = {},
                 const Instruction *Context = nullptr) const override;
  using BaseT::getVectorInstrCost;
  InstructionCost getVectorInstrCost(
      unsigned Opcode, Type *Ty, TargetTransformInfo::TargetCostKind CostKind,
      unsigned Index, const Value *Op0, const Value *Op1) const override;
  InstructionCost getArithmeticReductionCost(
      unsigned Opcode, VectorType *Ty, std::optional<FastMathFlags> Flags,
      TargetTransformInfo::TargetCostKind CostKind) const override;
  InstructionCost getMinMaxReductionCost(
      Intrinsic::ID ID, VectorType *Ty, FastMathFlags Flags,
      TargetTransformInfo::TargetCostKind CostKind) const override;
  /// For the vectoriser of straight-line code. Nobody writes 256 scalars that
  /// could be operands of one operation; it takes minutes to look for them
  /// where the loop vectoriser took a tile apart.
  unsigned getMaximumVF(unsigned ElementWidth, unsigned Opcode) const override;
  unsigned getNumberOfRegisters(unsigned ClassID) const override;
  TypeSize
  getRegisterBitWidth(TargetTransformInfo::RegisterKind K) const override;
  unsigned getRegisterClassForType(bool Vector, Type *) const override {
    return Vector;
  }
  bool enableInterleavedAccessVectorization() const override { return false; }
  unsigned getMaxInterleaveFactor(ElementCount) const override { return 1; }

private:
  bool isLaneInMemory(const Type *Ty) const;
  bool isLaneByIndex(const Type *Ty) const;
  std::optional<InstructionCost>
  tileCost(const Type *Ty, TargetTransformInfo::TargetCostKind CostKind,
           ArrayRef<unsigned> Instructions) const;
};

} // namespace llvm

#endif
