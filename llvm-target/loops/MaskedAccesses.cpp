// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- MaskedAccesses.cpp - accesses of 256 lanes -------------------------===//
//
// The loop vectoriser emits masked accesses of 256 elements. A mask of the
// first lanes becomes a count, which is an operand of linear accesses; other
// masks become tiles. The accesses convert narrow elements to words. Gathers
// and scatters have instructions if their addresses are a scalar plus words, or
// a linear sequence. LLVM scalarises all others.
//
// A loop that runs backwards loads a vector whose last lane comes first, and
// reverses it and its mask. The lanes are reversed as words.
//
//===----------------------------------------------------------------------===//

#include "loops/MaskedAccesses.h"
#include "loops/ImplicitTiles.h"
#include "loops/LinearLanes.h"
#include "loops/NarrowFloats.h"
#include "loops/TileBuilder.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/Analysis/VectorUtils.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/PatternMatch.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;
using namespace llvm::PatternMatch;

namespace {
/// Elements at a scalar base + (index << shift).
struct LaneAddress {
  Value *Base, *Index;
  unsigned Shift;
};
} // namespace

/// The offsets of lanes at a distance of so many bytes, as words.
static Constant *laneOffsets(LLVMContext &Ctx, int64_t Step) {
  SmallVector<uint32_t, TileWords> Offsets;
  for (unsigned Lane = 0; Lane < TileWords; ++Lane)
    Offsets.push_back(uint32_t(Step * Lane));
  return ConstantDataVector::get(Ctx, Offsets);
}

// Pointers are a linear sequence, or a scalar plus extended words that are
// scaled by 1 or by the size of a word.
static std::optional<LaneAddress>
laneAddress(Value *Pointers, LinearLanes &Linear, const DataLayout &DL) {
  if (auto Step = Linear.step(Pointers); Step && isInt<23>(*Step))
    return LaneAddress{Linear.first(Pointers),
                       laneOffsets(Pointers->getContext(), *Step), 0};
  auto *GEP = dyn_cast<GetElementPtrInst>(Pointers);
  // Neighbours of an element are at a constant offset from it.
  APInt Offset(DL.getIndexTypeSizeInBits(Pointers->getType()), 0);
  while (GEP && GEP->hasAllConstantIndices() &&
         GEP->accumulateConstantOffset(DL, Offset))
    GEP = dyn_cast<GetElementPtrInst>(GEP->getPointerOperand());
  if (!GEP || GEP->getNumIndices() != 1)
    return std::nullopt;
  Value *Base = GEP->getPointerOperand();
  if (Base->getType()->isVectorTy())
    Base = getSplatValue(Base);
  if (Base && !Offset.isZero())
    Base = IRBuilder<>(GEP).CreatePtrAdd(
        Base, ConstantInt::get(Base->getContext(), Offset));
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
      Extended && isa<SExtInst, ZExtInst>(Extended)) {
    Value *From = Extended->getOperand(0);
    unsigned Bits = From->getType()->getScalarSizeInBits();
    if (Bits == 8 || Bits == 16)
      From = IRBuilder<>(Extended).CreateCast(
          Extended->getOpcode(), From,
          FixedVectorType::get(Type::getInt32Ty(From->getContext()),
                               TileWords));
    else if (isa<ZExtInst>(Extended) && !Extended->hasNonNeg())
      return std::nullopt;
    Index = From;
  } else if (auto *C = dyn_cast<Constant>(Index);
             C && !IsTile(C)) { // wide constants that fit in words
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

/// The number of lanes, if the mask is one of the first lanes, or nothing.
static Value *activeLanes(Value *Mask) {
  if (match(Mask, m_AllOnes()))
    return ConstantInt::get(Type::getInt64Ty(Mask->getContext()), TileWords);
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

/// The operand of a reversal, or null.
static Value *reversed(Value *V) {
  auto *Order = dyn_cast<ShuffleVectorInst>(V);
  return Order && Order->isReverse() &&
                 Order->getShuffleMask().size() == TileWords
             ? Order->getOperand(0)
             : nullptr;
}

static Value *reverseWords(TileBuilder &B, Value *Words) {
  SmallVector<int, TileWords> Order;
  for (int Lane = TileWords - 1; Lane >= 0; --Lane)
    Order.push_back(Lane);
  return B.CreateShuffleVector(Words, Order);
}

namespace {
/// The lanes of a mask in the form that accesses have as an operand: a count
/// for linear accesses, otherwise a tile.
struct LaneChoice {
  bool Counted;
  Value *Operand;
  const char *form() const { return Counted ? "l_" : "m_"; }
};
} // namespace
static LaneChoice chosenLanes(TileBuilder &B, Value *Bits) {
  if (Value *Count = activeLanes(Bits))
    return {true, Count};
  if (Value *Forward = reversed(Bits)) {
    if (Value *Count = activeLanes(Forward)) {
      // The last lanes: their index from the end is below the count.
      Constant *FromEnd =
          ConstantExpr::getSub(ConstantInt::get(B.words(), TileWords - 1),
                               laneOffsets(B.getContext(), 1));
      Value *Limit =
          B.CreateVectorSplat(TileWords, B.CreateTrunc(Count, B.getInt32Ty()));
      return {false, B.CreateSExt(B.CreateICmpSLT(FromEnd, Limit), B.words())};
    }
    return {false, reverseWords(B, B.CreateSExt(Forward, B.words()))};
  }
  return {false, B.CreateSExt(Bits, B.words())};
}

/// All users that extend a narrow value to words, with sign or with zero.
template <typename Extension>
static SmallVector<Instruction *, 2> extensions(Value &V) {
  SmallVector<Instruction *, 2> Found;
  for (User *U : V.users())
    if (auto *E = dyn_cast<Extension>(U))
      if (E->getType()->getScalarType()->isIntegerTy(32))
        Found.push_back(E);
  return Found;
}

/// Copies the memory attributes of I to the call that replaces it.
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
  if (isNarrowFloat(I.getType())) {
    // The access extends it to f32; other users get the bits.
    Value *V = nullptr;
    for (User *U : make_early_inc_range(I.users())) {
      auto *Extended = dyn_cast<FPExtInst>(U);
      if (!Extended || !Extended->getType()->getScalarType()->isFloatTy())
        continue;
      if (!V)
        V = instead(I, B.call(Twine("tld") + Lanes.form() +
                                  narrowFloatName(I.getType()),
                              Extended->getType(), {Pointer, Lanes.Operand}));
      Extended->replaceAllUsesWith(V);
      Extended->eraseFromParent();
    }
    if (I.use_empty())
      return PoisonValue::get(I.getType());
    return B.CreateBitCast(
        B.CreateTrunc(Words("u16"), lanesOf(B.getInt16Ty(), TileWords)),
        I.getType());
  }
  // The access extends them with the same signedness as their users.
  auto Signed = extensions<SExtInst>(I), Unsigned = extensions<ZExtInst>(I);
  bool BySign = Signed.size() > Unsigned.size();
  Value *V = Words(Twine(BySign ? "i" : "u") + Twine(Width));
  for (Instruction *E : BySign ? Signed : Unsigned) {
    E->replaceAllUsesWith(V);
    E->eraseFromParent();
  }
  return B.CreateTrunc(V, I.getType());
}

/// The words from which V is truncated, if they were clamped to the range of
/// its type, and whether that range is signed; or nothing.
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
  // A narrowing store saturates, which does not change extended elements.
  if (Width == 32)
    Words(B.CreateBitCast(V, B.words()), "w32");
  else if (auto *From = dyn_cast<FPTruncInst>(V);
           From && From->getSrcTy()->getScalarType()->isFloatTy())
    Words(From->getOperand(0), narrowFloatName(V->getType()));
  else if (auto [Wide, Signed] = saturated(V); Wide)
    Words(Wide, Twine(Signed ? "i" : "u") + Twine(Width));
  else
    Words(
        B.CreateZExt(B.CreateBitCast(V, lanesOf(B.getIntNTy(Width), TileWords)),
                     B.words()),
        "u" + Twine(Width));
}

/// Loads or stores words at indices; returns the loaded words.
static Value *accessByIndex(const IntrinsicInst &I, TileBuilder &B,
                            const LaneAddress &Address, Value *Bits,
                            Value *Stored) {
  LaneChoice Lanes = chosenLanes(B, Bits);
  Value *Mask = Lanes.Counted ? B.call("tmask_lin", B.words(), {Lanes.Operand})
                              : Lanes.Operand;
  SmallVector<Value *, 5> Args{Address.Base, Address.Index, Mask,
                               B.getInt32(Address.Shift)};
  if (!Stored)
    return B.CreateBitCast(instead(I, B.call("tldx_w32", B.words(), Args)),
                           I.getType());
  Args.insert(Args.begin(), B.CreateBitCast(Stored, B.words()));
  return instead(I, B.call("tstx_w32", B.getVoidTy(), Args));
}

/// Loads 256 words at a distance of 2 to 4 words, which more words follow: as
/// many rectangles, whose row r contains the words of row r of the result. Each
/// rectangle contributes some columns.
static Value *wordsApart(const IntrinsicInst &I, TileBuilder &B, Value *Base,
                         unsigned Apart) {
  auto Number = [&](uint32_t V) { return ConstantInt::get(B.words(), V); };
  SmallVector<Value *, 4> Parts;
  for (unsigned Part = 0; Part < Apart; ++Part) {
    Value *Row = B.address(Base, B.number(Part), B.number(64));
    Value *Loaded = instead(
        I, B.call("tldr_raw", B.bytes(),
                  {Row, B.number(64 * int64_t(Apart)),
                   B.shape(B.number(16), B.number(16), /*LogBytes=*/2)}));
    Parts.push_back(B.CreateBitCast(Loaded, B.words()));
  }
  // Column c is word Apart * c of a row: column Apart * c & 15 of a rectangle.
  Value *Column = B.call("tidxcol", B.words(), {});
  Value *From = B.CreateMul(Column, Number(Apart));
  auto Permuted = [&](Value *Words) {
    return B.call("tperm", B.words(), {Words, From});
  };
  auto Chosen = [&](Value *Origin, unsigned Part, Value *True, Value *False) {
    return B.CreateSelect(B.CreateICmpEQ(Origin, Number(Part)), True, False);
  };
  if (Apart == 3) {
    // Each column is in one rectangle: 11 * 3 is 1 modulo 16.
    Value *To = B.CreateAnd(B.CreateMul(Column, Number(11)), Number(15));
    Value *Origin = B.CreateLShr(B.CreateMul(To, Number(3)), 4);
    Value *All = Chosen(Origin, 1, Parts[1], Parts[0]);
    return Permuted(Chosen(Origin, 2, Parts[2], All));
  }
  Value *Origin = B.CreateLShr(From, 4);
  Value *All = Permuted(Parts[0]);
  for (unsigned Part = 1; Part < Apart; ++Part)
    All = Chosen(Origin, Part, Permuted(Parts[Part]), All);
  return All;
}

/// Emits rectangles for a gather of words at a distance of a few words under a
/// mask of the first lanes, if they read no further than the next iteration.
/// Null: it is another gather.
static Value *gatherApart(IntrinsicInst &I, const LaneAddress &Address,
                          int64_t Step, Value *Bits) {
  auto *Mask = dyn_cast<IntrinsicInst>(Bits);
  if (!Mask || Mask->getIntrinsicID() != Intrinsic::get_active_lane_mask ||
      (Step != 8 && Step != 12 && Step != 16))
    return nullptr;
  Instruction *Many, *Few;
  {
    IRBuilder<> B(&I);
    Value *Left = B.CreateBinaryIntrinsic(
        Intrinsic::usub_sat, Mask->getArgOperand(1), Mask->getArgOperand(0));
    SplitBlockAndInsertIfThenElse(
        B.CreateICmpUGT(Left, ConstantInt::get(Left->getType(), TileWords)), &I,
        &Many, &Few);
  }
  TileBuilder OfMany(Many), OfFew(Few), B(&I);
  Value *Whole = OfMany.CreateBitCast(
      wordsApart(I, OfMany, Address.Base, unsigned(Step / 4)), I.getType());
  Value *Rest = accessByIndex(I, OfFew, Address, Bits, /*Stored=*/nullptr);
  PHINode *Loaded = B.CreatePHI(I.getType(), 2);
  Loaded->addIncoming(Whole, Many->getParent());
  Loaded->addIncoming(Rest, Few->getParent());
  return Loaded;
}

/// The replacement of an access that has an instruction, also of type void; or
/// nothing.
static Value *access(IntrinsicInst &I, LinearLanes &Linear) {
  Intrinsic::ID ID = I.getIntrinsicID();
  bool Stores =
      ID == Intrinsic::masked_store || ID == Intrinsic::masked_scatter;
  bool ByIndex =
      ID == Intrinsic::masked_gather || ID == Intrinsic::masked_scatter;
  auto *Ty =
      cast<VectorType>(Stores ? I.getArgOperand(0)->getType() : I.getType());
  Type *Element = Ty->getElementType();
  bool Word = Element->isIntegerTy(32) || Element->isFloatTy();
  Value *Stored = Stores ? I.getArgOperand(0) : nullptr;
  bool Narrow = Element->isIntegerTy(8) || Element->isIntegerTy(16) ||
                isNarrowFloat(Element);
  if (Ty->getElementCount() != ElementCount::getFixed(TileWords) ||
      !(Word || (Narrow && !ByIndex)))
    return nullptr;
  Value *Pointers = I.getArgOperand(Stores ? 1 : 0);
  Value *Bits = I.getArgOperand(Stores ? 2 : 1);
  std::optional<LaneAddress> Address;
  if (ByIndex) {
    std::optional<int64_t> Step = Linear.step(Pointers);
    Address = laneAddress(Pointers, Linear, I.getDataLayout());
    if (!Address)
      return nullptr;
    if (Step && !Stores)
      if (Value *Loaded = gatherApart(I, *Address, *Step, Bits))
        return Loaded;
  }

  TileBuilder B(&I);
  Value *Loaded = nullptr;
  if (Address)
    Loaded = accessByIndex(I, B, *Address, Bits, Stored);
  else if (Stores)
    store(I, B, Stored, Pointers, Bits);
  else
    Loaded = load(I, B, Pointers, Bits);
  return Stores ? PoisonValue::get(I.getType()) : Loaded; // of type void
}

/// Accesses load zero where the mask is not set; a select inserts other values.
static bool loadZeroOtherwise(IntrinsicInst &I) {
  Value *Otherwise = I.getArgOperand(2);
  auto *C = dyn_cast<Constant>(Otherwise);
  if (C && (isa<UndefValue>(C) || C->isNullValue()))
    return false;
  I.setArgOperand(2, Constant::getNullValue(I.getType()));
  IRBuilder<> B(I.getNextNode());
  auto *Chosen =
      cast<Instruction>(B.CreateSelect(I.getArgOperand(1), &I, Otherwise));
  I.replaceUsesWithIf(Chosen,
                      [&](const Use &U) { return U.getUser() != Chosen; });
  return true;
}

/// Narrow elements are reversed as the words that they are extended to or
/// truncated from.
static bool reverseAsWords(ShuffleVectorInst &I) {
  Value *V = reversed(&I);
  unsigned Width = I.getType()->getScalarSizeInBits();
  if (!V || !I.getType()->isIntOrIntVectorTy() || (Width != 8 && Width != 16))
    return false;
  bool Changed = false;
  for (User *U : make_early_inc_range(I.users())) {
    auto *Extended = dyn_cast<CastInst>(U);
    if (!Extended || !isa<SExtInst, ZExtInst>(Extended) ||
        !Extended->getType()->getScalarType()->isIntegerTy(32))
      continue;
    TileBuilder B(&I);
    Extended->replaceAllUsesWith(reverseWords(
        B, B.CreateCast(Extended->getOpcode(), V, Extended->getType())));
    Extended->eraseFromParent();
    Changed = true;
  }
  Value *Wide;
  if (!I.use_empty() && match(V, m_OneUse(m_Trunc(m_Value(Wide)))) &&
      Wide->getType()->getScalarType()->isIntegerTy(32)) {
    TileBuilder B(&I);
    I.replaceAllUsesWith(B.CreateTrunc(reverseWords(B, Wide), I.getType()));
    Changed = true;
  }
  return Changed;
}

/// A comparison of all bits of a mask with 0 or -1: whether any lane is set, or
/// all are. Null for other comparisons.
static Value *compareMask(ICmpInst &I) {
  Value *Bits;
  if (!I.isEquality() || !match(I.getOperand(0), m_BitCast(m_Value(Bits))))
    return nullptr;
  auto *Ty = dyn_cast<FixedVectorType>(Bits->getType());
  bool None = match(I.getOperand(1), m_Zero()),
       All = match(I.getOperand(1), m_AllOnes());
  if (!Ty || Ty->getNumElements() != TileWords ||
      !Ty->getElementType()->isIntegerTy(1) || !(None || All))
    return nullptr;
  // Words are 0 or -1: if the greatest is -1, all lanes are set.
  TileBuilder B(&I);
  Value *Words = B.CreateSExt(Bits, B.words());
  Value *One = B.CreateIntrinsic(None ? Intrinsic::vector_reduce_smin
                                      : Intrinsic::vector_reduce_smax,
                                 {B.words()}, {Words});
  return B.CreateICmp(I.getPredicate(), One,
                      ConstantInt::getSigned(B.getInt32Ty(), None ? 0 : -1));
}

/// Makes a masked access of an unmasked one of 256 elements of 16 bits.
static bool maskNarrow(Instruction &I) {
  Type *Ty = isa<LoadInst, StoreInst>(I) ? getLoadStoreType(&I) : nullptr;
  auto *V = dyn_cast_or_null<FixedVectorType>(Ty);
  if (!V || V->getNumElements() != TileWords ||
      !(V->getElementType()->isIntegerTy(16) || isNarrowFloat(V)))
    return false;
  IRBuilder<> B(&I);
  Value *All =
      Constant::getAllOnesValue(FixedVectorType::get(B.getInt1Ty(), TileWords));
  CallInst *New;
  if (auto *Load = dyn_cast<LoadInst>(&I)) {
    if (!Load->isSimple())
      return false;
    New =
        B.CreateMaskedLoad(V, Load->getPointerOperand(), Load->getAlign(), All);
    Load->replaceAllUsesWith(New);
  } else {
    auto *Store = cast<StoreInst>(&I);
    if (!Store->isSimple())
      return false;
    New =
        B.CreateMaskedStore(Store->getValueOperand(),
                            Store->getPointerOperand(), Store->getAlign(), All);
  }
  New->copyMetadata(I);
  I.eraseFromParent();
  return true;
}

bool llvm::lowerMaskedAccesses(Function &F) {
  bool Changed = false;
  for (Instruction &I : make_early_inc_range(instructions(F)))
    Changed |= maskNarrow(I);
  for (Instruction &I : make_early_inc_range(instructions(F)))
    if (auto *II = dyn_cast<IntrinsicInst>(&I);
        II && II->getType()->isVectorTy() &&
        is_contained({Intrinsic::masked_load, Intrinsic::masked_gather},
                     II->getIntrinsicID()) &&
        cast<VectorType>(II->getType())->getElementCount() ==
            ElementCount::getFixed(TileWords))
      Changed |= loadZeroOtherwise(*II);
  Changed |= lowerNarrowFloats(F);
  SmallVector<ShuffleVectorInst *, 8> Orders;
  SmallVector<ICmpInst *, 2> Comparisons;
  SmallVector<IntrinsicInst *, 8> Accesses, Masks;
  for (Instruction &I : instructions(F)) {
    if (auto *Order = dyn_cast<ShuffleVectorInst>(&I))
      Orders.push_back(Order);
    if (auto *Compare = dyn_cast<ICmpInst>(&I))
      Comparisons.push_back(Compare);
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
  for (ShuffleVectorInst *Order : Orders)
    Changed |= reverseAsWords(*Order);
  LinearLanes Linear(F.getDataLayout());
  auto Replace = [&](Instruction *I, Value *V) {
    if (!I->getType()->isVoidTy())
      I->replaceAllUsesWith(V);
    I->eraseFromParent();
    Changed = true;
  };
  SmallVector<WeakTrackingVH, 8> Counters;
  for (Instruction &I : instructions(F))
    if (isa<PHINode>(I) && I.getType()->isVectorTy())
      Counters.push_back(&I);
  for (IntrinsicInst *I : Accesses) {
    SmallVector<WeakTrackingVH, 4> Pointers;
    for (Value *Operand : I->args())
      if (Operand->getType()->isPtrOrPtrVectorTy())
        Pointers.push_back(Operand);
    Value *V = access(*I, Linear);
    if (!V) {
      F.addFnAttr(PreparedMark);
      continue;
    }
    Replace(I, V);
    // The code generator does not support vectors of addresses.
    RecursivelyDeleteTriviallyDeadInstructionsPermissive(Pointers);
  }
  for (WeakTrackingVH &Counter : Counters)
    if (auto *P = dyn_cast_or_null<PHINode>(Counter))
      RecursivelyDeleteDeadPHINode(P);
  for (ICmpInst *I : Comparisons)
    if (Value *V = compareMask(*I)) {
      Value *Whole = I->getOperand(0);
      Replace(I, V);
      RecursivelyDeleteTriviallyDeadInstructions(Whole);
    }
  // Accesses use the operands of the masks, so masks are replaced last.
  for (IntrinsicInst *I : Masks)
    Replace(I, laneMask(*I));
  return Changed;
}
