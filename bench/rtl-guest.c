// One GEMM between two markers, for the core's cycle counts:
//
//   rtl-guest f32|bf16|i8 M N K
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../kernels/gemm.h"

__attribute__((noinline)) void bench_begin(void) {
  __asm__ volatile("" ::: "memory");
}
__attribute__((noinline)) void bench_end(void) {
  __asm__ volatile("" ::: "memory");
}

int main(int argc, char **argv) {
  if (argc != 5)
    return 2;
  int64_t m = atoi(argv[2]), n = atoi(argv[3]), k = atoi(argv[4]);
  void *a = malloc((size_t)(m * k) * 4 + 64),
       *b = malloc((size_t)(k * n) * 4 + 64);
  void *c = malloc((size_t)(m * n) * 4 + 64);
  if (!a || !b || !c)
    return 2;
  // 3f803f80: small numbers in every type. Utilisation does not depend on them.
  for (int64_t i = 0; i < m * k; i++)
    ((uint32_t *)a)[i] = 0x3f803f80u + (uint32_t)(i & 15);
  for (int64_t i = 0; i < k * n; i++)
    ((uint32_t *)b)[i] = 0x3f803f80u + (uint32_t)(i & 7);
  bench_begin();
  if (!strcmp(argv[1], "f32"))
    gemm_f32(m, n, k, a, k, b, n, c, n, 0);
  else if (!strcmp(argv[1], "bf16"))
    gemm_bf16(m, n, k, a, k, b, n, c, n, 0);
  else
    gemm_i8(m, n, k, a, k, b, n, c, n, 0);
  bench_end();
  return 0;
}
