// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileISelLowering.h - from LLVM IR to the machine's operations --*- C++ -*-===//
#ifndef SECTILE_TARGET_ISELLOWERING_H
#define SECTILE_TARGET_ISELLOWERING_H

#include "llvm/CodeGen/TargetLowering.h"

namespace llvm {

class SectileSubtarget;

class SectileTargetLowering : public TargetLowering {
  const SectileSubtarget &Subtarget;

public:
  SectileTargetLowering(const TargetMachine &TM, const SectileSubtarget &STI);

  SDValue LowerOperation(SDValue Op, SelectionDAG &DAG) const override;
  void ReplaceNodeResults(SDNode *N, SmallVectorImpl<SDValue> &Results,
                          SelectionDAG &DAG) const override;
  SDValue PerformDAGCombine(SDNode *N, DAGCombinerInfo &DCI) const override;

  void finalizeLowering(MachineFunction &MF) const override;

  //===-- What is known about the target's nodes --------------------------===//
  void computeKnownBitsForTargetNode(const SDValue Op, KnownBits &Known,
                                     const APInt &DemandedElts,
                                     const SelectionDAG &DAG,
                                     unsigned Depth = 0) const override;
  unsigned ComputeNumSignBitsForTargetNode(SDValue Op,
                                           const APInt &DemandedElts,
                                           const SelectionDAG &DAG,
                                           unsigned Depth = 0) const override;

  //===-- Types -----------------------------------------------------------===//
  EVT getSetCCResultType(const DataLayout &DL, LLVMContext &Context,
                         EVT VT) const override;
  LegalizeTypeAction getPreferredVectorAction(MVT VT) const override;
  bool isTypeDesirableForOp(unsigned Opcode, EVT VT) const override;
  bool shouldSignExtendTypeInLibCall(Type *Ty, bool IsSigned) const override;

  //===-- What is cheap ---------------------------------------------------===//
  bool isLegalAddressingMode(const DataLayout &DL, const AddrMode &AM, Type *Ty,
                             unsigned AS,
                             Instruction *I = nullptr) const override;
  bool isLegalICmpImmediate(int64_t Imm) const override;
  bool isLegalAddImmediate(int64_t Imm) const override;
  bool isTruncateFree(Type *From, Type *To) const override;
  bool isTruncateFree(EVT From, EVT To) const override;
  bool isZExtFree(SDValue Val, EVT VT2) const override;
  bool isSExtCheaperThanZExt(EVT Src, EVT Dst) const override;
  bool shouldConsiderGEPOffsetSplit() const override { return true; }
  bool targetShrinkDemandedConstant(SDValue Op, const APInt &DemandedBits,
                                    const APInt &DemandedElts,
                                    TargetLoweringOpt &TLO) const override;
  bool isCheapToSpeculateCttz(Type *Ty) const override {
    return !Ty->isVectorTy();
  }
  bool isCheapToSpeculateCtlz(Type *Ty) const override {
    return !Ty->isVectorTy();
  }
  bool isCtpopFast(EVT VT) const override {
    return VT == MVT::i64 || VT == MVT::i32;
  }
  bool hasAndNotCompare(SDValue Y) const override;
  bool hasBitTest(SDValue X, SDValue Y) const override;
  bool isFPImmLegal(const APFloat &Imm, EVT VT,
                    bool ForCodeSize) const override;
  bool isFMAFasterThanFMulAndFAdd(const MachineFunction &MF,
                                  EVT VT) const override;
  bool isFNegFree(EVT VT) const override { return false; }
  bool convertSetCCLogicToBitwiseLogic(EVT VT) const override {
    return VT.isScalarInteger();
  }
  bool convertSelectOfConstantsToMath(EVT VT) const override { return true; }
  bool decomposeMulByConstant(LLVMContext &Context, EVT VT,
                              SDValue C) const override;
  bool shouldConvertConstantLoadToIntImm(const APInt &Imm,
                                         Type *Ty) const override;
  bool isOffsetFoldingLegal(const GlobalAddressSDNode *) const override {
    return false;
  }
  bool isMulAddWithConstProfitable(SDValue AddNode,
                                   SDValue ConstNode) const override;
  bool isExtractVecEltCheap(EVT VT, unsigned Index) const override {
    return false;
  }
  bool shouldFormOverflowOp(unsigned Opcode, EVT VT,
                            bool MathUsed) const override;
  bool signExtendConstant(const ConstantInt *CI) const override;
  bool isMaskAndCmp0FoldingBeneficial(const Instruction &AndI) const override;
  bool shouldScalarizeBinop(SDValue VecOp) const override { return false; }
  bool isDesirableToCommuteWithShift(const SDNode *N,
                                     CombineLevel Level) const override;
  bool allowsMisalignedMemoryAccesses(EVT VT, unsigned AS, Align Alignment,
                                      MachineMemOperand::Flags Flags,
                                      unsigned *Fast) const override;
  EVT getOptimalMemOpType(LLVMContext &Context, const MemOp &Op,
                          const AttributeList &Attributes) const override;
  MVT getScalarShiftAmountTy(const DataLayout &, EVT) const override {
    return MVT::i64;
  }

  //===-- Atomics ---------------------------------------------------------===//
  bool shouldInsertFencesForAtomic(const Instruction *I) const override;
  AtomicExpansionKind
  shouldExpandAtomicRMWInIR(AtomicRMWInst *RMW) const override;
  ISD::NodeType getExtendForAtomicOps() const override {
    return ISD::SIGN_EXTEND;
  }

  //===-- Inline assembly -------------------------------------------------===//
  ConstraintType getConstraintType(StringRef Constraint) const override;
  std::pair<unsigned, const TargetRegisterClass *>
  getRegForInlineAsmConstraint(const TargetRegisterInfo *TRI,
                               StringRef Constraint, MVT VT) const override;
  void LowerAsmOperandForConstraint(SDValue Op, StringRef Constraint,
                                    std::vector<SDValue> &Ops,
                                    SelectionDAG &DAG) const override;
  Register getRegisterByName(const char *Name, LLT VT,
                             const MachineFunction &MF) const override;
  const MCPhysReg *getScratchRegisters(CallingConv::ID) const override;
  Register getExceptionPointerRegister(const Constant *) const override;
  Register getExceptionSelectorRegister(const Constant *) const override;

  //===-- Calls -----------------------------------------------------------===//
  SDValue LowerFormalArguments(SDValue Chain, CallingConv::ID CC, bool IsVarArg,
                               const SmallVectorImpl<ISD::InputArg> &Ins,
                               const SDLoc &DL, SelectionDAG &DAG,
                               SmallVectorImpl<SDValue> &InVals) const override;
  SDValue LowerCall(CallLoweringInfo &CLI,
                    SmallVectorImpl<SDValue> &InVals) const override;
  bool CanLowerReturn(CallingConv::ID CC, MachineFunction &MF, bool IsVarArg,
                      const SmallVectorImpl<ISD::OutputArg> &Outs,
                      LLVMContext &Context, const Type *RetTy) const override;
  SDValue LowerReturn(SDValue Chain, CallingConv::ID CC, bool IsVarArg,
                      const SmallVectorImpl<ISD::OutputArg> &Outs,
                      const SmallVectorImpl<SDValue> &OutVals, const SDLoc &DL,
                      SelectionDAG &DAG) const override;
  bool isUsedByReturnOnly(SDNode *N, SDValue &Chain) const override;
  bool mayBeEmittedAsTailCall(const CallInst *CI) const override;

private:
  void initTiles();
  bool lowerTileIntrinsic(CallLoweringInfo &CLI,
                          SmallVectorImpl<SDValue> &InVals) const;

  SDValue loadFromFrame(SDValue Frame, int64_t Offset, const SDLoc &DL,
                        SelectionDAG &DAG) const;
  SDValue frameAddress(uint64_t Depth, const SDLoc &DL,
                       SelectionDAG &DAG) const;
  SDValue lowerInitTrampoline(SDValue Op, SelectionDAG &DAG) const;
  SDValue address(SDValue Page, SDValue Low, const SDLoc &DL,
                  SelectionDAG &DAG) const;
  SDValue lowerGlobalAddress(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerGlobalTLSAddress(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerBR_CC(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerVASTART(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerVAARG(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerFCOPYSIGN(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerFROUND(SDValue Op, SelectionDAG &DAG) const;
  SDValue callHelper(const char *Name, EVT VT, ArrayRef<SDValue> Operands,
                     bool Signed, const SDLoc &DL, SelectionDAG &DAG) const;
  SDValue lowerIntToFP(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerFMinimum(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerBuildVector(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerVectorShuffle(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerPackedInsertion(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerFPToUInt(SDValue Op, SelectionDAG &DAG) const;
  SDValue combineNarrow(SDNode *N, DAGCombinerInfo &DCI) const;
  SDValue lowerMulHU(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerTileDivision(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerVecReduce(SDValue Op, SelectionDAG &DAG) const;
};

namespace Sectile {

/// Is the symbol with this offset in one page with the symbol, wherever it
/// lies?
bool sharesPage(const GlobalAddressSDNode &G, int64_t Offset,
                const SelectionDAG &DAG);

/// Is an address used by scalar loads and stores only, and stored by none?
bool isAccessed(const SDNode *Address);

} // namespace Sectile

} // namespace llvm

#endif
