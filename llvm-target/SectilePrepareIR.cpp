// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectilePrepareIR.cpp - operations the machine does not have ------===//
//
// The machine has one rounding mode, no exception flags and no mode to flush
// subnormals: floating point has no state. A constrained operation
// (-ffp-model=strict, -frounding-math, -ftrapping-math) therefore has the
// result of the plain one and no other effect; it becomes that before
// instruction selection, which needs no second set of rules for every type.
// The floating-point environment reads as zero, and writing it does nothing.
// What may be fused is decided here as well, and matrices are multiplied, for
// IR that comes without a pipeline. Accesses under masks become tile accesses.
//
// Calls checked by KCFI compare the type before the call. A vector is
// compressed in elements that are whole bytes wide and can hold the number of
// elements: LLVM's expansion assumes both and ensures neither.
//
// Where LLVM's type legalizer fails on a vector that a tile holds with wider
// elements, the operation is one on these: the compression of 8 and 16 bits,
// and the choice of what follows the compressed elements (no promotion),
// carry-less products of 8 and 16 bits in more than 64 elements (a crash),
// frexp of 16-bit floats (a loop without end).
//
//===----------------------------------------------------------------------===//

#include "Sectile.h"
#include "loops/FuseMultiplyAdd.h"
#include "loops/LargeVectors.h"
#include "loops/MaskedAccesses.h"
#include "loops/MatrixTypes.h"
#include "loops/ShortVectors.h"
#include "llvm/Analysis/VectorUtils.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Pass.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include <numeric>

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

// Whether type legalization makes one tile or more of it, not scalars.
static bool isInTile(const FixedVectorType *Ty) {
  return Ty->getNumElements() > 128;
}

static Value *carrylessProduct(IntrinsicInst &I) {
  auto *Ty = dyn_cast<FixedVectorType>(I.getType());
  if (!Ty || Ty->getScalarSizeInBits() >= 32 || !isInTile(Ty))
    return nullptr;
  IRBuilder<> B(&I);
  Type *WideTy = VectorType::get(B.getInt32Ty(), Ty->getElementCount());
  Value *V = B.CreateIntrinsic(WideTy, Intrinsic::clmul,
                               {B.CreateZExt(I.getArgOperand(0), WideTy),
                                B.CreateZExt(I.getArgOperand(1), WideTy)});
  return B.CreateTrunc(V, Ty); // no bit depends on higher ones
}

// Exact: float has every value of the 16-bit formats, and no bit of a fraction
// is lost.
static Value *fractionAndExponent(IntrinsicInst &I) {
  auto *Ty = dyn_cast<FixedVectorType>(I.getArgOperand(0)->getType());
  if (!Ty || !Ty->getElementType()->is16bitFPTy())
    return nullptr;
  IRBuilder<> B(&I);
  Type *WideTy = VectorType::get(B.getFloatTy(), Ty->getElementCount());
  Type *ExponentTy = cast<StructType>(I.getType())->getElementType(1);
  Value *V = B.CreateIntrinsic(Intrinsic::frexp, {WideTy, ExponentTy},
                               {B.CreateFPExt(I.getArgOperand(0), WideTy)});
  Value *Fraction = B.CreateFPTrunc(B.CreateExtractValue(V, 0), Ty);
  Value *Result =
      B.CreateInsertValue(PoisonValue::get(I.getType()), Fraction, 0);
  return B.CreateInsertValue(Result, B.CreateExtractValue(V, 1), 1);
}

// Elements after those that are chosen are the third operand's.
static Value *compressed(IntrinsicInst &I) {
  auto *Ty = dyn_cast<FixedVectorType>(I.getType());
  if (!Ty)
    return nullptr;
  Value *Mask = I.getArgOperand(1), *Rest = I.getArgOperand(2);
  FixedVectorType *WideTy = Ty;
  IRBuilder<> B(&I);
  if (Ty->getElementType()->isIntegerTy()) {
    unsigned Bits = Ty->getScalarSizeInBits();
    unsigned Wide = std::max<unsigned>(PowerOf2Ceil(Bits), 8);
    while (Wide < 32 && (isInTile(Ty) || Ty->getNumElements() >> Wide))
      Wide *= 2;
    WideTy = FixedVectorType::get(B.getIntNTy(Wide), Ty->getNumElements());
  }
  bool Separate = !isa<UndefValue>(Rest);
  if (WideTy == Ty && !Separate)
    return nullptr;
  auto Widened = [&](Value *V) {
    return WideTy == Ty ? V : B.CreateZExt(V, WideTy);
  };
  Value *V =
      B.CreateIntrinsic(WideTy, Intrinsic::experimental_vector_compress,
                        {Widened(I.getArgOperand(0)), Mask,
                         Separate ? PoisonValue::get(WideTy) : Widened(Rest)});
  if (WideTy != Ty)
    V = B.CreateTrunc(V, Ty);
  if (!Separate)
    return V;
  Type *LaneTy = VectorType::get(B.getInt32Ty(), Ty->getElementCount());
  Value *Count = B.CreateAddReduce(B.CreateZExt(Mask, LaneTy));
  Value *Chosen =
      B.CreateICmpULT(B.CreateStepVector(LaneTy),
                      B.CreateVectorSplat(Ty->getElementCount(), Count));
  return B.CreateSelect(Chosen, V, Rest);
}

// A part of a vector is inserted or extracted as elements, if these are not
// whole bytes: LLVM's expansion goes through memory, at a whole byte.
static Value *movedPart(IntrinsicInst &I) {
  bool Inserts = I.getIntrinsicID() == Intrinsic::vector_insert;
  Value *Whole = I.getArgOperand(0);
  auto *WholeTy = dyn_cast<FixedVectorType>(Whole->getType());
  auto *PartTy = dyn_cast<FixedVectorType>(
      Inserts ? I.getArgOperand(1)->getType() : I.getType());
  if (!WholeTy || !PartTy || WholeTy->getScalarSizeInBits() % 8 == 0)
    return nullptr;
  IRBuilder<> B(&I);
  unsigned Count = WholeTy->getNumElements(), Length = PartTy->getNumElements();
  unsigned At =
      cast<ConstantInt>(I.getArgOperand(Inserts ? 2 : 1))->getZExtValue();
  if (!Inserts)
    return B.CreateShuffleVector(Whole, createSequentialMask(At, Length, 0));
  Value *Part = B.CreateShuffleVector(
      I.getArgOperand(1), createSequentialMask(0, Length, Count - Length));
  SmallVector<int, 16> Mask = createSequentialMask(0, Count, 0);
  std::iota(Mask.begin() + At, Mask.begin() + At + Length, Count);
  return B.CreateShuffleVector(Whole, Part, Mask);
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
  Changed |= widenShortVectors(F);
  Changed |= lowerMaskedAccesses(F);
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
  for (IntrinsicInst *II : Intrinsics) {
    Value *V;
    if (auto *C = dyn_cast<ConstrainedFPIntrinsic>(II))
      V = unconstrained(*C);
    else if (II->getIntrinsicID() == Intrinsic::experimental_vector_compress)
      V = compressed(*II);
    else if (II->getIntrinsicID() == Intrinsic::clmul)
      V = carrylessProduct(*II);
    else if (II->getIntrinsicID() == Intrinsic::frexp)
      V = fractionAndExponent(*II);
    else if (II->getIntrinsicID() == Intrinsic::vector_insert ||
             II->getIntrinsicID() == Intrinsic::vector_extract)
      V = movedPart(*II);
    else
      V = withoutState(*II);
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
