// Times OpenBLAS's sgemm on square matrices: processor time of the best of
// several runs. What the emulated kernels are measured against.
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
  int n = argc > 1 ? atoi(argv[1]) : 512, runs = argc > 2 ? atoi(argv[2]) : 5;
  size_t size = (size_t)n * (size_t)n;
  float *a = malloc(size * 4), *b = malloc(size * 4), *c = malloc(size * 4);
  if (!a || !b || !c)
    return 2;
  for (size_t i = 0; i < size; i++) {
    a[i] = (float)(i % 17) - 8;
    b[i] = (float)(i % 13) - 6;
    c[i] = 0;
  }
  double best = 1e30;
  for (int r = 0; r < runs; r++) {
    double start = now();
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b,
                n, 0, c, n);
    double seconds = now() - start;
    best = seconds < best ? seconds : best;
  }
  printf("%s %d %.9f\n", openblas_get_corename(), n, best);
  return 0;
}
