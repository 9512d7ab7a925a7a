// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileISelCalls.cpp - arguments, results, calls -------------------===//
//
// Scalars of any type take the eight argument registers in order, then
// doublewords of the stack; tiles take t0..t7 and then go by reference. Words
// are sign-extended whatever their signedness in C. Variadic arguments are all
// in general registers and on the stack, vectors among them by reference (see
// SectileVectors.cpp), and pairs of 16-byte alignment start at an even
// register.
//
//===----------------------------------------------------------------------===//

#include "Sectile.h"
#include "SectileISelLowering.h"
#include "SectileMachineFunctionInfo.h"
#include "SectileSubtarget.h"
#include "loops/ImplicitTiles.h"
#include "loops/TileBuilder.h"
#include "llvm/CodeGen/CallingConvLower.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/SelectionDAG.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

static const MCPhysReg ArgRegs[] = {Sectile::R4,  Sectile::R5, Sectile::R6,
                                    Sectile::R7,  Sectile::R8, Sectile::R9,
                                    Sectile::R10, Sectile::R11};
static const MCPhysReg ArgTiles[] = {Sectile::T0, Sectile::T1, Sectile::T2,
                                     Sectile::T3, Sectile::T4, Sectile::T5,
                                     Sectile::T6, Sectile::T7};

static bool CC_Sectile(unsigned ValNo, MVT ValVT, MVT LocVT,
                       CCValAssign::LocInfo Info, ISD::ArgFlagsTy Flags, Type *,
                       CCState &State) {
  if (LocVT.isVector()) {
    if (MCRegister Reg = State.AllocateReg(ArgTiles)) {
      State.addLoc(CCValAssign::getReg(ValNo, ValVT, Reg, LocVT, Info));
      return false;
    }
    LocVT = MVT::i64;
    Info = CCValAssign::Indirect;
  }
  if (Flags.isNest()) {
    if (MCRegister Reg = State.AllocateReg(Sectile::R12)) {
      State.addLoc(CCValAssign::getReg(ValNo, ValVT, Reg, LocVT, Info));
      return false;
    }
  }
  bool Aligned = !Flags.isByVal() && Flags.isSplit() &&
                 Flags.getNonZeroOrigAlign() >= Align(16);
  unsigned Next = State.getFirstUnallocated(ArgRegs);
  if (Flags.isVarArg() && Aligned && Next % 2 && Next < std::size(ArgRegs))
    State.AllocateReg(ArgRegs);
  if (MCRegister Reg = State.AllocateReg(ArgRegs)) {
    State.addLoc(CCValAssign::getReg(ValNo, ValVT, Reg, LocVT, Info));
    return false;
  }
  int64_t Offset = State.AllocateStack(8, Align(Aligned ? 16 : 8));
  State.addLoc(CCValAssign::getMem(ValNo, ValVT, Offset, LocVT, Info));
  return false;
}

static bool RetCC_Sectile(unsigned ValNo, MVT ValVT, MVT LocVT,
                          CCValAssign::LocInfo Info, ISD::ArgFlagsTy, Type *,
                          CCState &State) {
  MCRegister Reg = LocVT.isVector()
                       ? State.AllocateReg(ArrayRef(ArgTiles).take_front(4))
                       : State.AllocateReg(ArrayRef(ArgRegs).take_front(2));
  if (!Reg)
    return true;
  State.addLoc(CCValAssign::getReg(ValNo, ValVT, Reg, LocVT, Info));
  return false;
}

// A word in C whose prototype doesn't say how it is extended.
template <typename Arg> static bool isPlainWord(const Arg &A) {
  return A.ArgVT == MVT::i32 && A.VT == MVT::i64 && !A.Flags.isZExt() &&
         !A.Flags.isSExt();
}

static SDValue extendWord(SDValue V, const SDLoc &DL, SelectionDAG &DAG) {
  return DAG.getNode(ISD::SIGN_EXTEND_INREG, DL, MVT::i64, V,
                     DAG.getValueType(MVT::i32));
}

// The size of an argument's object on the stack, of which part I is the first
// there. -O0 puts the variable of a parameter into the object of its first part
// if that has the variable's size: with parts that are not laid out as the
// variable it must have another.
static uint64_t stackArgumentSize(ArrayRef<ISD::InputArg> Ins,
                                  ArrayRef<CCValAssign> Locs, unsigned I) {
  auto IsOther = [&](unsigned Part) {
    EVT VT = Ins[Part].ArgVT;
    return VT.isVector() && VT.getScalarSizeInBits() % 64;
  };
  bool Other = IsOther(I);
  unsigned Last = I;
  for (; Last + 1 < Ins.size() && Ins[Last + 1].PartOffset &&
         Locs[Last + 1].isMemLoc();
       ++Last)
    Other |= IsOther(Last + 1);
  if (Last == I)
    return Locs[I].getLocVT().getStoreSize();
  uint64_t Size = Locs[Last].getLocMemOffset() + 8 - Locs[I].getLocMemOffset();
  return Other ? Size + 8 : Size;
}

SDValue SectileTargetLowering::LowerFormalArguments(
    SDValue Chain, CallingConv::ID CC, bool IsVarArg,
    const SmallVectorImpl<ISD::InputArg> &Ins, const SDLoc &DL,
    SelectionDAG &DAG, SmallVectorImpl<SDValue> &InVals) const {
  MachineFunction &MF = DAG.getMachineFunction();
  MachineFrameInfo &MFI = MF.getFrameInfo();
  MachineRegisterInfo &MRI = MF.getRegInfo();
  auto *Info = MF.getInfo<SectileMachineFunctionInfo>();

  SmallVector<CCValAssign, 16> Locs;
  CCState State(CC, IsVarArg, MF, Locs, *DAG.getContext());
  State.AnalyzeFormalArguments(Ins, CC_Sectile);

  // A call that must be a tail call puts its arguments where these are.
  bool MustTail = any_of(instructions(MF.getFunction()), [](Instruction &I) {
    auto *Call = dyn_cast<CallInst>(&I);
    return Call && Call->isMustTailCall();
  });
  Info->ArgStackSize = State.getStackSize();
  SmallVector<SDValue, 8> Loads = {Chain};
  int StackFI = 0; // of the argument that is being read
  int64_t StackOffset = 0;

  for (unsigned I = 0; I < Locs.size(); ++I) {
    const CCValAssign &VA = Locs[I];
    SDValue V;
    if (VA.isRegLoc()) {
      const TargetRegisterClass *RC = VA.getLocVT().isVector()
                                          ? &Sectile::TRRegClass
                                          : &Sectile::GPRRegClass;
      Register Reg = MRI.createVirtualRegister(RC);
      MRI.addLiveIn(VA.getLocReg(), Reg);
      V = DAG.getCopyFromReg(Chain, DL, Reg, VA.getLocVT());
    } else {
      // All parts of an argument are in one object.
      if (!Ins[I].PartOffset || Locs[I - 1].isRegLoc()) {
        StackOffset = VA.getLocMemOffset();
        StackFI = MFI.CreateFixedObject(stackArgumentSize(Ins, Locs, I),
                                        StackOffset, !MustTail, MustTail);
      }
      int64_t Offset = VA.getLocMemOffset() - StackOffset;
      V = DAG.getLoad(
          VA.getLocVT(), DL, Chain,
          DAG.getMemBasePlusOffset(DAG.getFrameIndex(StackFI, MVT::i64),
                                   TypeSize::getFixed(Offset), DL),
          MachinePointerInfo::getFixedStack(MF, StackFI, Offset));
      Loads.push_back(V.getValue(1));
    }
    bool Indirect = VA.getLocInfo() == CCValAssign::Indirect;
    if (MustTail && (Indirect || Ins[I].Flags.isByVal())) {
      Register Reg = MRI.createVirtualRegister(&Sectile::GPRRegClass);
      Loads.push_back(DAG.getCopyToReg(Chain, DL, Reg, V));
      Info->ReferencedArgs[I] = Reg;
    }
    if (Indirect) {
      V = DAG.getLoad(VA.getValVT(), DL, Chain, V, MachinePointerInfo(),
                      Align(16));
      Loads.push_back(V.getValue(1));
    } else if (isPlainWord(Ins[I]))
      V = DAG.getNode(ISD::AssertSext, DL, MVT::i64, V,
                      DAG.getValueType(MVT::i32));
    InVals.push_back(V);
  }
  if (MustTail)
    Chain = DAG.getNode(ISD::TokenFactor, DL, MVT::Other, Loads);

  if (IsVarArg && MustTail)
    for (unsigned I = State.getFirstUnallocated(ArgRegs);
         I < std::size(ArgRegs); ++I)
      Info->ForwardedArgs.push_back(
          {ArgRegs[I], MF.addLiveIn(ArgRegs[I], &Sectile::GPRRegClass)});

  if (IsVarArg) {
    // The remaining argument registers join the arguments on the stack.
    unsigned First = State.getFirstUnallocated(ArgRegs);
    unsigned Count = std::size(ArgRegs) - First;
    if (Count == 0) {
      // Only the caller knows how many there are.
      Info->VarArgsFrameIndex =
          MFI.CreateFixedObject(8, State.getStackSize(),
                                /*IsImmutable=*/false, /*isAliased=*/true);
      Info->VarArgsSaveSize = 0;
    } else {
      int64_t Offset = -int64_t(8 * Count);
      // An even number, so that 16-byte alignment carries over.
      if (First % 2)
        MFI.CreateFixedObject(8, Offset - 8, true);
      // One object for all, written here and read through pointers.
      int FI = MFI.CreateFixedObject(8 * Count, Offset, /*IsImmutable=*/false,
                                     /*isAliased=*/true);
      Info->VarArgsFrameIndex = FI;
      SDValue Area = DAG.getFrameIndex(FI, MVT::i64);
      SmallVector<SDValue, 8> Stores;
      for (unsigned I = First; I < std::size(ArgRegs); ++I) {
        int64_t Offset = 8 * (I - First);
        Register Reg = MRI.createVirtualRegister(&Sectile::GPRRegClass);
        MRI.addLiveIn(ArgRegs[I], Reg);
        Stores.push_back(DAG.getStore(
            Chain, DL, DAG.getCopyFromReg(Chain, DL, Reg, MVT::i64),
            DAG.getMemBasePlusOffset(Area, TypeSize::getFixed(Offset), DL),
            MachinePointerInfo::getFixedStack(MF, FI, Offset)));
      }
      Info->VarArgsSaveSize = 8 * (Count + First % 2);
      Stores.push_back(Chain);
      Chain = DAG.getNode(ISD::TokenFactor, DL, MVT::Other, Stores);
    }
  }
  return Chain;
}

// The compiler's own helpers and the memory functions preserve all tiles.
static bool preservesTiles(SDValue Callee) {
  StringRef Name;
  if (auto *G = dyn_cast<GlobalAddressSDNode>(Callee))
    Name = G->getGlobal()->getName();
  else if (auto *S = dyn_cast<ExternalSymbolSDNode>(Callee)) {
    Name = S->getSymbol();
    if (Name.starts_with("__"))
      return true;
  }
  return keepsTiles(Name);
}

SDValue
SectileTargetLowering::LowerCall(CallLoweringInfo &CLI,
                                 SmallVectorImpl<SDValue> &InVals) const {
  if (lowerTileIntrinsic(CLI, InVals))
    return CLI.Chain;

  SelectionDAG &DAG = CLI.DAG;
  SDLoc DL = CLI.DL;
  MachineFunction &MF = DAG.getMachineFunction();
  MachineFrameInfo &MFI = MF.getFrameInfo();
  SDValue Chain = CLI.Chain;
  SmallVectorImpl<ISD::OutputArg> &Outs = CLI.Outs;

  SmallVector<CCValAssign, 16> Locs;
  CCState State(CLI.CallConv, CLI.IsVarArg, MF, Locs, *DAG.getContext());
  State.AnalyzeCallOperands(Outs, CC_Sectile);
  unsigned Bytes = alignTo(State.getStackSize(), 16);

  // A sibling call has no argument in memory. One that must be a tail call has
  // the prototype of its caller, whose arguments' places it takes.
  bool MustTail = CLI.CB && CLI.CB->isMustTailCall();
  auto *Info = MF.getInfo<SectileMachineFunctionInfo>();
  if (CLI.IsTailCall) {
    bool Possible = CLI.CallConv == MF.getFunction().getCallingConv() &&
                    !MF.getFunction().hasFnAttribute("interrupt");
    if (MustTail)
      Possible &= State.getStackSize() <= Info->ArgStackSize;
    else
      Possible &= State.getStackSize() == 0 &&
                  !MF.getFunction().hasFnAttribute("disable-tail-calls");
    for (unsigned I = 0; Possible && I < Outs.size(); ++I)
      if (Outs[I].Flags.isByVal() ||
          Locs[I].getLocInfo() == CCValAssign::Indirect)
        Possible = MustTail && Info->ReferencedArgs.contains(I);
    CLI.IsTailCall = Possible;
  }
  if (MustTail && !CLI.IsTailCall)
    report_fatal_error(
        "failed to perform tail call elimination on a call marked musttail");

  // Copies of aggregates and of tiles that go by reference.
  SmallVector<SDValue, 8> Values(CLI.OutVals.begin(), CLI.OutVals.end());
  for (unsigned I = 0; I < Outs.size(); ++I) {
    ISD::ArgFlagsTy Flags = Outs[I].Flags;
    if (Flags.isByVal()) {
      uint64_t Size = Flags.getByValSize();
      Align Alignment = std::max(Flags.getNonZeroByValAlign(), Align(8));
      int FI =
          MFI.CreateStackObject(std::max<uint64_t>(Size, 1), Alignment, false);
      SDValue Copy = DAG.getFrameIndex(FI, MVT::i64);
      if (Size)
        Chain = DAG.getMemcpy(Chain, DL, Copy, Values[I],
                              DAG.getConstant(Size, DL, MVT::i64), Alignment,
                              /*isVol=*/false, /*AlwaysInline=*/false,
                              /*CI=*/nullptr, /*OverrideTailCall=*/std::nullopt,
                              MachinePointerInfo(), MachinePointerInfo());
      Values[I] = Copy;
    } else if (Locs[I].getLocInfo() == CCValAssign::Indirect) {
      int FI = MFI.CreateStackObject(1024, Align(64), false);
      SDValue Copy = DAG.getFrameIndex(FI, MVT::i64);
      Chain =
          DAG.getStore(Chain, DL, Values[I], Copy,
                       MachinePointerInfo::getFixedStack(MF, FI), Align(64));
      Values[I] = Copy;
    } else if (isPlainWord(Outs[I])) {
      Values[I] = extendWord(Values[I], DL, DAG);
    }
  }

  // With all copied, this function's own arguments may be overwritten.
  if (MustTail) {
    for (unsigned I = 0; I < Outs.size(); ++I) {
      ISD::ArgFlagsTy Flags = Outs[I].Flags;
      if (!Flags.isByVal() && Locs[I].getLocInfo() != CCValAssign::Indirect)
        continue;
      SDValue Place =
          DAG.getCopyFromReg(Chain, DL, Info->ReferencedArgs[I], MVT::i64);
      uint64_t Size = Flags.isByVal() ? Flags.getByValSize() : 1024;
      if (Size)
        Chain = DAG.getMemcpy(
            Chain, DL, Place, Values[I], DAG.getConstant(Size, DL, MVT::i64),
            Align(8), /*isVol=*/false, /*AlwaysInline=*/false, /*CI=*/nullptr,
            /*OverrideTailCall=*/false, MachinePointerInfo(),
            MachinePointerInfo());
      Values[I] = Place;
    }
  }

  if (!CLI.IsTailCall)
    Chain = DAG.getCALLSEQ_START(Chain, Bytes, 0, DL);

  SmallVector<std::pair<Register, SDValue>, 8> Regs;
  SmallVector<SDValue, 8> Stores;
  SDValue SP;
  for (unsigned I = 0; I < Locs.size(); ++I) {
    const CCValAssign &VA = Locs[I];
    if (VA.isRegLoc()) {
      Regs.push_back({VA.getLocReg(), Values[I]});
      continue;
    }
    if (MustTail) {
      int FI = MFI.CreateFixedObject(8, VA.getLocMemOffset(),
                                     /*IsImmutable=*/false, /*isAliased=*/true);
      Stores.push_back(DAG.getStore(Chain, DL, Values[I],
                                    DAG.getFrameIndex(FI, MVT::i64),
                                    MachinePointerInfo::getFixedStack(MF, FI)));
      continue;
    }
    if (!SP)
      SP = DAG.getCopyFromReg(Chain, DL, SectileFrame::SP, MVT::i64);
    SDValue Address =
        DAG.getNode(ISD::ADD, DL, MVT::i64, SP,
                    DAG.getConstant(VA.getLocMemOffset(), DL, MVT::i64));
    Stores.push_back(
        DAG.getStore(Chain, DL, Values[I], Address,
                     MachinePointerInfo::getStack(MF, VA.getLocMemOffset())));
  }
  if (!Stores.empty())
    Chain = DAG.getNode(ISD::TokenFactor, DL, MVT::Other, Stores);
  // Variable arguments on the stack are where the callee expects them.
  if (MustTail)
    for (auto [Reg, Value] : Info->ForwardedArgs)
      Regs.push_back({Reg, DAG.getCopyFromReg(Chain, DL, Value, MVT::i64)});

  SDValue Glue;
  for (auto &[Reg, V] : Regs) {
    Chain = DAG.getCopyToReg(Chain, DL, Reg, V, Glue);
    Glue = Chain.getValue(1);
  }

  bool KeepsTiles = preservesTiles(CLI.Callee);
  SDValue Callee = CLI.Callee;
  if (auto *G = dyn_cast<GlobalAddressSDNode>(Callee))
    Callee = DAG.getTargetGlobalAddress(G->getGlobal(), DL, MVT::i64,
                                        G->getOffset());
  else if (auto *S = dyn_cast<ExternalSymbolSDNode>(Callee))
    Callee = DAG.getTargetExternalSymbol(S->getSymbol(), MVT::i64);

  SmallVector<SDValue, 16> Ops = {Chain, Callee};
  for (auto &[Reg, V] : Regs)
    Ops.push_back(DAG.getRegister(Reg, V.getValueType()));
  if (!CLI.IsTailCall) {
    const SectileRegisterInfo *TRI = Subtarget.getRegisterInfo();
    Ops.push_back(DAG.getRegisterMask(
        KeepsTiles ? TRI->getTilePreservedMask()
                   : TRI->getCallPreservedMask(MF, CLI.CallConv)));
  }
  if (Glue)
    Ops.push_back(Glue);

  SDVTList VTs = DAG.getVTList(MVT::Other, MVT::Glue);
  if (CLI.IsTailCall) {
    MFI.setHasTailCall();
    return DAG.getNode(SectileISD::TAIL, DL, MVT::Other, Ops);
  }
  Chain = DAG.getNode(SectileISD::CALL, DL, VTs, Ops);
  DAG.addNoMergeSiteInfo(Chain.getNode(), CLI.NoMerge);
  Glue = Chain.getValue(1);
  Chain = DAG.getCALLSEQ_END(Chain, Bytes, 0, Glue, DL);
  Glue = Chain.getValue(1);

  SmallVector<CCValAssign, 4> RetLocs;
  CCState RetState(CLI.CallConv, CLI.IsVarArg, MF, RetLocs, *DAG.getContext());
  RetState.AnalyzeCallResult(CLI.Ins, RetCC_Sectile);
  for (unsigned I = 0; I < RetLocs.size(); ++I) {
    SDValue V = DAG.getCopyFromReg(Chain, DL, RetLocs[I].getLocReg(),
                                   RetLocs[I].getLocVT(), Glue);
    Chain = V.getValue(1);
    Glue = V.getValue(2);
    if (isPlainWord(CLI.Ins[I]))
      V = DAG.getNode(ISD::AssertSext, DL, MVT::i64, V,
                      DAG.getValueType(MVT::i32));
    InVals.push_back(V);
  }
  return Chain;
}

bool SectileTargetLowering::CanLowerReturn(
    CallingConv::ID CC, MachineFunction &MF, bool IsVarArg,
    const SmallVectorImpl<ISD::OutputArg> &Outs, LLVMContext &Context,
    const Type *) const {
  SmallVector<CCValAssign, 4> Locs;
  CCState State(CC, IsVarArg, MF, Locs, Context);
  return State.CheckReturn(Outs, RetCC_Sectile);
}

SDValue
SectileTargetLowering::LowerReturn(SDValue Chain, CallingConv::ID CC,
                                   bool IsVarArg,
                                   const SmallVectorImpl<ISD::OutputArg> &Outs,
                                   const SmallVectorImpl<SDValue> &OutVals,
                                   const SDLoc &DL, SelectionDAG &DAG) const {
  MachineFunction &MF = DAG.getMachineFunction();
  SmallVector<CCValAssign, 4> Locs;
  CCState State(CC, IsVarArg, MF, Locs, *DAG.getContext());
  State.AnalyzeReturn(Outs, RetCC_Sectile);
  SDValue Glue;
  SmallVector<SDValue, 4> Ops = {Chain};
  for (unsigned I = 0; I < Locs.size(); ++I) {
    SDValue V = OutVals[I];
    if (isPlainWord(Outs[I]))
      V = extendWord(V, DL, DAG);
    Chain = DAG.getCopyToReg(Chain, DL, Locs[I].getLocReg(), V, Glue);
    Glue = Chain.getValue(1);
    Ops.push_back(DAG.getRegister(Locs[I].getLocReg(), Locs[I].getLocVT()));
  }
  Ops[0] = Chain;
  if (Glue)
    Ops.push_back(Glue);
  unsigned Opcode = MF.getFunction().hasFnAttribute("interrupt")
                        ? SectileISD::TRET
                        : SectileISD::RET;
  return DAG.getNode(Opcode, DL, MVT::Other, Ops);
}

bool SectileTargetLowering::isUsedByReturnOnly(SDNode *N,
                                               SDValue &Chain) const {
  if (N->getNumValues() != 1 || !N->hasNUsesOfValue(1, 0))
    return false;
  SDNode *Copy = *N->user_begin();
  if (Copy->getOpcode() != ISD::CopyToReg)
    return false;
  // Glue to an earlier copy means that two results are returned.
  if (Copy->getOperand(Copy->getNumOperands() - 1).getValueType() == MVT::Glue)
    return false;
  bool Returned = false;
  for (SDNode *User : Copy->users()) {
    if (User->getOpcode() != SectileISD::RET)
      return false;
    Returned = true;
  }
  if (Returned)
    Chain = Copy->getOperand(0);
  return Returned;
}

bool SectileTargetLowering::mayBeEmittedAsTailCall(const CallInst *CI) const {
  return CI->isTailCall();
}

//===-- Tile intrinsics ---------------------------------------------------===//

namespace {
enum class Effect { None, Read, Write };
struct TileIntrinsic {
  unsigned Opcode;
  const char *Name;
  char Result;
  const char *Inputs;
  Effect Memory;
  int64_t Min, Max;
  unsigned ShapeRows, ShapeColumns, Depth;

  /// Does a constant shape cover all that the instruction can access?
  bool isWhole(uint64_t Shape) const {
    return (Shape & 255) >= ShapeRows && (Shape >> 8 & 255) >= ShapeColumns &&
           (Shape >> 16 & 0xffff) == 0; // from the first row and column on
  }
  bool isWholeDepth(int64_t K) const { return K >= int64_t(Depth); }
};
} // namespace

static const TileIntrinsic *findTileIntrinsic(StringRef Name) {
  static const StringMap<TileIntrinsic> Table = [] {
    StringMap<TileIntrinsic> T;
#define SECTILE_INTRINSIC(Op, Name, Signature, Result, Inputs, Tied, Memory,   \
                          Min, Max, ShapeRows, ShapeColumns, Depth)            \
  T[Name] = {Sectile::Op, Name, Result,    Inputs,       Effect::Memory,       \
             Min,         Max,  ShapeRows, ShapeColumns, Depth};
#include "sectile/intrinsics.def"
    return T;
  }();
  auto It = Table.find(Name);
  return It == Table.end() ? nullptr : &It->second;
}

bool SectileTargetLowering::lowerTileIntrinsic(
    CallLoweringInfo &CLI, SmallVectorImpl<SDValue> &InVals) const {
  auto *G = dyn_cast<GlobalAddressSDNode>(CLI.Callee);
  if (!G || !isReserved(*G->getGlobal()))
    return false;
  SelectionDAG &DAG = CLI.DAG;
  MachineFunction &MF = DAG.getMachineFunction();
  SDLoc DL = CLI.DL;
  StringRef Name = G->getGlobal()->getName();

  auto Fail = [&](const Twine &Message) {
    const Function &F = MF.getFunction();
    F.getContext().diagnose(
        DiagnosticInfoUnsupported(F, Message, DL.getDebugLoc()));
    for (const ISD::InputArg &In : CLI.Ins)
      InVals.push_back(DAG.getUNDEF(In.VT));
    CLI.IsTailCall = false;
    return true;
  };

  const TileIntrinsic *T = findTileIntrinsic(Name);
  if (!T)
    return Fail("'" + Name + "' is not a tile operation");
  StringRef Inputs = T->Inputs;
  if (CLI.OutVals.size() != Inputs.size() ||
      CLI.Ins.size() != (T->Result != 'v'))
    return Fail(
        "'" + Name + "' takes " + Twine(Inputs.size()) + " arguments" +
        (T->Result == 'v' ? " and returns nothing" : " and returns one value"));

  SmallVector<SDValue, 6> Ops;
  for (unsigned I = 0; I < Inputs.size(); ++I) {
    SDValue V = CLI.OutVals[I];
    bool Tile = V.getValueType().isVector();
    if (Tile != (Inputs[I] == 't'))
      return Fail("argument " + Twine(I + 1) + " of '" + Name + "' must be " +
                  (Tile ? "a scalar" : "a tile"));
    auto *C = dyn_cast<ConstantSDNode>(V);
    switch (Inputs[I]) {
    case 'i': {
      if (!C)
        return Fail("argument " + Twine(I + 1) + " of '" + Name +
                    "' must be a constant");
      int64_t Value = CLI.Outs[I].ArgVT == MVT::i32 ? int32_t(C->getSExtValue())
                                                    : C->getSExtValue();
      if (Value < T->Min || Value > T->Max)
        return Fail("argument " + Twine(I + 1) + " of '" + Name + "' is " +
                    Twine(Value) + ", expected " + Twine(T->Min) + " to " +
                    Twine(T->Max));
      V = DAG.getTargetConstant(Value, DL, MVT::i64);
      break;
    }
    case 's':
    case 'k':
      // Register number 0 means the full shape or depth: a computed one must
      // not be there.
      if (C && (Inputs[I] == 's' ? T->isWhole(C->getZExtValue())
                                 : T->isWholeDepth(C->getSExtValue())))
        V = DAG.getRegister(Sectile::R0, MVT::i64);
      else
        V = SDValue(DAG.getMachineNode(Sectile::PseudoSHAPE, DL, MVT::i64, V),
                    0);
      break;
    default:
      break;
    }
    Ops.push_back(V);
  }

  // Undefined inputs of a multiply and the like need no definition here.
  SmallVector<EVT, 2> VTs;
  if (T->Result != 'v')
    VTs.push_back(CLI.Ins[0].VT);
  if (T->Memory != Effect::None) {
    VTs.push_back(MVT::Other);
    Ops.push_back(CLI.Chain);
  }
  MachineSDNode *N = DAG.getMachineNode(T->Opcode, DL, DAG.getVTList(VTs), Ops);
  if (T->Memory != Effect::None) {
    // The address: the first input of a load, the second of a store. What a
    // stride reaches is unknown.
    const Value *Pointer = nullptr;
    unsigned Arg = T->Memory == Effect::Read ? 0 : 1;
    if (CLI.CB && CLI.CB->getArgOperand(Arg)->getType()->isPointerTy())
      Pointer = CLI.CB->getArgOperand(Arg);
    MachineMemOperand::Flags Flags = T->Memory == Effect::Read
                                         ? MachineMemOperand::MOLoad
                                         : MachineMemOperand::MOStore;
    if (CLI.CB && CLI.CB->hasMetadata(LLVMContext::MD_invariant_load))
      Flags |=
          MachineMemOperand::MOInvariant | MachineMemOperand::MODereferenceable;
    DAG.setNodeMemRefs(N, {MF.getMachineMemOperand(
                              MachinePointerInfo(Pointer), Flags,
                              LocationSize::beforeOrAfterPointer(), Align(1))});
    CLI.Chain = SDValue(N, VTs.size() - 1);
  }
  if (T->Result != 'v') {
    SDValue V(N, 0);
    if (isPlainWord(CLI.Ins[0]))
      V = DAG.getNode(ISD::AssertSext, DL, MVT::i64, V,
                      DAG.getValueType(MVT::i32));
    InVals.push_back(V);
  }
  CLI.IsTailCall = false;
  return true;
}
