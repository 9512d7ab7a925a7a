// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- ShortLoops.cpp - loops of few iterations stay scalar ---------------===//
//
// A tile operation has 256 lanes, and takes as long for one of them as for all.
// The loop vectoriser assumes that a loop with an unknown trip count is long;
// in ordinary programs most are short. So each loop that it may vectorise gets
// a scalar copy, and a comparison of the trip count selects one. If the loop is
// not vectorised, the copy is removed again.
//
//===----------------------------------------------------------------------===//

#include "loops/ShortLoops.h"
#include "MCTargetDesc/SectileMCTargetDesc.h"
#include "SectileSubtarget.h"
#include "loops/ImplicitTiles.h"
#include "loops/LoopForms.h"
#include "loops/TileBuilder.h"
#include "llvm/ADT/SmallSet.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/OptimizationRemarkEmitter.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/Analysis/ScalarEvolutionExpressions.h"
#include "llvm/Analysis/TargetTransformInfo.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include "llvm/Transforms/Utils/LoopSimplify.h"
#include "llvm/Transforms/Utils/LoopUtils.h"
#include "llvm/Transforms/Utils/ScalarEvolutionExpander.h"

using namespace llvm;

namespace {

/// The fewest iterations for which tile code of contiguous elements is faster:
/// about the latencies of a load, an operation and a store.
constexpr unsigned LeastIterations = 17;

constexpr const char *GuardedMark = "sectile.loop.guarded";
constexpr const char *GuardKind = "sectile.guard";

bool isMarked(const Loop &L, const char *Mark) {
  return findOptionMDForLoop(&L, Mark);
}

/// Do the source and earlier runs allow the vectoriser to vectorise it?
bool isUndecided(const Loop &L) {
  return L.isInnermost() && !isMarked(L, "llvm.loop.isvectorized") &&
         !isMarked(L, GuardedMark) && !isVectorizingOff(L);
}

/// Adds the widths of the counters of a loop that are extended in the address.
void addExtendedWidths(const SCEV *Address, const Loop &L, ScalarEvolution &SE,
                       SmallSet<uint64_t, 4> &Widths) {
  SCEVExprContains(Address, [&](const SCEV *S) {
    if (auto *Cast = dyn_cast<SCEVIntegralCastExpr>(S))
      if (auto *Counter = dyn_cast<SCEVAddRecExpr>(Cast->getOperand());
          Counter && Counter->getLoop() == &L)
        Widths.insert(SE.getTypeSizeInBits(Counter->getType()));
    return false;
  });
}

/// Is it tile code, of the source or of another pass?
bool hasTiles(const Loop &L) {
  return any_of(L.blocks(), [](const BasicBlock *Block) {
    return any_of(*Block, [](const Instruction &I) {
      const auto *Call = dyn_cast<CallBase>(&I);
      const Function *Callee = Call ? Call->getCalledFunction() : nullptr;
      return Callee && isReserved(*Callee);
    });
  });
}

/// Is a product added to it in each iteration, in their order? The vectoriser
/// knows no fused sum.
bool isFusedSum(const PHINode &Sum, const Loop &L) {
  auto *Fused =
      dyn_cast<IntrinsicInst>(Sum.getIncomingValueForBlock(L.getLoopLatch()));
  return Fused && Fused->getIntrinsicID() == Intrinsic::fma &&
         Fused->getArgOperand(2) == &Sum && !Fused->hasAllowReassoc();
}

/// Is it a maximum or minimum that is no number if an element is none?
bool isStrictExtreme(const PHINode &Best, const Loop &L) {
  auto *Next =
      dyn_cast<IntrinsicInst>(Best.getIncomingValueForBlock(L.getLoopLatch()));
  return Next && is_contained({Intrinsic::maximum, Intrinsic::minimum},
                              Next->getIntrinsicID());
}

/// The reason why a loop cannot be vectorised, or null.
const char *whyNot(const Loop &L, const TargetTransformInfo &TTI,
                   ScalarEvolution &SE) {
  if (!L.isLoopSimplifyForm() || !L.getExitBlock() ||
      L.getExitingBlock() != L.getLoopLatch())
    return "it has more than one way out";
  if (isa<SCEVCouldNotCompute>(SE.getBackedgeTakenCount(&L)))
    return "how often it runs is not known before it";
  if (any_of(L.getHeader()->phis(),
             [&](const PHINode &P) { return isFusedSum(P, L); }))
    return "cannot prove it is safe to reorder floating-point operations; "
           "allow it by '#pragma clang fp reassociate(on)' in the block of the "
           "sum or by '-fassociative-math' or '-ffast-math'";
  if (any_of(L.getHeader()->phis(),
             [&](const PHINode &P) { return isStrictExtreme(P, L); }))
    return "its maximum or minimum is no number if an element is none, which "
           "no instruction finds in a tile";
  SmallSet<uint64_t, 4> Widths;
  for (BasicBlock *Block : L.blocks())
    for (Instruction &I : *Block) {
      if (const Value *Pointer = getLoadStorePointerOperand(&I))
        addExtendedWidths(SE.getSCEV(const_cast<Value *>(Pointer)), L, SE,
                          Widths);
      if (auto *Call = dyn_cast<CallBase>(&I);
          Call && !isa<IntrinsicInst>(Call))
        return "it contains a call";
      if (isa<LoadInst, StoreInst>(I) &&
          !TTI.isLegalMaskedLoad(getLoadStoreType(&I), Align(1), 0,
                                 TTI::MaskKind::VariableOrConstantMask))
        return "it accesses elements of a type that has no tiles";
    }
  // The vectoriser of LLVM 22 tests that they do not wrap, but takes the test
  // of one for that of a narrower one (SCEVWrapPredicate::implies).
  if (Widths.size() > 1)
    return "its indices may wrap in several types";
  return nullptr;
}

/// The final values of counters and pointers, computed before the loop: the
/// vectoriser would compute a vector of the last iterations and extract the
/// last lane. Null SCEVs: nothing to replace.
using ExitValues = SmallVector<std::pair<PHINode *, const SCEV *>, 4>;

std::optional<ExitValues> exitValues(Loop &L, ScalarEvolution &SE,
                                     SCEVExpander &Expander) {
  ExitValues Found;
  for (PHINode &P : L.getExitBlock()->phis()) {
    Value *V = P.getIncomingValueForBlock(L.getExitingBlock());
    if (!SE.isSCEVable(V->getType()) || L.isLoopInvariant(V))
      continue;
    auto *R = dyn_cast<SCEVAddRecExpr>(SE.getSCEV(V));
    if (!R || R->getLoop() != &L)
      continue;
    const SCEV *Last = SE.getSCEVAtScope(R, L.getParentLoop());
    if (!SE.isLoopInvariant(Last, &L) ||
        !Expander.isSafeToExpandAt(Last, L.getLoopPreheader()->getTerminator()))
      return std::nullopt;
    Found.push_back({&P, Last});
  }
  return Found;
}

void replaceExits(Loop &L, const ExitValues &Values, SCEVExpander &Expander) {
  for (auto [P, Last] : Values)
    P->setIncomingValueForBlock(
        L.getExitingBlock(),
        Expander.expandCodeFor(Last, P->getType(),
                               L.getLoopPreheader()->getTerminator()));
}

/// Are the elements of several iterations gathered or scattered?
bool isIndexed(Instruction &Access, const Loop &L, ScalarEvolution &SE) {
  const SCEV *Address = SE.getSCEV(getPointerOperand(&Access));
  if (SE.isLoopInvariant(Address, &L))
    return false;
  auto *Moving = dyn_cast<SCEVAddRecExpr>(Address);
  auto *Step = Moving && Moving->getLoop() == &L
                   ? dyn_cast<SCEVConstant>(Moving->getStepRecurrence(SE))
                   : nullptr;
  return !Step ||
         Step->getAPInt().abs() !=
             Access.getDataLayout().getTypeStoreSize(getLoadStoreType(&Access));
}

/// The fewest iterations for which tile code is faster. A gather takes as long
/// for a few lanes as for all, and nothing overlaps with it if the loop has one
/// iteration of tiles: it then takes about twice the cycles of its unit. A
/// scalar instruction takes about one.
unsigned leastIterations(const Loop &L, ScalarEvolution &SE,
                         unsigned GatherCycles) {
  unsigned Indexed = 0, Instructions = 0;
  for (BasicBlock *Block : L.blocks())
    for (Instruction &I : *Block) {
      if (isa<PHINode, CastInst, GetElementPtrInst>(I) ||
          I.isDebugOrPseudoInst())
        continue;
      ++Instructions;
      Indexed += isa<LoadInst, StoreInst>(I) && isIndexed(I, L, SE);
    }
  return LeastIterations +
         2 * Indexed * GatherCycles / std::max(Instructions, 1u);
}

/// Without the maximum in Start + 1 <= End ? End - Start - 1 : 0, which scalar
/// evolution needs where it cannot prove what the branch before the loop says.
/// Only for the selection of a version, of which either is right.
const SCEV *withoutMaximum(const SCEV *Taken, ScalarEvolution &SE) {
  auto *Sum = dyn_cast<SCEVAddExpr>(Taken);
  if (!Sum)
    return Taken;
  for (const SCEV *Part : Sum->operands()) {
    if (!isa<SCEVUMaxExpr, SCEVSMaxExpr>(Part))
      continue;
    auto *Most = cast<SCEVNAryExpr>(Part);
    const SCEV *Rest = SE.getMinusSCEV(Taken, Most);
    for (unsigned N : {0, 1})
      if (Most->getNumOperands() == 2 &&
          SE.getAddExpr(Rest, Most->getOperand(N))->isZero())
        return SE.getAddExpr(Rest, Most->getOperand(1 - N));
  }
  return Taken;
}

/// A number that is at least as large as another one if the loop has at least
/// so many iterations: the trip count if it does not overflow, because it often
/// exists already.
std::pair<const SCEV *, unsigned> length(const Loop &L, const SCEV *Taken,
                                         unsigned Least, ScalarEvolution &SE) {
  if (const SCEV *Simple = withoutMaximum(Taken, SE); Simple != Taken)
    return {SE.getAddExpr(Simple, SE.getOne(Taken->getType())), Least};
  const SCEV *Trip = SE.getAddExpr(Taken, SE.getOne(Taken->getType()));
  if (SE.isKnownNonZero(Trip) ||
      SE.isKnownNonZero(SE.applyLoopGuards(Trip, &L)))
    return {Trip, Least};
  return {Taken, Least - 1};
}

/// The outermost of the loops around L in which a value does not change and
/// which contain no other loops: few enough instructions for a copy.
Loop &largestCopy(Loop &L, const SCEV *Stays, ScalarEvolution &SE,
                  const SCEVExpander &Expander, LoopInfo &LI, DominatorTree &DT,
                  AssumptionCache &AC) {
  constexpr unsigned MostInstructions = 96;
  Loop *Largest = &L;
  for (Loop *Around = L.getParentLoop();
       Around && Around->getSubLoops().size() == 1;
       Around = Around->getParentLoop()) {
    unsigned Instructions = 0;
    for (const BasicBlock *Block : Around->blocks())
      Instructions += Block->sizeWithoutDebug();
    if (Instructions > MostInstructions)
      break;
    simplifyLoop(Around, &DT, &LI, &SE, &AC, nullptr, false);
    if (!Around->isLoopSimplifyForm() || !Around->getExitBlock() ||
        !Around->isSafeToClone() || !SE.isLoopInvariant(Stays, Around) ||
        !Expander.isSafeToExpandAt(Stays,
                                   Around->getLoopPreheader()->getTerminator()))
      break;
    Largest = Around;
  }
  return *Largest;
}

/// Adds a copy of the loop that runs if IsLong is false. L is in LoopSimplify
/// and LCSSA form, and contains the loop Inner alone, or is that. Returns the
/// copy.
Loop *guard(Loop &L, Loop &Inner, Value *IsLong, unsigned Number, LoopInfo &LI,
            DominatorTree &DT) {
  BasicBlock *Check = L.getLoopPreheader(), *Exit = L.getExitBlock();
  LLVMContext &Ctx = Check->getContext();
  BasicBlock *Long = SplitBlock(Check, Check->getTerminator(), &DT, &LI);
  Long->setName(L.getHeader()->getName() + ".long");

  ValueToValueMapTy Map;
  SmallVector<BasicBlock *, 8> Blocks;
  Loop *Short =
      cloneLoopWithPreheader(Long, Check, &L, Map, ".short", &LI, &DT, Blocks);
  remapInstructionsInBlocks(Blocks, Map);

  Instruction *Old = Check->getTerminator();
  IRBuilder<> B(Old);
  BranchInst *Guard = B.CreateCondBr(IsLong, Long, Short->getLoopPreheader());
  Guard->setMetadata(
      GuardKind, MDNode::get(Ctx, ConstantAsMetadata::get(B.getInt32(Number))));
  Old->eraseFromParent();

  for (PHINode &P : Exit->phis())
    for (unsigned N = 0, E = P.getNumIncomingValues(); N < E; ++N) {
      BasicBlock *From = P.getIncomingBlock(N);
      if (!L.contains(From))
        continue;
      Value *V = P.getIncomingValue(N);
      auto Copied = Map.find(V);
      P.addIncoming(Copied == Map.end() ? V : cast<Value>(Copied->second),
                    cast<BasicBlock>(Map[From]));
    }
  DT.changeImmediateDominator(
      Exit, DT.findNearestCommonDominator(
                Check, DT.getNode(Exit)->getIDom()->getBlock()));
  addStringMetadataToLoop(
      LI.getLoopFor(cast<BasicBlock>(Map.lookup(Inner.getHeader()))),
      "llvm.loop.isvectorized", 1);
  addStringMetadataToLoop(&Inner, GuardedMark, Number);
  return Short;
}

/// Do the distances of elements allow offsets of 32 bits? That is so if
/// |Bytes| * iterations < 2^31.
Value *fitsWords(const StridedAccesses &Accesses, const SCEV *Taken,
                 ScalarEvolution &SE, SCEVExpander &Expander, Instruction *At) {
  IRBuilder<> B(At);
  Value *Limit = B.getInt64(INT32_MAX);
  Value *Last = B.CreateZExtOrTrunc(Expander.expandCodeFor(Taken, nullptr, At),
                                    B.getInt64Ty());
  Value *Fits = B.CreateICmpULT(Last, Limit);
  Value *Trip = B.CreateAdd(Last, B.getInt64(1));
  SmallPtrSet<Value *, 4> Seen;
  for (const StridedAccess &A : Accesses) {
    Value *Bytes =
        Expander.expandCodeFor(A.Address->getStepRecurrence(SE), nullptr, At);
    if (!Seen.insert(Bytes).second)
      continue;
    // The product is exact if both factors have 31 bits.
    Value *Size = B.CreateBinaryIntrinsic(Intrinsic::abs, Bytes, B.getFalse());
    Fits = B.CreateAnd(Fits, B.CreateICmpULT(Size, Limit));
    Fits = B.CreateAnd(Fits, B.CreateICmpULT(B.CreateMul(Size, Trip), Limit));
  }
  // A distance may be poison if the access is not executed.
  return B.CreateFreeze(Fits);
}

/// The copy runs unless the distances fit as well.
void guardDistances(Loop &L, const Loop &Copy, const StridedAccesses &Accesses,
                    const SCEV *Taken, ScalarEvolution &SE,
                    SCEVExpander &Expander, LoopInfo &LI, DominatorTree &DT) {
  BasicBlock *Check = L.getLoopPreheader();
  BasicBlock *Near = SplitBlock(Check, Check->getTerminator(), &DT, &LI);
  Instruction *Old = Check->getTerminator();
  Value *Fits = fitsWords(Accesses, Taken, SE, Expander, Old);
  IRBuilder<>(Old).CreateCondBr(Fits, Near, Copy.getLoopPreheader());
  Old->eraseFromParent();
}

/// A tile has 256 lanes, whatever width a pragma requests; 1 disables.
bool correctWidth(Loop &L) {
  constexpr const char *Width = "llvm.loop.vectorize.width";
  int Asked = getOptionalIntLoopAttribute(&L, Width).value_or(0);
  if (Asked == 0 || Asked == 1 || Asked == int(TileWords))
    return false;
  Function &F = *L.getHeader()->getParent();
  F.getContext().diagnose(DiagnosticInfoOptimizationFailure(
      F, L.getStartLoc(),
      "loop not vectorized with " + Twine(Asked) +
          " lanes, the width of tiles is " + Twine(TileWords)));
  addStringMetadataToLoop(&L, Width, TileWords);
  return true;
}

} // namespace

PreservedAnalyses SectileGuardLoopsPass::run(Function &F,
                                             FunctionAnalysisManager &AM) {
  auto &TTI = AM.getResult<TargetIRAnalysis>(F);
  if (!TTI.getNumberOfRegisters(TTI.getRegisterClassForType(true)))
    return PreservedAnalyses::all();
  auto &LI = AM.getResult<LoopAnalysis>(F);
  auto &DT = AM.getResult<DominatorTreeAnalysis>(F);
  auto &SE = AM.getResult<ScalarEvolutionAnalysis>(F);
  auto &AC = AM.getResult<AssumptionAnalysis>(F);
  auto &ORE = AM.getResult<OptimizationRemarkEmitterAnalysis>(F);
  SmallVector<Loop *, 8> Candidates;
  bool Changed = false;
  for (Loop *L : LI.getLoopsInPreorder()) {
    Changed |= correctWidth(*L);
    if (isUndecided(*L))
      Candidates.push_back(L);
  }
  const unsigned GatherCycles =
      TM.getSubtarget<SectileSubtarget>(F).cyclesOf(Sectile::TLDX_W32);
  unsigned Number = 0;
  for (Loop *L : Candidates) {
    Changed |= simplifyLoop(L, &DT, &LI, &SE, &AC, nullptr, false);
    Changed |= formLCSSARecursively(*L, DT, &LI, &SE);
    auto StaysScalar = [&](const char *Why) {
      ORE.emit([&] {
        return OptimizationRemarkMissed("loop-vectorize", "NoTiles",
                                        L->getStartLoc(), L->getHeader())
               << "loop not vectorized: " << Why;
      });
      addStringMetadataToLoop(L, "llvm.loop.isvectorized", 1);
      Changed = true;
    };
    if (hasTiles(*L)) {
      addStringMetadataToLoop(L, "llvm.loop.isvectorized", 1);
      Changed = true;
      continue;
    }
    if (const char *Why = whyNot(*L, TTI, SE)) {
      StaysScalar(Why);
      continue;
    }
    const SCEV *Count = SE.getBackedgeTakenCount(L);
    auto *Known = dyn_cast<SCEVConstant>(Count);
    const unsigned Fewest = leastIterations(*L, SE, GatherCycles);
    if (Known && Known->getAPInt().ult(Fewest - 1)) {
      StaysScalar("it has too few iterations");
      continue;
    }
    if (!Known && F.hasOptSize()) {
      StaysScalar("a second version for few iterations is too large for -Os");
      continue;
    }
    Instruction *At = L->getLoopPreheader()->getTerminator();
    SCEVExpander Expander(SE, "count");
    auto Exits = exitValues(*L, SE, Expander);
    if (!Exits || !Expander.isSafeToExpandAt(Count, At)) {
      StaysScalar("how often it runs cannot be computed before it");
      continue;
    }
    StridedAccesses Strided;
    if (SE.getTypeSizeInBits(Count->getType()) <= 64 &&
        !(Known && F.hasOptSize()))
      Strided = stridedAccesses(*L, SE, Expander);
    FloatExtremes Extremes;
    if (!(Known && F.hasOptSize()))
      Extremes = floatExtremes(*L);
    WordSums Sums = wordSums(*L, SE);
    uint64_t Most = ~uint64_t(0);
    for (const WordSum &S : Sums)
      Most = std::min(Most, S.MostIterations);
    if (Known && Known->getAPInt().uge(Most))
      Sums.clear();
    Loop *Copy = nullptr;
    if (!Known) {
      auto [Length, Least] = length(*L, Count, Fewest, SE);
      Loop &Whole = Strided.empty() && Extremes.empty() && Sums.empty()
                        ? largestCopy(*L, Length, SE, Expander, LI, DT, AC)
                        : *L;
      formLCSSARecursively(Whole, DT, &LI, &SE);
      Instruction *Before = Whole.getLoopPreheader()->getTerminator();
      Value *Iterations =
          Expander.expandCodeFor(Length, Length->getType(), Before);
      Value *IsLong = IRBuilder<>(Before).CreateICmpUGE(
          Iterations, ConstantInt::get(Iterations->getType(), Least));
      if (!Sums.empty()) {
        Value *Taken = Expander.expandCodeFor(Count, nullptr, Before);
        if (isUIntN(SE.getTypeSizeInBits(Count->getType()), Most))
          IsLong = IRBuilder<>(Before).CreateAnd(
              IsLong, IRBuilder<>(Before).CreateICmpULT(
                          Taken, ConstantInt::get(Taken->getType(), Most)));
      }
      if (!Extremes.empty())
        IsLong =
            IRBuilder<>(Before).CreateAnd(IsLong, areNumbers(*L, Extremes));
      Copy = guard(Whole, *L, IsLong, ++Number, LI, DT);
      if (!Strided.empty())
        guardDistances(*L, *Copy, Strided, Count, SE, Expander, LI, DT);
    } else if (!Strided.empty() || !Extremes.empty()) {
      Value *Holds = areNumbers(*L, Extremes);
      if (!Strided.empty())
        Holds = IRBuilder<>(At).CreateAnd(
            Holds, fitsWords(Strided, Count, SE, Expander, At));
      Copy = guard(*L, *L, Holds, ++Number, LI, DT);
    }
    replaceExits(*L, *Exits, Expander);
    if (!Strided.empty())
      useWordOffsets(*L, Strided, SE, Expander);
    if (!Sums.empty())
      useWordSums(*L, Sums, LI, DT);
    if (!Extremes.empty())
      useExtremes(*L, Extremes, *Copy, LI, DT);
    SE.forgetLoop(L);
    prepareLoop(*L, SE, DT, LI);
    Changed = true;
  }
  return Changed ? PreservedAnalyses::none() : PreservedAnalyses::all();
}

PreservedAnalyses SectileUnguardLoopsPass::run(Function &F,
                                               FunctionAnalysisManager &AM) {
  auto &LI = AM.getResult<LoopAnalysis>(F);
  SmallSet<unsigned, 8> Left;
  for (Loop *L : LI.getLoopsInPreorder())
    if (!isMarked(*L, "llvm.loop.isvectorized"))
      if (auto Number = getOptionalIntLoopAttribute(L, GuardedMark))
        Left.insert(*Number);
  bool Changed = revealCounts(F);
  for (BasicBlock &Block : F) {
    Instruction *Guard = Block.getTerminator();
    MDNode *Node = Guard->getMetadata(GuardKind);
    if (!Node)
      continue;
    auto *Number = mdconst::extract<ConstantInt>(Node->getOperand(0));
    Guard->setMetadata(GuardKind, nullptr);
    // If unrolling has made the condition a constant, the code of the other
    // version may be gone.
    auto *Branch = cast<BranchInst>(Guard);
    if (Left.contains(Number->getZExtValue()) &&
        !isa<Constant>(Branch->getCondition()))
      Branch->setCondition(ConstantInt::getFalse(F.getContext()));
    Changed = true;
  }
  return Changed ? PreservedAnalyses::none() : PreservedAnalyses::all();
}
