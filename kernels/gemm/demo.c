// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The first thing ./demo shows: matrix multiplies in C on tiles against plain
// C, in one program that runs on the emulator and on the RTL.
#include "gemm_reference.h"
#include <stdio.h>

// Not multiples of 16: edges are part of the show.
enum { M = 48, N = 40, K = 37 };
static float a[M * K], b[K * N], found[M * N], expected[M * N];
static uint16_t packed_a[M * K], packed_b[K * N];

// Numbers of both signs and of many sizes, the same in every run.
static uint32_t state = 1;
static uint32_t next(void) { return state = state * 1664525u + 1013904223u; }

static int report(const char *name) {
  int differ = 0;
  uint64_t digest = 14695981039346656037u;
  for (int i = 0; i < M * N; i++) {
    uint32_t x, y;
    memcpy(&x, &found[i], 4);
    memcpy(&y, &expected[i], 4);
    differ += x != y;
    digest = (digest ^ x) * 1099511628211u;
  }
  printf("gemm %-4s %d x %d x %d: %d of %d elements differ from plain C, "
         "digest %016llx\n",
         name, M, N, K, differ, M * N, (unsigned long long)digest);
  return differ != 0;
}

int main(void) {
  for (int i = 0; i < M * K; i++) {
    uint32_t bits = (next() & 0x807fffff) | (120 + next() % 16) << 23;
    memcpy(&a[i], &bits, 4);
    packed_a[i] = (uint16_t)(bits >> 16);
    bits = (next() & 0x807fffff) | (120 + next() % 16) << 23;
    memcpy(&b[i], &bits, 4);
    packed_b[i] = (uint16_t)(bits >> 16);
  }
  gemm_f32(M, N, K, a, K, b, N, found, N, 0);
  reference_f32(M, N, K, a, K, b, N, expected, N, 0);
  int status = report("f32");
  gemm_bf16(M, N, K, packed_a, K, packed_b, N, found, N, 0);
  reference_bf16(M, N, K, packed_a, K, packed_b, N, expected, N, 0);
  return status | report("bf16");
}
