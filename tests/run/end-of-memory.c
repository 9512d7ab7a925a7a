// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tile code of loops, nests and short rows accesses no byte beyond the
// elements: one operand after the other ends where memory does. An access
// beyond would be a fault.
//
// RUN: sectile-clang -O2 %s -o %t.elf
// RUN: sectile-clang -O2 -fno-vectorize %s -o %t-scalar.elf
// RUN: sectile-run --memory 64M %t-scalar.elf > %t.scalar
// RUN: sectile-run --memory 64M %t.elf | cmp - %t.scalar
// RUN: sectile-clang -O3 -flto %s -o %t-lto.elf
// RUN: sectile-run --memory 64M %t-lto.elf | cmp - %t.scalar
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES = 48 << 10, SEVERAL = 3 };
static const uintptr_t End = UINT64_C(0x80000000) + (64 << 20);
static _Alignas(64) char elsewhere[SEVERAL][BYTES];

// Each: the bytes of a, b and c that n iterations access.
struct loop {
  void (*run)(void *a, const void *b, const void *c, int n);
  size_t (*bytes)(int operand, int n);
};
#define LOOP(name, A, B, C, a_count, b_count, c_count, ...)                    \
  __attribute__((noinline)) static void name(void *to, const void *x,          \
                                             const void *y, int n) {           \
    A *restrict a = to;                                                        \
    const B *b = x;                                                            \
    const C *c = y;                                                            \
    (void)c;                                                                   \
    __VA_ARGS__                                                                \
  }                                                                            \
  static size_t bytes_##name(int operand, int n) {                             \
    (void)n;                                                                   \
    return operand == 0   ? sizeof(A) * (size_t)(a_count)                      \
           : operand == 1 ? sizeof(B) * (size_t)(b_count)                      \
                          : sizeof(C) * (size_t)(c_count);                     \
  }
#define EACH for (int i = 0; i < n; i++)
#define LAST(step) (n ? (step) * (n - 1) + 1 : 0)

LOOP(add, float, float, float, n, n, n, EACH a[i] = b[i] + c[i];)
LOOP(bytes, uint8_t, uint8_t, int8_t, n, n, n,
     EACH a[i] = (uint8_t)((b[i] + c[i]) >> 1);)
LOOP(shorts, int16_t, uint16_t, int8_t, n, n, n,
     EACH a[i] = (int16_t)(b[i] - c[i]);)
LOOP(halves, _Float16, _Float16, float, n, n, n,
     EACH a[i] = (_Float16)((float)b[i] * c[i]);)
LOOP(by_two, float, float, float, n, LAST(2), LAST(2),
     EACH a[i] = b[2 * i] + c[2 * i];)
LOOP(by_three, float, float, float, LAST(3), LAST(3), n,
     EACH a[3 * i] = b[3 * i] + c[i];)
LOOP(by_four, int, int, int, n, LAST(4), LAST(4),
     EACH a[i] = b[4 * i] + c[4 * i];)
LOOP(by_step, float, float, int, LAST(5), LAST(7), 2, {
  int to_step = c[0] & 0 ? 1 : 5, step = c[1] & 0 ? 1 : 7;
  EACH a[i * to_step] = b[i * step];
})
LOOP(reversed, float, float, int16_t, n, n, n,
     EACH a[n - 1 - i] = b[n - 1 - i] + c[n - 1 - i];)
LOOP(chosen, float, float, int8_t, n, n, n, EACH if (c[i] > 0) a[i] = b[i];)
LOOP(gathered, float, float, uint8_t, n, n, n,
     EACH a[i] = b[c[i] < n ? c[i] : n - 1];)
LOOP(next, float, float, float, n, n + 1, n,
     EACH a[i] = b[i] + b[i + 1] * c[i];)
LOOP(rows, float, float, float, 20 * n, 20 * n, 20,
     EACH for (int j = 0; j < 20; j++) a[i * 20 + j] = b[i * 20 + j] + c[j];)
LOOP(narrow_rows, int8_t, int, int, 7 * n, 7 * n, n,
     EACH for (int j = 0; j < 7; j++)
         a[i * 7 + j] = (int8_t)((b[i * 7 + j] + c[i]) & 63);)
LOOP(transposed, float, float, float, 20 * n, 20 * n, n,
     EACH for (int j = 0; j < 20; j++) a[i * 20 + j] = b[j * n + i];)
LOOP(
    product, float, float, float, 19 * n, 21 * n, 19 * 21,
    EACH for (int j = 0; j < 19; j++) {
      float s = 0;
      for (int p = 0; p < 21; p++)
        s += b[i * 21 + p] * c[p * 19 + j];
      a[i * 19 + j] = s;
    })
LOOP(
    product_bytes, int, int8_t, uint8_t, 19 * n, 21 * n, 19 * 21,
    EACH for (int j = 0; j < 19; j++) {
      int s = 0;
      for (int p = 0; p < 21; p++)
        s += b[i * 21 + p] * c[j * 21 + p];
      a[i * 19 + j] = s;
    })
LOOP(
    convolution, float, float, float, 11 * n, 13 * (n + 2), 9,
    EACH for (int j = 0; j < 11; j++) {
      float s = 0;
      for (int y = 0; y < 3; y++)
        for (int x = 0; x < 3; x++)
          s += b[(i + y) * 13 + j + x] * c[y * 3 + x];
      a[i * 11 + j] = s;
    })

#define ENTRY(name) {name, bytes_##name}
static const struct loop loops[] = {
    ENTRY(add),           ENTRY(bytes),       ENTRY(shorts),     ENTRY(halves),
    ENTRY(by_two),        ENTRY(by_three),    ENTRY(by_four),    ENTRY(by_step),
    ENTRY(reversed),      ENTRY(chosen),      ENTRY(gathered),   ENTRY(next),
    ENTRY(rows),          ENTRY(narrow_rows), ENTRY(transposed), ENTRY(product),
    ENTRY(product_bytes), ENTRY(convolution)};

// Small numbers of every type: floats, halves and integers are all exact.
static void fill(char *to, size_t bytes) {
  for (size_t i = 0; i < bytes; i++)
    to[i] = (char)(i % 4 == 3 ? 0x40 : i * 37 & 63);
}

__attribute__((noinline)) static void run_all(void) {
  static const int counts[] = {0,   1,   2,   15,  16,  17,  33, 64,
                               100, 140, 255, 256, 257, 300, 513};
  for (unsigned l = 0; l < sizeof loops / sizeof *loops; l++) {
    uint64_t sum = 0;
    for (unsigned k = 0; k < sizeof counts / sizeof *counts; k++)
      for (int last = 0; last < SEVERAL; last++) {
        char *of[SEVERAL];
        int n = counts[k];
        for (int m = 0; m < SEVERAL; m++) {
          size_t bytes = loops[l].bytes(m, n);
          of[m] = m == last ? (char *)End - bytes : elsewhere[m];
          fill(of[m], bytes);
        }
        loops[l].run(of[0], of[1], of[2], n);
        for (size_t i = 0; i < loops[l].bytes(0, n); i++)
          sum = (sum ^ (uint8_t)of[0][i]) * UINT64_C(0x9e3779b97f4a7c15);
      }
    printf("%u %016llx\n", l, (unsigned long long)sum);
  }
  fflush(stdout);
  _Exit(0);
}

// The stack ends where memory does: what is above this frame is not used again.
int main(void) {
  char above[BYTES + 1024];
  __asm__ volatile("" : : "r"(above) : "memory");
  run_all();
}
