// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Factorisations in place: rows and columns of one matrix are operands and
// result. The rows of the result lie between those of the operands, which must
// not keep the loops scalar.
//
// RUN: sectile-clang -O2 %s -o %t.elf
// RUN: sectile-clang -O2 -fno-vectorize %s -o %t-scalar.elf
// RUN: sectile-run %t-scalar.elf lu > %t.lu
// RUN: sectile-run --max-instructions 3000000 %t.elf lu | cmp - %t.lu
// RUN: sectile-run %t-scalar.elf cholesky > %t.cholesky
// RUN: sectile-run --max-instructions 9000000 %t.elf cholesky | cmp -
// %t.cholesky
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { N = 256, ROW = 267 };
static float a[N * ROW];

__attribute__((noinline)) static void lu(float *a, int n, int row) {
  for (int k = 0; k < n; k++) {
    float d = 1 / a[k * row + k];
    for (int i = k + 1; i < n; i++)
      a[i * row + k] *= d;
    for (int i = k + 1; i < n; i++)
      for (int j = k + 1; j < n; j++)
        a[i * row + j] -= a[i * row + k] * a[k * row + j];
  }
}

__attribute__((noinline)) static void cholesky(float *a, int n, int row) {
  for (int k = 0; k < n; k++) {
    float d = __builtin_sqrtf(a[k * row + k]);
    for (int i = k; i < n; i++)
      a[i * row + k] /= d;
    for (int i = k + 1; i < n; i++)
      for (int j = k + 1; j <= i; j++)
        a[i * row + j] -= a[i * row + k] * a[j * row + k];
  }
}

int main(int count, char **arguments) {
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      a[i * ROW + j] =
          i == j ? (float)N : (float)((i * 7 + j * 7 + i * j) % 13) * 0.1F;
  (strcmp(arguments[count - 1], "lu") ? cholesky : lu)(a, N, ROW);
  uint64_t sum = 0;
  for (int i = 0; i < N * ROW; i++) {
    uint32_t bits;
    memcpy(&bits, &a[i], sizeof bits);
    sum = (sum ^ bits) * UINT64_C(0x9e3779b97f4a7c15);
  }
  printf("%016llx\n", (unsigned long long)sum);
  return 0;
}
