// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Passes over arrays by tile functions between two markers, for the core's
// cycle counts. What a pass reads and writes and the cycles of its elementwise
// operations are known, so bench/rtl can say what it takes at least.
//
//   stream-guest PASS COUNT
//
// PASS is one of the names in the table below, COUNT a multiple of 2048 up to
// 65536; gemv is a row of 256 by a 256 x 256 matrix, whatever COUNT. The pass
// runs twice, the markers stand around the second, and its result is compared
// with that of plain loops.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/markers.h"
#include <sectile.h>
#include <sectile_math.h>

enum { MOST = 1 << 16, UNROLL = 8, STEP = 256 * UNROLL };
static _Alignas(64) float x[MOST], z[MOST], y[MOST];

// Eight tiles at once, each in a register of its own: loads, arithmetic,
// stores.
#define EACH for (int u = 0; u < UNROLL; u++)
#define PASS for (int i = 0; i < n; i += STEP)

static float relu(int n) {
  PASS {
    tile_f32_t t[UNROLL];
    EACH t[u] = tile_load_f32(x + i + 256 * u);
    EACH t[u] = tile_max_f32_s(t[u], 0);
    EACH tile_store_f32(y + i + 256 * u, t[u]);
  }
  return 0;
}

static float saxpy(int n) {
  PASS {
    tile_f32_t t[UNROLL], w[UNROLL];
    EACH {
      t[u] = tile_load_f32(x + i + 256 * u);
      w[u] = tile_load_f32(z + i + 256 * u);
    }
    EACH t[u] = tile_fmadd_f32_sb(t[u], 1.5f, w[u]);
    EACH tile_store_f32(y + i + 256 * u, t[u]);
  }
  return 0;
}

static float sum_of(tile_f32_t *s) {
  for (int half = UNROLL / 2; half; half /= 2)
    for (int u = 0; u < half; u++)
      s[u] = s[u] + s[u + half];
  return tile_get_f32(tile_redcol_add_f32(tile_redrow_add_f32(s[0])), 0);
}

static float dot(int n) {
  tile_f32_t s[UNROLL];
  EACH s[u] = tile_zero_f32();
  PASS EACH s[u] = tile_fmadd_f32(tile_load_f32(x + i + 256 * u),
                                  tile_load_f32(z + i + 256 * u), s[u]);
  return sum_of(s);
}

static float maximum(int n) {
  tile_f32_t s[UNROLL];
  EACH s[u] = tile_splat_f32(-INFINITY);
  PASS EACH s[u] = tile_max_f32(s[u], tile_load_f32(x + i + 256 * u));
  for (int half = UNROLL / 2; half; half /= 2)
    for (int u = 0; u < half; u++)
      s[u] = tile_max_f32(s[u], s[u + half]);
  return tile_get_f32(tile_redcol_max_f32(tile_redrow_max_f32(s[0])), 0);
}

// Exponentials of two tiles, which are stored and added to sums.
static inline void exponentials(const tile_f32_t *t, float most, float *to,
                                tile_f32_t *s) {
  for (int u = 0; u < 2; u++) {
    tile_f32_t e = tile_exp_f32(t[u] - most);
    tile_store_f32(to + 256 * u, e);
    s[u] = s[u] + e;
  }
}

static float softmax(int n) {
  const float most = maximum(n);
  tile_f32_t s[UNROLL], a[2], b[2];
  EACH s[u] = tile_zero_f32();
  // While two tiles are worked on, the next two are loaded.
  for (int u = 0; u < 2; u++)
    a[u] = tile_load_f32(x + 256 * u);
  for (int i = 0; i < n; i += 1024) {
    for (int u = 0; u < 2; u++)
      b[u] = tile_load_f32(x + i + 512 + 256 * u);
    exponentials(a, most, y + i, s);
    const float *next = i + 1024 < n ? x + i + 1024 : x;
    for (int u = 0; u < 2; u++)
      a[u] = tile_load_f32(next + 256 * u);
    exponentials(b, most, y + i + 512, s + 2);
  }
  const float scale = 1 / sum_of(s);
  PASS {
    tile_f32_t t[UNROLL];
    EACH t[u] = tile_load_f32(y + i + 256 * u);
    EACH t[u] = t[u] * scale;
    EACH tile_store_f32(y + i + 256 * u, t[u]);
  }
  return 0;
}

static float norm(int n) {
  tile_f32_t s[UNROLL], q[UNROLL];
  EACH s[u] = tile_zero_f32(), q[u] = tile_zero_f32();
  PASS EACH {
    tile_f32_t t = tile_load_f32(x + i + 256 * u);
    s[u] = s[u] + t;
    q[u] = tile_fmadd_f32(t, t, q[u]);
  }
  const float mean = sum_of(s) / (float)n;
  const float variance = sum_of(q) / (float)n - mean * mean;
  const float scale = 1 / sqrtf(variance + 1e-5f), shift = -mean * scale;
  tile_f32_t c = tile_splat_f32(shift);
  PASS {
    tile_f32_t t[UNROLL];
    EACH t[u] = tile_load_f32(x + i + 256 * u);
    EACH t[u] = tile_fmadd_f32_sb(t[u], scale, c);
    EACH tile_store_f32(y + i + 256 * u, t[u]);
  }
  return 0;
}

// y[j] = sum of z[k] * x[k][j]. Sixteen rows of k at once: row i of a tile has
// k + i, so a column of z beside each row is the other factor, and columns are
// summed at the end. The sixteen factors stay in registers.
static float gemv(int n) {
  (void)n;
  tile_f32_t f[16];
  for (int k = 0; k < 16; k++)
    f[k] = tile_broadcast_column_f32(
        tile_load_transposed_f32(z + 16 * k, 0, 1, 16), 0);
  for (int j = 0; j < 256; j += 64) {
    tile_f32_t s[4];
    for (int u = 0; u < 4; u++)
      s[u] = tile_zero_f32();
#pragma unroll
    for (int k = 0; k < 16; k++)
      for (int u = 0; u < 4; u++)
        s[u] = tile_fmadd_f32(
            tile_load_rect_f32(x + 4096 * k + j + 16 * u, 1024, 16, 16), f[k],
            s[u]);
    for (int u = 0; u < 4; u++)
      tile_store_rect_f32(y + j + 16 * u, 0, 1, 16, tile_redcol_add_f32(s[u]));
  }
  return 0;
}

static const struct pass {
  const char *name;
  float (*run)(int);
} passes[] = {
#define NAME(name) {#name, name}
    NAME(relu),    NAME(saxpy), NAME(dot), NAME(maximum),
    NAME(softmax), NAME(norm),  NAME(gemv)};

// Whether the last pass has the result of plain loops, within rounding.
static int near(double got, double expected) {
  return fabs(got - expected) <= 1e-4 * (1 + fabs(expected));
}
static int right(const char *name, int n, float result) {
  double sum = 0, squares = 0, most = -INFINITY, products = 0;
  for (int i = 0; i < n; i++) {
    sum += x[i];
    squares += (double)x[i] * x[i];
    products += (double)x[i] * z[i];
    most = x[i] > most ? x[i] : most;
  }
  if (!strcmp(name, "dot"))
    return near(result, products);
  if (!strcmp(name, "maximum"))
    return result == (float)most;
  const double mean = sum / n,
               scale = 1 / sqrt(squares / n - mean * mean + 1e-5);
  double exponents = 0;
  if (!strcmp(name, "softmax"))
    for (int i = 0; i < n; i++)
      exponents += exp(x[i] - most);
  if (!strcmp(name, "gemv")) {
    for (int j = 0; j < 256; j += 5) {
      double s = 0;
      for (int k = 0; k < 256; k++)
        s += (double)z[k] * x[256 * k + j];
      if (!near(y[j], s))
        return 0;
    }
    return 1;
  }
  for (int i = 0; i < n; i += 97) {
    double e = !strcmp(name, "relu")      ? fmax(x[i], 0)
               : !strcmp(name, "saxpy")   ? 1.5 * x[i] + z[i]
               : !strcmp(name, "softmax") ? exp(x[i] - most) / exponents
                                          : (x[i] - mean) * scale;
    if (!near(y[i], e) ||
        (!strcmp(name, "softmax") && fabs(y[i] - e) > 1e-4 * e))
      return 0;
  }
  return 1;
}

int main(int argc, char **argv) {
  if (argc != 3)
    return 2;
  const struct pass *pass = passes,
                    *end = passes + sizeof passes / sizeof *passes;
  while (pass < end && strcmp(pass->name, argv[1]))
    pass++;
  const int n = atoi(argv[2]);
  if (pass == end || n <= 0 || n > MOST || n % STEP)
    return 2;
  for (int i = 0; i < MOST; i++) {
    x[i] = (float)(i % 37 - 18) / 16;
    z[i] = (float)(i % 11 - 5) / 8;
  }
  float result = pass->run(n); // the code is in the cache
  bench_begin();
  result = pass->run(n);
  (void)((volatile float *)y)[n - 1]; // a scalar load waits for the last store
  bench_end();
  if (right(pass->name, n, result))
    return 0;
  printf("%s: a wrong result\n", pass->name);
  return 1;
}
