// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Dialects.cpp - the dialects that a module may have -----------------===//

#include "Steps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Bufferization/Transforms/FuncBufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Func/Extensions/InlinerExtension.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Linalg/Transforms/TilingInterfaceImpl.h"
#include "mlir/Dialect/MLProgram/IR/MLProgram.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/SCF/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/IR/TensorInferTypeOpInterfaceImpl.h"
#include "mlir/Dialect/Tensor/IR/TensorTilingInterfaceImpl.h"
#include "mlir/Dialect/Tensor/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"

using namespace mlir;

namespace sectile::graph::ir {

DialectRegistry dialects() {
  DialectRegistry R;
  R.insert<affine::AffineDialect, arith::ArithDialect,
           bufferization::BufferizationDialect, cf::ControlFlowDialect,
           func::FuncDialect, linalg::LinalgDialect, math::MathDialect,
           memref::MemRefDialect, ml_program::MLProgramDialect,
           quant::QuantDialect, scf::SCFDialect, tensor::TensorDialect,
           tosa::TosaDialect>();
  arith::registerBufferizableOpInterfaceExternalModels(R);
  bufferization::func_ext::registerBufferizableOpInterfaceExternalModels(R);
  linalg::registerBufferizableOpInterfaceExternalModels(R);
  linalg::registerTilingInterfaceExternalModels(R);
  scf::registerBufferizableOpInterfaceExternalModels(R);
  tensor::registerBufferizableOpInterfaceExternalModels(R);
  tensor::registerInferTypeOpInterfaceExternalModels(R);
  tensor::registerTilingInterfaceExternalModels(R);
  func::registerInlinerExtension(R);
  return R;
}

} // namespace sectile::graph::ir
