// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Lower.cpp - from MLIR to LLVM IR -----------------------------------===//
//
// The passes are upstream's and run
// one by one; libMLIR.so is linked dynamically, against the libLLVM.so of all
// other tools.
//
//===----------------------------------------------------------------------===//

#include "Lower.h"
#include "mlir/Conversion/AffineToStandard/AffineToStandard.h"
#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/FuncToLLVM/ConvertFuncToLLVMPass.h"
#include "mlir/Conversion/MathToLLVM/MathToLLVM.h"
#include "mlir/Conversion/MemRefToLLVM/MemRefToLLVM.h"
#include "mlir/Conversion/ReconcileUnrealizedCasts/ReconcileUnrealizedCasts.h"
#include "mlir/Conversion/SCFToControlFlow/SCFToControlFlow.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

llvm::Expected<std::unique_ptr<llvm::Module>>
sectile::graph::lowerToLLVM(llvm::StringRef Mlir, llvm::LLVMContext &Context) {
  DialectRegistry Registry;
  Registry.insert<affine::AffineDialect, arith::ArithDialect,
                  cf::ControlFlowDialect, func::FuncDialect,
                  linalg::LinalgDialect, LLVM::LLVMDialect, math::MathDialect,
                  memref::MemRefDialect, scf::SCFDialect>();
  registerBuiltinDialectTranslation(Registry);
  registerLLVMDialectTranslation(Registry);
  MLIRContext Ctx(Registry, MLIRContext::Threading::DISABLED);
  std::string Problem;
  ScopedDiagnosticHandler Handler(&Ctx, [&](Diagnostic &D) {
    if (Problem.empty())
      Problem = D.str();
    return success();
  });
  auto Fail = [&](const char *Step) {
    return llvm::createStringError(std::string(Step) + ": " + Problem);
  };
  OwningOpRef<ModuleOp> Module =
      parseSourceString<ModuleOp>(Mlir, ParserConfig(&Ctx));
  if (!Module)
    return Fail("reading MLIR");

  PassManager PM(&Ctx);
  PM.enableVerifier(true);
  PM.addNestedPass<func::FuncOp>(createConvertLinalgToLoopsPass());
  PM.addPass(memref::createExpandStridedMetadataPass());
  PM.addPass(createLowerAffinePass());
  PM.addPass(createSCFToControlFlowPass());
  PM.addPass(createCanonicalizerPass());
  PM.addPass(createConvertControlFlowToLLVMPass());
  PM.addPass(createConvertMathToLLVMPass());
  PM.addPass(createArithToLLVMConversionPass());
  PM.addPass(createFinalizeMemRefToLLVMConversionPass());
  // Pointers instead of descriptors: every shape is static.
  ConvertFuncToLLVMPassOptions Functions;
  Functions.useBarePtrCallConv = true;
  PM.addPass(createConvertFuncToLLVMPass(Functions));
  PM.addPass(createReconcileUnrealizedCastsPass());
  if (failed(PM.run(*Module)))
    return Fail("lowering");

  std::unique_ptr<llvm::Module> Result =
      translateModuleToLLVMIR(*Module, Context);
  if (!Result)
    return Fail("translating to LLVM IR");
  return Result;
}
