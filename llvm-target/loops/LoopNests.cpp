// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- LoopNests.cpp - loop nests become tile code ------------------------===//
//
// Nested loops around one multiply-add are a contraction if some of them
// advance both operands, some the result with one operand and some the result
// with the other. Scalar evolution gives the stride of each access in each
// loop, in bytes, so the form of the indices in the source does not matter:
//
//   the loop advances   A and B   A and C   B and C
//   it iterates over    k         m         n
//
// Three loops are a matrix product, seven a convolution of several images. A
// loop that advances all three repeats the contraction. If several loops
// iterate over m, the pass chooses the one that fills the tiles best. All loops
// over k stay around the multiplies in the order of the source, because sums of
// floats depend on it.
//
// The pass adds a second branch to such a nest: tile code from the block
// emitter. The original loops are the other branch. Conditions that cannot be
// proved are tested before both: the loops run at least once, C overlaps
// neither A nor B, the rows of C do not overlap each other, and no offset
// wraps. Values are frozen before they are tested, because the nest might not
// have read them.
//
// Tile code adds products in ascending k from the same start value and rounds
// as often, so both branches give the same bits. For that reason the sum must
// be fused in the source (FuseMultiplyAdd.cpp), or be exact.
//
// A nest that sums nothing is a contraction without k, if its iterations are
// independent: each computes an element of the result from elements with the
// same indices. It is worth rectangles if the rows are short; otherwise the
// loop vectoriser computes them row by row.
//
// The trip count of one loop may grow or fall with the iterations of another
// one. If both move the result, it is a triangle or a trapezoid; if the loop is
// one over k, each row of the result has products of its own.
//
// Where a condition that the nest does not change has two ways to the product,
// each way is a variant of the nest, which is analysed alone and gets tile code
// of its own. All variants share the scalar loops.
//
// Between the loops, code may start and end a sum in the same element of C. The
// pass leaves a nest unchanged if it accesses other memory, exits a loop early
// or has another effect.
//
//===----------------------------------------------------------------------===//

#include "loops/LoopNests.h"
#include "loops/BlockEmitter.h"
#include "loops/ImplicitTiles.h"
#include "loops/TileBuilder.h"
#include "loops/WholeNests.h"
#include "llvm/Analysis/AliasAnalysis.h"
#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/Loads.h"
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
#include "llvm/Transforms/Utils/UnrollLoop.h"

using namespace llvm;
using namespace llvm::PatternMatch;
using sectile::isa::ElementType;

#define DEBUG_TYPE "sectile-nests"

static const char SeenMark[] = "sectile.nest.seen";

// The fewest products for which tile code is faster: than loops, and than fully
// unrolled code for loops whose trip counts are constants. A vector uses one
// row of a tile, which needs more of them.
static constexpr uint64_t LeastWork = 64, LeastUnrolledWork = 256;

static constexpr uint64_t MostIterations = uint64_t(1) << 28;

static constexpr uint64_t TileRows = shapeOf(sectile::isa::Element::t32).rows,
                          TileColumns =
                              shapeOf(sectile::isa::Element::t32).columns;

static const char DependsOnLoop[] =
    "how often a loop runs depends on a loop around it";

namespace {

//===-- The multiply-add --------------------------------------------------===//

/// An operand of the product: an element from memory, widened, and multiplied
/// by a value that the nest does not change.
struct Factor {
  LoadInst *Load;
  ElementType Element;

  unsigned bytes() const { return sectile::isa::typeInfo(Element).bits / 8; }
  bool Negated = false;
  Value *Scale = nullptr;
};

/// Is a value invariant in the nest?
using IsInvariant = function_ref<bool(Value *)>;

/// Old + X * Y, or Old - X * Y.
struct MultiplyAdd {
  Instruction *New;
  Value *Old;
  Factor X, Y;
  bool Fuses; ///< one rounding is allowed, or gives the same result
  bool Negated;
};

std::optional<Factor> matchFactor(Value *V, bool Float, IsInvariant Stays) {
  if (Value *Positive; match(V, m_FNeg(m_Value(Positive)))) {
    auto Inner = matchFactor(Positive, Float, Stays);
    if (Inner)
      Inner->Negated = !Inner->Negated;
    return Inner;
  }
  if (Value *Scale, *Scaled;
      match(V, m_FMul(m_Value(Scale), m_Value(Scaled)))) {
    if (!Stays(Scale))
      std::swap(Scale, Scaled);
    auto Inner = matchFactor(Scaled, Float, Stays);
    if (!Inner || Inner->Scale || Inner->Element != ElementType::f32 ||
        !Stays(Scale))
      return std::nullopt;
    Inner->Scale = Scale;
    return Inner;
  }
  if (auto *Whole = dyn_cast<LoadInst>(V)) {
    if (Float && Whole->getType()->isFloatTy())
      return Factor{Whole, ElementType::f32};
    if (!Float && Whole->getType()->isIntegerTy(32))
      return Factor{Whole, ElementType::i32};
  }
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
    if (!Float && Ty->isIntegerTy(16))
      return Factor{Load, ElementType::i16};
    break;
  case Instruction::ZExt:
    if (!Float && Ty->isIntegerTy(8))
      return Factor{Load, ElementType::u8};
    if (!Float && Ty->isIntegerTy(16))
      return Factor{Load, ElementType::u16};
    break;
  default:
    break;
  }
  return std::nullopt;
}

std::optional<MultiplyAdd> matchMultiplyAdd(Instruction &I, IsInvariant Stays) {
  Value *X, *Y, *Old;
  bool Float = I.getType()->isFloatTy();
  auto Factors = [&]() -> std::optional<MultiplyAdd> {
    auto FX = matchFactor(X, Float, Stays), FY = matchFactor(Y, Float, Stays);
    if (!FX || !FY)
      return std::nullopt;
    return MultiplyAdd{&I, Old, *FX, *FY, true, FX->Negated != FY->Negated};
  };
  // An fmuladd that remains may be reassociated: the source's order is valid.
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
    // Two roundings, unless fusing is allowed or the product is exact.
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

constexpr unsigned FewestLoops = 2, MostLoops = 8;

/// May it be one? What is invariant is not known yet.
bool isMultiplyAdd(Instruction &I) {
  return matchMultiplyAdd(I, [](Value *V) { return !isa<LoadInst>(V); })
      .has_value();
}

bool hasMultiplyAdd(const Loop &Inner) {
  return any_of(Inner.blocks(),
                [](BasicBlock *BB) { return any_of(*BB, isMultiplyAdd); });
}

/// What a nest computes.
enum class Form {
  Sums,     ///< sums of products
  Elements, ///< each element of the result in one iteration
};

/// May the nest around that innermost loop compute elements? A loop that the
/// loop vectoriser has seen is not looked at.
bool mayComputeElements(const Loop &Inner) {
  const Loop *Around = Inner.getParentLoop();
  if (!Around || Around->getSubLoops().size() != 1 ||
      getBooleanLoopAttribute(&Inner, "llvm.loop.isvectorized"))
    return false;
  unsigned Stores = 0;
  for (BasicBlock *BB : Inner.blocks())
    for (const Instruction &I : *BB) {
      // An array of the function may be in registers once loops are unrolled.
      if (const Value *At = getLoadStorePointerOperand(&I);
          At && isa<AllocaInst>(getUnderlyingObject(At)))
        return false;
      if (isa<StoreInst>(I))
        ++Stores;
      else if (I.mayHaveSideEffects() && !isNestMark(I))
        return false;
    }
  return Stores == 1;
}

bool mayBe(Form Of, const Loop &Inner) {
  return Of == Form::Sums ? hasMultiplyAdd(Inner) : mayComputeElements(Inner);
}

/// A loop, and the loops that it contains, each the only one in the loop
/// before; none if a loop contains several.
SmallVector<Loop *, MostLoops> chainFrom(Loop &L) {
  SmallVector<Loop *, MostLoops> Chain{&L};
  while (!Chain.back()->isInnermost()) {
    if (Chain.back()->getSubLoops().size() != 1)
      return {};
    Chain.push_back(Chain.back()->getSubLoops().front());
  }
  return Chain;
}

/// Can a loop beside the sums start or end them?
bool mayBeSide(Loop &L) {
  auto Chain = chainFrom(L);
  return !Chain.empty() && !hasMultiplyAdd(*Chain.back()) &&
         none_of(Chain, [](Loop *In) { return isVectorizingOff(*In); });
}

/// `Inner` and the loops around it, outermost first, which contain no other
/// loops but such that may start or end the sums; none if they are too few.
SmallVector<Loop *, MostLoops> nestAround(Loop &Inner) {
  SmallVector<Loop *, MostLoops> Loops;
  if (!Inner.isInnermost())
    return Loops;
  for (Loop *L = &Inner; L && Loops.size() < MostLoops;
       L = L->getParentLoop()) {
    if (!Loops.empty() && any_of(L->getSubLoops(), [&](Loop *Sub) {
          return Sub != Loops.front() && !mayBeSide(*Sub);
        }))
      break;
    Loops.insert(Loops.begin(), L);
  }
  if (Loops.size() < FewestLoops)
    Loops.clear();
  return Loops;
}

/// Memory that may always be loaded.
GlobalVariable *nothing(Module &M) {
  constexpr const char *Name = "__sectile_nothing";
  if (GlobalVariable *Known = M.getNamedGlobal(Name))
    return Known;
  auto *Zero = ConstantInt::get(Type::getInt64Ty(M.getContext()), 0);
  auto *New = new GlobalVariable(M, Zero->getType(), /*isConstant=*/true,
                                 GlobalValue::PrivateLinkage, Zero, Name);
  New->setUnnamedAddr(GlobalValue::UnnamedAddr::Global);
  return New;
}

bool isSeen(const Loop &L) { return getBooleanLoopAttribute(&L, SeenMark); }

//===-- One nest ----------------------------------------------------------===//

/// An address: its value in the first iteration of all loops, and its stride in
/// each loop; null: the loop does not change it.
struct Access {
  const SCEV *Base = nullptr;
  std::array<const SCEV *, MostLoops> Stride{};

  bool moves(unsigned Loop) const { return Stride[Loop] != nullptr; }
  bool operator==(const Access &O) const {
    return Base == O.Base && Stride == O.Stride;
  }
  /// Is the stride that constant number of bytes?
  bool movesBy(unsigned Loop, unsigned Bytes) const {
    auto *Known = dyn_cast_or_null<SCEVConstant>(Stride[Loop]);
    return Known && Known->getAPInt() == Bytes;
  }
};

/// One way of a branch, a switch or a select in the nest whose condition the
/// nest does not change.
struct Assumption {
  Instruction *Of;
  unsigned Way;
};
using Assumptions = SmallVector<Assumption, 4>;
constexpr unsigned MostVariants = 8;

/// The successors of a switch, each once.
SmallVector<BasicBlock *, 4> waysOf(const SwitchInst &Switch) {
  SmallVector<BasicBlock *, 4> Ways;
  for (unsigned S = 0; S < Switch.getNumSuccessors(); ++S)
    if (!is_contained(Ways, Switch.getSuccessor(S)))
      Ways.push_back(Switch.getSuccessor(S));
  return Ways;
}

unsigned countWays(const Instruction &Of) {
  auto *Switch = dyn_cast<SwitchInst>(&Of);
  return Switch ? waysOf(*Switch).size() : 2;
}

Value *conditionOf(const Instruction &Of) {
  if (auto *Branch = dyn_cast<BranchInst>(&Of))
    return Branch->getCondition();
  return Of.getOperand(0); // of a switch or a select
}

/// Loops that can be collapsed into one: the last of them advances each access
/// by a step, the one before by as many steps as the last has iterations.
using Dimension = SmallVector<unsigned, 4>;

class Nest {
public:
  Nest(ArrayRef<Loop *> Of, Form Computes, Function &F,
       FunctionAnalysisManager &AM, const Assumptions &Given = {})
      : Loops(Of), Depth(Of.size()), Computes(Computes), Assumed(Given), F(F),
        SE(AM.getResult<ScalarEvolutionAnalysis>(F)),
        DT(AM.getResult<DominatorTreeAnalysis>(F)),
        AA(AM.getResult<AAManager>(F)), AC(AM.getResult<AssumptionAnalysis>(F)),
        ORE(AM.getResult<OptimizationRemarkEmitterAnalysis>(F)) {}

  using Reason = const char *; ///< null: none against it

  /// Adds the tile branch, or returns why the nest stays unchanged.
  Reason run();
  /// Do its loops have all roles of a contraction? Unknown is yes.
  bool hasRoles() const { return !LacksRoles; }
  void missed(Reason Why);
  void byRows(Reason Why);
  void taken();
  /// What is given, and what was assumed in addition.
  ArrayRef<Assumption> assumed() const { return Assumed; }

private:
  /// The position of an instruction on the path through the nest: in loop d
  /// before the next inner loop (d), in the innermost loop, or in loop d after
  /// the next inner loop (the greater, the further out).
  using Place = unsigned;

  /// A loop, or several nested ones, that starts or ends the sums of an
  /// iteration of a loop of the nest.
  struct Side {
    SmallVector<Loop *, MostLoops> Chain;
    Place Where;
    /// For each loop of the chain, the loop of the nest that iterates over the
    /// same elements.
    SmallVector<unsigned, MostLoops> StandsFor{};
    StoreInst *Store = nullptr;
    Access To{}; ///< what it stores to
  };

  void loadInAdvance();
  void loadWhereReached();
  void copyLoad(LoadInst &Load, Value *Pointer);
  void copyComputation(Instruction &I);
  Reason checkLoops();
  Reason checkLoop(Loop &L, const SCEV *&Taken);
  bool takeUneven(unsigned Inner);
  const SCEV *outerStride(const Access &A);
  Access shifted(Access A);
  Reason findTriangle();
  bool isOfTriangle(unsigned L) const { return Triangle && Triangle->moves(L); }
  void addTriangle();
  void findSides();
  void findGuards();
  std::optional<unsigned> wayToProduct(const BranchInst &Branch);
  std::optional<unsigned> wayOf(Instruction &Of);
  Value *testOf(const Assumption &A);
  bool takeCondition(Value *V, bool Holds);
  Reason findBounds();
  Access difference(const Access &Greater, const Access &Less, int64_t Offset);
  bool takeCount(const Access &Difference, const ICmpInst *Compare);
  bool isNeverNegative(const Access &A);
  bool addBound(const Access &Greater, const Access &Less, int64_t Offset,
                const ICmpInst *Compare);
  Reason checkSkips();
  bool isBoundedK(unsigned L) const;
  bool boundsOthers(unsigned L) const;
  void requireBounds();
  void findWindows();
  void joinDepth();
  Reason walk();
  Reason checkLiveOuts();
  Reason collectMemory();
  Reason findSum();
  Reason findElements();
  Reason takeResult(const Access &To, Type *Element);
  Reason findRoles();
  Reason findRolesOfElements();
  Reason findStartAndEnd();
  Reason findCarrier();
  Reason matchSides();
  bool matchSide(Side &S);
  Side *sideAt(const BasicBlock *BB);
  std::optional<unsigned> indexOf(const Loop *L);
  Reason takeInitial();
  Reason chooseDimensions();
  Reason takeValue(Value *V, bool AfterSum);
  Reason takeTerm(LoadInst *Load, Value *Widened, ElementType Element,
                  bool AfterSum);
  Reason takeNarrow(Value *V);
  Reason takeWrapped(Value *V, bool Converts);
  Value *onTiles(IRBuilderBase &B, Value *V, Value *OfSum, TermLoader LoadTerm);
  Value *onTile(IRBuilderBase &B, Value *V, Value *OfSum, TermLoader LoadTerm);
  Value *newOnTile(IRBuilderBase &B, Value *V, Value *OfSum,
                   TermLoader LoadTerm);
  void freezeScalars(Value *V);
  Reason takeStart(Value *V);
  Reason takeEnd(Value *V);
  Reason prepare();
  void transform();

  std::optional<Access> accessOf(Value *Pointer);
  std::optional<Access> linear(const SCEV *S);
  std::optional<Access> recurrence(const PHINode &P);
  std::optional<Access> extended(const SCEVCastExpr *S);
  Access sum(const Access &A, const Access &O);
  bool isResult(Value *Pointer);
  bool isSum(Value *V);
  bool isExact(Value *V);
  bool isOnNarrow(Instruction &I);
  Value *onPath(Value *V);
  bool isBefore(Instruction *I, Instruction *Other);
  const SCEV *scevOf(Value *V) { return inAdvance(SE.getSCEV(V)); }
  const SCEV *inAdvance(const SCEV *S);
  Value *before(Value *V);

  void requireSide(const Side &S);
  void requireResult(const Access &A);
  bool canExpand(const SCEV *S);
  Value *frozen(Value *V);
  Value *expand(const SCEV *S, Type *Ty);
  void require(Value *Condition);
  Value *takenOf(unsigned L);
  void requireExtent(unsigned L);
  struct Range {
    Value *Low, *High;
  };
  std::optional<Range> Result; ///< the bytes of C, once they are needed
  using Values = std::array<Value *, MostLoops>;
  Range rangeOf(Value *Start, const Values &Strides);
  Range bytesOf(Value *Base, const Values &Strides, unsigned Bytes);
  void narrow(Range &R, unsigned K, const Values &Strides);
  void requireNarrow();
  void requireUneven();
  Value *FirstCount = nullptr; ///< the uneven loop's first trip count - 1
  Value *HasEmpty = nullptr;   ///< has it once no iteration? An i64
  void requireWork();
  void requireElements();
  void requireProduct(ArrayRef<Value *> Of, uint64_t AtLeast);
  void requireInitial();
  void requireInjective();
  void requireApart(const Access &A, Value *Base, const Values &Strides,
                    unsigned Bytes, bool MayBeBeside = false,
                    MDNode *TypeOfA = nullptr);
  MDNode *typeOfStores();
  /// An operand that may overlap the result, and whether their ranges are
  /// apart.
  struct Operand {
    Value *Apart, *Base;
    Values Strides;
    unsigned Bytes;
  };
  SmallVector<Operand, 2> Overlapping;
  bool isNeighbour(const Access &A);
  Range columnsOf(Value *Base, const Values &Strides, unsigned Bytes);
  Value *isBeside(const Operand &A);
  bool hasTests() const {
    return Condition || IsVariant || !Overlapping.empty();
  }
  void merge(SmallVectorImpl<Dimension> &Of, bool Ordered);
  bool countsAsOne(const Dimension &Outer, const Dimension &Inner);
  Value *extentOf(const Dimension &D);
  ContractionLoop loopOf(const Dimension &D);
  ContractionLoop singleLoop();

  void dropSince(Instruction *Before);

  SmallVector<Loop *, MostLoops> Loops;
  unsigned Depth; ///< how many
  Form Computes;
  Assumptions Assumed;
  Function &F;
  ScalarEvolution &SE;
  DominatorTree &DT;
  AAResults &AA;
  AssumptionCache &AC;
  OptimizationRemarkEmitter &ORE;

  /// Is there no matrix multiply for the elements?
  bool isByWords() const { return !hasMultiply(Sum.X.Element, Sum.Y.Element); }

  Place inside() const { return Depth - 1; }
  Place after(unsigned Loop) const { return 2 * inside() - Loop; }
  unsigned loopAt(Place P) const { return P <= inside() ? P : after(P); }

  /// Loads that give the same value in each iteration unless the result
  /// overlaps their memory, such as the data pointer of a std::vector, and
  /// their copies before the nest.
  MapVector<LoadInst *, LoadInst *> Advanced;
  ValueToSCEVMapTy AdvancedSCEV;
  /// Comparisons of such values and addresses made of them, and their copies.
  DenseMap<Value *, Value *> AdvancedComputations;

  // The blocks that execute if all guards have the wanted value.
  struct Step {
    Place Where;
    BasicBlock *From;
  };
  MapVector<BasicBlock *, Step> Path;
  MapVector<Value *, bool> Guards; ///< and their wanted values

  SmallVector<Side, 2> Sides;

  /// The one loop whose trip count depends on another one.
  struct UnevenLoop {
    unsigned Inner, Outer;
    const SCEV *Taken;
    Access Count; ///< trip count - 1, as i64
    bool Grows;
    uint64_t Step; ///< by how many iterations
    /// Does it count from where the outer loop is, up to the same end?
    bool IsShifted = false;
  };
  std::optional<UnevenLoop> Uneven;
  bool isUneven(const SCEV *Taken) const {
    return Uneven && Uneven->Taken == Taken;
  }
  /// The elements of the result that are computed are where this is not
  /// negative.
  std::optional<Access> Triangle;
  SmallVector<const SCEV *, 1> IsCount; ///< are tested to be Count's base
  /// Comparisons that keep the uneven loop from running without an iteration.
  SmallPtrSet<const ICmpInst *, 2> Unneeded;

  /// A branch around a part of the nest that adds no product: its block, where
  /// it is, and where the two paths join.
  struct Skip {
    BasicBlock *From, *To;
    Place Where;
    size_t Comparison; ///< the first one of its condition
  };
  SmallVector<Skip, 2> Skips;
  /// Comparisons that hold, or do not, where products are added.
  SmallVector<std::pair<ICmpInst *, bool>, 4> Comparisons;

  /// Products are added where Value >= 0: iterations of a loop over k from a
  /// first one on, or up to a last one, which depend on another loop.
  struct Bound {
    Access Value;
    unsigned K, Over;
    bool IsUpper;
    const SCEV *Step; ///< by which K changes the value, at least 1
  };
  SmallVector<Bound, 4> Bounds;
  SmallVector<const SCEV *, 2> NotNegative; ///< is tested
  /// Extensions by zero that are also ones by sign where products are added.
  SmallPtrSet<const SCEV *, 4> SignedExtensions;
  bool OfProduct = false; ///< is the address of an operand analysed?

  // The memory accesses on the path.
  SmallVector<LoadInst *, 8> Loads;
  SmallVector<StoreInst *, 8> Stores;
  MemIntrinsic *Initial = nullptr; ///< sets a part of the result in advance
  Access InitialTo;                ///< its destination

  MultiplyAdd Sum{}; ///< of a nest that has sums
  Access X, Y, C;
  Type *Stored = nullptr;                               ///< an element of C
  unsigned Size = 4;                                    ///< its bytes
  SmallVector<unsigned, MostLoops> Ms, Ns, Ks, Repeats; // loops by role
  LoadInst *Carrier = nullptr; ///< takes the sum from the result

  // The start value of a sum and the stored value, if they are expressions;
  // the loads in them that vary, each a term or the old element; the values in
  // them that are invariant.
  Value *StartOf = nullptr, *EndOf = nullptr;
  DenseMap<Value *, int> Terms;
  SmallPtrSet<LoadInst *, 4> TermLoads;
  DenseMap<Value *, Value *> OnTile; ///< what is computed of one tile
  struct Term : Access {
    ElementType Element;
    bool IsResult; ///< the result's own element
  };
  SmallVector<Term, 2> TermAccess;
  DenseMap<Value *, Value *> Scalars;

  Contraction Found;
  std::array<const SCEV *, MostLoops> BackedgeTaken{};
  Values Extent{}, StrideX{}, StrideY{}, StrideC{};
  // The loops that the emitter gets; if TileK is empty, one product a multiply,
  // or none.
  Dimension TileM, TileN, TileK;
  SmallVector<Dimension, MostLoops> Outer, OuterK;

  // Indices that must not overflow their type.
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
  Value *IsVariant = nullptr; ///< does all hold that is assumed?
  Instruction *LastOfVariant = nullptr;

  unsigned Operations = 0;
  Place InitialAt = 0;
  unsigned Home = 0;    ///< the innermost loop that moves the result
  unsigned Carried = 0; ///< innermost loops through which a phi has the sum
  /// The running sum at the beginning of an iteration of each loop.
  std::array<Value *, MostLoops> Carriers{};
  bool KInside = false; ///< are all loops over k inside of it?
  bool Reloads = false; ///< after the loops over k the result is the sum
  bool LacksRoles = false;
  bool Impossible = false;
};

//===-- Analysis of the nest ----------------------------------------------===//

/// Copies loads from invariant addresses to before the nest if they cannot trap
/// there.
void Nest::loadInAdvance() {
  Instruction *At = Loops[0]->getLoopPreheader()->getTerminator();
  for (BasicBlock *BB : Loops[0]->blocks())
    for (Instruction &I : *BB) {
      auto *Load = dyn_cast<LoadInst>(&I);
      if (Load && Load->isSimple() &&
          Loops[0]->isLoopInvariant(Load->getPointerOperand()) &&
          isSafeToLoadUnconditionally(Load->getPointerOperand(),
                                      Load->getType(), Load->getAlign(),
                                      F.getDataLayout(), At, &AC, &DT))
        copyLoad(*Load, Load->getPointerOperand());
    }
  for (BasicBlock *BB : Loops[0]->blocks())
    for (Instruction &I : *BB)
      if (isa<CmpInst>(I))
        copyComputation(I);
  loadWhereReached();
}

void Nest::copyLoad(LoadInst &Load, Value *Pointer) {
  IRBuilder<> Front(Loops[0]->getLoopPreheader()->getTerminator());
  LoadInst *Copy =
      Front.CreateAlignedLoad(Load.getType(), Pointer, Load.getAlign());
  Copy->setDebugLoc(Loops[0]->getStartLoc());
  Advanced[&Load] = Copy;
  if (SE.isSCEVable(Load.getType()))
    AdvancedSCEV[&Load] = SE.getSCEV(Copy);
}

/// Copies what is computed from values that are known before the nest.
void Nest::copyComputation(Instruction &I) {
  if (before(&I) ||
      !all_of(I.operands(), [this](Value *V) { return before(V); }))
    return;
  Instruction *Copy = I.clone();
  for (Use &U : Copy->operands())
    U = before(U);
  Copy->insertBefore(
      Loops[0]->getLoopPreheader()->getTerminator()->getIterator());
  AdvancedComputations[&I] = Copy;
}

/// Copies the loads from invariant addresses, such as members of a matrix, that
/// the first iteration of all loops reaches, if conditions that do not change
/// are the only ones on the way. Where these do not hold, a constant is loaded
/// instead, and the nest has no products.
void Nest::loadWhereReached() {
  Instruction *At = Loops[0]->getLoopPreheader()->getTerminator();
  const BasicBlock *Inner = Loops.back()->getHeader();
  Value *Reached = nullptr; // null: always
  SmallPtrSet<BasicBlock *, 8> Seen;
  for (BasicBlock *BB = Loops[0]->getHeader(); Seen.insert(BB).second;) {
    for (Instruction &I : *BB) {
      auto *Load = dyn_cast<LoadInst>(&I);
      Value *Pointer = Load ? before(Load->getPointerOperand()) : nullptr;
      if (isa<CmpInst, GetElementPtrInst>(I)) {
        copyComputation(I);
      } else if (Pointer && Load->isSimple() && !Advanced.contains(Load) &&
                 !Load->getPointerAddressSpace() &&
                 Load->getType()->isSingleValueType() &&
                 F.getDataLayout().getTypeStoreSize(Load->getType()) <= 8) {
        if (Reached)
          Pointer = IRBuilder<>(At).CreateSelect(Reached, Pointer,
                                                 nothing(*F.getParent()));
        copyLoad(*Load, Pointer);
      }
      if (!isGuaranteedToTransferExecutionToSuccessor(&I))
        return;
    }
    auto *Branch = dyn_cast<BranchInst>(BB->getTerminator());
    if (!Branch)
      return;
    if (Branch->isUnconditional()) {
      BB = Branch->getSuccessor(0);
      continue;
    }
    Value *Condition = before(Branch->getCondition());
    auto Way = find_if(Branch->successors(), [&](BasicBlock *To) {
      return DT.dominates(BasicBlockEdge(BB, To), Inner);
    });
    if (!Condition || Way == Branch->successors().end())
      return;
    IRBuilder<> Front(At);
    if (*Way != Branch->getSuccessor(0))
      Condition = Front.CreateNot(Condition);
    Reached = Reached ? Front.CreateLogicalAnd(Reached, Condition) : Condition;
    BB = *Way;
  }
}

const SCEV *Nest::inAdvance(const SCEV *S) {
  if (AdvancedSCEV.empty() || isa<SCEVCouldNotCompute>(S))
    return S;
  return SCEVParameterRewriter::rewrite(S, SE, AdvancedSCEV);
}

/// The value before the nest of an invariant, or null.
Value *Nest::before(Value *V) {
  if (Loops[0]->isLoopInvariant(V))
    return V;
  if (Value *Copy = AdvancedComputations.lookup(V))
    return Copy;
  return Advanced.lookup(dyn_cast<LoadInst>(V));
}

Nest::Reason Nest::checkLoop(Loop &L, const SCEV *&Taken) {
  if (!L.isLoopSimplifyForm() || !L.getExitBlock() ||
      L.getExitingBlock() != L.getLoopLatch())
    return "a loop has more than one way out";
  Taken = inAdvance(SE.getBackedgeTakenCount(&L));
  if (isa<SCEVCouldNotCompute>(Taken))
    return "how often a loop runs is not known before it";
  if (!Taken->getType()->isIntegerTy() ||
      SE.getTypeSizeInBits(Taken->getType()) > 64)
    return "a loop counts in a type that is too wide";
  return nullptr;
}

Nest::Reason Nest::checkLoops() {
  for (unsigned D = 0; D < Depth; ++D) {
    if (Reason Why = checkLoop(*Loops[D], BackedgeTaken[D]))
      return Why;
    if (!SE.isLoopInvariant(BackedgeTaken[D], Loops[0]) && !takeUneven(D))
      return DependsOnLoop;
  }
  const SCEV *Taken;
  for (Side &S : Sides)
    for (Loop *L : S.Chain) {
      if (Reason Why = checkLoop(*L, Taken))
        return Why;
      if (!SE.isLoopInvariant(Taken, Loops[0]) && !isUneven(Taken))
        return DependsOnLoop;
    }
  return nullptr;
}

/// A loop whose trip count changes by a constant with each iteration of one
/// around it. Its extent is the greatest one.
bool Nest::takeUneven(unsigned Inner) {
  Type *I64 = Type::getInt64Ty(F.getContext());
  const SCEV *&Taken = BackedgeTaken[Inner];
  auto A = linear(SE.getNoopOrSignExtend(Taken, I64));
  if (Uneven || !A)
    return false;
  auto Moves = [&](unsigned L) { return A->moves(L); };
  auto Inside = seq(0u, Depth);
  auto *Step = count_if(Inside, Moves) == 1
                   ? dyn_cast<SCEVConstant>(A->Stride[*find_if(Inside, Moves)])
                   : nullptr;
  constexpr unsigned MostSteps = 64;
  if (!Step || Step->getAPInt().abs().ugt(MostSteps))
    return false;
  bool Grows = Step->getAPInt().isStrictlyPositive();
  Uneven = {Inner, *find_if(Inside, Moves),
            Taken, *A,
            Grows, Step->getAPInt().abs().getZExtValue()};
  Taken = A->Base;
  if (Grows)
    Taken = SE.getAddExpr(
        Taken,
        SE.getMulExpr(SE.getNoopOrZeroExtend(BackedgeTaken[Uneven->Outer], I64),
                      SE.getConstant(I64, Uneven->Step)));
  return true;
}

/// What the uneven loop's stride is for an iteration of the outer loop.
const SCEV *Nest::outerStride(const Access &A) {
  const SCEV *Stride = A.Stride[Uneven->Inner];
  return SE.getMulExpr(Stride, SE.getConstant(Stride->getType(), Uneven->Step));
}

/// The access in coordinates in which the uneven loop counts from where the
/// outer loop is.
Access Nest::shifted(Access A) {
  if (!Uneven || !Uneven->IsShifted || !A.moves(Uneven->Inner))
    return A;
  const SCEV *&Stride = A.Stride[Uneven->Outer];
  const SCEV *By = outerStride(A);
  Stride = Stride ? SE.getMinusSCEV(Stride, By) : SE.getNegativeSCEV(By);
  if (Stride->isZero())
    Stride = nullptr;
  return A;
}

/// The role of the uneven loop. It makes the result a triangle, or bounds a
/// loop over k.
Nest::Reason Nest::findTriangle() {
  auto [Inner, Outer] = std::pair(Uneven->Inner, Uneven->Outer);
  Type *I64 = Type::getInt64Ty(F.getContext());
  Access Value; // iterations where it is not negative
  Value.Base = Uneven->IsShifted ? SE.getZero(I64) : Uneven->Count.Base;
  Value.Stride[Inner] = SE.getConstant(I64, Uneven->IsShifted ? 1 : -1, true);
  const int64_t Step = Uneven->Step;
  Value.Stride[Outer] =
      SE.getConstant(I64, Uneven->Grows ? Step : -Step, /*isSigned=*/true);
  auto In = [](ArrayRef<unsigned> Of, unsigned L) {
    return is_contained(Of, L);
  };
  if (In(Ks, Inner) && !In(Ks, Outer) && Step == 1) {
    Bounds.push_back({Value, Inner, Outer, !Uneven->IsShifted, SE.getOne(I64)});
    return nullptr;
  }
  if ((In(Ms, Inner) && In(Ns, Outer) && Step == 1) ||
      (In(Ns, Inner) && In(Ms, Outer))) {
    Triangle = Value;
    return nullptr;
  }
  return DependsOnLoop;
}

/// The loops beside those of the nest.
void Nest::findSides() {
  for (unsigned D = 0; D + 1 < Depth; ++D)
    for (Loop *Sub : Loops[D]->getSubLoops())
      if (Sub != Loops[D + 1])
        Sides.push_back({chainFrom(*Sub), /*Where=*/0});
}

Nest::Side *Nest::sideAt(const BasicBlock *BB) {
  auto S =
      find_if(Sides, [&](Side &S) { return S.Chain.front()->contains(BB); });
  return S == Sides.end() ? nullptr : &*S;
}

/// The loop of the nest that L is, or stands for.
std::optional<unsigned> Nest::indexOf(const Loop *L) {
  if (auto At = find(Loops, L); At != Loops.end())
    return At - Loops.begin();
  for (const Side &S : Sides)
    for (auto [In, StandsFor] : zip(S.Chain, S.StandsFor))
      if (In == L)
        return StandsFor;
  return std::nullopt;
}

/// Invariant conditions that skip an inner loop: in all iterations or in none.
void Nest::findGuards() {
  BasicBlock *Inner = Loops.back()->getHeader();
  for (BasicBlock *BB : Loops[0]->blocks()) {
    auto *Branch = dyn_cast<BranchInst>(BB->getTerminator());
    if (!Branch || Branch->isUnconditional() || !before(Branch->getCondition()))
      continue;
    for (unsigned Way : {0, 1})
      if (DT.dominates(BasicBlockEdge(BB, Branch->getSuccessor(Way)), Inner))
        Guards.insert({Branch->getCondition(), Way == 0});
  }
}

/// The successor on every path to the product, or to the store of an element,
/// if there is one.
std::optional<unsigned> Nest::wayToProduct(const BranchInst &Branch) {
  auto IsGoal = [this](Instruction &I) {
    return Computes == Form::Sums ? isMultiplyAdd(I) : isa<StoreInst>(I);
  };
  for (BasicBlock *BB : Loops.back()->blocks())
    if (any_of(*BB, IsGoal))
      for (unsigned Way : {0, 1})
        if (DT.dominates(
                BasicBlockEdge(Branch.getParent(), Branch.getSuccessor(Way)),
                BB))
          return Way;
  return std::nullopt;
}

/// The way that a branch, a switch or a select takes, if its condition does not
/// change in the nest: what is known of it, or else what is assumed.
std::optional<unsigned> Nest::wayOf(Instruction &Of) {
  Value *Condition = conditionOf(Of);
  if (!before(Condition) || countWays(Of) > MostVariants)
    return std::nullopt;
  bool IsSwitch = isa<SwitchInst>(Of);
  if (auto Known = Guards.find(Condition); !IsSwitch && Known != Guards.end())
    return Known->second ? 0 : 1;
  auto *Made = find_if(Assumed, [&](Assumption A) { return A.Of == &Of; });
  if (Made != Assumed.end())
    return Made->Way;
  Assumed.push_back({&Of, 0});
  if (!IsSwitch)
    Guards[Condition] = true;
  return 0;
}

/// Does the assumption hold? In the preheader.
Value *Nest::testOf(const Assumption &A) {
  Value *V = frozen(before(conditionOf(*A.Of)));
  auto *Switch = dyn_cast<SwitchInst>(A.Of);
  if (!Switch)
    return A.Way == 0 ? V : B->CreateNot(V);
  BasicBlock *To = waysOf(*Switch)[A.Way];
  bool IsDefault = To == Switch->getDefaultDest();
  Value *Any = B->getFalse();
  for (auto Case : Switch->cases())
    if ((Case.getCaseSuccessor() == To) != IsDefault)
      Any = B->CreateOr(Any, B->CreateICmpEQ(V, Case.getCaseValue()));
  return IsDefault ? B->CreateNot(Any) : Any;
}

/// Takes a condition apart that has to hold, or not to hold.
bool Nest::takeCondition(Value *V, bool Holds) {
  V = onPath(V);
  if (before(V)) {
    Impossible |= !Guards.insert({V, Holds}).second && Guards[V] != Holds;
    return true;
  }
  Value *L, *R;
  if (match(V, m_Freeze(m_Value(L))))
    return takeCondition(L, Holds);
  if (match(V, m_Not(m_Value(L))))
    return takeCondition(L, !Holds);
  if (Holds ? match(V, m_LogicalAnd(m_Value(L), m_Value(R)))
            : match(V, m_LogicalOr(m_Value(L), m_Value(R))))
    return takeCondition(L, Holds) && takeCondition(R, Holds);
  auto *Compare = dyn_cast<ICmpInst>(V);
  if (!Compare || !Compare->getOperand(0)->getType()->isIntegerTy())
    return false;
  Comparisons.push_back({Compare, Holds});
  return true;
}

/// Follows the path through the nest on which all loops run.
Nest::Reason Nest::walk() {
  BasicBlock *From = Loops[0]->getLoopPreheader(), *BB = Loops[0]->getHeader();
  Place Where = 0;
  constexpr Reason Tangled = "the control flow is not that of a nest",
                   Conditional = "a condition inside of the nest";
  while (true) {
    if (Where < inside() && BB == Loops[Where + 1]->getHeader())
      ++Where;
    if (!Path.insert({BB, {Where, From}}).second)
      return Tangled;
    auto *Switch = dyn_cast<SwitchInst>(BB->getTerminator());
    auto *Branch = dyn_cast<BranchInst>(BB->getTerminator());
    if (!Branch && !Switch)
      return Tangled;
    From = BB;
    Loop *Around = Loops[loopAt(Where)];
    if (Side *S = sideAt(BB)) {
      S->Where = Where;
      auto Ends =
          find_if(S->Chain, [&](Loop *L) { return L->getLoopLatch() == BB; });
      if (Ends != S->Chain.end()) {
        BB = (*Ends)->getExitBlock();
        if (!Loops[0]->contains(BB))
          return Tangled;
        continue;
      }
    }
    if (BB == Around->getLoopLatch()) {
      if (Where < inside())
        return Tangled;
      if (Where == after(0))
        return nullptr;
      BB = Around->getExitBlock();
      ++Where;
    } else if (Switch) {
      auto Way = wayOf(*Switch);
      if (!Way)
        return Conditional;
      BB = waysOf(*Switch)[*Way];
    } else if (Branch->isUnconditional()) {
      BB = Branch->getSuccessor(0);
    } else {
      Value *Condition = Branch->getCondition();
      auto Way = wayToProduct(*Branch);
      if (!Way || Guards.contains(Condition)) {
        Way = wayOf(*Branch);
        if (!Way)
          return Conditional;
      } else if (before(Condition)) {
        Guards.insert({Condition, *Way == 0});
      } else {
        size_t First = Comparisons.size();
        if (!takeCondition(Condition, *Way == 0))
          return Conditional;
        Skips.push_back({BB, Branch->getSuccessor(1 - *Way), Where, First});
      }
      BB = Branch->getSuccessor(*Way);
    }
    if (!Loops[0]->contains(BB))
      return Tangled;
  }
}

Nest::Reason Nest::checkLiveOuts() {
  for (BasicBlock *BB : Loops[0]->blocks())
    for (Instruction &I : *BB)
      for (User *U : I.users())
        if (!Loops[0]->contains(cast<Instruction>(U)))
          return "a value computed in the nest is used after it";
  // A loop beside the sums acts through memory alone.
  for (const Side &S : Sides)
    for (BasicBlock *BB : S.Chain.front()->blocks())
      for (Instruction &I : *BB)
        for (User *U : I.users())
          if (!S.Chain.front()->contains(cast<Instruction>(U)))
            return "a value computed in a loop beside the sums is used after "
                   "it";
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
        if (!Advanced.contains(Load))
          Loads.push_back(Load);
      } else if (auto *Store = dyn_cast<StoreInst>(&I)) {
        if (!Store->isSimple() || Store->getPointerAddressSpace())
          return "a volatile or atomic access";
        Stores.push_back(Store);
      } else if (auto *Set = dyn_cast<MemIntrinsic>(&I)) {
        if (Initial || Set->isVolatile() || S.Where >= inside() ||
            isa<MemMoveInst>(Set))
          return "something else writes memory";
        Initial = Set;
        InitialAt = S.Where;
      } else if (I.mayReadOrWriteMemory() || I.mayHaveSideEffects() ||
                 (isa<CallBase>(I) && !isa<IntrinsicInst>(I))) {
        return "a call, or something else that has an effect";
      }
    }
  return nullptr;
}

std::optional<Access> Nest::accessOf(Value *Pointer) {
  auto A = linear(scevOf(Pointer));
  return A ? std::optional(shifted(*A)) : std::nullopt;
}

/// S as a base and a stride for each loop, if it has this form when the tests
/// of `Narrow` succeed.
std::optional<Access> Nest::linear(const SCEV *S) {
  if (SE.isLoopInvariant(S, Loops[0]))
    return Access{S, {}};
  if (auto *R = dyn_cast<SCEVAddRecExpr>(S)) {
    auto At = indexOf(R->getLoop());
    auto A = linear(R->getStart());
    const SCEV *Stride = R->getStepRecurrence(SE);
    if (!At || !R->isAffine() || !A || !SE.isLoopInvariant(Stride, Loops[0]))
      return std::nullopt;
    Access Moves;
    Moves.Stride[*At] = Stride;
    return sum(*A, Moves);
  }
  if (auto *U = dyn_cast<SCEVUnknown>(S)) {
    if (auto *Select = dyn_cast<SelectInst>(U->getValue())) {
      auto Way = wayOf(*Select);
      if (!Way)
        return std::nullopt;
      return linear(
          scevOf(*Way == 0 ? Select->getTrueValue() : Select->getFalseValue()));
    }
    auto *P = dyn_cast<PHINode>(U->getValue());
    if (!P)
      return std::nullopt;
    Value *V = onPath(P);
    return V == P ? recurrence(*P) : linear(scevOf(V));
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
    // All factors but one are invariant.
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

/// What scalar evolution does not see as a recurrence: the counter of a loop
/// with two iterations, which has two values, and what loops inside advance,
/// which they may do without an iteration.
std::optional<Access> Nest::recurrence(const PHINode &P) {
  auto Of =
      find_if(Loops, [&](Loop *L) { return L->getHeader() == P.getParent(); });
  if (Of == Loops.end())
    return std::nullopt;
  Value *Start = P.getIncomingValueForBlock((*Of)->getLoopPreheader());
  auto First = linear(scevOf(Start));
  if (!First)
    return std::nullopt;
  // Where loops inside may have no iteration, a phi joins both ways.
  const SCEV *Next =
      SE.getSCEV(onPath(P.getIncomingValueForBlock((*Of)->getLoopLatch())));
  ValueToSCEVMapTy Joined;
  SCEVExprContains(Next, [&](const SCEV *S) {
    auto *U = dyn_cast<SCEVUnknown>(S);
    auto *Join = U ? dyn_cast<PHINode>(U->getValue()) : nullptr;
    if (Value *V = Join ? onPath(Join) : nullptr; V && V != Join)
      Joined[Join] = SE.getSCEV(V);
    return false;
  });
  Next = inAdvance(
      SE.getSCEVAtScope(SCEVParameterRewriter::rewrite(Next, SE, Joined), *Of));
  auto Since = [&](const SCEV *S) {
    const SCEV *Step = SE.getMinusSCEV(Next, S);
    bool Stays =
        !isa<SCEVCouldNotCompute>(Step) && SE.isLoopInvariant(Step, Loops[0]);
    return Stays ? Step : nullptr;
  };
  const SCEV *Step = Since(SE.getUnknown(const_cast<PHINode *>(&P)));
  if (!Step && BackedgeTaken[Of - Loops.begin()]->isOne())
    Step = Since(scevOf(Start));
  if (!Step)
    return std::nullopt;
  Access Moves;
  Moves.Stride[Of - Loops.begin()] = Step;
  return sum(*First, Moves);
}

/// An index of fewer than 64 bits advances by a constant stride if it does not
/// overflow, which is tested at run time.
std::optional<Access> Nest::extended(const SCEVCastExpr *S) {
  bool Signed =
      isa<SCEVSignExtendExpr>(S) || (OfProduct && SignedExtensions.contains(S));
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

Access Nest::sum(const Access &A, const Access &O) {
  auto Add = [&](const SCEV *X, const SCEV *Z) {
    return X && Z ? SE.getAddExpr(X, Z) : X ? X : Z;
  };
  Access Total{Add(A.Base, O.Base), {}};
  for (unsigned L = 0; L < Depth; ++L) {
    Total.Stride[L] = Add(A.Stride[L], O.Stride[L]);
    if (Total.Stride[L] && Total.Stride[L]->isZero())
      Total.Stride[L] = nullptr;
  }
  return Total;
}

bool Nest::isResult(Value *Pointer) {
  auto A = accessOf(Pointer);
  return A && (*A == C || any_of(Sides, [&](const Side &S) {
           return S.Store && *A == S.To;
         }));
}

/// Is it the sum after all loops over k?
bool Nest::isSum(Value *V) {
  if (V == Sum.New)
    return true;
  auto *Load = dyn_cast<LoadInst>(V);
  if (!Load || !Path.contains(Load->getParent()) ||
      !isResult(Load->getPointerOperand()))
    return false;
  Place Where = Path[Load->getParent()].Where;
  return sideAt(Load->getParent()) ? Where > inside()
                                   : Reloads && Where == after(Home);
}

/// The value of a phi between the loops, or of a select, on the path. What is
/// loaded needs no freeze.
Value *Nest::onPath(Value *V) {
  while (true) {
    if (Value *Loaded;
        match(V, m_Freeze(m_Value(Loaded))) && isa<LoadInst>(Loaded))
      return Loaded;
    if (auto *Select = dyn_cast<SelectInst>(V)) {
      auto Known = Guards.find(Select->getCondition());
      if (Known == Guards.end())
        break;
      V = Known->second ? Select->getTrueValue() : Select->getFalseValue();
      continue;
    }
    auto *P = dyn_cast<PHINode>(V);
    if (!P)
      break;
    BasicBlock *BB = P->getParent();
    auto It = Path.find(BB);
    if (It == Path.end() ||
        any_of(Loops, [&](Loop *L) { return L->getHeader() == BB; }) ||
        sideAt(BB))
      break;
    V = P->getIncomingValueForBlock(It->second.From);
  }
  return V;
}

/// Is it before the other one on the path?
bool Nest::isBefore(Instruction *I, Instruction *Other) {
  if (I->getParent() == Other->getParent())
    return I->comesBefore(Other);
  return Path.find(I->getParent()) < Path.find(Other->getParent());
}

/// The one multiply-add that is accumulated in the innermost loop.
Nest::Reason Nest::findSum() {
  Loop &Inner = *Loops.back();
  std::optional<MultiplyAdd> Only;
  for (BasicBlock *BB : Inner.blocks())
    for (Instruction &I : *BB)
      if (auto Candidate = matchMultiplyAdd(
              I, [this](Value *V) { return before(V) != nullptr; })) {
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
  Stored = Sum.New->getType();
  if (auto *Load = dyn_cast<LoadInst>(Sum.Old); Load && Inner.contains(Load)) {
    Pointer = Load->getPointerOperand();
  } else {
    auto *P = dyn_cast<PHINode>(Sum.Old);
    if (!P || P->getParent() != Inner.getHeader() ||
        onPath(P->getIncomingValueForBlock(Inner.getLoopLatch())) != Sum.New)
      return "the product is not added to a running sum";
    for (StoreInst *Store : Stores)
      if (Path[Store->getParent()].Where >= inside() &&
          !sideAt(Store->getParent())) {
        Pointer = Store->getPointerOperand();
        Stored = Store->getValueOperand()->getType();
      }
    if (!Pointer)
      return "the sum is not stored in the nest";
  }
  for (auto &[BB, S] : Path)
    for (Instruction &I : *BB)
      if (isa<ZExtInst>(I) && I.hasNonNeg() && SE.isSCEVable(I.getType()))
        SignedExtensions.insert(scevOf(&I));
  OfProduct = true;
  auto AX = accessOf(Sum.X.Load->getPointerOperand()),
       AY = accessOf(Sum.Y.Load->getPointerOperand());
  OfProduct = false;
  auto AC = accessOf(Pointer);
  if (!AX || !AY || !AC)
    return "an address does not move by constant steps";
  X = *AX;
  Y = *AY;
  return takeResult(*AC, Stored);
}

/// The elements of the result.
Nest::Reason Nest::takeResult(const Access &To, Type *Element) {
  Stored = Element;
  if (!Stored->isFloatTy() && !Stored->isIntegerTy(32) &&
      !Stored->isIntegerTy(8) && !Stored->isIntegerTy(16) &&
      !Stored->isHalfTy() && !Stored->isBFloatTy())
    return "what is stored is of a type that tiles have no store for";
  Size = Stored->getPrimitiveSizeInBits() / 8;
  C = To;
  return nullptr;
}

/// The one store, which is in the innermost loop, if nothing is summed.
Nest::Reason Nest::findElements() {
  if (!Sides.empty() || Initial || Stores.size() != 1 ||
      Path[Stores.front()->getParent()].Where != inside())
    return "more than one element is stored in an iteration";
  auto To = accessOf(Stores.front()->getPointerOperand());
  if (!To)
    return "an address does not move by constant steps";
  return takeResult(*To, Stores.front()->getValueOperand()->getType());
}

/// All loops move the result. Of those that are not along its contiguous
/// elements one becomes the rows of tiles.
Nest::Reason Nest::findRolesOfElements() {
  if (Uneven)
    return DependsOnLoop;
  for (unsigned L = 0; L < Depth; ++L) {
    if (!C.moves(L))
      return "an element is stored more than once";
    (C.movesBy(L, Size) ? Ns : Ms).push_back(L);
  }
  if (Ns.size() != 1)
    return "no loop runs along contiguous elements of the result";
  Home = Depth - 1;
  return nullptr;
}

Nest::Reason Nest::findRoles() {
  if (Computes == Form::Elements)
    return findRolesOfElements();
  if (Uneven && !Uneven->Grows) {
    auto Follows = [&](const Access &A) {
      return A.moves(Uneven->Inner) &&
             outerStride(A) == A.Stride[Uneven->Outer];
    };
    Uneven->IsShifted = Follows(X) || Follows(Y);
    for (Access *A : {&X, &Y, &C})
      *A = shifted(*A);
  }
  bool Multiplies = false;
  for (unsigned L = 0; L < Depth; ++L) {
    bool MX = X.moves(L), MY = Y.moves(L), MC = C.moves(L);
    LacksRoles |= !MX && !MY && !MC;
    Multiplies |= MX && MY && !MC;
    (!MC ? Ks : MX == MY ? Repeats : MX ? Ms : Ns).push_back(L);
  }
  LacksRoles |= !Multiplies || (Ms.empty() && Ns.empty());
  if (LacksRoles)
    return "the loops are not those of a matrix product";
  // C's contiguous direction is that of n. A vector whose elements are apart is
  // a column.
  auto IsAlong = [&](unsigned L) { return C.movesBy(L, Size); };
  if (none_of(Ns, IsAlong) && (any_of(Ms, IsAlong) || Ms.empty())) {
    std::swap(X, Y);
    std::swap(Sum.X, Sum.Y);
    std::swap(Ms, Ns);
  }
  Home = Depth - 1;
  while (!C.moves(Home))
    --Home;
  KInside = Ks.size() == Depth - 1 - Home;
  return Uneven ? findTriangle() : nullptr;
}

//===-- Conditions --------------------------------------------------------===//

bool Nest::isBoundedK(unsigned L) const {
  return any_of(Bounds, [&](const Bound &B) { return B.K == L; });
}

/// Do other loops depend on the iteration of that loop?
bool Nest::boundsOthers(unsigned L) const {
  return any_of(Bounds, [&](const Bound &B) { return B.Over == L; });
}

/// Does it begin at no negative number and never decrease? Extents are tested
/// to be so small that it does not overflow.
bool Nest::isNeverNegative(const Access &A) {
  auto IsSmall = [](const SCEV *S) {
    auto *Known = dyn_cast<SCEVConstant>(S);
    return Known && Known->getAPInt().isIntN(31);
  };
  return IsSmall(A.Base) &&
         all_of(A.Stride, [&](const SCEV *S) { return !S || IsSmall(S); });
}

/// Greater - Less + Offset.
Access Nest::difference(const Access &Greater, const Access &Less,
                        int64_t Offset) {
  auto Negative = Less;
  for (const SCEV *&S : Negative.Stride)
    S = S ? SE.getNegativeSCEV(S) : nullptr;
  Negative.Base =
      SE.getAddExpr(SE.getNegativeSCEV(Less.Base),
                    SE.getConstant(Less.Base->getType(), Offset, true));
  return sum(Greater, Negative);
}

/// Does a comparison that holds where the difference is not negative keep the
/// uneven loop from running without an iteration? Where their bases are
/// extended in other ways, they are compared at run time.
bool Nest::takeCount(const Access &Difference, const ICmpInst *Compare) {
  if (!Uneven || Difference.Stride != Uneven->Count.Stride)
    return false;
  if (Difference.Base != Uneven->Count.Base)
    IsCount.push_back(Difference.Base);
  Unneeded.insert(Compare);
  return true;
}

/// Products are added where Greater - Less + Offset >= 0, as Compare says.
bool Nest::addBound(const Access &Greater, const Access &Less, int64_t Offset,
                    const ICmpInst *Compare) {
  Access Difference = difference(Greater, Less, Offset);
  if (takeCount(Difference, Compare))
    return true;
  SmallVector<unsigned, MostLoops> OfK, Others;
  for (unsigned L = 0; L < Depth; ++L)
    if (Difference.moves(L))
      (is_contained(Ks, L) ? OfK : Others).push_back(L);
  if (OfK.empty() && Others.empty()) {
    NotNegative.push_back(Difference.Base);
    return true;
  }
  if (OfK.size() != 1 || Others.size() != 1)
    return false;
  unsigned K = OfK.front();
  const SCEV *Step = Difference.Stride[K];
  // The sign of a step that is not constant is that of its index, which is
  // tested.
  auto *Known = dyn_cast<SCEVConstant>(Step);
  bool IsUpper = Known ? Known->getAPInt().isNegative() : Less.moves(K);
  if (IsUpper)
    Step = SE.getNegativeSCEV(Step);
  for (const Bound &B : Bounds)
    if (B.K == K && B.Over != Others.front())
      return false;
  Bounds.push_back({Difference, K, Others.front(), IsUpper, Step});
  return true;
}

/// The comparisons as bounds of the loops over k.
Nest::Reason Nest::findBounds() {
  constexpr Reason Other = "a condition inside of the nest";
  for (auto [Compare, Holds] : Comparisons) {
    CmpInst::Predicate P =
        Holds ? Compare->getPredicate() : Compare->getInversePredicate();
    Value *L = Compare->getOperand(0), *R = Compare->getOperand(1);
    if (ICmpInst::isGT(P) || ICmpInst::isGE(P)) {
      std::swap(L, R);
      P = CmpInst::getSwappedPredicate(P);
    }
    Type *I64 = Type::getInt64Ty(F.getContext());
    auto Widened = [&](Value *V) -> std::optional<Access> {
      if (SE.getTypeSizeInBits(V->getType()) > 64)
        return std::nullopt;
      return linear(SE.getNoopOrSignExtend(scevOf(V), I64));
    };
    if (P == CmpInst::ICMP_NE) {
      // A trip count is not negative.
      auto X = Widened(L), Y = Widened(R);
      if (X && Y &&
          (takeCount(difference(*X, *Y, -1), Compare) ||
           takeCount(difference(*Y, *X, -1), Compare)))
        continue;
      // What cannot be less differs where it is greater, and vice versa.
      auto *Limit = dyn_cast<ConstantInt>(R);
      if (!Limit)
        return Other;
      if (SE.getSignedRangeMin(scevOf(L)).sge(Limit->getValue()))
        std::swap(L, R);
      else if (SE.getSignedRangeMax(scevOf(L)).sgt(Limit->getValue()))
        return Other;
      P = CmpInst::ICMP_SLT;
    }
    if (!ICmpInst::isLT(P) && !ICmpInst::isLE(P))
      return Other;
    auto Less = Widened(L), Greater = Widened(R);
    if (!Less || !Greater)
      return Other;
    if (CmpInst::isUnsigned(P)) {
      // From 0 up to a limit that is not negative as a signed number.
      if (any_of(Greater->Stride, [](const SCEV *S) { return S != nullptr; }))
        return Other;
      NotNegative.push_back(Greater->Base);
      Access Zero;
      Zero.Base = SE.getZero(I64);
      if (!SE.isKnownNonNegative(scevOf(L)) && !isNeverNegative(*Less) &&
          !addBound(*Less, Zero, 0, Compare))
        return Other;
    }
    if (!addBound(*Greater, *Less, ICmpInst::isLT(P) ? -1 : 0, Compare))
      return Other;
  }
  return nullptr;
}

/// A branch leaves nothing out but products.
Nest::Reason Nest::checkSkips() {
  constexpr Reason Other = "a condition inside of the nest";
  for (Skip S : Skips) {
    unsigned Around = loopAt(S.Where);
    auto *Branch = Path.find(S.From);
    while (!Path.contains(S.To)) {
      auto *Jump = dyn_cast<BranchInst>(&S.To->front());
      if (!Jump || Jump->isConditional())
        return Other;
      S.From = std::exchange(S.To, Jump->getSuccessor(0));
    }
    // The join follows on the path, in the same loop.
    auto *First = Path.find(S.To);
    if (loopAt(First->second.Where) != Around || First <= Branch)
      return Other;
    for (PHINode &P : S.To->phis())
      if (onPath(&P) != Sum.New ||
          onPath(P.getIncomingValueForBlock(S.From)) != Carriers[Around])
        return Other;
    // Around a loop over the result it leaves out what is in the loop.
    if (Triangle && S.Comparison < Comparisons.size() &&
        Unneeded.contains(Comparisons[S.Comparison].first)) {
      if (First->second.Where != after(Around) ||
          any_of(Stores, [&](StoreInst *Store) {
            auto *At = Path.find(Store->getParent());
            return At > Branch && At < First &&
                   loopAt(At->second.Where) < Uneven->Inner;
          }))
        return Other;
      continue;
    }
    for (auto *At = Branch + 1; At != First; ++At)
      for (StoreInst *Store : Stores)
        if (Store->getParent() == At->first &&
            onPath(Store->getValueOperand()) != Sum.New)
          return Other;
  }
  return nullptr;
}

//===-- Start and end of a sum --------------------------------------------===//

/// An elementwise operation for which there are tile instructions.
static bool isTileOperation(const Instruction &I) {
  auto IsElement = [](const Type *Ty) {
    return Ty->isFloatTy() || Ty->isIntegerTy(32) || Ty->isIntegerTy(1);
  };
  if (!IsElement(I.getType()))
    return false;
  if (auto *Call = dyn_cast<IntrinsicInst>(&I)) {
    Intrinsic::ID ID = Call->getIntrinsicID();
    return isTileIntrinsic(ID) || ID == Intrinsic::fmuladd ||
           ID == Intrinsic::fabs || ID == Intrinsic::rint ||
           ID == Intrinsic::nearbyint || ID == Intrinsic::roundeven ||
           ID == Intrinsic::floor || ID == Intrinsic::ceil ||
           ID == Intrinsic::trunc || ID == Intrinsic::sqrt;
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
  case Instruction::FPToSI:
    return all_of(I.operand_values(),
                  [&](const Value *V) { return IsElement(V->getType()); });
  default:
    return false;
  }
}

/// The type of the narrow elements that the cast converts to words, or to
/// floats through words. An integer of 16 bits is the low half of such a word.
static std::optional<ElementType> narrowElement(const CastInst &Cast) {
  const Type *From = Cast.getSrcTy(), *To = Cast.getDestTy();
  bool Signed = isa<SExtInst, SIToFPInst>(Cast);
  if (isa<FPExtInst>(Cast) && To->isFloatTy())
    return From->isHalfTy() ? ElementType::f16 : ElementType::bf16;
  if (!(isa<SExtInst, ZExtInst>(Cast) &&
        (To->isIntegerTy(32) || To->isIntegerTy(16))) &&
      !(isa<SIToFPInst, UIToFPInst>(Cast) && To->isFloatTy()))
    return std::nullopt;
  if (From->isIntegerTy(8))
    return Signed ? ElementType::i8 : ElementType::u8;
  if (From->isIntegerTy(16))
    return Signed ? ElementType::i16 : ElementType::u16;
  return std::nullopt;
}

/// A loaded element that is widened and combined with the sum.
Nest::Reason Nest::takeTerm(LoadInst *Load, Value *Widened, ElementType Element,
                            bool AfterSum) {
  if (!is_contained(Loads, Load) ||
      loopAt(Path[Load->getParent()].Where) > Home)
    return "an element that is combined with the sum has another type";
  bool IsResult = isResult(Load->getPointerOperand());
  if (IsResult)
    for (StoreInst *Store : Stores) {
      Place Where = Path[Store->getParent()].Where;
      if (AfterSum ? loopAt(Where) > Home || Where < inside()
                   : DT.dominates(Store, Load))
        return "the old element is read after the sum began";
    }
  unsigned Bytes = sectile::isa::typeInfo(Element).bits / 8;
  TermLoads.insert(Load);
  if (IsResult && Bytes != Size)
    return "an element that is combined with the sum has another type";
  if (IsResult && Sum.New && Load->getType() == Sum.New->getType()) {
    Terms[Load] = OldC;
    return nullptr;
  }
  auto A = accessOf(Load->getPointerOperand());
  if (!A || any_of(Ks, [&](unsigned K) { return A->moves(K); }))
    return "an address does not move by constant steps";
  Terms[Widened] = TermAccess.size();
  TermAccess.push_back({*A, Element, IsResult});
  return nullptr;
}

/// An operation on narrow integers whose result has the low bits of the same
/// operation on words.
static bool isLowOperation(const Instruction &I) {
  if (!I.getType()->isIntegerTy(8) && !I.getType()->isIntegerTy(16))
    return false;
  switch (I.getOpcode()) {
  case Instruction::Trunc:
    return I.getOperand(0)->getType()->getPrimitiveSizeInBits() <= 32;
  case Instruction::Add:
  case Instruction::Sub:
  case Instruction::Mul:
  case Instruction::And:
  case Instruction::Or:
  case Instruction::Xor:
  case Instruction::Select:
    return true;
  case Instruction::Shl:
    return isa<ConstantInt>(I.getOperand(1));
  default:
    return false;
  }
}

/// Is a narrow integer in a tile the word that extends it by its sign? A low
/// operation leaves other bits.
bool Nest::isExact(Value *V) {
  V = onPath(V);
  if (before(V) || isa<LoadInst>(V))
    return true;
  auto *I = dyn_cast<Instruction>(V);
  return I && isOnNarrow(*I) && isa<MinMaxIntrinsic>(I);
}

/// A comparison of narrow integers, or their minimum or maximum. Extended by
/// their sign they have the same order, as unsigned numbers too.
bool Nest::isOnNarrow(Instruction &I) {
  if (!isa<ICmpInst, MinMaxIntrinsic>(I))
    return false;
  Type *Ty = I.getOperand(0)->getType();
  return (Ty->isIntegerTy(8) || Ty->isIntegerTy(16)) &&
         isExact(I.getOperand(0)) && isExact(I.getOperand(1));
}

/// The float that is rounded to an integer, of which I is the low word; or
/// null.
static Value *floatOfWord(const Instruction &I) {
  return isa<TruncInst>(I) && I.getType()->isIntegerTy(32)
             ? roundedToInteger(I.getOperand(0))
             : nullptr;
}

/// Can V be computed on tiles, for each element of C? Records the terms.
Nest::Reason Nest::takeValue(Value *V, bool AfterSum) {
  V = onPath(V);
  if ((AfterSum && isSum(V)) || before(V) || Terms.contains(V))
    return nullptr;
  constexpr unsigned MostOperations = 64; // each use of a value is one
  auto *I = dyn_cast<Instruction>(V);
  if (!I || !Path.contains(I->getParent()) || ++Operations > MostOperations)
    return "what is stored is not made of the sum element by element";
  Place Where = Path[I->getParent()].Where;
  bool IsInside = loopAt(Where) > Home; // runs more than once for a sum
  if (auto *Load = dyn_cast<LoadInst>(I)) {
    Type *Ty = Load->getType();
    if (Ty->isFloatTy())
      return takeTerm(Load, Load, ElementType::f32, AfterSum);
    if (!Ty->isIntegerTy(32) && !Ty->isIntegerTy(16) && !Ty->isIntegerTy(8))
      return "an element that is combined with the sum has another type";
    return takeTerm(Load, Load,
                    Ty->isIntegerTy(32)   ? ElementType::i32
                    : Ty->isIntegerTy(16) ? ElementType::i16
                                          : ElementType::i8,
                    AfterSum);
  }
  if (auto *Cast = dyn_cast<CastInst>(I))
    if (auto *Load = dyn_cast<LoadInst>(Cast->getOperand(0)))
      if (auto Element = narrowElement(*Cast))
        return takeTerm(Load, Cast, *Element, AfterSum);
  if (Value *Float = floatOfWord(*I); Float && !IsInside)
    return takeValue(Float, AfterSum);
  if (isa<PHINode>(I) || IsInside ||
      !(isTileOperation(*I) || isLowOperation(*I) || isOnNarrow(*I)))
    return "what is stored is not made of the sum element by element";
  for (Use &U : I->operands())
    if (!isa<Function>(U))
      if (Reason Why = takeValue(U, AfterSum))
        return Why;
  return nullptr;
}

/// Emits tile code for a value that takeValue accepted, of one tile of C.
Value *Nest::onTiles(IRBuilderBase &B, Value *V, Value *OfSum,
                     TermLoader LoadTerm) {
  OnTile.clear();
  return onTile(B, V, OfSum, LoadTerm);
}

Value *Nest::onTile(IRBuilderBase &B, Value *V, Value *OfSum,
                    TermLoader LoadTerm) {
  V = onPath(V);
  if (Value *Known = OnTile.lookup(V))
    return Known;
  Value *Tile = newOnTile(B, V, OfSum, LoadTerm);
  OnTile[V] = Tile;
  return Tile;
}

Value *Nest::newOnTile(IRBuilderBase &B, Value *V, Value *OfSum,
                       TermLoader LoadTerm) {
  if (isSum(V))
    return OfSum;
  if (auto Term = Terms.find(V); Term != Terms.end()) {
    Value *Loaded = LoadTerm(Term->second);
    if (!isa<SIToFPInst, UIToFPInst>(V))
      return Loaded;
    return B.CreateSIToFP(Loaded,
                          FixedVectorType::get(B.getFloatTy(), TileWords));
  }
  if (before(V)) {
    Value *Scalar = Scalars.lookup(V);
    if (Scalar->getType()->isHalfTy() || Scalar->getType()->isBFloatTy())
      Scalar = B.CreateBitCast(Scalar, B.getInt16Ty());
    if (Scalar->getType()->isIntegerTy(8) || Scalar->getType()->isIntegerTy(16))
      Scalar = B.CreateSExt(Scalar, B.getInt32Ty());
    return B.CreateVectorSplat(TileWords, Scalar);
  }
  auto *I = cast<Instruction>(V);
  if (Value *Float = floatOfWord(*I))
    return lowWordOfRounded(B, I->getOperand(0),
                            onTile(B, Float, OfSum, LoadTerm));
  SmallVector<Value *, 3> Operands;
  for (Use &U : I->operands())
    if (!isa<Function>(U))
      Operands.push_back(onTile(B, U, OfSum, LoadTerm));
  if (isa<TruncInst>(I))
    return Operands.front(); // only the low bits are used
  if (auto *Limit = dyn_cast<MinMaxIntrinsic>(I))
    return B.CreateBinaryIntrinsic(Limit->getIntrinsicID(), Operands[0],
                                   Operands[1]);
  if (isLowOperation(*I) && isa<SelectInst>(I))
    return B.CreateSelect(Operands[0], Operands[1], Operands[2]);
  if (isLowOperation(*I))
    return B.CreateBinOp(cast<BinaryOperator>(I)->getOpcode(), Operands[0],
                         Operands[1]);
  return onLanes(B, *I, Operands, TileWords);
}

/// Freezes the invariant values in V before the nest.
void Nest::freezeScalars(Value *V) {
  V = onPath(V);
  if (isSum(V) || Terms.contains(V) || Scalars.contains(V))
    return;
  if (Value *Scalar = before(V)) {
    Scalars[V] = frozen(Scalar);
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
  if (Value *Scalar = before(V)) {
    Found.Start = Contraction::FromScalar;
    Found.Scalar = Scalar;
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

/// A word that is stored as a narrow element. The store instruction saturates,
/// while the source wraps.
Nest::Reason Nest::takeNarrow(Value *V) {
  constexpr Reason Other = "what is stored is not made of the sum element by "
                           "element";
  Type *Ty = V->getType();
  auto *Cast = dyn_cast<CastInst>(V);
  // Computed in the narrow type, or widened to it.
  if (Ty->isIntegerTy() && (!Cast || isa<SExtInst, ZExtInst>(Cast)))
    return takeWrapped(V, /*Converts=*/false);
  if (before(V)) // bits that do not change
    return takeWrapped(V, /*Converts=*/false);
  if (auto *Load = dyn_cast<LoadInst>(V)) {
    if (Reason Why = takeTerm(Load, Load, ElementType::i16, /*AfterSum=*/true))
      return Why;
    return takeWrapped(V, /*Converts=*/false);
  }
  if (!Cast || !Path.contains(Cast->getParent()))
    return Other;
  Value *Word = Cast->getOperand(0);
  if (Ty->isHalfTy() || Ty->isBFloatTy()) {
    if (Cast->getOpcode() != Instruction::FPTrunc ||
        !Word->getType()->isFloatTy())
      return Other;
    Found.NarrowC = Ty->isHalfTy() ? ElementType::f16 : ElementType::bf16;
    return takeEnd(Word);
  }
  bool Byte = Size == 1;
  unsigned Wraps = 32 - 8 * Size;
  bool Converts =
      isa<FPToSIInst, FPToUIInst>(Cast) && Word->getType()->isFloatTy();
  if (!Converts) {
    if (!isa<TruncInst>(Cast) || !Word->getType()->isIntegerTy(32))
      return Other;
    if (ComputeNumSignBits(Word, F.getDataLayout()) > Wraps)
      Found.NarrowC = Byte ? ElementType::i8 : ElementType::i16;
    else if (computeKnownBits(Word, F.getDataLayout()).countMinLeadingZeros() >=
             Wraps)
      Found.NarrowC = Byte ? ElementType::u8 : ElementType::u16;
  }
  if (!Found.NarrowC)
    return takeWrapped(Word, Converts);
  return takeEnd(Word);
}

/// The stored value wraps: its low bits are extended before the store.
Nest::Reason Nest::takeWrapped(Value *V, bool Converts) {
  if (Reason Why = takeValue(V, /*AfterSum=*/true))
    return Why;
  Found.NarrowC = Size == 1 ? ElementType::i8 : ElementType::i16;
  EndOf = V;
  Found.End = [this, Converts](IRBuilderBase &B, Value *OfSum,
                               TermLoader LoadTerm) {
    Value *Tile = onTiles(B, EndOf, OfSum, LoadTerm);
    if (Converts)
      Tile =
          B.CreateFPToSI(Tile, FixedVectorType::get(B.getInt32Ty(), TileWords));
    unsigned Wraps = 32 - 8 * Size;
    return B.CreateAShr(B.CreateShl(Tile, Wraps), Wraps);
  };
  return nullptr;
}

/// The stored value: the sum, or an expression of it.
Nest::Reason Nest::takeEnd(Value *V) {
  V = onPath(V);
  if (Size < 4 && V->getType() == Stored)
    return takeNarrow(V);
  if (isSum(V))
    return nullptr;
  if (Reason Why = takeValue(V, /*AfterSum=*/true))
    return Why;
  EndOf = V;
  Found.End = [this](IRBuilderBase &B, Value *OfSum, TermLoader LoadTerm) {
    return onTiles(B, EndOf, OfSum, LoadTerm);
  };
  return nullptr;
}

/// How the sum is carried from one iteration to the next: in phis of the
/// innermost loops, which start from a load of the result or from another
/// value, or in the element itself.
Nest::Reason Nest::findCarrier() {
  Value *Start = Sum.Old;
  while (auto *P = dyn_cast<PHINode>(Start)) {
    unsigned Around = Depth - 1 - Carried;
    Loop *L = Loops[Around];
    if (P->getParent() != L->getHeader())
      break;
    if (C.moves(Around) ||
        onPath(P->getIncomingValueForBlock(L->getLoopLatch())) != Sum.New)
      return "the product is not added to a running sum";
    Carriers[Around] = P;
    ++Carried;
    Start = onPath(P->getIncomingValueForBlock(L->getLoopPreheader()));
    if (Around == 0)
      break;
  }
  bool Whole = KInside && Carried == Ks.size();
  auto *Old = dyn_cast<LoadInst>(Start);
  bool FromElement = Old && Old->getType() == Stored &&
                     is_contained(Loads, Old) &&
                     isResult(Old->getPointerOperand()) &&
                     Path[Old->getParent()].Where == Depth - 1 - Carried;
  bool Stored = any_of(Stores, [&](StoreInst *Store) {
    return onPath(Store->getValueOperand()) == Sum.New;
  });
  // Between the loops over k the element contains the sum.
  if (!Whole && !(FromElement && Stored))
    return "the sum is not in an element of the result";
  if (!FromElement) {
    Carriers[Depth - 1 - Carried] = Start;
    return takeStart(Start);
  }
  Carriers[Depth - 1 - Carried] = Old;
  Carrier = Old;
  Found.Start = Contraction::FromC;
  return nullptr;
}

/// The start value of a sum and the value that is stored in the end; both are
/// outside of all loops over k.
Nest::Reason Nest::findStartAndEnd() {
  if (Computes == Form::Elements)
    return takeEnd(Stores.front()->getValueOperand());
  StoreInst *First = nullptr, *Last = nullptr;
  bool Running = false;
  for (StoreInst *Store : Stores) {
    if (sideAt(Store->getParent()))
      continue;
    if (!isResult(Store->getPointerOperand()) ||
        Store->getValueOperand()->getType() != Stored)
      return "something else is stored";
    Place Where = Path[Store->getParent()].Where;
    if (loopAt(Where) > Home || !KInside) {
      if (onPath(Store->getValueOperand()) != Sum.New)
        return "something else is stored";
      Running = true;
    } else if (loopAt(Where) != Home) {
      return "something else is stored";
    } else if (std::exchange(Where < inside() ? First : Last, Store)) {
      return "a sum is started or stored twice";
    }
  }
  if (!Running && !Last)
    return "the sum is not stored in the nest";
  if (Reason Why = matchSides())
    return Why;
  if (Reason Why = findCarrier())
    return Why;
  if (First && Carrier && !isBefore(First, Carrier))
    return "a sum is started or stored twice";
  for (const Side &S : Sides) {
    if (!S.Store)
      continue;
    if (S.Where > inside() && Last && isSum(onPath(Last->getValueOperand())))
      Last = nullptr;
    if (std::exchange(S.Where < inside() ? First : Last, S.Store))
      return "a sum is started or stored twice";
  }
  if (First && Carrier) {
    // The sum starts from the stored value, which it loads.
    if (Reason Why = takeStart(First->getValueOperand()))
      return Why;
  }
  if (Initial) {
    if (First || !Carrier)
      return "something else writes memory";
    if (Reason Why = takeInitial())
      return Why;
  }
  Reloads = Running;
  return Last ? takeEnd(Last->getValueOperand()) : nullptr;
}

/// Each loop beside the sums stores to the elements whose sums are formed in
/// the same iteration of the loops around it.
Nest::Reason Nest::matchSides() {
  for (StoreInst *Store : Stores)
    if (Side *S = sideAt(Store->getParent())) {
      if (S->Store || Store->getValueOperand()->getType() != Stored)
        return "something else is stored";
      S->Store = Store;
    }
  for (Side &S : Sides)
    if (S.Store && !matchSide(S))
      return "something else is stored";
  return nullptr;
}

/// Finds the loops of the nest for which those of the side stand.
bool Nest::matchSide(Side &S) {
  unsigned Around = loopAt(S.Where);
  SmallVector<unsigned, MostLoops> Inside;
  for (unsigned L = Around + 1; L < Depth; ++L)
    if (C.moves(L))
      Inside.push_back(L);
  if (Inside.size() != S.Chain.size() || Ks.front() <= Around)
    return false;
  do {
    S.StandsFor = Inside;
    if (any_of(zip(S.Chain, S.StandsFor), [&](auto Pair) {
          auto [L, StandsFor] = Pair;
          return Uneven && (StandsFor == Uneven->Inner) !=
                               isUneven(inAdvance(SE.getBackedgeTakenCount(L)));
        }))
      continue;
    size_t Before = Narrow.size();
    auto To = accessOf(S.Store->getPointerOperand());
    // If a single loop computes its addresses in another way, they are compared
    // at run time.
    auto MayBeResult = [&] {
      for (unsigned L = 0; L < Depth; ++L)
        if (To->moves(L) != C.moves(L))
          return false;
      return Inside.size() == 1 &&
             SE.getPointerBase(To->Base) == SE.getPointerBase(C.Base);
    };
    if (To && (*To == C || MayBeResult())) {
      S.To = *To;
      return true;
    }
    Narrow.truncate(Before);
  } while (std::next_permutation(Inside.begin(), Inside.end()));
  return false;
}

/// A part of the result is cleared, or copied to, before its sums begin.
Nest::Reason Nest::takeInitial() {
  constexpr Reason Other = "something else writes memory";
  auto To = accessOf(Initial->getRawDest());
  if (!To || Ks.front() <= InitialAt ||
      !SE.isLoopInvariant(scevOf(Initial->getLength()), Loops[0]))
    return Other;
  for (unsigned L = 0; L < Depth; ++L)
    if (To->moves(L) != (C.moves(L) && L <= InitialAt))
      return Other;
  InitialTo = *To;
  if (auto *Copy = dyn_cast<MemCpyInst>(Initial)) {
    auto From = accessOf(Copy->getRawSource());
    if (!From)
      return Other;
    for (unsigned L = InitialAt + 1; L < Depth; ++L)
      From->Stride[L] = C.Stride[L];
    int Term = TermAccess.size();
    TermAccess.push_back(
        {*From,
         Sum.New->getType()->isFloatTy() ? ElementType::f32 : ElementType::i32,
         false});
    Found.Start = Contraction::FromValue;
    Found.StartValue = [Term](IRBuilderBase &, TermLoader LoadTerm) {
      return LoadTerm(Term);
    };
    return nullptr;
  }
  auto *Value = dyn_cast<ConstantInt>(cast<MemSetInst>(Initial)->getValue());
  if (!Value || !Value->isZero())
    return Other;
  Found.Start = Contraction::Zero;
  return nullptr;
}

//===-- The loops for the emitter -----------------------------------------===//

bool Nest::countsAsOne(const Dimension &Outer, const Dimension &Inner) {
  for (const Dimension *D : {&Outer, &Inner})
    if (any_of(*D, [&](unsigned L) { return isOfTriangle(L); }))
      return false;
  // Of joined loops only the first may have bounds.
  if (any_of(Inner,
             [&](unsigned L) { return isBoundedK(L) || boundsOthers(L); }) ||
      any_of(Outer, [&](unsigned L) { return boundsOthers(L); }))
    return false;
  unsigned O = Outer.back(), I = Inner.back();
  const SCEV *Count = nullptr;
  auto Follows = [&](const Access &A) {
    if (A.moves(O) != A.moves(I))
      return false;
    if (!A.moves(O))
      return true;
    Type *Ty = A.Stride[I]->getType();
    if (!Count) {
      Count = SE.getOne(Ty);
      for (unsigned L : Inner)
        Count = SE.getMulExpr(Count, SE.getTripCountFromExitCount(
                                         BackedgeTaken[L], Ty, Loops[L]));
    }
    return SE.getMulExpr(A.Stride[I], Count) == A.Stride[O];
  };
  if (Computes == Form::Sums && !(Follows(X) && Follows(Y)))
    return false;
  return Follows(C) && all_of(TermAccess, Follows);
}

/// Collapses loops where that is possible; if ordered, adjacent ones only.
void Nest::merge(SmallVectorImpl<Dimension> &Of, bool Ordered) {
  auto MergeTwo = [&] {
    for (unsigned I = 0; I < Of.size(); ++I)
      for (unsigned O = 0; O < Of.size(); ++O)
        if (O != I && (!Ordered || O + 1 == I) && countsAsOne(Of[O], Of[I])) {
          Dimension Both = Of[O];
          append_range(Both, Of[I]);
          Of[std::min(O, I)] = Both;
          Of.erase(Of.begin() + std::max(O, I));
          return true;
        }
    return false;
  };
  while (MergeTwo())
    ;
}

Value *Nest::extentOf(const Dimension &D) {
  Value *Product = B->getInt64(1);
  for (unsigned L : D)
    Product = B->CreateMul(Product, Extent[L]);
  return Product;
}

/// Chooses the loops that become dimensions of tiles. For floats, k of the
/// multiplies is the innermost loop over k in the source; integers may be added
/// in any order.
Nest::Reason Nest::chooseDimensions() {
  auto Dimensions = [&](ArrayRef<unsigned> Of, bool Ordered) {
    SmallVector<Dimension, MostLoops> All;
    for (unsigned L : Of)
      All.push_back({L});
    merge(All, Ordered);
    return All;
  };
  auto OverM = Dimensions(Ms, false), OverN = Dimensions(Ns, false),
       OverK = Dimensions(Ks, true), Others = Dimensions(Repeats, false);

  // The result may be a row or a column.
  for (auto *Of : {&OverM, &OverN})
    if (Of->empty())
      Of->push_back({});
  auto Along = find_if(
      OverN, [&](auto &D) { return D.empty() || C.movesBy(D.back(), Size); });
  if (Along == OverN.end())
    return "no loop runs along contiguous elements of the result";
  if (Triangle && !isOfTriangle(Along->back()))
    return DependsOnLoop;
  const bool HasSums = Computes == Form::Sums;
  bool IsVector = Ms.empty() || Ns.empty();
  if (IsVector && isByWords())
    return "the vectoriser computes a vector of such elements faster";

  auto IsLoadable = [](const Access &A, const Dimension &Row, unsigned K,
                       const Factor &Of) {
    return A.moves(K) && (A.movesBy(K, Of.bytes()) || Row.empty() ||
                          A.movesBy(Row.back(), Of.bytes()));
  };
  // The utilisation of the multiplies, in thousandths; an estimate for unknown
  // extents.
  auto Used = [&](const Dimension &D, uint64_t Whole, uint64_t Least) {
    auto *Known = dyn_cast<ConstantInt>(extentOf(D));
    if (!Known)
      return uint64_t(600);
    uint64_t E = Known->getZExtValue(), Rest = E % Whole;
    uint64_t Taken = E - Rest + (Rest ? std::max(Rest, Least) : 0);
    return 1000 * E / Taken;
  };
  uint64_t Elements = HasSums && !isByWords()
                          ? sectile::isa::typeInfo(Sum.X.Element).depth
                          : TileRows;
  const Dimension *BestM = nullptr, *BestK = nullptr;
  uint64_t Best = 0;
  size_t Closest = ~size_t(0);
  for (const Dimension &DM : OverM) {
    if (Triangle && !isOfTriangle(DM.back()))
      continue;
    // A term is a row or a column, or it is loaded by rows, or by columns,
    // which a triangle cannot be.
    if (!all_of(TermAccess, [&](const Term &T) {
          unsigned Bytes = sectile::isa::typeInfo(T.Element).bits / 8;
          return Along->empty() || !T.moves(Along->back()) ||
                 T.movesBy(Along->back(), Bytes) || DM.empty() ||
                 !T.moves(DM.back()) ||
                 (!Triangle && T.movesBy(DM.back(), Bytes));
        }))
      continue;
    uint64_t Rows = Used(DM, TileRows, TileRows);
    // A multiply with one product an element takes a third of the time.
    auto Consider = [&](const Dimension *DK, uint64_t Deep) {
      // Of unknown extents, one whose elements are close together is likely to
      // be longer than one over rows or images.
      size_t Size = DM.empty() ? 0 : C.Stride[DM.back()]->getExpressionSize();
      if (Rows * Deep > Best || (Rows * Deep == Best && Size <= Closest)) {
        Best = Rows * Deep;
        Closest = Size;
        BestM = &DM;
        BestK = DK;
      }
    };
    if (!IsVector)
      Consider(nullptr, 1);
    for (const Dimension &DK : OverK)
      if ((&DK == &OverK.back() || Sum.New->getType()->isIntegerTy()) &&
          IsLoadable(X, DM, DK.back(), Sum.X) &&
          IsLoadable(Y, *Along, DK.back(), Sum.Y))
        Consider(&DK, Used(DK, Elements, Elements / 3));
  }
  if (!BestM)
    return IsVector ? "no loop runs along contiguous elements of an operand"
                    : "elements that are combined with the sum lie apart";
  TileM = *BestM;
  TileN = *Along;
  if (BestK)
    TileK = *BestK;
  for (const Dimension &D : OverK)
    if (&D != BestK)
      OuterK.push_back(D);
  for (auto *Of : {&OverM, &OverN, &Others})
    for (const Dimension &D : *Of)
      if (&D != BestM && &D != Along)
        Outer.push_back(D);
  sort(Outer, [](auto &D, auto &E) { return D.front() < E.front(); });
  for (const auto *Of : {&OverM, &OverN, &OverK, &Others})
    for (const Dimension &D : *Of)
      if (D.size() > 1)
        require(B->CreateICmpULE(extentOf(D), B->getInt64(MostIterations)));
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

/// At most 2^28 iterations: neither a product with a stride of 32 bits nor the
/// sum of eight such products overflows.
void Nest::requireExtent(unsigned L) {
  require(B->CreateICmpULT(takenOf(L), B->getInt64(MostIterations)));
}

/// The trip count - 1.
Value *Nest::takenOf(unsigned L) {
  Type *I64 = B->getInt64Ty();
  return expand(SE.getNoopOrZeroExtend(BackedgeTaken[L], I64), I64);
}

/// A block takes at least as long as some tens of scalar products. If each
/// multiply adds one product to an element, the block must be large.
void Nest::requireWork() {
  if (Computes == Form::Elements)
    return requireElements();
  auto Extents = ArrayRef(Extent).take_front(Depth);
  bool Known = all_of(Extents, [](Value *E) { return isa<ConstantInt>(E); });
  bool IsVector = TileM.empty() || TileN.empty();
  requireProduct(Extents, Known || IsVector ? LeastUnrolledWork : LeastWork);
  if (TileK.empty() || isByWords())
    requireProduct({extentOf(TileM), extentOf(TileN)}, LeastWork);
}

void Nest::requireProduct(ArrayRef<Value *> Of, uint64_t AtLeast) {
  Value *Least = B->getInt64(AtLeast), *Work = B->getInt64(1);
  for (Value *E : Of) {
    auto *Known = dyn_cast<ConstantInt>(E);
    Work = B->CreateMul(
        Work, Known ? B->getInt64(std::min(Known->getZExtValue(), AtLeast))
                    : B->CreateBinaryIntrinsic(Intrinsic::umin, E, Least));
  }
  require(B->CreateICmpUGE(Work, Least));
}

/// The rectangles must be at most half as many as the vectors of the loop
/// vectoriser, which computes row by row: a row of a rectangle may lie in two
/// lines of memory. They have some tens of elements together.
void Nest::requireElements() {
  Value *Rows = extentOf(TileM), *Columns = extentOf(TileN);
  requireProduct({Rows, Columns},
                 isa<ConstantInt>(Rows) && isa<ConstantInt>(Columns)
                     ? LeastUnrolledWork
                     : LeastWork);
  auto Parts = [&](Value *Extent, uint64_t Of) {
    return B->CreateUDiv(B->CreateAdd(Extent, B->getInt64(Of - 1)),
                         B->getInt64(Of));
  };
  bool ByColumns = any_of(TermAccess, [&](const Term &T) {
    return T.moves(TileN.back()) &&
           !T.movesBy(TileN.back(), sectile::isa::typeInfo(T.Element).bits / 8);
  });
  if (!ByColumns)
    require(
        B->CreateICmpULE(B->CreateMul(B->CreateMul(Parts(Rows, TileRows),
                                                   Parts(Columns, TileColumns)),
                                      B->getInt64(2)),
                         B->CreateMul(Rows, Parts(Columns, TileWords))));
}

/// The least and the greatest value of what starts at Start and has these
/// strides. Nothing overflows: strides have 32 bits, extents 28, the start 62.
Nest::Range Nest::rangeOf(Value *Start, const Values &Strides) {
  Range R{Start, Start};
  Value *Zero = B->getInt64(0);
  for (unsigned L = 0; L < Depth; ++L) {
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
  for (unsigned K : Ks)
    narrow(R, K, Strides);
  R.High = B->CreateAdd(R.High, B->getInt64(Bytes));
  return R;
}

/// Where the bounds of a loop over k, and of the loop that they depend on, are
/// those of an index from 0 to a last one which both advance, accesses do not
/// reach beyond these indices. Both loops were added to the range.
void Nest::narrow(Range &R, unsigned K, const Values &Strides) {
  const Bound *Lower = nullptr, *Upper = nullptr;
  for (const Bound &B : Bounds)
    if (B.K == K)
      (B.IsUpper ? Upper : Lower) = &B;
  if (!Lower || !Upper || !Strides[K] || !Strides[Lower->Over])
    return;
  Type *I64 = B->getInt64Ty();
  unsigned Over = Lower->Over;
  Value *Step = B->CreateBinaryIntrinsic(
      Intrinsic::smax, expand(Lower->Step, I64), B->getInt64(1));
  Value *Advance = expand(Lower->Value.Stride[Over], I64);
  Value *Bytes = B->CreateSDiv(Strides[K], Step); // of an index
  Value *Is = B->CreateICmpEQ(B->CreateMul(Bytes, Step), Strides[K]);
  auto And = [&](Value *X, Value *Y) {
    Is = B->CreateAnd(Is, B->CreateICmpEQ(X, Y));
  };
  And(B->CreateMul(Bytes, Advance), Strides[Over]);
  And(expand(Upper->Step, I64), Step);
  And(B->CreateAdd(expand(Upper->Value.Stride[Over], I64), Advance),
      B->getInt64(0));
  Value *First = B->CreateNeg(expand(Lower->Value.Base, I64)),
        *Last = expand(Upper->Value.Base, I64);
  auto Limit = [&](Intrinsic::ID ID) {
    return B->CreateBinaryIntrinsic(ID, B->CreateMul(Bytes, First),
                                    B->CreateMul(Bytes, Last));
  };
  auto Far = [&](Intrinsic::ID ID) {
    Value *Sum = B->getInt64(0);
    for (unsigned L : {K, Over})
      Sum = B->CreateAdd(
          Sum,
          B->CreateBinaryIntrinsic(
              ID,
              B->CreateMul(B->CreateSub(Extent[L], B->getInt64(1)), Strides[L]),
              B->getInt64(0)));
    return Sum;
  };
  Value *Zero = B->getInt64(0);
  R.Low = B->CreateAdd(
      R.Low, B->CreateSelect(
                 Is, B->CreateSub(Limit(Intrinsic::smin), Far(Intrinsic::smin)),
                 Zero));
  R.High =
      B->CreateAdd(R.High, B->CreateSelect(Is,
                                           B->CreateSub(Limit(Intrinsic::smax),
                                                        Far(Intrinsic::smax)),
                                           Zero));
}

/// What the windows are computed from does not overflow.
void Nest::requireBounds() {
  Type *I64 = B->getInt64Ty();
  auto Within = [&](Value *V) {
    require(B->CreateICmpULT(B->CreateAdd(V, B->getInt64(MostIterations)),
                             B->getInt64(2 * MostIterations)));
  };
  for (const SCEV *S : NotNegative)
    require(B->CreateICmpSGE(expand(S, I64), B->getInt64(0)));
  for (const Bound &Of : Bounds) {
    Within(expand(Of.Value.Base, I64));
    Within(expand(Of.Value.Stride[Of.Over], I64));
    Value *Step = expand(Of.Step, I64);
    require(B->CreateICmpSGE(Step, B->getInt64(1)));
    Within(Step);
  }
}

/// If the loop over k of the multiplies has few iterations, more than one of
/// the loops around it may have its products in one multiply. The operands are
/// loaded in parts.
void Nest::joinDepth() {
  constexpr uint64_t MostParts = 6; // so that loads take as long as multiplies
  auto Constant = [](Value *V) -> uint64_t {
    auto *Known = dyn_cast<ConstantInt>(V);
    return Known ? Known->getZExtValue() : 0;
  };
  auto IsBounded = [&](const Dimension &D) {
    return any_of(D, [&](unsigned L) { return isBoundedK(L); });
  };
  const uint64_t Elements = sectile::isa::typeInfo(Sum.X.Element).depth;
  ContractionLoop &Last = Found.K.back();
  uint64_t Length = Constant(Last.Extent), Parts = 1;
  if (TileK.empty() || IsBounded(TileK) || !Length || isByWords())
    return;
  Found.PartLength = unsigned(Length);
  while (Found.K.size() > 1 && !IsBounded(OuterK[Found.K.size() - 2])) {
    ContractionLoop &Around = Found.K[Found.K.size() - 2];
    uint64_t Extent = Constant(Around.Extent), Count = Extent;
    while (Count > 1 && (Extent % Count || Count * Parts > MostParts ||
                         Count * Length > Elements))
      --Count;
    if (Count < 2)
      break;
    Found.Parts.insert(Found.Parts.begin(),
                       {unsigned(Count), Around.StrideA, Around.StrideB});
    Parts *= Count;
    Length *= Count;
    if (Count < Extent) {
      Value *By = B->getInt64(Count);
      Around.Extent = B->getInt64(Extent / Count);
      for (Value **Stride : {&Around.StrideA, &Around.StrideB})
        if (*Stride)
          *Stride = B->CreateMul(*Stride, By);
      break;
    }
    Found.K.erase(&Around);
  }
  Found.K.back().Extent = B->getInt64(Length);
}

/// The bounds as the emitter sees them.
void Nest::findWindows() {
  Type *I64 = B->getInt64Ty();
  for (unsigned K : Ks) {
    if (!isBoundedK(K))
      continue;
    ContractionWindow W;
    auto In = [&](const Dimension &D) { return !D.empty() && D.front() == K; };
    auto At = find_if(OuterK, In);
    const Dimension &D = At == OuterK.end() ? TileK : *At;
    W.K = At - OuterK.begin();
    W.Extent = Extent[K];
    W.StrideA = StrideX[K];
    W.StrideB = StrideY[K];
    W.Each = B->getInt64(1);
    for (unsigned L : drop_begin(D))
      W.Each = B->CreateMul(W.Each, Extent[L]);
    for (const Bound &Of : Bounds) {
      if (Of.K != K)
        continue;
      if (is_contained(TileM, Of.Over))
        W.Over = ContractionWindow::OverM;
      else if (is_contained(TileN, Of.Over))
        W.Over = ContractionWindow::OverN;
      else
        W.Outer = find_if(Outer,
                          [&](const Dimension &D) {
                            return is_contained(D, Of.Over);
                          }) -
                  Outer.begin();
      W.Bounds.push_back({Of.IsUpper, expand(Of.Value.Base, I64),
                          expand(Of.Value.Stride[Of.Over], I64),
                          expand(Of.Step, I64)});
    }
    Found.Windows.push_back(W);
  }
}

/// The uneven loop has at least no iteration; it has none at most in the first
/// or in the last one of the other loop.
void Nest::requireUneven() {
  FirstCount = expand(Uneven->Count.Base, B->getInt64Ty());
  Value *Least = FirstCount;
  if (!Uneven->Grows)
    Least = B->CreateSub(
        FirstCount,
        B->CreateMul(B->CreateSub(Extent[Uneven->Outer], B->getInt64(1)),
                     B->getInt64(Uneven->Step)));
  require(B->CreateICmpSGE(Least, B->getInt64(-1)));
  for (const SCEV *S : IsCount)
    require(B->CreateICmpEQ(expand(S, B->getInt64Ty()), FirstCount));
  HasEmpty =
      B->CreateZExt(B->CreateICmpSLT(Least, B->getInt64(0)), B->getInt64Ty());
}

/// The triangle as the emitter sees it: without a row or column that has no
/// element.
void Nest::addTriangle() {
  const unsigned Outer = Uneven->Outer;
  const bool OuterIsM = is_contained(TileM, Outer);
  ContractionLoop &L = OuterIsM ? Found.M : Found.N;
  L.Extent = B->CreateSub(L.Extent, HasEmpty);
  Value *Start = Uneven->IsShifted ? B->getInt64(0) : FirstCount;
  if (Uneven->Grows) {
    auto Advance = [&](Value *&Base, Value *Stride) {
      if (Stride)
        Base = B->CreatePtrAdd(Base, B->CreateMul(HasEmpty, Stride));
    };
    Advance(Found.A, L.StrideA);
    Advance(Found.B, L.StrideB);
    Advance(Found.C, L.StrideC);
    for (ContractionTerm &T : Found.Terms)
      Advance(T.Base, OuterIsM ? T.StrideM : T.StrideN);
    Start =
        B->CreateAdd(Start, B->CreateMul(HasEmpty, B->getInt64(Uneven->Step)));
  }
  const bool OuterGrows = Uneven->Grows, InnerGrows = Uneven->IsShifted;
  Found.Region = {Start, OuterIsM ? OuterGrows : InnerGrows,
                  OuterIsM ? InnerGrows : OuterGrows, int64_t(Uneven->Step)};
}

void Nest::requireNarrow() {
  for (const NarrowIndex &I : Narrow) {
    Value *Start = expand(I.Moves.Base, B->getInt64Ty());
    Values Strides{};
    for (unsigned L = 0; L < Depth; ++L)
      if (I.Moves.moves(L))
        Strides[L] = expand(I.Moves.Stride[L], B->getInt64Ty());
    Range R = rangeOf(Start, Strides);
    int64_t Most = (int64_t(1) << (I.Bits - I.Signed)) - 1;
    require(B->CreateICmpSGE(R.Low, B->getInt64(I.Signed ? -Most - 1 : 0)));
    require(B->CreateICmpSLE(R.High, B->getInt64(Most)));
  }
}

/// The bytes that are set in advance must be exactly the elements in which the
/// loops inside form their sums.
void Nest::requireInitial() {
  Type *I64 = B->getInt64Ty();
  Value *Count = B->getInt64(1), *Farthest = B->getInt64(0);
  for (unsigned L = InitialAt + 1; L < Depth; ++L)
    if (C.moves(L)) {
      Count = B->CreateMul(Count, Extent[L]);
      Farthest = B->CreateAdd(
          Farthest,
          B->CreateMul(B->CreateSub(Extent[L], B->getInt64(1)), StrideC[L]));
      require(B->CreateICmpULE(Count, B->getInt64(MostIterations)));
    }
  Value *Bytes = B->CreateMul(Count, B->getInt64(Size));
  const SCEV *Length =
      SE.getNoopOrZeroExtend(scevOf(Initial->getLength()), I64);
  require(B->CreateICmpEQ(expand(Length, I64), Bytes));
  require(B->CreateICmpEQ(B->CreateAdd(Farthest, B->getInt64(Size)), Bytes));
  requireResult(InitialTo);
}

/// Where it moves, the access is that of the result.
void Nest::requireResult(const Access &A) {
  if (A.Base != C.Base)
    require(B->CreateICmpEQ(expand(A.Base, BaseC->getType()), BaseC));
  for (unsigned L = 0; L < Depth; ++L)
    if (A.moves(L) && A.Stride[L] != C.Stride[L])
      require(
          B->CreateICmpEQ(expand(A.Stride[L], B->getInt64Ty()), StrideC[L]));
}

/// A loop beside the sums iterates over the elements for which it stands.
void Nest::requireSide(const Side &S) {
  requireResult(S.To);
  Type *I64 = B->getInt64Ty();
  for (auto [L, StandsFor] : zip(S.Chain, S.StandsFor)) {
    const SCEV *Taken = inAdvance(SE.getBackedgeTakenCount(L));
    if (!isUneven(Taken) && Taken != BackedgeTaken[StandsFor])
      require(B->CreateICmpEQ(
          B->CreateAdd(expand(SE.getNoopOrZeroExtend(Taken, I64), I64),
                       B->getInt64(1)),
          Extent[StandsFor]));
  }
}

/// No two iterations of the loops that advance the result have the same
/// element: of each two loops, one has a stride that exceeds the range of the
/// other.
void Nest::requireInjective() {
  SmallVector<unsigned, MostLoops> Moving;
  for (unsigned L = 0; L < Depth; ++L)
    if (C.moves(L)) {
      Moving.push_back(L);
      require(B->CreateICmpSGE(StrideC[L], B->getInt64(Size)));
    }
  for (unsigned I = 0; I < Moving.size(); ++I)
    for (unsigned J = 0; J < I; ++J) {
      auto StepsOver = [&](unsigned L, unsigned O) {
        return B->CreateICmpSGE(StrideC[L],
                                B->CreateMul(StrideC[O], Extent[O]));
      };
      unsigned L = Moving[I], O = Moving[J];
      if (C.movesBy(L, Size))
        std::swap(L, O);
      Value *Over = StepsOver(L, O);
      if (!C.movesBy(O, Size) && !match(Over, m_One()))
        Over = match(Over, m_Zero()) ? StepsOver(O, L)
                                     : B->CreateOr(Over, StepsOver(O, L));
      require(Over);
    }
}

/// Is it the result's element of another iteration, a few elements or a row
/// away? A test at run time would hardly hold.
bool Nest::isNeighbour(const Access &A) {
  if (Computes == Form::Sums || A.Stride != C.Stride)
    return false;
  const SCEV *Distance = SE.getMinusSCEV(A.Base, C.Base);
  auto IsShort = [&](const SCEV *S) {
    auto *Known = dyn_cast<SCEVConstant>(S);
    return Known && Known->getAPInt().abs().ule(8 * Size);
  };
  if (isa<SCEVCouldNotCompute>(Distance))
    return false;
  return IsShort(Distance) || any_of(Ms, [&](unsigned L) {
           Type *Ty = C.Stride[L]->getType();
           const SCEV *Bytes = SE.getTruncateOrSignExtend(Distance, Ty);
           return IsShort(SE.getMinusSCEV(Bytes, C.Stride[L])) ||
                  IsShort(SE.getAddExpr(Bytes, C.Stride[L]));
         });
}

/// The type of what is stored, for alias analysis, or null.
MDNode *Nest::typeOfStores() {
  MDNode *Type = nullptr;
  for (StoreInst *Store : Stores) {
    MDNode *Tag = Store->getMetadata(LLVMContext::MD_tbaa);
    Type =
        Store == Stores.front() ? Tag : MDNode::getMostGenericTBAA(Type, Tag);
  }
  return Initial ? nullptr : Type;
}

/// The result overlaps no byte of an operand. If it may lie beside the operand
/// in the rows of one matrix, another test follows where their ranges overlap.
void Nest::requireApart(const Access &A, Value *Base, const Values &Strides,
                        unsigned Bytes, bool MayBeBeside, MDNode *TypeOfA) {
  auto Object = [&](const Access &Of) -> Value * {
    auto *U = dyn_cast<SCEVUnknown>(SE.getPointerBase(Of.Base));
    return U ? U->getValue() : nullptr;
  };
  Value *OfA = Object(A), *OfC = Object(C);
  auto Around = [](Value *Object, MDNode *Type) {
    AAMDNodes Tags;
    Tags.TBAA = Type;
    return MemoryLocation::getBeforeOrAfter(Object, Tags);
  };
  if (OfA && OfC && OfA->getType()->isPointerTy() &&
      OfC->getType()->isPointerTy() &&
      AA.isNoAlias(Around(OfA, TypeOfA),
                   Around(OfC, TypeOfA ? typeOfStores() : nullptr)))
    return;
  if (isNeighbour(A)) {
    Impossible = true;
    return;
  }
  Range RA = bytesOf(Base, Strides, Bytes);
  if (!Result)
    Result = bytesOf(BaseC, StrideC, Size);
  Value *Apart = B->CreateOr(B->CreateICmpSLE(RA.High, Result->Low),
                             B->CreateICmpSLE(Result->High, RA.Low));
  if (match(Apart, m_One()))
    return;
  if (MayBeBeside && !TileM.empty())
    Overlapping.push_back({Apart, Base, Strides, Bytes});
  else
    require(Apart);
}

/// The first byte and the end of an access in a row of the result's matrix: the
/// loops that advance by rows are left out.
Nest::Range Nest::columnsOf(Value *Base, const Values &Strides,
                            unsigned Bytes) {
  Value *Row = StrideC[TileM.back()], *Zero = B->getInt64(0);
  Value *Start = B->CreatePtrToInt(Base, B->getInt64Ty());
  Range R{Start, Start};
  for (unsigned L = 0; L < Depth; ++L) {
    if (!Strides[L])
      continue;
    Value *Far = B->CreateSelect(
        B->CreateICmpEQ(Strides[L], Row), Zero,
        B->CreateMul(B->CreateSub(Extent[L], B->getInt64(1)), Strides[L]));
    R.Low = B->CreateAdd(R.Low,
                         B->CreateBinaryIntrinsic(Intrinsic::smin, Far, Zero));
    R.High = B->CreateAdd(R.High,
                          B->CreateBinaryIntrinsic(Intrinsic::smax, Far, Zero));
  }
  R.High = B->CreateAdd(R.High, B->getInt64(Bytes));
  return R;
}

/// Do the operand and the result lie in different columns of one matrix?
Value *Nest::isBeside(const Operand &A) {
  Value *Row = StrideC[TileM.back()];
  Range OfA = columnsOf(A.Base, A.Strides, A.Bytes),
        OfC = columnsOf(BaseC, StrideC, Size);
  Value *From = B->CreateSRem(B->CreateSub(OfC.Low, OfA.Low), Row);
  From = B->CreateSelect(B->CreateICmpSLT(From, B->getInt64(0)),
                         B->CreateAdd(From, Row), From);
  Value *To = B->CreateAdd(From, B->CreateSub(OfC.High, OfC.Low));
  return B->CreateAnd(B->CreateICmpSGE(From, B->CreateSub(OfA.High, OfA.Low)),
                      B->CreateICmpSLE(To, Row));
}

ContractionLoop Nest::loopOf(const Dimension &D) {
  unsigned L = D.back();
  return {extentOf(D), StrideX[L], StrideY[L], StrideC[L]};
}

/// The single row or column of a vector: its strides are not used.
ContractionLoop Nest::singleLoop() {
  return {B->getInt64(1), B->getInt64(Sum.X.bytes()),
          B->getInt64(Sum.Y.bytes()), B->getInt64(Size)};
}

/// Emits the operands and the tests in the preheader.
Nest::Reason Nest::prepare() {
  Instruction *At = Loops[0]->getLoopPreheader()->getTerminator();
  Expander = std::make_unique<SCEVExpander>(SE, "nest");
  B = std::make_unique<IRBuilder<>>(At);
  B->SetCurrentDebugLocation(Loops[0]->getStartLoc());
  bool Expandable = true;
  const bool HasSums = Computes == Form::Sums;
  SmallVector<const Access *, 5> All{&C};
  if (HasSums)
    All.append({&X, &Y});
  for (const Bound &Of : Bounds) {
    All.push_back(&Of.Value);
    Expandable &= canExpand(Of.Step);
  }
  for (const SCEV *S : NotNegative)
    Expandable &= canExpand(S);
  for (const Side &S : Sides) {
    if (!S.Store)
      continue;
    All.push_back(&S.To);
    for (Loop *L : S.Chain) {
      const SCEV *Taken = inAdvance(SE.getBackedgeTakenCount(L));
      Expandable &= isUneven(Taken) || canExpand(Taken);
    }
  }
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
      !Initial ||
      (canExpand(scevOf(Initial->getLength())) && canExpand(InitialTo.Base) &&
       all_of(InitialTo.Stride, [&](const SCEV *S) { return canExpand(S); }));
  if (Uneven)
    Expandable &= canExpand(Uneven->Count.Base);
  for (const SCEV *S : IsCount)
    Expandable &= canExpand(S);
  if (!Expandable)
    return "an operand cannot be computed before the nest";

  for (const Assumption &A : Assumed) {
    Value *Holds = testOf(A);
    IsVariant = IsVariant ? B->CreateAnd(IsVariant, Holds) : Holds;
  }
  LastOfVariant = At->getPrevNode();
  for (auto [Guard, Wanted] : Guards) {
    if (any_of(Assumed, [G = Guard](const Assumption &A) {
          return conditionOf(*A.Of) == G;
        }))
      continue;
    Value *G = frozen(before(Guard));
    require(Wanted ? G : B->CreateNot(G));
  }
  // Small nests are the most frequent ones that stay scalar.
  Type *I64 = B->getInt64Ty(), *Ptr = B->getPtrTy();
  for (unsigned L = 0; L < Depth; ++L)
    Extent[L] = B->CreateAdd(takenOf(L), B->getInt64(1));
  if (Reason Why = chooseDimensions())
    return Why;
  requireWork();
  for (unsigned L = 0; L < Depth; ++L)
    requireExtent(L);
  if (Uneven)
    requireUneven();
  auto Expand = [&](const Access &A, Value *&Base, Values &Strides) {
    Base = expand(A.Base, Ptr);
    for (unsigned L = 0; L < Depth; ++L) {
      Strides[L] = A.moves(L) ? expand(A.Stride[L], I64) : nullptr;
      if (Strides[L])
        require(B->CreateICmpULT(
            B->CreateAdd(Strides[L], B->getInt64(uint64_t(1) << 31)),
            B->getInt64(uint64_t(1) << 32)));
    }
  };
  requireNarrow();
  requireBounds();
  Expand(C, BaseC, StrideC);
  Found.C = BaseC;
  if (HasSums) {
    Expand(X, BaseX, StrideX);
    Expand(Y, BaseY, StrideY);
    Found.A = BaseX;
    Found.B = BaseY;
    Found.ElementA = Sum.X.Element;
    Found.ElementB = Sum.Y.Element;
    Found.Negated = Sum.Negated;
  }
  for (auto [Of, Scale] :
       {std::pair(&Sum.X, &Found.ScaleA), std::pair(&Sum.Y, &Found.ScaleB)})
    if (Of->Scale)
      *Scale = frozen(before(Of->Scale));
  Found.M = TileM.empty() ? singleLoop() : loopOf(TileM);
  Found.N = TileN.empty() ? singleLoop() : loopOf(TileN);
  for (const Dimension &D : OuterK)
    Found.K.push_back(loopOf(D));
  if (!TileK.empty())
    Found.K.push_back(loopOf(TileK));
  else if (HasSums)
    Found.K.push_back({B->getInt64(1), B->getInt64(Sum.X.bytes()),
                       B->getInt64(Sum.Y.bytes()), nullptr});
  for (const Dimension &D : Outer)
    Found.Outer.push_back(loopOf(D));
  if (Reason Why = whyNotTiles(Found))
    return Why;
  findWindows();
  if (HasSums && Found.Windows.empty())
    joinDepth();

  requireInjective();
  if (Initial)
    requireInitial();
  for (const Side &S : Sides)
    if (S.Store)
      requireSide(S);
  if (HasSums) {
    requireApart(X, BaseX, StrideX, Sum.X.bytes(), /*MayBeBeside=*/true);
    requireApart(Y, BaseY, StrideY, Sum.Y.bytes(), /*MayBeBeside=*/true);
  }
  for (const Term &A : TermAccess) {
    Value *Base;
    Values Strides{};
    Expand(A, Base, Strides);
    if (!A.IsResult)
      requireApart(A, Base, Strides, sectile::isa::typeInfo(A.Element).bits / 8,
                   /*MayBeBeside=*/!HasSums);
    ContractionTerm Term{Base, A.Element,
                         TileM.empty() ? nullptr : Strides[TileM.back()],
                         TileN.empty() ? nullptr : Strides[TileN.back()]};
    for (const Dimension &D : Outer)
      Term.StrideOuter.push_back(Strides[D.back()]);
    Found.Terms.push_back(Term);
  }
  for (auto [Load, Copy] : Advanced) {
    Access A;
    A.Base = SE.getSCEV(Copy->getPointerOperand());
    requireApart(A, Copy->getPointerOperand(), {},
                 F.getDataLayout().getTypeStoreSize(Load->getType()),
                 /*MayBeBeside=*/false,
                 Load->getMetadata(LLVMContext::MD_tbaa));
  }
  if (Triangle)
    addTriangle();
  if (Found.Scalar)
    Found.Scalar = frozen(Found.Scalar);
  for (Value *V : {StartOf, EndOf})
    if (V)
      freezeScalars(V);
  if (Impossible)
    return "the result overlaps itself or an operand, or there is too little "
           "to do";
  if (hasTests() && F.hasOptSize())
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
  BasicBlock *Scalar =
      Preheader->splitBasicBlock(Preheader->getTerminator(), "nest.scalar");
  if (IsVariant) {
    auto First = LastOfVariant ? std::next(LastOfVariant->getIterator())
                               : Preheader->begin();
    BasicBlock *Tests = Preheader->splitBasicBlock(First, "nest.variant");
    Preheader->getTerminator()->eraseFromParent();
    B->SetInsertPoint(Preheader);
    B->CreateCondBr(IsVariant, Tests, Scalar);
    Preheader = Tests;
  }
  BasicBlock *Tiles = BasicBlock::Create(Ctx, "nest.tiles", &F, Scalar);
  BasicBlock *Done = BasicBlock::Create(Ctx, "nest.done", &F, Scalar);
  Preheader->getTerminator()->eraseFromParent();
  B->SetInsertPoint(Preheader);
  Value *Holds = Condition ? Condition : B->getTrue();
  if (Overlapping.empty()) {
    B->CreateCondBr(Holds, Tiles, Scalar);
  } else {
    BasicBlock *Ranges = BasicBlock::Create(Ctx, "nest.ranges", &F, Tiles),
               *Rows = BasicBlock::Create(Ctx, "nest.rows", &F, Tiles);
    B->CreateCondBr(Holds, Ranges, Scalar);
    B->SetInsertPoint(Ranges);
    Value *Apart = B->getTrue(), *Beside = Apart;
    for (const Operand &A : Overlapping)
      Apart = B->CreateAnd(Apart, A.Apart);
    B->CreateCondBr(Apart, Tiles, Rows);
    B->SetInsertPoint(Rows);
    for (const Operand &A : Overlapping)
      Beside = B->CreateAnd(Beside, B->CreateOr(A.Apart, isBeside(A)));
    B->CreateCondBr(Beside, Tiles, Scalar);
  }
  emitContraction(Found, Tiles, Done, Loc);
  B->SetInsertPoint(Done);
  B->CreateBr(Exit);
  for (PHINode &P : Exit->phis())
    P.addIncoming(P.getIncomingValueForBlock(Latch), Done);
}

void Nest::taken() {
  ORE.emit([&] {
    return OptimizationRemark(DEBUG_TYPE, "Tiles", Loops[0]->getStartLoc(),
                              Loops[0]->getHeader())
           << "loop nest becomes tile code"
           << (hasTests() ? ", where tests at run time allow it" : "");
  });
}

void Nest::missed(Reason Why) {
  ORE.emit([&] {
    return OptimizationRemarkMissed(DEBUG_TYPE, "NoTiles",
                                    Loops[0]->getStartLoc(),
                                    Loops[0]->getHeader())
           << "loop nest stays scalar: " << Why;
  });
}

void Nest::byRows(Reason Why) {
  ORE.emit([&] {
    return OptimizationRemarkAnalysis(DEBUG_TYPE, "ByRows",
                                      Loops[0]->getStartLoc(),
                                      Loops[0]->getHeader())
           << "loop nest is left to the loop vectoriser: " << Why;
  });
}

/// Deletes values that were computed in the preheader for a nest that is not
/// transformed.
void Nest::dropSince(Instruction *Before) {
  BasicBlock *Preheader = Loops[0]->getLoopPreheader();
  if (Expander)
    Expander->clear();
  AdvancedSCEV.clear();
  AdvancedComputations.clear();
  for (Instruction &I : make_early_inc_range(reverse(*Preheader))) {
    if (&I == Before)
      break;
    if (isInstructionTriviallyDead(&I)) {
      SE.forgetValue(&I);
      I.eraseFromParent();
    }
  }
}

Nest::Reason Nest::run() {
  if (!Loops[0]->getLoopPreheader())
    return "the nest has no single way in";
  auto Try = [&]() -> Reason {
    for (const Assumption &A : Assumed)
      if (!isa<SwitchInst>(A.Of))
        Guards[conditionOf(*A.Of)] = A.Way == 0;
    loadInAdvance();
    findSides();
    if (Reason Why = checkLoops())
      return Why;
    findGuards();
    if (Reason Why = walk())
      return Why;
    if (Reason Why = checkLiveOuts())
      return Why;
    if (Reason Why = collectMemory())
      return Why;
    if (Reason Why = Computes == Form::Sums ? findSum() : findElements())
      return Why;
    if (Reason Why = findRoles())
      return Why;
    if (Reason Why = findBounds())
      return Why;
    if (Triangle && (!Bounds.empty() || Initial))
      return DependsOnLoop;
    if (Reason Why = findStartAndEnd())
      return Why;
    if (Reason Why = checkSkips())
      return Why;
    for (LoadInst *Load : Loads)
      if (Load != Sum.X.Load && Load != Sum.Y.Load && Load != Carrier &&
          !TermLoads.contains(Load) && !isSum(Load))
        return "something else is loaded";
    return prepare();
  };
  Instruction *Before =
      Loops[0]->getLoopPreheader()->getTerminator()->getPrevNode();
  if (Reason Why = Try()) {
    dropSince(Before);
    return Why;
  }
  transform();
  return nullptr;
}

/// The variants of a nest that are left to be tried.
struct Variants {
  SmallVector<BasicBlock *, MostLoops> Headers{};
  SmallVector<Assumptions, 4> Left{{}};
  unsigned Tried = 0;
};

/// Tries variants of a nest until one becomes tile code. `First` is the one
/// that was tried first, and `Why` the reason against it.
bool takeVariant(ArrayRef<Loop *> Loops, Form Of, Function &F,
                 FunctionAnalysisManager &AM, Variants &V,
                 std::unique_ptr<Nest> &First, Nest::Reason &Why) {
  while (!V.Left.empty() && V.Tried++ < MostVariants) {
    Assumptions Given = V.Left.pop_back_val();
    auto N = std::make_unique<Nest>(Loops, Of, F, AM, Given);
    Nest::Reason Against = N->run();
    ArrayRef<Assumption> All = N->assumed();
    for (unsigned I = Given.size(); I < All.size(); ++I)
      for (unsigned Way = 1; Way < countWays(*All[I].Of); ++Way) {
        Assumptions Other(All.take_front(I + 1));
        Other.back().Way = Way;
        V.Left.push_back(Other);
      }
    if (!Against && V.Headers.empty())
      N->taken();
    if (!First) {
      First = std::move(N);
      Why = Against;
    }
    if (!Against)
      return true;
  }
  return false;
}

/// Transforms the largest part of the nest that is a contraction: its outermost
/// loops may stay around the tile code. The reason against a nest is that of
/// the largest part whose loops have all roles.
bool takeNest(ArrayRef<Loop *> Loops, Form Of, Function &F,
              FunctionAnalysisManager &AM, Variants &Others,
              std::unique_ptr<Nest> &Largest, Nest::Reason &Why) {
  bool Taken = false;
  const bool IsOff =
      any_of(Loops, [](Loop *L) { return isVectorizingOff(*L); });
  for (; Loops.size() >= FewestLoops && !Taken; Loops = Loops.drop_front()) {
    std::unique_ptr<Nest> N;
    Nest::Reason Against = "a pragma keeps a loop from being vectorised";
    Others = {};
    if (IsOff)
      N = std::make_unique<Nest>(Loops, Of, F, AM);
    else
      Taken = takeVariant(Loops, Of, F, AM, Others, N, Against);
    for (Loop *L : Loops)
      Others.Headers.push_back(L->getHeader());
    bool HasRoles = N->hasRoles();
    // A part with fewer outer loops has no more roles.
    if (!HasRoles && Largest && Largest->hasRoles())
      break;
    if (!Taken && (!Largest || (HasRoles && !Largest->hasRoles()))) {
      Why = Against;
      Largest = std::move(N);
    }
    if (IsOff)
      break;
  }
  return Taken;
}

void simplifyNest(Loop &L, Function &F, FunctionAnalysisManager &AM) {
  simplifyLoop(&L, &AM.getResult<DominatorTreeAnalysis>(F),
               &AM.getResult<LoopAnalysis>(F),
               &AM.getResult<ScalarEvolutionAnalysis>(F),
               &AM.getResult<AssumptionAnalysis>(F), /*MSSAU=*/nullptr,
               /*PreserveLCSSA=*/false);
}

/// Transforms the variants that are left of a nest of which one was taken.
void takeOthers(Variants &Others, Form Of, Function &F,
                FunctionAnalysisManager &AM) {
  bool Taken = true;
  while (Taken && !Others.Left.empty()) {
    AM.invalidate(F, PreservedAnalyses::none());
    auto &LI = AM.getResult<LoopAnalysis>(F);
    SmallVector<Loop *, MostLoops> Loops;
    for (BasicBlock *Header : Others.Headers)
      Loops.push_back(LI.getLoopFor(Header));
    simplifyNest(*Loops[0], F, AM);
    std::unique_ptr<Nest> First;
    Nest::Reason Why;
    Taken = takeVariant(Loops, Of, F, AM, Others, First, Why);
  }
}

/// Tries the forms that a nest may have. A nest that does not compute elements
/// in rectangles is not reported as missed, because the loop vectoriser takes
/// its innermost loop.
bool takeAnyForm(ArrayRef<Loop *> Loops, ArrayRef<Form> Forms, Function &F,
                 FunctionAnalysisManager &AM) {
  std::unique_ptr<Nest> Missed;
  Nest::Reason WhyMissed = nullptr;
  for (Form Of : Forms) {
    Variants Others;
    std::unique_ptr<Nest> Largest;
    Nest::Reason Why = nullptr;
    const bool Taken = takeNest(Loops, Of, F, AM, Others, Largest, Why);
    if (Of == Form::Sums) {
      if (Taken && Largest && Largest->hasRoles())
        Largest->missed(Why);
      Missed = std::move(Largest);
      WhyMissed = Why;
    } else if (!Taken && Largest) {
      Largest->byRows(Why);
    }
    if (Taken) {
      Missed.reset();
      Largest.reset();
      takeOthers(Others, Of, F, AM);
      return true;
    }
  }
  if (Missed)
    Missed->missed(WhyMissed);
  return false;
}

/// The innermost loops of a nest that stays as it is were kept for it. If they
/// have few iterations, they are unrolled, so that the loop around them is one
/// for the loop vectoriser.
bool unrollShort(Loop &Inner, Function &F, FunctionAnalysisManager &AM) {
  constexpr unsigned MostInstructions = 256;
  auto &SE = AM.getResult<ScalarEvolutionAnalysis>(F);
  auto &DT = AM.getResult<DominatorTreeAnalysis>(F);
  auto &LI = AM.getResult<LoopAnalysis>(F);
  bool Unrolled = false;
  for (Loop *L = &Inner, *Around; L->isInnermost(); L = Around) {
    Around = L->getParentLoop();
    const unsigned Count = SE.getSmallConstantTripCount(L);
    unsigned Instructions = 0;
    for (BasicBlock *BB : L->blocks())
      Instructions += BB->sizeWithoutDebug();
    if (!Around || !Count || F.hasOptSize() || isVectorizingOff(*L) ||
        (hasUnrollTransformation(L) & TM_Disable) ||
        SaturatingMultiply(Count, Instructions) > MostInstructions)
      break;
    formLCSSARecursively(*Around, DT, &LI, &SE);
    UnrollLoopOptions Whole{};
    Whole.Count = Count;
    if (UnrollLoop(L, Whole, &LI, &SE, &DT,
                   &AM.getResult<AssumptionAnalysis>(F),
                   &AM.getResult<TargetIRAnalysis>(F),
                   &AM.getResult<OptimizationRemarkEmitterAnalysis>(F),
                   /*PreserveLCSSA=*/false) != LoopUnrollResult::FullyUnrolled)
      break;
    Unrolled = true;
  }
  return Unrolled;
}

} // namespace

//===-- The pass ----------------------------------------------------------===//

bool llvm::isUnseenNest(const Loop &L, ScalarEvolution &SE) {
  // L may be any loop of a nest, or a loop beside its sums.
  auto *Outermost = const_cast<Loop *>(L.getOutermostLoop());
  for (Loop *Inner : Outermost->getLoopsInPreorder()) {
    auto Nest = nestAround(*Inner);
    if (Nest.empty() || isSeen(*Inner) ||
        !(Nest.front() == &L || Nest.front()->contains(&L)))
      continue;
    if (!hasMultiplyAdd(*Inner) &&
        !(mayComputeElements(*Inner) &&
          mayBecomeTiles(*Inner->getHeader()->getParent())))
      continue;
    // Small nests of constant size are faster when they are unrolled.
    uint64_t Work = 1;
    for (const Loop *Of : Nest) {
      unsigned Count = SE.getSmallConstantTripCount(Of);
      if (!Count)
        return true;
      Work = SaturatingMultiply<uint64_t>(Work, Count);
    }
    if (Work >= LeastUnrolledWork)
      return true;
  }
  return false;
}

PreservedAnalyses SectileLoopNestsPass::run(Function &F,
                                            FunctionAnalysisManager &AM) {
  bool Changed = releaseNests(F), Take = Enabled && mayBecomeTiles(F);
  if (Changed) {
    PreservedAnalyses Kept;
    Kept.preserveSet<CFGAnalyses>();
    AM.invalidate(F, Kept);
  }
  // Each added branch invalidates the analyses of the function.
  for (bool Again = true; std::exchange(Again, false);) {
    auto &LI = AM.getResult<LoopAnalysis>(F);
    for (Loop *Inner : LI.getLoopsInPreorder()) {
      auto Loops = nestAround(*Inner);
      SmallVector<Form, 2> Forms;
      copy_if(ArrayRef({Form::Sums, Form::Elements}), std::back_inserter(Forms),
              [&](Form Of) { return mayBe(Of, *Inner); });
      if (Loops.empty() || isSeen(*Inner) || Forms.empty())
        continue;
      Changed = true;
      simplifyNest(*Loops[0], F, AM);
      Again = Take &&
              (takeAnyForm(Loops, Forms, F, AM) || unrollShort(*Inner, F, AM));
      if (Again) {
        AM.invalidate(F, PreservedAnalyses::none());
        break;
      }
      addStringMetadataToLoop(Inner, SeenMark, 1);
    }
  }
  return Changed ? PreservedAnalyses::none() : PreservedAnalyses::all();
}
