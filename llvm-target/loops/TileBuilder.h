// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- TileBuilder.h - IR that works on tiles -------------------*- C++ -*-===//
//
// An IRBuilder for the back end's reserved functions and for loops around tile
// code, and functions on vectors that several passes use.
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
  /// Appends to `At`; new blocks are placed before `Before`.
  TileBuilder(BasicBlock *At, BasicBlock *Before, const DebugLoc &Loc);
  /// Straight-line code before an instruction.
  explicit TileBuilder(Instruction *At) : IRBuilder<>(At), Before(nullptr) {}

  ConstantInt *number(int64_t V) {
    return ConstantInt::getSigned(getInt64Ty(), V);
  }
  /// The type of a tile of words, as clang declares tile_i32_t; the others
  /// likewise.
  FixedVectorType *words();
  FixedVectorType *bytes();
  FixedVectorType *packedType(sectile::isa::ElementType E);

  BasicBlock *block(const Twine &Name);

  /// A call of __builtin_sectile_<Name>, declared as clang declares it.
  Value *call(const Twine &Name, Type *Result, ArrayRef<Value *> Args);
  Value *callReserved(StringRef Name, Type *Result, ArrayRef<Value *> Args);

  /// The shape of an access to that many rows and columns, limited to those of
  /// a tile; columns are counted in 2^LogBytes of the access's units.
  Value *shape(Value *Rows, Value *Columns, unsigned LogBytes);
  /// The same without the rows and columns before a first one.
  Value *window(Value *Shape, Value *FirstRow, Value *FirstColumn,
                unsigned LogBytes);

  /// Base + Index * Stride, in bytes.
  Value *address(Value *Base, Value *Index, Value *Stride);

  /// do { Index = Do(Index) } while (Index < Extent), from 0: the extent is at
  /// least 1, and Do returns the next index.
  void loop(const Twine &Name, Value *Extent,
            function_ref<Value *(Value *)> Do);

  /// for (Index = 0; Index < Extent; Index += Step), without a loop for a
  /// single iteration.
  void count(const Twine &Name, unsigned Extent, unsigned Step,
             function_ref<void(Value *)> Do);

private:
  BasicBlock *Before;
};

/// Is it that constant?
bool isConstant(const Value *V, int64_t Want);

/// Is it a reserved function, which stands for an instruction?
bool isReserved(const GlobalValue &G);

/// Adds the attributes of a reserved function: it accesses only the memory that
/// its pointer argument addresses, which it loads if it has a result, and
/// otherwise stores.
void describeReserved(Function &Fn);

/// Splits a block before an instruction. The first half has no terminator: the
/// caller emits the code between the halves.
std::pair<BasicBlock *, BasicBlock *> splitBefore(Instruction *Before);

/// Emits straight-line or branching code before an instruction.
void emitBefore(Instruction *Before, function_ref<void(TileBuilder &)> Do);

/// The elementwise operation I on so many lanes; one lane is a scalar. Operands
/// have as many lanes, or are scalars that are broadcast.
Value *onLanes(IRBuilderBase &B, const Instruction &I,
               ArrayRef<Value *> Operands, unsigned Lanes);

/// The float that `lrint`, `lround` or one of their kind rounds to an integer
/// of 64 bits, or null.
Value *roundedToInteger(const Value *V);

/// That float, or lanes of such floats, rounded as the call does it.
Value *roundedAs(IRBuilderBase &B, const Value *Call, Value *Float);

/// The low 32 bits of the result of such a call, computed in words: for the
/// float that it rounds, or for lanes of such floats.
Value *lowWordOfRounded(IRBuilderBase &B, const Value *Call, Value *Float);

/// An intrinsic with two or three operands for which tiles have an instruction.
bool isTileIntrinsic(Intrinsic::ID ID);

/// The type of so many elements; one element is a scalar.
Type *lanesOf(Type *Element, unsigned Lanes);

} // namespace llvm

#endif
