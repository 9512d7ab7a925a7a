// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- LargeVectors.cpp - vectors that do not fit in registers ------------===//
//
// Instruction selection splits a vector into tiles, and the remainder into
// elements. A matrix of 33 x 33 doubles has a thousand elements, in every
// operation on it, and compile time grows faster than their number. This pass
// keeps such vectors in memory instead: each value has a slot in the frame, and
// elementwise operations become a loop over tiles and a loop over the remaining
// elements.
//
// An operation with a single user is computed in the loop of its user. A loaded
// value is read from its original memory if that has not changed. Operations
// that this pass does not know read whole vectors from the slots and are left
// to the code generator.
//
//===----------------------------------------------------------------------===//

#include "loops/LargeVectors.h"
#include "loops/TileBuilder.h"
#include "llvm/ADT/PostOrderIterator.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/Analysis/VectorUtils.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;

namespace {

constexpr unsigned MostTiles = 16; ///< that instruction selection may split

unsigned elementsOf(const Type *Ty) {
  return cast<FixedVectorType>(Ty)->getNumElements();
}

bool isLarge(const Type *Ty) {
  auto *V = dyn_cast<FixedVectorType>(Ty);
  if (!V || V->getNumElements() <= TileWords)
    return false;
  unsigned Bits = V->getScalarSizeInBits();
  if (Bits * V->getNumElements() == 32 * TileWords)
    return false; // one tile
  bool Whole = Bits <= 32 && !V->getElementType()->isIntegerTy(16) &&
               V->getNumElements() % TileWords == 0;
  return !Whole || V->getNumElements() > MostTiles * TileWords;
}

/// Elements of one bit are stored as bytes.
Type *inMemory(Type *Element) {
  return Element->isIntegerTy(1) ? Type::getInt8Ty(Element->getContext())
                                 : Element;
}

bool isKnownElement(const Type *Element) {
  return Element->isIntegerTy(1) || Element->isIntegerTy(8) ||
         Element->isIntegerTy(16) || Element->isIntegerTy(32) ||
         Element->isIntegerTy(64) || Element->isPointerTy() ||
         Element->isHalfTy() || Element->isBFloatTy() || Element->isFloatTy() ||
         Element->isDoubleTy();
}

/// Does each element of the result depend on the same element of the operands,
/// or on a scalar?
bool isElementwise(const Instruction &I) {
  if (isa<BinaryOperator, UnaryOperator, CmpInst, FreezeInst, SelectInst>(I))
    return true;
  if (auto *Cast = dyn_cast<CastInst>(&I))
    return !isa<BitCastInst>(Cast) ||
           elementsOf(Cast->getSrcTy()) == elementsOf(Cast->getDestTy());
  if (auto *II = dyn_cast<IntrinsicInst>(&I))
    return isTriviallyVectorizable(II->getIntrinsicID());
  return false;
}

bool hasLarge(const Instruction &I) {
  return isLarge(I.getType()) || any_of(I.operand_values(), [](const Value *V) {
           return isLarge(V->getType());
         });
}

/// A shuffle for which tiles have no instruction is done element by element.
bool isLongShuffle(const ShuffleVectorInst &S) {
  ArrayRef<int> Mask = S.getShuffleMask();
  return Mask.size() > 2 * TileWords && !S.isZeroEltSplat() && !S.isConcat() &&
         !S.isIdentity();
}

/// Do result and operands have the same number of elements, of known types?
bool isUniform(const Instruction &I) {
  if (!I.getType()->isVectorTy())
    return false;
  unsigned Count = elementsOf(I.getType());
  return isKnownElement(I.getType()->getScalarType()) &&
         all_of(I.operand_values(), [&](const Value *V) {
           return !V->getType()->isVectorTy() ||
                  (elementsOf(V->getType()) == Count &&
                   isKnownElement(V->getType()->getScalarType()));
         });
}

class Lowering {
public:
  explicit Lowering(Function &F)
      : F(F), DL(F.getDataLayout()), I64(Type::getInt64Ty(F.getContext())) {}
  bool run();

private:
  /// Does this pass compute it, rather than the code generator?
  bool isOurs(const Instruction &I) const;
  bool mayFuse(const Instruction &I) const;
  bool isFused(const Instruction &I) const { return Fused.contains(&I); }
  const Instruction *rootOf(const Instruction &I) const;
  bool isReadInPlace(const LoadInst &L) const;

  Value *newSlot(Type *Ty);
  Value *tableOf(Constant *C);
  Value *slotOf(Value *V, Instruction *Before);
  Type *stored(Type *Ty);
  void bridgeOperands(Instruction &I);
  void bridge(Value *V);
  void copy(IRBuilderBase &B, Value *To, Value *From, Type *Ty);

  Value *part(TileBuilder &B, Value *V, Value *Index, unsigned Lanes);
  Value *elements(TileBuilder &B, Value *Slot, Type *Element, Value *Index,
                  unsigned Lanes);
  bool takesTiles(const Instruction &I) const;
  void collectLeaves(Value *V, SmallVectorImpl<Value *> &Leaves) const;

  void compute(Instruction &I, Value *To);
  void lowerStore(StoreInst &S);
  void lowerExtract(ExtractElementInst &E);
  void lowerInsert(InsertElementInst &E);
  void lowerShuffle(ShuffleVectorInst &S);
  void lowerPhis();
  void lower(Instruction &I);

  Function &F;
  const DataLayout &DL;
  Type *I64;
  SmallVector<Instruction *, 16> Ours;
  SmallPtrSet<const Instruction *, 16> IsOurs;
  SmallPtrSet<const Instruction *, 8> Fused;
  SmallPtrSet<const LoadInst *, 4> InPlace;
  /// Chains of insertions into the result of the previous one.
  SmallPtrSet<const InsertElementInst *, 8> ContinuedInsertions;
  DenseMap<Value *, Value *> Slots; ///< the memory of each value
};

Type *Lowering::stored(Type *Ty) {
  auto *V = cast<FixedVectorType>(Ty);
  return FixedVectorType::get(inMemory(V->getElementType()),
                              V->getNumElements());
}

//===-- Where values are computed -----------------------------------------===//

bool Lowering::isOurs(const Instruction &I) const {
  if (auto *S = dyn_cast<ShuffleVectorInst>(&I))
    return (hasLarge(I) || isLongShuffle(*S)) &&
           isKnownElement(S->getType()->getScalarType());
  if (!hasLarge(I))
    return false;
  if (auto *L = dyn_cast<LoadInst>(&I))
    return L->isSimple() && isKnownElement(I.getType()->getScalarType()) &&
           !I.getType()->getScalarType()->isIntegerTy(1);
  if (auto *S = dyn_cast<StoreInst>(&I)) {
    Type *Element = S->getValueOperand()->getType()->getScalarType();
    return S->isSimple() && isKnownElement(Element) && !Element->isIntegerTy(1);
  }
  if (isa<PHINode>(I))
    return isKnownElement(I.getType()->getScalarType());
  if (isa<ExtractElementInst, InsertElementInst>(I))
    return isKnownElement(I.getOperand(0)->getType()->getScalarType());
  return isElementwise(I) && isUniform(I);
}

/// Is it computed in the loop of its only user? Call before blocks are split.
bool Lowering::mayFuse(const Instruction &I) const {
  if (!isElementwise(I) || !I.hasOneUse())
    return false;
  auto *User = cast<Instruction>(I.user_back());
  return IsOurs.contains(User) && User->getParent() == I.getParent() &&
         (isa<StoreInst>(User) || isElementwise(*User));
}

/// The instruction before which it is computed.
const Instruction *Lowering::rootOf(const Instruction &I) const {
  const Instruction *Root = &I;
  while (isFused(*Root))
    Root = cast<Instruction>(Root->user_back());
  return Root;
}

/// Is the memory unchanged at all uses of the loaded value?
bool Lowering::isReadInPlace(const LoadInst &L) const {
  const Instruction *Last = &L;
  for (const User *U : L.users()) {
    auto *I = cast<Instruction>(U);
    if (I->getParent() != L.getParent() || !IsOurs.contains(I) ||
        !(isElementwise(*I) || isa<StoreInst, ExtractElementInst>(I)))
      return false;
    const Instruction *Root = isElementwise(*I) ? rootOf(*I) : I;
    if (Last->comesBefore(Root))
      Last = Root;
  }
  for (auto I = std::next(L.getIterator()); &*I != Last; ++I) {
    if (I->mayWriteToMemory() && !I->isLifetimeStartOrEnd())
      return false;
    if (I->isTerminator())
      return false;
  }
  return true;
}

//===-- Slots -------------------------------------------------------------===//

/// The first place in a block after the allocas.
static BasicBlock::iterator afterAllocas(BasicBlock &Block) {
  auto At = Block.getFirstInsertionPt();
  while (isa<AllocaInst>(*At))
    ++At;
  return At;
}

Value *Lowering::newSlot(Type *Ty) {
  BasicBlock &Entry = F.getEntryBlock();
  IRBuilder<> B(&Entry, Entry.getFirstInsertionPt());
  AllocaInst *A = B.CreateAlloca(stored(Ty));
  A->setAlignment(Align(64));
  return A;
}

void Lowering::copy(IRBuilderBase &B, Value *To, Value *From, Type *Ty) {
  if (To != From)
    B.CreateMemCpy(To, Align(1), From, Align(1),
                   DL.getTypeStoreSize(stored(Ty)));
}

/// A constant in memory.
Value *Lowering::tableOf(Constant *C) {
  if (stored(C->getType()) != C->getType())
    C = ConstantFoldCastOperand(Instruction::ZExt, C, stored(C->getType()), DL);
  auto *Table = new GlobalVariable(*F.getParent(), C->getType(), true,
                                   GlobalValue::PrivateLinkage, C);
  Table->setAlignment(Align(64));
  return Table;
}

/// Memory with the elements of V.
Value *Lowering::slotOf(Value *V, Instruction *Before) {
  if (Value *Slot = Slots.lookup(V))
    return Slot;
  auto *C = cast<Constant>(V);
  Constant *Of = C->getSplatValue();
  if (!Of && !isa<UndefValue>(C))
    return tableOf(C);
  Value *Slot = newSlot(V->getType());
  if (isa<UndefValue>(V)) // any bytes are valid
    return Slot;
  if (C->isNullValue()) {
    IRBuilder<> B(Before);
    B.CreateMemSet(Slot, B.getInt8(0),
                   DL.getTypeStoreSize(stored(V->getType())), Align(64));
    return Slot;
  }
  emitBefore(Before, [&](TileBuilder &B) {
    Type *Memory = inMemory(Of->getType());
    Value *Scalar = Memory == Of->getType() ? Of : B.CreateZExt(Of, Memory);
    B.count("splat", elementsOf(V->getType()), 1, [&](Value *I) {
      B.CreateStore(Scalar, B.CreateGEP(Memory, Slot, I));
    });
  });
  return Slot;
}

/// An operation of the code generator that uses values of this pass.
void Lowering::bridgeOperands(Instruction &I) {
  for (Use &U : I.operands()) {
    auto *From = dyn_cast<Instruction>(U.get());
    if (!From || !IsOurs.contains(From) || !From->getType()->isVectorTy())
      continue;
    Value *Slot = Slots.lookup(From);
    auto *P = dyn_cast<PHINode>(&I);
    IRBuilder<> B(P ? P->getIncomingBlock(U)->getTerminator() : &I);
    Type *Ty = U->getType();
    Value *V = B.CreateAlignedLoad(stored(Ty), Slot, Align(1));
    U.set(V->getType() == Ty ? V : B.CreateTrunc(V, Ty));
  }
}

/// A vector that this pass uses and does not compute.
void Lowering::bridge(Value *V) {
  Value *Slot = newSlot(V->getType());
  auto *I = dyn_cast<Instruction>(V);
  BasicBlock *Block = I ? I->getParent() : &F.getEntryBlock();
  IRBuilder<> B(Block, I && !isa<PHINode>(I) ? std::next(I->getIterator())
                                             : afterAllocas(*Block));
  Type *Memory = stored(V->getType());
  B.CreateAlignedStore(Memory == V->getType() ? V : B.CreateZExt(V, Memory),
                       Slot, Align(64));
  Slots[V] = Slot;
}

//===-- Operations on elements --------------------------------------------===//

/// Lanes elements of V from Index on; a single one is a scalar.
Value *Lowering::part(TileBuilder &B, Value *V, Value *Index, unsigned Lanes) {
  auto *Ty = dyn_cast<FixedVectorType>(V->getType());
  if (!Ty)
    return V;
  Type *Element = Ty->getElementType(), *To = lanesOf(Element, Lanes);
  if (auto *C = dyn_cast<Constant>(V))
    if (Constant *Of = C->getSplatValue())
      return Lanes == 1
                 ? Of
                 : ConstantVector::getSplat(ElementCount::getFixed(Lanes), Of);
  if (isa<PoisonValue>(V))
    return PoisonValue::get(To);
  if (isa<UndefValue>(V))
    return Constant::getNullValue(To);
  if (Value *Slot = Slots.lookup(V))
    return elements(B, Slot, Element, Index, Lanes);

  // Fused: computed in this loop.
  auto *I = cast<Instruction>(V);
  SmallVector<Value *, 3> Parts;
  for (Value *Op : I->operands())
    if (!isa<Function>(Op))
      Parts.push_back(part(B, Op, Index, Lanes));
  return onLanes(B, *I, Parts, Lanes);
}

Value *Lowering::elements(TileBuilder &B, Value *Slot, Type *Element,
                          Value *Index, unsigned Lanes) {
  Type *Memory = inMemory(Element);
  Value *V = B.CreateAlignedLoad(lanesOf(Memory, Lanes),
                                 B.CreateGEP(Memory, Slot, Index), Align(1));
  return Memory == Element ? V : B.CreateTrunc(V, lanesOf(Element, Lanes));
}

/// Are all the operations that are computed together on tiles?
bool Lowering::takesTiles(const Instruction &I) const {
  auto Narrow = [](const Type *Ty) {
    return !Ty->isVectorTy() || (Ty->getScalarSizeInBits() <= 32 &&
                                 !Ty->getScalarType()->isIntegerTy(16) &&
                                 !Ty->getScalarType()->isPointerTy());
  };
  auto *Op = dyn_cast<BinaryOperator>(&I);
  bool Divides =
      Op && (Op->isIntDivRem() || Op->getOpcode() == Instruction::FRem);
  auto *II = dyn_cast<IntrinsicInst>(&I);
  if (Divides || !Narrow(I.getType()) ||
      (II && II->getIntrinsicID() != Intrinsic::fma))
    return false;
  return all_of(I.operand_values(), [&](const Value *V) {
    auto *From = dyn_cast<Instruction>(V);
    return Narrow(V->getType()) &&
           (!From || !isFused(*From) || takesTiles(*From));
  });
}

/// Writes the elements of I, which is elementwise, to memory.
void Lowering::compute(Instruction &I, Value *To) {
  SmallVector<Value *, 8> Work{&I};
  while (!Work.empty()) {
    auto *Of = cast<Instruction>(Work.pop_back_val());
    for (Value *Op : Of->operands()) {
      if (!Op->getType()->isVectorTy() || Slots.contains(Op))
        continue;
      if (auto *C = dyn_cast<Constant>(Op)) {
        if (!C->getSplatValue() && !isa<UndefValue>(C))
          Slots[Op] = tableOf(C);
      } else {
        Work.push_back(Op); // fused
      }
    }
  }

  Type *Element = I.getType()->getScalarType(), *Memory = inMemory(Element);
  unsigned Count = elementsOf(I.getType());
  unsigned Whole = takesTiles(I) ? Count / TileWords * TileWords : 0;
  emitBefore(&I, [&](TileBuilder &B) {
    auto Steps = [&](const char *Name, unsigned From, unsigned Lanes,
                     unsigned End) {
      if (From == End)
        return;
      B.count(Name, End - From, Lanes, [&](Value *Step) {
        Value *Index = B.CreateNSWAdd(Step, B.number(From));
        Value *V = part(B, &I, Index, Lanes);
        if (Memory != Element)
          V = B.CreateZExt(V, lanesOf(Memory, Lanes));
        B.CreateAlignedStore(V, B.CreateGEP(Memory, To, Index), Align(1));
      });
    };
    Steps("tiles", 0, TileWords, Whole);
    Steps("elements", Whole, 1, Count);
  });
}

/// The memory other than slots that the loop for V reads.
void Lowering::collectLeaves(Value *V, SmallVectorImpl<Value *> &Leaves) const {
  if (Value *Slot = Slots.lookup(V)) {
    if (isa<LoadInst>(V))
      Leaves.push_back(Slot);
  } else if (auto *I = dyn_cast<Instruction>(V); I && isFused(*I)) {
    for (Value *Op : I->operands())
      collectLeaves(Op, Leaves);
  }
}

void Lowering::lowerStore(StoreInst &S) {
  Value *V = S.getValueOperand(), *To = S.getPointerOperand();
  auto *I = dyn_cast<Instruction>(V);
  if (I && isFused(*I)) {
    // A tile may be written over the memory that it was read from, but not over
    // memory that a later iteration reads.
    SmallVector<Value *, 4> Leaves;
    collectLeaves(V, Leaves);
    bool Apart = all_of(Leaves, [&](Value *From) {
      return From == To || isa<AllocaInst>(From);
    });
    I->moveBefore(S.getIterator());
    Value *Slot = Apart ? To : newSlot(V->getType());
    compute(*I, Slot);
    IRBuilder<> B(&S);
    copy(B, To, Slot, V->getType());
    return;
  }
  Value *Slot = slotOf(V, &S);
  IRBuilder<> B(&S);
  // Memory that is read in place may overlap the destination.
  if (isa<LoadInst>(V) && !isa<AllocaInst>(Slot))
    B.CreateMemMove(To, Align(1), Slot, Align(1),
                    DL.getTypeStoreSize(V->getType()));
  else
    copy(B, To, Slot, V->getType());
}

//===-- Single elements ---------------------------------------------------===//

void Lowering::lowerExtract(ExtractElementInst &E) {
  Value *Slot = slotOf(E.getVectorOperand(), &E);
  TileBuilder B(&E);
  Value *Index = B.CreateZExtOrTrunc(E.getIndexOperand(), I64);
  // An index out of range gives any value, but must not access memory.
  Value *Last = B.number(elementsOf(E.getVectorOperand()->getType()) - 1);
  if (!isa<Constant>(Index))
    Index = B.CreateBinaryIntrinsic(Intrinsic::umin, Index, Last);
  else if (cast<ConstantInt>(Index)->getZExtValue() >
           cast<ConstantInt>(Last)->getZExtValue())
    Index = Last;
  E.replaceAllUsesWith(elements(B, Slot, E.getType(), Index, 1));
}

void Lowering::lowerInsert(InsertElementInst &E) {
  Value *From = E.getOperand(0);
  bool Onto = ContinuedInsertions.contains(&E);
  Value *Slot = Onto ? Slots.lookup(From) : newSlot(E.getType());
  if (!Onto && !isa<UndefValue>(From)) {
    Value *Source = slotOf(From, &E);
    IRBuilder<> B(&E);
    copy(B, Slot, Source, E.getType());
  }
  IRBuilder<> B(&E);
  Value *Scalar = E.getOperand(1);
  Type *Memory = inMemory(Scalar->getType());
  if (Memory != Scalar->getType())
    Scalar = B.CreateZExt(Scalar, Memory);
  Value *Index = B.CreateZExtOrTrunc(E.getOperand(2), I64);
  Value *Last = B.getInt64(elementsOf(E.getType()) - 1);
  Index = B.CreateBinaryIntrinsic(Intrinsic::umin, Index, Last);
  B.CreateStore(Scalar, B.CreateGEP(Memory, Slot, Index));
  Slots[&E] = Slot;
}

/// A table has the source index of each element, in the concatenation of both
/// operands.
void Lowering::lowerShuffle(ShuffleVectorInst &S) {
  ArrayRef<int> Mask = S.getShuffleMask();
  Type *Element = S.getType()->getElementType(), *Memory = inMemory(Element);
  unsigned Count = elementsOf(S.getOperand(0)->getType());
  auto *Both = FixedVectorType::get(Element, 2 * Count);
  Value *From = newSlot(Both), *To = newSlot(S.getType());
  bool UsesSecond = any_of(Mask, [&](int M) { return M >= int(Count); });
  Value *First = slotOf(S.getOperand(0), &S);
  Value *Second = UsesSecond ? slotOf(S.getOperand(1), &S) : nullptr;
  {
    IRBuilder<> B(&S);
    if (Second) {
      copy(B, From, First, S.getOperand(0)->getType());
      copy(B, B.CreateConstGEP1_64(Memory, From, Count), Second,
           S.getOperand(1)->getType());
    } else {
      From = First;
    }
  }
  SmallVector<uint32_t, 64> Places;
  for (int M : Mask)
    Places.push_back(M < 0 ? 0 : M);
  bool Splat = all_equal(Places);
  Value *Table = Splat
                     ? nullptr
                     : tableOf(ConstantDataVector::get(F.getContext(), Places));
  emitBefore(&S, [&](TileBuilder &B) {
    auto Element = [&](Value *At) {
      return B.CreateLoad(Memory, B.CreateGEP(Memory, From, At));
    };
    Value *One = Splat ? Element(B.number(Places[0])) : nullptr;
    B.count("shuffle", Mask.size(), 1, [&](Value *I) {
      Value *V = One;
      if (!V)
        V = Element(B.CreateZExt(
            B.CreateLoad(B.getInt32Ty(), B.CreateGEP(B.getInt32Ty(), Table, I)),
            I64));
      B.CreateStore(V, B.CreateGEP(Memory, To, I));
    });
  });
  Slots[&S] = To;
}

/// Each predecessor writes the slots of the phis; in two steps, because a phi
/// may read the slot that another one writes.
void Lowering::lowerPhis() {
  for (Instruction *I : Ours) {
    auto *P = dyn_cast<PHINode>(I);
    if (!P)
      continue;
    Value *Arriving = newSlot(P->getType());
    for (unsigned N = 0; N < P->getNumIncomingValues(); ++N) {
      Instruction *End = P->getIncomingBlock(N)->getTerminator();
      Value *V = P->getIncomingValue(N);
      if (isa<UndefValue>(V))
        continue;
      Value *From = slotOf(V, End);
      IRBuilder<> B(P->getIncomingBlock(N)->getTerminator());
      copy(B, Arriving, From, P->getType());
    }
    IRBuilder<> B(P->getParent(), P->getParent()->getFirstInsertionPt());
    copy(B, Slots.lookup(P), Arriving, P->getType());
  }
}

void Lowering::lower(Instruction &I) {
  if (auto *L = dyn_cast<LoadInst>(&I)) {
    if (InPlace.contains(L)) {
      Slots[L] = L->getPointerOperand();
      return;
    }
    Slots[L] = newSlot(L->getType());
    IRBuilder<> B(L);
    copy(B, Slots[L], L->getPointerOperand(), L->getType());
  } else if (auto *S = dyn_cast<StoreInst>(&I)) {
    lowerStore(*S);
  } else if (auto *E = dyn_cast<ExtractElementInst>(&I)) {
    lowerExtract(*E);
  } else if (auto *E = dyn_cast<InsertElementInst>(&I)) {
    lowerInsert(*E);
  } else if (auto *S = dyn_cast<ShuffleVectorInst>(&I)) {
    lowerShuffle(*S);
  } else if (!isa<PHINode>(I) && !isFused(I)) {
    Value *To = newSlot(I.getType());
    compute(I, To);
    Slots[&I] = To;
  }
}

bool Lowering::run() {
  if (none_of(instructions(F), [&](const Instruction &I) { return isOurs(I); }))
    return false;
  removeUnreachableBlocks(F);
  SmallVector<Instruction *, 16> Others;
  for (BasicBlock *Block : ReversePostOrderTraversal<Function *>(&F))
    for (Instruction &I : *Block) {
      bool Mine = isOurs(I);
      (Mine ? Ours : Others).push_back(&I);
      if (Mine)
        IsOurs.insert(&I);
    }

  for (Instruction *I : Ours)
    if (mayFuse(*I))
      Fused.insert(I);
  for (Instruction *I : Ours) {
    if (auto *L = dyn_cast<LoadInst>(I); L && isReadInPlace(*L))
      InPlace.insert(L);
    if (auto *E = dyn_cast<InsertElementInst>(I)) {
      // In a loop the slot would contain the result of the previous iteration.
      auto *Before = dyn_cast<InsertElementInst>(E->getOperand(0));
      if (Before && Before->hasOneUse() && IsOurs.contains(Before) &&
          Before->getParent() == E->getParent())
        ContinuedInsertions.insert(E);
    }
    if (isa<PHINode>(I))
      Slots[I] = newSlot(I->getType());
    for (Value *Op : I->operands()) {
      auto *From = dyn_cast<Instruction>(Op);
      if (Op->getType()->isVectorTy() && !isa<Constant>(Op) &&
          !(From && IsOurs.contains(From)) && !Slots.contains(Op))
        bridge(Op);
    }
  }
  // Definitions before uses, but for the operands of phis.
  for (Instruction *I : Ours)
    lower(*I);
  lowerPhis();
  for (Instruction *I : Others)
    bridgeOperands(*I);
  for (Instruction *I : reverse(Ours)) {
    I->replaceAllUsesWith(PoisonValue::get(I->getType()));
    I->eraseFromParent();
  }
  return true;
}

} // namespace

bool llvm::lowerLargeVectors(Function &F) { return Lowering(F).run(); }
