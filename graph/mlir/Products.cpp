// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Products.cpp - sums of products as the target has them ---------------===//

#include "Steps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;

namespace sectile::graph::ir {

namespace {

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

} // namespace

void addProducts(RewritePatternSet &Patterns) {
  Patterns.add<FuseMultiplyAdd, SplitZeroPoint>(Patterns.getContext());
}

} // namespace sectile::graph::ir
