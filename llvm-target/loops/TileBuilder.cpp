// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- TileBuilder.cpp - IR that works on tiles ---------------------------===//

#include "loops/TileBuilder.h"
#include "semantics/scalar.h"
#include "llvm/Analysis/VectorUtils.h"
#include "llvm/IR/IntrinsicInst.h"
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
  return FixedVectorType::get(getInt32Ty(), TileWords);
}

FixedVectorType *TileBuilder::bytes() {
  return FixedVectorType::get(getInt8Ty(), 4 * TileWords);
}

FixedVectorType *TileBuilder::packedType(ElementType E) {
  unsigned Bits = typeInfo(E).bits;
  if (Bits == 32)
    return typeInfo(E).kind == ElementKind::floating
               ? FixedVectorType::get(getFloatTy(), TileWords)
               : words();
  if (E == ElementType::f16)
    return FixedVectorType::get(getHalfTy(), 2 * TileWords);
  return Bits == 16 ? FixedVectorType::get(getInt16Ty(), 2 * TileWords)
                    : bytes();
}

BasicBlock *TileBuilder::block(const Twine &Name) {
  return BasicBlock::Create(getContext(), "tiles." + Name,
                            GetInsertBlock()->getParent(), Before);
}

static constexpr const char *Reserved = "__builtin_sectile_";

bool llvm::isReserved(const GlobalValue &G) {
  return G.getName().starts_with(Reserved);
}

void llvm::describeReserved(Function &Fn) {
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
    describeReserved(*Fn);
  return CreateCall(Callee, Args);
}

Value *TileBuilder::call(const Twine &Name, Type *Result,
                         ArrayRef<Value *> Args) {
  return callReserved((Reserved + Name).str(), Result, Args);
}

Value *TileBuilder::shape(Value *Rows, Value *Columns, unsigned LogBytes) {
  auto *R = dyn_cast<ConstantInt>(Rows), *C = dyn_cast<ConstantInt>(Columns);
  if (R && C)
    return number(sectile::sem::TSHAPE(R->getSExtValue(), C->getSExtValue(),
                                       int64_t(LogBytes)));
  return call("tshape", getInt64Ty(), {Rows, Columns, getInt32(LogBytes)});
}

Value *TileBuilder::window(Value *Shape, Value *FirstRow, Value *FirstColumn,
                           unsigned LogBytes) {
  return call("tshapeb", getInt64Ty(),
              {Shape, FirstRow, FirstColumn, getInt32(LogBytes)});
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

void TileBuilder::count(const Twine &Name, unsigned Extent, unsigned Step,
                        function_ref<void(Value *)> Do) {
  if (Extent <= Step)
    return Do(number(0));
  loop(Name, number(Extent), [&](Value *Index) {
    Do(Index);
    return CreateNSWAdd(Index, number(Step));
  });
}

std::pair<BasicBlock *, BasicBlock *> llvm::splitBefore(Instruction *Before) {
  BasicBlock *Entry = Before->getParent();
  BasicBlock *Exit = Entry->splitBasicBlock(Before, Entry->getName() + ".rest");
  Entry->getTerminator()->eraseFromParent();
  return {Entry, Exit};
}

void llvm::emitBefore(Instruction *Before,
                      function_ref<void(TileBuilder &)> Do) {
  auto [Entry, Exit] = splitBefore(Before);
  TileBuilder B(Entry, Exit, Before->getDebugLoc());
  Do(B);
  B.CreateBr(Exit);
}

bool llvm::isTileIntrinsic(Intrinsic::ID ID) {
  switch (ID) {
  case Intrinsic::fma:
  case Intrinsic::minnum:
  case Intrinsic::maxnum:
  case Intrinsic::minimumnum:
  case Intrinsic::maximumnum:
  case Intrinsic::smin:
  case Intrinsic::smax:
  case Intrinsic::umin:
  case Intrinsic::umax:
    return true;
  default:
    return false;
  }
}

Value *llvm::roundedToInteger(const Value *V) {
  auto *Call = dyn_cast<IntrinsicInst>(V);
  if (!Call || !Call->getType()->isIntegerTy(64) ||
      !is_contained({Intrinsic::lrint, Intrinsic::llrint, Intrinsic::lround,
                     Intrinsic::llround},
                    Call->getIntrinsicID()))
    return nullptr;
  Value *Float = Call->getArgOperand(0);
  return Float->getType()->isFloatTy() ? Float : nullptr;
}

Value *llvm::roundedAs(IRBuilderBase &B, const Value *Call, Value *Float) {
  const Intrinsic::ID Of = cast<IntrinsicInst>(Call)->getIntrinsicID();
  const bool ToEven = Of == Intrinsic::lrint || Of == Intrinsic::llrint;
  return B.CreateUnaryIntrinsic(ToEven ? Intrinsic::rint : Intrinsic::round,
                                Float);
}

Value *llvm::lowWordOfRounded(IRBuilderBase &B, const Value *Call,
                              Value *Float) {
  Type *Floats = Float->getType();
  Type *Words = Floats->getWithNewType(B.getInt32Ty());
  auto Word = [&](uint64_t V) { return ConstantInt::get(Words, V); };
  Value *Rounded = roundedAs(B, Call, Float);
  Value *IsWord =
      B.CreateFCmpOLT(B.CreateUnaryIntrinsic(Intrinsic::fabs, Rounded),
                      ConstantFP::get(Floats, 0x1p31));
  // Larger numbers are a significand that is shifted left, by 8 to 39 bits.
  Value *Bits = B.CreateBitCast(Rounded, Words);
  Value *Significand =
      B.CreateOr(B.CreateAnd(Bits, Word(0x7fffff)), Word(0x800000));
  Value *Shift = B.CreateSub(
      B.CreateAnd(B.CreateLShr(Bits, Word(23)), Word(0xff)), Word(150));
  Value *Low = B.CreateSelect(
      B.CreateICmpULT(Shift, Word(32)),
      B.CreateShl(Significand, B.CreateAnd(Shift, Word(31))), Word(0));
  Value *Large =
      B.CreateSelect(B.CreateICmpSLT(Bits, Word(0)), B.CreateNeg(Low), Low);
  // The conversion saturates to 64 bits, and makes what is no number zero.
  Value *Limit =
      B.CreateSelect(B.CreateFCmpOGT(Rounded, ConstantFP::get(Floats, 0)),
                     Word(~uint64_t(0)), Word(0));
  Large = B.CreateSelect(B.CreateICmpSLT(Shift, Word(40)), Large, Limit);
  return B.CreateSelect(IsWord, B.CreateFPToSI(Rounded, Words), Large);
}

Type *llvm::lanesOf(Type *Element, unsigned Lanes) {
  return Lanes == 1 ? Element : FixedVectorType::get(Element, Lanes);
}

Value *llvm::onLanes(IRBuilderBase &B, const Instruction &I,
                     ArrayRef<Value *> Operands, unsigned Lanes) {
  Type *Result = lanesOf(I.getType()->getScalarType(), Lanes);
  if (auto *Call = dyn_cast<IntrinsicInst>(&I)) {
    Intrinsic::ID ID = Call->getIntrinsicID();
    SmallVector<Type *, 2> Overloaded;
    if (isVectorIntrinsicWithOverloadTypeAtArg(ID, -1, /*TTI=*/nullptr))
      Overloaded.push_back(Result);
    for (auto [At, Operand] : enumerate(Operands))
      if (isVectorIntrinsicWithOverloadTypeAtArg(ID, At, /*TTI=*/nullptr))
        Overloaded.push_back(Operand->getType());
    CallInst *New = B.CreateIntrinsic(ID, Overloaded, Operands);
    New->copyIRFlags(Call);
    return New;
  }
  Instruction *New = I.clone();
  for (auto [At, Operand] : enumerate(Operands))
    New->setOperand(At, Operand);
  New->mutateType(Result);
  New->dropUnknownNonDebugMetadata();
  return B.Insert(New);
}
