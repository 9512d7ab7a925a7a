// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileISelTiles.cpp - vectors as tiles ----------------------------===//
//
// Vectors of 256 words are tiles with elementwise instructions; the packed
// types are tiles that only the intrinsics compute on. An operation without an
// instruction goes through the stack where it can, rather than through 256
// scalars.
//
//===----------------------------------------------------------------------===//

#include "Sectile.h"
#include "SectileISelLowering.h"
#include "SectileSubtarget.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/SelectionDAG.h"

using namespace llvm;

void SectileTargetLowering::initTiles() {
  const MVT Tiles[] = {MVT::v256i32, MVT::v256f32, MVT::v512i16, MVT::v512f16,
                       MVT::v1024i8};
  for (MVT VT : Tiles) {
    for (unsigned Op = 0; Op < ISD::BUILTIN_OP_END; ++Op)
      setOperationAction(Op, VT, Expand);
    setOperationAction({ISD::LOAD, ISD::STORE, ISD::BITCAST, ISD::UNDEF,
                        ISD::POISON, ISD::CopyToReg, ISD::CopyFromReg,
                        ISD::FREEZE},
                       VT, Legal);
    setOperationAction({ISD::BUILD_VECTOR, ISD::VECTOR_SHUFFLE, ISD::SELECT},
                       VT, Custom);
  }
  // Extending loads and truncating stores of any vector.
  for (MVT VT : MVT::fixedlen_vector_valuetypes())
    for (MVT Mem : MVT::fixedlen_vector_valuetypes()) {
      setTruncStoreAction(VT, Mem, Expand);
      for (auto Ext : {ISD::SEXTLOAD, ISD::ZEXTLOAD, ISD::EXTLOAD})
        setLoadExtAction(Ext, VT, Mem, Expand);
    }

  for (auto Ext : {ISD::SEXTLOAD, ISD::ZEXTLOAD, ISD::EXTLOAD})
    setLoadExtAction(Ext, MVT::v256i32, MVT::v256i8, Legal);
  setTruncStoreAction(MVT::v256i32, MVT::v256i8, Legal);

  for (MVT VT : {MVT::v256i32, MVT::v256f32})
    setOperationAction({ISD::EXTRACT_VECTOR_ELT, ISD::INSERT_VECTOR_ELT}, VT,
                       Custom);
  for (MVT VT : {MVT::v512i16, MVT::v512f16, MVT::v1024i8})
    setOperationAction(ISD::INSERT_VECTOR_ELT, VT, Custom);

  setOperationAction({ISD::ADD, ISD::SUB, ISD::MUL, ISD::MULHS, ISD::SHL,
                      ISD::SRL, ISD::SRA, ISD::AND, ISD::OR, ISD::XOR,
                      ISD::SMIN, ISD::SMAX, ISD::UMIN, ISD::UMAX, ISD::SETCC,
                      ISD::VSELECT, ISD::FP_TO_SINT},
                     MVT::v256i32, Legal);
  setOperationAction({ISD::VECREDUCE_ADD, ISD::VECREDUCE_MUL,
                      ISD::VECREDUCE_AND, ISD::VECREDUCE_OR, ISD::VECREDUCE_XOR,
                      ISD::VECREDUCE_SMIN, ISD::VECREDUCE_SMAX,
                      ISD::VECREDUCE_UMIN, ISD::VECREDUCE_UMAX},
                     MVT::v256i32, Custom);
  setCondCodeAction({ISD::SETGT, ISD::SETGE, ISD::SETUGT, ISD::SETUGE},
                    MVT::v256i32, Expand);
  setOperationAction({ISD::FP_TO_UINT, ISD::MULHU, ISD::SDIV, ISD::UDIV,
                      ISD::SREM, ISD::UREM, ISD::BSWAP},
                     MVT::v256i32, Custom);

  setOperationAction({ISD::FADD,    ISD::FSUB,        ISD::FMUL,
                      ISD::FDIV,    ISD::FMA,         ISD::FSQRT,
                      ISD::FNEG,    ISD::FABS,        ISD::FMINNUM,
                      ISD::FMAXNUM, ISD::FMINIMUMNUM, ISD::FMAXIMUMNUM,
                      ISD::FRINT,   ISD::FNEARBYINT,  ISD::FROUNDEVEN,
                      ISD::FFLOOR,  ISD::FCEIL,       ISD::FTRUNC,
                      ISD::SETCC,   ISD::VSELECT,     ISD::SINT_TO_FP},
                     MVT::v256f32, Legal);
  setOperationAction({ISD::FMINIMUM, ISD::FMAXIMUM, ISD::FROUND}, MVT::v256f32,
                     Custom);
  setOperationAction(ISD::SINT_TO_FP, MVT::v256i32, Legal);
  setOperationAction({ISD::VECREDUCE_FADD, ISD::VECREDUCE_FMUL,
                      ISD::VECREDUCE_FMIN, ISD::VECREDUCE_FMAX},
                     MVT::v256f32, Custom);
  setCondCodeAction({ISD::SETOGT, ISD::SETOGE, ISD::SETONE, ISD::SETO,
                     ISD::SETUO, ISD::SETUEQ, ISD::SETUGT, ISD::SETUGE,
                     ISD::SETULT, ISD::SETULE, ISD::SETGT, ISD::SETGE},
                    MVT::v256f32, Expand);

  setTargetDAGCombine(
      {ISD::FADD,       ISD::FSUB,        ISD::FMUL,        ISD::FDIV,
       ISD::FSQRT,      ISD::FNEG,        ISD::FABS,        ISD::FMINNUM,
       ISD::FMAXNUM,    ISD::FMINIMUMNUM, ISD::FMAXIMUMNUM, ISD::FMINIMUM,
       ISD::FMAXIMUM,   ISD::FRINT,       ISD::FNEARBYINT,  ISD::FROUNDEVEN,
       ISD::FFLOOR,     ISD::FCEIL,       ISD::FTRUNC,      ISD::VSELECT,
       ISD::SETCC,      ISD::FP_TO_SINT,  ISD::FP_TO_UINT,  ISD::SINT_TO_FP,
       ISD::UINT_TO_FP, ISD::FP_EXTEND,   ISD::STORE});

  // Bitwise operations are the same for all element types.
  for (MVT VT : {MVT::v512i16, MVT::v1024i8})
    for (unsigned Op : {ISD::AND, ISD::OR, ISD::XOR}) {
      setOperationAction(Op, VT, Promote);
      AddPromotedToType(Op, VT, MVT::v256i32);
    }
}

//===-- Building ----------------------------------------------------------===//

SDValue SectileTargetLowering::lowerBuildVector(SDValue Op,
                                                SelectionDAG &DAG) const {
  SDLoc DL(Op);
  MVT VT = Op.getSimpleValueType();
  auto *BV = cast<BuildVectorSDNode>(Op);
  bool Words = VT.getScalarSizeInBits() == 32;

  if (ISD::isBuildVectorAllZeros(BV))
    return DAG.getNode(SectileISD::TZERO, DL, VT);

  // A constant that repeats within 32 bits.
  APInt Value, Undefined;
  unsigned Size;
  bool AnyUndefined;
  if (BV->isConstantSplat(Value, Undefined, Size, AnyUndefined, 8) &&
      Size <= 32) {
    APInt Word = APInt::getSplat(32, Value.trunc(Size));
    // As a float, so that it can be an instruction's scalar operand.
    if (VT == MVT::v256f32)
      return DAG.getNode(SectileISD::SPLAT, DL, VT,
                         DAG.getConstantFP(APFloat(APFloat::IEEEsingle(), Word),
                                           DL, MVT::f32));
    SDValue S = DAG.getNode(SectileISD::SPLAT, DL, MVT::v256i32,
                            DAG.getConstant(Word.sext(64), DL, MVT::i64));
    return DAG.getBitcast(VT, S);
  }
  if (SDValue Splat = BV->getSplatValue()) {
    if (Words)
      return DAG.getNode(SectileISD::SPLAT, DL, VT, Splat);
    // Repeat a narrow element within a word.
    unsigned Bits = VT.getScalarSizeInBits();
    SDValue V = VT.isFloatingPoint()
                    ? DAG.getNode(SectileISD::FP_TO_BITS, DL, MVT::i64, Splat)
                    : DAG.getAnyExtOrTrunc(Splat, DL, MVT::i64);
    V = DAG.getNode(ISD::AND, DL, MVT::i64, V,
                    DAG.getConstant((1u << Bits) - 1, DL, MVT::i64));
    V = DAG.getNode(
        ISD::MUL, DL, MVT::i64, V,
        DAG.getConstant(Bits == 8 ? 0x01010101 : 0x00010001, DL, MVT::i64));
    return DAG.getBitcast(VT,
                          DAG.getNode(SectileISD::SPLAT, DL, MVT::v256i32, V));
  }

  // start + n * step: the linear indices.
  if (VT == MVT::v256i32) {
    std::optional<int64_t> Previous;
    int64_t Start = 0, Step = 0;
    bool Sequence = true;
    for (unsigned I = 0; Sequence && I < 256; ++I) {
      auto *C = dyn_cast<ConstantSDNode>(BV->getOperand(I));
      if (!C) {
        Sequence = false;
        break;
      }
      int64_t V = int32_t(C->getZExtValue());
      if (I == 0)
        Start = V;
      else if (I == 1)
        Step = V - Start;
      else
        Sequence = int32_t(*Previous + Step) == V;
      Previous = V;
    }
    if (Sequence) {
      SDValue S = DAG.getNode(SectileISD::TIDXLIN, DL, VT);
      auto Splat = [&](int64_t K) {
        return DAG.getNode(SectileISD::SPLAT, DL, VT,
                           DAG.getSignedConstant(int32_t(K), DL, MVT::i64));
      };
      if (Step != 1)
        S = DAG.getNode(ISD::MUL, DL, VT, S, Splat(Step));
      if (Start)
        S = DAG.getNode(ISD::ADD, DL, VT, S, Splat(Start));
      return S;
    }
  }

  if (BV->isConstant()) {
    SmallVector<Constant *, 0> Elements;
    Type *EltTy =
        EVT(VT.getVectorElementType()).getTypeForEVT(*DAG.getContext());
    for (SDValue E : BV->op_values()) {
      if (auto *C = dyn_cast<ConstantSDNode>(E))
        Elements.push_back(ConstantInt::get(
            EltTy, C->getAPIntValue().trunc(VT.getScalarSizeInBits())));
      else if (auto *F = dyn_cast<ConstantFPSDNode>(E))
        Elements.push_back(const_cast<ConstantFP *>(F->getConstantFPValue()));
      else
        Elements.push_back(Constant::getNullValue(EltTy));
    }
    SDValue CP =
        DAG.getConstantPool(ConstantVector::get(Elements), MVT::i64, Align(64));
    return DAG.getLoad(
        VT, DL, DAG.getEntryNode(), CP,
        MachinePointerInfo::getConstantPool(DAG.getMachineFunction()),
        Align(64));
  }

  // A few words one by one, after those that are constants, many through
  // memory.
  if (!Words)
    return SDValue();
  auto IsConstant = [](SDValue V) {
    return isa<ConstantSDNode, ConstantFPSDNode>(V);
  };
  auto Few = [&](auto Of) { return count_if(BV->op_values(), Of) <= 16; };
  const bool Together = !Few([](SDValue V) { return !V.isUndef(); });
  if (Together &&
      !Few([&](SDValue V) { return !V.isUndef() && !IsConstant(V); }))
    return SDValue();
  SmallVector<SDValue, 0> Constants;
  for (SDValue E : BV->op_values())
    Constants.push_back(
        Together && IsConstant(E) ? E : DAG.getUNDEF(E.getValueType()));
  SDValue V = DAG.getBuildVector(VT, DL, Constants);
  for (auto [I, E] : enumerate(BV->op_values()))
    if (!E.isUndef() && Constants[I].isUndef())
      V = DAG.getNode(SectileISD::TPUTW, DL, VT, V, E,
                      DAG.getConstant(I, DL, MVT::i64));
  return V;
}

// A narrow element is inserted into its word. Many go through memory together:
// LLVM would make a shuffle of each, whose elements are collected one by one.
SDValue SectileTargetLowering::lowerPackedInsertion(SDValue Op,
                                                    SelectionDAG &DAG) const {
  SDLoc DL(Op);
  MVT VT = Op.getSimpleValueType();
  unsigned Bits = VT.getScalarSizeInBits();
  auto Element = [&](SDValue Insertion) {
    SDValue V = Insertion.getOperand(1);
    return VT.isFloatingPoint()
               ? DAG.getNode(SectileISD::FP_TO_BITS, DL, MVT::i64, V)
               : DAG.getAnyExtOrTrunc(V, DL, MVT::i64);
  };

  // The last element of each place, and the vector before all of them.
  SmallDenseMap<uint64_t, SDValue, 16> Elements;
  SDValue Base = Op;
  while (Base.getOpcode() == ISD::INSERT_VECTOR_ELT &&
         (Base == Op || Base.hasOneUse()) &&
         isa<ConstantSDNode>(Base.getOperand(2))) {
    Elements.try_emplace(Base.getConstantOperandVal(2), Base);
    Base = Base.getOperand(0);
  }
  if (Elements.size() > 8) {
    MachineFunction &MF = DAG.getMachineFunction();
    SDValue Slot =
        DAG.CreateStackTemporary(TypeSize::getFixed(1024), Align(64));
    int FI = cast<FrameIndexSDNode>(Slot)->getIndex();
    SDValue Chain =
        DAG.getStore(DAG.getEntryNode(), DL, Base, Slot,
                     MachinePointerInfo::getFixedStack(MF, FI), Align(64));
    SmallVector<SDValue, 0> Stores;
    for (auto [Place, Insertion] : Elements) {
      if (Place >= VT.getVectorNumElements())
        continue; // any result
      unsigned Offset = Place * Bits / 8;
      Stores.push_back(DAG.getTruncStore(
          Chain, DL, Element(Insertion),
          DAG.getMemBasePlusOffset(Slot, TypeSize::getFixed(Offset), DL),
          MachinePointerInfo::getFixedStack(MF, FI, Offset),
          MVT::getIntegerVT(Bits)));
    }
    if (!Stores.empty())
      Chain = DAG.getTokenFactor(DL, Stores);
    return DAG.getLoad(VT, DL, Chain, Slot,
                       MachinePointerInfo::getFixedStack(MF, FI), Align(64));
  }

  auto Node = [&](unsigned Opcode, SDValue A, SDValue B) {
    return DAG.getNode(Opcode, DL, MVT::i64, A, B);
  };
  auto Number = [&](uint64_t V) { return DAG.getConstant(V, DL, MVT::i64); };
  SDValue Words = DAG.getBitcast(MVT::v256i32, Op.getOperand(0));
  SDValue Place = DAG.getZExtOrTrunc(Op.getOperand(2), DL, MVT::i64);
  SDValue At = Node(ISD::SRL, Place, Number(Log2_32(32 / Bits)));
  SDValue Shift = Node(ISD::SHL, Node(ISD::AND, Place, Number(32 / Bits - 1)),
                       Number(Log2_32(Bits)));
  SDValue Mask = Number(maskTrailingOnes<uint64_t>(Bits));
  SDValue Rest =
      Node(ISD::AND, DAG.getNode(SectileISD::TGETW, DL, MVT::i64, Words, At),
           DAG.getNOT(DL, Node(ISD::SHL, Mask, Shift), MVT::i64));
  SDValue New = Node(ISD::SHL, Node(ISD::AND, Element(Op), Mask), Shift);
  return DAG.getBitcast(VT, DAG.getNode(SectileISD::TPUTW, DL, MVT::v256i32,
                                        Words, Node(ISD::OR, Rest, New), At));
}

//===-- Shuffles ----------------------------------------------------------===//

SDValue SectileTargetLowering::lowerVectorShuffle(SDValue Op,
                                                  SelectionDAG &DAG) const {
  SDLoc DL(Op);
  MVT VT = Op.getSimpleValueType();
  auto *SV = cast<ShuffleVectorSDNode>(Op);
  ArrayRef<int> Mask = SV->getMask();
  SDValue A = Op.getOperand(0);

  auto Matches = [&](auto Want) {
    for (unsigned I = 0; I < Mask.size(); ++I)
      if (Mask[I] >= 0 && Mask[I] != int(Want(I)))
        return false;
    return true;
  };
  auto Node = [&](unsigned Opcode, ArrayRef<SDValue> Ops) {
    return SDValue(DAG.getMachineNode(Opcode, DL, VT, Ops), 0);
  };
  // The rows in another place, which is the same for elements of any size.
  unsigned Columns = Mask.size() / 16;
  auto Scalar = [&](unsigned K) { return DAG.getConstant(K, DL, MVT::i64); };
  auto First = find_if(Mask, [](int M) { return M >= 0; });
  unsigned FirstTo = First - Mask.begin(), FirstFrom = *First;
  unsigned Rows = (FirstFrom / Columns - FirstTo / Columns) & 15;
  if (Rows &&
      Matches([&](unsigned I) { return (I + Rows * Columns) % Mask.size(); }))
    return Node(Sectile::TROTROW, {A, Scalar(Rows)});
  if (VT.getScalarSizeInBits() == 32) {
    if (SV->isSplat() && SV->getSplatIndex() < 256) {
      MVT Elt = VT == MVT::v256f32 ? MVT::f32 : MVT::i64;
      SDValue W =
          DAG.getNode(SectileISD::TGETW, DL, Elt, A,
                      DAG.getConstant(SV->getSplatIndex(), DL, MVT::i64));
      return DAG.getNode(SectileISD::SPLAT, DL, VT, W);
    }
    if (Matches([](unsigned I) { return I % 16 * 16 + I / 16; }))
      return Node(Sectile::TTRANS, {A});
    if (FirstFrom < 256 &&
        Matches([&](unsigned I) { return FirstFrom / 16 * 16 + I % 16; }))
      return Node(Sectile::TBROW, {A, Scalar(FirstFrom / 16)});
    if (FirstFrom < 256 &&
        Matches([&](unsigned I) { return I / 16 * 16 + FirstFrom % 16; }))
      return Node(Sectile::TBCOL, {A, Scalar(FirstFrom % 16)});
    unsigned Turn = (FirstFrom - FirstTo) & 15;
    if (Turn &&
        Matches([&](unsigned I) { return I / 16 * 16 + (I + Turn) % 16; }))
      return Node(Sectile::TROTCOL, {A, Scalar(Turn)});
    // The other way round: each row, then the rows. The last lane of another
    // tile before all but the last of this one: rows turned by one column,
    // whose first words are those of the row before.
    auto Words = [&](unsigned Opcode, unsigned K) {
      SDValue Numbers(DAG.getMachineNode(Opcode, DL, MVT::v256i32), 0);
      return DAG.getNode(
          ISD::XOR, DL, MVT::v256i32, Numbers,
          DAG.getNode(SectileISD::SPLAT, DL, MVT::v256i32, Scalar(K)));
    };
    if (Matches([](unsigned I) { return 255 - I; }))
      return Node(Sectile::TPERMROW,
                  {Node(Sectile::TPERM, {A, Words(Sectile::TIDXCOL, 15)}),
                   Words(Sectile::TIDXROW, 15)});
    if (Matches([](unsigned I) { return I + 255; })) {
      auto IsZero = [&](SDValue Numbers) {
        return DAG.getSetCC(DL, MVT::v256i32, Numbers,
                            DAG.getConstant(0, DL, MVT::v256i32), ISD::SETEQ);
      };
      SDValue Last = IsZero(Words(Sectile::TIDXLIN, 255));
      SDValue Both =
          DAG.getNode(ISD::VSELECT, DL, VT, Last, A, Op.getOperand(1));
      SDValue Turned = Node(Sectile::TROTCOL, {Both, Scalar(15)});
      return DAG.getNode(
          ISD::VSELECT, DL, VT,
          IsZero(SDValue(DAG.getMachineNode(Sectile::TIDXCOL, DL, MVT::v256i32),
                         0)),
          Node(Sectile::TROTROW, {Turned, Scalar(15)}), Turned);
    }
    // Any places in the same row, or any rows as a whole.
    auto Index = [&](auto From) {
      SmallVector<SDValue, 0> Lanes;
      for (unsigned I = 0; I < 256; ++I)
        Lanes.push_back(Scalar(From(I)));
      return DAG.getBuildVector(MVT::v256i32, DL, Lanes);
    };
    auto Within = [&](unsigned I) {
      return Mask[I] < 0 ? I % 16 : unsigned(Mask[I] % 16);
    };
    if (Matches([&](unsigned I) { return I / 16 * 16 + Within(I); }))
      return Node(Sectile::TPERM, {A, Index(Within)});
    auto Row = [&](unsigned I) {
      for (int M : Mask.slice(I / 16 * 16, 16))
        if (M >= 0)
          return unsigned(M) / 16;
      return I / 16;
    };
    if (Matches([&](unsigned I) { return Row(I) * 16 + I % 16; }) &&
        all_of(Mask, [](int M) { return M < 256; }))
      return Node(Sectile::TPERMROW, {A, Index(Row)});
    // A choice of lanes between two tiles.
    if (Matches([&](unsigned I) { return Mask[I] >= 256 ? I + 256 : I; })) {
      SmallVector<SDValue, 0> Lanes;
      for (int M : Mask)
        Lanes.push_back(DAG.getConstant(M < 256 ? -1 : 0, DL, MVT::i64));
      SDValue C = DAG.getBuildVector(MVT::v256i32, DL, Lanes);
      return DAG.getNode(ISD::VSELECT, DL, VT, C, A, Op.getOperand(1));
    }
  }

  // Through memory: store both, collect element by element.
  MachineFunction &MF = DAG.getMachineFunction();
  unsigned Bytes = VT.getScalarSizeInBits() / 8;
  SDValue Source =
      DAG.CreateStackTemporary(TypeSize::getFixed(2048), Align(64));
  SDValue Target =
      DAG.CreateStackTemporary(TypeSize::getFixed(1024), Align(64));
  int SourceFI = cast<FrameIndexSDNode>(Source)->getIndex();
  int TargetFI = cast<FrameIndexSDNode>(Target)->getIndex();
  SDValue Chain = DAG.getEntryNode();
  SDValue S0 =
      DAG.getStore(Chain, DL, A, Source,
                   MachinePointerInfo::getFixedStack(MF, SourceFI), Align(64));
  SDValue S1 = DAG.getStore(
      Chain, DL, Op.getOperand(1),
      DAG.getMemBasePlusOffset(Source, TypeSize::getFixed(1024), DL),
      MachinePointerInfo::getFixedStack(MF, SourceFI, 1024), Align(64));
  Chain = DAG.getNode(ISD::TokenFactor, DL, MVT::Other, S0, S1);
  SmallVector<SDValue, 0> Stores;
  EVT Mem = EVT::getIntegerVT(*DAG.getContext(), 8 * Bytes);
  for (unsigned I = 0; I < Mask.size(); ++I) {
    if (Mask[I] < 0)
      continue;
    unsigned From = Mask[I] * Bytes, To = I * Bytes;
    SDValue E = DAG.getExtLoad(
        ISD::EXTLOAD, DL, MVT::i64, Chain,
        DAG.getMemBasePlusOffset(Source, TypeSize::getFixed(From), DL),
        MachinePointerInfo::getFixedStack(MF, SourceFI, From), Mem);
    Stores.push_back(DAG.getTruncStore(
        E.getValue(1), DL, E,
        DAG.getMemBasePlusOffset(Target, TypeSize::getFixed(To), DL),
        MachinePointerInfo::getFixedStack(MF, TargetFI, To), Mem));
  }
  Chain = Stores.empty()
              ? Chain
              : DAG.getNode(ISD::TokenFactor, DL, MVT::Other, Stores);
  return DAG.getLoad(VT, DL, Chain, Target,
                     MachinePointerInfo::getFixedStack(MF, TargetFI),
                     Align(64));
}

//===-- Reductions --------------------------------------------------------===//

SDValue SectileTargetLowering::lowerVecReduce(SDValue Op,
                                              SelectionDAG &DAG) const {
  SDLoc DL(Op);
  SDValue V = Op.getOperand(0);
  MVT VT = V.getSimpleValueType();
  EVT Result = Op.getValueType();
  SDValue Zero = DAG.getConstant(0, DL, MVT::i64);
  auto First = [&](SDValue T) {
    return DAG.getNode(SectileISD::TGETW, DL, Result, T, Zero);
  };
  auto Both = [&](unsigned Row, unsigned Col) {
    SDValue R(DAG.getMachineNode(Row, DL, VT, V), 0);
    return First(SDValue(DAG.getMachineNode(Col, DL, VT, R), 0));
  };
  unsigned Elementwise;
  switch (Op.getOpcode()) {
  case ISD::VECREDUCE_FADD:
    return Both(Sectile::TREDROW_ADD_F32, Sectile::TREDCOL_ADD_F32);
  case ISD::VECREDUCE_FMIN:
    return Both(Sectile::TREDROW_MIN_F32, Sectile::TREDCOL_MIN_F32);
  case ISD::VECREDUCE_FMAX:
    return Both(Sectile::TREDROW_MAX_F32, Sectile::TREDCOL_MAX_F32);
  case ISD::VECREDUCE_ADD:
    return Both(Sectile::TREDROW_ADD_I32, Sectile::TREDCOL_ADD_I32);
  case ISD::VECREDUCE_SMIN:
    return Both(Sectile::TREDROW_MIN_I32, Sectile::TREDCOL_MIN_I32);
  case ISD::VECREDUCE_SMAX:
    return Both(Sectile::TREDROW_MAX_I32, Sectile::TREDCOL_MAX_I32);
  case ISD::VECREDUCE_UMIN:
    Elementwise = ISD::UMIN;
    break;
  case ISD::VECREDUCE_UMAX:
    Elementwise = ISD::UMAX;
    break;
  case ISD::VECREDUCE_AND:
    Elementwise = ISD::AND;
    break;
  case ISD::VECREDUCE_OR:
    Elementwise = ISD::OR;
    break;
  case ISD::VECREDUCE_XOR:
    Elementwise = ISD::XOR;
    break;
  case ISD::VECREDUCE_MUL:
    Elementwise = ISD::MUL;
    break;
  case ISD::VECREDUCE_FMUL:
    Elementwise = ISD::FMUL;
    break;
  default:
    return SDValue();
  }
  // Combines each row with the row half the tile away, then a quarter, and so
  // on; then the columns.
  for (unsigned Turn : {Sectile::TROTROW, Sectile::TROTCOL})
    for (unsigned Half = 8; Half; Half /= 2) {
      SDValue Other(DAG.getMachineNode(Turn, DL, VT, V,
                                       DAG.getConstant(Half, DL, MVT::i64)),
                    0);
      V = DAG.getNode(Elementwise, DL, VT, V, Other);
    }
  return First(V);
}

//===-- Narrow floats -----------------------------------------------------===//

static bool isNarrowTile(EVT VT) {
  return VT.isVector() && !VT.isScalableVector() &&
         VT.getVectorNumElements() == 256 &&
         (VT.getVectorElementType() == MVT::f16 ||
          VT.getVectorElementType() == MVT::bf16);
}

// 256 narrow floats are computed on as a tile of f32, rounded after each
// operation; loads and stores convert. This is done before types are made
// legal, which would take the vectors apart.
SDValue SectileTargetLowering::combineNarrow(SDNode *N,
                                             DAGCombinerInfo &DCI) const {
  if (!DCI.isBeforeLegalize())
    return SDValue();
  SelectionDAG &DAG = DCI.DAG;
  SDLoc DL(N);
  auto Widen = [&](SDValue V) {
    return isNarrowTile(V.getValueType())
               ? DAG.getNode(ISD::FP_EXTEND, DL, MVT::v256f32, V)
               : V;
  };
  auto All = [&](EVT VT) {
    SmallVector<SDValue, 3> Ops;
    for (SDValue V : N->ops())
      Ops.push_back(Widen(V));
    return DAG.getNode(N->getOpcode(), DL, VT, Ops);
  };
  auto IsBF16 = [](EVT VT) { return VT.getVectorElementType() == MVT::bf16; };
  SDValue Count = DAG.getConstant(256, DL, MVT::i64);

  switch (N->getOpcode()) {
  case ISD::FP_EXTEND: {
    SDValue In = N->getOperand(0);
    if (N->getValueType(0) != MVT::v256f32 || !isNarrowTile(In.getValueType()))
      return SDValue();
    bool BF16 = IsBF16(In.getValueType());
    if (In.getOpcode() == ISD::FP_ROUND &&
        In.getOperand(0).getValueType() == MVT::v256f32) {
      // Into a packed tile and out of it.
      SDValue Packed(
          DAG.getMachineNode(BF16 ? Sectile::TPACKZ_BF16 : Sectile::TPACKZ_F16,
                             DL, MVT::v512i16, In.getOperand(0)),
          0);
      return SDValue(
          DAG.getMachineNode(BF16 ? Sectile::TUNPK_BF16 : Sectile::TUNPK_F16,
                             DL, MVT::v256f32, Packed,
                             DAG.getTargetConstant(0, DL, MVT::i64)),
          0);
    }
    auto *Load = dyn_cast<LoadSDNode>(In);
    if (!Load || !ISD::isNormalLoad(Load) || !Load->isSimple())
      return SDValue();
    MachineSDNode *Tile = DAG.getMachineNode(
        BF16 ? Sectile::TLDL_BF16 : Sectile::TLDL_F16, DL, MVT::v256f32,
        MVT::Other, {Load->getBasePtr(), Count, Load->getChain()});
    DAG.setNodeMemRefs(Tile, {Load->getMemOperand()});
    DAG.makeEquivalentMemoryOrdering(Load, SDValue(Tile, 1));
    return SDValue(Tile, 0);
  }
  case ISD::STORE: {
    auto *Store = cast<StoreSDNode>(N);
    SDValue V = Store->getValue();
    if (!ISD::isNormalStore(Store) || !Store->isSimple() ||
        V.getOpcode() != ISD::FP_ROUND || !isNarrowTile(V.getValueType()) ||
        V.getOperand(0).getValueType() != MVT::v256f32)
      return SDValue();
    MachineSDNode *Tile = DAG.getMachineNode(
        IsBF16(V.getValueType()) ? Sectile::TSTL_BF16 : Sectile::TSTL_F16, DL,
        MVT::Other,
        {V.getOperand(0), Store->getBasePtr(), Count, Store->getChain()});
    DAG.setNodeMemRefs(Tile, {Store->getMemOperand()});
    return SDValue(Tile, 0);
  }
  case ISD::SETCC:
  case ISD::FP_TO_SINT:
  case ISD::FP_TO_UINT:
    return isNarrowTile(N->getOperand(0).getValueType())
               ? All(N->getValueType(0))
               : SDValue();
  case ISD::SINT_TO_FP:
  case ISD::UINT_TO_FP: {
    // f32 holds every integer in the range of f16, and all short integers.
    EVT VT = N->getValueType(0), From = N->getOperand(0).getValueType();
    if (!isNarrowTile(VT) || From.getScalarSizeInBits() > 32 ||
        (IsBF16(VT) && From.getScalarSizeInBits() > 16))
      return SDValue();
    break;
  }
  default:
    if (!isNarrowTile(N->getValueType(0)))
      return SDValue();
  }
  return DAG.getNode(ISD::FP_ROUND, DL, N->getValueType(0), All(MVT::v256f32),
                     DAG.getIntPtrConstant(0, DL, /*isTarget=*/true));
}

//===-- Conversion ------------------------------------------------------===//

// Numbers from 2^31 on are converted without it.
SDValue SectileTargetLowering::lowerFPToUInt(SDValue Op,
                                             SelectionDAG &DAG) const {
  SDLoc DL(Op);
  EVT VT = Op.getValueType();
  SDValue In = Op.getOperand(0);
  EVT From = In.getValueType();
  SDValue Half = DAG.getConstantFP(0x1p31, DL, From);
  SDValue Small = DAG.getNode(ISD::FP_TO_SINT, DL, VT, In);
  SDValue Large =
      DAG.getNode(ISD::XOR, DL, VT,
                  DAG.getNode(ISD::FP_TO_SINT, DL, VT,
                              DAG.getNode(ISD::FSUB, DL, From, In, Half)),
                  DAG.getSignedConstant(INT32_MIN, DL, VT));
  return DAG.getNode(ISD::VSELECT, DL, VT,
                     DAG.getSetCC(DL, VT, In, Half, ISD::SETOLT), Small, Large);
}

//===-- Integer division --------------------------------------------------===//

// The high half of an unsigned product is that of the signed one, corrected
// for operands that are negative in it.
SDValue SectileTargetLowering::lowerMulHU(SDValue Op, SelectionDAG &DAG) const {
  SDLoc DL(Op);
  EVT VT = Op.getValueType();
  auto Node = [&](unsigned Opcode, SDValue A, SDValue B) {
    return DAG.getNode(Opcode, DL, VT, A, B);
  };
  SDValue A = Op.getOperand(0), B = Op.getOperand(1);
  SDValue Sign = DAG.getConstant(31, DL, VT);
  SDValue High = Node(ISD::MULHS, A, B);
  High = Node(ISD::ADD, High, Node(ISD::AND, Node(ISD::SRA, A, Sign), B));
  return Node(ISD::ADD, High, Node(ISD::AND, Node(ISD::SRA, B, Sign), A));
}

// The reciprocal in f32, a little too small; one step of Newton's method on
// 32 bits; then the quotient is at most two too small. A divisor of 1 has a
// reciprocal that is out of range.
SDValue SectileTargetLowering::lowerTileDivision(SDValue Op,
                                                 SelectionDAG &DAG) const {
  SDLoc DL(Op);
  const MVT VT = MVT::v256i32, FVT = MVT::v256f32;
  auto Node = [&](unsigned Opcode, SDValue A, SDValue B) {
    return DAG.getNode(Opcode, DL, A.getValueType(), A, B);
  };
  auto Word = [&](int64_t V) { return DAG.getSignedConstant(V, DL, VT); };
  auto Float = [&](double V) { return DAG.getConstantFP(V, DL, FVT); };
  auto Compare = [&](SDValue A, SDValue B, ISD::CondCode CC) {
    return DAG.getSetCC(DL, VT, A, B, CC);
  };
  auto Select = [&](SDValue C, SDValue A, SDValue B) {
    return DAG.getNode(ISD::VSELECT, DL, A.getValueType(), C, A, B);
  };
  bool Signed = Op.getOpcode() == ISD::SDIV || Op.getOpcode() == ISD::SREM;
  bool Remainder = Op.getOpcode() == ISD::SREM || Op.getOpcode() == ISD::UREM;

  SDValue A = DAG.getFreeze(Op.getOperand(0));
  SDValue B = DAG.getFreeze(Op.getOperand(1));
  SDValue SignA, SignB;
  auto Negate = [&](SDValue V, SDValue Sign) { // where the sign is -1
    return Node(ISD::SUB, Node(ISD::XOR, V, Sign), Sign);
  };
  if (Signed) {
    SignA = Node(ISD::SRA, A, Word(31));
    SignB = Node(ISD::SRA, B, Word(31));
    A = Negate(A, SignA);
    B = Negate(B, SignB);
  }

  SDValue F = DAG.getNode(ISD::SINT_TO_FP, DL, FVT, B);
  F = Select(Compare(B, Word(0), ISD::SETLT), Node(ISD::FADD, F, Float(0x1p32)),
             F);
  SDValue Z = DAG.getNode(ISD::FP_TO_SINT, DL, VT,
                          Node(ISD::FDIV, Float(0x1p32 - 2048), F));
  SDValue Error = Node(ISD::MUL, Node(ISD::SUB, Word(0), B), Z);
  Z = Node(ISD::ADD, Z, Node(ISD::MULHU, Z, Error));
  SDValue Q = Node(ISD::MULHU, A, Z);
  SDValue R = Node(ISD::SUB, A, Node(ISD::MUL, Q, B));
  for (unsigned Step = 0; Step < 2; ++Step) {
    SDValue Less = Compare(R, B, ISD::SETUGE); // -1: add one to the quotient
    Q = Node(ISD::SUB, Q, Less);
    R = Node(ISD::SUB, R, Node(ISD::AND, Less, B));
  }
  SDValue One = Compare(B, Word(1), ISD::SETEQ);
  if (Remainder) {
    R = Select(One, Word(0), R);
    return Signed ? Negate(R, SignA) : R;
  }
  Q = Select(One, A, Q);
  return Signed ? Negate(Q, Node(ISD::XOR, SignA, SignB)) : Q;
}
