// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Steps.h - from tensors to buffers ------------------------*- C++ -*-===//
//
// What the compiler does between MLIR's own passes. A step that fails has
// reported why.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_MLIR_STEPS_H
#define SECTILE_GRAPH_MLIR_STEPS_H

#include "Program.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace mlir {
class OpPassManager;
class RewritePatternSet;
} // namespace mlir

namespace sectile::graph::ir {

/// The type of a tensor's elements, as an executable's files and the header
/// have it; Other if they have none.
Type elementOf(mlir::Type T);

/// All that a file may use, and what passes need to know of it.
mlir::DialectRegistry dialects();

// Lists of MLIR's own passes.
void addInlining(mlir::OpPassManager &PM);
void addSimplification(mlir::OpPassManager &PM);
void addTosaLowering(mlir::OpPassManager &PM);
/// Elementwise operations on tensors become operations of linalg.
void addTensorLowering(mlir::OpPassManager &PM);
/// Loops of one iteration and dimensions of 1 are removed.
void addUnitDimensions(mlir::OpPassManager &PM);
/// Scales of more than 32 bits.
void addWideScales(mlir::OpPassManager &PM);
void addBufferization(mlir::OpPassManager &PM);

/// Replaces functions of the math dialect for which the target has no
/// instruction by calls of functions whose results are defined to the bit.
llvm::LogicalResult callMathFunctions(mlir::ModuleOp M);

/// Gives operations of linalg one form, linalg.generic, and their arithmetic
/// that of the target: sums of products of floats become fused multiply-adds,
/// scales of TOSA operations on 32 bits, zero points parts of the sum's start.
llvm::LogicalResult simplifyArithmetic(mlir::func::FuncOp F);

/// Patterns that make sums of products of floats fused multiply-adds, and zero
/// points of products parts of the sum's start.
void addProducts(mlir::RewritePatternSet &Patterns);

/// Patterns that compute scales of TOSA by operations on 32 bits.
void addScales(mlir::RewritePatternSet &Patterns);

/// Patterns that give minima and maxima forms that the back end's loops take.
void addLimits(mlir::RewritePatternSet &Patterns);

/// Fuses elementwise operations with each other, and each reduction with what
/// its sums start from and what is computed from them.
llvm::LogicalResult fuse(mlir::func::FuncOp F);

/// Gives each user of a tensor that depends on nothing a tensor of its own:
/// users overwrite them, and would copy one that is shared.
void separateConstants(mlir::func::FuncOp F);

/// Of operations on buffers: joins loops over consecutive elements.
void joinLoops(mlir::func::FuncOp F);

/// Of a function on buffers: makes each of them a view of one allocation,
/// whatever control flow chooses, and results arguments that are written.
llvm::LogicalResult separateBuffers(mlir::func::FuncOp F);

/// Makes all allocations parts of an arena, the last argument, and each layer a
/// function that is called. Fills all of the program but its inputs, outputs
/// and text.
llvm::LogicalResult placeBuffers(mlir::func::FuncOp F, Program &P);

} // namespace sectile::graph::ir

#endif
