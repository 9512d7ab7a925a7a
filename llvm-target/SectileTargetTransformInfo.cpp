// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileTargetTransformInfo.cpp - costs for IR passes ---------------===//

#include "SectileTargetTransformInfo.h"
#include "SectileMatInt.h"
#include "loops/LinearLanes.h"
#include "loops/LoopNests.h"
#include "loops/NarrowFloats.h"
#include "loops/TileBuilder.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/PatternMatch.h"
#include "llvm/Transforms/Vectorize/LoopVectorizationLegality.h"

using namespace llvm;
using namespace llvm::PatternMatch;

InstructionCost
SectileTTIImpl::getIntImmCost(const APInt &Imm, Type *Ty,
                              TargetTransformInfo::TargetCostKind) const {
  if (Imm == 0 || Ty->isVectorTy() || !Ty->isIntegerTy())
    return TargetTransformInfo::TCC_Free;
  if (Imm.getBitWidth() > 64)
    return 4;
  return SectileMatInt::cost(Imm.getSExtValue());
}

InstructionCost SectileTTIImpl::getIntImmCostInst(
    unsigned Opcode, unsigned Idx, const APInt &Imm, Type *Ty,
    TargetTransformInfo::TargetCostKind CostKind, Instruction *Inst) const {
  if (Imm == 0 || !Ty->isIntegerTy() || Imm.getBitWidth() > 64)
    return TargetTransformInfo::TCC_Free;
  bool Immediate = false; // does an instruction take it?
  switch (Opcode) {
  case Instruction::GetElementPtr:
  case Instruction::PHI:
  case Instruction::Call:
  case Instruction::Ret:
    return TargetTransformInfo::TCC_Free;
  case Instruction::And:
    // A field of ones, or all but one.
    if (isShiftedMask_64(Imm.getZExtValue()) ||
        isShiftedMask_64(~Imm.getSExtValue()))
      return TargetTransformInfo::TCC_Free;
    Immediate = true;
    break;
  case Instruction::Add:
  case Instruction::Or:
  case Instruction::Xor:
    Immediate = true;
    break;
  case Instruction::ICmp:
    Immediate = Idx == 1;
    break;
  case Instruction::Sub:
    if (Idx == 1 && (-Imm).isSignedIntN(13))
      return TargetTransformInfo::TCC_Free;
    break;
  case Instruction::Shl:
  case Instruction::LShr:
  case Instruction::AShr:
    if (Idx == 1)
      return TargetTransformInfo::TCC_Free;
    break;
  case Instruction::Mul:
    if (Imm.isPowerOf2() || (Imm - 1).isPowerOf2() || (Imm + 1).isPowerOf2())
      return TargetTransformInfo::TCC_Free;
    break;
  case Instruction::SDiv:
  case Instruction::UDiv:
  case Instruction::SRem:
  case Instruction::URem:
    // A multiplication by another constant.
    if (Idx == 1)
      return TargetTransformInfo::TCC_Free;
    break;
  case Instruction::Store:
    break;
  default:
    // Hoisting is not known to help other operations.
    return TargetTransformInfo::TCC_Free;
  }
  if (Immediate && Imm.isSignedIntN(13))
    return TargetTransformInfo::TCC_Free;
  return getIntImmCost(Imm, Ty, CostKind);
}

InstructionCost
SectileTTIImpl::getIntImmCostIntrin(Intrinsic::ID, unsigned, const APInt &,
                                    Type *,
                                    TargetTransformInfo::TargetCostKind) const {
  return TargetTransformInfo::TCC_Free;
}

bool SectileTTIImpl::isLoweredToCall(const Function *F) const {
  if (isReserved(*F))
    return false;
  return BaseT::isLoweredToCall(F);
}

bool SectileTTIImpl::isLSRCostLess(
    const TargetTransformInfo::LSRCost &C1,
    const TargetTransformInfo::LSRCost &C2) const {
  // Instructions in the loop come first.
  return std::tie(C1.Insns, C1.NumRegs, C1.AddRecCost, C1.NumIVMuls,
                  C1.NumBaseAdds, C1.ScaleCost, C1.ImmCost, C1.SetupCost) <
         std::tie(C2.Insns, C2.NumRegs, C2.AddRecCost, C2.NumIVMuls,
                  C2.NumBaseAdds, C2.ScaleCost, C2.ImmCost, C2.SetupCost);
}

// A loop of fmax or fmin ends early at a NaN, so that LLVM 22 believes it to
// have scalar iterations at its end: a constant number of iterations would be
// rounded down to whole tiles although the mask is for those that are left.
bool SectileTTIImpl::preferPredicateOverEpilogue(TailFoldingInfo *TFI) const {
  const LoopVectorizationLegality &Legality = *TFI->LVL;
  return none_of(Legality.getReductionVars(),
                 [](const auto &Reduction) {
                   return RecurrenceDescriptor::isFPMinMaxNumRecurrenceKind(
                       Reduction.second.getRecurrenceKind());
                 }) ||
         !Legality.getPredicatedScalarEvolution()
              ->getSE()
              ->getSmallConstantTripCount(Legality.getLoop());
}

void SectileTTIImpl::getUnrollingPreferences(
    Loop *L, ScalarEvolution &SE, TargetTransformInfo::UnrollingPreferences &UP,
    OptimizationRemarkEmitter *ORE) const {
  // A loop of tiles has the shape it was written in, and little overhead.
  // Scalar loops are unrolled where their count is a constant: elsewhere the
  // fewer branches don't pay for the code. (The scheduling model's loop buffer
  // would make the default turn partial and runtime unrolling on.)
  BaseT::getUnrollingPreferences(L, SE, UP, ORE);
  UP.Partial = UP.Runtime = UP.UpperBound = false;
  // A nest that may become tile code keeps its loops until it was looked at.
  if (isUnseenNest(*L, SE))
    UP.FullUnrollMaxCount = 0;
}

void SectileTTIImpl::getPeelingPreferences(
    Loop *L, ScalarEvolution &SE,
    TargetTransformInfo::PeelingPreferences &PP) const {
  BaseT::getPeelingPreferences(L, SE, PP);
  if (isUnseenNest(*L, SE))
    PP.AllowPeeling = PP.AllowLoopNestsPeeling = false;
}

//===-- Vectors -----------------------------------------------------------===//
//
// Costs in cycles, where a scalar instruction is one; SectileSchedule.td says
// for how many a tile instruction has its unit. The vectoriser divides by the
// lanes. What has no tile instruction is taken apart, and costs more than the
// scalar loop.

static bool isWordType(const Type *Ty) {
  return Ty->isFloatTy() || Ty->isIntegerTy(32);
}

/// May the operand be a scalar that is in all words?
static bool takesScalar(const Instruction &I, unsigned Operand) {
  switch (I.getOpcode()) {
  case Instruction::FAdd:
  case Instruction::FMul:
  case Instruction::Add:
  case Instruction::Mul:
  case Instruction::And:
  case Instruction::Or:
  case Instruction::Xor:
    return true;
  case Instruction::FSub:
  case Instruction::FDiv:
  case Instruction::Sub:
  case Instruction::Shl:
  case Instruction::LShr:
  case Instruction::AShr:
  case Instruction::FCmp:
  case Instruction::ICmp:
    return Operand == 1;
  case Instruction::Call:
    return isTileIntrinsic(cast<CallInst>(I).getIntrinsicID());
  default:
    return false;
  }
}

static bool isTile(const VectorType &Ty) {
  return Ty.getElementCount() == ElementCount::getFixed(TileWords) &&
         isWordType(Ty.getElementType());
}

bool SectileTTIImpl::isProfitableToSinkOperands(
    Instruction *I, SmallVectorImpl<Use *> &Uses) const {
  for (Use &U : I->operands()) {
    auto *Splat = dyn_cast<ShuffleVectorInst>(U);
    if (Splat && isTile(*Splat->getType()) &&
        takesScalar(*I, U.getOperandNo()) &&
        match(Splat, m_Shuffle(m_InsertElt(m_Undef(), m_Value(), m_ZeroInt()),
                               m_Value(), m_ZeroMask()))) {
      Uses.push_back(&Splat->getOperandUse(0));
      Uses.push_back(&U);
    }
  }
  return !Uses.empty();
}

/// Is it an element that an access of a tile's lanes has in memory? The loop
/// vectoriser asks for elements. Vectors are asked for later, when masked
/// accesses that are left have no instruction.
bool SectileTTIImpl::isLaneInMemory(const Type *Ty) const {
  return MayUseTiles && !Ty->isVectorTy() &&
         (isWordType(Ty) || Ty->isIntegerTy(8) || Ty->isIntegerTy(16) ||
          isNarrowFloat(Ty));
}

bool SectileTTIImpl::isLaneByIndex(const Type *Ty) const {
  auto *V = dyn_cast<FixedVectorType>(Ty);
  if (V && (V->getNumElements() != TileWords || IsPrepared))
    return false;
  return MayUseTiles && isWordType(Ty->getScalarType());
}

static bool isLane(const Type *Ty) {
  return isWordType(Ty) || Ty->isIntegerTy(1) || Ty->isIntegerTy(8) ||
         Ty->isIntegerTy(16) || isNarrowFloat(Ty);
}

/// Of an operation on a vector that becomes these instructions, or none: it is
/// taken apart. Nothing for a scalar. Where size is asked for, a tile operation
/// is one instruction.
std::optional<InstructionCost>
SectileTTIImpl::tileCost(const Type *Ty,
                         TargetTransformInfo::TargetCostKind CostKind,
                         ArrayRef<unsigned> Instructions) const {
  auto *V = dyn_cast<FixedVectorType>(Ty);
  if (!V || CostKind != TargetTransformInfo::TCK_RecipThroughput)
    return std::nullopt;
  if (V->getNumElements() != TileWords || !isLane(V->getElementType()))
    return 8 * V->getNumElements();
  if (Instructions.empty())
    return 16 * TileWords;
  unsigned Cycles = 0;
  for (unsigned Opcode : Instructions)
    Cycles += ST->cyclesOf(Opcode);
  return Cycles;
}

// What most operations become: one instruction of the elementwise unit.
static constexpr unsigned Elementwise[] = {Sectile::TADD_I32};

// An operation on f16 or bf16: that of f32, then rounded in a packed tile.
static constexpr unsigned Rounded[] = {Sectile::TADD_F32, Sectile::TPACKZ_F16,
                                       Sectile::TUNPK_F16};

/// Is it the step of a counter of 64 bits?
static bool isCounterStep(const Instruction &I) {
  return I.getOpcode() == Instruction::Add && I.getType()->isIntegerTy(64) &&
         isa<PHINode>(I.getOperand(0)) && isa<ConstantInt>(I.getOperand(1));
}

/// Is it computed of the counter, and of nothing but addresses and counters
/// are computed with it? Then a scalar and the index of the lane have its
/// place.
static bool isAddressArithmetic(const Instruction &I, unsigned Depth = 0) {
  return I.getType()->isIntegerTy(64) && Depth < 4 &&
         all_of(
             I.users(),
             [&](const User *U) {
               return isa<GetElementPtrInst, PHINode>(U) ||
                      (isa<BinaryOperator>(U) &&
                       isAddressArithmetic(*cast<Instruction>(U), Depth + 1));
             }) &&
         stepInLoop(&I, I.getDataLayout());
}

InstructionCost SectileTTIImpl::getArithmeticInstrCost(
    unsigned Opcode, Type *Ty, TargetTransformInfo::TargetCostKind CostKind,
    TargetTransformInfo::OperandValueInfo Op1,
    TargetTransformInfo::OperandValueInfo Op2, ArrayRef<const Value *> Args,
    const Instruction *Context) const {
  ArrayRef<unsigned> Instructions = Elementwise;
  static constexpr unsigned Division[] = {Sectile::TDIV_F32};
  unsigned More = 0; // elementwise instructions beside
  switch (Opcode) {
  case Instruction::FDiv:
    Instructions = Division;
    break;
  case Instruction::FAdd:
  case Instruction::FSub:
  case Instruction::FMul:
    if (isNarrowFloat(Ty))
      Instructions = Rounded;
    break;
  case Instruction::SDiv:
  case Instruction::UDiv:
  case Instruction::SRem:
  case Instruction::URem:
    // By a constant it is a multiplication, else the reciprocal is corrected.
    if (!Op2.isConstant())
      Instructions = Division;
    More = Op2.isConstant() ? 8 : 36;
    break;
  case Instruction::FRem:
    Instructions = {};
    break;
  default:
    break;
  }
  if (Ty->isVectorTy() && Context &&
      (isCounterStep(*Context) || isAddressArithmetic(*Context)))
    return 1; // a scalar counts
  if (auto Cost = tileCost(Ty, CostKind, Instructions))
    return *Cost + More * ST->cyclesOf(Elementwise[0]);
  return BaseT::getArithmeticInstrCost(Opcode, Ty, CostKind, Op1, Op2, Args,
                                       Context);
}

InstructionCost SectileTTIImpl::getCmpSelInstrCost(
    unsigned Opcode, Type *ValTy, Type *CondTy, CmpInst::Predicate Predicate,
    TargetTransformInfo::TargetCostKind CostKind,
    TargetTransformInfo::OperandValueInfo Op1,
    TargetTransformInfo::OperandValueInfo Op2, const Instruction *I) const {
  if (auto Cost = tileCost(ValTy, CostKind, Elementwise))
    return *Cost;
  return BaseT::getCmpSelInstrCost(Opcode, ValTy, CondTy, Predicate, CostKind,
                                   Op1, Op2, I);
}

/// Is it a word that becomes an index, and nothing else?
static bool isWordIndex(const Instruction &I) {
  if (!isa<SExtInst, ZExtInst>(I))
    return false;
  const Type *From = I.getOperand(0)->getType();
  bool Narrow = From->isIntegerTy(8) || From->isIntegerTy(16);
  bool Signed = isa<SExtInst>(I) || I.hasNonNeg();
  return (Narrow || (Signed && From->isIntegerTy(32))) &&
         all_of(I.users(), [](const User *U) {
           auto *GEP = dyn_cast<GetElementPtrInst>(U);
           return GEP && GEP->getNumIndices() == 1;
         });
}

InstructionCost
SectileTTIImpl::getCastInstrCost(unsigned Opcode, Type *To, Type *From,
                                 TargetTransformInfo::CastContextHint Hint,
                                 TargetTransformInfo::TargetCostKind CostKind,
                                 const Instruction *I) const {
  if (auto Cost = tileCost(To, CostKind, Elementwise)) {
    auto *V = cast<FixedVectorType>(From);
    if (I && isWordIndex(*I))
      return 0; // the access extends it
    // The counter is counted in words at once.
    if (I && isa<TruncInst>(I) && isa<PHINode>(I->getOperand(0)))
      return *Cost;
    return isLane(V->getElementType()) ? *Cost : 8 * V->getNumElements();
  }
  return BaseT::getCastInstrCost(Opcode, To, From, Hint, CostKind, I);
}

InstructionCost SectileTTIImpl::getMemoryOpCost(
    unsigned Opcode, Type *Ty, Align Alignment, unsigned AddressSpace,
    TargetTransformInfo::TargetCostKind CostKind,
    TargetTransformInfo::OperandValueInfo Op, const Instruction *I) const {
  if (auto Cost = tileCost(Ty, CostKind, {Sectile::TLDL_RAW}))
    return *Cost;
  return BaseT::getMemoryOpCost(Opcode, Ty, Alignment, AddressSpace, CostKind,
                                Op, I);
}

InstructionCost SectileTTIImpl::getMemIntrinsicInstrCost(
    const MemIntrinsicCostAttributes &Access,
    TargetTransformInfo::TargetCostKind CostKind) const {
  ArrayRef<unsigned> Instructions;
  static constexpr unsigned ByCount[] = {Sectile::TLDL_RAW},
                            ByIndex[] = {Sectile::TLDX_W32};
  if (is_contained({Intrinsic::masked_gather, Intrinsic::masked_scatter},
                   Access.getID())) {
    // An instruction, if it has the address: base and words, or it counts.
    const Value *Pointer = Access.getPointer();
    auto Step = Pointer ? stepInLoop(Pointer, getDataLayout()) : std::nullopt;
    auto *GEP = dyn_cast_or_null<GetElementPtrInst>(Access.getPointer());
    while (GEP && GEP->hasAllConstantIndices())
      GEP = dyn_cast<GetElementPtrInst>(GEP->getPointerOperand());
    auto *Index =
        GEP && GEP->getNumIndices() == 1
            ? dyn_cast<Instruction>(GEP->getOperand(GEP->getNumOperands() - 1))
            : nullptr;
    bool IsWords = Index && isWordIndex(*Index) &&
                   is_contained({1, 4}, getDataLayout().getTypeAllocSize(
                                            GEP->getSourceElementType()));
    if (IsWords || (Step && isInt<23>(*Step)))
      Instructions = ByIndex;
  } else {
    Instructions = ByCount;
  }
  if (auto Cost = tileCost(Access.getDataType(), CostKind, Instructions))
    return *Cost;
  return BaseT::getMemIntrinsicInstrCost(Access, CostKind);
}

/// About how many elementwise operations compute it on a tile; 0 if others do,
/// or none.
static unsigned elementwiseOperations(Intrinsic::ID ID) {
  switch (ID) {
  case Intrinsic::fma:
  case Intrinsic::fmuladd:
  case Intrinsic::fabs:
  case Intrinsic::minimumnum:
  case Intrinsic::maximumnum:
  case Intrinsic::minnum:
  case Intrinsic::maxnum:
  case Intrinsic::smin:
  case Intrinsic::smax:
  case Intrinsic::umin:
  case Intrinsic::umax:
  case Intrinsic::floor:
  case Intrinsic::ceil:
  case Intrinsic::trunc:
  case Intrinsic::roundeven:
  case Intrinsic::rint:
  case Intrinsic::nearbyint:
    return 1;
  case Intrinsic::copysign:
  case Intrinsic::scmp:
  case Intrinsic::ucmp:
  case Intrinsic::ushl_sat:
    return 3;
  case Intrinsic::minimum:
  case Intrinsic::maximum:
  case Intrinsic::round:
  case Intrinsic::fshl:
  case Intrinsic::fshr:
  case Intrinsic::uadd_sat:
  case Intrinsic::usub_sat:
  case Intrinsic::sadd_sat:
  case Intrinsic::ssub_sat:
  case Intrinsic::sshl_sat:
  case Intrinsic::bswap:
    return 6;
  case Intrinsic::ctpop:
  case Intrinsic::cttz:
    return 12;
  case Intrinsic::bitreverse:
  case Intrinsic::ctlz:
    return 24;
  default:
    return 0;
  }
}

InstructionCost SectileTTIImpl::getIntrinsicInstrCost(
    const IntrinsicCostAttributes &Call,
    TargetTransformInfo::TargetCostKind CostKind) const {
  // In f32 a fused sum of f16 or bf16 would be rounded twice.
  bool Fused = is_contained({Intrinsic::fma, Intrinsic::fmuladd}, Call.getID());
  if (Fused && isNarrowFloat(Call.getReturnType()) &&
      Call.getReturnType()->isVectorTy() &&
      CostKind == TargetTransformInfo::TCK_RecipThroughput)
    return 64 * TileWords;
  if (unsigned Operations = elementwiseOperations(Call.getID())) {
    if (auto Cost = tileCost(Call.getReturnType(), CostKind, Elementwise))
      return Operations * *Cost;
    return BaseT::getIntrinsicInstrCost(Call, CostKind);
  }
  switch (Call.getID()) {
  case Intrinsic::get_active_lane_mask:
    // Accesses take the count of the lanes instead.
    if (auto Cost = tileCost(Call.getReturnType(), CostKind,
                             {Sectile::SUB, Sectile::MINU}))
      return *Cost;
    break;
  case Intrinsic::abs:
    if (auto Cost = tileCost(Call.getReturnType(), CostKind,
                             {Sectile::TSUB_I32, Sectile::TMAX_I32}))
      return *Cost;
    break;
  case Intrinsic::sqrt:
    if (auto Cost =
            tileCost(Call.getReturnType(), CostKind, {Sectile::TSQRT_F32}))
      return *Cost;
    break;
  default:
    if (auto *V = dyn_cast<FixedVectorType>(Call.getReturnType());
        V && CostKind == TargetTransformInfo::TCK_RecipThroughput)
      return 64 * V->getNumElements();
    break;
  }
  return BaseT::getIntrinsicInstrCost(Call, CostKind);
}

InstructionCost SectileTTIImpl::getShuffleCost(
    TargetTransformInfo::ShuffleKind Kind, VectorType *To, VectorType *From,
    ArrayRef<int> Mask, TargetTransformInfo::TargetCostKind CostKind, int Index,
    VectorType *Part, ArrayRef<const Value *> Args,
    const Instruction *Context) const {
  // A scalar goes to all lanes; other orders are made element by element.
  static constexpr unsigned Reverse[] = {Sectile::TPERM, Sectile::TPERMROW},
                            Splice[] = {Sectile::TSEL, Sectile::TROTCOL,
                                        Sectile::TROTROW, Sectile::TSEL};
  ArrayRef<unsigned> Instructions;
  if (Kind == TargetTransformInfo::SK_Broadcast)
    Instructions = Elementwise;
  else if (Kind == TargetTransformInfo::SK_Reverse)
    Instructions = Reverse;
  else if (Kind == TargetTransformInfo::SK_Splice &&
           (Index == -1 || Index == int(TileWords) - 1))
    Instructions = Splice;
  if (auto Cost = tileCost(From, CostKind, Instructions))
    return *Cost;
  return BaseT::getShuffleCost(Kind, To, From, Mask, CostKind, Index, Part,
                               Args, Context);
}

InstructionCost SectileTTIImpl::getVectorInstrCost(
    unsigned Opcode, Type *Ty, TargetTransformInfo::TargetCostKind CostKind,
    unsigned Index, const Value *Op0, const Value *Op1) const {
  // The scalar part waits for a word of a tile; a written one keeps the unit.
  if (CostKind == TargetTransformInfo::TCK_RecipThroughput && Ty->isVectorTy())
    return 8;
  return BaseT::getVectorInstrCost(Opcode, Ty, CostKind, Index, Op0, Op1);
}

InstructionCost SectileTTIImpl::getArithmeticReductionCost(
    unsigned Opcode, VectorType *Ty, std::optional<FastMathFlags> Flags,
    TargetTransformInfo::TargetCostKind CostKind) const {
  if (auto Cost = tileCost(Ty, CostKind, {Sectile::TREDROW_ADD_I32}))
    return *Cost;
  return BaseT::getArithmeticReductionCost(Opcode, Ty, Flags, CostKind);
}

InstructionCost SectileTTIImpl::getMinMaxReductionCost(
    Intrinsic::ID ID, VectorType *Ty, FastMathFlags Flags,
    TargetTransformInfo::TargetCostKind CostKind) const {
  if (auto Cost = tileCost(Ty, CostKind, {Sectile::TREDROW_ADD_I32}))
    return *Cost;
  return BaseT::getMinMaxReductionCost(ID, Ty, Flags, CostKind);
}

unsigned SectileTTIImpl::getMaximumVF(unsigned, unsigned Opcode) const {
  return Opcode == Instruction::Store ? TileWords : 1;
}

unsigned SectileTTIImpl::getNumberOfRegisters(unsigned ClassID) const {
  return ClassID != 1 ? 28 : MayUseTiles ? 32 : 0;
}

TypeSize
SectileTTIImpl::getRegisterBitWidth(TargetTransformInfo::RegisterKind K) const {
  switch (K) {
  case TargetTransformInfo::RGK_Scalar:
    return TypeSize::getFixed(64);
  case TargetTransformInfo::RGK_ScalableVector:
    return TypeSize::getScalable(0);
  case TargetTransformInfo::RGK_FixedWidthVector:
    return TypeSize::getFixed(MayUseTiles ? 32 * TileWords : 0);
  }
  llvm_unreachable("not a kind of register");
}
