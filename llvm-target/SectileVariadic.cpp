//===- SectileVariadic.cpp - vectors among variable arguments -----------===//
//
// A vector among the variable arguments of a call goes by reference to a copy,
// as structures do, whatever its size: va_arg then reads one address. This is
// done in IR, before instruction selection takes apart vectors that have no
// register, on both sides alike.
//
//===----------------------------------------------------------------------===//

#include "Sectile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/AttributeMask.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/InitializePasses.h"
#include "llvm/Pass.h"

using namespace llvm;

#define DEBUG_TYPE "sectile-variadic"

namespace {

class SectileVariadic : public FunctionPass {
public:
  static char ID;
  SectileVariadic() : FunctionPass(ID) {}
  StringRef getPassName() const override { return "Sectile variadic vectors"; }
  void getAnalysisUsage(AnalysisUsage &AU) const override {
    AU.setPreservesCFG();
  }
  bool runOnFunction(Function &F) override;
};

} // namespace

char SectileVariadic::ID = 0;
INITIALIZE_PASS(SectileVariadic, DEBUG_TYPE, "Sectile variadic vectors", false,
                false)

FunctionPass *llvm::createSectileVariadicPass() {
  return new SectileVariadic();
}

// What caller and va_arg agree on: a row of a tile at most.
static Align copyAlign(const DataLayout &DL, Type *Ty) {
  return std::min(DL.getABITypeAlign(Ty), Align(64));
}

static void receive(VAArgInst &I) {
  Type *Ty = I.getType();
  IRBuilder<> B(&I);
  Value *Place =
      B.CreateVAArg(I.getPointerOperand(), B.getPtrTy(), I.getName() + ".ref");
  LoadInst *V =
      B.CreateAlignedLoad(Ty, Place, copyAlign(I.getDataLayout(), Ty));
  V->takeName(&I);
  I.replaceAllUsesWith(V);
  I.eraseFromParent();
}

static bool pass(CallBase &Call) {
  if (!Call.getFunctionType()->isVarArg() || isa<IntrinsicInst>(Call) ||
      Call.isMustTailCall())
    return false;
  const DataLayout &DL = Call.getDataLayout();
  BasicBlock &Entry = Call.getFunction()->getEntryBlock();
  bool Changed = false;
  for (unsigned I = Call.getFunctionType()->getNumParams(); I < Call.arg_size();
       ++I) {
    Value *V = Call.getArgOperand(I);
    if (!V->getType()->isVectorTy())
      continue;
    IRBuilder<> Start(&Entry, Entry.getFirstInsertionPt());
    AllocaInst *Copy = Start.CreateAlloca(V->getType());
    Copy->setAlignment(copyAlign(DL, V->getType()));
    IRBuilder<> B(&Call);
    // The copy may share its place with those of other calls.
    bool Ends = isa<CallInst>(Call) && !Call.doesNotReturn();
    if (Ends)
      B.CreateLifetimeStart(Copy);
    B.CreateAlignedStore(V, Copy, Copy->getAlign());
    if (Ends) {
      B.SetInsertPoint(Call.getNextNode());
      B.CreateLifetimeEnd(Copy);
    }
    Call.setArgOperand(I, Copy);
    Call.removeParamAttrs(I, AttributeFuncs::typeIncompatible(
                                 Copy->getType(), Call.getParamAttributes(I),
                                 AttributeFuncs::AttributeSafetyKind::ASK_ALL));
    // The callee reads this function's frame.
    if (auto *CI = dyn_cast<CallInst>(&Call))
      CI->setTailCallKind(CallInst::TCK_None);
    Changed = true;
  }
  return Changed;
}

bool SectileVariadic::runOnFunction(Function &F) {
  bool Changed = false;
  for (Instruction &I : make_early_inc_range(instructions(F))) {
    if (auto *Arg = dyn_cast<VAArgInst>(&I);
        Arg && Arg->getType()->isVectorTy()) {
      receive(*Arg);
      Changed = true;
    } else if (auto *Call = dyn_cast<CallBase>(&I)) {
      Changed |= pass(*Call);
    }
  }
  return Changed;
}
