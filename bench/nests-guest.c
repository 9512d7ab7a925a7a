// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Square matrix products between two markers, by a hand-written kernel, by
// plain loops that the compiler makes tile code of, or by clang's matrix types:
//
//   nests-guest TYPE HOW SIZE RUNS
//
// TYPE is f32, f16, bf16, i8, i16 or i32; there is no kernel for the last two.
// HOW is kernel or kernel-add, an order of the three loops from ijk to kji, or
// one of them with -at (A is stored by columns) or -bt (B is); lower is ijk for
// the lower triangle of C alone, left is ijk with a lower triangle for A. In
// order ijk each sum starts from zero, as the kernel's; in the others it is
// added to C, as with kernel-add. With matrix, for sizes 64 and 256, the
// product is that of two matrix types, which are stored by columns.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kernels/gemm/gemm.h"
#include "common/markers.h"

typedef void product(int n, const void *a, const void *b, void *c);

#define I for (int i = 0; i < n; i++)
#define J for (int j = 0; j < n; j++)
#define K for (int k = 0; k < n; k++)
#define HEAD(name)                                                             \
  __attribute__((noinline)) static void name(int n, const void *va,            \
                                             const void *vb, void *vc)
#define ORDER(name, sum, element, x, a_at, b_at, first, second, third)         \
  HEAD(name) {                                                                 \
    const element *a = va, *b = vb;                                            \
    sum *c = vc;                                                               \
    first second third c[i * n + j] += x a[a_at] * x b[b_at];                  \
  }
#define ORDERS(name, sum, element, x, a_at, b_at)                              \
  HEAD(name##_ijk) {                                                           \
    const element *a = va, *b = vb;                                            \
    sum *c = vc;                                                               \
    I J {                                                                      \
      sum s = 0;                                                               \
      K s += x a[a_at] * x b[b_at];                                            \
      c[i * n + j] = s;                                                        \
    }                                                                          \
  }                                                                            \
  ORDER(name##_ikj, sum, element, x, a_at, b_at, I, K, J)                      \
  ORDER(name##_jik, sum, element, x, a_at, b_at, J, I, K)                      \
  ORDER(name##_jki, sum, element, x, a_at, b_at, J, K, I)                      \
  ORDER(name##_kij, sum, element, x, a_at, b_at, K, I, J)                      \
  ORDER(name##_kji, sum, element, x, a_at, b_at, K, J, I)
#define LOWER(name, sum, element, x)                                           \
  HEAD(name##_lower) {                                                         \
    const element *a = va, *b = vb;                                            \
    sum *c = vc;                                                               \
    I for (int j = 0; j <= i; j++) {                                           \
      sum s = 0;                                                               \
      K s += x a[i * n + k] * x b[k * n + j];                                  \
      c[i * n + j] = s;                                                        \
    }                                                                          \
  }                                                                            \
  HEAD(name##_left) {                                                          \
    const element *a = va, *b = vb;                                            \
    sum *c = vc;                                                               \
    I J {                                                                      \
      sum s = 0;                                                               \
      for (int k = 0; k <= i; k++)                                             \
        s += x a[i * n + k] * x b[k * n + j];                                  \
      c[i * n + j] = s;                                                        \
    }                                                                          \
  }
#define KERNEL(type, name, flags)                                              \
  HEAD(type##_##name) { gemm_##type(n, n, n, va, n, vb, n, vc, n, flags); }
#define LOOPS(type, sum, element, x)                                           \
  ORDERS(type##_plain, sum, element, x, i *n + k, k * n + j)                   \
  ORDERS(type##_at, sum, element, x, k *n + i, k * n + j)                      \
  ORDERS(type##_bt, sum, element, x, i *n + k, j * n + k)                      \
  LOWER(type, sum, element, x)
#define TYPE(type, sum, element, x)                                            \
  LOOPS(type, sum, element, x)                                                 \
  KERNEL(type, kernel, 0)                                                      \
  KERNEL(type, kernel_add, GEMM_ADD)                                           \
  KERNEL(type, kernel_at, GEMM_A_KM)                                           \
  KERNEL(type, kernel_bt, GEMM_B_NK)
TYPE(f32, float, float, )
TYPE(f16, float, _Float16, (float))
TYPE(bf16, float, __bf16, (float))
TYPE(i8, int32_t, int8_t, )
LOOPS(i16, int32_t, int16_t, )
LOOPS(i32, int32_t, int32_t, )

// What is a row here is a column of a matrix: the operands change places.
#define SIZE_MATRIX(type, sum, element, size)                                  \
  typedef sum type##_sum##size __attribute__((matrix_type(size, size)));       \
  typedef element type##_element##size                                         \
      __attribute__((matrix_type(size, size)));                                \
  HEAD(type##_matrix##size) {                                                  \
    (void)n;                                                                   \
    *(type##_sum##size *)vc =                                                  \
        (type##_sum##size)(*(const type##_element##size *)vb) *                \
        (type##_sum##size)(*(const type##_element##size *)va);                 \
  }
#define MATRIX(type, sum, element)                                             \
  SIZE_MATRIX(type, sum, element, 64)                                          \
  SIZE_MATRIX(type, sum, element, 256)                                         \
  HEAD(type##_matrix) {                                                        \
    if (n != 64 && n != 256)                                                   \
      exit(2);                                                                 \
    (n == 64 ? type##_matrix64 : type##_matrix256)(n, va, vb, vc);             \
  }
MATRIX(f32, float, float)
MATRIX(f16, float, _Float16)
MATRIX(bf16, float, __bf16)
MATRIX(i8, int32_t, int8_t)

static const struct way {
  const char *type, *name;
  product *run;
} ways[] = {
#define WAY(type, name, function) {#type, name, type##_##function},
#define LAYOUT(type, suffix, layout)                                           \
  WAY(type, "ijk" suffix, layout##_ijk)                                        \
  WAY(type, "ikj" suffix, layout##_ikj)                                        \
  WAY(type, "jik" suffix, layout##_jik)                                        \
  WAY(type, "jki" suffix, layout##_jki)                                        \
  WAY(type, "kij" suffix, layout##_kij)                                        \
  WAY(type, "kji" suffix, layout##_kji)
#define PLAIN(type)                                                            \
  WAY(type, "lower", lower)                                                    \
  WAY(type, "left", left)                                                      \
  LAYOUT(type, "", plain) LAYOUT(type, "-at", at) LAYOUT(type, "-bt", bt)
#define ALL(type)                                                              \
  WAY(type, "kernel", kernel)                                                  \
  WAY(type, "kernel-add", kernel_add)                                          \
  WAY(type, "kernel-at", kernel_at)                                            \
  WAY(type, "kernel-bt", kernel_bt)                                            \
  WAY(type, "matrix", matrix) PLAIN(type)
    ALL(f32) ALL(f16) ALL(bf16) ALL(i8) PLAIN(i16) PLAIN(i32)};

#define FILL(element)                                                          \
  for (int x = 0; x < n * n; x++) {                                            \
    ((element *)a)[x] = (element)(x % 17 - 8);                                 \
    ((element *)b)[x] = (element)(x % 13 - 6);                                 \
  }

int main(int argc, char **argv) {
  if (argc != 5)
    return 2;
  const char *type = argv[1], *how = argv[2];
  const struct way *way = ways, *end = ways + sizeof ways / sizeof *ways;
  while (way < end && (strcmp(way->type, type) || strcmp(way->name, how)))
    way++;
  const int n = atoi(argv[3]), runs = atoi(argv[4]);
  const size_t bytes = ((size_t)n * n * 4 + 63) & ~(size_t)63;
  void *a = aligned_alloc(64, bytes), *b = aligned_alloc(64, bytes);
  void *c = aligned_alloc(64, bytes);
  if (way == end || !a || !b || !c)
    return 2;
  memset(c, 0, bytes);
  const int integers = type[0] == 'i';
  if (!strcmp(type, "f32")) {
    FILL(float)
  } else if (!strcmp(type, "f16")) {
    FILL(_Float16)
  } else if (!strcmp(type, "bf16")) {
    FILL(__bf16)
  } else if (!strcmp(type, "i8")) {
    FILL(int8_t)
  } else if (!strcmp(type, "i16")) {
    FILL(int16_t)
  } else {
    FILL(int32_t)
  }

  bench_begin();
  for (int r = 0; r < runs; r++)
    way->run(n, a, b, c);
  // A scalar load waits for the last element, which is stored last.
  (void)((volatile uint32_t *)c)[n * n - 1];
  bench_end();

  // Small integers: every type has the same exact sum.
  const int at = strstr(how, "-at") != 0, bt = strstr(how, "-bt") != 0;
  const int lower = !strcmp(how, "lower"), left = !strcmp(how, "left");
  const int from_zero = !strncmp(how, "ijk", 3) || !strcmp(how, "matrix") ||
                        lower || left ||
                        (!strncmp(how, "kernel", 6) && !strstr(how, "add"));
  int wrong = 0;
  for (int i = 0; i < n; i += n / 4 + 1)
    for (int j = 0; j < n; j += n / 4 + 1) {
      int sum = 0;
      for (int k = 0; k < (left ? i + 1 : n); k++)
        sum += ((at ? k * n + i : i * n + k) % 17 - 8) *
               ((bt ? j * n + k : k * n + j) % 13 - 6);
      wrong +=
          (lower && j > i ? 0 : sum * (from_zero ? 1 : runs)) !=
          (integers ? ((int32_t *)c)[i * n + j] : (int)((float *)c)[i * n + j]);
    }
  return wrong != 0;
}
