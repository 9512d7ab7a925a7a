// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- LinearLanes.cpp - vectors of linear sequences ----------------------===//

#include "loops/LinearLanes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Analysis/VectorUtils.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/GetElementPtrTypeIterator.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/PatternMatch.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;
using namespace llvm::PatternMatch;

namespace {

using Step = std::optional<int64_t>;

constexpr unsigned MostOperations = 8; ///< from a counter to an address

Step sum(Step A, Step B) {
  int64_t Sum;
  if (!A || !B || AddOverflow(*A, *B, Sum))
    return std::nullopt;
  return Sum;
}

Step product(Step A, int64_t B) {
  int64_t Product;
  if (!A || MulOverflow(*A, B, Product))
    return std::nullopt;
  return Product;
}

Step constantStep(const Constant &C) {
  if (C.getSplatValue())
    return 0;
  const auto *Data = dyn_cast<ConstantDataVector>(&C);
  if (!Data || !Data->getElementType()->isIntegerTy() ||
      Data->getNumElements() < 2)
    return std::nullopt;
  APInt Difference = Data->getElementAsAPInt(1) - Data->getElementAsAPInt(0);
  for (unsigned N = 2; N < Data->getNumElements(); ++N)
    if (Data->getElementAsAPInt(N) - Data->getElementAsAPInt(N - 1) !=
        Difference)
      return std::nullopt;
  return Difference.getSExtValue();
}

/// The start value and the increment of a counter.
std::optional<std::pair<Value *, Instruction *>> counter(const PHINode &P) {
  if (P.getNumIncomingValues() != 2)
    return std::nullopt;
  for (unsigned N : {0, 1}) {
    auto *Next = dyn_cast<BinaryOperator>(P.getIncomingValue(N));
    if (Next && Next->getOpcode() == Instruction::Add &&
        Next->getOperand(0) == &P)
      return {{P.getIncomingValue(1 - N), Next}};
  }
  return std::nullopt;
}

/// The step of an expression of values whose steps are known. `Known` returns a
/// step, or no step, for a value whose operands are not to be examined.
Step stepOf(const Value *V, const DataLayout &DL,
            function_ref<std::optional<Step>(const Value *)> Known,
            unsigned Depth = 0) {
  if (std::optional<Step> Given = Known(V))
    return *Given;
  if (Depth == MostOperations)
    return std::nullopt;
  auto Of = [&](const Value *Operand) {
    return stepOf(Operand, DL, Known, Depth + 1);
  };
  if (const auto *GEP = dyn_cast<GetElementPtrInst>(V)) {
    Step Sum = Of(GEP->getPointerOperand());
    for (gep_type_iterator At = gep_type_begin(GEP), E = gep_type_end(GEP);
         Sum && At != E; ++At) {
      if (At.isStruct())
        continue;
      // An extended narrow index may wrap: it need not be linear.
      const Value *Index = At.getOperand();
      Step OfIndex = Of(Index);
      if (Index->getType()->getScalarSizeInBits() != 64 && OfIndex != 0)
        return std::nullopt;
      Sum = sum(Sum, product(OfIndex, At.getSequentialElementStride(DL)));
    }
    return Sum;
  }
  const auto *I = dyn_cast<BinaryOperator>(V);
  if (!I)
    return std::nullopt;
  const Value *A = I->getOperand(0), *B = I->getOperand(1);
  const APInt *C;
  switch (I->getOpcode()) {
  case Instruction::Add:
    return sum(Of(A), Of(B));
  case Instruction::Or:
    return cast<PossiblyDisjointInst>(I)->isDisjoint() ? sum(Of(A), Of(B))
                                                       : std::nullopt;
  case Instruction::Sub:
    return sum(Of(A), product(Of(B), -1));
  case Instruction::Mul:
    return match(B, m_APInt(C)) ? product(Of(A), C->getSExtValue())
                                : std::nullopt;
  case Instruction::Shl:
    return match(B, m_APInt(C)) && C->ult(31)
               ? product(Of(A), int64_t(1) << C->getZExtValue())
               : std::nullopt;
  default:
    return std::nullopt;
  }
}

/// The blocks of the loop of a counter.
SmallPtrSet<const BasicBlock *, 8> loopOf(const PHINode &Counter) {
  const BasicBlock *Header = Counter.getParent();
  SmallPtrSet<const BasicBlock *, 8> Blocks{Header};
  const Instruction *Next = counter(Counter)->second;
  SmallVector<const BasicBlock *, 8> Left;
  for (unsigned N : {0, 1})
    if (Counter.getIncomingValue(N) == Next)
      Left.push_back(Counter.getIncomingBlock(N));
  while (!Left.empty()) {
    const BasicBlock *Block = Left.pop_back_val();
    if (Blocks.insert(Block).second)
      append_range(Left, predecessors(Block));
  }
  return Blocks;
}

/// The innermost counter on which a scalar in a loop depends: its base may
/// depend on the counters of loops around it.
const PHINode *counterOf(const Value *V, unsigned Depth = 0) {
  if (const auto *P = dyn_cast<PHINode>(V))
    return counter(*P) ? P : nullptr;
  const PHINode *Innermost = nullptr;
  if (Depth < MostOperations && isa<BinaryOperator, GetElementPtrInst>(V))
    for (const Value *Operand : cast<Instruction>(V)->operand_values())
      if (const PHINode *P = counterOf(Operand, Depth + 1);
          P && (!Innermost || loopOf(*Innermost).contains(P->getParent())))
        Innermost = P;
  return Innermost;
}

} // namespace

Step llvm::stepInLoop(const Value *V, const DataLayout &DL) {
  const PHINode *Counter = counterOf(V);
  if (!Counter)
    return std::nullopt;
  auto Loop = loopOf(*Counter);
  return stepOf(V, DL, [&](const Value *Part) -> std::optional<Step> {
    const auto *I = dyn_cast<Instruction>(Part);
    if (!I || !Loop.contains(I->getParent()))
      return 0;
    const auto *P = dyn_cast<PHINode>(I);
    if (!P)
      return std::nullopt;
    auto Counts = counter(*P);
    const auto *By = Counts && P->getParent() == Counter->getParent()
                         ? dyn_cast<ConstantInt>(Counts->second->getOperand(1))
                         : nullptr;
    return By ? Step(By->getSExtValue()) : Step();
  });
}

Step LinearLanes::step(const Value *V) const {
  return stepOf(V, DL, [&](const Value *Part) -> std::optional<Step> {
    if (!Part->getType()->isVectorTy() || getSplatValue(Part))
      return 0;
    if (const auto *C = dyn_cast<Constant>(Part))
      return constantStep(*C);
    if (const auto *P = dyn_cast<PHINode>(Part)) {
      auto Counts = counter(*P);
      return Counts && getSplatValue(Counts->second->getOperand(1))
                 ? step(Counts->first)
                 : std::nullopt;
    }
    return std::nullopt;
  });
}

Value *LinearLanes::first(Value *V) {
  if (!V->getType()->isVectorTy())
    return V;
  if (auto *C = dyn_cast<Constant>(V))
    return C->getAggregateElement(0u);
  if (Value *Splat = getSplatValue(V))
    return Splat;
  auto *I = cast<Instruction>(V);
  IRBuilder<> B(I);
  if (auto *P = dyn_cast<PHINode>(I)) {
    PHINode *&Scalar = Scalars[P];
    if (Scalar)
      return Scalar;
    auto [Start, Next] = *counter(*P);
    PHINode *New = B.CreatePHI(P->getType()->getScalarType(), 2);
    Scalar = New;
    B.SetInsertPoint(Next);
    Value *Added = B.CreateAdd(New, getSplatValue(Next->getOperand(1)));
    for (unsigned N : {0, 1})
      New->addIncoming(P->getIncomingValue(N) == Next ? Added : first(Start),
                       P->getIncomingBlock(N));
    return New;
  }
  if (auto *GEP = dyn_cast<GetElementPtrInst>(I)) {
    SmallVector<Value *, 4> Indices;
    for (Value *Index : GEP->indices())
      Indices.push_back(first(Index));
    return B.CreateGEP(GEP->getSourceElementType(),
                       first(GEP->getPointerOperand()), Indices);
  }
  auto *Op = cast<BinaryOperator>(I);
  return B.CreateBinOp(Op->getOpcode() == Instruction::Or ? Instruction::Add
                                                          : Op->getOpcode(),
                       first(Op->getOperand(0)), first(Op->getOperand(1)));
}
