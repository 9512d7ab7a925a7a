// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs a GEMM kernel on square matrices the given number of times and checks
// the result; bench/gemm measures the time of the process.
//
//   gemm-guest f32|bf16|f16|i8 size runs
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kernels/gemm/gemm.h"
static uint16_t bf16_of(int x) {
  float f = (float)x;
  uint32_t bits;
  memcpy(&bits, &f, 4);
  return (uint16_t)(bits >> 16);
}

static uint16_t f16_of(int x) {
  _Float16 f = (_Float16)x;
  uint16_t bits;
  memcpy(&bits, &f, 2);
  return bits;
}

int main(int argc, char **argv) {
  if (argc != 4)
    return 2;
  const char *type = argv[1];
  int64_t n = atoi(argv[2]);
  int runs = atoi(argv[3]);
  size_t size = (size_t)(n * n);
  void *a = malloc(size * 4), *b = malloc(size * 4), *c = malloc(size * 4);
  if (!a || !b || !c)
    return 2;
  for (size_t i = 0; i < size; i++) {
    int x = (int)(i % 17) - 8, y = (int)(i % 13) - 6;
    if (!strcmp(type, "f32"))
      ((float *)a)[i] = (float)x, ((float *)b)[i] = (float)y;
    else if (!strcmp(type, "bf16"))
      ((uint16_t *)a)[i] = bf16_of(x), ((uint16_t *)b)[i] = bf16_of(y);
    else if (!strcmp(type, "f16"))
      ((uint16_t *)a)[i] = f16_of(x), ((uint16_t *)b)[i] = f16_of(y);
    else
      ((int8_t *)a)[i] = (int8_t)x, ((int8_t *)b)[i] = (int8_t)y;
  }
  for (int r = 0; r < runs; r++) {
    if (!strcmp(type, "f32"))
      gemm_f32(n, n, n, a, n, b, n, c, n, 0);
    else if (!strcmp(type, "bf16"))
      gemm_bf16(n, n, n, a, n, b, n, c, n, 0);
    else if (!strcmp(type, "f16"))
      gemm_f16(n, n, n, a, n, b, n, c, n, 0);
    else
      gemm_i8(n, n, n, a, n, b, n, c, n, 0);
  }
  // Small integers: every type has the same exact sum.
  int64_t wrong = 0;
  for (int64_t i = 0; i < n; i += n / 8 + 1)
    for (int64_t j = 0; j < n; j += n / 8 + 1) {
      int64_t sum = 0;
      for (int64_t k = 0; k < n; k++)
        sum += ((i * n + k) % 17 - 8) * ((k * n + j) % 13 - 6);
      wrong += sum != (strcmp(type, "i8") ? (int64_t)((float *)c)[i * n + j]
                                          : ((int32_t *)c)[i * n + j]);
    }
  puts(wrong ? "wrong" : "right");
  return wrong != 0;
}
