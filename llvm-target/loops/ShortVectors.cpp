// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- ShortVectors.cpp - vectors shorter than a tile ---------------------===//
//
// Instruction selection takes a vector that is not made of whole tiles apart,
// to scalars. A vector of at least 16 elements is cheaper as the first lanes of
// a tile: loads and stores have a count of elements. What the other lanes
// contain does not matter.
//
// Only values that are loaded, computed element by element and stored become
// tiles. An argument, or an operand of a shuffle, is in scalar registers, and
// so are all values that are combined with it. A division of integers would
// divide zeros by zeros in the other lanes.
//
//===----------------------------------------------------------------------===//

#include "loops/ShortVectors.h"
#include "loops/ImplicitTiles.h"
#include "loops/TileBuilder.h"
#include "llvm/ADT/PostOrderIterator.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Analysis/VectorUtils.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;

namespace {

constexpr unsigned FewestElements = 16;

bool isShort(const Type *Ty) {
  auto *V = dyn_cast<FixedVectorType>(Ty);
  return V && V->getNumElements() >= FewestElements &&
         V->getNumElements() < TileWords;
}

/// Elements that accesses convert to words, or words.
bool isElement(const Type *Ty) {
  return Ty->isFloatTy() || Ty->isHalfTy() || Ty->isBFloatTy() ||
         Ty->isIntegerTy(8) || Ty->isIntegerTy(16) || Ty->isIntegerTy(32);
}

bool isTileCast(const CastInst &Cast) {
  const Type *From = Cast.getSrcTy()->getScalarType(),
             *To = Cast.getDestTy()->getScalarType();
  switch (Cast.getOpcode()) {
  case Instruction::SExt:
  case Instruction::ZExt:
  case Instruction::Trunc:
    return isElement(From) && isElement(To);
  case Instruction::FPExt:
    return isElement(From) && To->isFloatTy();
  case Instruction::FPTrunc:
    return From->isFloatTy() && isElement(To);
  case Instruction::SIToFP:
    return From->isIntegerTy(32) && To->isFloatTy();
  case Instruction::FPToSI:
    return From->isFloatTy() && To->isIntegerTy(32);
  case Instruction::BitCast:
    return From->getPrimitiveSizeInBits() == 32 &&
           To->getPrimitiveSizeInBits() == 32;
  default:
    return false;
  }
}

bool isTileOperation(const Instruction &I) {
  const Type *Element = I.getType()->getScalarType();
  if (auto *Op = dyn_cast<BinaryOperator>(&I))
    return !Op->isIntDivRem() && Op->getOpcode() != Instruction::FRem &&
           (isElement(Element) || Element->isIntegerTy(1));
  if (auto *Call = dyn_cast<IntrinsicInst>(&I)) {
    Intrinsic::ID ID = Call->getIntrinsicID();
    return (Element->isFloatTy() || Element->isIntegerTy(32)) &&
           (isTileIntrinsic(ID) || ID == Intrinsic::fabs ||
            ID == Intrinsic::sqrt || ID == Intrinsic::floor ||
            ID == Intrinsic::ceil || ID == Intrinsic::trunc ||
            ID == Intrinsic::rint || ID == Intrinsic::nearbyint ||
            ID == Intrinsic::roundeven);
  }
  if (isa<CmpInst>(I))
    return isElement(I.getOperand(0)->getType()->getScalarType());
  if (isa<SelectInst>(I))
    return isElement(Element) && I.getOperand(0)->getType()->isVectorTy();
  if (auto *Cast = dyn_cast<CastInst>(&I))
    return isTileCast(*Cast);
  if (auto *Load = dyn_cast<LoadInst>(&I))
    return Load->isSimple() && isElement(Element);
  return (isa<UnaryOperator, PHINode>(I)) && isElement(Element);
}

class Widening {
public:
  explicit Widening(Function &F) : F(F) {}
  bool run();

private:
  bool isWidened(const Value *V) const {
    auto *I = dyn_cast<Instruction>(V);
    return I && Wide.contains(const_cast<Instruction *>(I));
  }
  bool staysTile(const Instruction &I) const;
  static unsigned countOf(const Type *Ty) {
    return cast<FixedVectorType>(Ty)->getNumElements();
  }
  Value *mask(IRBuilderBase &B, unsigned Count);
  Value *widened(Value *V, Instruction *Before);
  Value *widen(Instruction &I);

  Function &F;
  SmallSetVector<Instruction *, 16> Wide;
  DenseMap<Value *, Value *> Tiles; ///< the new values
};

/// The same scalar in all elements, or a constant: it can have any length.
bool hasAnyLength(Value *V) {
  if (getSplatValue(V) || isa<UndefValue>(V))
    return true;
  return isa<ConstantDataVector>(V);
}

/// Are all operands tiles, and all users too, or stores?
bool Widening::staysTile(const Instruction &I) const {
  const unsigned Count = countOf(I.getType());
  for (Value *Op : I.operands()) {
    auto *Ty = dyn_cast<FixedVectorType>(Op->getType());
    if (Ty &&
        (Ty->getNumElements() != Count || !(isWidened(Op) || hasAnyLength(Op))))
      return false;
  }
  return all_of(I.users(), [&](const User *U) {
    if (auto *Store = dyn_cast<StoreInst>(U))
      return Store->isSimple() && isElement(I.getType()->getScalarType());
    return isWidened(U) && countOf(U->getType()) == Count;
  });
}

Value *Widening::mask(IRBuilderBase &B, unsigned Count) {
  Type *I64 = B.getInt64Ty();
  return B.CreateIntrinsic(Intrinsic::get_active_lane_mask,
                           {lanesOf(B.getInt1Ty(), TileWords), I64},
                           {B.getInt64(0), B.getInt64(Count)});
}

Value *Widening::widened(Value *V, Instruction *Before) {
  if (Value *Tile = Tiles.lookup(V))
    return Tile;
  if (!V->getType()->isVectorTy())
    return V;
  Type *Ty = lanesOf(V->getType()->getScalarType(), TileWords);
  if (isa<PoisonValue>(V))
    return PoisonValue::get(Ty);
  if (isa<UndefValue>(V))
    return Constant::getNullValue(Ty);
  if (Value *Scalar = getSplatValue(V))
    return IRBuilder<>(Before).CreateVectorSplat(TileWords, Scalar);
  auto *C = cast<ConstantDataVector>(V);
  SmallVector<Constant *, TileWords> Elements;
  for (unsigned E = 0; E < C->getNumElements(); ++E)
    Elements.push_back(C->getElementAsConstant(E));
  Elements.resize(TileWords, Constant::getNullValue(Ty->getScalarType()));
  return ConstantVector::get(Elements);
}

Value *Widening::widen(Instruction &I) {
  IRBuilder<> B(&I);
  Type *Ty = lanesOf(I.getType()->getScalarType(), TileWords);
  if (auto *P = dyn_cast<PHINode>(&I))
    return B.CreatePHI(Ty, P->getNumIncomingValues());
  if (auto *Load = dyn_cast<LoadInst>(&I)) {
    CallInst *New =
        B.CreateMaskedLoad(Ty, Load->getPointerOperand(), Load->getAlign(),
                           mask(B, countOf(I.getType())));
    New->copyMetadata(I, {LLVMContext::MD_tbaa, LLVMContext::MD_alias_scope,
                          LLVMContext::MD_noalias, LLVMContext::MD_dbg});
    return New;
  }
  SmallVector<Value *, 3> Operands;
  for (Value *Op : I.operands())
    if (!isa<Function>(Op))
      Operands.push_back(widened(Op, &I));
  return onLanes(B, I, Operands, TileWords);
}

bool Widening::run() {
  for (BasicBlock *Block : ReversePostOrderTraversal<Function *>(&F))
    for (Instruction &I : *Block)
      if (isShort(I.getType()) && isTileOperation(I))
        Wide.insert(&I);
  for (bool Again = !Wide.empty(); std::exchange(Again, false);)
    Again = Wide.remove_if([&](Instruction *I) { return !staysTile(*I); });
  if (Wide.empty())
    return false;
  for (Instruction *I : Wide)
    Tiles[I] = widen(*I);
  for (Instruction *I : Wide) {
    if (auto *P = dyn_cast<PHINode>(I))
      for (unsigned N = 0; N < P->getNumIncomingValues(); ++N) {
        BasicBlock *From = P->getIncomingBlock(N);
        cast<PHINode>(Tiles[I])->addIncoming(
            widened(P->getIncomingValue(N), From->getTerminator()), From);
      }
    for (User *U : make_early_inc_range(I->users())) {
      auto *Store = dyn_cast<StoreInst>(U);
      if (!Store)
        continue;
      IRBuilder<> B(Store);
      CallInst *New = B.CreateMaskedStore(Tiles[I], Store->getPointerOperand(),
                                          Store->getAlign(),
                                          mask(B, countOf(I->getType())));
      New->copyMetadata(*Store);
      Store->eraseFromParent();
    }
  }
  for (Instruction *I : reverse(Wide)) {
    I->replaceAllUsesWith(PoisonValue::get(I->getType()));
    I->eraseFromParent();
  }
  return true;
}

} // namespace

bool llvm::widenShortVectors(Function &F) {
  return mayBecomeTiles(F) && Widening(F).run();
}
