// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileISelLowering.cpp - from LLVM IR to the machine's operations -===//
//
// i64 is the only legal integer: words live sign-extended in general
// registers, and the operations whose low half depends on what is above them
// have nodes of their own. Scalar floats live in the same registers. Tiles
// are in SectileISelTiles.cpp, calls in SectileISelCalls.cpp.
//
//===----------------------------------------------------------------------===//

#include "SectileISelLowering.h"
#include "Sectile.h"
#include "SectileMachineFunctionInfo.h"
#include "SectileMatInt.h"
#include "SectileSubtarget.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/SelectionDAG.h"
#include "llvm/CodeGen/ValueTypes.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/Instructions.h"
#include "llvm/MC/MCCodeEmitter.h"
#include "llvm/MC/MCFixup.h"
#include "llvm/MC/MCInstBuilder.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/KnownBits.h"

using namespace llvm;

SectileTargetLowering::SectileTargetLowering(const TargetMachine &TM,
                                             const SectileSubtarget &STI)
    : TargetLowering(TM, STI), Subtarget(STI) {
  for (MVT VT : {MVT::i64, MVT::f64, MVT::f32, MVT::f16, MVT::bf16})
    addRegisterClass(VT, &Sectile::GPRRegClass);
  for (MVT VT :
       {MVT::v256i32, MVT::v256f32, MVT::v512i16, MVT::v512f16, MVT::v1024i8})
    addRegisterClass(VT, &Sectile::TRRegClass);
  computeRegisterProperties(STI.getRegisterInfo());

  setStackPointerRegisterToSaveRestore(Sectile::R2);
  setBooleanContents(ZeroOrOneBooleanContent);
  setBooleanVectorContents(ZeroOrNegativeOneBooleanContent);
  setMinFunctionAlignment(Align(4));
  setPrefFunctionAlignment(Align(16));
  setMaxAtomicSizeInBitsSupported(64);
  setMinCmpXchgSizeInBits(32);
  // The runtime has functions up to this size; larger operations of _BitInt
  // become loops.
  setMaxDivRemBitWidthSupported(128);
  setMaxLargeFPConvertBitWidthSupported(128);
  setMinStackArgumentAlignment(Align(8));
  setMinimumJumpTableEntries(5);
  MaxStoresPerMemset = MaxStoresPerMemcpy = MaxStoresPerMemmove = 8;
  MaxStoresPerMemsetOptSize = MaxStoresPerMemcpyOptSize =
      MaxStoresPerMemmoveOptSize = 4;
  MaxLoadsPerMemcmp = 8;
  MaxLoadsPerMemcmpOptSize = 4;
  MaxGluedStoresPerMemcpy = 2;

  // Memory.
  for (auto Ext : {ISD::SEXTLOAD, ISD::ZEXTLOAD, ISD::EXTLOAD})
    setLoadExtAction(Ext, MVT::i64, MVT::i1, Promote);
  for (MVT VT : {MVT::f64, MVT::f32, MVT::f16, MVT::bf16})
    for (MVT Mem : {MVT::f32, MVT::f16, MVT::bf16}) {
      setLoadExtAction(ISD::EXTLOAD, VT, Mem, Expand);
      setTruncStoreAction(VT, Mem, Expand);
    }

  // Addresses, control, stack.
  setOperationAction({ISD::GlobalAddress, ISD::BlockAddress, ISD::ConstantPool,
                      ISD::JumpTable, ISD::GlobalTLSAddress},
                     MVT::i64, Custom);
  setOperationAction(ISD::BR_CC, MVT::i64, Custom);
  setOperationAction({ISD::BR_JT, ISD::BRCOND}, MVT::Other, Expand);
  setOperationAction(ISD::DYNAMIC_STACKALLOC, MVT::i64, Expand);
  setOperationAction(
      {ISD::STACKSAVE, ISD::STACKRESTORE, ISD::VACOPY, ISD::VAEND}, MVT::Other,
      Expand);
  setOperationAction({ISD::VASTART, ISD::VAARG}, MVT::Other, Custom);
  setOperationAction({ISD::FRAMEADDR, ISD::RETURNADDR, ISD::SPONENTRY},
                     MVT::i64, Custom);
  // By the type of its operand, and by that of its result.
  setOperationAction(ISD::EH_DWARF_CFA, {MVT::i32, MVT::i64}, Custom);
  setOperationAction({ISD::EH_RETURN, ISD::CLEAR_CACHE, ISD::INIT_TRAMPOLINE,
                      ISD::ADJUST_TRAMPOLINE, ISD::INTRINSIC_WO_CHAIN},
                     MVT::Other, Custom);
  setOperationAction({ISD::READCYCLECOUNTER, ISD::READSTEADYCOUNTER}, MVT::i64,
                     Legal);
  setOperationAction({ISD::TRAP, ISD::DEBUGTRAP, ISD::ATOMIC_FENCE}, MVT::Other,
                     Legal);
  setOperationAction(ISD::PREFETCH, MVT::Other, Expand);

  // Doublewords.
  setOperationAction({ISD::SDIVREM, ISD::UDIVREM, ISD::SMUL_LOHI,
                      ISD::UMUL_LOHI, ISD::SELECT_CC, ISD::BITREVERSE,
                      ISD::ATOMIC_LOAD_SUB, ISD::ABDS, ISD::ABDU},
                     MVT::i64, Expand);
  setOperationAction({ISD::SHL_PARTS, ISD::SRL_PARTS, ISD::SRA_PARTS}, MVT::i64,
                     Custom);
  setOperationAction({ISD::ROTL, ISD::ROTR, ISD::BSWAP, ISD::CTPOP, ISD::CTLZ,
                      ISD::CTTZ, ISD::SMIN, ISD::SMAX, ISD::UMIN, ISD::UMAX,
                      ISD::MULHS, ISD::MULHU, ISD::SELECT},
                     MVT::i64, Legal);
  setOperationAction(ISD::SIGN_EXTEND_INREG,
                     {MVT::i1, MVT::i8, MVT::i16, MVT::i32}, Legal);

  // Words: see ReplaceNodeResults.
  setOperationAction({ISD::ADD,
                      ISD::SUB,
                      ISD::MUL,
                      ISD::SHL,
                      ISD::SRL,
                      ISD::SRA,
                      ISD::ROTL,
                      ISD::ROTR,
                      ISD::SDIV,
                      ISD::UDIV,
                      ISD::SREM,
                      ISD::UREM,
                      ISD::CTLZ,
                      ISD::CTLZ_ZERO_UNDEF,
                      ISD::CTTZ,
                      ISD::CTTZ_ZERO_UNDEF,
                      ISD::CTPOP,
                      ISD::BSWAP,
                      ISD::BITCAST,
                      ISD::FP_TO_SINT,
                      ISD::FP_TO_UINT,
                      ISD::FP_TO_SINT_SAT,
                      ISD::FP_TO_UINT_SAT,
                      ISD::LROUND},
                     MVT::i32, Custom);
  setOperationAction(ISD::BITCAST, MVT::i16, Custom);

  // Floating point.
  for (MVT VT : {MVT::f32, MVT::f64}) {
    setOperationAction({ISD::FMA, ISD::FSQRT, ISD::FMINNUM, ISD::FMAXNUM,
                        ISD::FMINIMUMNUM, ISD::FMAXIMUMNUM, ISD::FRINT,
                        ISD::FNEARBYINT, ISD::FROUNDEVEN, ISD::FFLOOR,
                        ISD::FCEIL, ISD::FTRUNC, ISD::FNEG, ISD::FABS,
                        ISD::SELECT},
                       VT, Legal);
    setOperationAction({ISD::FMINIMUM, ISD::FMAXIMUM, ISD::FROUND}, VT, Custom);
    setOperationAction({ISD::FSIN, ISD::FCOS, ISD::FSINCOS, ISD::FPOW,
                        ISD::SELECT_CC, ISD::BR_CC, ISD::FMINNUM_IEEE,
                        ISD::FMAXNUM_IEEE, ISD::FCANONICALIZE},
                       VT, Expand);
    setOperationAction(ISD::FREM, VT, LibCall);
    setOperationAction({ISD::LRINT, ISD::LLRINT, ISD::FMODF}, VT, Custom);
    setOperationAction(ISD::FCOPYSIGN, VT, Custom);
    setCondCodeAction({ISD::SETOGT, ISD::SETOGE, ISD::SETONE, ISD::SETO,
                       ISD::SETUO, ISD::SETUEQ, ISD::SETUGT, ISD::SETUGE,
                       ISD::SETULT, ISD::SETULE, ISD::SETUNE, ISD::SETNE,
                       ISD::SETGT, ISD::SETGE},
                      VT, Expand);
  }
  // The 16-bit formats are for storage; they are computed in f32, which is wide
  // enough for a second rounding to be harmless in all but the fused
  // multiplication.
  for (MVT VT : {MVT::f16, MVT::bf16}) {
    for (unsigned Op :
         {ISD::FADD,        ISD::FSUB,        ISD::FMUL,         ISD::FDIV,
          ISD::FREM,        ISD::FSQRT,       ISD::FMINNUM,      ISD::FMAXNUM,
          ISD::FMINIMUMNUM, ISD::FMAXIMUMNUM, ISD::FMINIMUM,     ISD::FMAXIMUM,
          ISD::FRINT,       ISD::FNEARBYINT,  ISD::FROUNDEVEN,   ISD::FROUND,
          ISD::FFLOOR,      ISD::FCEIL,       ISD::FTRUNC,       ISD::FPOW,
          ISD::FSIN,        ISD::FCOS,        ISD::FTAN,         ISD::FASIN,
          ISD::FACOS,       ISD::FATAN,       ISD::FATAN2,       ISD::FSINH,
          ISD::FCOSH,       ISD::FTANH,       ISD::FEXP,         ISD::FEXP2,
          ISD::FEXP10,      ISD::FLOG,        ISD::FLOG2,        ISD::FLOG10,
          ISD::FLDEXP,      ISD::SETCC,       ISD::FCANONICALIZE}) {
      setOperationAction(Op, VT, Promote);
      AddPromotedToType(Op, VT, MVT::f32);
    }
    // What LLVM does not promote by itself.
    setOperationAction({ISD::FPOWI, ISD::FMODF, ISD::FFREXP, ISD::FSINCOS,
                        ISD::FSINCOSPI, ISD::LROUND, ISD::LLROUND,
                        ISD::BITCAST},
                       VT, Custom);
    setOperationAction({ISD::SELECT_CC, ISD::BR_CC}, VT, Expand);
    setOperationAction({ISD::FNEG, ISD::FABS, ISD::FCOPYSIGN, ISD::FMA,
                        ISD::FP_ROUND, ISD::LRINT, ISD::LLRINT},
                       VT, Custom);
  }
  setOperationAction({ISD::SINT_TO_FP, ISD::UINT_TO_FP, ISD::FP_TO_SINT,
                      ISD::FP_TO_UINT, ISD::FP_TO_SINT_SAT,
                      ISD::FP_TO_UINT_SAT},
                     MVT::i64, Custom);

  // LLVM has no library function for these.
  setOperationAction({ISD::SINT_TO_FP, ISD::UINT_TO_FP}, MVT::i128, Custom);

  initTiles();
  setTargetDAGCombine({ISD::ADD, ISD::SIGN_EXTEND_INREG, ISD::AND,
                       ISD::ZERO_EXTEND, ISD::LOAD});
}

//===-- Custom lowering ---------------------------------------------------===//

static bool isHalf(EVT VT) { return VT == MVT::f16 || VT == MVT::bf16; }

// An operation on 16-bit floats as that on f32, each result rounded.
static SDValue throughFloat(SDValue Op, SelectionDAG &DAG) {
  SDLoc DL(Op);
  SmallVector<EVT, 2> VTs;
  SmallVector<SDValue, 3> Ops;
  for (EVT VT : Op->values())
    VTs.push_back(isHalf(VT) ? EVT(MVT::f32) : VT);
  for (SDValue V : Op->ops())
    Ops.push_back(isHalf(V.getValueType())
                      ? DAG.getNode(ISD::FP_EXTEND, DL, MVT::f32, V)
                      : V);
  SDValue Wide =
      DAG.getNode(Op.getOpcode(), DL, DAG.getVTList(VTs), Ops, Op->getFlags());
  SmallVector<SDValue, 2> Results;
  for (unsigned I = 0; I < VTs.size(); ++I) {
    SDValue V = Wide.getValue(I);
    if (EVT VT = Op->getValueType(I); isHalf(VT))
      V = DAG.getNode(ISD::FP_ROUND, DL, VT, V,
                      DAG.getIntPtrConstant(0, DL, /*isTarget=*/true));
    Results.push_back(V);
  }
  return DAG.getMergeValues(Results, DL);
}

static SDValue bits(SDValue V, const SDLoc &DL, SelectionDAG &DAG) {
  return DAG.getNode(SectileISD::FP_TO_BITS, DL, MVT::i64, V);
}
static SDValue fromBits(SDValue V, MVT VT, const SDLoc &DL, SelectionDAG &DAG) {
  return DAG.getNode(SectileISD::BITS_TO_FP, DL, VT, V);
}

SDValue SectileTargetLowering::LowerOperation(SDValue Op,
                                              SelectionDAG &DAG) const {
  SDLoc DL(Op);
  switch (Op.getOpcode()) {
  case ISD::GlobalAddress:
  case ISD::BlockAddress:
  case ISD::ConstantPool:
  case ISD::JumpTable:
    return lowerGlobalAddress(Op, DAG);
  case ISD::GlobalTLSAddress:
    return lowerGlobalTLSAddress(Op, DAG);
  case ISD::BR_CC:
    return lowerBR_CC(Op, DAG);
  case ISD::VASTART:
    return lowerVASTART(Op, DAG);
  case ISD::VAARG:
    return lowerVAARG(Op, DAG);
  case ISD::SHL_PARTS:
  case ISD::SRL_PARTS:
  case ISD::SRA_PARTS: {
    SDValue Lo, Hi;
    expandShiftParts(Op.getNode(), Lo, Hi, DAG);
    return DAG.getMergeValues({Lo, Hi}, DL);
  }
  case ISD::FRAMEADDR:
    return frameAddress(Op.getConstantOperandVal(0), DL, DAG);
  case ISD::RETURNADDR: {
    MachineFunction &MF = DAG.getMachineFunction();
    MF.getFrameInfo().setReturnAddressIsTaken(true);
    if (uint64_t Depth = Op.getConstantOperandVal(0))
      return loadFromFrame(frameAddress(Depth, DL, DAG),
                           SectileFrame::ReturnAddressOffset, DL, DAG);
    Register Reg = MF.addLiveIn(Sectile::R1, &Sectile::GPRRegClass);
    return DAG.getCopyFromReg(DAG.getEntryNode(), DL, Reg, MVT::i64);
  }
  case ISD::EH_DWARF_CFA: {
    MachineFrameInfo &MFI = DAG.getMachineFunction().getFrameInfo();
    SDValue CFA = DAG.getFrameIndex(
        MFI.CreateFixedObject(8, 0, /*IsImmutable=*/false, /*isAliased=*/true),
        MVT::i64);
    return DAG.getNode(ISD::ADD, DL, MVT::i64, CFA,
                       DAG.getSExtOrTrunc(Op.getOperand(0), DL, MVT::i64));
  }
  case ISD::SPONENTRY:
    return DAG.getFrameIndex(
        DAG.getMachineFunction().getFrameInfo().CreateFixedObject(
            8, 0, /*IsImmutable=*/false, /*isAliased=*/true),
        MVT::i64);
  case ISD::EH_RETURN: {
    SDValue Chain = DAG.getCopyToReg(Op.getOperand(0), DL,
                                     SectileFrame::EHOffset, Op.getOperand(1));
    Chain = DAG.getCopyToReg(Chain, DL, SectileFrame::EHHandler,
                             Op.getOperand(2), Chain.getValue(1));
    return DAG.getNode(SectileISD::EHRET, DL, MVT::Other, Chain,
                       Chain.getValue(1));
  }
  case ISD::INIT_TRAMPOLINE:
    return lowerInitTrampoline(Op, DAG);
  case ISD::ADJUST_TRAMPOLINE: // its address
    return Op.getOperand(0);
  case ISD::CLEAR_CACHE: // all of it
    return SDValue(
        DAG.getMachineNode(Sectile::FENCE_I, DL, MVT::Other, Op.getOperand(0)),
        0);
  case ISD::INTRINSIC_WO_CHAIN:
    if (Op.getConstantOperandVal(0) == Intrinsic::thread_pointer)
      return DAG.getRegister(Sectile::R3, MVT::i64);
    return SDValue();
  case ISD::FCOPYSIGN:
    return lowerFCOPYSIGN(Op, DAG);
  case ISD::FMINIMUM:
  case ISD::FMAXIMUM:
    return lowerFMinimum(Op, DAG);
  case ISD::FROUND:
    return lowerFROUND(Op, DAG);
  case ISD::FNEG:
    return fromBits(DAG.getNode(ISD::XOR, DL, MVT::i64,
                                bits(Op.getOperand(0), DL, DAG),
                                DAG.getSignedConstant(-0x8000, DL, MVT::i64)),
                    Op.getSimpleValueType(), DL, DAG);
  case ISD::FABS:
    return fromBits(DAG.getNode(ISD::AND, DL, MVT::i64,
                                bits(Op.getOperand(0), DL, DAG),
                                DAG.getConstant(0x7fff, DL, MVT::i64)),
                    Op.getSimpleValueType(), DL, DAG);
  case ISD::BITCAST: {
    EVT VT = Op.getValueType();
    SDValue In = Op.getOperand(0);
    if ((VT == MVT::f32 && In.getValueType() == MVT::i32) ||
        (isHalf(VT) && In.getValueType() == MVT::i16))
      return fromBits(DAG.getNode(ISD::ANY_EXTEND, DL, MVT::i64, In),
                      VT.getSimpleVT(), DL, DAG);
    if (isHalf(VT) && isHalf(In.getValueType()))
      return fromBits(bits(In, DL, DAG), VT.getSimpleVT(), DL, DAG);
    return SDValue();
  }
  case ISD::FPOWI: {
    SDValue X = DAG.getNode(ISD::FP_EXTEND, DL, MVT::f32, Op.getOperand(0));
    SDValue R = callHelper("__powisf2", MVT::f32, {X, Op.getOperand(1)},
                           /*Signed=*/true, DL, DAG);
    return DAG.getNode(ISD::FP_ROUND, DL, Op.getValueType(), R,
                       DAG.getIntPtrConstant(0, DL, /*isTarget=*/true));
  }
  case ISD::FMODF: {
    EVT VT = Op.getValueType();
    if (isHalf(VT))
      return throughFloat(Op, DAG);
    // Infinity has a fraction of zero; a zero has the sign of the whole.
    SDValue In = Op.getOperand(0);
    SDValue Whole = DAG.getNode(ISD::FTRUNC, DL, VT, In);
    SDValue Fraction = DAG.getSelect(
        DL, VT, DAG.getSetCC(DL, MVT::i64, In, Whole, ISD::SETOEQ),
        DAG.getConstantFP(0.0, DL, VT),
        DAG.getNode(ISD::FSUB, DL, VT, In, Whole));
    Fraction = DAG.getNode(ISD::FCOPYSIGN, DL, VT, Fraction, In);
    return DAG.getMergeValues({Fraction, Whole}, DL);
  }
  case ISD::FFREXP:
  case ISD::FSINCOS:
  case ISD::FSINCOSPI:
  case ISD::LROUND:
  case ISD::LLROUND:
    return throughFloat(Op, DAG);
  case ISD::LRINT:
  case ISD::LLRINT: {
    if (isHalf(Op.getOperand(0).getValueType()))
      return throughFloat(Op, DAG);
    SDValue In = Op.getOperand(0);
    return DAG.getNode(ISD::FP_TO_SINT_SAT, DL, MVT::i64,
                       DAG.getNode(ISD::FRINT, DL, In.getValueType(), In),
                       DAG.getValueType(MVT::i64));
  }
  case ISD::FMA:
    return callHelper(Op.getValueType() == MVT::f16 ? "__fmahf3" : "__fmabf3",
                      Op.getValueType(),
                      {Op.getOperand(0), Op.getOperand(1), Op.getOperand(2)},
                      /*Signed=*/false, DL, DAG);
  case ISD::FP_ROUND: {
    SDValue In = Op.getOperand(0);
    if (In.getValueType() == MVT::f32 || !isHalf(Op.getValueType()))
      return Op;
    // Through f32 it would be rounded twice.
    return callHelper(Op.getValueType() == MVT::f16 ? "__truncdfhf2"
                                                    : "__truncdfbf2",
                      Op.getValueType(), In, /*Signed=*/false, DL, DAG);
  }
  case ISD::SINT_TO_FP:
  case ISD::UINT_TO_FP:
    return lowerIntToFP(Op, DAG);
  case ISD::FP_TO_SINT:
  case ISD::FP_TO_UINT:
    if (Op.getValueType().isVector())
      return lowerFPToUInt(Op, DAG);
    if (isHalf(Op.getOperand(0).getValueType()))
      return DAG.getNode(
          Op.getOpcode(), DL, MVT::i64,
          DAG.getNode(ISD::FP_EXTEND, DL, MVT::f32, Op.getOperand(0)));
    return Op;
  case ISD::FP_TO_SINT_SAT:
  case ISD::FP_TO_UINT_SAT: {
    // The instructions saturate.
    bool Signed = Op.getOpcode() == ISD::FP_TO_SINT_SAT;
    EVT To = cast<VTSDNode>(Op.getOperand(1))->getVT();
    SDValue In = Op.getOperand(0);
    if (isHalf(In.getValueType()))
      In = DAG.getNode(ISD::FP_EXTEND, DL, MVT::f32, In);
    if (To == MVT::i64)
      return DAG.getNode(Signed ? ISD::FP_TO_SINT : ISD::FP_TO_UINT, DL,
                         MVT::i64, In);
    if (To == MVT::i32) {
      SDValue R =
          DAG.getNode(Signed ? SectileISD::FP_TO_W : SectileISD::FP_TO_WU, DL,
                      MVT::i64, In);
      return Signed ? R : DAG.getZeroExtendInReg(R, DL, MVT::i32);
    }
    return SDValue();
  }
  case ISD::BUILD_VECTOR:
    return lowerBuildVector(Op, DAG);
  case ISD::VECTOR_SHUFFLE:
    return lowerVectorShuffle(Op, DAG);
  case ISD::EXTRACT_VECTOR_ELT: {
    SDValue Vec = Op.getOperand(0);
    return DAG.getNode(SectileISD::TGETW, DL, Op.getValueType(), Vec,
                       DAG.getZExtOrTrunc(Op.getOperand(1), DL, MVT::i64));
  }
  case ISD::INSERT_VECTOR_ELT:
    if (Op.getValueType().getScalarSizeInBits() < 32)
      return lowerPackedInsertion(Op, DAG);
    return DAG.getNode(SectileISD::TPUTW, DL, Op.getValueType(),
                       Op.getOperand(0), Op.getOperand(1),
                       DAG.getZExtOrTrunc(Op.getOperand(2), DL, MVT::i64));
  case ISD::SELECT: {
    // A tile chosen by a scalar.
    EVT VT = Op.getValueType();
    SDValue C = DAG.getNode(ISD::SUB, DL, MVT::i64,
                            DAG.getConstant(0, DL, MVT::i64), Op.getOperand(0));
    SDValue R = DAG.getNode(ISD::VSELECT, DL, MVT::v256i32,
                            DAG.getNode(SectileISD::SPLAT, DL, MVT::v256i32, C),
                            DAG.getBitcast(MVT::v256i32, Op.getOperand(1)),
                            DAG.getBitcast(MVT::v256i32, Op.getOperand(2)));
    return DAG.getBitcast(VT, R);
  }
  case ISD::MULHU:
    return lowerMulHU(Op, DAG);
  case ISD::BSWAP: // by shifts; a shuffle of bytes would go through memory
    return expandBSWAP(Op.getNode(), DAG);
  case ISD::SDIV:
  case ISD::UDIV:
  case ISD::SREM:
  case ISD::UREM:
    return lowerTileDivision(Op, DAG);
  case ISD::VECREDUCE_ADD:
  case ISD::VECREDUCE_MUL:
  case ISD::VECREDUCE_AND:
  case ISD::VECREDUCE_OR:
  case ISD::VECREDUCE_XOR:
  case ISD::VECREDUCE_SMIN:
  case ISD::VECREDUCE_SMAX:
  case ISD::VECREDUCE_UMIN:
  case ISD::VECREDUCE_UMAX:
  case ISD::VECREDUCE_FADD:
  case ISD::VECREDUCE_FMUL:
  case ISD::VECREDUCE_FMIN:
  case ISD::VECREDUCE_FMAX:
    return lowerVecReduce(Op, DAG);
  default:
    break;
  }
  return SDValue();
}

//===-- Frames ------------------------------------------------------------===//

SDValue SectileTargetLowering::loadFromFrame(SDValue Frame, int64_t Offset,
                                             const SDLoc &DL,
                                             SelectionDAG &DAG) const {
  SDValue Address =
      DAG.getMemBasePlusOffset(Frame, TypeSize::getFixed(Offset), DL);
  return DAG.getLoad(MVT::i64, DL, DAG.getEntryNode(), Address,
                     MachinePointerInfo());
}

// The frame pointer of this function or, if all in between keep one, of a
// caller.
SDValue SectileTargetLowering::frameAddress(uint64_t Depth, const SDLoc &DL,
                                            SelectionDAG &DAG) const {
  DAG.getMachineFunction().getFrameInfo().setFrameAddressIsTaken(true);
  SDValue Frame =
      DAG.getCopyFromReg(DAG.getEntryNode(), DL, SectileFrame::FP, MVT::i64);
  while (Depth--)
    Frame = loadFromFrame(Frame, SectileFrame::CallerFrameOffset, DL, DAG);
  return Frame;
}

// A trampoline: it finds the static chain and the function behind itself. The
// only instruction that tells where it is changes ra.
SDValue SectileTargetLowering::lowerInitTrampoline(SDValue Op,
                                                   SelectionDAG &DAG) const {
  SDLoc DL(Op);
  SDValue Chain = Op.getOperand(0), Place = Op.getOperand(1);
  constexpr unsigned Nest = Sectile::R12, Saved = Sectile::R13,
                     Here = Sectile::R14, Data = 32;
  const MCInst Code[] = {
      MCInstBuilder(Sectile::ADDI).addReg(Saved).addReg(Sectile::R1).addImm(0),
      MCInstBuilder(Sectile::CALL).addImm(4),
      MCInstBuilder(Sectile::ADDI).addReg(Here).addReg(Sectile::R1).addImm(0),
      MCInstBuilder(Sectile::ADDI).addReg(Sectile::R1).addReg(Saved).addImm(0),
      MCInstBuilder(Sectile::LDD).addReg(Nest).addReg(Here).addImm(Data - 8),
      MCInstBuilder(Sectile::LDD).addReg(Saved).addReg(Here).addImm(Data),
      MCInstBuilder(Sectile::JALR).addReg(Sectile::R0).addReg(Saved).addImm(0)};
  const TargetMachine &TM = DAG.getTarget();
  std::unique_ptr<MCCodeEmitter> Emitter(TM.getTarget().createMCCodeEmitter(
      *TM.getMCInstrInfo(), DAG.getMachineFunction().getContext()));
  SmallVector<char, Data> Bytes;
  SmallVector<MCFixup, 1> Fixups;
  for (const MCInst &Inst : Code)
    Emitter->encodeInstruction(Inst, Bytes, Fixups, Subtarget);

  SmallVector<SDValue, 12> Stores;
  auto Store = [&](SDValue V, unsigned Offset, EVT Memory) {
    Stores.push_back(DAG.getTruncStore(
        Chain, DL, V,
        DAG.getMemBasePlusOffset(Place, TypeSize::getFixed(Offset), DL),
        MachinePointerInfo(), Memory, Align(4)));
  };
  for (unsigned I = 0; I < Bytes.size(); I += 4)
    Store(DAG.getConstant(support::endian::read32le(&Bytes[I]), DL, MVT::i64),
          I, MVT::i32);
  Store(Op.getOperand(3), Data, MVT::i64);
  Store(Op.getOperand(2), Data + 8, MVT::i64);
  Chain = DAG.getNode(ISD::TokenFactor, DL, MVT::Other, Stores);
  return SDValue(DAG.getMachineNode(Sectile::FENCE_I, DL, MVT::Other, Chain),
                 0);
}

SDValue SectileTargetLowering::address(SDValue Page, SDValue Low,
                                       const SDLoc &DL,
                                       SelectionDAG &DAG) const {
  return DAG.getNode(SectileISD::ADDLO, DL, MVT::i64,
                     DAG.getNode(SectileISD::PAGE, DL, MVT::i64, Page), Low);
}

SDValue SectileTargetLowering::lowerGlobalAddress(SDValue Op,
                                                  SelectionDAG &DAG) const {
  SDLoc DL(Op);
  auto Part = [&](unsigned Flag) -> SDValue {
    if (auto *N = dyn_cast<GlobalAddressSDNode>(Op))
      return DAG.getTargetGlobalAddress(N->getGlobal(), DL, MVT::i64,
                                        N->getOffset(), Flag);
    if (auto *N = dyn_cast<BlockAddressSDNode>(Op))
      return DAG.getTargetBlockAddress(N->getBlockAddress(), MVT::i64,
                                       N->getOffset(), Flag);
    if (auto *N = dyn_cast<JumpTableSDNode>(Op))
      return DAG.getTargetJumpTable(N->getIndex(), MVT::i64, Flag);
    auto *N = cast<ConstantPoolSDNode>(Op);
    return DAG.getTargetConstantPool(N->getConstVal(), MVT::i64, N->getAlign(),
                                     N->getOffset(), Flag);
  };
  // An undefined weak symbol is at address 0, maybe out of a page's reach; the
  // linker knows.
  return address(Part(SectileII::MO_PAGE), Part(SectileII::MO_LO), DL, DAG);
}

SDValue SectileTargetLowering::lowerGlobalTLSAddress(SDValue Op,
                                                     SelectionDAG &DAG) const {
  SDLoc DL(Op);
  auto *N = cast<GlobalAddressSDNode>(Op);
  if (DAG.getTarget().useEmulatedTLS())
    return LowerToTLSEmulatedModel(N, DAG);
  auto Part = [&](unsigned Flag) {
    return DAG.getTargetGlobalAddress(N->getGlobal(), DL, MVT::i64,
                                      N->getOffset(), Flag);
  };
  SDValue Offset =
      DAG.getNode(SectileISD::TPREL, DL, MVT::i64, Part(SectileII::MO_TPREL_G1),
                  Part(SectileII::MO_TPREL_G0));
  return DAG.getNode(ISD::ADD, DL, MVT::i64,
                     DAG.getRegister(Sectile::R3, MVT::i64), Offset);
}

SDValue SectileTargetLowering::lowerBR_CC(SDValue Op, SelectionDAG &DAG) const {
  SDLoc DL(Op);
  ISD::CondCode CC = cast<CondCodeSDNode>(Op.getOperand(1))->get();
  SDValue LHS = Op.getOperand(2), RHS = Op.getOperand(3);
  if (isa<ConstantSDNode>(LHS) && !isa<ConstantSDNode>(RHS)) {
    std::swap(LHS, RHS);
    CC = ISD::getSetCCSwappedOperands(CC);
  }
  if (auto *C = dyn_cast<ConstantSDNode>(RHS)) {
    // Only < and >= have immediates.
    int64_t V = C->getSExtValue();
    auto Add1 = [&](ISD::CondCode New) {
      RHS = DAG.getConstant(V + 1, DL, MVT::i64);
      CC = New;
    };
    if (CC == ISD::SETGT && V != INT64_MAX)
      Add1(ISD::SETGE);
    else if (CC == ISD::SETLE && V != INT64_MAX)
      Add1(ISD::SETLT);
    else if (CC == ISD::SETUGT && V != -1)
      Add1(ISD::SETUGE);
    else if (CC == ISD::SETULE && V != -1)
      Add1(ISD::SETULT);
    // A boolean, inverted.
    if ((CC == ISD::SETNE || CC == ISD::SETEQ) && V == 0 &&
        LHS.getOpcode() == ISD::XOR && isOneConstant(LHS.getOperand(1)) &&
        DAG.MaskedValueIsZero(LHS.getOperand(0), ~APInt(64, 1))) {
      LHS = LHS.getOperand(0);
      CC = CC == ISD::SETNE ? ISD::SETEQ : ISD::SETNE;
    }
  }
  switch (CC) {
  case ISD::SETGT:
  case ISD::SETLE:
  case ISD::SETUGT:
  case ISD::SETULE:
    std::swap(LHS, RHS);
    CC = ISD::getSetCCSwappedOperands(CC);
    break;
  default:
    break;
  }
  return DAG.getNode(SectileISD::BRCC, DL, MVT::Other, Op.getOperand(0), LHS,
                     RHS, DAG.getCondCode(CC), Op.getOperand(4));
}

SDValue SectileTargetLowering::lowerVASTART(SDValue Op,
                                            SelectionDAG &DAG) const {
  MachineFunction &MF = DAG.getMachineFunction();
  auto *Info = MF.getInfo<SectileMachineFunctionInfo>();
  SDLoc DL(Op);
  SDValue FI = DAG.getFrameIndex(Info->VarArgsFrameIndex, MVT::i64);
  const Value *SV = cast<SrcValueSDNode>(Op.getOperand(2))->getValue();
  return DAG.getStore(Op.getOperand(0), DL, FI, Op.getOperand(1),
                      MachinePointerInfo(SV));
}

SDValue SectileTargetLowering::lowerVAARG(SDValue Op, SelectionDAG &DAG) const {
  EVT VT = Op.getValueType();
  SDLoc DL(Op);
  SDNode *N = Op.getNode();
  // Vectors are left to SectileVectors. Every argument takes a whole number of
  // doublewords.
  SDValue Chain = N->getOperand(0), ListPtr = N->getOperand(1);
  const Value *SV = cast<SrcValueSDNode>(N->getOperand(2))->getValue();
  uint64_t Alignment = N->getConstantOperandVal(3);
  SDValue List =
      DAG.getLoad(MVT::i64, DL, Chain, ListPtr, MachinePointerInfo(SV));
  Chain = List.getValue(1);
  SDValue Arg = List;
  if (Alignment > 8) {
    Arg = DAG.getNode(ISD::ADD, DL, MVT::i64, Arg,
                      DAG.getConstant(Alignment - 1, DL, MVT::i64));
    Arg = DAG.getNode(ISD::AND, DL, MVT::i64, Arg,
                      DAG.getSignedConstant(-int64_t(Alignment), DL, MVT::i64));
  }
  SDValue Next =
      DAG.getNode(ISD::ADD, DL, MVT::i64, Arg,
                  DAG.getConstant(alignTo(VT.getStoreSize(), 8), DL, MVT::i64));
  Chain = DAG.getStore(Chain, DL, Next, ListPtr, MachinePointerInfo(SV));
  return DAG.getLoad(VT, DL, Chain, Arg, MachinePointerInfo());
}

SDValue SectileTargetLowering::lowerFCOPYSIGN(SDValue Op,
                                              SelectionDAG &DAG) const {
  SDLoc DL(Op);
  MVT VT = Op.getSimpleValueType();
  SDValue Mag = Op.getOperand(0), Sign = Op.getOperand(1);
  MVT SignVT = Sign.getSimpleValueType();
  if (VT == SignVT && !isHalf(VT))
    return Op;
  int Shift = int(VT.getSizeInBits()) - int(SignVT.getSizeInBits());
  SDValue S = bits(Sign, DL, DAG);
  if (Shift)
    S = DAG.getNode(Shift > 0 ? ISD::SHL : ISD::SRL, DL, MVT::i64, S,
                    DAG.getConstant(std::abs(Shift), DL, MVT::i64));
  if (!isHalf(VT))
    return DAG.getNode(ISD::FCOPYSIGN, DL, VT, Mag, fromBits(S, VT, DL, DAG));
  SDValue M = DAG.getNode(ISD::AND, DL, MVT::i64, bits(Mag, DL, DAG),
                          DAG.getConstant(0x7fff, DL, MVT::i64));
  S = DAG.getNode(ISD::AND, DL, MVT::i64, S,
                  DAG.getConstant(0x8000, DL, MVT::i64));
  return fromBits(DAG.getNode(ISD::OR, DL, MVT::i64, M, S), VT, DL, DAG);
}

// A function of the runtime that LLVM has no name for.
SDValue SectileTargetLowering::callHelper(const char *Name, EVT VT,
                                          ArrayRef<SDValue> Operands,
                                          bool Signed, const SDLoc &DL,
                                          SelectionDAG &DAG) const {
  ArgListTy Args;
  for (SDValue V : Operands) {
    ArgListEntry Entry(V, V.getValueType().getTypeForEVT(*DAG.getContext()));
    Entry.IsSExt = Signed;
    Entry.IsZExt = !Signed;
    Args.push_back(Entry);
  }
  CallLoweringInfo CLI(DAG);
  CLI.setDebugLoc(DL)
      .setChain(DAG.getEntryNode())
      .setLibCallee(CallingConv::C, VT.getTypeForEVT(*DAG.getContext()),
                    DAG.getExternalSymbol(Name, MVT::i64), std::move(Args));
  return LowerCallTo(CLI).first;
}

SDValue SectileTargetLowering::lowerIntToFP(SDValue Op,
                                            SelectionDAG &DAG) const {
  SDLoc DL(Op);
  EVT VT = Op.getValueType();
  SDValue In = Op.getOperand(0);
  bool Signed = Op.getOpcode() == ISD::SINT_TO_FP;
  if (!isHalf(VT))
    return In.getValueType() == MVT::i128 ? SDValue() : Op;
  // f32 holds every integer that is in the range of f16. No integer is out of
  // the range of bf16.
  if (In.getValueType() == MVT::i64 &&
      (VT == MVT::f16 ||
       (Signed ? DAG.ComputeNumSignBits(In) >= 40
               : DAG.computeKnownBits(In).countMaxActiveBits() <= 24)))
    return DAG.getNode(ISD::FP_ROUND, DL, VT,
                       DAG.getNode(Op.getOpcode(), DL, MVT::f32, In),
                       DAG.getIntPtrConstant(0, DL, true));
  if (VT == MVT::f16)
    return SDValue();
  bool Wide = In.getValueType() == MVT::i128;
  return callHelper(Wide     ? Signed ? "__floattibf" : "__floatuntibf"
                    : Signed ? "__floatdibf"
                             : "__floatundibf",
                    VT, In, Signed, DL, DAG);
}

// Minimum and maximum that return NaN if an operand is one; the instructions
// return the other operand.
SDValue SectileTargetLowering::lowerFMinimum(SDValue Op,
                                             SelectionDAG &DAG) const {
  SDLoc DL(Op);
  EVT VT = Op.getValueType();
  SDValue A = Op.getOperand(0), B = Op.getOperand(1);
  SDValue Number = DAG.getNode(
      Op.getOpcode() == ISD::FMINIMUM ? ISD::FMINIMUMNUM : ISD::FMAXIMUMNUM, DL,
      VT, A, B);
  EVT CCVT = getSetCCResultType(DAG.getDataLayout(), *DAG.getContext(), VT);
  return DAG.getSelect(DL, VT, DAG.getSetCC(DL, CCVT, A, B, ISD::SETUO),
                       DAG.getNode(ISD::FADD, DL, VT, A, B), Number);
}

// The nearest integer, of two the one that is farther from 0: the integer part,
// and what is left of it, are exact.
SDValue SectileTargetLowering::lowerFROUND(SDValue Op,
                                           SelectionDAG &DAG) const {
  SDLoc DL(Op);
  EVT VT = Op.getValueType();
  SDValue X = Op.getOperand(0);
  SDValue Whole = DAG.getNode(ISD::FTRUNC, DL, VT, X);
  SDValue Rest =
      DAG.getNode(ISD::FABS, DL, VT, DAG.getNode(ISD::FSUB, DL, VT, X, Whole));
  SDValue Next = DAG.getNode(
      ISD::FADD, DL, VT, Whole,
      DAG.getNode(ISD::FCOPYSIGN, DL, VT, DAG.getConstantFP(1.0, DL, VT), X));
  // Not so of infinities, whose rest is a NaN.
  EVT CCVT = getSetCCResultType(DAG.getDataLayout(), *DAG.getContext(), VT);
  SDValue IsNext =
      DAG.getSetCC(DL, CCVT, DAG.getConstantFP(0.5, DL, VT), Rest, ISD::SETOLE);
  return DAG.getSelect(DL, VT, IsNext, Next, Whole);
}

//===-- Results of illegal type -------------------------------------------===//

void SectileTargetLowering::ReplaceNodeResults(
    SDNode *N, SmallVectorImpl<SDValue> &Results, SelectionDAG &DAG) const {
  SDLoc DL(N);
  auto Any = [&](unsigned I) {
    return DAG.getNode(ISD::ANY_EXTEND, DL, MVT::i64, N->getOperand(I));
  };
  auto Trunc = [&](SDValue V) {
    Results.push_back(DAG.getNode(ISD::TRUNCATE, DL, N->getValueType(0), V));
  };
  auto Binary = [&](unsigned Opcode) {
    Trunc(DAG.getNode(Opcode, DL, MVT::i64, Any(0), Any(1)));
  };
  auto Unary = [&](unsigned Opcode) {
    Trunc(DAG.getNode(Opcode, DL, MVT::i64, Any(0)));
  };
  bool Constant =
      N->getNumOperands() > 1 && isa<ConstantSDNode>(N->getOperand(1));

  switch (N->getOpcode()) {
  case ISD::ADD:
  case ISD::SUB:
  case ISD::MUL: {
    // Sign-extended here, so that no later use needs to do it.
    SDValue V = DAG.getNode(N->getOpcode(), DL, MVT::i64, Any(0), Any(1));
    Trunc(DAG.getNode(ISD::SIGN_EXTEND_INREG, DL, MVT::i64, V,
                      DAG.getValueType(MVT::i32)));
    return;
  }
  case ISD::SHL:
    if (Constant) {
      SDValue V =
          DAG.getNode(ISD::SHL, DL, MVT::i64, Any(0),
                      DAG.getZExtOrTrunc(N->getOperand(1), DL, MVT::i64));
      Trunc(DAG.getNode(ISD::SIGN_EXTEND_INREG, DL, MVT::i64, V,
                        DAG.getValueType(MVT::i32)));
      return;
    }
    return Binary(SectileISD::SLLW);
  case ISD::SRL:
    if (!Constant)
      Binary(SectileISD::SRLW);
    return;
  case ISD::SRA:
    if (!Constant)
      Binary(SectileISD::SRAW);
    return;
  case ISD::ROTL:
    return Binary(SectileISD::ROLW);
  case ISD::ROTR:
    return Binary(SectileISD::RORW);
  case ISD::SDIV:
    if (!Constant)
      Binary(SectileISD::DIVW);
    return;
  case ISD::UDIV:
    if (!Constant)
      Binary(SectileISD::DIVUW);
    return;
  case ISD::SREM:
    if (!Constant)
      Binary(SectileISD::REMW);
    return;
  case ISD::UREM:
    if (!Constant)
      Binary(SectileISD::REMUW);
    return;
  case ISD::CTLZ:
  case ISD::CTLZ_ZERO_UNDEF:
    return Unary(SectileISD::CLZW);
  case ISD::CTTZ:
  case ISD::CTTZ_ZERO_UNDEF:
    return Unary(SectileISD::CTZW);
  case ISD::CTPOP:
    return Unary(SectileISD::POPCW);
  case ISD::BSWAP:
    return Unary(SectileISD::REV8W);
  case ISD::BITCAST: {
    SDValue In = N->getOperand(0);
    if ((N->getValueType(0) == MVT::i32 && In.getValueType() == MVT::f32) ||
        (N->getValueType(0) == MVT::i16 && isHalf(In.getValueType())))
      Trunc(bits(In, DL, DAG));
    return;
  }
  case ISD::LROUND:
    Trunc(DAG.getNode(ISD::LROUND, DL, MVT::i64, N->getOperand(0)));
    return;
  case ISD::FP_TO_SINT:
  case ISD::FP_TO_UINT:
  case ISD::FP_TO_SINT_SAT:
  case ISD::FP_TO_UINT_SAT: {
    bool Signed = N->getOpcode() == ISD::FP_TO_SINT ||
                  N->getOpcode() == ISD::FP_TO_SINT_SAT;
    bool Sat = N->getOpcode() == ISD::FP_TO_SINT_SAT ||
               N->getOpcode() == ISD::FP_TO_UINT_SAT;
    if (Sat && cast<VTSDNode>(N->getOperand(1))->getVT() != MVT::i32)
      return;
    SDValue In = N->getOperand(0);
    if (isHalf(In.getValueType()))
      In = DAG.getNode(ISD::FP_EXTEND, DL, MVT::f32, In);
    if (In.getValueType() != MVT::f32 && In.getValueType() != MVT::f64)
      return;
    Trunc(DAG.getNode(Signed ? SectileISD::FP_TO_W : SectileISD::FP_TO_WU, DL,
                      MVT::i64, In));
    return;
  } break;
  default:
    break;
  }
}

void SectileTargetLowering::finalizeLowering(MachineFunction &MF) const {
  auto *Info = MF.getInfo<SectileMachineFunctionInfo>();
  MF.getFrameInfo().computeMaxCallFrameSize(MF);
  Info->LargeCallFrame = MF.getFrameInfo().getMaxCallFrameSize() > 3000;
  Info->Realign = MF.getFrameInfo().getMaxAlign() >
                      Subtarget.getFrameLowering()->getStackAlign() ||
                  MF.getFunction().hasFnAttribute("stackrealign");
  TargetLowering::finalizeLowering(MF);
}

//===-- Known bits --------------------------------------------------------===//

void SectileTargetLowering::computeKnownBitsForTargetNode(
    const SDValue Op, KnownBits &Known, const APInt &DemandedElts,
    const SelectionDAG &DAG, unsigned Depth) const {
  Known.resetAll();
  switch (Op.getOpcode()) {
  case SectileISD::CLZW:
  case SectileISD::CTZW:
  case SectileISD::POPCW:
    Known.Zero.setBitsFrom(6);
    break;
  default:
    break;
  }
}

unsigned SectileTargetLowering::ComputeNumSignBitsForTargetNode(
    SDValue Op, const APInt &DemandedElts, const SelectionDAG &DAG,
    unsigned Depth) const {
  switch (Op.getOpcode()) {
  case SectileISD::SLLW:
  case SectileISD::SRLW:
  case SectileISD::SRAW:
  case SectileISD::ROLW:
  case SectileISD::RORW:
  case SectileISD::DIVW:
  case SectileISD::DIVUW:
  case SectileISD::REMW:
  case SectileISD::REMUW:
  case SectileISD::REV8W:
  case SectileISD::FP_TO_W:
  case SectileISD::FP_TO_WU:
    return 33;
  case SectileISD::TGETW:
    return Op.getValueType() == MVT::i64 ? 33 : 1;
  default:
    break;
  }
  return 1;
}

//===-- Combines ----------------------------------------------------------===//

// A vector of fifteen floats is widened to a tile, one of fifteen booleans to
// sixteen. LLVM assumes that operands and result of a comparison are widened to
// the same length, and otherwise compares the first elements only. Such a
// comparison is split into scalars here.
static SDValue combineOddComparison(SDNode *N, const TargetLowering &TLI,
                                    TargetLowering::DAGCombinerInfo &DCI) {
  EVT VT = N->getValueType(0), In = N->getOperand(0).getValueType();
  if (!VT.isVector() || !DCI.isBeforeLegalize())
    return SDValue();
  SelectionDAG &DAG = DCI.DAG;
  auto Wide = [&](EVT T) {
    bool Widens = TLI.getTypeAction(*DAG.getContext(), T) ==
                  TargetLowering::TypeWidenVector;
    return Widens ? TLI.getTypeToTransformTo(*DAG.getContext(), T)
                        .getVectorNumElements()
                  : 0;
  };
  unsigned WideVT = Wide(VT), WideIn = Wide(In);
  return WideVT && WideIn && WideVT != WideIn ? DAG.UnrollVectorOp(N)
                                              : SDValue();
}

// Elements that are not whole bytes are packed in memory. LLVM loads them one
// by one, each from a whole byte, if their number is no power of two and all of
// them fill whole bytes. Such a vector is taken from one integer here. It is
// wider than the vector: else LLVM would make it a load of the vector again.
static SDValue combineOddLoad(SDNode *N, TargetLowering::DAGCombinerInfo &DCI) {
  auto *Load = cast<LoadSDNode>(N);
  EVT VT = Load->getValueType(0);
  if (!DCI.isBeforeLegalize() || !VT.isFixedLengthVector() ||
      VT.getVectorElementType().isByteSized() || !VT.isByteSized() ||
      VT.isPow2VectorType() || !ISD::isNormalLoad(Load))
    return SDValue();
  SelectionDAG &DAG = DCI.DAG;
  SDLoc DL(N);
  unsigned Bits = VT.getScalarSizeInBits();
  EVT MemoryVT = EVT::getIntegerVT(*DAG.getContext(), VT.getSizeInBits());
  EVT WholeVT = EVT::getIntegerVT(*DAG.getContext(), VT.getSizeInBits() + 8);
  SDValue Whole =
      DAG.getExtLoad(ISD::EXTLOAD, DL, WholeVT, Load->getChain(),
                     Load->getBasePtr(), MemoryVT, Load->getMemOperand());
  SmallVector<SDValue, 32> Elements;
  for (unsigned I = 0; I < VT.getVectorNumElements(); ++I)
    Elements.push_back(DAG.getNode(
        ISD::TRUNCATE, DL, VT.getVectorElementType(),
        DAG.getNode(ISD::SRL, DL, WholeVT, Whole,
                    DAG.getShiftAmountConstant(I * Bits, WholeVT, DL))));
  return DCI.CombineTo(N, DAG.getBuildVector(VT, DL, Elements),
                       Whole.getValue(1));
}

bool Sectile::sharesPage(const GlobalAddressSDNode &G, int64_t Offset,
                         const SelectionDAG &DAG) {
  Align A = G.getGlobal()->getPointerAlignment(DAG.getDataLayout());
  return G.getOffset() == 0 && Offset >= 0 &&
         uint64_t(Offset) < std::min<uint64_t>(A.value(), 4096);
}

bool Sectile::isAccessed(const SDNode *Address) {
  return all_of(Address->users(), [&](const SDNode *User) {
    const auto *Access = dyn_cast<LSBaseSDNode>(User);
    if (!Access || Access->getMemoryVT().isVector())
      return false;
    const auto *Store = dyn_cast<StoreSDNode>(Access);
    return !Store || Store->getValue().getNode() != Address;
  });
}

SDValue SectileTargetLowering::PerformDAGCombine(SDNode *N,
                                                 DAGCombinerInfo &DCI) const {
  if (N->getOpcode() == ISD::SETCC)
    if (SDValue V = combineOddComparison(N, *this, DCI))
      return V;
  if (N->getOpcode() == ISD::LOAD)
    return combineOddLoad(N, DCI);
  if (SDValue V = combineNarrow(N, DCI))
    return V;
  SelectionDAG &DAG = DCI.DAG;
  SDLoc DL(N);
  switch (N->getOpcode()) {
  case ISD::ADD: {
    // A symbol with one offset only: the linker adds it. An access within the
    // symbol's alignment adds it to the low part, and shares the page.
    SDValue Sym = N->getOperand(0);
    auto *C = dyn_cast<ConstantSDNode>(N->getOperand(1));
    auto *G = dyn_cast<GlobalAddressSDNode>(Sym);
    if (C && G && Sym.getOpcode() == ISD::GlobalAddress && Sym.hasOneUse() &&
        isInt<32>(C->getSExtValue()) &&
        isInt<31>(G->getOffset() + C->getSExtValue()) &&
        !(Sectile::sharesPage(*G, C->getSExtValue(), DAG) &&
          Sectile::isAccessed(N)))
      return DAG.getGlobalAddress(G->getGlobal(), DL, MVT::i64,
                                  G->getOffset() + C->getSExtValue());
    break;
  } break;
  default:
    break;
  }
  return SDValue();
}

//===-- Types -------------------------------------------------------------===//

EVT SectileTargetLowering::getSetCCResultType(const DataLayout &DL,
                                              LLVMContext &Context,
                                              EVT VT) const {
  if (!VT.isVector())
    return MVT::i64;
  return VT.changeVectorElementTypeToInteger();
}

TargetLoweringBase::LegalizeTypeAction
SectileTargetLowering::getPreferredVectorAction(MVT VT) const {
  if (!VT.isScalableVector()) {
    unsigned N = VT.getVectorNumElements();
    unsigned Bits = VT.getScalarSizeInBits();
    // A vector of nearly 256 lanes is widened to a tile of words, a small one
    // is split into scalars. So is one of 128 narrow elements: the packed types
    // have many times as many lanes and hardly any operation.
    if (N == 1)
      return TypeScalarizeVector;
    if (N < 128 || (N == 128 && Bits < 32) ||
        (Bits > 32 && VT.isPow2VectorType()))
      return TypeSplitVector;
  }
  return TargetLoweringBase::getPreferredVectorAction(VT);
}

bool SectileTargetLowering::isTypeDesirableForOp(unsigned Opcode,
                                                 EVT VT) const {
  return isTypeLegal(VT);
}

bool SectileTargetLowering::shouldSignExtendTypeInLibCall(Type *Ty,
                                                          bool IsSigned) const {
  return IsSigned || Ty->isIntegerTy(32);
}

//===-- Costs -------------------------------------------------------------===//

bool SectileTargetLowering::isLegalAddressingMode(const DataLayout &DL,
                                                  const AddrMode &AM, Type *Ty,
                                                  unsigned AS,
                                                  Instruction *I) const {
  if (AM.BaseGV || AM.ScalableOffset)
    return false;
  // Tiles: a whole number of rows.
  if (Ty->isVectorTy())
    return AM.Scale == 0 && isShiftedInt<15, 6>(AM.BaseOffs);
  if (AM.Scale == 0)
    return isInt<13>(AM.BaseOffs);
  if (AM.BaseOffs)
    return AM.Scale == 1 && !AM.HasBaseReg && isInt<13>(AM.BaseOffs);
  if (!isPowerOf2_64(AM.Scale) || AM.Scale > 128)
    return false;
  return AM.HasBaseReg || AM.Scale == 2 || AM.Scale == 1;
}

bool SectileTargetLowering::isLegalICmpImmediate(int64_t Imm) const {
  return isInt<13>(Imm);
}
bool SectileTargetLowering::isLegalAddImmediate(int64_t Imm) const {
  return isInt<13>(Imm);
}

bool SectileTargetLowering::isTruncateFree(Type *From, Type *To) const {
  return From->isIntegerTy() && To->isIntegerTy() &&
         From->getScalarSizeInBits() == 64 && To->getScalarSizeInBits() == 32;
}
bool SectileTargetLowering::isTruncateFree(EVT From, EVT To) const {
  return From.isScalarInteger() && To.isScalarInteger() &&
         From.getSizeInBits() == 64 && To.getSizeInBits() == 32;
}

bool SectileTargetLowering::isZExtFree(SDValue Val, EVT VT2) const {
  if (auto *LD = dyn_cast<LoadSDNode>(Val)) {
    EVT Mem = LD->getMemoryVT();
    if ((Mem == MVT::i8 || Mem == MVT::i16) &&
        (LD->getExtensionType() == ISD::NON_EXTLOAD ||
         LD->getExtensionType() == ISD::ZEXTLOAD))
      return true;
  }
  return TargetLowering::isZExtFree(Val, VT2);
}

// Of all constants with the same effect, chooses one that fits an immediate.
bool SectileTargetLowering::targetShrinkDemandedConstant(
    SDValue Op, const APInt &DemandedBits, const APInt &,
    TargetLoweringOpt &TLO) const {
  EVT VT = Op.getValueType();
  if (!TLO.LegalOps || VT != MVT::i64)
    return false;
  unsigned Opcode = Op.getOpcode();
  if (Opcode != ISD::AND && Opcode != ISD::OR && Opcode != ISD::XOR)
    return false;
  auto *C = dyn_cast<ConstantSDNode>(Op.getOperand(1));
  if (!C)
    return false;
  const APInt &Mask = C->getAPIntValue();
  APInt Needed = Mask & DemandedBits, Allowed = Mask | ~DemandedBits;
  auto IsFine = [&](const APInt &M) {
    return Needed.isSubsetOf(M) && M.isSubsetOf(Allowed);
  };
  auto Use = [&](const APInt &M) {
    if (M == Mask)
      return true; // keep it from being changed
    SDLoc DL(Op);
    return TLO.CombineTo(Op, TLO.DAG.getNode(Opcode, DL, VT, Op.getOperand(0),
                                             TLO.DAG.getConstant(M, DL, VT)));
  };
  if (Opcode == ISD::AND) {
    // A zero extension, which folds into many things.
    for (unsigned Bits : {8, 16, 32}) {
      APInt M = APInt::getLowBitsSet(64, Bits);
      if (IsFine(M))
        return Use(M);
    }
    // A mask of low bits, or all ones except for one run of zeros.
    if (Mask.isMask() || (~Mask).isShiftedMask())
      return Use(Mask);
  }
  if (Needed.isSignedIntN(13) && Needed.isNonNegative())
    return Use(Needed);
  APInt Negative = Needed;
  Negative.setBitsFrom(12);
  if (IsFine(Negative))
    return Use(Negative);
  if (Opcode == ISD::AND) {
    const APInt &Ones = Allowed; // as many ones as possible, maybe one hole
    if ((~Ones).isShiftedMask())
      return Use(Ones);
  }
  return false;
}

bool SectileTargetLowering::isSExtCheaperThanZExt(EVT Src, EVT Dst) const {
  return Src == MVT::i32 && Dst == MVT::i64;
}

bool SectileTargetLowering::hasAndNotCompare(SDValue Y) const {
  return Y.getValueType().isScalarInteger() && !isa<ConstantSDNode>(Y);
}

bool SectileTargetLowering::hasBitTest(SDValue X, SDValue Y) const {
  // A constant bit only.
  auto *C = dyn_cast<ConstantSDNode>(Y);
  return C && X.getValueType().isScalarInteger();
}

bool SectileTargetLowering::isMaskAndCmp0FoldingBeneficial(
    const Instruction &AndI) const {
  // A single bit, for the bit-test branches.
  auto *C = dyn_cast<ConstantInt>(AndI.getOperand(1));
  return C && C->getValue().isPowerOf2();
}

bool SectileTargetLowering::isFPImmLegal(const APFloat &Imm, EVT VT,
                                         bool) const {
  if (VT == MVT::f32 || VT == MVT::f16 || VT == MVT::bf16)
    return true;
  return VT == MVT::f64 &&
         SectileMatInt::cost(Imm.bitcastToAPInt().getSExtValue()) <= 2;
}

bool SectileTargetLowering::isFMAFasterThanFMulAndFAdd(const MachineFunction &,
                                                       EVT VT) const {
  EVT S = VT.getScalarType();
  return S == MVT::f32 || (S == MVT::f64 && !VT.isVector());
}

bool SectileTargetLowering::decomposeMulByConstant(LLVMContext &, EVT VT,
                                                   SDValue C) const {
  if (!VT.isScalarInteger() || VT.getSizeInBits() > 64)
    return false;
  auto *K = dyn_cast<ConstantSDNode>(C);
  if (!K)
    return false;
  const APInt &V = K->getAPIntValue();
  // One shifted addition, or a shift and a subtraction.
  return (V + 1).isPowerOf2() || (V - 1).isPowerOf2() || (1 - V).isPowerOf2() ||
         (-1 - V).isPowerOf2();
}

bool SectileTargetLowering::shouldConvertConstantLoadToIntImm(const APInt &Imm,
                                                              Type *Ty) const {
  return Ty->isIntegerTy() && Ty->getIntegerBitWidth() <= 64;
}

bool SectileTargetLowering::isMulAddWithConstProfitable(
    SDValue AddNode, SDValue ConstNode) const {
  // (x + c1) * c2 -> x * c2 + c1 * c2 must not need a larger constant.
  EVT VT = AddNode.getValueType();
  if (VT.isVector() || VT.getScalarSizeInBits() > 64)
    return true;
  const auto *C1 = cast<ConstantSDNode>(AddNode.getOperand(1));
  const auto *C2 = cast<ConstantSDNode>(ConstNode);
  APInt Product = C1->getAPIntValue() * C2->getAPIntValue();
  return !(C1->getAPIntValue().isSignedIntN(13) && !Product.isSignedIntN(13));
}

bool SectileTargetLowering::shouldFormOverflowOp(unsigned Opcode, EVT VT,
                                                 bool MathUsed) const {
  return false;
}

bool SectileTargetLowering::signExtendConstant(const ConstantInt *CI) const {
  return CI->getType()->isIntegerTy(32);
}

bool SectileTargetLowering::isDesirableToCommuteWithShift(
    const SDNode *N, CombineLevel Level) const {
  // (shl (add x, c), k): an addition whose constant stays small is better done
  // before, where it may be shared; loads scale by themselves.
  SDValue Add = N->getOperand(0);
  if (!Add.hasOneUse())
    return false;
  if (Add.getNumOperands() < 2)
    return true;
  auto *C1 = dyn_cast<ConstantSDNode>(Add.getOperand(1));
  auto *C2 = dyn_cast<ConstantSDNode>(N->getOperand(1));
  if (C1 && C2 && N->getOpcode() == ISD::SHL && Add.getOpcode() == ISD::ADD) {
    APInt Shifted = C1->getAPIntValue().shl(C2->getZExtValue());
    if (C1->getAPIntValue().isSignedIntN(13) && !Shifted.isSignedIntN(13))
      return false;
  }
  return true;
}

bool SectileTargetLowering::allowsMisalignedMemoryAccesses(
    EVT VT, unsigned, Align, MachineMemOperand::Flags, unsigned *Fast) const {
  if (Fast)
    *Fast = 1;
  return true;
}

EVT SectileTargetLowering::getOptimalMemOpType(LLVMContext &, const MemOp &Op,
                                               const AttributeList &) const {
  // The accesses overlap where the size is odd.
  if (Op.size() >= 8)
    return MVT::i64;
  if (Op.size() >= 4)
    return MVT::i32;
  return MVT::Other;
}

//===-- Atomics -----------------------------------------------------------===//

bool SectileTargetLowering::shouldInsertFencesForAtomic(
    const Instruction *I) const {
  // The read-modify-writes are sequentially consistent by themselves.
  return isa<LoadInst>(I) || isa<StoreInst>(I);
}

TargetLowering::AtomicExpansionKind
SectileTargetLowering::shouldExpandAtomicRMWInIR(AtomicRMWInst *RMW) const {
  switch (RMW->getOperation()) {
  case AtomicRMWInst::Xchg:
    if (!RMW->getType()->isIntegerTy() && !RMW->getType()->isPointerTy())
      return AtomicExpansionKind::CmpXChg;
    break;
  case AtomicRMWInst::Add:
  case AtomicRMWInst::Sub:
  case AtomicRMWInst::And:
  case AtomicRMWInst::Or:
  case AtomicRMWInst::Xor:
  case AtomicRMWInst::Max:
  case AtomicRMWInst::Min:
  case AtomicRMWInst::UMax:
  case AtomicRMWInst::UMin:
    break;
  default:
    return AtomicExpansionKind::CmpXChg;
  }
  uint64_t Bits = RMW->getType()->getPrimitiveSizeInBits();
  return Bits && Bits < 32 ? AtomicExpansionKind::CmpXChg
                           : AtomicExpansionKind::None;
}

//===-- Inline assembly ---------------------------------------------------===//

TargetLowering::ConstraintType
SectileTargetLowering::getConstraintType(StringRef Constraint) const {
  if (Constraint.size() == 1)
    switch (Constraint[0]) {
    case 't':
      return C_RegisterClass;
    case 'I':
    case 'J':
    case 'K':
      return C_Immediate;
    default:
      break;
    }
  return TargetLowering::getConstraintType(Constraint);
}

static MCRegister matchRegister(StringRef Name) {
  for (unsigned I = 0; I < 32; ++I)
    if (Name == ("r" + Twine(I)).str())
      return Sectile::R0 + I;
#define SECTILE_GPR_NAME(Number, Role)                                         \
  if (Name == Role)                                                            \
    return Sectile::R0 + Number;
#include "sectile/registers.def"
  return {};
}

std::pair<unsigned, const TargetRegisterClass *>
SectileTargetLowering::getRegForInlineAsmConstraint(
    const TargetRegisterInfo *TRI, StringRef Constraint, MVT VT) const {
  if (Constraint == "r") {
    if (VT.isVector() && VT.getSizeInBits() > 64)
      return {0U, nullptr};
    return {0U, &Sectile::GPRRegClass};
  }
  // The vectors that "r" does not take.
  if (Constraint == "t") {
    if (VT != MVT::Other && (!VT.isVector() || VT.getSizeInBits() <= 64))
      return {0U, nullptr};
    return {0U, &Sectile::TRRegClass};
  }
  // {a0} and {r4} alike.
  if (Constraint.size() > 2 && Constraint.front() == '{')
    if (MCRegister Reg = matchRegister(Constraint.drop_front().drop_back()))
      return {Reg, &Sectile::GPRRegClass};
  return TargetLowering::getRegForInlineAsmConstraint(TRI, Constraint, VT);
}

void SectileTargetLowering::LowerAsmOperandForConstraint(
    SDValue Op, StringRef Constraint, std::vector<SDValue> &Ops,
    SelectionDAG &DAG) const {
  if (Constraint.size() == 1 && StringRef("IJK").contains(Constraint[0])) {
    auto *C = dyn_cast<ConstantSDNode>(Op);
    if (!C)
      return;
    int64_t V = C->getSExtValue();
    bool Fits = Constraint[0] == 'I'   ? isInt<13>(V)
                : Constraint[0] == 'J' ? V == 0
                                       : isUInt<13>(V);
    if (Fits)
      Ops.push_back(DAG.getSignedTargetConstant(V, SDLoc(Op), MVT::i64));
    return;
  }
  TargetLowering::LowerAsmOperandForConstraint(Op, Constraint, Ops, DAG);
}

Register
SectileTargetLowering::getRegisterByName(const char *Name, LLT,
                                         const MachineFunction &MF) const {
  MCRegister Reg = matchRegister(Name);
  if (Reg && Subtarget.getRegisterInfo()->getReservedRegs(MF)[Reg])
    return Reg;
  report_fatal_error(
      Twine("register '") + Name + "' is unknown or not reserved", false);
}

const MCPhysReg *
SectileTargetLowering::getScratchRegisters(CallingConv::ID) const {
  static const MCPhysReg Regs[] = {SectileFrame::Scratch, 0};
  return Regs;
}

Register
SectileTargetLowering::getExceptionPointerRegister(const Constant *) const {
  return Sectile::R4;
}
Register
SectileTargetLowering::getExceptionSelectorRegister(const Constant *) const {
  return Sectile::R5;
}
