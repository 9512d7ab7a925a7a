// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileVectors.cpp - vectors before instruction selection ----------===//
//
// A vector of too many elements is an error.
//
// A vector among the variable arguments of a call goes by reference to a copy,
// as structures do, whatever its size: va_arg then reads one address. This is
// done in IR, before instruction selection takes apart vectors that have no
// register, on both sides alike.
//
//===----------------------------------------------------------------------===//

#include "Sectile.h"
#include "SectileLimits.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/AttributeMask.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/InitializePasses.h"
#include "llvm/Pass.h"
#include "llvm/Support/ErrorHandling.h"

using namespace llvm;

#define DEBUG_TYPE "sectile-vectors"

namespace {

class SectileVectors : public FunctionPass {
public:
  static char ID;
  SectileVectors() : FunctionPass(ID) {}
  StringRef getPassName() const override { return "Sectile vectors"; }
  void getAnalysisUsage(AnalysisUsage &AU) const override {
    AU.setPreservesCFG();
  }
  bool runOnFunction(Function &F) override;
};

} // namespace

char SectileVectors::ID = 0;
INITIALIZE_PASS(SectileVectors, DEBUG_TYPE, "Sectile vectors", false, false)

FunctionPass *llvm::createSectileVectorsPass() { return new SectileVectors(); }

static void checkSize(const Type *Ty, const Function &F,
                      const DebugLoc &Place = DebugLoc()) {
  const auto *Vector = dyn_cast<FixedVectorType>(Ty);
  if (!Vector || Vector->getNumElements() <= Sectile::MaxVectorElements)
    return;
  std::string Where = ("in function " + F.getName()).str();
  if (Place)
    Where +=
        (" at " + Place->getFilename() + ":" + Twine(Place.getLine())).str();
  report_fatal_error(
      Twine(Where) + ": vector of " + Twine(Vector->getNumElements()) +
          " elements, expected at most " + Twine(Sectile::MaxVectorElements),
      /*gen_crash_diag=*/false);
}

static void checkSizes(const Function &F) {
  checkSize(F.getReturnType(), F);
  for (const Argument &A : F.args())
    checkSize(A.getType(), F);
  for (const Instruction &I : instructions(F)) {
    checkSize(I.getType(), F, I.getDebugLoc());
    for (const Value *Op : I.operand_values())
      checkSize(Op->getType(), F, I.getDebugLoc());
  }
}

// The alignment that caller and va_arg agree on: at most that of a row of a
// tile.
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
    // The copy may share its stack slot with the copies of other calls.
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

bool SectileVectors::runOnFunction(Function &F) {
  checkSizes(F);
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
