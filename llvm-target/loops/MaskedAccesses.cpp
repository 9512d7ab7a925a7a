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
#include "loops/TileBuilder.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/Analysis/VectorUtils.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;
using namespace llvm::PatternMatch;

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
    return Ty && Ty->getNumElements() == TileWords &&
           Ty->getElementType()->isIntegerTy(32);
  };
  if (auto *Extended = dyn_cast<CastInst>(Index);
      Extended && (isa<SExtInst>(Extended) ||
                   (isa<ZExtInst>(Extended) && Extended->hasNonNeg())))
    Index = Extended->getOperand(0);
  else if (auto *C = dyn_cast<Constant>(Index);
           C && !IsTile(C)) { // wide constants that words hold
    auto *Words =
        FixedVectorType::get(Type::getInt32Ty(C->getContext()), TileWords);
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
  Value *Limit = ConstantInt::get(Left->getType(), TileWords);
  Left = B.CreateBinaryIntrinsic(Intrinsic::umin, Left, Limit);
  return B.CreateZExtOrTrunc(Left, B.getInt64Ty());
}

/// A mask of the first lanes, as a tile.
static Value *laneMask(IntrinsicInst &I) {
  TileBuilder B(&I);
  Value *Mask = B.call("tmask_lin", B.words(), {activeLanes(&I)});
  return B.CreateICmpSLT(Mask, Constant::getNullValue(B.words()));
}

namespace {
/// The lanes under a mask, as accesses take them: linear ones a count, others a
/// tile.
struct LaneChoice {
  bool Counted;
  Value *Operand;
  const char *form() const { return Counted ? "l_" : "m_"; }
};
} // namespace
static LaneChoice chosenLanes(TileBuilder &B, Value *Bits) {
  if (Value *Count = activeLanes(Bits))
    return {true, Count};
  return {false, B.CreateSExt(Bits, B.words())};
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

/// What is known of the memory of I holds for the call that accesses it
/// instead.
static Value *instead(const IntrinsicInst &I, Value *Call) {
  cast<CallInst>(Call)->copyMetadata(I, {LLVMContext::MD_tbaa,
                                         LLVMContext::MD_alias_scope,
                                         LLVMContext::MD_noalias});
  return Call;
}

/// Loads words, or narrower integers as words.
static Value *load(IntrinsicInst &I, TileBuilder &B, Value *Pointer,
                   Value *Bits) {
  LaneChoice Lanes = chosenLanes(B, Bits);
  unsigned Width = I.getType()->getScalarSizeInBits();
  if (Width == 32 && Lanes.Counted) {
    Value *Size = B.CreateShl(Lanes.Operand, 2);
    return B.CreateBitCast(
        instead(I, B.call("tldl_raw", B.bytes(), {Pointer, Size})),
        I.getType());
  }
  auto Words = [&](const Twine &Element) {
    return instead(I, B.call(Twine("tld") + Lanes.form() + Element, B.words(),
                             {Pointer, Lanes.Operand}));
  };
  if (Width == 32)
    return B.CreateBitCast(Words("w32"), I.getType());
  // The access extends them as their users do.
  auto Signed = extensions<SExtInst>(I), Unsigned = extensions<ZExtInst>(I);
  bool BySign = Signed.size() > Unsigned.size();
  Value *V = Words(Twine(BySign ? "i" : "u") + Twine(Width));
  for (Instruction *E : BySign ? Signed : Unsigned) {
    E->replaceAllUsesWith(V);
    E->eraseFromParent();
  }
  return B.CreateTrunc(V, I.getType());
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

static void store(const IntrinsicInst &I, TileBuilder &B, Value *V,
                  Value *Pointer, Value *Bits) {
  LaneChoice Lanes = chosenLanes(B, Bits);
  unsigned Width = V->getType()->getScalarSizeInBits();
  if (Width == 32 && Lanes.Counted) {
    Value *Size = B.CreateShl(Lanes.Operand, 2);
    instead(I, B.call("tstl_raw", B.getVoidTy(),
                      {B.CreateBitCast(V, B.bytes()), Pointer, Size}));
    return;
  }
  auto Words = [&](Value *W, const Twine &Element) {
    instead(I, B.call(Twine("tst") + Lanes.form() + Element, B.getVoidTy(),
                      {W, Pointer, Lanes.Operand}));
  };
  // A narrowing store saturates: extended elements are what they are.
  if (Width == 32)
    Words(B.CreateBitCast(V, B.words()), "w32");
  else if (auto [Wide, Signed] = saturated(V); Wide)
    Words(Wide, Twine(Signed ? "i" : "u") + Twine(Width));
  else
    Words(B.CreateZExt(V, B.words()), "u" + Twine(Width));
}

/// Loads or stores words at indices; the loaded ones.
static Value *accessByIndex(const IntrinsicInst &I, TileBuilder &B,
                            const LaneAddress &Address, Value *Bits,
                            Value *Stored) {
  SmallVector<Value *, 5> Args{Address.Base, Address.Index,
                               B.CreateSExt(Bits, B.words()),
                               B.getInt32(Address.Shift)};
  if (!Stored)
    return B.CreateBitCast(instead(I, B.call("tldx_w32", B.words(), Args)),
                           I.getType());
  Args.insert(Args.begin(), B.CreateBitCast(Stored, B.words()));
  return instead(I, B.call("tstx_w32", B.getVoidTy(), Args));
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
  if (Ty->getElementCount() != ElementCount::getFixed(TileWords) ||
      !(Word || (Narrow && !ByIndex)))
    return nullptr;
  Value *Stored = Stores ? I.getArgOperand(0) : nullptr;
  Value *Pointers = I.getArgOperand(Stores ? 1 : 0);
  Value *Bits = I.getArgOperand(Stores ? 2 : 1);
  std::optional<LaneAddress> Address;
  if (ByIndex) {
    Address = laneAddress(Pointers, I.getDataLayout());
    if (!Address)
      return nullptr;
  }

  TileBuilder B(&I);
  Value *Loaded = nullptr;
  if (Address)
    Loaded = accessByIndex(I, B, *Address, Bits, Stored);
  else if (Stores)
    store(I, B, Stored, Pointers, Bits);
  else
    Loaded = load(I, B, Pointers, Bits);
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
                 ElementCount::getFixed(TileWords))
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
