// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One matrix product of M x N x K with every element type, for lockstep: what is
// compared is not printed.
#include "gemm.h"

enum { m = 37, n = 50, k = 70 };
static float a32[m * k], b32[k * n], c32[m * n];
static uint16_t a16[m * k], b16[k * n];
static int8_t a8[m * k], b8[k * n];
static int32_t c8[m * n];

int main(void) {
  uint32_t s = 1;
  for (int x = 0; x < m * k; x++) {
    s = s * 1664525 + 1013904223;
    a32[x] = (float)(int)(s >> 20) * 0.01f;
    a16[x] = (uint16_t)(s >> 16);
    a8[x] = (int8_t)(s >> 24);
  }
  for (int x = 0; x < k * n; x++) {
    s = s * 1664525 + 1013904223;
    b32[x] = (float)(int)(s >> 20) - 2000.5f;
    b16[x] = (uint16_t)(s >> 16);
    b8[x] = (int8_t)(s >> 24);
  }
  gemm_f32(m, n, k, a32, k, b32, n, c32, n, 0);
  gemm_f16(m, n, k, a16, k, b16, n, c32, n, GEMM_ADD);
  gemm_bf16(m, n, k, a16, k, b16, n, c32, n, 0);
  gemm_i8(m, n, k, a8, k, b8, n, c8, n, 0);
  return 0;
}
