// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Buffers.cpp - where buffers are, and which layers use them ---------===//

#include "Arena.h"
#include "Bounds.h"
#include "Steps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include <map>

using namespace mlir;

namespace sectile::graph::ir {

namespace {

/// The buffer that a value is a view of.
Value rootOf(Value V) {
  while (auto View = V.getDefiningOp<ViewLikeOpInterface>()) {
    if (isa<memref::ViewOp>(View))
      break; // a part of the arena
    V = View.getViewSource();
  }
  return V;
}

Value as(OpBuilder &B, Value V, mlir::Type T) {
  return V.getType() == T ? V : memref::CastOp::create(B, V.getLoc(), T, V);
}

MemRefType plain(MemRefType T) {
  return MemRefType::get(T.getShape(), T.getElementType());
}

int64_t bytesOf(MemRefType T) {
  // LLVM gives each element whole bytes, a power of two.
  int64_t Bits =
      T.getElementType().isIndex() ? 64 : int64_t(T.getElementTypeBitWidth());
  return T.getNumElements() *
         int64_t(llvm::PowerOf2Ceil(uint64_t(llvm::divideCeil(Bits, 8))));
}

//===----------------------------------------------------------------------===//
// Buffers that control flow chooses
//===----------------------------------------------------------------------===//

/// Gives each buffer that a loop carries, or a condition chooses, a place of
/// its own to which the values are copied: then each value is a view of one
/// buffer.
class Carried {
public:
  explicit Carried(func::FuncOp F) : F(F), B(F.getContext()) {}
  LogicalResult run();

private:
  func::FuncOp F;
  OpBuilder B;
  bool Dynamic = false;

  Value buffer(Operation *Before, Value Like);
  void copy(Value From, Value To) {
    memref::CopyOp::create(B, To.getLoc(), From, To);
  }
  void copyAll(Operation *Before, ArrayRef<std::pair<Value, Value>> Copies);
  void loop(scf::ForOp Op);
  void loop(scf::WhileOp Op);
  void choice(Operation *Op);
  void select(arith::SelectOp Op);
};

bool isBuffer(Value V) { return isa<BaseMemRefType>(V.getType()); }

Value Carried::buffer(Operation *Before, Value Like) {
  B.setInsertionPoint(Before);
  auto T = dyn_cast<MemRefType>(Like.getType());
  if (!T || !T.hasStaticShape()) {
    if (!Dynamic)
      Before->emitError() << "carries a tensor whose size is not known when "
                             "the program is compiled";
    Dynamic = true;
    return Like;
  }
  return memref::AllocOp::create(B, Before->getLoc(), plain(T));
}

/// Copies at once: what one copy overwrites, another may read.
void Carried::copyAll(Operation *Before,
                      ArrayRef<std::pair<Value, Value>> Copies) {
  SmallVector<std::pair<Value, Value>> Late;
  for (auto [From, To] : Copies) {
    bool Overwritten = llvm::any_of(
        Copies, [&](auto &C) { return rootOf(From) == rootOf(C.second); });
    if (!Overwritten) {
      Late.push_back({From, To});
      continue;
    }
    Value Saved = buffer(Before, To);
    copy(From, Saved);
    Late.push_back({Saved, To});
  }
  B.setInsertionPoint(Before);
  for (auto [From, To] : Late)
    copy(From, To);
}

/// Whether the one is the other, whatever their types say of it.
bool isSame(Value X, Value Y) {
  auto Uncast = [](Value V) {
    while (auto Cast = V.getDefiningOp<memref::CastOp>())
      V = Cast.getSource();
    return V;
  };
  return Uncast(X) == Uncast(Y);
}

void Carried::loop(scf::ForOp Op) {
  Operation *Yield = Op.getBody()->getTerminator();
  SmallVector<std::pair<Value, Value>> Copies;
  for (unsigned I = 0; I < Op.getNumRegionIterArgs(); ++I) {
    BlockArgument Argument = Op.getRegionIterArg(I);
    if (!isBuffer(Argument))
      continue;
    OpOperand &Init = Op.getInitArgsMutable()[I];
    Value Place = Init.get();
    if (!isSame(Yield->getOperand(I), Argument)) {
      Value Buffer = buffer(Op, Argument);
      copy(Init.get(), Buffer);
      Place = as(B, Buffer, Argument.getType());
      Init.set(Place);
      Copies.push_back({Yield->getOperand(I), Place});
    }
    Argument.replaceAllUsesWith(Place);
    Op.getResult(I).replaceAllUsesWith(Place);
    for (auto &[From, To] : Copies)
      if (From == Argument)
        From = Place;
    Yield->setOperand(I, Place);
  }
  copyAll(Yield, Copies);
}

void Carried::loop(scf::WhileOp Op) {
  scf::ConditionOp Condition = Op.getConditionOp();
  scf::YieldOp Yield = Op.getYieldOp();
  SmallVector<std::pair<Value, Value>> Copies;
  for (unsigned I = 0; I < Op.getInits().size(); ++I) {
    BlockArgument Argument = Op.getBeforeArguments()[I];
    if (!isBuffer(Argument))
      continue;
    OpOperand &Init = Op.getInitsMutable()[I];
    Value Buffer = buffer(Op, Argument);
    copy(Init.get(), Buffer);
    Value Place = as(B, Buffer, Argument.getType());
    Init.set(Place);
    Argument.replaceAllUsesWith(Place);
  }
  // What the condition passes on is what it was then.
  for (unsigned I = 0; I < Condition.getArgs().size(); ++I) {
    OpOperand &Passed = Condition.getArgsMutable()[I];
    if (!isBuffer(Passed.get()))
      continue;
    Value Place = buffer(Op, Passed.get());
    B.setInsertionPoint(Condition);
    copy(Passed.get(), Place);
    B.setInsertionPoint(Op);
    Place = as(B, Place, Passed.get().getType());
    Passed.set(Place);
    Op.getAfterArguments()[I].replaceAllUsesWith(Place);
    Op.getResult(I).replaceAllUsesWith(Place);
  }
  for (unsigned I = 0; I < Op.getInits().size(); ++I)
    if (isBuffer(Op.getInits()[I])) {
      Copies.push_back({Yield.getOperand(I), Op.getInits()[I]});
      Yield->setOperand(I, Op.getInits()[I]);
    }
  copyAll(Yield, Copies);
}

/// scf.if and scf.index_switch.
void Carried::choice(Operation *Op) {
  for (OpResult Result : Op->getResults()) {
    if (!isBuffer(Result))
      continue;
    Value Buffer = buffer(Op, Result);
    Value Place = as(B, Buffer, Result.getType());
    for (Region &Branch : Op->getRegions()) {
      Operation *Yield = Branch.front().getTerminator();
      B.setInsertionPoint(Yield);
      OpOperand &Operand = Yield->getOpOperand(Result.getResultNumber());
      copy(Operand.get(), Buffer);
      Operand.set(Place);
    }
    Result.replaceAllUsesWith(Place);
  }
}

void Carried::select(arith::SelectOp Op) {
  if (!isBuffer(Op.getResult()))
    return;
  Value Buffer = buffer(Op, Op.getResult());
  auto If = scf::IfOp::create(B, Op.getLoc(), Op.getCondition(),
                              /*withElseRegion=*/true);
  Value Place = as(B, Buffer, Op.getType());
  B.setInsertionPointToStart(If.thenBlock());
  copy(Op.getTrueValue(), Buffer);
  B.setInsertionPointToStart(If.elseBlock());
  copy(Op.getFalseValue(), Buffer);
  Op.getResult().replaceAllUsesWith(Place);
  Op.erase();
}

LogicalResult Carried::run() {
  SmallVector<Operation *> Ops;
  F.walk([&](Operation *Op) {
    if (isa<scf::ForOp, scf::WhileOp, scf::IfOp, scf::IndexSwitchOp,
            arith::SelectOp>(Op))
      Ops.push_back(Op);
  });
  for (Operation *Op : Ops) {
    if (auto For = dyn_cast<scf::ForOp>(Op))
      loop(For);
    else if (auto While = dyn_cast<scf::WhileOp>(Op))
      loop(While);
    else if (auto Select = dyn_cast<arith::SelectOp>(Op))
      select(Select);
    else
      choice(Op);
  }
  return failure(Dynamic);
}

//===----------------------------------------------------------------------===//
// Places
//===----------------------------------------------------------------------===//

/// Makes the function's results arguments, which are written where the buffer
/// itself may be the result.
void makeOutputs(func::FuncOp F) {
  auto Return = cast<func::ReturnOp>(F.getBody().front().getTerminator());
  OpBuilder B(Return);
  Block &Entry = F.getBody().front();
  llvm::SmallPtrSet<Operation *, 4> Taken;
  for (Value V : Return.getOperands()) {
    BlockArgument Out =
        Entry.addArgument(plain(cast<MemRefType>(V.getType())), V.getLoc());
    Value Whole = V;
    while (auto Op = Whole.getDefiningOp())
      if (isa<memref::CastOp, memref::ExpandShapeOp, memref::CollapseShapeOp>(
              Op))
        Whole = Op->getOperand(0);
      else
        break;
    auto Alloc = Whole.getDefiningOp<memref::AllocOp>();
    if (Alloc && Alloc->getBlock() == &Entry &&
        Alloc.getType().hasStaticShape() &&
        Alloc.getType().getLayout().isIdentity() &&
        Taken.insert(Alloc).second) {
      B.setInsertionPointToStart(&Entry);
      MemRefType T = Alloc.getType();
      Value Place = Out;
      if (T != Out.getType()) {
        auto [Strides, Offset] = T.getStridesAndOffset();
        Place = memref::ReinterpretCastOp::create(
            B, Alloc.getLoc(), T, Out, Offset, T.getShape(), Strides);
      }
      Alloc.getResult().replaceAllUsesWith(Place);
      continue;
    }
    B.setInsertionPoint(Return);
    memref::CopyOp::create(B, V.getLoc(), V, Out);
  }
  for (Operation *Op : Taken)
    Op->erase();
  B.setInsertionPoint(Return);
  func::ReturnOp::create(B, Return.getLoc());
  Return.erase();
  F.removeArgAttrsAttr();
  F.removeResAttrsAttr();
  F.setFunctionType(B.getFunctionType(Entry.getArgumentTypes(), {}));
}

/// Buffers that nothing but loops around one element use are variables of the
/// layer, which LLVM keeps in registers.
bool isVariable(memref::AllocOp Alloc) {
  return Alloc.getType().getNumElements() == 1 &&
         !isa<func::FuncOp>(Alloc->getParentOp());
}

class Places {
public:
  Places(func::FuncOp F, Program &P) : F(F), P(P) {}
  LogicalResult run();

private:
  func::FuncOp F;
  Program &P;
  // The position of each operation, and of the last one within it.
  llvm::DenseMap<Operation *, std::pair<size_t, size_t>> Order;
  size_t Next = 0;

  void number(Operation *Op);
  void extend(Interval &I, Operation *User, Block *Home);
  void follow(Interval &I, Value V, Block *Home);
};

void Places::number(Operation *Op) {
  size_t First = Next++;
  for (Region &R : Op->getRegions())
    for (Operation &Inner : R.getOps())
      number(&Inner);
  Order[Op] = {First, Next - 1};
}

/// A buffer that is used in a loop around which it was made is in use in all of
/// the loop.
void Places::extend(Interval &I, Operation *User, Block *Home) {
  auto [First, Last] = Order[User];
  for (Operation *Op = User; Op && Op->getBlock() != Home;) {
    Op = Op->getParentOp();
    if (isa_and_nonnull<LoopLikeOpInterface>(Op))
      std::tie(First, Last) = Order[Op];
  }
  I.First = std::min(I.First, First);
  I.Last = std::max(I.Last, Last);
}

void Places::follow(Interval &I, Value V, Block *Home) {
  for (Operation *User : V.getUsers()) {
    extend(I, User, Home);
    if (auto View = dyn_cast<ViewLikeOpInterface>(User))
      for (Value Result : View->getResults())
        follow(I, Result, Home);
  }
}

LogicalResult Places::run() {
  number(F);
  SmallVector<memref::AllocOp> Allocs;
  std::vector<Interval> Buffers;
  bool Wrong = false;
  F.walk([&](memref::AllocOp Alloc) {
    if (!Alloc.getType().hasStaticShape() ||
        !Alloc.getType().getLayout().isIdentity()) {
      Alloc.emitError() << "needs a buffer of type " << Alloc.getType()
                        << ", whose size is not known when the program is "
                           "compiled";
      Wrong = true;
      return;
    }
    if (isVariable(Alloc))
      return;
    Interval I{bytesOf(Alloc.getType()), SIZE_MAX, 0};
    follow(I, Alloc, Alloc->getBlock());
    if (I.First == SIZE_MAX)
      I.First = I.Last = Order[Alloc].first;
    Allocs.push_back(Alloc);
    Buffers.push_back(I);
    P.TensorBytes += I.Bytes;
  });
  if (Wrong)
    return failure();
  if (!Buffers.empty())
    P.LargestUse = largestUse(Buffers);
  // MLIR has no memref of nothing.
  P.ArenaBytes = std::max<int64_t>(graph::placeBuffers(Buffers), 64);
  if (P.ArenaBytes > INT64_C(1) << 32)
    return F.emitError() << "needs " << P.ArenaBytes
                         << " bytes of memory at once, at most 2^32 are "
                            "supported";
  OpBuilder B(F.getContext());
  Block &Entry = F.getBody().front();
  Value Arena = Entry.addArgument(MemRefType::get(P.ArenaBytes, B.getI8Type()),
                                  F.getLoc());
  B.setInsertionPointToStart(&Entry);
  for (size_t I = 0; I < Allocs.size(); ++I) {
    memref::AllocOp Alloc = Allocs[I];
    Value Offset =
        arith::ConstantIndexOp::create(B, Alloc.getLoc(), Buffers[I].Offset);
    Value View = memref::ViewOp::create(B, Alloc.getLoc(), Alloc.getType(),
                                        Arena, Offset, ValueRange());
    Alloc.getResult().replaceAllUsesWith(View);
    Alloc.erase();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Layers
//===----------------------------------------------------------------------===//

/// The number of iterations of the loops around an operation of a layer.
int64_t iterationsAround(Operation *Op) {
  int64_t Product = 1;
  while ((Op = Op->getParentOp()) && !isa<func::FuncOp>(Op))
    if (auto For = dyn_cast<scf::ForOp>(Op))
      if (std::optional<APInt> Count = For.getStaticTripCount())
        Product *= Count->getSExtValue();
  return Product;
}

/// The name of the operation that the file has, which is its location's.
std::string nameOf(Operation *Op) {
  if (auto Name = Op->getLoc()->findInstanceOf<NameLoc>())
    return Name.getName().str();
  return Op->getName().stripDialect().str();
}

/// Moves an operation into a function of its own.
class Outliner {
public:
  Outliner(func::FuncOp F, Program &P) : F(F), P(P), B(F.getContext()) {}
  void run();

private:
  func::FuncOp F;
  Program &P;
  OpBuilder B;

  // Of the function that is being written.
  Block *Body = nullptr;
  IRMapping Map;
  SmallVector<Value> Arguments;

  Value inside(Value V);
  void outline(Operation *Op);
  void describe(Layer &L, func::FuncOp Of);
};

/// The value in the new function: a constant, a view or an index again,
/// anything else as an argument.
Value Outliner::inside(Value V) {
  if (Value Known = Map.lookupOrNull(V))
    return Known;
  Operation *Op = V.getDefiningOp();
  if (Op && isMemoryEffectFree(Op) && Op->getNumRegions() == 0 &&
      !isa<memref::ViewOp>(Op)) {
    for (Value Operand : Op->getOperands())
      inside(Operand);
    B.setInsertionPointToEnd(Body);
    B.clone(*Op, Map);
    return Map.lookup(V);
  }
  Arguments.push_back(V);
  Value Argument = Body->addArgument(V.getType(), V.getLoc());
  Map.map(V, Argument);
  return Argument;
}

/// What the report says.
void Outliner::describe(Layer &L, func::FuncOp Of) {
  int64_t Most = -1;
  Of.walk([&](linalg::LinalgOp Op) {
    int64_t Iterations = iterationsAround(Op);
    for (int64_t Range : Op.getStaticLoopRanges())
      Iterations *= Range;
    int64_t Operations = 0;
    bool Multiplies = false;
    for (Operation &O : Op->getRegion(0).front()) {
      Operations += !isa<arith::ConstantOp, linalg::YieldOp>(O);
      Multiplies |= isa<arith::MulIOp, math::FmaOp>(O);
    }
    bool Sums = Op.getNumReductionLoops() != 0;
    bool Product = Sums && Multiplies && Op.getNumDpsInputs() == 2;
    if (Product) {
      L.MultiplyAccumulates += Iterations;
      bool Bytes = llvm::all_of(Op.getDpsInputs(), [](Value V) {
        return getElementTypeOrSelf(V).isInteger(8);
      });
      L.Least.Matrix += productCycles(Iterations, Bytes);
    } else {
      L.Least.Elementwise += elementwiseCycles(Iterations, Operations);
    }
    // A reduction gives the layer its name, whatever is computed around it.
    if (Iterations + (Sums ? INT64_C(1) << 40 : 0) > Most) {
      Most = Iterations + (Sums ? INT64_C(1) << 40 : 0);
      L.Name = nameOf(Op);
    }
  });
  llvm::SmallSetVector<Value, 4> Written;
  Of.walk([&](MemoryEffectOpInterface Op) {
    SmallVector<MemoryEffects::EffectInstance> Effects;
    Op.getEffects(Effects);
    for (const MemoryEffects::EffectInstance &E : Effects)
      if (isa<MemoryEffects::Write>(E.getEffect()) && E.getValue())
        Written.insert(rootOf(E.getValue()));
  });
  Of.walk(
      [&](memref::GetGlobalOp Op) { L.WeightBytes += bytesOf(Op.getType()); });
  for (BlockArgument Argument : Of.getArguments()) {
    auto T = dyn_cast<MemRefType>(Argument.getType());
    if (!T)
      continue;
    L.DataBytes += bytesOf(T);
    // Buffers in use at once are disjoint, and the caller's are its own.
    unsigned Index = Argument.getArgNumber();
    Of.setArgAttr(Index, "llvm.noalias", B.getUnitAttr());
    if (!Written.contains(Argument)) {
      Of.setArgAttr(Index, "llvm.readonly", B.getUnitAttr());
      continue;
    }
    Tensor Result;
    Result.ElementType = elementOf(T.getElementType());
    Result.Dims.assign(T.getShape().begin(), T.getShape().end());
    if (L.Result.empty())
      L.Result = Result.Dims;
    // What has no form in a file is not shown.
    if (Result.ElementType != graph::Type::Other && T.getRank() <= 8)
      L.Tensors.push_back({Index, Result});
  }
  L.Least.Memory = memoryCycles(L.WeightBytes + L.DataBytes);
}

/// LLVM keeps variables in registers that are made at the start of a function.
void makeVariables(func::FuncOp F) {
  SmallVector<memref::AllocOp> Variables;
  F.walk([&](memref::AllocOp Alloc) { Variables.push_back(Alloc); });
  OpBuilder B = OpBuilder::atBlockBegin(&F.getBody().front());
  for (memref::AllocOp Alloc : Variables) {
    Value Variable =
        memref::AllocaOp::create(B, Alloc.getLoc(), Alloc.getType());
    Alloc.getResult().replaceAllUsesWith(Variable);
    Alloc.erase();
  }
}

void Outliner::outline(Operation *Op) {
  Map.clear();
  Arguments.clear();
  B.setInsertionPoint(F);
  auto Of =
      func::FuncOp::create(B, Op->getLoc(), "layer", B.getFunctionType({}, {}));
  Of.setPrivate();
  Body = Of.addEntryBlock();
  for (Value Operand : Op->getOperands())
    inside(Operand);
  Op->walk([&](Operation *Inner) {
    for (Value Operand : Inner->getOperands())
      if (!Op->isAncestor(Operand.getParentBlock()->getParentOp()))
        inside(Operand);
  });
  B.setInsertionPointToEnd(Body);
  B.clone(*Op, Map);
  func::ReturnOp::create(B, Op->getLoc());
  Of.setFunctionType(B.getFunctionType(Body->getArgumentTypes(), {}));
  makeVariables(Of);
  Layer L;
  L.Name = nameOf(Op);
  describe(L, Of);
  L.Function = layerName(P.Layers.size(), L.Name);
  Of.setName(L.Function);
  Of->setAttr("passthrough", B.getStrArrayAttr({"noinline"}));
  B.setInsertionPoint(Op);
  func::CallOp::create(B, Op->getLoc(), Of, Arguments);
  Op->erase();
  P.Layers.push_back(std::move(L));
}

void Outliner::run() {
  SmallVector<Operation *> Ops;
  for (Operation &Op : F.getBody().front().without_terminator())
    if (Op.getNumRegions() != 0 && Op.use_empty())
      Ops.push_back(&Op);
  for (Operation *Op : Ops)
    outline(Op);
  makeVariables(F);
}

/// memref.copy of parts would be a call of MLIR's runtime library.
void expandCopies(func::FuncOp F) {
  SmallVector<memref::CopyOp> Copies;
  F.walk([&](memref::CopyOp Op) { Copies.push_back(Op); });
  for (memref::CopyOp Op : Copies) {
    OpBuilder B(Op);
    auto Type = cast<MemRefType>(Op.getTarget().getType());
    if (Type.getNumElements() > 0)
      linalg::makeMemRefCopyOp(B, Op.getLoc(), Op.getSource(), Op.getTarget());
    Op.erase();
  }
}

} // namespace

LogicalResult separateBuffers(func::FuncOp F) {
  if (failed(Carried(F).run()))
    return failure();
  makeOutputs(F);
  return success();
}

LogicalResult placeBuffers(func::FuncOp F, Program &P) {
  SmallVector<memref::DeallocOp> Deallocs;
  F.walk([&](memref::DeallocOp Op) { Deallocs.push_back(Op); });
  for (memref::DeallocOp Op : Deallocs)
    Op.erase();
  if (failed(Places(F, P).run()))
    return failure();
  expandCopies(F);
  joinLoops(F);
  Outliner(F, P).run();
  Block &Entry = F.getBody().front();
  F.setFunctionType(
      FunctionType::get(F.getContext(), Entry.getArgumentTypes(), {}));
  F.getOperation()->getParentOfType<ModuleOp>().walk(
      [&](memref::GlobalOp Op) { P.WeightBytes += bytesOf(Op.getType()); });
  return success();
}

} // namespace sectile::graph::ir
