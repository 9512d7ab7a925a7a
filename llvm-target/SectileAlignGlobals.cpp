// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileAlignGlobals.cpp - variables reached from one page ----------===//
//
// GlobalMerge makes one object of variables that functions use together. An
// access adds the low part of its address to the page in a register, and may
// add an offset there that stays within the object's alignment (no carry into
// the page). With an alignment of its size the one page serves all of the
// object's variables, in one instruction each. The padding is less than the
// object.
//
//===----------------------------------------------------------------------===//

#include "Sectile.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/Module.h"
#include "llvm/InitializePasses.h"
#include "llvm/Pass.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;

#define DEBUG_TYPE "sectile-align-globals"

namespace {

class SectileAlignGlobals : public FunctionPass {
public:
  static char ID;
  SectileAlignGlobals() : FunctionPass(ID) {}
  StringRef getPassName() const override {
    return "Sectile alignment of merged globals";
  }
  void getAnalysisUsage(AnalysisUsage &AU) const override {
    AU.setPreservesAll();
  }
  // GlobalMerge does its work here, too, and is before this pass.
  bool doInitialization(Module &M) override;
  bool runOnFunction(Function &) override { return false; }
};

} // namespace

char SectileAlignGlobals::ID = 0;
INITIALIZE_PASS(SectileAlignGlobals, DEBUG_TYPE,
                "Sectile alignment of merged globals", false, false)

FunctionPass *llvm::createSectileAlignGlobalsPass() {
  return new SectileAlignGlobals();
}

bool SectileAlignGlobals::doInitialization(Module &M) {
  // Beyond this the padding costs more than the instructions.
  constexpr uint64_t LargestObject = 512;
  bool Changed = false;
  for (GlobalVariable &G : M.globals()) {
    if (!G.hasPrivateLinkage() || !G.getName().starts_with("_MergedGlobals"))
      continue;
    uint64_t Size = M.getDataLayout().getTypeAllocSize(G.getValueType());
    Align Wanted(PowerOf2Ceil(std::min(Size, LargestObject)));
    if (Wanted <= G.getAlign().valueOrOne())
      continue;
    G.setAlignment(Wanted);
    Changed = true;
  }
  return Changed;
}
