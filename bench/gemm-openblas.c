// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Times OpenBLAS's sgemm on square matrices: processor time of the best of
// several runs. bench/gemm compares the emulated kernels with it.
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

extern char *openblas_get_corename(void);

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv) {
  long n = argc > 1 ? strtol(argv[1], NULL, 10) : 512,
       runs = argc > 2 ? strtol(argv[2], NULL, 10) : 5;
  if (n < 1 || n > 20000 || runs < 1)
    return 2;
  size_t size = (size_t)n * (size_t)n;
  float *memory = malloc(size * 12);
  if (!memory)
    return 2;
  float *a = memory, *b = a + size, *c = b + size;
  for (size_t i = 0; i < size; i++) {
    a[i] = (float)(i % 17) - 8;
    b[i] = (float)(i % 13) - 6;
    c[i] = 0;
  }
  double best = 1e30;
  for (long r = 0; r < runs; r++) {
    double start = now();
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)n, (int)n,
                (int)n, 1, a, (int)n, b, (int)n, 0, c, (int)n);
    double seconds = now() - start;
    best = seconds < best ? seconds : best;
  }
  printf("%s %ld %.9f\n", openblas_get_corename(), n, best);
  free(memory);
  return 0;
}
