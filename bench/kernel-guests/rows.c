// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Softmax and layer norm, for bench/kernels, which describes the protocol.
// docs/kernels/rows.md derives the bounds.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kernels/rows/rows_reference.h"
#include "../common/markers.h"
#include "../common/rates.h"

enum { MOST = 1 << 16 };
static _Alignas(64) float x[MOST], y[MOST], expected[MOST];
static float gain[1024], bias[1024];

// Of the elementwise unit.
struct counts {
  int tile;    // operations on each tile
  int rows;    // operations on 16 rows
  int reduced; // reductions of 16 rows
};

static int softmax(int64_t rows, int64_t columns) {
  return rows_softmax_f32(rows, columns, x, columns, y, columns);
}
static void softmax_reference(int64_t rows, int64_t columns) {
  reference_softmax_f32(rows, columns, x, columns, expected, columns);
}
static int log_softmax(int64_t rows, int64_t columns) {
  return rows_log_softmax_f32(rows, columns, x, columns, y, columns);
}
static void log_softmax_reference(int64_t rows, int64_t columns) {
  reference_log_softmax_f32(rows, columns, x, columns, expected, columns);
}
static int layer_norm(int64_t rows, int64_t columns) {
  return rows_layer_norm_f32(rows, columns, x, columns, gain, bias, 1e-5f, y,
                             columns);
}
static void layer_norm_reference(int64_t rows, int64_t columns) {
  reference_layer_norm_f32(rows, columns, x, columns, gain, bias, 1e-5f,
                           expected, columns);
}
static int rms_norm(int64_t rows, int64_t columns) {
  return rows_rms_norm_f32(rows, columns, x, columns, gain, 1e-5f, y, columns);
}
static void rms_norm_reference(int64_t rows, int64_t columns) {
  reference_rms_norm_f32(rows, columns, x, columns, gain, 1e-5f, expected,
                         columns);
}

static const struct {
  const char *name;
  int (*run)(int64_t, int64_t);
  void (*reference)(int64_t, int64_t);
  int64_t rows, columns;
  struct counts counts;
  const char *target;
} cases[] = {
    // max; subtract, 18 of the exponential, add; multiply. 7 of 1 / sum.
    {"softmax", softmax, softmax_reference, 32, 256, {22, 7, 2}, "85"},
    // add; subtract, multiply-add; subtract, multiply, multiply-add. Two means,
    // epsilon, 13 of the inverse root.
    {"layer norm", layer_norm, layer_norm_reference, 32, 256, {6, 16, 2}, "85"},
    {"softmax", softmax, softmax_reference, 64, 1000, {22, 7, 2}, "-"},
    {"log softmax",
     log_softmax,
     log_softmax_reference,
     32,
     256,
     {23, 64, 2},
     "-"},
    {"layer norm", layer_norm, layer_norm_reference, 64, 1000, {6, 16, 2}, "-"},
    // multiply-add; two multiplies.
    {"rms norm", rms_norm, rms_norm_reference, 32, 256, {3, 15, 1}, "-"}};

int main(int argc, char **argv) {
  const int count = sizeof cases / sizeof *cases;
  if (argc == 2 && strcmp(argv[1], "list") == 0) {
    for (int i = 0; i < count; i++) {
      const int64_t blocks = (cases[i].rows + 15) / 16,
                    tiles = blocks * ((cases[i].columns + 15) / 16);
      const struct counts c = cases[i].counts;
      // Of 1000 columns every second row begins in the middle of a line, so a
      // tile is 24 lines, longer than the operation of the first pass.
      const int64_t lines = cases[i].columns % 16 ? 24 : 16;
      const int64_t bound = BEGIN + END + (lines - OPERATION) * tiles +
                            OPERATION * (tiles * c.tile + blocks * c.rows) +
                            REDUCTION * blocks * c.reduced;
      printf("%s f32|%" PRId64 " x %" PRId64 "|%" PRId64 "|%s\n", cases[i].name,
             cases[i].rows, cases[i].columns, bound, cases[i].target);
    }
    return 0;
  }
  const long i = argc == 2 ? strtol(argv[1], 0, 10) : -1;
  if (i < 0 || i >= count)
    return 2;
  const int64_t rows = cases[i].rows, columns = cases[i].columns;
  for (int64_t k = 0; k < rows * columns; k++)
    x[k] = (float)(k * 37 % 101 - 50) / 16;
  for (int64_t k = 0; k < columns; k++) {
    gain[k] = (float)(k % 13 + 3) / 8;
    bias[k] = (float)(k % 7 - 3) / 4;
  }
  cases[i].run(rows, columns); // the code is in the cache
  bench_begin();
  const int status = cases[i].run(rows, columns);
  (void)((volatile float *)y)[rows * columns - 1]; // waits for the last store
  bench_end();
  cases[i].reference(rows, columns);
  if (status == KERNEL_OK &&
      memcmp((char *)y, (char *)expected, (size_t)(rows * columns) * 4) == 0)
    return 0;
  printf("%s: a wrong result\n", cases[i].name);
  return 1;
}
