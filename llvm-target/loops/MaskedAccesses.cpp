// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- MaskedAccesses.cpp - accesses of 256 lanes -------------------------===//
//
// What the loop vectoriser makes of accesses: 256 elements under a mask. A mask
// of the first lanes is a count, which linear accesses have as an operand;
// other masks are tiles. Narrow integers become words on the way. Addresses
// that are a scalar and words are those of gathers and scatters. LLVM takes all
// others apart, element by element.
//
//===----------------------------------------------------------------------===//

#include "loops/MaskedAccesses.h"
#include "loops/ImplicitTiles.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/Analysis/VectorUtils.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;
using namespace llvm::PatternMatch;

static constexpr unsigned Lanes = 256;

static FixedVectorType *wordTile(LLVMContext &Ctx) {
  return FixedVectorType::get(Type::getInt32Ty(Ctx), Lanes);
}

namespace {
/// Elements at scalar base + (index << shift).
struct LaneAddress {
  Value *Base, *Index;
  unsigned Shift;
};
} // namespace

// Of pointers that are made of a scalar and words that are extended by sign and
// scaled by 1 or by the size of a word.
static std::optional<LaneAddress> laneAddress(Value *Pointers,
                                              const DataLayout &DL) {
  auto *GEP = dyn_cast<GetElementPtrInst>(Pointers);
  if (!GEP || GEP->getNumIndices() != 1)
    return std::nullopt;
  Value *Base = GEP->getPointerOperand();
  if (Base->getType()->isVectorTy())
    Base = getSplatValue(Base);
  uint64_t Size = DL.getTypeAllocSize(GEP->getSourceElementType());
  if (!Base || (Size != 1 && Size != 4))
    return std::nullopt;
  Value *Index = GEP->getOperand(1);
  auto IsTile = [](Value *V) {
    auto *Ty = dyn_cast<FixedVectorType>(V->getType());
    return Ty && Ty->getNumElements() == 256 &&
           Ty->getElementType()->isIntegerTy(32);
  };
  if (auto *Extended = dyn_cast<CastInst>(Index);
      Extended && (isa<SExtInst>(Extended) ||
                   (isa<ZExtInst>(Extended) && Extended->hasNonNeg())))
    Index = Extended->getOperand(0);
  else if (auto *C = dyn_cast<Constant>(Index);
           C && !IsTile(C)) { // wide constants that words hold
    auto *Words = FixedVectorType::get(Type::getInt32Ty(C->getContext()), 256);
    Constant *Narrow =
        ConstantFoldCastOperand(Instruction::Trunc, C, Words, DL);
    if (!Narrow || ConstantFoldCastOperand(Instruction::SExt, Narrow,
                                           C->getType(), DL) != C)
      return std::nullopt;
    Index = Narrow;
  }
  if (!IsTile(Index))
    return std::nullopt;
  return LaneAddress{Base, Index, Size == 1 ? 0u : 2u};
}

/// The number of lanes under a mask of the first ones, or nothing.
static Value *activeLanes(Value *Mask) {
  auto *II = dyn_cast<IntrinsicInst>(Mask);
  if (!II || II->getIntrinsicID() != Intrinsic::get_active_lane_mask)
    return nullptr;
  IRBuilder<> B(II);
  Value *First = II->getArgOperand(0), *End = II->getArgOperand(1);
  Value *Left = B.CreateBinaryIntrinsic(Intrinsic::usub_sat, End, First);
  Value *Limit = ConstantInt::get(Left->getType(), Lanes);
  Left = B.CreateBinaryIntrinsic(Intrinsic::umin, Left, Limit);
  return B.CreateZExtOrTrunc(Left, B.getInt64Ty());
}

/// A call of a reserved function that accesses memory as Memory says.
static CallInst *callBuiltin(IRBuilderBase &B, const Twine &Name, Type *Result,
                             ArrayRef<Value *> Args, MemoryEffects Memory) {
  SmallVector<Type *, 5> Types;
  for (Value *V : Args)
    Types.push_back(V->getType());
  FunctionCallee Builtin = B.GetInsertBlock()->getModule()->getOrInsertFunction(
      ("__builtin_sectile_" + Name).str(),
      FunctionType::get(Result, Types, /*isVarArg=*/false));
  CallInst *Call = B.CreateCall(Builtin, Args);
  Call->setDoesNotThrow();
  Call->setMemoryEffects(Memory);
  return Call;
}

/// A mask of the first lanes, as a tile.
static Value *laneMask(IntrinsicInst &I) {
  IRBuilder<> B(&I);
  auto *Tile = wordTile(I.getContext());
  Value *Mask = callBuiltin(B, "tmask_lin", Tile, {activeLanes(&I)},
                            MemoryEffects::none());
  return B.CreateICmpSLT(Mask, Constant::getNullValue(Tile));
}

/// All users that extend a narrow value to words by the sign, or not.
template <typename Extension>
static SmallVector<Instruction *, 2> extensions(Value &V) {
  SmallVector<Instruction *, 2> Found;
  for (User *U : V.users())
    if (auto *E = dyn_cast<Extension>(U))
      if (E->getType()->getScalarType()->isIntegerTy(32))
        Found.push_back(E);
  return Found;
}

/// Words under the mask: of raw words, or of narrower integers.
static Value *load(IntrinsicInst &I, IRBuilderBase &B, Value *Pointer,
                   Value *Bits) {
  auto *Tile = wordTile(I.getContext());
  auto ReadOnly = MemoryEffects::readOnly();
  auto Access = [&](const Twine &Element) -> CallInst * {
    if (Value *Count = activeLanes(Bits))
      return callBuiltin(B, "tldl_" + Element, Tile, {Pointer, Count},
                         ReadOnly);
    return callBuiltin(B, "tldm_" + Element, Tile,
                       {Pointer, B.CreateSExt(Bits, Tile)}, ReadOnly);
  };
  auto Describe = [&](CallInst *Call) {
    Call->copyMetadata(I, {LLVMContext::MD_tbaa, LLVMContext::MD_alias_scope,
                           LLVMContext::MD_noalias});
    return Call;
  };
  Type *Element = I.getType()->getScalarType();
  unsigned Width = Element->getScalarSizeInBits();
  if (Width == 32) {
    if (Value *Count = activeLanes(Bits)) {
      auto *Bytes = FixedVectorType::get(B.getInt8Ty(), 4 * Lanes);
      return B.CreateBitCast(
          Describe(callBuiltin(B, "tldl_raw", Bytes,
                               {Pointer, B.CreateShl(Count, 2)}, ReadOnly)),
          I.getType());
    }
    return B.CreateBitCast(Describe(Access("w32")), I.getType());
  }
  // The access extends them as their users do.
  auto Signed = extensions<SExtInst>(I), Unsigned = extensions<ZExtInst>(I);
  bool BySign = Signed.size() > Unsigned.size();
  Value *Words = Describe(Access(Twine(BySign ? "i" : "u") + Twine(Width)));
  for (Instruction *E : BySign ? Signed : Unsigned) {
    E->replaceAllUsesWith(Words);
    E->eraseFromParent();
  }
  return B.CreateTrunc(Words, I.getType());
}

/// The words that V holds after they were clamped to the range of its type, and
/// whether that is the range with a sign; or nothing.
static std::pair<Value *, bool> saturated(Value *V) {
  Value *Wide;
  const APInt *Low, *High;
  if (!match(V, m_Trunc(m_CombineOr(
                    m_SMin(m_SMax(m_Value(Wide), m_APInt(Low)), m_APInt(High)),
                    m_SMax(m_SMin(m_Value(Wide), m_APInt(High)),
                           m_APInt(Low))))) ||
      !Wide->getType()->getScalarType()->isIntegerTy(32))
    return {nullptr, false};
  unsigned Width = V->getType()->getScalarSizeInBits();
  if (*Low == APInt::getSignedMinValue(Width).sext(32) &&
      *High == APInt::getSignedMaxValue(Width).sext(32))
    return {Wide, true};
  if (Low->isZero() && *High == APInt::getMaxValue(Width).zext(32))
    return {Wide, false};
  return {nullptr, false};
}

static void store(IntrinsicInst &I, IRBuilderBase &B, Value *V, Value *Pointer,
                  Value *Bits) {
  auto *Tile = wordTile(I.getContext());
  auto WriteOnly = MemoryEffects::writeOnly();
  unsigned Width = V->getType()->getScalarSizeInBits();
  Value *Count = activeLanes(Bits);
  CallInst *Call;
  if (Width == 32 && Count) {
    auto *Bytes = FixedVectorType::get(B.getInt8Ty(), 4 * Lanes);
    Call = callBuiltin(
        B, "tstl_raw", B.getVoidTy(),
        {B.CreateBitCast(V, Bytes), Pointer, B.CreateShl(Count, 2)}, WriteOnly);
  } else {
    // The store saturates: extended elements are what they are.
    Value *Words;
    std::string Element = "w32";
    if (Width == 32) {
      Words = B.CreateBitCast(V, Tile);
    } else if (auto [Wide, Signed] = saturated(V); Wide) {
      Words = Wide;
      Element = (Signed ? "i" : "u") + std::to_string(Width);
    } else {
      Words = B.CreateZExt(V, Tile);
      Element = "u" + std::to_string(Width);
    }
    Call = Count ? callBuiltin(B, "tstl_" + Element, B.getVoidTy(),
                               {Words, Pointer, Count}, WriteOnly)
                 : callBuiltin(B, "tstm_" + Element, B.getVoidTy(),
                               {Words, Pointer, B.CreateSExt(Bits, Tile)},
                               WriteOnly);
  }
  Call->copyMetadata(I, {LLVMContext::MD_tbaa, LLVMContext::MD_alias_scope,
                         LLVMContext::MD_noalias});
}

/// The value of an access that has an instruction, void included; or nothing.
static Value *access(IntrinsicInst &I) {
  Intrinsic::ID ID = I.getIntrinsicID();
  bool Stores =
      ID == Intrinsic::masked_store || ID == Intrinsic::masked_scatter;
  bool ByIndex =
      ID == Intrinsic::masked_gather || ID == Intrinsic::masked_scatter;
  auto *Ty =
      cast<VectorType>(Stores ? I.getArgOperand(0)->getType() : I.getType());
  Type *Element = Ty->getElementType();
  bool Word = Element->isIntegerTy(32) || Element->isFloatTy();
  bool Narrow = Element->isIntegerTy(8) || Element->isIntegerTy(16);
  if (Ty->getElementCount() != ElementCount::getFixed(Lanes) ||
      !(Word || (Narrow && !ByIndex)))
    return nullptr;
  IRBuilder<> B(&I);
  auto *Tile = wordTile(I.getContext());
  Value *Pointers = I.getArgOperand(Stores ? 1 : 0);
  Value *Bits = I.getArgOperand(Stores ? 2 : 1);
  Value *Loaded = nullptr;
  if (ByIndex) {
    auto Address = laneAddress(Pointers, I.getDataLayout());
    if (!Address)
      return nullptr;
    SmallVector<Value *, 5> Args{Address->Base, Address->Index,
                                 B.CreateSExt(Bits, Tile),
                                 B.getInt32(Address->Shift)};
    if (Stores)
      Args.insert(Args.begin(), B.CreateBitCast(I.getArgOperand(0), Tile));
    CallInst *Call = callBuiltin(
        B, Stores ? "tstx_w32" : "tldx_w32", Stores ? B.getVoidTy() : Tile,
        Args, Stores ? MemoryEffects::writeOnly() : MemoryEffects::readOnly());
    Call->copyMetadata(I, {LLVMContext::MD_tbaa, LLVMContext::MD_alias_scope,
                           LLVMContext::MD_noalias});
    if (!Stores)
      Loaded = B.CreateBitCast(Call, Ty);
  } else if (Stores) {
    store(I, B, I.getArgOperand(0), Pointers, Bits);
  } else {
    Loaded = load(I, B, Pointers, Bits);
  }
  if (Stores)
    return PoisonValue::get(I.getType()); // of type void
  Value *Otherwise = I.getArgOperand(2);
  auto *C = dyn_cast<Constant>(Otherwise);
  bool Zero = C && (isa<UndefValue>(C) || C->isNullValue());
  return Zero ? Loaded : B.CreateSelect(Bits, Loaded, Otherwise);
}

bool llvm::lowerMaskedAccesses(Function &F) {
  SmallVector<IntrinsicInst *, 8> Accesses, Masks;
  for (Instruction &I : instructions(F)) {
    auto *II = dyn_cast<IntrinsicInst>(&I);
    if (!II)
      continue;
    if (is_contained({Intrinsic::masked_load, Intrinsic::masked_store,
                      Intrinsic::masked_gather, Intrinsic::masked_scatter},
                     II->getIntrinsicID()))
      Accesses.push_back(II);
    else if (II->getIntrinsicID() == Intrinsic::get_active_lane_mask &&
             cast<VectorType>(II->getType())->getElementCount() ==
                 ElementCount::getFixed(Lanes))
      Masks.push_back(II);
  }
  bool Changed = false;
  auto Replace = [&](IntrinsicInst *I, Value *V) {
    if (!I->getType()->isVoidTy())
      I->replaceAllUsesWith(V);
    I->eraseFromParent();
    Changed = true;
  };
  for (IntrinsicInst *I : Accesses) {
    if (Value *V = access(*I))
      Replace(I, V);
    else
      F.addFnAttr(PreparedMark);
  }
  // Accesses read the masks' operands.
  for (IntrinsicInst *I : Masks)
    Replace(I, laneMask(*I));
  return Changed;
}
