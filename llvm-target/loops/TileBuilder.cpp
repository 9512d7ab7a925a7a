// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- TileBuilder.cpp - IR that works on tiles ---------------------------===//

#include "loops/TileBuilder.h"
#include "semantics/scalar.h"
#include "llvm/IR/Module.h"

using namespace llvm;
using sectile::isa::ElementKind;
using sectile::isa::ElementType;
using sectile::isa::typeInfo;

bool llvm::isConstant(const Value *V, int64_t Want) {
  auto *C = dyn_cast_or_null<ConstantInt>(V);
  return C && C->getSExtValue() == Want;
}

TileBuilder::TileBuilder(BasicBlock *At, BasicBlock *Before,
                         const DebugLoc &Loc)
    : IRBuilder<>(At), Before(Before) {
  SetCurrentDebugLocation(Loc);
}

FixedVectorType *TileBuilder::words() {
  return FixedVectorType::get(getInt32Ty(), 256);
}

FixedVectorType *TileBuilder::bytes() {
  return FixedVectorType::get(getInt8Ty(), 1024);
}

FixedVectorType *TileBuilder::packedType(ElementType E) {
  unsigned Bits = typeInfo(E).bits;
  if (Bits == 32)
    return typeInfo(E).kind == ElementKind::floating
               ? FixedVectorType::get(getFloatTy(), 256)
               : words();
  if (E == ElementType::f16)
    return FixedVectorType::get(getHalfTy(), 512);
  return Bits == 16 ? FixedVectorType::get(getInt16Ty(), 512) : bytes();
}

BasicBlock *TileBuilder::block(const Twine &Name) {
  return BasicBlock::Create(getContext(), "tiles." + Name,
                            GetInsertBlock()->getParent(), Before);
}

static void describe(Function &Fn) {
  Fn.setDoesNotThrow();
  Fn.setWillReturn();
  Fn.setDoesNotFreeMemory();
  Fn.setNoSync();
  Fn.addFnAttr(Attribute::NoCallback);
  Fn.setMemoryEffects(MemoryEffects::none());
  for (Argument &A : Fn.args()) {
    if (!A.getType()->isPointerTy())
      continue;
    bool Load = !Fn.getReturnType()->isVoidTy();
    Fn.setMemoryEffects(
        MemoryEffects::argMemOnly(Load ? ModRefInfo::Ref : ModRefInfo::Mod));
    A.addAttr(Load ? Attribute::ReadOnly : Attribute::WriteOnly);
    A.addAttr(
        Attribute::getWithCaptureInfo(Fn.getContext(), CaptureInfo::none()));
  }
}

Value *TileBuilder::callReserved(StringRef Name, Type *Result,
                                 ArrayRef<Value *> Args) {
  SmallVector<Type *, 4> Types;
  for (Value *V : Args)
    Types.push_back(V->getType());
  FunctionCallee Callee = GetInsertBlock()->getModule()->getOrInsertFunction(
      Name, FunctionType::get(Result, Types, /*isVarArg=*/false));
  auto *Fn = cast<Function>(Callee.getCallee());
  if (!Fn->hasFnAttribute(Attribute::NoCallback))
    describe(*Fn);
  return CreateCall(Callee, Args);
}

Value *TileBuilder::call(const Twine &Name, Type *Result,
                         ArrayRef<Value *> Args) {
  return callReserved(("__builtin_sectile_" + Name).str(), Result, Args);
}

Value *TileBuilder::shape(Value *Rows, Value *Columns, unsigned LogBytes) {
  auto *R = dyn_cast<ConstantInt>(Rows), *C = dyn_cast<ConstantInt>(Columns);
  if (R && C)
    return number(sectile::sem::TSHAPE(R->getSExtValue(), C->getSExtValue(),
                                       int64_t(LogBytes)));
  return call("tshape", getInt64Ty(), {Rows, Columns, getInt32(LogBytes)});
}

Value *TileBuilder::address(Value *Base, Value *Index, Value *Stride) {
  Value *Offset = CreateMul(Index, Stride);
  return isConstant(Offset, 0) ? Base : CreatePtrAdd(Base, Offset);
}

void TileBuilder::loop(const Twine &Name, Value *Extent,
                       function_ref<Value *(Value *)> Do) {
  BasicBlock *Entry = GetInsertBlock(), *Header = block(Name),
             *After = block(Name + ".end");
  CreateBr(Header);
  SetInsertPoint(Header);
  PHINode *Index = CreatePHI(getInt64Ty(), 2);
  Index->addIncoming(number(0), Entry);
  Value *Next = Do(Index);
  Index->addIncoming(Next, GetInsertBlock());
  CreateCondBr(CreateICmpSLT(Next, Extent), Header, After);
  SetInsertPoint(After);
}
