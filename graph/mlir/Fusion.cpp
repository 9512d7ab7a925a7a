// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Fusion.cpp - which operations share their loops --------------------===//
//
// Loops are chosen so that the back end makes tile code of them
// (docs/loop-nests.md). A product of matrices, or a convolution, becomes loops
// around a scalar sum, from its start to what is computed from it. Another
// reduction, which has no such form, gets the dimension of consecutive results
// as its innermost loop.
//
//===----------------------------------------------------------------------===//

#include "Steps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/Transforms/TileUsingInterface.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"
#include "mlir/Interfaces/TilingInterface.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;
using linalg::GenericOp;

namespace sectile::graph::ir {

namespace {

bool readsTensors(linalg::LinalgOp Op) {
  return llvm::any_of(Op.getDpsInputs(), [](Value V) {
    return isa<RankedTensorType>(V.getType());
  });
}

/// Whether the producer of an operand may be computed where it is used: then it
/// is computed once for each element still, and no product's operand.
bool shouldFuse(OpOperand *Operand) {
  auto Consumer = cast<linalg::LinalgOp>(Operand->getOwner());
  auto Producer = Operand->get().getDefiningOp<linalg::LinalgOp>();
  if (!Producer)
    return false;
  bool Sums = Consumer.getNumReductionLoops() != 0;
  if (Sums && Consumer.getNumDpsInputs() > 1)
    return false;
  if (!readsTensors(Producer))
    return !Sums;
  // What follows another reduction shares that one's loops.
  if (Sums && llvm::any_of(Producer.getDpsInputs(), [](Value V) {
        auto Op = V.getDefiningOp<linalg::LinalgOp>();
        return Op && Op.getNumReductionLoops() != 0 && V.hasOneUse();
      }))
    return false;
  return Operand->get().hasOneUse() &&
         Consumer.getMatchingIndexingMap(Operand).isPermutation();
}

/// Whether each of two operands has a dimension of the result that the other
/// does not have, and the body multiplies them.
bool isMatrixProduct(GenericOp Op) {
  if (Op.getNumDpsInputs() != 2 || Op.getNumDpsInits() != 1)
    return false;
  bool Multiplies = false;
  for (Operation &O : *Op.getBody())
    Multiplies |= isa<arith::MulIOp, math::FmaOp>(O);
  SmallVector<AffineMap> Maps = Op.getIndexingMapsArray();
  auto Alone = [&](unsigned This, unsigned Other) {
    for (unsigned D = 0; D < Op.getNumLoops(); ++D)
      if (Maps[2].isFunctionOfDim(D) && Maps[This].isFunctionOfDim(D) &&
          !Maps[Other].isFunctionOfDim(D))
        return true;
    return false;
  };
  return Multiplies && Alone(0, 1) && Alone(1, 0);
}

/// The loop over consecutive results, if it is worth being the innermost one
/// and elements of all operands are consecutive, too, or the same.
std::optional<unsigned> laneOf(GenericOp Op) {
  // The back end keeps shorter loops scalar.
  constexpr int64_t ShortLoop = 16;
  SmallVector<AffineMap> Maps = Op.getIndexingMapsArray();
  AffineMap Out = Maps[size_t(Op.getNumDpsInputs())];
  if (Out.getNumResults() == 0)
    return std::nullopt;
  auto Last = dyn_cast<AffineDimExpr>(Out.getResults().back());
  if (!Last || Op.getStaticLoopRanges()[Last.getPosition()] <= ShortLoop)
    return std::nullopt;
  for (AffineMap Map : Maps)
    for (unsigned R = 0; R < Map.getNumResults(); ++R)
      if (Map.getResult(R).isFunctionOfDim(Last.getPosition()) &&
          (R + 1 < Map.getNumResults() || Map.getResult(R) != Last))
        return std::nullopt;
  return Last.getPosition();
}

/// The elementwise operation that alone uses a sum, each element once.
GenericOp epilogueOf(GenericOp Sum) {
  if (Sum->getNumResults() != 1 || !Sum.getResult(0).hasOneUse())
    return {};
  OpOperand &Use = *Sum.getResult(0).use_begin();
  auto Op = dyn_cast<GenericOp>(Use.getOwner());
  if (!Op || Op->getBlock() != Sum->getBlock() ||
      Op.getNumReductionLoops() != 0 || Op->getNumResults() != 1 ||
      !Op.hasPureTensorSemantics() || !Op.isDpsInput(&Use) ||
      !Op.getMatchingIndexingMap(&Use).isPermutation() ||
      !Op.getIndexingMapsArray().back().isPermutation() ||
      !Sum.getIndexingMapsArray().back().isProjectedPermutation())
    return {};
  return Op;
}

LogicalResult tile(IRRewriter &R, GenericOp Sum) {
  std::optional<unsigned> Lane;
  if (!isMatrixProduct(Sum))
    Lane = laneOf(Sum);
  if (Lane) {
    // The other loops keep their order: so do the parts of each sum.
    SmallVector<unsigned> Order;
    SmallVector<unsigned> Inner;
    SmallVector<utils::IteratorType> Iterators = Sum.getIteratorTypesArray();
    for (unsigned D = 0; D < Sum.getNumLoops(); ++D)
      if (D != *Lane)
        (Iterators[D] == utils::IteratorType::parallel ? Order : Inner)
            .push_back(D);
    Order.append(Inner);
    Order.push_back(*Lane);
    R.setInsertionPoint(Sum);
    FailureOr<GenericOp> Changed = linalg::interchangeGenericOp(R, Sum, Order);
    if (failed(Changed))
      return failure();
    Sum = *Changed;
    Lane = Sum.getNumLoops() - 1;
  }
  GenericOp Root = Sum;
  if (GenericOp Epilogue = epilogueOf(Sum)) {
    Root = Epilogue;
    if (Lane) {
      AffineMap Map =
          Epilogue.getMatchingIndexingMap(&*Sum.getResult(0).use_begin());
      if (Map.getDimPosition(Map.getNumResults() - 1) + 1 ==
          Epilogue.getNumLoops())
        Lane = Epilogue.getNumLoops() - 1;
      else
        Root = Sum;
    }
  }
  SmallVector<OpFoldResult> Sizes;
  SmallVector<utils::IteratorType> Iterators = Root.getIteratorTypesArray();
  for (unsigned D = 0; D < Root.getNumLoops(); ++D)
    Sizes.push_back(R.getIndexAttr(
        Iterators[D] == utils::IteratorType::parallel && D != Lane ? 1 : 0));
  if (llvm::all_of(Sizes, [](OpFoldResult S) { return isZeroInteger(S); }))
    return success();

  scf::SCFTileAndFuseOptions Options;
  Options.tilingOptions.setTileSizes(Sizes);
  SmallVector<Value> Starts(Sum.getDpsInits());
  Options.setFusionControlFn(
      [&](tensor::ExtractSliceOp, OpResult Producer,
          bool) -> std::optional<scf::SCFTileAndFuseOptions::ControlFnResult> {
        auto Op = dyn_cast<GenericOp>(Producer.getOwner());
        if (!Op || (Op != Sum && (!llvm::is_contained(Starts, Producer) ||
                                  Op.getNumReductionLoops() != 0)))
          return std::nullopt;
        return scf::SCFTileAndFuseOptions::ControlFnResult{};
      });
  R.setInsertionPoint(Root);
  FailureOr<scf::SCFTileAndFuseResult> Result =
      scf::tileConsumerAndFuseProducersUsingSCF(
          R, cast<TilingInterface>(Root.getOperation()), Options);
  if (failed(Result))
    return Root.emitError("cannot be divided into loops");
  for (OpResult Old : Root->getResults())
    R.replaceAllUsesWith(Old, Result->replacements.lookup(Old));
  R.eraseOp(Root);
  if (Root != Sum && Sum->use_empty())
    R.eraseOp(Sum);
  return success();
}

} // namespace

LogicalResult fuse(func::FuncOp F) {
  MLIRContext *C = F.getContext();
  RewritePatternSet Elementwise(C);
  linalg::populateElementwiseOpsFusionPatterns(Elementwise, shouldFuse);
  linalg::GenericOp::getCanonicalizationPatterns(Elementwise, C);
  tensor::EmptyOp::getCanonicalizationPatterns(Elementwise, C);
  if (failed(applyPatternsGreedily(F, std::move(Elementwise))))
    return failure();
  RewritePatternSet Limits(C);
  addLimits(Limits);
  if (failed(applyPatternsGreedily(F, std::move(Limits))))
    return failure();
  SmallVector<GenericOp> Sums;
  F.walk([&](GenericOp Op) {
    if (Op.getNumReductionLoops() != 0 && Op.hasPureTensorSemantics() &&
        !Op.hasDynamicShape())
      Sums.push_back(Op);
  });
  IRRewriter R(C);
  for (GenericOp Sum : Sums)
    if (failed(tile(R, Sum)))
      return failure();
  RewritePatternSet Slices(C);
  tensor::populateFoldTensorEmptyPatterns(Slices);
  tensor::ExtractSliceOp::getCanonicalizationPatterns(Slices, C);
  return applyPatternsGreedily(F, std::move(Slices));
}

void separateConstants(func::FuncOp F) {
  SmallVector<GenericOp> Fills;
  F.walk([&](GenericOp Op) {
    if (Op.hasPureTensorSemantics() && !readsTensors(Op) &&
        Op->getNumResults() == 1 && !Op->hasOneUse())
      Fills.push_back(Op);
  });
  for (GenericOp Fill : Fills)
    for (OpOperand &Use : llvm::make_early_inc_range(Fill->getUses())) {
      // In a loop it would be computed again and again.
      bool Near = Use.getOwner()->getBlock() == Fill->getBlock();
      OpBuilder B(Near ? Use.getOwner() : Fill);
      Use.set(B.clone(*Fill)->getResult(0));
    }
}

void joinLoops(func::FuncOp F) {
  auto Groups = [](linalg::LinalgOp Op) {
    SmallVector<ReassociationIndices> Joined;
    if (Op.getNumReductionLoops() != 0 || Op.hasIndexSemantics())
      return Joined;
    SmallVector<AffineMap> Maps = Op.getIndexingMapsArray();
    if (!llvm::all_of(
            Maps, [](AffineMap Map) { return Map.isProjectedPermutation(); }))
      return Joined;
    for (int64_t D = 0; D < int64_t(Op.getNumLoops()); ++D) {
      if (!Joined.empty()) {
        ReassociationIndices Longer = Joined.back();
        Longer.push_back(D);
        if (linalg::areDimSequencesPreserved(Maps, Longer)) {
          Joined.back() = Longer;
          continue;
        }
      }
      Joined.push_back({D});
    }
    return Joined;
  };
  RewritePatternSet Patterns(F.getContext());
  linalg::populateCollapseDimensions(Patterns, Groups);
  (void)applyPatternsGreedily(F, std::move(Patterns));
}

} // namespace sectile::graph::ir
