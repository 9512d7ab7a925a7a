// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Arithmetic.cpp - arithmetic as the target has it -------------------===//

#include "Steps.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace sectile::graph::ir {

namespace {

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
  addScales(Arithmetic);
  addProducts(Arithmetic);
  return applyPatternsGreedily(F, std::move(Arithmetic));
}

} // namespace sectile::graph::ir