// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernels of one type. The including file defines
//
//   CONV_TYPE              f32, bf16 or i8: ends the names of functions
//   CONV_ELEMENT           an element in memory
//   CONV_SUM, CONV_SUMS    a sum; a tile of sums
//   CONV_DEPTH             elements of a row of an operand of the multiply
//   CONV_OPERAND           the operand's tile, with CONV_LOAD, CONV_GATHER and
//                          CONV_MULTIPLY
//   CONV_LOAD_WIDE, CONV_GATHER_WIDE, CONV_STORE, CONV_STORE_WINDOW,
//   CONV_STORE_ROWS
//                          16 x 16 elements, in the register as sums
//   CONV_ZERO, CONV_LOWEST, CONV_LOAD_BIAS, CONV_MADD, CONV_ADD_PRODUCT,
//   CONV_PERMUTE, CONV_MAXIMUM, CONV_AVERAGE, CONV_CLAMP     on tiles of sums
//   CONV_FOLD(loops)       what the bias needs before the sums
//   CONV(finish), CONV(finished)   what follows the sums; CONV_IS_RARE(finish)
//   says
//                          whether it is what few callers want, for which there
//                          is code of its own
#include "conv_matrix_body.h"

#include "conv_elementwise_body.h"
