// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Passes.cpp - MLIR's own passes, in order ---------------------------===//

#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "Steps.h"
#include "mlir/Conversion/TosaToArith/TosaToArith.h"
#include "mlir/Conversion/TosaToLinalg/TosaToLinalg.h"
#include "mlir/Conversion/TosaToSCF/TosaToSCF.h"
#include "mlir/Conversion/TosaToTensor/TosaToTensor.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Dialect/SCF/Transforms/Passes.h"
#include "mlir/Dialect/Tosa/Transforms/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

namespace sectile::graph::ir {

namespace {
void add(OpPassManager &PM, std::unique_ptr<Pass> P) {
  PM.addNestedPass<func::FuncOp>(std::move(P));
}
} // namespace

void addInlining(OpPassManager &PM) {
  // Without the simplifications that it runs by default.
  PM.addPass(createInlinerPass({}, [](OpPassManager &) {}));
  PM.addPass(createSymbolDCEPass());
}

void addSimplification(OpPassManager &PM) {
  add(PM, createCanonicalizerPass());
  add(PM, createCSEPass());
}

void addTosaLowering(OpPassManager &PM) {
  add(PM, tosa::createTosaConvertIntegerTypeToSignless());
  add(PM, tosa::createTosaMakeBroadcastablePass());
  add(PM, tosa::createTosaInferShapesPass());
  add(PM, tosa::createTosaOptionalDecompositionsPass());
  add(PM, createCanonicalizerPass());
  add(PM, tosa::createTosaInferShapesPass());
  add(PM, tosa::createTosaMakeBroadcastablePass());
  add(PM, createTosaToSCFPass());
  add(PM, tosa::createTosaToLinalgNamed());
  add(PM, createCanonicalizerPass());
  add(PM, tosa::createTosaLayerwiseConstantFoldPass());
  add(PM, tosa::createTosaMakeBroadcastablePass());
  add(PM, tosa::createTosaToLinalg());
  add(PM, createTosaToArithPass());
  add(PM, createTosaToTensorPass());
}

void addTensorLowering(OpPassManager &PM) {
  add(PM, createConvertElementwiseToLinalgPass());
}

void addUnitDimensions(OpPassManager &PM) {
  add(PM, createLinalgFoldUnitExtentDimsPass());
  addSimplification(PM);
}

void addWideScales(OpPassManager &PM) {
  TosaToArithPassOptions Scales;
  Scales.includeApplyRescale = true;
  add(PM, createTosaToArithPass(Scales));
  addSimplification(PM);
}

void addBufferization(OpPassManager &PM) {
  PM.addPass(bufferization::createEmptyTensorEliminationPass());
  bufferization::OneShotBufferizePassOptions Options;
  Options.allowReturnAllocsFromLoops = true;
  Options.bufferizeFunctionBoundaries = true;
  Options.functionBoundaryTypeConversion =
      bufferization::LayoutMapOption::IdentityLayoutMap;
  PM.addPass(bufferization::createOneShotBufferizePass(Options));
  add(PM, createForallToForLoopPass());
  addSimplification(PM);
}

} // namespace sectile::graph::ir
