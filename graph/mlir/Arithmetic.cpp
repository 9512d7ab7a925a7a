// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Arithmetic.cpp - arithmetic as the target has it -------------------===//

#include "OnnxImport.h"
#include "Steps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace sectile::graph::ir {

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

namespace {

/// Those of which the target has instructions, or MLIR's passes make some.
const llvm::StringSet<> Instructions = {
    "absf",     "absi", "ceil",  "copysign", "ctlz",  "ctpop",
    "cttz",     "fma",  "floor", "isfinite", "isinf", "isnan",
    "isnormal", "sqrt", "trunc", "roundeven"};

/// Those of the C library that are called; of f32 if they have no sequence.
const llvm::StringSet<> Library = {"acos",  "acosh", "asin",  "asinh", "atan",
                                   "atan2", "atanh", "cbrt",  "cos",   "cosh",
                                   "erf",   "erfc",  "exp",   "exp2",  "expm1",
                                   "log",   "log10", "log1p", "log2",  "powf",
                                   "round", "sin",   "sinh",  "tan",   "tanh"};

/// The function that computes math.NAME of a type; it is added to the module
/// if it is not there. None if there is no such function.
func::FuncOp functionOf(ModuleOp M, StringRef Name, FloatType T,
                        unsigned Operands) {
  std::string Text = T.isF32() ? elementaryFunction(Name.str()) : "";
  std::string Symbol;
  if (!Text.empty())
    Symbol = elementaryName(Name.str());
  else if (Library.contains(Name) && (T.isF32() || T.isF64()))
    Symbol = (Name == "powf" ? "pow" : Name.str()) + (T.isF32() ? "f" : "");
  else
    return {};
  if (auto Known = M.lookupSymbol<func::FuncOp>(Symbol))
    return Known;
  OpBuilder B = OpBuilder::atBlockEnd(M.getBody());
  if (!Text.empty()) {
    OwningOpRef<ModuleOp> Parsed =
        parseSourceString<ModuleOp>(Text, ParserConfig(M.getContext()));
    auto F = cast<func::FuncOp>(Parsed->getBody()->front());
    F->moveBefore(M.getBody(), M.getBody()->end());
    return F;
  }
  auto F = func::FuncOp::create(
      B, M.getLoc(), Symbol,
      B.getFunctionType(SmallVector<mlir::Type>(Operands, T), T));
  F.setPrivate();
  // The results are those of the target's library, not of the host's.
  F->setAttr("passthrough", B.getStrArrayAttr({"nobuiltin"}));
  return F;
}

LogicalResult callFunction(ModuleOp M, Operation *Op) {
  StringRef Name = Op->getName().stripDialect();
  if (Instructions.contains(Name))
    return success();
  auto T = Op->getNumResults() == 1
               ? dyn_cast<FloatType>(Op->getResult(0).getType())
               : FloatType();
  auto Refuse = [&] {
    return Op->emitError() << "operation '" << Op->getName()
                           << "' is not supported with these types";
  };
  if (!T || !llvm::all_equal(Op->getOperandTypes()) ||
      Op->getOperand(0).getType() != T || T.getWidth() > 64)
    return Refuse();
  OpBuilder B(Op);
  Location Loc = Op->getLoc();
  // Narrow types: the function of f32, rounded.
  FloatType Wide = T.getWidth() < 32 ? B.getF32Type() : T;
  SmallVector<Value> Operands;
  for (Value V : Op->getOperands())
    Operands.push_back(
        Wide == T ? V : arith::ExtFOp::create(B, Loc, Wide, V).getResult());
  Value Result;
  if (Name == "rsqrt") {
    Value One = arith::ConstantOp::create(B, Loc, B.getFloatAttr(Wide, 1));
    Result = arith::DivFOp::create(B, Loc, One,
                                   math::SqrtOp::create(B, Loc, Operands[0]));
  } else {
    func::FuncOp F = functionOf(M, Name, Wide, unsigned(Operands.size()));
    if (!F)
      return Refuse();
    Result = func::CallOp::create(B, Loc, F, Operands).getResult(0);
  }
  if (Wide != T)
    Result = arith::TruncFOp::create(B, Loc, T, Result);
  Op->getResult(0).replaceAllUsesWith(Result);
  Op->erase();
  return success();
}

} // namespace

LogicalResult callMathFunctions(ModuleOp M) {
  SmallVector<Operation *> Ops;
  M.walk([&](Operation *Op) {
    if (isa_and_nonnull<math::MathDialect>(Op->getDialect()))
      Ops.push_back(Op);
  });
  LogicalResult Result = success();
  for (Operation *Op : Ops)
    if (failed(callFunction(M, Op)))
      Result = failure();
  return Result;
}

//===----------------------------------------------------------------------===//
// Scales
//===----------------------------------------------------------------------===//

namespace {

/// The range of a scalar that is a constant or an element of one.
std::optional<std::pair<int64_t, int64_t>> rangeOf(Value V) {
  if (auto Argument = dyn_cast<BlockArgument>(V))
    if (auto Op =
            dyn_cast<linalg::GenericOp>(Argument.getOwner()->getParentOp()))
      V = Op->getOperand(Argument.getArgNumber());
  Attribute A;
  if (!matchPattern(V, m_Constant(&A)))
    return std::nullopt;
  if (auto I = dyn_cast<IntegerAttr>(A))
    return std::pair(I.getInt(), I.getInt());
  auto Elements = dyn_cast<DenseIntElementsAttr>(A);
  if (!Elements || Elements.empty())
    return std::nullopt;
  std::pair<int64_t, int64_t> Range(INT64_MAX, INT64_MIN);
  for (const APInt &I : Elements.getValues<APInt>()) {
    Range.first = std::min(Range.first, I.getSExtValue());
    Range.second = std::max(Range.second, I.getSExtValue());
  }
  return Range;
}

/// tosa.apply_scale of 32 bits, without products of 64 bits: these have no
/// tiles.
struct Scale : OpRewritePattern<tosa::ApplyScaleOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(tosa::ApplyScaleOp Op,
                                PatternRewriter &R) const override;
};

LogicalResult Scale::matchAndRewrite(tosa::ApplyScaleOp Op,
                                     PatternRewriter &R) const {
  Value V = Op.getValue();
  Value M = Op.getMultiplier();
  mlir::Type I32 = R.getI32Type();
  if (V.getType() != I32 || M.getType() != I32 ||
      !Op.getShift().getType().isInteger(8))
    return failure();
  Location Loc = Op.getLoc();
  auto C = [&](int64_t N) -> Value {
    return arith::ConstantOp::create(R, Loc, R.getI32IntegerAttr(int32_t(N)));
  };
  auto Add = [&](Value X, Value Y) -> Value {
    return arith::AddIOp::create(R, Loc, X, Y);
  };
  auto Sub = [&](Value X, Value Y) -> Value {
    return arith::SubIOp::create(R, Loc, X, Y);
  };
  auto Mul = [&](Value X, Value Y) -> Value {
    return arith::MulIOp::create(R, Loc, X, Y);
  };
  auto And = [&](Value X, int64_t Y) -> Value {
    return arith::AndIOp::create(R, Loc, X, C(Y));
  };
  auto Left = [&](Value X, Value Y) -> Value {
    return arith::ShLIOp::create(R, Loc, X, Y);
  };
  auto Right = [&](Value X, Value Y) -> Value {
    return arith::ShRSIOp::create(R, Loc, X, Y);
  };
  auto Logical = [&](Value X, Value Y) -> Value {
    return arith::ShRUIOp::create(R, Loc, X, Y);
  };
  auto Range = rangeOf(Op.getShift()).value_or(std::pair(2, 62));
  Value Shift = arith::ExtSIOp::create(R, Loc, I32, Op.getShift());
  // The product of 64 bits as two words, from halves of the factors: no sum
  // leaves 32 bits if the multiplier is not negative.
  Value VLow = And(V, 0xffff);
  Value VHigh = Right(V, C(16));
  Value MLow = And(M, 0xffff);
  Value MHigh = Right(M, C(16));
  Value Middle = Add(Mul(VHigh, MLow), Logical(Mul(VLow, MLow), C(16)));
  Value Carry = Add(Mul(VLow, MHigh), And(Middle, 0xffff));
  Value High =
      Add(Add(Mul(VHigh, MHigh), Right(Middle, C(16))), Right(Carry, C(16)));
  Value Low = Mul(V, M);

  Value Result;
  if (Range.second >= 32) {
    // All of the shift but one place, then a half, and the last place. Of two
    // roundings the first one is at 2^31; halves go away from zero.
    Value P;
    if (Op.getRoundingMode() == tosa::RoundingMode::DOUBLE_ROUND)
      P = Right(Add(Add(Left(High, C(1)),
                        Logical(Add(Logical(Low, C(30)), C(1)), C(1))),
                    Right(V, C(31))),
                Sub(Shift, C(32)));
    else if (Range.first > 32)
      P = Right(High, Sub(Shift, C(33)));
    else
      P = Right(Add(Left(High, C(1)), Logical(Low, C(31))), Sub(Shift, C(32)));
    Result = Right(Add(P, C(1)), C(1));
  }
  if (Range.first < 32) {
    Value Short = Add(Add(Left(High, Sub(C(32), Shift)), Logical(Low, Shift)),
                      And(Logical(Low, Sub(Shift, C(1))), 1));
    Result = Result ? arith::SelectOp::create(
                          R, Loc,
                          arith::CmpIOp::create(
                              R, Loc, arith::CmpIPredicate::slt, Shift, C(32)),
                          Short, Result)
                          .getResult()
                    : Short;
  }
  R.replaceOp(Op, Result);
  return success();
}

//===----------------------------------------------------------------------===//
// Sums of products
//===----------------------------------------------------------------------===//

/// The value that a body yields for its only result, if the operation has one
/// and sums up.
Operation *sumOf(linalg::GenericOp Op) {
  if (Op.getNumReductionLoops() == 0 || Op.getNumDpsInits() != 1)
    return nullptr;
  return Op.getBody()->getTerminator()->getOperand(0).getDefiningOp();
}

/// The operand of a binary operation that is not \p V.
Value otherThan(Operation *Op, Value V) {
  if (Op->getOperand(0) == V)
    return Op->getOperand(1);
  return Op->getOperand(1) == V ? Op->getOperand(0) : Value();
}

/// s + x * y becomes one operation with one rounding.
struct FuseMultiplyAdd : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(linalg::GenericOp Op,
                                PatternRewriter &R) const override {
    auto Sum = dyn_cast_or_null<arith::AddFOp>(sumOf(Op));
    if (!Sum)
      return failure();
    Value Old = Op.getRegionOutputArgs()[0];
    Value Addend = otherThan(Sum, Old);
    auto Product =
        Addend ? Addend.getDefiningOp<arith::MulFOp>() : arith::MulFOp();
    if (!Product || !Product->hasOneUse())
      return failure();
    R.setInsertionPoint(Sum);
    R.replaceOpWithNewOp<math::FmaOp>(Sum, Product.getLhs(), Product.getRhs(),
                                      Old);
    return success();
  }
};

/// Elements of the constant summed up over all dimensions but \p Kept.
Value sumConstant(PatternRewriter &R, Location Loc, DenseIntElementsAttr Of,
                  ArrayRef<unsigned> Kept) {
  ArrayRef<int64_t> Dims = Of.getType().getShape();
  SmallVector<int64_t> Shape;
  for (unsigned D : Kept)
    Shape.push_back(Dims[D]);
  SmallVector<int32_t> Sums(size_t(ShapedType::getNumElements(Shape)));
  int64_t Index = 0;
  for (const APInt &Element : Of.getValues<APInt>()) {
    SmallVector<int64_t> At(Dims.size());
    int64_t Rest = Index++;
    for (size_t D = Dims.size(); D-- > 0; Rest /= Dims[D])
      At[D] = Rest % Dims[D];
    size_t To = 0;
    for (unsigned D : Kept)
      To = To * size_t(Dims[D]) + size_t(At[D]);
    Sums[To] = int32_t(uint32_t(Sums[To]) + uint32_t(Element.getSExtValue()));
  }
  return arith::ConstantOp::create(
      R, Loc,
      DenseIntElementsAttr::get(RankedTensorType::get(Shape, R.getI32Type()),
                                ArrayRef<int32_t>(Sums)));
}

/// s + (x - zx) * y becomes s' + x * y, whose start s' is s - zx * (the sum of
/// y): a product of bytes without zero points is what tiles multiply.
struct SplitZeroPoint : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(linalg::GenericOp Op,
                                PatternRewriter &R) const override;
};

/// The value that an extension widens from a body's argument.
BlockArgument widened(Value V) {
  Operation *Extension = V.getDefiningOp();
  if (!isa_and_nonnull<arith::ExtSIOp, arith::ExtUIOp>(Extension))
    return {};
  return dyn_cast<BlockArgument>(Extension->getOperand(0));
}

LogicalResult SplitZeroPoint::matchAndRewrite(linalg::GenericOp Op,
                                              PatternRewriter &R) const {
  auto Sum = dyn_cast_or_null<arith::AddIOp>(sumOf(Op));
  if (!Sum || !Op.hasPureTensorSemantics() || !Sum.getType().isInteger(32))
    return failure();
  Value Addend = otherThan(Sum, Op.getRegionOutputArgs()[0]);
  auto Product =
      Addend ? Addend.getDefiningOp<arith::MulIOp>() : arith::MulIOp();
  if (!Product)
    return failure();
  for (unsigned Side : {0U, 1U}) {
    auto Shifted = Product->getOperand(Side).getDefiningOp<arith::SubIOp>();
    BlockArgument Other = widened(Product->getOperand(1 - Side));
    if (!Shifted || !Shifted->hasOneUse() || !Other ||
        !widened(Shifted.getLhs()))
      continue;
    APInt ZeroPoint;
    if (!matchPattern(Shifted.getRhs(), m_ConstantInt(&ZeroPoint)))
      continue;
    // The other operand has to be summed up over all loops of the sum, each of
    // which is one of its dimensions.
    OpOperand *Operand = Op.getMatchingOpOperand(Other);
    AffineMap Map = Op.getMatchingIndexingMap(Operand);
    DenseIntElementsAttr Weights;
    bool Signed =
        isa<arith::ExtSIOp>(Product->getOperand(1 - Side).getDefiningOp());
    if (!Map.isProjectedPermutation() || !Signed ||
        !matchPattern(Operand->get(), m_Constant(&Weights)))
      continue;
    SmallVector<utils::IteratorType> Iterators = Op.getIteratorTypesArray();
    SmallVector<unsigned> Kept;
    SmallVector<unsigned> Loops;
    size_t Reductions = 0;
    for (unsigned I = 0; I < Map.getNumResults(); ++I) {
      unsigned Loop = Map.getDimPosition(I);
      if (Iterators[Loop] == utils::IteratorType::reduction) {
        ++Reductions;
        continue;
      }
      Kept.push_back(I);
      Loops.push_back(Loop);
    }
    if (Reductions != Op.getNumReductionLoops())
      continue;
    // In dimensions of the result.
    AffineMap ResultMap = Op.getIndexingMapsArray().back();
    SmallVector<AffineExpr> Places;
    for (unsigned Loop : Loops) {
      auto Position = ResultMap.getResultPosition(R.getAffineDimExpr(Loop));
      if (!Position)
        return failure();
      Places.push_back(R.getAffineDimExpr(*Position));
    }
    R.setInsertionPoint(Op);
    Location Loc = Op.getLoc();
    Value Sums = sumConstant(R, Loc, Weights, Kept);
    OpOperand *Init = Op.getDpsInitOperand(0);
    auto Type = cast<RankedTensorType>(Init->get().getType());
    auto Rank = unsigned(Type.getRank());
    AffineMap Identity = R.getMultiDimIdentityMap(Rank);
    Value Empty =
        tensor::EmptyOp::create(R, Loc, Type.getShape(), Type.getElementType());
    auto Start = linalg::GenericOp::create(
        R, Loc, Type, ValueRange{Init->get(), Sums}, Empty,
        ArrayRef<AffineMap>{Identity,
                            AffineMap::get(Rank, 0, Places, R.getContext()),
                            Identity},
        SmallVector<utils::IteratorType>(Rank, utils::IteratorType::parallel),
        [&](OpBuilder &B, Location At, ValueRange Values) {
          Value Zero = arith::ConstantOp::create(
              B, At, B.getI32IntegerAttr(int32_t(ZeroPoint.getSExtValue())));
          Value Part = arith::MulIOp::create(B, At, Values[1], Zero);
          Value Less = arith::SubIOp::create(B, At, Values[0], Part);
          linalg::YieldOp::create(B, At, Less);
        });
    R.modifyOpInPlace(Op, [&] { Init->set(Start.getResult(0)); });
    R.replaceOp(Shifted, Shifted.getLhs());
    return success();
  }
  return failure();
}

//===----------------------------------------------------------------------===//
// Minima and maxima
//===----------------------------------------------------------------------===//

/// Minima and maxima of floats that keep NaNs, by operations that the back
/// end's loops take.
template <typename Op, typename Number, arith::CmpFPredicate Keeps,
          bool WrongZero>
struct KeepNaN : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;
  LogicalResult matchAndRewrite(Op Limit, PatternRewriter &R) const override {
    Location Loc = Limit.getLoc();
    Value X = Limit.getLhs();
    Value Y = Limit.getRhs();
    auto T = dyn_cast<FloatType>(X.getType());
    if (!T)
      return failure();
    APFloat C(0.0);
    if (matchPattern(X, m_ConstantFloat(&C)))
      std::swap(X, Y);
    // Of equal operands one is as good as the other but for zeros: the result
    // is +0 of a maximum, -0 of a minimum.
    if (matchPattern(Y, m_ConstantFloat(&C)) && !C.isNaN() &&
        !(C.isZero() && C.isNegative() == WrongZero)) {
      Value Replaced = arith::CmpFOp::create(R, Loc, Keeps, X, Y);
      R.replaceOpWithNewOp<arith::SelectOp>(Limit, Replaced, X, Y);
      return success();
    }
    Value Unordered = arith::CmpFOp::create(R, Loc, arith::CmpFPredicate::UNO,
                                            Limit.getLhs(), Limit.getRhs());
    Value NaN = arith::ConstantOp::create(
        R, Loc, R.getFloatAttr(T, APFloat::getQNaN(T.getFloatSemantics())));
    Value Other =
        Number::create(R, Loc, Limit.getLhs(), Limit.getRhs()).getResult();
    R.replaceOpWithNewOp<arith::SelectOp>(Limit, Unordered, NaN, Other);
    return success();
  }
};

using Maximum = KeepNaN<arith::MaximumFOp, arith::MaxNumFOp,
                        arith::CmpFPredicate::UGT, /*WrongZero=*/true>;
using Minimum = KeepNaN<arith::MinimumFOp, arith::MinNumFOp,
                        arith::CmpFPredicate::ULT, /*WrongZero=*/false>;

/// Minima and maxima of narrow integers as those of words: tiles have no
/// others.
template <typename Op> struct Widen : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;
  LogicalResult matchAndRewrite(Op Limit, PatternRewriter &R) const override {
    mlir::Type T = Limit.getType();
    mlir::Type I32 = R.getI32Type();
    if (!T.isInteger(8) && !T.isInteger(16))
      return failure();
    auto Word = [&](Value V) -> Value {
      return arith::ExtSIOp::create(R, Limit.getLoc(), I32, V);
    };
    Value Wide = Op::create(R, Limit.getLoc(), Word(Limit.getLhs()),
                            Word(Limit.getRhs()));
    R.replaceOpWithNewOp<arith::TruncIOp>(Limit, T, Wide);
    return success();
  }
};

/// A word that is within a narrow type, made narrow and wide again.
struct DropNarrowing : OpRewritePattern<arith::ExtSIOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::ExtSIOp Op,
                                PatternRewriter &R) const override {
    auto Narrow = Op.getIn().getDefiningOp<arith::TruncIOp>();
    if (!Narrow || Narrow.getIn().getType() != Op.getType() ||
        !isa<IntegerType>(Op.getIn().getType()))
      return failure();
    // Limits, one around the other: each outer one keeps what the inner does.
    unsigned Width = Op.getIn().getType().getIntOrFloatBitWidth();
    bool Above = false;
    bool Below = false;
    for (Operation *Limit = Narrow.getIn().getDefiningOp();
         isa_and_nonnull<arith::MaxSIOp, arith::MinSIOp>(Limit);
         Limit = Limit->getOperand(0).getDefiningOp()) {
      APInt C;
      if (!matchPattern(Limit->getOperand(1), m_ConstantInt(&C)) ||
          !C.isSignedIntN(Width))
        break;
      (isa<arith::MaxSIOp>(Limit) ? Above : Below) = true;
    }
    if (!Above || !Below)
      return failure();
    R.replaceOp(Op, Narrow.getIn());
    return success();
  }
};

//===----------------------------------------------------------------------===//
// Forms
//===----------------------------------------------------------------------===//

/// linalg.softmax and its like.
struct Decompose : OpInterfaceRewritePattern<linalg::AggregatedOpInterface> {
  using OpInterfaceRewritePattern::OpInterfaceRewritePattern;
  LogicalResult matchAndRewrite(linalg::AggregatedOpInterface Op,
                                PatternRewriter &R) const override {
    FailureOr<SmallVector<Value>> Values = Op.decomposeOperation(R);
    if (failed(Values))
      return failure();
    R.replaceOp(Op, *Values);
    return success();
  }
};

struct LowerPack : OpRewritePattern<linalg::PackOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(linalg::PackOp Op,
                                PatternRewriter &R) const override {
    return linalg::lowerPack(R, Op);
  }
};

struct LowerUnPack : OpRewritePattern<linalg::UnPackOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(linalg::UnPackOp Op,
                                PatternRewriter &R) const override {
    return linalg::lowerUnPack(R, Op);
  }
};

} // namespace

void addLimits(RewritePatternSet &Patterns) {
  Patterns.add<Maximum, Minimum, Widen<arith::MaxSIOp>, Widen<arith::MinSIOp>,
               DropNarrowing>(Patterns.getContext());
}

LogicalResult simplifyArithmetic(func::FuncOp F) {
  MLIRContext *C = F.getContext();
  RewritePatternSet Forms(C);
  Forms.add<LowerPack, LowerUnPack, Decompose>(C);
  tensor::populateDecomposeTensorConcatPatterns(Forms);
  if (failed(applyPatternsGreedily(F, std::move(Forms))))
    return failure();
  if (failed(callMathFunctions(F->getParentOfType<ModuleOp>())))
    return failure();
  RewritePatternSet Arithmetic(C);
  linalg::populateDecomposePadPatterns(Arithmetic);
  linalg::populateLinalgNamedOpsGeneralizationPatterns(Arithmetic);
  linalg::populateInlineConstantOperandsPatterns(Arithmetic);
  arith::populateCeilFloorDivExpandOpsPatterns(Arithmetic);
  Arithmetic.add<Scale, FuseMultiplyAdd, SplitZeroPoint>(C);
  return applyPatternsGreedily(F, std::move(Arithmetic));
}

} // namespace sectile::graph::ir
