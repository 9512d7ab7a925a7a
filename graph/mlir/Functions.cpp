// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Functions.cpp - functions of the math dialect ------------------------===//

#include "OnnxImport.h"
#include "Steps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Builders.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace sectile::graph::ir {

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

} // namespace sectile::graph::ir
