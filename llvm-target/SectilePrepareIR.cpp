// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectilePrepareIR.cpp - operations that the machine has no part of --===//
//
// The machine has one rounding mode, no exception flags and no mode to flush
// subnormals: floating point has no state. A constrained operation
// (-ffp-model=strict, -frounding-math, -ftrapping-math) therefore has the
// result of the plain one and no other effect; it becomes that before
// instruction selection, which needs no second set of rules for every type.
// The floating-point environment reads as zero, and writing it does nothing.
// What may be fused is decided here as well, and matrices are multiplied, for
// IR that comes without a pipeline.
//
// Loads, stores, gathers and scatters of 256 words under a mask are tile
// accesses, if base and index are what these have; LLVM takes all others apart.
//
// Calls checked by KCFI compare the type before the call. A vector is
// compressed in elements that are whole bytes wide and can hold the number of
// elements: LLVM's expansion assumes both and ensures neither.
//
//===----------------------------------------------------------------------===//

#include "Sectile.h"
#include "loops/FuseMultiplyAdd.h"
#include "loops/ImplicitTiles.h"
#include "loops/LargeVectors.h"
#include "loops/MatrixTypes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/Analysis/VectorUtils.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Pass.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

using namespace llvm;

#define DEBUG_TYPE "sectile-prepare-ir"

namespace {

class SectilePrepareIR : public FunctionPass {
public:
  static char ID;
  SectilePrepareIR() : FunctionPass(ID) {}
  StringRef getPassName() const override { return "Sectile prepare IR"; }
  bool runOnFunction(Function &F) override;
};

} // namespace

char SectilePrepareIR::ID = 0;
INITIALIZE_PASS(SectilePrepareIR, DEBUG_TYPE, "Sectile prepare IR", false,
                false)

FunctionPass *llvm::createSectilePrepareIRPass() {
  return new SectilePrepareIR();
}

// The plain operation, or nothing.
static Value *unconstrained(ConstrainedFPIntrinsic &C) {
  IRBuilder<> B(&C);
  if (isa<FPMathOperator>(C))
    B.setFastMathFlags(C.getFastMathFlags());
  auto Call = [&](Intrinsic::ID ID, unsigned Count) -> Value * {
    SmallVector<Value *, 3> Args(C.arg_begin(), C.arg_begin() + Count);
    return B.CreateIntrinsic(C.getType(), ID, Args);
  };
  Value *A = C.getArgOperand(0);
  switch (C.getIntrinsicID()) {
  case Intrinsic::experimental_constrained_fadd:
    return B.CreateFAdd(A, C.getArgOperand(1));
  case Intrinsic::experimental_constrained_fsub:
    return B.CreateFSub(A, C.getArgOperand(1));
  case Intrinsic::experimental_constrained_fmul:
    return B.CreateFMul(A, C.getArgOperand(1));
  case Intrinsic::experimental_constrained_fdiv:
    return B.CreateFDiv(A, C.getArgOperand(1));
  case Intrinsic::experimental_constrained_frem:
    return B.CreateFRem(A, C.getArgOperand(1));
  case Intrinsic::experimental_constrained_fpext:
    return B.CreateFPExt(A, C.getType());
  case Intrinsic::experimental_constrained_fptrunc:
    return B.CreateFPTrunc(A, C.getType());
  case Intrinsic::experimental_constrained_sitofp:
    return B.CreateSIToFP(A, C.getType());
  case Intrinsic::experimental_constrained_uitofp:
    return B.CreateUIToFP(A, C.getType());
  case Intrinsic::experimental_constrained_fptosi:
    return B.CreateFPToSI(A, C.getType());
  case Intrinsic::experimental_constrained_fptoui:
    return B.CreateFPToUI(A, C.getType());
  case Intrinsic::experimental_constrained_fcmp:
  case Intrinsic::experimental_constrained_fcmps:
    return B.CreateFCmp(cast<ConstrainedFPCmpIntrinsic>(C).getPredicate(), A,
                        C.getArgOperand(1));
#define INSTRUCTION(Name, Count, Round, Constrained)
#define DAG_FUNCTION(Name, Count, Round, Constrained, Node)                    \
  case Intrinsic::Constrained:                                                 \
    return Call(Intrinsic::Name, Count);
#define FUNCTION(Name, Count, Round, Constrained)                              \
  case Intrinsic::Constrained:                                                 \
    return Call(Intrinsic::Name, Count);
#include "llvm/IR/ConstrainedOps.def"
  default:
    return nullptr;
  }
}

// The value of an operation on floating-point state, or nothing.
static Value *withoutState(IntrinsicInst &I) {
  switch (I.getIntrinsicID()) {
  case Intrinsic::get_rounding:
    return ConstantInt::get(I.getType(), 1); // to nearest
  case Intrinsic::get_fpenv:
  case Intrinsic::get_fpmode:
    return ConstantInt::get(I.getType(), 0);
  case Intrinsic::set_rounding:
  case Intrinsic::set_fpenv:
  case Intrinsic::set_fpmode:
  case Intrinsic::reset_fpenv:
  case Intrinsic::reset_fpmode:
    return PoisonValue::get(I.getType()); // of type void
  default:
    return nullptr;
  }
}

static Value *compressed(IntrinsicInst &I) {
  auto *Ty = dyn_cast<FixedVectorType>(I.getType());
  if (!Ty || !Ty->getElementType()->isIntegerTy())
    return nullptr;
  unsigned Bits = Ty->getScalarSizeInBits();
  unsigned Wide = std::max<unsigned>(PowerOf2Ceil(Bits), 8);
  while (Wide < 32 && Ty->getNumElements() >> Wide)
    Wide *= 2;
  if (Wide == Bits)
    return nullptr;
  IRBuilder<> B(&I);
  Type *WideTy = VectorType::get(B.getIntNTy(Wide), Ty->getElementCount());
  Value *V = B.CreateIntrinsic(WideTy, Intrinsic::experimental_vector_compress,
                               {B.CreateZExt(I.getArgOperand(0), WideTy),
                                I.getArgOperand(1),
                                B.CreateZExt(I.getArgOperand(2), WideTy)});
  return B.CreateTrunc(V, Ty);
}

//===-- Accesses under a mask ---------------------------------------------===//

namespace {
/// Elements at scalar base + (index << shift).
struct LaneAddress {
  Value *Base, *Index;
  unsigned Shift;
};
} // namespace

// Of pointers that are made of a scalar and words that are extended by sign and
// scaled by 1 or by the size of a word.
static std::optional<LaneAddress> laneAddress(Value *Pointers,
                                              const DataLayout &DL) {
  auto *GEP = dyn_cast<GetElementPtrInst>(Pointers);
  if (!GEP || GEP->getNumIndices() != 1)
    return std::nullopt;
  Value *Base = GEP->getPointerOperand();
  if (Base->getType()->isVectorTy())
    Base = getSplatValue(Base);
  uint64_t Size = DL.getTypeAllocSize(GEP->getSourceElementType());
  if (!Base || (Size != 1 && Size != 4))
    return std::nullopt;
  Value *Index = GEP->getOperand(1);
  auto IsTile = [](Value *V) {
    auto *Ty = dyn_cast<FixedVectorType>(V->getType());
    return Ty && Ty->getNumElements() == 256 &&
           Ty->getElementType()->isIntegerTy(32);
  };
  if (auto *Extended = dyn_cast<CastInst>(Index);
      Extended && (isa<SExtInst>(Extended) ||
                   (isa<ZExtInst>(Extended) && Extended->hasNonNeg())))
    Index = Extended->getOperand(0);
  else if (auto *C = dyn_cast<Constant>(Index);
           C && !IsTile(C)) { // wide constants that words hold
    auto *Words = FixedVectorType::get(Type::getInt32Ty(C->getContext()), 256);
    Constant *Narrow =
        ConstantFoldCastOperand(Instruction::Trunc, C, Words, DL);
    if (!Narrow || ConstantFoldCastOperand(Instruction::SExt, Narrow,
                                           C->getType(), DL) != C)
      return std::nullopt;
    Index = Narrow;
  }
  if (!IsTile(Index))
    return std::nullopt;
  return LaneAddress{Base, Index, Size == 1 ? 0u : 2u};
}

// The number of lanes under a mask of the first ones, or nothing.
static Value *activeLanes(Value *Mask) {
  auto *II = dyn_cast<IntrinsicInst>(Mask);
  if (!II || II->getIntrinsicID() != Intrinsic::get_active_lane_mask)
    return nullptr;
  IRBuilder<> B(II);
  Value *First = II->getArgOperand(0), *End = II->getArgOperand(1);
  Value *Left = B.CreateBinaryIntrinsic(Intrinsic::usub_sat, End, First);
  Value *Limit = ConstantInt::get(Left->getType(), 256);
  Left = B.CreateBinaryIntrinsic(Intrinsic::umin, Left, Limit);
  return B.CreateZExtOrTrunc(Left, B.getInt64Ty());
}

// A call of a reserved function that accesses memory as Memory says.
static CallInst *callBuiltin(IRBuilderBase &B, StringRef Name, Type *Result,
                             ArrayRef<Value *> Args, MemoryEffects Memory) {
  SmallVector<Type *, 5> Types;
  for (Value *V : Args)
    Types.push_back(V->getType());
  FunctionCallee Builtin = B.GetInsertBlock()->getModule()->getOrInsertFunction(
      Name, FunctionType::get(Result, Types, /*isVarArg=*/false));
  CallInst *Call = B.CreateCall(Builtin, Args);
  Call->setDoesNotThrow();
  Call->setMemoryEffects(Memory);
  return Call;
}

// A mask of the first lanes, as a tile.
static Value *laneMask(IntrinsicInst &I) {
  auto *Ty = cast<VectorType>(I.getType());
  if (Ty->getElementCount() != ElementCount::getFixed(256))
    return nullptr;
  IRBuilder<> B(&I);
  auto *Tile = FixedVectorType::get(B.getInt32Ty(), 256);
  Value *Mask = callBuiltin(B, "__builtin_sectile_tmask_lin", Tile,
                            {activeLanes(&I)}, MemoryEffects::none());
  return B.CreateICmpSLT(Mask, Constant::getNullValue(Tile));
}

static bool isMaskedAccess(const IntrinsicInst &I) {
  return is_contained({Intrinsic::masked_load, Intrinsic::masked_store,
                       Intrinsic::masked_gather, Intrinsic::masked_scatter},
                      I.getIntrinsicID());
}

// What the masked access I results in, which Call performs.
static Value *accessed(IntrinsicInst &I, CallInst &Call, Value *Bits) {
  Call.copyMetadata(I, {LLVMContext::MD_tbaa, LLVMContext::MD_alias_scope,
                        LLVMContext::MD_noalias});
  if (I.getType()->isVoidTy())
    return PoisonValue::get(I.getType());
  IRBuilder<> B(&I);
  Value *Loaded = B.CreateBitCast(&Call, I.getType());
  Value *Otherwise = I.getArgOperand(2);
  auto *C = dyn_cast<Constant>(Otherwise);
  bool Zero = C && (isa<UndefValue>(C) || C->isNullValue());
  return Zero ? Loaded : B.CreateSelect(Bits, Loaded, Otherwise);
}

// The builtin of a tile access, called instead of the intrinsic; or nothing.
static Value *maskedAccess(IntrinsicInst &I) {
  Intrinsic::ID ID = I.getIntrinsicID();
  bool Stores =
      ID == Intrinsic::masked_store || ID == Intrinsic::masked_scatter;
  bool Lanes =
      ID == Intrinsic::masked_gather || ID == Intrinsic::masked_scatter;
  auto *Ty =
      cast<VectorType>(Stores ? I.getArgOperand(0)->getType() : I.getType());
  Type *Element = Ty->getElementType();
  if (Ty->getElementCount() != ElementCount::getFixed(256) ||
      !(Element->isIntegerTy(32) || Element->isFloatTy()))
    return nullptr;
  IRBuilder<> B(&I);
  Module &M = *I.getModule();
  auto *Tile = FixedVectorType::get(B.getInt32Ty(), 256);
  Value *Pointers = I.getArgOperand(Stores ? 1 : 0);
  Value *Bits = I.getArgOperand(Stores ? 2 : 1);

  SmallVector<Value *, 5> Args;
  if (Stores)
    Args.push_back(B.CreateBitCast(I.getArgOperand(0), Tile));
  std::optional<LaneAddress> Address;
  if (Lanes) {
    Address = laneAddress(Pointers, M.getDataLayout());
    if (!Address)
      return nullptr;
    Args.append({Address->Base, Address->Index});
  } else if (Value *Count = activeLanes(Bits)) {
    // The first words, which need no mask.
    auto *Bytes = FixedVectorType::get(B.getInt8Ty(), 1024);
    Value *Size = B.CreateShl(Count, 2);
    CallInst *Call =
        Stores ? callBuiltin(B, "__builtin_sectile_tstl_raw", B.getVoidTy(),
                             {B.CreateBitCast(Args[0], Bytes), Pointers, Size},
                             MemoryEffects::writeOnly())
               : callBuiltin(B, "__builtin_sectile_tldl_raw", Bytes,
                             {Pointers, Size}, MemoryEffects::readOnly());
    return accessed(I, *Call, Bits);
  } else {
    Args.push_back(Pointers);
  }
  Args.push_back(B.CreateSExt(Bits, Tile));
  if (Lanes)
    Args.push_back(B.getInt32(Address->Shift));

  CallInst *Call = callBuiltin(B,
                               Lanes ? (Stores ? "__builtin_sectile_tstx_w32"
                                               : "__builtin_sectile_tldx_w32")
                                     : (Stores ? "__builtin_sectile_tstm_w32"
                                               : "__builtin_sectile_tldm_w32"),
                               Stores ? B.getVoidTy() : Tile, Args,
                               Stores ? MemoryEffects::writeOnly()
                                      : MemoryEffects::readOnly());
  return accessed(I, *Call, Bits);
}

// The word before a function is its type; a call with another type traps.
static void checkType(CallBase &Call) {
  auto *Type = cast<ConstantInt>(
      Call.getOperandBundle(LLVMContext::OB_kcfi)->Inputs.front());
  CallBase *Bare = CallBase::removeOperandBundle(&Call, LLVMContext::OB_kcfi,
                                                 Call.getIterator());
  Bare->takeName(&Call);
  Call.replaceAllUsesWith(Bare);
  Call.eraseFromParent();
  if (!Bare->isIndirectCall())
    return;
  IRBuilder<> B(Bare);
  Value *Word = B.CreateConstInBoundsGEP1_32(B.getInt32Ty(),
                                             Bare->getCalledOperand(), -1);
  Value *Wrong =
      B.CreateICmpNE(B.CreateLoad(B.getInt32Ty(), Word),
                     ConstantInt::get(B.getInt32Ty(), Type->getZExtValue()));
  B.SetInsertPoint(
      SplitBlockAndInsertIfThen(Wrong, Bare, /*Unreachable=*/false));
  B.CreateIntrinsic(B.getVoidTy(), Intrinsic::debugtrap, {});
}

bool SectilePrepareIR::runOnFunction(Function &F) {
  bool Changed = lowerMatrixTypes(F, /*AA=*/nullptr);
  SmallVector<IntrinsicInst *, 8> Intrinsics;
  SmallVector<CallBase *, 4> Checked;
  for (Instruction &I : instructions(F)) {
    if (auto *II = dyn_cast<IntrinsicInst>(&I))
      Intrinsics.push_back(II);
    if (auto *Call = dyn_cast<CallBase>(&I);
        Call && Call->getOperandBundle(LLVMContext::OB_kcfi))
      Checked.push_back(Call);
  }
  Changed |= !Checked.empty();
  // Masks of lanes come last: accesses read their operands.
  std::stable_partition(
      Intrinsics.begin(), Intrinsics.end(), [](const IntrinsicInst *II) {
        return II->getIntrinsicID() != Intrinsic::get_active_lane_mask;
      });
  for (IntrinsicInst *II : Intrinsics) {
    Value *V;
    if (auto *C = dyn_cast<ConstrainedFPIntrinsic>(II))
      V = unconstrained(*C);
    else if (II->getIntrinsicID() == Intrinsic::experimental_vector_compress)
      V = compressed(*II);
    else if (isMaskedAccess(*II))
      V = maskedAccess(*II);
    else if (II->getIntrinsicID() == Intrinsic::get_active_lane_mask)
      V = laneMask(*II);
    else
      V = withoutState(*II);
    if (!V && isMaskedAccess(*II))
      F.addFnAttr(PreparedMark);
    if (!V)
      continue;
    if (isa<Instruction>(V))
      V->takeName(II);
    if (!II->getType()->isVoidTy())
      II->replaceAllUsesWith(V);
    II->eraseFromParent();
    Changed = true;
  }
  for (CallBase *Call : Checked)
    checkType(*Call);
  Changed |= fuseMultiplyAdd(F); // those that were constrained included
  Changed |= lowerLargeVectors(F);
  return Changed;
}
