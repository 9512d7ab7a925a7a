// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What each scalar instruction computes.
//
// One function per record of isa/scalar/, under the record's name. Arguments
// come in the order of InOperandList: registers as uint64_t, decoded immediates
// as int64_t. The header of a family describes further arguments and results of
// its functions.
#ifndef SECTILE_SEMANTICS_SCALAR_H
#define SECTILE_SEMANTICS_SCALAR_H

#include "semantics/scalar/arithmetic.h"
#include "semantics/scalar/atomics.h"
#include "semantics/scalar/constants.h"
#include "semantics/scalar/control.h"
#include "semantics/scalar/float.h"
#include "semantics/scalar/memory.h"
#include "semantics/scalar/multiply_divide.h"
#include "semantics/scalar/system.h"
#include "semantics/shape.h"

#endif
