// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- TileBuilder.h - IR that works on tiles -------------------*- C++ -*-===//
//
// An IRBuilder that knows the back end's reserved functions, and how the loops
// around tile code look; and what several passes do with vectors.
//
//===----------------------------------------------------------------------===//
#ifndef SECTILE_LOOPS_TILEBUILDER_H
#define SECTILE_LOOPS_TILEBUILDER_H

#include "sectile/isa.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/IR/IRBuilder.h"

namespace llvm {

/// Words of a tile: the lanes of an operation on elements.
constexpr unsigned TileWords = shapeOf(sectile::isa::Element::t32).rows *
                               shapeOf(sectile::isa::Element::t32).columns;

class TileBuilder : public IRBuilder<> {
public:
  /// Appends to `At`; new blocks stand before `Before`.
  TileBuilder(BasicBlock *At, BasicBlock *Before, const DebugLoc &Loc);
  /// Straight code in front of an instruction.
  explicit TileBuilder(Instruction *At) : IRBuilder<>(At), Before(nullptr) {}

  ConstantInt *number(int64_t V) {
    return ConstantInt::getSigned(getInt64Ty(), V);
  }
  /// A tile as words, as clang declares tile_i32_t; likewise the others.
  FixedVectorType *words();
  FixedVectorType *bytes();
  FixedVectorType *packedType(sectile::isa::ElementType E);

  BasicBlock *block(const Twine &Name);

  /// A call of __builtin_sectile_<Name>, declared as clang declares it.
  Value *call(const Twine &Name, Type *Result, ArrayRef<Value *> Args);
  Value *callReserved(StringRef Name, Type *Result, ArrayRef<Value *> Args);

  /// The shape of an access to that many rows and columns, or of what is left
  /// of a matrix; columns are counted in 2^LogBytes of the access's units.
  Value *shape(Value *Rows, Value *Columns, unsigned LogBytes);

  /// Base + Index * Stride, in bytes.
  Value *address(Value *Base, Value *Index, Value *Stride);

  /// do { Index = Do(Index) } while (Index < Extent), from 0: the extent is at
  /// least 1, and Do returns the next index.
  void loop(const Twine &Name, Value *Extent,
            function_ref<Value *(Value *)> Do);

  /// for (Index = 0; Index < Extent; Index += Step); no loop if once will do.
  void count(const Twine &Name, unsigned Extent, unsigned Step,
             function_ref<void(Value *)> Do);

private:
  BasicBlock *Before;
};

/// Is it that constant?
bool isConstant(const Value *V, int64_t Want);

/// Says what a reserved function does: it touches no memory but what its
/// pointer leads to, which it loads if it has a result, and stores if it has
/// none.
void describeReserved(Function &Fn);

/// Splits the block of an instruction in front of it. What is between the two
/// halves is to be written: the first has no terminator.
std::pair<BasicBlock *, BasicBlock *> splitBefore(Instruction *Before);

/// Straight or branching code in front of an instruction.
void emitBefore(Instruction *Before, function_ref<void(TileBuilder &)> Do);

/// The operation on elements that I is, on so many of them; a single one is a
/// scalar. The operands have as many, or are scalars that go to all.
Value *onLanes(IRBuilderBase &B, const Instruction &I,
               ArrayRef<Value *> Operands, unsigned Lanes);

/// An intrinsic of two or three elements for which tiles have an instruction.
bool isTileIntrinsic(Intrinsic::ID ID);

/// So many elements; a single one is a scalar.
Type *lanesOf(Type *Element, unsigned Lanes);

} // namespace llvm

#endif
