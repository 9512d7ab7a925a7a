// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Optimisers and gradients of layers, for bench/kernels, which describes the
// protocol. docs/kernels/training.md derives the bounds.
// Kernels: gemm conv rows
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kernels/training/training_conv_reference.h"
#include "../common/markers.h"
#include "../common/rates.h"

enum { N = 8192, ROWS = 32, COLUMNS = N / ROWS, MOST = 9216 };
// Operands, results and the reference's results.
static _Alignas(64) float x[N], dy[N], gain[COLUMNS];
static _Alignas(64) float found[3][MOST], expected[3][MOST], scratch[2 * ROWS];
static uint16_t copy[N], expected_copy[N];
static int is_finite, expected_finite;
static float (*result)[MOST];

static const struct training_sgd sgd = {0.01f, 0.9f, 0, 1.0f / 1024, 0};
static const struct training_adam adam = {1e-3f, 0.9f, 0.999f, 1e-8f,
                                          0,     1.0f, 3};
// 14 x 14 x 32 to 32 channels.
static const struct conv_shape plain = {1, 14, 14, 32, 14, 14, 32, 3,
                                        3, 1,  1,  1,  1,  1,  1,  1};
static const struct conv_shape depthwise = {1, 14, 14, 32, 14, 14, 32, 3,
                                            3, 1,  1,  1,  1,  1,  1,  32};
#define BF16(p) ((const uint16_t *)(p))

// The kernel if `kernel`, else the reference.
enum name { SGD, ADAM, FINITE, RELU, TANH, NORM, CONV_F32, CONV_BF16, DEPTH };
static int run(enum name name, int kernel) {
#define CALL(function, ...)                                                    \
  if (kernel)                                                                  \
    return training_##function(__VA_ARGS__);                                   \
  reference_training_##function(__VA_ARGS__);                                  \
  return KERNEL_OK
  uint16_t *const c = kernel ? copy : expected_copy;
  switch (name) {
  case SGD:
    CALL(sgd, N, &sgd, dy, TRAINING_F32, result[0], result[1], c,
         TRAINING_BF16);
  case ADAM:
    CALL(adam, N, &adam, dy, TRAINING_F32, result[0], result[1], result[2], c,
         TRAINING_BF16);
  case FINITE:
    CALL(finite, N, x, TRAINING_F32, kernel ? &is_finite : &expected_finite);
  case RELU:
    CALL(activation_f32, TRAINING_RELU, N, x, dy, result[0]);
  case TANH:
    CALL(activation_f32, TRAINING_TANH, N, x, dy, result[0]);
  case NORM:
    if (kernel)
      return training_layer_norm_f32(ROWS, COLUMNS, x, COLUMNS, gain, 1e-5f, dy,
                                     COLUMNS, result[0], COLUMNS, result[1],
                                     result[2], 0, scratch, sizeof scratch);
    // Without the sums over rows, which the reference takes long for.
    reference_training_norm(1, ROWS, COLUMNS, x, COLUMNS, gain, 1e-5f, dy,
                            COLUMNS, result[0], COLUMNS, 0, 0, 0);
    memcpy(result[1], found[1], sizeof result[1]);
    memcpy(result[2], found[2], sizeof result[2]);
    return KERNEL_OK;
  case CONV_F32:
    if (kernel)
      return training_conv_f32(&plain, dy, x, 0, 0, result[0], 0, 0, 0, 0);
    reference_training_conv_f32(&plain, dy, x, 0, 0, result[0], 0, 0);
    return KERNEL_OK;
  case CONV_BF16:
    if (kernel)
      return training_conv_bf16(&plain, BF16(dy), BF16(x), 0, 0, result[0], 0,
                                0, 0, 0);
    reference_training_conv_bf16(&plain, BF16(dy), BF16(x), 0, 0, result[0], 0,
                                 0);
    return KERNEL_OK;
  case DEPTH:
    CALL(conv_depthwise_f32, &depthwise, dy, x, x, 0, result[0], 0, 0);
  }
  return KERNEL_BAD_ARGUMENT;
}

static const struct {
  const char *kernel, *shape;
  int64_t bound;
} cases[] = {
    // Lines of three arrays are read.
    {"sgd, bf16 copy", "8192", BEGIN + N / 256 * 3 * LOAD + END},
    // g, two each of m and v, unbias; 11 of the inverse root, 3 of the root;
    // epsilon, 7 of the reciprocal, two of the weight.
    {"adam, bf16 copy", "8192", BEGIN + N / 256 * OPERATION * 30 + END},
    {"finite f32", "8192",
     BEGIN + N / 256 * OPERATION * 2 + 2 * REDUCTION + END},
    {"relu gradient f32", "8192", BEGIN + N / 256 * OPERATION * 2 + END},
    // 34 of the function.
    {"tanh gradient f32", "8192", BEGIN + N / 256 * OPERATION * 36 + END},
    // 14 operations on a tile, 18 and 4 reductions on 16 rows; then 4 on a
    // tile, 2 reductions on 16 columns.
    {"layer norm gradient f32", "32 x 256",
     BEGIN + OPERATION * (N / 256 * 18 + ROWS / 16 * 18) +
         REDUCTION * (ROWS / 16 * 4 + COLUMNS / 16 * 2) + END},
    // Of each tap 2 x 2 tiles; a row of pixels is 14, at the border 13 deep,
    // and there are 14 or 13.
    {"conv weight gradient f32", "14 x 14 x 32, 32, 3 x 3",
     FILL + 16 + 16 + 4 * 4 * (14 + 2 * 13) * (14 + 2 * 13) + DRAIN},
    {"conv weight gradient bf16", "14 x 14 x 32, 32, 3 x 3",
     FILL + 16 + 32 + 4 * 32 * (14 + 2 * 13) * 3 + DRAIN},
    // Two tiles of channels and of x and dy each.
    {"depthwise weight gradient f32", "14 x 14 x 32, 3 x 3",
     BEGIN + 2 * 2 * (14 + 2 * 13) * (14 + 2 * 13) + 9 * 2 * REDUCTION + END}};

int main(int argc, char **argv) {
  const int count = sizeof cases / sizeof *cases;
  if (argc == 2 && strcmp(argv[1], "list") == 0) {
    for (int i = 0; i < count; i++)
      printf("%s|%s|%" PRId64 "|-\n", cases[i].kernel, cases[i].shape,
             cases[i].bound);
    return 0;
  }
  const long i = argc == 2 ? strtol(argv[1], 0, 10) : -1;
  if (i < 0 || i >= count)
    return 2;
  for (int k = 0; k < N; k++) {
    const float a = (float)(k * 37 % 101 - 50) / 16,
                b = (float)(k * 29 % 61 - 30) / 64;
    if (i == CONV_BF16) { // exact
      ((uint16_t *)x)[k] = (uint16_t)(math_bits(a) >> 16);
      ((uint16_t *)dy)[k] = (uint16_t)(math_bits(b) >> 16);
    } else {
      x[k] = a;
      dy[k] = b;
    }
    gain[k % COLUMNS] = (float)(k % 13 + 3) / 8;
    found[0][k] = expected[0][k] = b * 3;
  }
  result = found;
  run((enum name)i, 1); // the code is in the cache
  memcpy(expected, found, sizeof found);
  bench_begin();
  const int status = run((enum name)i, 1);
  (void)((volatile float *)found[0])[N - 1]; // waits for the last store
  bench_end();
  result = expected;
  run((enum name)i, 0);
  if (status == KERNEL_OK && is_finite == expected_finite &&
      memcmp((char *)found, (char *)expected, sizeof found) == 0 &&
      memcmp(copy, expected_copy, sizeof copy) == 0)
    return 0;
  printf("%s: a wrong result\n", cases[i].kernel);
  return 1;
}
