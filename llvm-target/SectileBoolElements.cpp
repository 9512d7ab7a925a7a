// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileBoolElements.cpp - elements of boolean vectors --------------===//
//
// clang 22 inserts a byte, the type that a bool has in memory, where an element
// of a vector of bool is assigned. That is no valid IR: optimisations give
// wrong values, and bitcode of it cannot be read. This pass is the first, and
// truncates the byte.
//
//===----------------------------------------------------------------------===//

#include "SectileBoolElements.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

PreservedAnalyses SectileBoolElementsPass::run(Function &F,
                                               FunctionAnalysisManager &) {
  bool Changed = false;
  for (Instruction &I : instructions(F)) {
    auto *Insertion = dyn_cast<InsertElementInst>(&I);
    if (!Insertion)
      continue;
    Value *Element = Insertion->getOperand(1);
    Type *Ty = Insertion->getType()->getElementType();
    if (Element->getType() == Ty)
      continue;
    Insertion->setOperand(1, IRBuilder<>(Insertion).CreateTrunc(Element, Ty));
    Changed = true;
  }
  return Changed ? PreservedAnalyses::none() : PreservedAnalyses::all();
}
