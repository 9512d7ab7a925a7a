// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Spectral norm of an infinite matrix's corner by power iteration, f64, and a
// Mandelbrot count in f32.
#include "../common/bench.h"

enum { N = 64, ROUNDS = 10, SIZE = 48, LIMIT = 60 };
static double u[N], v[N], t[N];
static double norm;
static uint32_t inside;

void bench_setup(void) {}

static double a(int i, int j) {
  return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);
}

static void times(const double *x, double *y) {
  for (int i = 0; i < N; i++) {
    double s = 0;
    for (int j = 0; j < N; j++)
      s += a(i, j) * x[j];
    y[i] = s;
  }
}

static void times_transposed(const double *x, double *y) {
  for (int i = 0; i < N; i++) {
    double s = 0;
    for (int j = 0; j < N; j++)
      s += a(j, i) * x[j];
    y[i] = s;
  }
}

static uint32_t mandelbrot(void) {
  uint32_t count = 0;
  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++) {
      float cr = 2.5f * (float)x / SIZE - 2.0f,
            ci = 2.5f * (float)y / SIZE - 1.25f;
      float r = 0, i = 0;
      int n = 0;
      while (n < LIMIT && r * r + i * i <= 4.0f) {
        float s = r * r - i * i + cr;
        i = 2.0f * r * i + ci;
        r = s;
        n++;
      }
      count += n == LIMIT;
    }
  return count;
}

uint64_t bench_run(void) {
  for (int k = 0; k < BENCH_SCALE; k++) {
    for (int i = 0; i < N; i++)
      u[i] = 1;
    for (int i = 0; i < ROUNDS; i++) {
      times(u, t);
      times_transposed(t, v);
      times(v, t);
      times_transposed(t, u);
    }
    double uv = 0, vv = 0;
    for (int i = 0; i < N; i++) {
      uv += u[i] * v[i];
      vv += v[i] * v[i];
    }
    norm = __builtin_sqrt(uv / vv);
    inside = mandelbrot();
  }
  uint64_t bits;
  __builtin_memcpy(&bits, &norm, 8);
  return bits + inside;
}

int bench_check(void) {
  return norm > 1.2742 && norm < 1.2743 && inside > 200 && inside < 1200;
}
