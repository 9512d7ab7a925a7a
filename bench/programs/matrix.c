// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Integer matrices as CoreMark has them: product of 16-bit matrices into 32
// bits, product by a vector, bit extraction, determinant modulo a prime.
#include "../common/bench.h"

enum { N = 48, P = 65521 };
static int16_t a[N][N], b[N][N];
static int32_t c[N][N];
static int64_t v[N], w[N];
static uint32_t m[N][N];
static int64_t trace_left, trace_right;

void bench_setup(void) {
  uint64_t state = 5;
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      a[i][j] = (int16_t)(bench_random(&state) >> 52);
      b[i][j] = (int16_t)(bench_random(&state) >> 52);
    }
    v[i] = (int64_t)(bench_random(&state) >> 40);
  }
}

static int64_t product(int16_t x[N][N], int16_t y[N][N]) {
  int64_t trace = 0;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) {
      int32_t sum = 0;
      for (int k = 0; k < N; k++)
        sum += x[i][k] * y[k][j];
      c[i][j] = sum;
    }
  for (int i = 0; i < N; i++)
    trace += c[i][i];
  return trace;
}

static uint32_t power(uint32_t x, uint32_t e) {
  uint64_t r = 1, q = x;
  for (; e; e >>= 1, q = q * q % P)
    if (e & 1)
      r = r * q % P;
  return (uint32_t)r;
}

static uint32_t determinant(void) {
  uint64_t det = 1;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      m[i][j] = (uint32_t)(a[i][j] + 65536) % P;
  for (int i = 0; i < N; i++) {
    int p = i;
    while (p < N && !m[p][i])
      p++;
    if (p == N)
      return 0;
    if (p != i) {
      for (int j = 0; j < N; j++) {
        uint32_t t = m[p][j];
        m[p][j] = m[i][j];
        m[i][j] = t;
      }
      det = P - det;
    }
    det = det * m[i][i] % P;
    uint64_t inverse = power(m[i][i], P - 2);
    for (int r = i + 1; r < N; r++) {
      uint32_t factor = (uint32_t)(m[r][i] * inverse % P);
      for (int j = i; j < N; j++)
        m[r][j] = (uint32_t)((m[r][j] + (uint64_t)(P - factor) * m[i][j]) % P);
    }
  }
  return (uint32_t)det;
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    trace_right = product(b, a);
    trace_left = product(a, b);
    for (int i = 0; i < N; i++) {
      int64_t s = 0;
      for (int j = 0; j < N; j++)
        s += c[i][j] * v[j];
      w[i] = s;
    }
    for (int i = 0; i < N; i++)
      for (int j = 0; j < N; j++) {
        uint32_t x = (uint32_t)c[i][j];
        sum += ((x >> 2) & 15) * ((x >> 5) & 127);
      }
    for (int i = 0; i < N; i++)
      sum = sum * 7 + (uint64_t)w[i];
    sum += determinant();
  }
  return sum;
}

int bench_check(void) { return trace_left == trace_right; }
