// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Scales.cpp - scales of TOSA on 32 bits -------------------------------===//

#include "Steps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;

namespace sectile::graph::ir {

namespace {

/// The range of a scalar that is a constant or an element of one.
std::optional<std::pair<int64_t, int64_t>> rangeOf(Value V) {
  // By name: a file that includes two large dialects takes over 1 GB to
  // compile.
  if (auto Argument = dyn_cast<BlockArgument>(V)) {
    Operation *Op = Argument.getOwner()->getParentOp();
    if (Op->getName().getStringRef() == "linalg.generic")
      V = Op->getOperand(Argument.getArgNumber());
  }
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

} // namespace

void addScales(RewritePatternSet &Patterns) {
  Patterns.add<Scale>(Patterns.getContext());
}

} // namespace sectile::graph::ir
