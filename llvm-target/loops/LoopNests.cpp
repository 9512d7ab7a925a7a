// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- LoopNests.cpp - loop nests become tile code ------------------------===//
//
// Three nested loops around one multiply-add are a matrix product if each of
// them moves two of the three accesses. Scalar evolution gives the bytes by
// which a loop moves an access, so that it does not matter how the source
// writes its indices:
//
//   the loop moves   A and B   A and C   B and C
//   it runs over     k         m         n
//
// Such a nest gets a second branch, tile code from the block emitter, and stays
// as it is in the first. What cannot be proved is tested in front of both: that
// the loops run at all, that C meets neither A nor B, that its rows don't meet
// each other, and that no offset wraps. Values are frozen before they are
// tested, as the nest might not have looked at them.
//
// Tile code adds up in ascending k from the same start and rounds as often, so
// both branches agree in every bit; that is also why the sum has to be fused in
// the source (FuseMultiplyAdd.cpp), or to be exact.
//
// Between the loops may stand what starts and ends a sum, in the same element
// of C. Anything else that touches memory, leaves a loop or has an effect makes
// the nest stay as it is.
//
//===----------------------------------------------------------------------===//

#include "loops/LoopNests.h"
#include "loops/BlockEmitter.h"
#include "loops/ImplicitTiles.h"
#include "loops/TileBuilder.h"
#include "llvm/Analysis/AliasAnalysis.h"
#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/OptimizationRemarkEmitter.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/Analysis/ScalarEvolutionExpressions.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/PatternMatch.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Local.h"
#include "llvm/Transforms/Utils/LoopSimplify.h"
#include "llvm/Transforms/Utils/LoopUtils.h"
#include "llvm/Transforms/Utils/ScalarEvolutionExpander.h"

using namespace llvm;
using namespace llvm::PatternMatch;
using sectile::isa::ElementType;

#define DEBUG_TYPE "sectile-nests"

static const char SeenMark[] = "sectile.nest.seen";

// Products for which tiles pay: against loops, and against what full unrolling
// makes of loops whose numbers of iterations are constants.
static constexpr uint64_t LeastWork = 64, LeastUnrolledWork = 256;

namespace {

//===-- The multiply-add --------------------------------------------------===//

/// An operand of the product: an element from memory, widened.
struct Factor {
  LoadInst *Load;
  ElementType Element;

  unsigned bytes() const { return sectile::isa::typeInfo(Element).bits / 8; }
  bool Negated = false;
};

/// Old + X * Y, or Old - X * Y.
struct MultiplyAdd {
  Instruction *New;
  Value *Old;
  Factor X, Y;
  bool Fuses; ///< may have one rounding, or cannot differ from it
  bool Negated;
};

std::optional<Factor> matchFactor(Value *V, bool Float) {
  if (Value *Positive; match(V, m_FNeg(m_Value(Positive)))) {
    auto Inner = matchFactor(Positive, Float);
    if (Inner)
      Inner->Negated = !Inner->Negated;
    return Inner;
  }
  if (auto *Whole = dyn_cast<LoadInst>(V))
    if (Float && Whole->getType()->isFloatTy())
      return Factor{Whole, ElementType::f32};
  auto *Cast = dyn_cast<CastInst>(V);
  if (!Cast)
    return std::nullopt;
  auto *Load = dyn_cast<LoadInst>(Cast->getOperand(0));
  if (!Load)
    return std::nullopt;
  Type *Ty = Load->getType();
  switch (Cast->getOpcode()) {
  case Instruction::FPExt:
    if (Float && Ty->isHalfTy())
      return Factor{Load, ElementType::f16};
    if (Float && Ty->isBFloatTy())
      return Factor{Load, ElementType::bf16};
    break;
  case Instruction::SExt:
    if (!Float && Ty->isIntegerTy(8))
      return Factor{Load, ElementType::i8};
    break;
  case Instruction::ZExt:
    if (!Float && Ty->isIntegerTy(8))
      return Factor{Load, ElementType::u8};
    break;
  default:
    break;
  }
  return std::nullopt;
}

std::optional<MultiplyAdd> matchMultiplyAdd(Instruction &I) {
  Value *X, *Y, *Old;
  bool Float = I.getType()->isFloatTy();
  auto Factors = [&]() -> std::optional<MultiplyAdd> {
    auto FX = matchFactor(X, Float), FY = matchFactor(Y, Float);
    if (!FX || !FY)
      return std::nullopt;
    return MultiplyAdd{&I, Old, *FX, *FY, true, FX->Negated != FY->Negated};
  };
  // What is left of fmuladd may be regrouped: the source's order will do.
  if (Float &&
      match(&I, m_CombineOr(m_Intrinsic<Intrinsic::fma>(m_Value(X), m_Value(Y),
                                                        m_Value(Old)),
                            m_Intrinsic<Intrinsic::fmuladd>(
                                m_Value(X), m_Value(Y), m_Value(Old)))))
    return Factors();
  Instruction *Product;
  if (Float && match(&I, m_c_FAdd(m_CombineAnd(m_FMul(m_Value(X), m_Value(Y)),
                                               m_Instruction(Product)),
                                  m_Value(Old)))) {
    auto Sum = Factors();
    // Two roundings, unless it may be one or the product is exact.
    if (Sum)
      Sum->Fuses = (I.hasAllowContract() && Product->hasAllowContract()) ||
                   (Sum->X.Element == ElementType::f16 &&
                    Sum->Y.Element == ElementType::f16);
    return Sum;
  }
  if (I.getType()->isIntegerTy(32) &&
      match(&I, m_c_Add(m_Mul(m_Value(X), m_Value(Y)), m_Value(Old))))
    return Factors();
  if (I.getType()->isIntegerTy(32) &&
      match(&I, m_Sub(m_Value(Old), m_Mul(m_Value(X), m_Value(Y))))) {
    auto Difference = Factors();
    if (Difference)
      Difference->Negated = true;
    return Difference;
  }
  return std::nullopt;
}

/// The three loops from the outermost, if `Inner` is the innermost of a chain.
bool nestAround(const Loop &Inner, std::array<const Loop *, 3> &Loops) {
  Loops[2] = &Inner;
  for (int D : {1, 0}) {
    Loops[D] = Loops[D + 1]->getParentLoop();
    if (!Loops[D] || Loops[D]->getSubLoops().size() != 1)
      return false;
  }
  return Inner.isInnermost();
}

bool hasMultiplyAdd(const Loop &Inner) {
  for (BasicBlock *BB : Inner.blocks())
    for (Instruction &I : *BB)
      if (matchMultiplyAdd(I))
        return true;
  return false;
}

bool isSeen(const Loop &L) { return getBooleanLoopAttribute(&L, SeenMark); }

//===-- One nest ----------------------------------------------------------===//

/// Where an instruction stands: in the first or second loop before the next one
/// begins, in the third, or after it.
enum class Place { First, Second, Third, AfterThird, AfterSecond };

/// An address: where the first iteration of all loops has it, and by how much
/// each loop moves it; null: it does not.
struct Access {
  const SCEV *Base = nullptr;
  std::array<const SCEV *, 3> Stride{};

  bool moves(unsigned Loop) const { return Stride[Loop] != nullptr; }
  bool operator==(const Access &O) const {
    return Base == O.Base && Stride == O.Stride;
  }
};

class Nest {
public:
  Nest(std::array<Loop *, 3> Loops, Function &F, FunctionAnalysisManager &AM)
      : Loops(Loops), F(F), SE(AM.getResult<ScalarEvolutionAnalysis>(F)),
        DT(AM.getResult<DominatorTreeAnalysis>(F)),
        AA(AM.getResult<AAManager>(F)), AC(AM.getResult<AssumptionAnalysis>(F)),
        ORE(AM.getResult<OptimizationRemarkEmitterAnalysis>(F)) {}

  /// Adds the tile branch; false if the nest stays as it is.
  bool run();

private:
  using Reason = const char *; ///< null: none against it

  Reason checkLoops();
  void findGuards();
  Reason walk();
  Reason checkLiveOuts();
  Reason collectMemory();
  Reason findSum();
  Reason findRoles();
  Reason findInnerSum();
  Reason findOuterSum();
  Reason takeValue(Value *V, bool AfterSum);
  Value *onTiles(IRBuilderBase &B, Value *V, Value *OfSum, TermLoader LoadTerm);
  void freezeScalars(Value *V);
  Reason takeStart(Value *V);
  Reason takeEnd(Value *V);
  Reason prepare();
  void transform();

  std::optional<Access> accessOf(Value *Pointer);
  std::optional<Access> linear(const SCEV *S);
  std::optional<Access> extended(const SCEVCastExpr *S);
  std::array<const SCEV *, 3> strideOf(unsigned L, const SCEV *Stride);
  Access sum(const Access &A, const Access &O);
  bool isResult(Value *Pointer);
  Value *onPath(Value *V);

  bool canExpand(const SCEV *S);
  Value *frozen(Value *V);
  Value *expand(const SCEV *S, Type *Ty);
  void require(Value *Condition);
  void requireExtent(unsigned L);
  struct Range {
    Value *Low, *High;
  };
  std::optional<Range> Result; ///< the bytes of C, once they are needed
  using Values = std::array<Value *, 3>;
  Range rangeOf(Value *Start, const Values &Strides);
  Range bytesOf(Value *Base, const Values &Strides, unsigned Bytes);
  void requireNarrow();
  void requireWork();
  void requireCleared(Value *Bytes);
  void requireApart(const Access &A, Value *Base, const Values &Strides,
                    unsigned Bytes);
  ContractionLoop loopOf(unsigned L);

  void missed(Reason Why);
  void dropSince(Instruction *Before);

  std::array<Loop *, 3> Loops;
  Function &F;
  ScalarEvolution &SE;
  DominatorTree &DT;
  AAResults &AA;
  AssumptionCache &AC;
  OptimizationRemarkEmitter &ORE;

  // What runs if all guards let it.
  struct Step {
    Place Where;
    BasicBlock *From;
  };
  MapVector<BasicBlock *, Step> Path;
  MapVector<Value *, bool> Guards; ///< and what they have to be

  // What touches memory on the way.
  SmallVector<LoadInst *, 8> Loads;
  SmallVector<StoreInst *, 8> Stores;
  MemSetInst *Clear = nullptr;
  Access Cleared; ///< where it begins

  MultiplyAdd Sum;
  Access X, Y, C;
  unsigned M = 0, N = 0, K = 0; // of the loops

  // What a sum starts from and what is stored, if they are not plain; the loads
  // in them that move, each a term or the old element; values that stay.
  Value *StartOf = nullptr, *EndOf = nullptr;
  unsigned Operations = 0;
  DenseMap<Value *, int> Terms;
  SmallVector<Access, 2> TermAccess;
  DenseMap<Value *, Value *> Scalars;

  Contraction Found;
  std::array<const SCEV *, 3> BackedgeTaken;
  Values Extent, StrideX, StrideY, StrideC;

  // Indices that must not wrap in their type.
  struct NarrowIndex {
    Access Moves;
    unsigned Bits;
    bool Signed;
  };
  SmallVector<NarrowIndex, 4> Narrow;
  Value *BaseX, *BaseY, *BaseC;

  std::unique_ptr<SCEVExpander> Expander;
  std::unique_ptr<IRBuilder<>> B; // in the preheader
  Value *Condition = nullptr;
  bool Impossible = false;
};

//===-- What the nest is --------------------------------------------------===//

Nest::Reason Nest::checkLoops() {
  for (unsigned D = 0; D < 3; ++D) {
    Loop *L = Loops[D];
    if (!L->isLoopSimplifyForm() || !L->getExitBlock() ||
        L->getExitingBlock() != L->getLoopLatch())
      return "a loop has more than one way out";
    if (isVectorizingOff(*L))
      return "a pragma keeps a loop from being vectorised";
    BackedgeTaken[D] = SE.getBackedgeTakenCount(L);
    if (isa<SCEVCouldNotCompute>(BackedgeTaken[D]))
      return "how often a loop runs is not known before it";
    if (!SE.isLoopInvariant(BackedgeTaken[D], Loops[0]))
      return "how often a loop runs depends on a loop around it";
    if (!BackedgeTaken[D]->getType()->isIntegerTy() ||
        SE.getTypeSizeInBits(BackedgeTaken[D]->getType()) > 64)
      return "a loop counts in a type that is too wide";
  }
  if (Loops[2]->getNumBlocks() != 1)
    return "the innermost loop branches";
  return nullptr;
}

/// The conditions that pass an inner loop by, for the whole nest or not at all.
void Nest::findGuards() {
  BasicBlock *Inner = Loops[2]->getHeader();
  for (BasicBlock *BB : Loops[0]->blocks()) {
    auto *Branch = dyn_cast<BranchInst>(BB->getTerminator());
    if (!Branch || Branch->isUnconditional() ||
        !Loops[0]->isLoopInvariant(Branch->getCondition()))
      continue;
    for (unsigned Way : {0, 1})
      if (DT.dominates(BasicBlockEdge(BB, Branch->getSuccessor(Way)), Inner))
        Guards.insert({Branch->getCondition(), Way == 0});
  }
}

/// Follows the one way through the nest on which all loops run.
Nest::Reason Nest::walk() {
  BasicBlock *From = Loops[0]->getLoopPreheader(), *BB = Loops[0]->getHeader();
  Place Where = Place::First;
  while (true) {
    if (Where == Place::First && BB == Loops[1]->getHeader())
      Where = Place::Second;
    if (Where == Place::Second && BB == Loops[2]->getHeader())
      Where = Place::Third;
    if (!Path.insert({BB, {Where, From}}).second)
      return "the control flow is not that of a nest";
    auto *Branch = dyn_cast<BranchInst>(BB->getTerminator());
    if (!Branch)
      return "the control flow is not that of a nest";
    From = BB;
    if (Where == Place::Third) {
      BB = Loops[2]->getExitBlock();
      Where = Place::AfterThird;
    } else if (BB == Loops[1]->getLoopLatch()) {
      if (Where != Place::AfterThird)
        return "the control flow is not that of a nest";
      BB = Loops[1]->getExitBlock();
      Where = Place::AfterSecond;
    } else if (BB == Loops[0]->getLoopLatch()) {
      return Where == Place::AfterSecond
                 ? nullptr
                 : "the control flow is not that of a nest";
    } else if (Branch->isUnconditional()) {
      BB = Branch->getSuccessor(0);
    } else {
      auto Known = Guards.find(Branch->getCondition());
      if (Known == Guards.end())
        return "a condition inside of the nest";
      BB = Branch->getSuccessor(Known->second ? 0 : 1);
    }
    if (!Loops[0]->contains(BB))
      return "the control flow is not that of a nest";
  }
}

Nest::Reason Nest::checkLiveOuts() {
  for (BasicBlock *BB : Loops[0]->blocks())
    for (Instruction &I : *BB)
      for (User *U : I.users())
        if (!Loops[0]->contains(cast<Instruction>(U)))
          return "a value computed in the nest is used after it";
  return nullptr;
}

Nest::Reason Nest::collectMemory() {
  for (auto &[BB, S] : Path)
    for (Instruction &I : *BB) {
      if (I.isDebugOrPseudoInst() || isa<AssumeInst>(I))
        continue;
      if (auto *Load = dyn_cast<LoadInst>(&I)) {
        if (!Load->isSimple() || Load->getPointerAddressSpace())
          return "a volatile or atomic access";
        Loads.push_back(Load);
      } else if (auto *Store = dyn_cast<StoreInst>(&I)) {
        if (!Store->isSimple() || Store->getPointerAddressSpace())
          return "a volatile or atomic access";
        Stores.push_back(Store);
      } else if (auto *Set = dyn_cast<MemSetInst>(&I)) {
        if (Clear || Set->isVolatile() || S.Where != Place::First)
          return "something else writes memory";
        Clear = Set;
      } else if (I.mayReadOrWriteMemory() || I.mayHaveSideEffects() ||
                 (isa<CallBase>(I) && !isa<IntrinsicInst>(I))) {
        return "a call, or something else that has an effect";
      }
    }
  return nullptr;
}

std::optional<Access> Nest::accessOf(Value *Pointer) {
  return linear(SE.getSCEV(Pointer));
}

/// S as a base and a stride for each loop, if it is one whenever the tests of
/// `Narrow` hold.
std::optional<Access> Nest::linear(const SCEV *S) {
  if (SE.isLoopInvariant(S, Loops[0]))
    return Access{S, {}};
  if (auto *R = dyn_cast<SCEVAddRecExpr>(S)) {
    auto At = find(Loops, R->getLoop());
    auto A = linear(R->getStart());
    const SCEV *Stride = R->getStepRecurrence(SE);
    if (At == Loops.end() || !R->isAffine() || !A ||
        !SE.isLoopInvariant(Stride, Loops[0]))
      return std::nullopt;
    return sum(*A, Access{nullptr, strideOf(At - Loops.begin(), Stride)});
  }
  if (auto *Add = dyn_cast<SCEVAddExpr>(S)) {
    Access Total;
    for (const SCEV *Op : Add->operands()) {
      auto A = linear(Op);
      if (!A)
        return std::nullopt;
      Total = sum(Total, *A);
    }
    return Total;
  }
  if (auto *Mul = dyn_cast<SCEVMulExpr>(S)) {
    // All factors but one stay.
    SmallVector<const SCEV *, 4> Scale;
    const SCEV *Moving = nullptr;
    for (const SCEV *Op : Mul->operands())
      if (SE.isLoopInvariant(Op, Loops[0]))
        Scale.push_back(Op);
      else if (std::exchange(Moving, Op))
        return std::nullopt;
    auto A = linear(Moving);
    if (!A)
      return std::nullopt;
    const SCEV *By = SE.getMulExpr(Scale);
    auto Times = [&](const SCEV *&V) {
      if (V)
        V = SE.getMulExpr(V, By);
    };
    Times(A->Base);
    for_each(A->Stride, Times);
    return A;
  }
  if (isa<SCEVZeroExtendExpr, SCEVSignExtendExpr>(S))
    return extended(cast<SCEVCastExpr>(S));
  return std::nullopt;
}

/// An index that is computed in fewer bits moves by constant steps if it does
/// not wrap: a test at run time.
std::optional<Access> Nest::extended(const SCEVCastExpr *S) {
  bool Signed = isa<SCEVSignExtendExpr>(S);
  const SCEV *Op = S->getOperand();
  unsigned Bits = SE.getTypeSizeInBits(Op->getType());
  auto A = linear(Op);
  if (!A || Bits > 32 || SE.getTypeSizeInBits(S->getType()) != 64)
    return std::nullopt;
  Type *I64 = S->getType();
  if (A->Base)
    A->Base = Signed ? SE.getSignExtendExpr(A->Base, I64)
                     : SE.getZeroExtendExpr(A->Base, I64);
  else
    A->Base = SE.getZero(I64);
  for (const SCEV *&Stride : A->Stride)
    if (Stride)
      Stride = SE.getSignExtendExpr(Stride, I64);
  Narrow.push_back({*A, Bits, Signed});
  return A;
}

std::array<const SCEV *, 3> Nest::strideOf(unsigned L, const SCEV *Stride) {
  std::array<const SCEV *, 3> All{};
  All[L] = Stride;
  return All;
}

Access Nest::sum(const Access &A, const Access &O) {
  auto Add = [&](const SCEV *X, const SCEV *Z) {
    return X && Z ? SE.getAddExpr(X, Z) : X ? X : Z;
  };
  Access Total{Add(A.Base, O.Base), {}};
  for (unsigned L = 0; L < 3; ++L) {
    Total.Stride[L] = Add(A.Stride[L], O.Stride[L]);
    if (Total.Stride[L] && Total.Stride[L]->isZero())
      Total.Stride[L] = nullptr;
  }
  return Total;
}

bool Nest::isResult(Value *Pointer) {
  auto A = accessOf(Pointer);
  return A && *A == C;
}

/// What a phi between the loops is on the path.
Value *Nest::onPath(Value *V) {
  while (auto *P = dyn_cast<PHINode>(V)) {
    BasicBlock *BB = P->getParent();
    auto It = Path.find(BB);
    if (It == Path.end() ||
        any_of(Loops, [&](Loop *L) { return L->getHeader() == BB; }))
      break;
    V = P->getIncomingValueForBlock(It->second.From);
  }
  return V;
}

/// The one multiply-add that goes round in the innermost loop.
Nest::Reason Nest::findSum() {
  BasicBlock *BB = Loops[2]->getHeader();
  std::optional<MultiplyAdd> Only;
  for (Instruction &I : *BB)
    if (auto Candidate = matchMultiplyAdd(I)) {
      if (Only)
        return "more than one product is summed";
      Only = Candidate;
    }
  if (!Only)
    return "no product is summed in the innermost loop";
  Sum = *Only;
  if (!Sum.Fuses)
    return "product and sum round separately; they may fuse in one expression "
           "with -ffp-contract=on, anywhere with -ffp-contract=fast";

  Value *Pointer = nullptr;
  if (auto *Load = dyn_cast<LoadInst>(Sum.Old);
      Load && Load->getParent() == BB) {
    Pointer = Load->getPointerOperand();
  } else {
    auto *P = dyn_cast<PHINode>(Sum.Old);
    if (!P || P->getParent() != BB ||
        P->getIncomingValueForBlock(BB) != Sum.New)
      return "the product is not added to a running sum";
    for (StoreInst *Store : Stores)
      if (Path[Store->getParent()].Where >= Place::Third)
        Pointer = Store->getPointerOperand();
    if (!Pointer)
      return "the sum is not stored in the nest";
  }
  auto AX = accessOf(Sum.X.Load->getPointerOperand()),
       AY = accessOf(Sum.Y.Load->getPointerOperand()), AC = accessOf(Pointer);
  if (!AX || !AY || !AC)
    return "an address does not move by constant steps";
  X = *AX;
  Y = *AY;
  C = *AC;
  return nullptr;
}

Nest::Reason Nest::findRoles() {
  bool HasM = false, HasN = false, HasK = false;
  for (unsigned L = 0; L < 3; ++L) {
    bool MX = X.moves(L), MY = Y.moves(L), MC = C.moves(L);
    auto Take = [&](unsigned &Role, bool &Has) {
      Role = L;
      return !std::exchange(Has, true);
    };
    bool Taken = MX && MY && !MC   ? Take(K, HasK)
                 : MX && !MY && MC ? Take(M, HasM)
                 : !MX && MY && MC ? Take(N, HasN)
                                   : false;
    if (!Taken)
      return "the loops are not those of a matrix product";
  }
  // C's contiguous direction is that of n.
  auto *Along = dyn_cast<SCEVConstant>(C.Stride[M]);
  if (Along && Along->getAPInt() == 4) {
    std::swap(X, Y);
    std::swap(Sum.X, Sum.Y);
    std::swap(M, N);
  }
  return nullptr;
}

//===-- What a sum starts from, and what becomes of it --------------------===//

/// An operation on elements that tiles have.
static bool isTileOperation(const Instruction &I) {
  auto IsElement = [](const Type *Ty) {
    return Ty->isFloatTy() || Ty->isIntegerTy(32) || Ty->isIntegerTy(1);
  };
  if (!IsElement(I.getType()))
    return false;
  if (auto *Call = dyn_cast<IntrinsicInst>(&I)) {
    Intrinsic::ID ID = Call->getIntrinsicID();
    return isTileIntrinsic(ID) || ID == Intrinsic::fmuladd ||
           ID == Intrinsic::fabs;
  }
  switch (I.getOpcode()) {
  case Instruction::FAdd:
  case Instruction::FSub:
  case Instruction::FMul:
  case Instruction::FDiv:
  case Instruction::FNeg:
  case Instruction::Add:
  case Instruction::Sub:
  case Instruction::Mul:
  case Instruction::And:
  case Instruction::Or:
  case Instruction::Xor:
  case Instruction::Shl:
  case Instruction::LShr:
  case Instruction::AShr:
  case Instruction::FCmp:
  case Instruction::ICmp:
  case Instruction::Select:
  case Instruction::SIToFP:
    return all_of(I.operand_values(),
                  [&](const Value *V) { return IsElement(V->getType()); });
  default:
    return false;
  }
}

/// May V be computed on tiles, for each element of C? Notes the terms.
Nest::Reason Nest::takeValue(Value *V, bool AfterSum) {
  V = onPath(V);
  if ((AfterSum && V == Sum.New) || Loops[0]->isLoopInvariant(V) ||
      Terms.contains(V))
    return nullptr;
  constexpr unsigned MostOperations = 64; // each use of a value is one
  auto *I = dyn_cast<Instruction>(V);
  if (!I || !Path.contains(I->getParent()) || ++Operations > MostOperations)
    return "what is stored is not made of the sum element by element";
  Place Where = Path[I->getParent()].Where;
  if (auto *Load = dyn_cast<LoadInst>(I)) {
    if (!is_contained(Loads, Load) || Where == Place::Third ||
        !(Load->getType()->isFloatTy() || Load->getType()->isIntegerTy(32)))
      return "an element that is combined with the sum has another type";
    if (isResult(Load->getPointerOperand())) {
      for (StoreInst *Store : Stores)
        if (Path[Store->getParent()].Where < Place::AfterThird)
          return "the old element is read after the sum began";
      Terms[Load] = OldC;
      return nullptr;
    }
    auto A = accessOf(Load->getPointerOperand());
    if (!A || A->moves(K))
      return "an address does not move by constant steps";
    auto IsWord = [](const SCEV *Stride) {
      auto *Known = dyn_cast<SCEVConstant>(Stride);
      return Known && Known->getAPInt() == 4;
    };
    if (A->moves(N) ? !IsWord(A->Stride[N])
                    : A->moves(M) && !IsWord(A->Stride[M]))
      return "elements that are combined with the sum lie apart";
    Terms[Load] = TermAccess.size();
    TermAccess.push_back(*A);
    return nullptr;
  }
  if (isa<PHINode>(I) || Where == Place::Third || !isTileOperation(*I))
    return "what is stored is not made of the sum element by element";
  for (Use &U : I->operands())
    if (!isa<Function>(U))
      if (Reason Why = takeValue(U, AfterSum))
        return Why;
  return nullptr;
}

/// Writes on tiles what takeValue agreed to.
Value *Nest::onTiles(IRBuilderBase &B, Value *V, Value *OfSum,
                     TermLoader LoadTerm) {
  V = onPath(V);
  if (V == Sum.New)
    return OfSum;
  if (auto Term = Terms.find(V); Term != Terms.end())
    return LoadTerm(Term->second);
  if (Loops[0]->isLoopInvariant(V))
    return B.CreateVectorSplat(TileWords, Scalars.lookup(V));
  auto *I = cast<Instruction>(V);
  SmallVector<Value *, 3> Operands;
  for (Use &U : I->operands())
    if (!isa<Function>(U))
      Operands.push_back(onTiles(B, U, OfSum, LoadTerm));
  return onLanes(B, *I, Operands, TileWords);
}

/// Values that stay, as they are before the nest.
void Nest::freezeScalars(Value *V) {
  V = onPath(V);
  if (V == Sum.New || Terms.contains(V) || Scalars.contains(V))
    return;
  if (Loops[0]->isLoopInvariant(V)) {
    Scalars[V] = frozen(V);
    return;
  }
  for (Use &U : cast<Instruction>(V)->operands())
    if (!isa<Function>(U))
      freezeScalars(U);
}

Nest::Reason Nest::takeStart(Value *V) {
  V = onPath(V);
  if (auto *Zero = dyn_cast<Constant>(V); Zero && Zero->isNullValue()) {
    Found.Start = Contraction::Zero;
    return nullptr;
  }
  if (Loops[0]->isLoopInvariant(V)) {
    Found.Start = Contraction::FromScalar;
    Found.Scalar = V;
    return nullptr;
  }
  if (takeValue(V, /*AfterSum=*/false))
    return "the sum starts from something that moves";
  Found.Start = Contraction::FromValue;
  StartOf = V;
  Found.StartValue = [this](IRBuilderBase &B, TermLoader LoadTerm) {
    return onTiles(B, StartOf, nullptr, LoadTerm);
  };
  return nullptr;
}

/// The sum, or what is made of it.
Nest::Reason Nest::takeEnd(Value *V) {
  V = onPath(V);
  if (V == Sum.New)
    return nullptr;
  if (Reason Why = takeValue(V, /*AfterSum=*/true))
    return Why;
  EndOf = V;
  Found.End = [this](IRBuilderBase &B, Value *OfSum, TermLoader LoadTerm) {
    return onTiles(B, EndOf, OfSum, LoadTerm);
  };
  return nullptr;
}

/// k innermost: the sum is in a phi, or in C's element itself.
Nest::Reason Nest::findInnerSum() {
  if (Clear)
    return "something else writes memory";
  StoreInst *First = nullptr, *Last = nullptr;
  bool Running = false;
  for (StoreInst *Store : Stores) {
    if (!isResult(Store->getPointerOperand()))
      return "something else is stored";
    switch (Path[Store->getParent()].Where) {
    case Place::Second:
      if (std::exchange(First, Store))
        return "a sum is started twice";
      break;
    case Place::Third:
      if (Store->getValueOperand() != Sum.New)
        return "something else is stored";
      Running = true;
      break;
    case Place::AfterThird:
      if (std::exchange(Last, Store))
        return "a sum is stored twice";
      break;
    default:
      return "something else is stored";
    }
  }
  if (!Running && !Last)
    return "the sum is not stored in the nest";

  if (auto *Load = dyn_cast<LoadInst>(Sum.Old)) {
    if (!Running)
      return "the product is not added to a running sum";
    Loads.erase(find(Loads, Load));
    Found.Start = Contraction::FromC;
    if (First)
      if (Reason Why = takeStart(First->getValueOperand()))
        return Why;
  } else {
    Value *Start = onPath(cast<PHINode>(Sum.Old)->getIncomingValueForBlock(
        Loops[2]->getLoopPreheader()));
    auto *Old = dyn_cast<LoadInst>(Start);
    if (Old && is_contained(Loads, Old) && !First &&
        Path[Old->getParent()].Where == Place::Second &&
        isResult(Old->getPointerOperand())) {
      Terms[Old] = OldC;
      Found.Start = Contraction::FromC;
    } else if (Reason Why = takeStart(Start)) {
      return Why;
    }
  }
  return Last ? takeEnd(Last->getValueOperand()) : nullptr;
}

/// k further out: the sum is in C's element. Its row may be cleared before.
Nest::Reason Nest::findOuterSum() {
  auto *Old = dyn_cast<LoadInst>(Sum.Old);
  if (!Old || Stores.size() != 1 ||
      Stores.front()->getValueOperand() != Sum.New ||
      Stores.front()->getParent() != Sum.New->getParent() ||
      !isResult(Stores.front()->getPointerOperand()))
    return "the sum is not in an element of the result";
  Loads.erase(find(Loads, Old));
  Found.Start = Contraction::FromC;
  if (!Clear)
    return nullptr;
  auto *Value = dyn_cast<ConstantInt>(Clear->getValue());
  auto To = accessOf(Clear->getRawDest());
  if (!Value || !Value->isZero() || !To || K != 1 || N != 2 || !To->moves(0) ||
      To->moves(1) || To->moves(2) ||
      !SE.isLoopInvariant(SE.getSCEV(Clear->getLength()), Loops[0]))
    return "something else writes memory";
  Cleared = *To;
  Found.Start = Contraction::Zero;
  return nullptr;
}

//===-- The tests and the branch ------------------------------------------===//

bool Nest::canExpand(const SCEV *S) {
  return !S || Expander->isSafeToExpandAt(
                   S, Loops[0]->getLoopPreheader()->getTerminator());
}

Value *Nest::frozen(Value *V) {
  if (isGuaranteedNotToBeUndefOrPoison(V, &AC, &*B->GetInsertPoint(), &DT))
    return V;
  return B->CreateFreeze(V);
}

Value *Nest::expand(const SCEV *S, Type *Ty) {
  return frozen(Expander->expandCodeFor(S, Ty, B->GetInsertPoint()));
}

void Nest::require(Value *Test) {
  if (auto *Known = dyn_cast<ConstantInt>(Test)) {
    Impossible |= Known->isZero();
    return;
  }
  Condition = Condition ? B->CreateAnd(Condition, Test) : Test;
}

/// Fewer than 2^30 iterations: no product with a stride of 32 bits wraps.
void Nest::requireExtent(unsigned L) {
  Type *I64 = B->getInt64Ty();
  const SCEV *Count = SE.getNoopOrZeroExtend(BackedgeTaken[L], I64);
  Value *Taken = expand(Count, I64);
  require(B->CreateICmpULT(Taken, B->getInt64(1u << 30)));
  Extent[L] = B->CreateAdd(Taken, B->getInt64(1));
}

/// A block takes as long as some tens of scalar products, however few it has.
void Nest::requireWork() {
  bool Known = all_of(Extent, [](Value *E) { return isa<ConstantInt>(E); });
  Value *Least = B->getInt64(Known ? LeastUnrolledWork : LeastWork);
  Value *Work = B->getInt64(1);
  for (Value *E : Extent)
    Work = B->CreateMul(
        Work, Known ? E : B->CreateBinaryIntrinsic(Intrinsic::umin, E, Least));
  require(B->CreateICmpUGE(Work, Least));
}

/// The least and the greatest of what starts at Start and is moved by all
/// loops. Nothing wraps: strides have 32 bits, extents 30, the start 62.
Nest::Range Nest::rangeOf(Value *Start, const Values &Strides) {
  Range R{Start, Start};
  Value *Zero = B->getInt64(0);
  for (unsigned L = 0; L < 3; ++L) {
    if (!Strides[L])
      continue;
    Value *Far =
        B->CreateMul(B->CreateSub(Extent[L], B->getInt64(1)), Strides[L]);
    auto *Known = dyn_cast<ConstantInt>(Strides[L]);
    auto Bound = [&](Intrinsic::ID ID, bool Moves) -> Value * {
      return !Known  ? B->CreateBinaryIntrinsic(ID, Far, Zero)
             : Moves ? Far
                     : Zero;
    };
    R.Low = B->CreateAdd(R.Low,
                         Bound(Intrinsic::smin, Known && Known->isNegative()));
    R.High = B->CreateAdd(
        R.High, Bound(Intrinsic::smax, Known && !Known->isNegative()));
  }
  return R;
}

/// The bytes that an access may touch, High not included.
Nest::Range Nest::bytesOf(Value *Base, const Values &Strides, unsigned Bytes) {
  Value *Start = B->CreatePtrToInt(Base, B->getInt64Ty());
  require(B->CreateICmpULT(Start, B->getInt64(uint64_t(1) << 62)));
  Range R = rangeOf(Start, Strides);
  R.High = B->CreateAdd(R.High, B->getInt64(Bytes));
  return R;
}

void Nest::requireNarrow() {
  for (const NarrowIndex &I : Narrow) {
    Value *Start = expand(I.Moves.Base, B->getInt64Ty());
    Values Strides{};
    for (unsigned L = 0; L < 3; ++L)
      if (I.Moves.moves(L))
        Strides[L] = expand(I.Moves.Stride[L], B->getInt64Ty());
    Range R = rangeOf(Start, Strides);
    int64_t Most = (int64_t(1) << (I.Bits - I.Signed)) - 1;
    require(B->CreateICmpSGE(R.Low, B->getInt64(I.Signed ? -Most - 1 : 0)));
    require(B->CreateICmpSLE(R.High, B->getInt64(Most)));
  }
}

/// What is cleared is the row of the result, of that many bytes.
void Nest::requireCleared(Value *Bytes) {
  Type *I64 = B->getInt64Ty();
  const SCEV *Length =
      SE.getNoopOrZeroExtend(SE.getSCEV(Clear->getLength()), I64);
  require(B->CreateICmpEQ(expand(Length, I64), Bytes));
  if (Cleared.Base != C.Base)
    require(B->CreateICmpEQ(expand(Cleared.Base, BaseC->getType()), BaseC));
  if (Cleared.Stride[0] != C.Stride[0])
    require(B->CreateICmpEQ(expand(Cleared.Stride[0], I64), StrideC[0]));
}

/// The result meets no byte of an operand.
void Nest::requireApart(const Access &A, Value *Base, const Values &Strides,
                        unsigned Bytes) {
  auto Object = [&](const Access &Of) -> Value * {
    auto *U = dyn_cast<SCEVUnknown>(SE.getPointerBase(Of.Base));
    return U ? U->getValue() : nullptr;
  };
  Value *OfA = Object(A), *OfC = Object(C);
  if (OfA && OfC && OfA->getType()->isPointerTy() &&
      OfC->getType()->isPointerTy() &&
      AA.isNoAlias(MemoryLocation::getBeforeOrAfter(OfA),
                   MemoryLocation::getBeforeOrAfter(OfC)))
    return;
  Range RA = bytesOf(Base, Strides, Bytes);
  if (!Result)
    Result = bytesOf(BaseC, StrideC, 4);
  require(B->CreateOr(B->CreateICmpSLE(RA.High, Result->Low),
                      B->CreateICmpSLE(Result->High, RA.Low)));
}

ContractionLoop Nest::loopOf(unsigned L) {
  return {Extent[L], StrideX[L], StrideY[L], StrideC[L]};
}

/// The operands as values in the preheader, and the tests.
Nest::Reason Nest::prepare() {
  Instruction *At = Loops[0]->getLoopPreheader()->getTerminator();
  Expander = std::make_unique<SCEVExpander>(SE, "nest");
  B = std::make_unique<IRBuilder<>>(At);
  B->SetCurrentDebugLocation(Loops[0]->getStartLoc());
  bool Expandable = true;
  SmallVector<const Access *, 5> All{&X, &Y, &C};
  for (const Access &A : TermAccess)
    All.push_back(&A);
  for (const Access *A : All) {
    Expandable &= canExpand(A->Base);
    for (const SCEV *S : A->Stride)
      Expandable &= canExpand(S);
  }
  for (const SCEV *S : BackedgeTaken)
    Expandable &= canExpand(S);
  for (const NarrowIndex &I : Narrow) {
    Expandable &= canExpand(I.Moves.Base);
    for (const SCEV *S : I.Moves.Stride)
      Expandable &= canExpand(S);
  }
  Expandable &=
      !Clear || (canExpand(SE.getSCEV(Clear->getLength())) &&
                 canExpand(Cleared.Base) && canExpand(Cleared.Stride[0]));
  if (!Expandable)
    return "an operand cannot be computed before the nest";

  for (auto [Guard, Wanted] : Guards) {
    Value *G = frozen(Guard);
    require(Wanted ? G : B->CreateNot(G));
  }
  for (unsigned L = 0; L < 3; ++L)
    requireExtent(L);
  Type *I64 = B->getInt64Ty(), *Ptr = B->getPtrTy();
  auto Expand = [&](const Access &A, Value *&Base, Values &Strides) {
    Base = expand(A.Base, Ptr);
    for (unsigned L = 0; L < 3; ++L) {
      Strides[L] = A.moves(L) ? expand(A.Stride[L], I64) : nullptr;
      if (Strides[L])
        require(B->CreateICmpULT(
            B->CreateAdd(Strides[L], B->getInt64(uint64_t(1) << 31)),
            B->getInt64(uint64_t(1) << 32)));
    }
  };
  requireNarrow();
  Expand(X, BaseX, StrideX);
  Expand(Y, BaseY, StrideY);
  Expand(C, BaseC, StrideC);

  Found.A = BaseX;
  Found.B = BaseY;
  Found.C = BaseC;
  Found.ElementA = Sum.X.Element;
  Found.ElementB = Sum.Y.Element;
  Found.Negated = Sum.Negated;
  Found.M = loopOf(M);
  Found.N = loopOf(N);
  Found.K = loopOf(K);
  if (Reason Why = whyNotTiles(Found))
    return Why;

  requireWork();
  Value *Row = B->CreateMul(Extent[N], B->getInt64(4));
  require(B->CreateICmpSGE(StrideC[M], Row)); // rows of C lie apart
  if (Clear)
    requireCleared(Row);
  requireApart(X, BaseX, StrideX, Sum.X.bytes());
  requireApart(Y, BaseY, StrideY, Sum.Y.bytes());
  for (const Access &A : TermAccess) {
    Value *Base;
    Values Strides;
    Expand(A, Base, Strides);
    requireApart(A, Base, Strides, 4);
    Found.Terms.push_back({Base, Strides[M], Strides[N]});
  }
  if (Found.Scalar)
    Found.Scalar = frozen(Found.Scalar);
  for (Value *V : {StartOf, EndOf})
    if (V)
      freezeScalars(V);
  if (Impossible)
    return "the result overlaps itself or an operand, or there is too little "
           "to do";
  if (Condition && F.hasOptSize())
    return "two branches are too large for -Os";
  return nullptr;
}

void Nest::transform() {
  BasicBlock *Preheader = Loops[0]->getLoopPreheader(),
             *Exit = Loops[0]->getExitBlock(),
             *Latch = Loops[0]->getLoopLatch();
  LLVMContext &Ctx = F.getContext();
  DebugLoc Loc = Loops[0]->getStartLoc();
  for (Loop *L : Loops)
    addStringMetadataToLoop(L, SeenMark, 1);
  ORE.emit([&] {
    return OptimizationRemark(DEBUG_TYPE, "Tiles", Loc, Loops[0]->getHeader())
           << "loop nest becomes tile code"
           << (Condition ? ", where tests at run time allow it" : "");
  });

  BasicBlock *Scalar =
      Preheader->splitBasicBlock(Preheader->getTerminator(), "nest.scalar");
  BasicBlock *Tiles = BasicBlock::Create(Ctx, "nest.tiles", &F, Scalar);
  BasicBlock *Done = BasicBlock::Create(Ctx, "nest.done", &F, Scalar);
  Preheader->getTerminator()->eraseFromParent();
  B->SetInsertPoint(Preheader);
  B->CreateCondBr(Condition ? Condition : B->getTrue(), Tiles, Scalar);
  emitContraction(Found, Tiles, Done, Loc);
  B->SetInsertPoint(Done);
  B->CreateBr(Exit);
  for (PHINode &P : Exit->phis())
    P.addIncoming(P.getIncomingValueForBlock(Latch), Done);
}

void Nest::missed(Reason Why) {
  ORE.emit([&] {
    return OptimizationRemarkMissed(DEBUG_TYPE, "NoTiles",
                                    Loops[0]->getStartLoc(),
                                    Loops[0]->getHeader())
           << "loop nest stays scalar: " << Why;
  });
}

/// What was computed in the preheader for tests that are not made.
void Nest::dropSince(Instruction *Before) {
  BasicBlock *Preheader = Loops[0]->getLoopPreheader();
  Expander->clear();
  for (Instruction &I : make_early_inc_range(reverse(*Preheader))) {
    if (&I == Before)
      break;
    if (isInstructionTriviallyDead(&I)) {
      SE.forgetValue(&I);
      I.eraseFromParent();
    }
  }
}

bool Nest::run() {
  if (!Loops[0]->getLoopPreheader()) {
    missed("the nest has no single way in");
    return false;
  }
  auto Try = [&]() -> Reason {
    if (Reason Why = checkLoops())
      return Why;
    findGuards();
    if (Reason Why = walk())
      return Why;
    if (Reason Why = checkLiveOuts())
      return Why;
    if (Reason Why = collectMemory())
      return Why;
    if (Reason Why = findSum())
      return Why;
    if (Reason Why = findRoles())
      return Why;
    if (Reason Why = K == 2 ? findInnerSum() : findOuterSum())
      return Why;
    for (LoadInst *Load : Loads)
      if (Load != Sum.X.Load && Load != Sum.Y.Load && !Terms.contains(Load))
        return "something else is loaded";
    return prepare();
  };
  Instruction *Before =
      Loops[0]->getLoopPreheader()->getTerminator()->getPrevNode();
  if (Reason Why = Try()) {
    missed(Why);
    if (Expander)
      dropSince(Before);
    return false;
  }
  transform();
  return true;
}

} // namespace

//===-- The pass ----------------------------------------------------------===//

bool llvm::isUnseenNest(const Loop &L, ScalarEvolution &SE) {
  // Any of the three loops may ask.
  const Loop *Inner = &L;
  while (Inner->getSubLoops().size() == 1)
    Inner = Inner->getSubLoops().front();
  std::array<const Loop *, 3> Nest;
  if (!nestAround(*Inner, Nest) || !is_contained(Nest, &L) || isSeen(*Inner) ||
      !hasMultiplyAdd(*Inner))
    return false;
  // Small ones of constant size are better unrolled.
  uint64_t Work = 1;
  for (const Loop *Of : Nest) {
    unsigned Count = SE.getSmallConstantTripCount(Of);
    if (!Count)
      return true;
    Work = SaturatingMultiply<uint64_t>(Work, Count);
  }
  return Work >= LeastUnrolledWork;
}

PreservedAnalyses SectileLoopNestsPass::run(Function &F,
                                            FunctionAnalysisManager &AM) {
  bool Changed = false, Take = Enabled && mayBecomeTiles(F);
  // Each branch that is added makes all that is known about the function old.
  for (bool Again = true; std::exchange(Again, false);) {
    auto &LI = AM.getResult<LoopAnalysis>(F);
    for (Loop *Inner : LI.getLoopsInPreorder()) {
      std::array<const Loop *, 3> Around;
      if (!nestAround(*Inner, Around) || isSeen(*Inner) ||
          !hasMultiplyAdd(*Inner))
        continue;
      std::array<Loop *, 3> Loops;
      transform(Around, Loops.begin(),
                [](const Loop *L) { return const_cast<Loop *>(L); });
      Changed = true;
      simplifyLoop(Loops[0], &AM.getResult<DominatorTreeAnalysis>(F), &LI,
                   &AM.getResult<ScalarEvolutionAnalysis>(F),
                   &AM.getResult<AssumptionAnalysis>(F), /*MSSAU=*/nullptr,
                   /*PreserveLCSSA=*/false);
      if (Take && Nest(Loops, F, AM).run()) {
        AM.invalidate(F, PreservedAnalyses::none());
        Again = true;
        break;
      }
      addStringMetadataToLoop(Inner, SeenMark, 1);
    }
  }
  return Changed ? PreservedAnalyses::none() : PreservedAnalyses::all();
}
