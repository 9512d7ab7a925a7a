// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- TileBuilder.h - IR that works on tiles -------------------*- C++ -*-===//
//
// An IRBuilder that knows the back end's reserved functions, and how the loops
// around tile code look.
//
//===----------------------------------------------------------------------===//
#ifndef SECTILE_LOOPS_TILEBUILDER_H
#define SECTILE_LOOPS_TILEBUILDER_H

#include "sectile/isa.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/IR/IRBuilder.h"

namespace llvm {

class TileBuilder : public IRBuilder<> {
public:
  /// Appends to `At`; new blocks stand before `Before`.
  TileBuilder(BasicBlock *At, BasicBlock *Before, const DebugLoc &Loc);

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

private:
  BasicBlock *Before;
};

/// Is it that constant?
bool isConstant(const Value *V, int64_t Want);

} // namespace llvm

#endif
