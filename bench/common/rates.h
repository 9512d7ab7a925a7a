// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cycles of the core for the bounds of the guest programs.
#ifndef SECTILE_BENCH_RATES_H
#define SECTILE_BENCH_RATES_H

#include <sectile/rates.h>

enum {
  LOAD = SECTILE_CYCLES_TMEM,
  OPERATION = SECTILE_CYCLES_TELEM, // elementwise, on a tile
  DIVISION = SECTILE_CYCLES_DIVIDE,
  REDUCTION = SECTILE_CYCLES_REDUCE,
  MULTIPLY = SECTILE_CYCLES_TMAT, // of full depth
  SCATTER = SECTILE_CYCLES_LANES,
  // From a load's dispatch until an operation can use the tile, and from the
  // last operation until a scalar load has what it stored, memory latency 40
  // (docs/rtl-utilisation.md).
  BEGIN = 59,
  END = 79,
  // Of a matrix product: from the request of the operands' last line until the
  // first multiply begins, and from the last multiply until a scalar load has
  // the last sum.
  FILL = 46,
  DRAIN = 90
};

#endif
