// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Windows, masks, gathers and scatters in C do what loops over elements do.
//
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf
#include <sectile.h>
#include <stdio.h>
#include <string.h>

static int failures;
static void expect(int good, const char *what, long y, long x) {
  if (!good) {
    printf("%s differs at %ld, %ld\n", what, y, x);
    ++failures;
  }
}
static uint32_t state = 1;
static uint32_t draw(uint32_t n) {
  state = state * 1664525 + 1013904223;
  return (state >> 8) % n;
}

enum { H = 20, W = 23 };
static float image[H][W], out[H][W], expected[H][W];
static int16_t halves[H][W];
static uint16_t stored[H][W], wanted[H][W];
static uint16_t bits[40][16];

static int inside(long y, long x) { return y >= 0 && y < H && x >= 0 && x < W; }
// Where a tile at y, x begins, also outside the image.
static void *at(void *image, long size, long y, long x) {
  return (void *)((uintptr_t)image + (y * W + x) * size);
}

static void windows(long y, long x) {
  tile_f32_t v = tile_load_window_f32(at(image, 4, y, x), W * 4, -y, H - y, -x, W - x);
  tile_i32_t h = tile_load_window_widen_i16(at(halves, 2, y, x), W * 2, -y, H - y, -x, W - x);
  tile_i32_t m = tile_mask_window(-y, H - y, -x, W - x);
  int same = 1;
  for (long i = 0; i < 16; ++i)
    for (long j = 0; j < 16; ++j) {
      int in = inside(y + i, x + j);
      same &= v[16 * i + j] == (in ? image[y + i][x + j] : 0.0f);
      same &= h[16 * i + j] == (in ? halves[y + i][x + j] : 0);
      same &= m[16 * i + j] == -in;
    }
  expect(same, "window loaded", y, x);

  memset(out, 0x55, sizeof out), memset(expected, 0x55, sizeof expected);
  memset(stored, 0x55, sizeof stored), memset(wanted, 0x55, sizeof wanted);
  tile_store_window_f32(at(out, 4, y, x), W * 4, -y, H - y, -x, W - x, v + 1.0f);
  tile_i32_t wide = h * 3;
  tile_store_window_narrow_u16(at(stored, 2, y, x), W * 2, -y, H - y, -x, W - x, wide);
  for (long i = 0; i < 16; ++i)
    for (long j = 0; j < 16; ++j)
      if (inside(y + i, x + j)) {
        expected[y + i][x + j] = image[y + i][x + j] + 1.0f;
        int32_t w = halves[y + i][x + j] * 3;
        wanted[y + i][x + j] = (uint16_t)(w < 0 ? 0 : w > 65535 ? 65535 : w);
      }
  expect(!memcmp(out, expected, sizeof out), "window stored", y, x);
  expect(!memcmp(stored, wanted, sizeof stored), "narrowed window", y, x);
}

// Rows of memory are columns of the tile: 32 rows of 16 halfwords.
static void transposed(long first, long last, long left, long right) {
  static uint16_t v[512];
  tile_store_bf16(v, tile_load_window_transposed_bf16(bits, 32, first, last, left, right));
  int same = 1;
  for (long k = 0; k < 32; ++k)
    for (long j = 0; j < 16; ++j)
      same &= v[32 * j + k] ==
              (k >= first && k < last && j >= left && j < right ? bits[k][j] : 0);
  expect(same, "transposed window", first, left);
}

static float table[1024];
static uint16_t narrow[256];
static uint8_t bytes[256], bytes_wanted[256];
static float lanes[1024], lanes_wanted[1024];

static void masked(unsigned density) {
  tile_i32_t mask, value;
  for (int n = 0; n < 256; ++n) {
    mask[n] = draw(100) < density ? (int32_t)draw(1000) + 1 : 0;
    value[n] = (int32_t)draw(700) - 200;
  }
  tile_f32_t v = tile_load_masked_f32(table + 3, mask);
  tile_f32_t b = tile_load_masked_widen_bf16(narrow, mask);
  int same = 1;
  for (int n = 0; n < 256; ++n) {
    union {
      uint32_t u;
      float f;
    } wide = {(uint32_t)narrow[n] << 16};
    same &= v[n] == (mask[n] ? table[3 + n] : 0.0f);
    same &= b[n] == (mask[n] ? wide.f : 0.0f);
  }
  expect(same, "masked load", density, 0);
  memset(bytes, 0x55, sizeof bytes), memset(bytes_wanted, 0x55, sizeof bytes);
  memset(lanes, 0, sizeof lanes), memset(lanes_wanted, 0, sizeof lanes);
  tile_store_masked_narrow_u8(bytes, mask, value);
  tile_store_masked_f32(lanes + 1, mask, v);
  for (int n = 0; n < 256; ++n)
    if (mask[n]) {
      bytes_wanted[n] = (uint8_t)(value[n] < 0 ? 0 : value[n] > 255 ? 255 : value[n]);
      lanes_wanted[1 + n] = table[3 + n];
    }
  expect(!memcmp(bytes, bytes_wanted, sizeof bytes), "masked bytes", density, 0);
  expect(!memcmp(lanes, lanes_wanted, sizeof lanes), "masked store", density, 0);
}

static void gathered(int range) {
  tile_i32_t index, offset, mask;
  tile_f32_t value;
  for (int n = 0; n < 256; ++n) {
    index[n] = (int32_t)draw(2 * range) - range;
    offset[n] = index[n] * 2; // of a float at an address that it does not have
    mask[n] = draw(4) != 0;
    value[n] = n;
  }
  tile_f32_t v = tile_gather_f32(table + 512, index, mask);
  tile_i32_t o = tile_gather_offset_i32(table + 512, offset, mask);
  int same = 1;
  for (int n = 0; n < 256; ++n) {
    int32_t word;
    memcpy(&word, (const char *)(table + 512) + offset[n], 4);
    same &= v[n] == (mask[n] ? table[512 + index[n]] : 0.0f);
    same &= o[n] == (mask[n] ? word : 0);
  }
  expect(same, "gather", range, 0);
  memset(lanes, 0, sizeof lanes), memset(lanes_wanted, 0, sizeof lanes);
  tile_scatter_f32(lanes + 512, index, mask, value);
  for (int n = 0; n < 256; ++n)
    if (mask[n])
      lanes_wanted[512 + index[n]] = n; // the last stays
  expect(!memcmp(lanes, lanes_wanted, sizeof lanes), "scatter", range, 0);
}

static void rows(long count, long columns) {
  tile_i32_t offset;
  for (int n = 0; n < 256; ++n)
    offset[n] = (int32_t)draw(1600) - 800; // rows may overlap
  static uint8_t raw[1024];
  tile_u8_t packed = tile_gather_rows_u8(table + 512, offset, count, columns);
  tile_store_u8(raw, packed);
  tile_i32_t wide = tile_gather_rows_widen_u16(table + 512, offset, count, columns);
  int same = 1;
  for (long i = 0; i < 16; ++i) {
    const uint8_t *p = (const uint8_t *)(table + 512) + offset[16 * i];
    for (long j = 0; j < 64; ++j)
      same &= raw[64 * i + j] == (i < count && j < columns ? p[j] : 0);
    for (long j = 0; j < 16; ++j) {
      uint16_t half;
      memcpy(&half, p + 2 * j, 2);
      same &= wide[16 * i + j] == (i < count && j < columns ? half : 0);
    }
  }
  expect(same, "gathered rows", count, columns);
  memset(lanes, 0, sizeof lanes), memset(lanes_wanted, 0, sizeof lanes);
  tile_scatter_rows_u8(lanes + 512, offset, count, columns, packed);
  for (long i = 0; i < count && i < 16; ++i)
    for (long j = 0; j < columns && j < 64; ++j)
      ((uint8_t *)(lanes_wanted + 512))[offset[16 * i] + j] = raw[64 * i + j];
  expect(!memcmp(lanes, lanes_wanted, sizeof lanes), "scattered rows", count, columns);
}

int main(void) {
  for (int y = 0; y < H; ++y)
    for (int x = 0; x < W; ++x)
      image[y][x] = y * 100 + x, halves[y][x] = (int16_t)(draw(65536) - 32768);
  for (int n = 0; n < 640; ++n)
    bits[n / 16][n % 16] = (uint16_t)draw(65536);
  for (int n = 0; n < 1024; ++n)
    table[n] = n * 0.25f - 77;
  for (int n = 0; n < 256; ++n)
    narrow[n] = (uint16_t)(0x4000 + draw(256));
  for (long y = -17; y < H + 2; y += 6)
    for (long x = -18; x < W + 2; x += 7)
      windows(y, x);
  transposed(0, 32, 0, 16);
  transposed(-3, 31, 1, 100);
  transposed(5, 6, 15, 16);
  transposed(7, 7, 0, 16);
  for (unsigned density = 0; density <= 100; density += 25)
    masked(density);
  gathered(2), gathered(200), gathered(500);
  rows(16, 64), rows(9, 17), rows(0, 3), rows(100, 1);
  printf("%d failures\n", failures);
  return failures != 0;
}
