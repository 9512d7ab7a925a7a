// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- NarrowFloats.cpp - 256 lanes of half precision ---------------------===//
//
// The loop vectoriser emits vectors of 256 f16 or bf16, for which tiles have no
// arithmetic. Each such vector has two forms, which are computed when they are
// needed: its bits in words, and its values in f32. Values that are only moved
// stay bits, so that NaNs keep their payload; operations use the f32 form, and
// their results are rounded. Loads and stores support both forms.
//
//===----------------------------------------------------------------------===//

#include "loops/NarrowFloats.h"
#include "loops/TileBuilder.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Analysis/VectorUtils.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;
using sectile::isa::ElementType;

bool llvm::isNarrowFloat(const Type *Ty) {
  return Ty->getScalarType()->isHalfTy() || Ty->getScalarType()->isBFloatTy();
}

const char *llvm::narrowFloatName(const Type *Ty) {
  return Ty->getScalarType()->isHalfTy() ? "f16" : "bf16";
}

namespace {

bool isNarrowTile(const Type *Ty) {
  auto *V = dyn_cast<FixedVectorType>(Ty);
  return V && V->getNumElements() == TileWords && isNarrowFloat(V);
}

bool isCallOf(const Instruction &I, Intrinsic::ID ID) {
  const auto *Call = dyn_cast<CallInst>(&I);
  const Function *Callee = Call ? Call->getCalledFunction() : nullptr;
  return Callee && Callee->getIntrinsicID() == ID;
}

/// Is the result that of f32, rounded?
bool isRounded(const Instruction &I) {
  switch (I.getOpcode()) {
  case Instruction::FAdd:
  case Instruction::FSub:
  case Instruction::FMul:
  case Instruction::FDiv:
    return true;
  case Instruction::FPTrunc:
    return I.getOperand(0)->getType()->getScalarType()->isFloatTy();
  case Instruction::SIToFP:
  case Instruction::UIToFP: // exact in f32 unless f16 overflows
    return I.getOperand(0)->getType()->getScalarSizeInBits() <=
           (I.getType()->getScalarType()->isHalfTy() ? 32 : 16);
  case Instruction::Call:
    switch (cast<CallInst>(I).getIntrinsicID()) {
    case Intrinsic::sqrt:
    case Intrinsic::floor:
    case Intrinsic::ceil:
    case Intrinsic::trunc:
    case Intrinsic::rint:
    case Intrinsic::nearbyint:
    case Intrinsic::roundeven:
      return true;
    default:
      // A fused sum would be rounded twice.
      return isTileIntrinsic(cast<CallInst>(I).getIntrinsicID()) &&
             cast<CallInst>(I).getIntrinsicID() != Intrinsic::fma;
    }
  default:
    return false;
  }
}

// No instruction packs 16-bit integers. Two are in a word, and those of the
// first part of a packed tile are in the first eight words of each row.

Value *permuted(TileBuilder &B, Value *Words, Value *Columns) {
  return B.call("tperm", B.words(), {Words, Columns});
}

/// The elements of the first part of a packed tile, as words.
Value *spread(TileBuilder &B, Value *Packed) {
  Value *Column = B.call("tidxcol", B.words(), {});
  Value *Pairs =
      permuted(B, B.CreateBitCast(Packed, B.words()), B.CreateLShr(Column, 1));
  Value *Odd = B.CreateAnd(Column, ConstantInt::get(B.words(), 1));
  return B.CreateAnd(B.CreateLShr(Pairs, B.CreateShl(Odd, 4)),
                     ConstantInt::get(B.words(), 0xffff));
}

/// A packed tile whose first part is the low halves of the words.
Value *gathered(TileBuilder &B, Value *Words) {
  Value *Even = B.CreateShl(B.call("tidxcol", B.words(), {}), 1);
  Value *High =
      permuted(B, Words, B.CreateOr(Even, ConstantInt::get(B.words(), 1)));
  return B.CreateOr(permuted(B, Words, Even), B.CreateShl(High, 16));
}

class Lowering {
public:
  explicit Lowering(Function &F)
      : F(F), Floats(lanesOf(Type::getFloatTy(F.getContext()), TileWords)),
        Shorts(lanesOf(Type::getInt16Ty(F.getContext()), TileWords)) {}
  bool run();

private:
  Value *numbers(Value *V);
  Value *bits(Value *V);
  Value *unrounded(Instruction &I);
  Value *packed(TileBuilder &B, Value *Numbers, const Type *Ty);
  Value *reduced(TileBuilder &B, CallInst &I);
  bool consume(Instruction &I);
  void setAfter(TileBuilder &B, Value *V);

  Function &F;
  Type *Floats, *Shorts;
  DenseMap<Value *, Value *> Numbers, Bits, Unrounded;
};

bool isHalf(const Value *V) {
  return V->getType()->getScalarType()->isHalfTy();
}

/// Sets the insertion point to after the definition of V.
void Lowering::setAfter(TileBuilder &B, Value *V) {
  if (auto *I = dyn_cast<Instruction>(V))
    B.SetInsertPoint(*I->getInsertionPointAfterDef());
  else
    B.SetInsertPoint(&*F.getEntryBlock().getFirstInsertionPt());
}

/// Rounds f32 values into the first half of each row.
Value *Lowering::packed(TileBuilder &B, Value *Numbers, const Type *Ty) {
  bool Half = Ty->getScalarType()->isHalfTy();
  return B.call(Twine("tpackz_") + narrowFloatName(Ty),
                B.packedType(Half ? ElementType::f16 : ElementType::bf16),
                {Numbers});
}

/// The result of an operation before rounding.
Value *Lowering::unrounded(Instruction &I) {
  if (Value *Known = Unrounded.lookup(&I))
    return Known;
  if (isa<FPTruncInst>(I))
    return I.getOperand(0);
  IRBuilder<> B(&I);
  Value *Result;
  if (auto *Cast = dyn_cast<CastInst>(&I)) {
    Result = B.CreateCast(Cast->getOpcode(), Cast->getOperand(0), Floats);
  } else {
    unsigned Count =
        isa<CallInst>(I) ? cast<CallInst>(I).arg_size() : I.getNumOperands();
    SmallVector<Value *, 3> Operands;
    for (unsigned N = 0; N < Count; ++N)
      Operands.push_back(numbers(I.getOperand(N)));
    B.SetInsertPoint(&I);
    if (auto *Call = dyn_cast<IntrinsicInst>(&I)) {
      CallInst *New =
          B.CreateIntrinsic(Floats, Call->getIntrinsicID(), Operands);
      New->copyIRFlags(Call);
      Result = New;
    } else {
      Instruction *New = BinaryOperator::Create(
          cast<BinaryOperator>(I).getOpcode(), Operands[0], Operands[1]);
      New->copyIRFlags(&I);
      Result = B.Insert(New);
    }
  }
  return Unrounded[&I] = Result;
}

/// The values, as f32.
Value *Lowering::numbers(Value *V) {
  if (Value *Known = Numbers.lookup(V))
    return Known;
  TileBuilder B(&F.getEntryBlock().front());
  setAfter(B, V);
  Value *Result;
  auto *I = dyn_cast<Instruction>(V);
  auto *Order = dyn_cast<ShuffleVectorInst>(V);
  if (auto *Freeze = dyn_cast<FreezeInst>(V)) {
    Result = B.CreateFreeze(numbers(Freeze->getOperand(0)));
  } else if (isa<Constant>(V) || isa<LoadInst>(V) ||
             (I && isCallOf(*I, Intrinsic::masked_load))) {
    Result = B.CreateFPExt(V, Floats);
  } else if (Value *Splat = getSplatValue(V)) {
    Result =
        B.CreateVectorSplat(TileWords, B.CreateFPExt(Splat, B.getFloatTy()));
  } else if (Order && isNarrowTile(Order->getOperand(0)->getType())) {
    Value *Left = numbers(Order->getOperand(0)),
          *Right = numbers(Order->getOperand(1));
    Result = B.CreateShuffleVector(Left, Right, Order->getShuffleMask());
  } else {
    Value *Packed = nullptr;
    if (I && isRounded(*I)) {
      Value *Exact = unrounded(*I);
      Packed = packed(B, Exact, V->getType());
    } else if (Value *Words = bits(V); isHalf(V)) {
      setAfter(B, Words); // which is also after V
      Packed =
          B.CreateBitCast(gathered(B, Words), B.packedType(ElementType::f16));
    } else { // the high halves of f32
      setAfter(B, Words);
      return Numbers[V] = B.CreateBitCast(B.CreateShl(Words, 16), Floats);
    }
    Result = B.call(Twine("tunpk_") + narrowFloatName(V->getType()), Floats,
                    {Packed, B.getInt32(0)});
  }
  return Numbers[V] = Result;
}

/// The bits, in words whose high halves are zero.
Value *Lowering::bits(Value *V) {
  if (Value *Known = Bits.lookup(V))
    return Known;
  TileBuilder B(&F.getEntryBlock().front());
  setAfter(B, V);
  auto *I = dyn_cast<Instruction>(V);
  Value *Result;
  if (auto *P = dyn_cast<PHINode>(V)) {
    B.SetInsertPoint(P);
    PHINode *New = B.CreatePHI(B.words(), P->getNumIncomingValues());
    Bits[V] = New;
    for (unsigned N = 0; N < P->getNumIncomingValues(); ++N)
      New->addIncoming(bits(P->getIncomingValue(N)), P->getIncomingBlock(N));
    return New;
  }
  if (auto *Freeze = dyn_cast<FreezeInst>(V)) {
    Result = B.CreateFreeze(bits(Freeze->getOperand(0)));
  } else if (Value *Splat = getSplatValue(V)) {
    Value *Word =
        B.CreateZExt(B.CreateBitCast(Splat, B.getInt16Ty()), B.getInt32Ty());
    Result = B.CreateVectorSplat(TileWords, Word);
  } else if (I && isRounded(*I)) {
    if (isHalf(V)) {
      Value *Exact = unrounded(*I);
      Result = spread(B, packed(B, Exact, V->getType()));
    } else {
      Value *Known = numbers(V);
      setAfter(B, Known);
      Result = B.CreateLShr(B.CreateBitCast(Known, B.words()), 16);
    }
  } else if (I && isCallOf(*I, Intrinsic::masked_load)) {
    Value *Otherwise = I->getOperand(2);
    CallInst *Load = B.CreateMaskedLoad(
        Shorts, I->getOperand(0),
        cast<CallInst>(I)->getParamAlign(0).valueOrOne(), I->getOperand(1),
        B.CreateBitCast(Otherwise, Shorts));
    Load->copyMetadata(*I);
    Result = B.CreateZExt(Load, B.words());
  } else if (auto *Select = dyn_cast<SelectInst>(V)) {
    Value *True = bits(Select->getTrueValue()),
          *False = bits(Select->getFalseValue());
    Result = B.CreateSelect(Select->getCondition(), True, False);
  } else if (I && I->getOpcode() == Instruction::FNeg) {
    Result = B.CreateXor(bits(I->getOperand(0)),
                         ConstantInt::get(B.words(), 0x8000));
  } else if (I && isCallOf(*I, Intrinsic::fabs)) {
    Result = B.CreateAnd(bits(I->getOperand(0)),
                         ConstantInt::get(B.words(), 0x7fff));
  } else if (auto *Order = dyn_cast<ShuffleVectorInst>(V);
             Order && isNarrowTile(Order->getOperand(0)->getType())) {
    Value *Left = bits(Order->getOperand(0)),
          *Right = bits(Order->getOperand(1));
    Result = B.CreateShuffleVector(Left, Right, Order->getShuffleMask());
  } else {
    Result = B.CreateZExt(B.CreateBitCast(V, Shorts), B.words());
  }
  return Bits[V] = Result;
}

/// A reduction to one element, rounded at the end; or nothing.
Value *Lowering::reduced(TileBuilder &B, CallInst &I) {
  SmallVector<Value *, 2> Operands;
  switch (I.getIntrinsicID()) {
  case Intrinsic::vector_reduce_fadd:
  case Intrinsic::vector_reduce_fmul: // start, then the vector
    Operands = {B.CreateFPExt(I.getArgOperand(0), B.getFloatTy()),
                numbers(I.getArgOperand(1))};
    break;
  case Intrinsic::vector_reduce_fmax:
  case Intrinsic::vector_reduce_fmin:
    Operands = {numbers(I.getArgOperand(0))};
    break;
  default:
    return nullptr;
  }
  CallInst *New = B.CreateIntrinsic(I.getIntrinsicID(), {Floats}, Operands);
  New->copyIRFlags(&I);
  return B.CreateFPTrunc(New, I.getType());
}

/// Rewrites an operation that has operands of narrow floats and another result
/// on one of the forms. False: the operation is not known.
bool Lowering::consume(Instruction &I) {
  TileBuilder B(&I);
  Value *V = I.getOperand(0), *New;
  if (isCallOf(I, Intrinsic::masked_store)) {
    // A converting store rounds.
    if (auto *Source = dyn_cast<Instruction>(V); Source && isRounded(*Source)) {
      if (isa<FPTruncInst>(V))
        return true;
      Value *Exact = unrounded(*Source);
      B.SetInsertPoint(&I);
      I.setOperand(0, B.CreateFPTrunc(Exact, V->getType()));
      return true;
    }
    Value *Words = bits(V);
    B.SetInsertPoint(&I);
    CallInst *Store = B.CreateMaskedStore(
        B.CreateTrunc(Words, Shorts), I.getOperand(1),
        cast<CallInst>(I).getParamAlign(1).valueOrOne(), I.getOperand(2));
    Store->copyMetadata(I);
    I.eraseFromParent();
    return true;
  }
  switch (I.getOpcode()) {
  case Instruction::Call:
    New = reduced(B, cast<CallInst>(I));
    if (!New)
      return false;
    break;
  case Instruction::FPExt:
    if (I.getType() != Floats)
      return false;
    New = numbers(V);
    break;
  case Instruction::FPToSI:
  case Instruction::FPToUI:
    New = B.CreateCast(cast<CastInst>(I).getOpcode(), numbers(V), I.getType());
    break;
  case Instruction::FCmp: {
    Value *Left = numbers(V), *Right = numbers(I.getOperand(1));
    New = B.CreateFCmp(cast<FCmpInst>(I).getPredicate(), Left, Right);
    break;
  }
  case Instruction::BitCast:
    if (I.getType() != Shorts)
      return false;
    New = B.CreateTrunc(bits(V), Shorts);
    break;
  case Instruction::ExtractElement:
    New = B.CreateFPTrunc(B.CreateExtractElement(numbers(V), I.getOperand(1)),
                          I.getType());
    break;
  default:
    return false;
  }
  I.replaceAllUsesWith(New);
  I.eraseFromParent();
  return true;
}

bool Lowering::run() {
  SmallVector<Instruction *, 16> Consumers;
  SmallVector<WeakTrackingVH, 16> Old;
  bool HasAccess = false;
  for (Instruction &I : instructions(F)) {
    bool Accesses = isCallOf(I, Intrinsic::masked_load) ||
                    isCallOf(I, Intrinsic::masked_store);
    if (isNarrowTile(I.getType()))
      Old.push_back(&I);
    else if (any_of(I.operand_values(),
                    [](const Value *V) { return isNarrowTile(V->getType()); }))
      Consumers.push_back(&I);
    else
      continue;
    HasAccess |= Accesses;
  }
  if (!HasAccess)
    return false;
  for (Instruction *I : Consumers)
    consume(*I);
  for (WeakTrackingVH &V : Old) {
    if (auto *P = dyn_cast_or_null<PHINode>(V))
      RecursivelyDeleteDeadPHINode(P);
    else if (V)
      RecursivelyDeleteTriviallyDeadInstructions(V);
  }
  return true;
}

} // namespace

bool llvm::lowerNarrowFloats(Function &F) { return Lowering(F).run(); }
