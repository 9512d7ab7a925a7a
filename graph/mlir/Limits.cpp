// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Limits.cpp - minima and maxima as the back end's loops take them ------===//

#include "Steps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;

namespace sectile::graph::ir {

namespace {

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

} // namespace

void addLimits(RewritePatternSet &Patterns) {
  Patterns.add<Maximum, Minimum, Widen<arith::MaxSIOp>, Widen<arith::MinSIOp>,
               DropNarrowing>(Patterns.getContext());
}

} // namespace sectile::graph::ir
