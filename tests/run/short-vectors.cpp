// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Vectors of 16 to 255 elements are computed on tiles, with the results of
// scalars, and access no byte but their own.
// RUN: sectile-clang++ -O2 -mllvm -verify-machineinstrs %s -o %t.elf
// RUN: sectile-run %t.elf
// RUN: sectile-clang++ -O2 -fno-vectorize %s -o %t.scalar.elf
// RUN: sectile-run %t.scalar.elf
// RUN: sectile-clang++ -O0 %s -o %t.unoptimised.elf
// RUN: sectile-run %t.unoptimised.elf
// RUN: sectile-objdump -d %t.elf | FileCheck %s
// RUN: sectile-objdump -d %t.scalar.elf > %t.s
// RUN: FileCheck %s --check-prefix=SCALAR < %t.s
#include <stdint.h>
#include <stdio.h>
#include <string.h>

// CHECK-LABEL: <fuse_float_64>:
// CHECK: tldl.raw
// CHECK: tfmadd.f32
// CHECK: tstl.raw
// CHECK: ret
// SCALAR-LABEL: <fuse_float_64>:
// SCALAR-NOT: tldl
// SCALAR: ret
// Eight elements, and a division of integers, stay scalar.
// CHECK-LABEL: <fuse_float_8>:
// CHECK-NOT: tldl
// CHECK: ret
// CHECK-LABEL: <divide_int_32>:
// CHECK-NOT: tldl
// CHECK: ret

static uint64_t state = 88172645463325252u;
static uint32_t random_word(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state >> 16;
}

static int failures;
static unsigned char a[8192], b[8192], c[8192], found[8192], expected[8192];

static void compare(const char *name, int first, int bytes) {
  if (!memcmp(found, expected, sizeof found))
    return;
  int at = 0;
  while (found[at] == expected[at])
    ++at;
  printf("%s: byte %d differs (of %d to %d)\n", name, at, first, first + bytes);
  ++failures;
}

// Defines an operation on vectors of N elements, and checks it at an address
// that is not aligned.
#define OPERATION(name, T, N, expression)                                      \
  typedef T name##_##T##_##N##_t                                               \
      __attribute__((vector_size(sizeof(T) * N), aligned(1)));                 \
  extern "C" __attribute__((noinline)) void name##_##T##_##N(                  \
      name##_##T##_##N##_t *to, const name##_##T##_##N##_t *px,                \
      const name##_##T##_##N##_t *py, const name##_##T##_##N##_t *pz) {        \
    typedef name##_##T##_##N##_t V;                                            \
    V x = *px, y = *py, z = *pz;                                               \
    (void)z;                                                                   \
    *to = expression;                                                          \
  }                                                                            \
  __attribute__((noinline, optnone)) static void name##_##T##_##N##_one(       \
      T *to, const T *px, const T *py, const T *pz) {                          \
    typedef T V __attribute__((vector_size(sizeof(T))));                       \
    V x = {*px}, y = {*py}, z = {*pz};                                         \
    (void)z;                                                                   \
    V r = expression;                                                          \
    *to = r[0];                                                                \
  }                                                                            \
  static void check_##name##_##T##_##N(void) {                                 \
    constexpr int FIRST = 5 * sizeof(T);                                       \
    for (int byte = 0; byte < 8192; ++byte)                                    \
      a[byte] = random_word(), b[byte] = random_word(),                        \
      c[byte] = random_word(), found[byte] = expected[byte] = random_word();   \
    if ((T)0.5 != 0) /* numbers of ordinary size */                            \
      for (int n = 0; n < 8192 / (int)sizeof(T); ++n)                          \
        ((T *)a)[n] = (T)(int)(random_word() % 999) / 8 - 50,                  \
            ((T *)b)[n] = (T)(int)(random_word() % 999) / 16 - 30,             \
            ((T *)c)[n] = (T)(int)(random_word() % 999) / 4;                   \
    typedef const name##_##T##_##N##_t V;                                      \
    name##_##T##_##N((name##_##T##_##N##_t *)(found + FIRST),                  \
                     (V *)(a + FIRST), (V *)(b + FIRST), (V *)(c + FIRST));    \
    for (int n = 0; n < N; ++n)                                                \
      name##_##T##_##N##_one((T *)(expected + FIRST) + n,                      \
                             (T *)(a + FIRST) + n, (T *)(b + FIRST) + n,       \
                             (T *)(c + FIRST) + n);                            \
    compare(#name " " #T " " #N, FIRST, N * sizeof(T));                        \
  }

#define FLOATS(X, T)                                                           \
  X(fuse, T, 16, x *y + z)                                                     \
  X(fuse, T, 64, x *y + z)                                                     \
  X(fuse, T, 128, x *y + z)                                                    \
  X(mixed, T, 32, (x - y) * (T)3 / z + x)                                      \
  X(choice, T, 64, x < y ? x : z - y)                                          \
  X(negated, T, 128, -x)
#define INTEGERS(X, T)                                                         \
  X(fuse, T, 16, x *y + z)                                                     \
  X(fuse, T, 64, x *y + z)                                                     \
  X(fuse, T, 128, x *y + z)                                                    \
  X(mixed, T, 32, (x ^ y) - ((x & z) | ~y))                                    \
  X(choice, T, 64, x < y ? x : z - y)                                          \
  X(both, T, 64, ((x < y) & (y < z)) != 0 ? x : y)                             \
  X(shift, T, 32, (x << 3) + (y >> 2))
typedef signed char schar;
typedef unsigned char uchar;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef _Float16 half;
typedef __bf16 brain;
#define ALL(X)                                                                 \
  FLOATS(X, float)                                                             \
  FLOATS(X, half)                                                              \
  FLOATS(X, brain)                                                             \
  INTEGERS(X, schar)                                                           \
  INTEGERS(X, uchar)                                                           \
  INTEGERS(X, short)                                                           \
  INTEGERS(X, ushort)                                                          \
  INTEGERS(X, int)                                                             \
  INTEGERS(X, uint)                                                            \
  X(fuse, float, 8, x *y + z)                                                  \
  X(divide, int, 32, x / (y | 1))
ALL(OPERATION)

// Conversions, a sum that a loop carries, and a vector that is copied.
typedef float floats __attribute__((vector_size(4 * 64)));
typedef int ints __attribute__((vector_size(4 * 64)));
typedef signed char bytes __attribute__((vector_size(64)));
extern "C" __attribute__((noinline)) void
quantise(bytes *to, const floats *from, float scale) {
  ints q = __builtin_convertvector(*from * scale, ints);
  q = q > 127 ? 127 : q;
  q = q < -128 ? -128 : q;
  *to = __builtin_convertvector(q, bytes);
}
extern "C" __attribute__((noinline)) void add_up(ints *to, const bytes *from,
                                                 int count) {
  ints sum = {0};
  for (int n = 0; n < count; ++n)
    sum += __builtin_convertvector(from[n], ints);
  *to = sum;
}
extern "C" __attribute__((noinline)) void copy(floats *to, const floats *from) {
  *to = *from;
}

static _Alignas(256) floats numbers, copied;
static _Alignas(256) ints sums;
static _Alignas(64) bytes rows[9], quantised;

int main(void) {
#define CHECK(name, T, N, expression) check_##name##_##T##_##N();
  ALL(CHECK)
  for (int n = 0; n < 64; ++n)
    numbers[n] = (float)(int)(random_word() % 4000 - 2000) / 8;
  quantise(&quantised, &numbers, 0.75f);
  copy(&copied, &numbers);
  for (int n = 0; n < 64; ++n) {
    int q = (int)(numbers[n] * 0.75f);
    if (quantised[n] != (q > 127    ? 127
                         : q < -128 ? -128
                                    : q) ||
        copied[n] != numbers[n])
      printf("quantise: element %d\n", n), ++failures;
  }
  for (int r = 0; r < 9; ++r)
    for (int n = 0; n < 64; ++n)
      rows[r][n] = (signed char)random_word();
  add_up(&sums, rows, 9);
  for (int n = 0; n < 64; ++n) {
    int sum = 0;
    for (int r = 0; r < 9; ++r)
      sum += rows[r][n];
    if (sum != sums[n])
      printf("add_up: element %d\n", n), ++failures;
  }
  return failures != 0;
}
