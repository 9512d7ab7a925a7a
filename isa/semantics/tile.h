// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What each tile instruction computes.
//
// One function per record of isa/tile/, under the record's name: the result is
// `d` (an operand as well where the record ties it), then the operands in the
// order of InOperandList. `d` may be the same tile as any operand. A shape or
// depth operand that names r0 is passed as `fullShape`, which is at least the
// maximum of every instruction.
#ifndef SECTILE_SEMANTICS_TILE_H
#define SECTILE_SEMANTICS_TILE_H

#include "semantics/shape.h"
#include "semantics/tile/elementwise.h"
#include "semantics/tile/memory.h"
#include "semantics/tile/move.h"
#include "semantics/tile/multiply.h"
#include "semantics/tile/pack.h"
#include "semantics/tile/reduce.h"

#endif
