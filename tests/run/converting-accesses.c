// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Loads and stores that convert 8-bit floats, and loads of halves of bytes, in each
// address form: against scalar code that knows the formats by the values of their numbers.
//
// RUN: sectile-clang -O2 -Wall -Wextra -Werror %s -lm -o %t.elf && sectile-run %t.elf
// RUN: sectile-run --tile-path=portable %t.elf
// RUN: sectile-clang -O0 %s -lm -o %t.elf && sectile-run --tile-path=portable %t.elf
#include <math.h>
#include <sectile.h>
#include <stdio.h>
#include <string.h>

enum { W = 37 };
static uint8_t image[W * W], stored[W * W], wanted[W * W];
static int failures;

static uint32_t next(void) {
  static uint32_t s = 1;
  s = s * 1664525 + 1013904223;
  return s >> 8;
}
static uint32_t draw(uint32_t n) { return next() % n; }
static uint32_t bits_of(float v) {
  uint32_t w;
  memcpy(&w, &v, 4);
  return w;
}

struct format {
  int m, bias, largest; // bits of the fraction, the largest number
  uint8_t beyond, nan;
  double value[128]; // of positive numbers, and the one after the largest
};
static struct format e4m3 = {3, 7, 0x7e, 0x7e, 0x7f, {0}}, e5m2 = {2, 15, 0x7b, 0x7c, 0x7e, {0}};

static void find_values(struct format *f) {
  for (int n = 0; n <= f->largest + 1; ++n) {
    int e = n >> f->m, x = n & ((1 << f->m) - 1);
    f->value[n] = e ? ldexp(x + (1 << f->m), e - f->bias - f->m) : ldexp(x, 1 - f->bias - f->m);
  }
}
static uint32_t widened(const struct format *f, uint8_t b) {
  int magnitude = b & 127;
  if (magnitude <= f->largest)
    return (uint32_t)(b & 128) << 24 | bits_of((float)f->value[magnitude]);
  return magnitude == f->beyond ? (uint32_t)(b & 128) << 24 | 0x7f800000 : 0x7fc00000;
}
static uint8_t narrowed(const struct format *f, float v) {
  if (v != v)
    return f->nan;
  double x = fabs((double)v);
  int n = 0;
  for (int step = 64; step; step /= 2)
    if (n + step <= f->largest && f->value[n + step] <= x)
      n += step;
  double down = x - f->value[n], up = f->value[n + 1] - x;
  n += up < down || (up == down && n % 2);
  if (n > f->largest)
    n = f->beyond;
  return (uint8_t)(n | (signbit(v) ? 128 : 0));
}

static void expect(const char *what, const void *found, const void *right, size_t size) {
  if (memcmp(found, right, size)) {
    printf("%s\n", what);
    ++failures;
  }
}
// Any word, and numbers of the format's size.
static float some_float(void) {
  uint32_t w = next() << 16 ^ next();
  if (draw(4))
    w = (w & 0x80ffffff) | (100 + draw(50)) << 23;
  if (draw(4) == 0)
    w &= 0xfff00000 | 1u << draw(20);
  float v;
  memcpy(&v, &w, 4);
  return v;
}

static void prepare(tile_i32_t *mask, tile_i32_t *offset) {
  for (int n = 0; n < W * W; ++n)
    image[n] = (uint8_t)(n + next() % 4 * 64);
  for (int n = 0; n < 256; ++n) {
    (*mask)[n] = draw(3) ? (int32_t)next() + 1 : 0;
    (*offset)[n] = (int32_t)draw(400);
  }
}

// Each load against the elements at AT(p, n), n from the first one of a row on.
// A row is W bytes after the other one.
#define LOADS(T, TILE, STORE, WIDE, AT)                                                            \
  static void load_##T(long y, long x, long rows, long columns, long count) {                      \
    uint32_t right[256], found[256];                                                               \
    TILE v;                                                                                        \
    tile_i32_t mask, offset;                                                                       \
    prepare(&mask, &offset);                                                                       \
    const uint8_t *p = image + draw(64);                                                           \
    v = tile_load_linear_widen_##T(p, count);                                                      \
    STORE(found, v);                                                                               \
    for (int n = 0; n < 256; ++n)                                                                  \
      right[n] = n < count ? WIDE(AT(p, n)) : 0;                                                   \
    expect(#T " linear load", found, right, sizeof right);                                         \
    v = tile_load_window_widen_##T(p, W, y, rows, x, columns);                                     \
    STORE(found, v);                                                                               \
    for (int n = 0; n < 256; ++n)                                                                  \
      right[n] = n / 16 >= y && n / 16 < rows && n % 16 >= x && n % 16 < columns                   \
                     ? WIDE(AT(p + n / 16 * W, n % 16))                                            \
                     : 0;                                                                          \
    expect(#T " window loaded", found, right, sizeof right);                                       \
    v = tile_load_masked_widen_##T(p, mask);                                                       \
    STORE(found, v);                                                                               \
    for (int n = 0; n < 256; ++n)                                                                  \
      right[n] = mask[n] ? WIDE(AT(p, n)) : 0;                                                     \
    expect(#T " masked load", found, right, sizeof right);                                         \
    v = tile_gather_rows_widen_##T(p, offset, rows, columns);                                      \
    STORE(found, v);                                                                               \
    for (int n = 0; n < 256; ++n)                                                                  \
      right[n] = n / 16 < rows && n % 16 < columns ? WIDE(AT(p + offset[n & -16], n % 16)) : 0;    \
    expect(#T " gathered rows", found, right, sizeof right);                                       \
  }
#define BYTE(P, N) ((P)[N])
#define HALF(P, N) ((P)[(N) / 2] >> (N) % 2 * 4 & 15)
#define WIDE_E4M3(B) widened(&e4m3, B)
#define WIDE_E5M2(B) widened(&e5m2, B)
#define WIDE_I4(B) ((uint32_t)((B) > 7 ? (B) - 16 : (B)))
#define WIDE_U4(B) ((uint32_t)(B))
LOADS(e4m3, tile_f32_t, tile_store_f32, WIDE_E4M3, BYTE)
LOADS(e5m2, tile_f32_t, tile_store_f32, WIDE_E5M2, BYTE)
LOADS(i4, tile_i32_t, tile_store_i32, WIDE_I4, HALF)
LOADS(u4, tile_i32_t, tile_store_i32, WIDE_U4, HALF)

#define STORES(F)                                                                                  \
  static void store_##F(long y, long x, long rows, long columns, long count) {                     \
    tile_f32_t source;                                                                             \
    tile_i32_t mask, offset;                                                                       \
    prepare(&mask, &offset);                                                                       \
    for (int n = 0; n < 256; ++n)                                                                  \
      source[n] = some_float();                                                                    \
    long place = draw(64);                                                                         \
    uint8_t *q = stored + place, *r = wanted + place;                                              \
    memset(stored, 0x55, sizeof stored), memset(wanted, 0x55, sizeof wanted);                      \
    tile_store_linear_narrow_##F(q, count, source);                                                \
    for (int n = 0; n < 256 && n < count; ++n)                                                     \
      r[n] = narrowed(&F, source[n]);                                                              \
    expect(#F " linear store", stored, wanted, sizeof stored);                                     \
    memset(stored, 0x55, sizeof stored), memset(wanted, 0x55, sizeof wanted);                      \
    tile_store_window_narrow_##F(q, W, y, rows, x, columns, source);                               \
    for (int n = 0; n < 256; ++n)                                                                  \
      if (n / 16 >= y && n / 16 < rows && n % 16 >= x && n % 16 < columns)                         \
        r[n / 16 * W + n % 16] = narrowed(&F, source[n]);                                          \
    expect(#F " window stored", stored, wanted, sizeof stored);                                    \
    memset(stored, 0x55, sizeof stored), memset(wanted, 0x55, sizeof wanted);                      \
    tile_store_masked_narrow_##F(q, mask, source);                                                 \
    for (int n = 0; n < 256; ++n)                                                                  \
      if (mask[n])                                                                                 \
        r[n] = narrowed(&F, source[n]);                                                            \
    expect(#F " masked store", stored, wanted, sizeof stored);                                     \
    memset(stored, 0x55, sizeof stored), memset(wanted, 0x55, sizeof wanted);                      \
    tile_scatter_rows_narrow_##F(q, offset, rows, columns, source);                                \
    for (int n = 0; n < 256; ++n)                                                                  \
      if (n / 16 < rows && n % 16 < columns)                                                       \
        r[offset[n & -16] + n % 16] = narrowed(&F, source[n]);                                     \
    expect(#F " scattered rows", stored, wanted, sizeof stored);                                   \
  }
STORES(e4m3)
STORES(e5m2)

int main(void) {
  find_values(&e4m3);
  find_values(&e5m2);
  const long ends[] = {16, 1, 9, 15, 0, 40};
  for (int n = 0; n < 18; ++n) {
    long y = n % 3 == 2 ? 5 : -n, x = n % 4 == 3 ? 3 : -1;
    long rows = ends[n % 6], columns = ends[n / 3], count = n < 4 ? 255 + n : draw(256);
    load_e4m3(y, x, rows, columns, count);
    load_e5m2(y, x, rows, columns, count);
    load_i4(y, x, rows, columns, count);
    load_u4(y, x, rows, columns, count);
    store_e4m3(y, x, rows, columns, count);
    store_e5m2(y, x, rows, columns, count);
  }
  printf("%d failures\n", failures);
  return failures != 0;
}
