// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- LoopForms.cpp - forms that the loop vectoriser accepts -------------===//
//
// LLVM's passes transform loops to forms that are best for a scalar machine, or
// for vectors of any size. Tiles have 256 lanes of 32 bits:
//
// - Counters are 64 bits wide, and so are comparisons with them. If their
//   values fit in a word, words are compared.
// - A branch around two stores or loads became one access with a selected
//   address. With a branch it becomes two masked accesses.
// - if (c) s += x became s = c ? s + x : s, which is a reduction only with all
//   of -ffast-math. s += c ? x : -0.0 is equivalent.
// - Elements lie a distance apart that is known only at run time. Offsets of 32
//   bits from the first one are what gathers and scatters take.
// - best = x > best ? x : best is a maximum but for zeros and for what is no
//   number. The maximum is computed, and the loop once more if these matter.
// - (int)lrintf(x) and its kind round to 64 bits. The low 32 bits are computed
//   in words.
// - Sums of 64 bits, such as a count, have no lanes. If their elements are
//   small and not many, 32 bits are enough.
// - A loop with fewer iterations than lanes would get a narrower vector. If the
//   trip count is not known, it gets whole tiles and a mask.
//
//===----------------------------------------------------------------------===//

#include "loops/LoopForms.h"
#include "loops/TileBuilder.h"
#include "llvm/Analysis/DomTreeUpdater.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/Analysis/ScalarEvolutionExpressions.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/PatternMatch.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Local.h"
#include "llvm/Transforms/Utils/ScalarEvolutionExpander.h"

using namespace llvm;
using namespace llvm::PatternMatch;

namespace {

constexpr const char *HiddenCount = "__builtin_sectile_hidden_count";

/// The low 32 bits of 64-bit integers.
class Words {
public:
  explicit Words(const Loop &L) : L(L) {}

  Value *of(Value *V) {
    if (Value *Known = Found.lookup(V))
      return Known;
    return Found[V] = compute(V);
  }

private:
  Value *compute(Value *V);

  const Loop &L;
  DenseMap<Value *, Value *> Found;
};

Value *Words::compute(Value *V) {
  Type *Word = Type::getInt32Ty(V->getContext());
  Value *From;
  if (isa<Constant, Argument>(V) || L.isLoopInvariant(V))
    return IRBuilder<>(L.getLoopPreheader()->getTerminator())
        .CreateTrunc(V, Word);
  auto *I = cast<Instruction>(V);
  IRBuilder<> B(I->getContext());
  B.SetInsertPoint(*I->getInsertionPointAfterDef());
  if (match(I, m_ZExtOrSExt(m_Value(From))) &&
      From->getType()->getIntegerBitWidth() <= 32)
    return B.CreateIntCast(From, Word, isa<SExtInst>(I));
  switch (I->getOpcode()) {
  case Instruction::Add:
  case Instruction::Sub:
  case Instruction::Mul:
  case Instruction::And:
  case Instruction::Or:
  case Instruction::Xor: {
    Value *Left = of(I->getOperand(0)), *Right = of(I->getOperand(1));
    return B.CreateBinOp(cast<BinaryOperator>(I)->getOpcode(), Left, Right);
  }
  default:
    return B.CreateTrunc(I, Word);
  }
}

void narrowComparisons(Loop &L, ScalarEvolution &SE) {
  auto FitsWord = [&](Value *V) {
    return SE.getSignedRange(SE.getSCEV(V)).getMinSignedBits() <= 32;
  };
  SmallVector<ICmpInst *, 4> Comparisons;
  for (BasicBlock *Block : L.blocks())
    for (Instruction &I : *Block)
      if (auto *Compare = dyn_cast<ICmpInst>(&I);
          Compare && Compare->getOperand(0)->getType()->isIntegerTy(64) &&
          Compare != L.getLatchCmpInst() && FitsWord(Compare->getOperand(0)) &&
          FitsWord(Compare->getOperand(1)))
        Comparisons.push_back(Compare);
  Words Narrow(L);
  for (ICmpInst *Compare : Comparisons) {
    Value *Left = Narrow.of(Compare->getOperand(0)),
          *Right = Narrow.of(Compare->getOperand(1));
    Compare->setOperand(0, Left);
    Compare->setOperand(1, Right);
    Compare->setSameSign(false);
  }
}

/// The select of two loop-invariant addresses that an access uses, or null.
SelectInst *chosenAddress(const Loop &L, Instruction &Access) {
  Value *Pointer = getPointerOperand(&Access);
  if (auto *GEP = dyn_cast<GetElementPtrInst>(Pointer); GEP && L.contains(GEP))
    Pointer = GEP->getPointerOperand();
  auto *Select = dyn_cast<SelectInst>(Pointer);
  return Select && L.contains(Select) &&
                 L.isLoopInvariant(Select->getTrueValue()) &&
                 L.isLoopInvariant(Select->getFalseValue())
             ? Select
             : nullptr;
}

void branchOnAddresses(Loop &L, DominatorTree &DT, LoopInfo &LI) {
  SmallVector<std::pair<Instruction *, SelectInst *>, 2> Chosen;
  for (BasicBlock *Block : L.blocks())
    for (Instruction &I : *Block)
      if (isa<LoadInst, StoreInst>(I))
        if (SelectInst *Select = chosenAddress(L, I))
          Chosen.push_back({&I, Select});
  DomTreeUpdater DTU(DT, DomTreeUpdater::UpdateStrategy::Eager);
  for (auto [Access, Select] : Chosen) {
    Instruction *Then, *Else;
    // If the condition is undefined, so is the access.
    SplitBlockAndInsertIfThenElse(Select->getCondition(), Access, &Then, &Else,
                                  /*BranchWeights=*/nullptr, &DTU, &LI);
    auto Copy = [&](Instruction *At, Value *Address) {
      Instruction *New = Access->clone();
      if (auto *GEP = dyn_cast<GetElementPtrInst>(getPointerOperand(Access))) {
        Instruction *NewGEP = GEP->clone();
        NewGEP->setOperand(0, Address);
        NewGEP->insertBefore(At->getIterator());
        Address = NewGEP;
      }
      New->setOperand(isa<StoreInst>(New), Address);
      New->insertBefore(At->getIterator());
      return New;
    };
    Instruction *True = Copy(Then, Select->getTrueValue()),
                *False = Copy(Else, Select->getFalseValue());
    if (isa<LoadInst>(Access)) {
      IRBuilder<> B(Access);
      PHINode *Either = B.CreatePHI(Access->getType(), 2);
      Either->addIncoming(True, Then->getParent());
      Either->addIncoming(False, Else->getParent());
      Access->replaceAllUsesWith(Either);
    }
    auto *Pointer = dyn_cast<Instruction>(getPointerOperand(Access));
    Access->eraseFromParent();
    RecursivelyDeleteTriviallyDeadInstructions(Pointer);
  }
}

/// s = c ? s + x : s, with the operands of the select in either order.
void addAlways(Loop &L) {
  for (PHINode &Sum : L.getHeader()->phis()) {
    auto *Select =
        dyn_cast<SelectInst>(Sum.getIncomingValueForBlock(L.getLoopLatch()));
    if (!Select || !Sum.getType()->isFloatTy())
      continue;
    bool AddsIfTrue = Select->getFalseValue() == &Sum;
    auto *Add = dyn_cast<BinaryOperator>(AddsIfTrue ? Select->getTrueValue()
                                                    : Select->getFalseValue());
    if ((!AddsIfTrue && Select->getTrueValue() != &Sum) || !Add ||
        Add->getOpcode() != Instruction::FAdd || !Add->hasAllowReassoc() ||
        !Add->hasOneUse() || Add->getOperand(0) == Add->getOperand(1))
      continue;
    unsigned Addend = Add->getOperand(0) == &Sum;
    if (Add->getOperand(1 - Addend) != &Sum)
      continue;
    IRBuilder<> B(Select);
    Value *X = Add->getOperand(Addend),
          *Zero = ConstantFP::get(X->getType(), -0.0);
    Value *Added = B.CreateSelect(Select->getCondition(), AddsIfTrue ? X : Zero,
                                  AddsIfTrue ? Zero : X);
    Add->setOperand(Addend, Added);
    Add->moveBefore(Select->getIterator());
    Select->replaceAllUsesWith(Add);
    Select->eraseFromParent();
  }
}

/// The operations that clamp a rounded integer to limits that are floats as
/// well, in their order.
std::optional<std::pair<MinMaxIntrinsic *, MinMaxIntrinsic *>>
clampOf(User *First) {
  auto *Before = dyn_cast<MinMaxIntrinsic>(First);
  auto *After = Before && Before->hasOneUse()
                    ? dyn_cast<MinMaxIntrinsic>(*Before->user_begin())
                    : nullptr;
  auto IsExact = [](const MinMaxIntrinsic &Of) {
    auto *Limit = dyn_cast<ConstantInt>(Of.getRHS());
    return Limit && Of.isSigned() && Limit->getValue().abs().ule(1 << 24);
  };
  if (!After || !IsExact(*Before) || !IsExact(*After) ||
      Before->getIntrinsicID() == After->getIntrinsicID())
    return std::nullopt;
  return std::pair(Before, After);
}

bool isNarrowed(const Value &V) {
  return all_of(V.users(), [](const User *U) {
    return isa<TruncInst>(U) && U->getType()->getScalarSizeInBits() <= 32;
  });
}

/// lrint and its kind round to 64 bits, of which 32 are used.
void roundToWords(Loop &L) {
  SmallVector<Instruction *, 2> Roundings;
  for (BasicBlock *Block : L.blocks())
    for (Instruction &I : *Block)
      if (roundedToInteger(&I))
        Roundings.push_back(&I);
  for (Instruction *Rounding : Roundings) {
    IRBuilder<> B(Rounding);
    Value *Float = roundedToInteger(Rounding);
    auto Narrow = [&](Value &Of, Value *Word) {
      for (User *U : make_early_inc_range(Of.users())) {
        IRBuilder<> At(cast<Instruction>(U));
        U->replaceAllUsesWith(At.CreateTrunc(Word, U->getType()));
        cast<Instruction>(U)->eraseFromParent();
      }
    };
    if (isNarrowed(*Rounding)) {
      Narrow(*Rounding, lowWordOfRounded(B, Rounding, Float));
    } else if (auto Clamp = Rounding->hasOneUse()
                                ? clampOf(*Rounding->user_begin())
                                : std::nullopt;
               Clamp && isNarrowed(*Clamp->second)) {
      // What is no number becomes zero.
      Value *Rounded = roundedAs(B, Rounding, Float),
            *Zero = ConstantFP::getZero(Float->getType());
      Rounded = B.CreateSelect(B.CreateFCmpORD(Rounded, Zero), Rounded, Zero);
      for (MinMaxIntrinsic *Of : {Clamp->first, Clamp->second})
        Rounded = B.CreateBinaryIntrinsic(
            Of->getIntrinsicID() == Intrinsic::smax ? Intrinsic::maximumnum
                                                    : Intrinsic::minimumnum,
            Rounded,
            ConstantFP::get(
                Float->getType(),
                double(cast<ConstantInt>(Of->getRHS())->getSExtValue())));
      Value *Word = B.CreateFPToSI(Rounded, B.getInt32Ty());
      Narrow(*Clamp->second, Word);
      Clamp->second->eraseFromParent();
      Clamp->first->eraseFromParent();
    }
    if (Rounding->use_empty())
      Rounding->eraseFromParent();
  }
}

/// The trip count, if it is a constant and less than the number of lanes.
void hideCount(Loop &L, ScalarEvolution &SE) {
  auto *Taken = dyn_cast<SCEVConstant>(SE.getBackedgeTakenCount(&L));
  ICmpInst *Exit = L.getLatchCmpInst();
  if (!Taken || Taken->getAPInt().uge(TileWords - 1) || !Exit)
    return;
  for (Use &U : Exit->operands())
    if (auto *Limit = dyn_cast<ConstantInt>(U)) {
      TileBuilder B(L.getLoopPreheader()->getTerminator());
      SmallString<40> Name(HiddenCount);
      U = B.callReserved((Name + Twine(Limit->getBitWidth())).str(),
                         Limit->getType(), {Limit});
      return;
    }
}

} // namespace

void llvm::prepareLoop(Loop &L, ScalarEvolution &SE, DominatorTree &DT,
                       LoopInfo &LI) {
  narrowComparisons(L, SE);
  roundToWords(L);
  addAlways(L);
  branchOnAddresses(L, DT, LI);
  hideCount(L, SE);
  SE.forgetLoop(&L);
}

/// Does the loop store to the object at this address, and at another distance
/// only?
static bool isAmongStores(const SCEVAddRecExpr &Address, const Loop &L,
                          ScalarEvolution &SE) {
  bool Found = false;
  for (BasicBlock *Block : L.blocks())
    for (Instruction &I : *Block) {
      auto *Store = dyn_cast<StoreInst>(&I);
      if (!Store)
        continue;
      const SCEV *To = SE.getSCEV(Store->getPointerOperand());
      if (SE.getPointerBase(To) != SE.getPointerBase(&Address))
        continue;
      auto *Moving = dyn_cast<SCEVAddRecExpr>(To);
      if (Moving && Moving->getLoop() == &L &&
          Moving->getStepRecurrence(SE) == Address.getStepRecurrence(SE))
        return false;
      Found = true;
    }
  return Found;
}

StridedAccesses llvm::stridedAccesses(Loop &L, ScalarEvolution &SE,
                                      SCEVExpander &Expander) {
  const Instruction *At = L.getLoopPreheader()->getTerminator();
  StridedAccesses Found;
  for (BasicBlock *Block : L.blocks())
    for (Instruction &I : *Block) {
      if (!isa<LoadInst, StoreInst>(I))
        continue;
      Type *Ty = getLoadStoreType(&I);
      auto *Address =
          dyn_cast<SCEVAddRecExpr>(SE.getSCEV(getPointerOperand(&I)));
      if ((!Ty->isIntegerTy(32) && !Ty->isFloatTy()) || !Address ||
          !Address->isAffine() || Address->getLoop() != &L)
        continue;
      const SCEV *Step = Address->getStepRecurrence(SE);
      if (!isa<SCEVConstant>(Step) && Expander.isSafeToExpandAt(Step, At) &&
          Expander.isSafeToExpandAt(Address->getStart(), At))
        Found.push_back({&I, Address, isAmongStores(*Address, L, SE)});
    }
  return Found;
}

void llvm::useWordOffsets(Loop &L, const StridedAccesses &Accesses,
                          ScalarEvolution &SE, SCEVExpander &Expander) {
  BasicBlock *Before = L.getLoopPreheader(), *Latch = L.getLoopLatch();
  Instruction *At = Before->getTerminator();
  DenseMap<const SCEV *, PHINode *> Offsets;
  DenseMap<const SCEV *, Value *> Addresses;
  SmallVector<WeakTrackingVH, 4> Old;
  for (const StridedAccess &A : Accesses) {
    Value *&Address = Addresses[A.Address];
    Value *Pointer = getPointerOperand(A.Access);
    if (!Address) {
      const SCEV *Step = A.Address->getStepRecurrence(SE);
      PHINode *&Offset = Offsets[Step];
      if (!Offset) {
        IRBuilder<> B(At);
        Value *Bytes = B.CreateTrunc(Expander.expandCodeFor(Step, nullptr, At),
                                     B.getInt32Ty());
        B.SetInsertPoint(&L.getHeader()->front());
        Offset = B.CreatePHI(B.getInt32Ty(), 2, "offset");
        B.SetInsertPoint(Latch->getTerminator());
        Offset->addIncoming(B.getInt32(0), Before);
        Offset->addIncoming(B.CreateNSWAdd(Offset, Bytes), Latch);
      }
      Value *Start = Expander.expandCodeFor(A.Address->getStart(), nullptr, At);
      IRBuilder<> B(&*L.getHeader()->getFirstInsertionPt());
      if (A.IsAmongStores)
        Start = IRBuilder<>(At).CreateFreeze(Start);
      Address = B.CreatePtrAdd(Start, B.CreateSExt(Offset, B.getInt64Ty()));
    }
    A.Access->setOperand(isa<StoreInst>(A.Access), Address);
    Old.push_back(Pointer);
  }
  RecursivelyDeleteTriviallyDeadInstructionsPermissive(Old);
  SmallVector<WeakTrackingVH, 4> Counters;
  for (PHINode &P : L.getHeader()->phis())
    Counters.push_back(&P);
  for (WeakTrackingVH &Counter : Counters)
    if (auto *P = dyn_cast_or_null<PHINode>(Counter))
      RecursivelyDeleteDeadPHINode(P);
}

FloatExtremes llvm::floatExtremes(Loop &L) {
  FloatExtremes Found;
  for (BasicBlock *Block : L.blocks())
    for (Instruction &I : *Block)
      if (I.mayHaveSideEffects())
        return {};
  for (PHINode &Best : L.getHeader()->phis()) {
    auto *Next =
        dyn_cast<SelectInst>(Best.getIncomingValueForBlock(L.getLoopLatch()));
    auto *Compare = Next ? dyn_cast<FCmpInst>(Next->getCondition()) : nullptr;
    if (!Compare || !Best.getType()->isFloatTy() || !Best.hasNUses(2) ||
        !Compare->hasOneUse() || L.isLoopInvariant(Next) ||
        (Next->hasNoNaNs() && Next->hasNoSignedZeros())) // its order is free
      continue;
    // Is x taken if it is the left operand and the comparison holds?
    CmpInst::Predicate P = Compare->getPredicate();
    Value *X = Compare->getOperand(0);
    if (X == &Best) {
      X = Compare->getOperand(1);
      P = CmpInst::getSwappedPredicate(P);
    }
    if (Next->getTrueValue() == &Best)
      P = CmpInst::getInversePredicate(P);
    Value *Taken = Next->getTrueValue() == &Best ? Next->getFalseValue()
                                                 : Next->getTrueValue();
    if (Taken != X || X == &Best)
      continue;
    auto IsOneOf = [P](auto... Others) { return ((P == Others) || ...); };
    bool IsGreatest = IsOneOf(CmpInst::FCMP_OGT, CmpInst::FCMP_OGE,
                              CmpInst::FCMP_UGT, CmpInst::FCMP_UGE);
    if (!IsGreatest && !IsOneOf(CmpInst::FCMP_OLT, CmpInst::FCMP_OLE,
                                CmpInst::FCMP_ULT, CmpInst::FCMP_ULE))
      continue;
    Found.push_back({&Best, Next, X, IsGreatest, CmpInst::isUnordered(P)});
  }
  return Found;
}

Value *llvm::areNumbers(const Loop &L, const FloatExtremes &Of) {
  IRBuilder<> B(L.getLoopPreheader()->getTerminator());
  Value *All = B.getTrue();
  for (const FloatExtreme &E : Of) {
    Value *First = E.Best->getIncomingValueForBlock(L.getLoopPreheader());
    All = B.CreateAnd(
        All, B.CreateFCmpORD(First, ConstantFP::getZero(First->getType())));
  }
  return B.CreateFreeze(All);
}

/// The block to which only this loop exits: another loop may have the same
/// exit.
static BasicBlock *ownExit(Loop &L, LoopInfo &LI, DominatorTree &DT) {
  BasicBlock *Latch = L.getLoopLatch(), *Exit = L.getExitBlock();
  if (Exit->getSinglePredecessor())
    return Exit;
  BasicBlock *Own =
      BasicBlock::Create(Exit->getContext(), L.getHeader()->getName() + ".exit",
                         Exit->getParent(), Exit);
  if (Loop *Around = L.getParentLoop())
    Around->addBasicBlockToLoop(Own, LI);
  IRBuilder<> B(Own);
  for (PHINode &P : Exit->phis()) {
    int At = P.getBasicBlockIndex(Latch);
    P.setIncomingBlock(At, Own);
    PHINode *Left = B.CreatePHI(P.getType(), 1);
    Left->addIncoming(P.getIncomingValue(At), Latch);
    P.setIncomingValue(At, Left);
  }
  B.CreateBr(Exit);
  Latch->getTerminator()->replaceSuccessorWith(Exit, Own);
  DT.addNewBlock(Own, Latch);
  BasicBlock *Dominator = nullptr;
  for (BasicBlock *From : predecessors(Exit))
    Dominator =
        Dominator ? DT.findNearestCommonDominator(Dominator, From) : From;
  DT.changeImmediateDominator(Exit, Dominator);
  return Own;
}

/// The value with which the loop was left.
static PHINode *leftWith(Value *V, Loop &L, BasicBlock &Exit) {
  PHINode *P = PHINode::Create(V->getType(), 1, "", Exit.begin());
  P->addIncoming(V, L.getLoopLatch());
  return P;
}

void llvm::useExtremes(Loop &L, const FloatExtremes &Of, Loop &Copy,
                       LoopInfo &LI, DominatorTree &DT) {
  BasicBlock *Latch = L.getLoopLatch(), *Check = ownExit(L, LI, DT),
             *Exit = Check->getSingleSuccessor();
  SmallVector<PHINode *, 4> Results;
  for (const FloatExtreme &E : Of) {
    IRBuilder<> In(E.Next);
    Value *New = In.CreateBinaryIntrinsic(E.IsGreatest ? Intrinsic::maximumnum
                                                       : Intrinsic::minimumnum,
                                          E.Best, E.X);
    E.Next->replaceAllUsesWith(New);
    RecursivelyDeleteTriviallyDeadInstructions(E.Next);
    Results.push_back(leftWith(New, L, *Check));
    if (!E.TakesNaN)
      continue;
    // A word, because tiles have no lanes of one bit, whose maximum is found by
    // instructions.
    PHINode *Seen =
        PHINode::Create(In.getInt32Ty(), 2, "nan", L.getHeader()->begin());
    In.SetInsertPoint(cast<Instruction>(New));
    Value *IsNaN = In.CreateFCmpUNO(E.X, E.X);
    Value *Any = In.CreateBinaryIntrinsic(
        Intrinsic::smax, Seen, In.CreateZExt(IsNaN, In.getInt32Ty()));
    Seen->addIncoming(In.getInt32(0), L.getLoopPreheader());
    Seen->addIncoming(Any, Latch);
    Results.push_back(leftWith(Any, L, *Check));
  }
  IRBuilder<> B(Check->getTerminator());
  Value *Again = B.getFalse();
  for (PHINode *R : Results)
    Again = B.CreateOr(
        Again, R->getType()->isFloatTy()
                   ? B.CreateFCmpOEQ(R, ConstantFP::getZero(R->getType()))
                   : B.CreateICmpNE(R, B.getInt32(0)));
  Check->getTerminator()->eraseFromParent();
  B.SetInsertPoint(Check);
  B.CreateCondBr(Again, Copy.getLoopPreheader(), Exit);
}

WordSums llvm::wordSums(Loop &L, ScalarEvolution &SE) {
  constexpr unsigned MostBits = 17;
  WordSums Found;
  for (PHINode &Sum : L.getHeader()->phis()) {
    auto *Next = dyn_cast<BinaryOperator>(
        Sum.getIncomingValueForBlock(L.getLoopLatch()));
    if (!Sum.getType()->isIntegerTy(64) || !Next || !Sum.hasOneUse() ||
        isa<SCEVAddRecExpr>(SE.getSCEV(&Sum)))
      continue;
    Value *Element;
    if (!match(Next, m_c_Add(m_Specific(&Sum), m_Value(Element))) &&
        !match(Next, m_Sub(m_Specific(&Sum), m_Value(Element))))
      continue;
    ConstantRange Range = SE.getSignedRange(SE.getSCEV(Element));
    if (Range.getMinSignedBits() > MostBits ||
        any_of(Next->users(), [&](User *U) {
          return U != &Sum && L.contains(cast<Instruction>(U));
        }))
      continue;
    uint64_t Most =
        std::max<uint64_t>(Range.getSignedMax().abs().getZExtValue(),
                           Range.getSignedMin().abs().getZExtValue());
    Found.push_back(
        {&Sum, Next, Element, INT32_MAX / std::max<uint64_t>(Most, 1)});
  }
  return Found;
}

void llvm::useWordSums(Loop &L, const WordSums &Of, LoopInfo &LI,
                       DominatorTree &DT) {
  BasicBlock *Exit = ownExit(L, LI, DT);
  Words Narrow(L);
  for (const WordSum &S : Of) {
    IRBuilder<> B(S.Next);
    Value *Element = Narrow.of(S.Element);
    PHINode *Sum =
        PHINode::Create(B.getInt32Ty(), 2, "sum", L.getHeader()->begin());
    Value *Next = B.CreateBinOp(S.Next->getOpcode(), Sum, Element);
    Value *First = S.Sum->getIncomingValueForBlock(L.getLoopPreheader());
    Sum->addIncoming(B.getInt32(0), L.getLoopPreheader());
    Sum->addIncoming(Next, L.getLoopLatch());
    B.SetInsertPoint(Exit->getFirstNonPHIIt());
    Value *All = nullptr;
    for (PHINode &P : make_early_inc_range(Exit->phis())) {
      if (P.getIncomingValue(0) != S.Next)
        continue;
      if (!All)
        All = B.CreateAdd(
            First, B.CreateSExt(leftWith(Next, L, *Exit), B.getInt64Ty()));
      P.replaceAllUsesWith(All);
      P.eraseFromParent();
    }
    RecursivelyDeleteDeadPHINode(S.Sum);
  }
}

bool llvm::revealCounts(Function &F) {
  bool Changed = false;
  for (Instruction &I : make_early_inc_range(instructions(F)))
    if (auto *Call = dyn_cast<CallInst>(&I);
        Call && Call->getCalledFunction() &&
        Call->getCalledFunction()->getName().starts_with(HiddenCount)) {
      Call->replaceAllUsesWith(Call->getArgOperand(0));
      Call->eraseFromParent();
      Changed = true;
    }
  return Changed;
}
