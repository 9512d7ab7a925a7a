// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The training step on tiles, for one type of the multiplies' operands. The
// including file defines
//
//   TYPE     f32, f16 or bf16: names tile types and kernels
//   ELEMENT  an element in memory
//   STORE(p, count, tile)   up to 256 consecutive elements, rounding
//   STORE_RECT(p, stride, tile)             16 x 16 elements, rounding
//   ROUND(tile)                             an f32 tile, rounded to ELEMENT
//
// Products come from kernels/; between them everything is elementwise on tiles
// of 16 x 16 f32.

#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define GEMM PASTE(gemm_, TYPE)
#define NAME(name) PASTE(PASTE(name, _), TYPE)

static struct NAME(buffers) {
  ELEMENT weights[WEIGHTS]; // the masters, rounded
  ELEMENT x[BATCH * PIXELS];
  ELEMENT h[BATCH * HIDDEN];
  ELEMENT dz1[BATCH * HIDDEN];
  ELEMENT dz2[BATCH * OUTPUT_COLUMNS];
} NAME(b);
#define B NAME(b)

static void NAME(forward)(void) {
  for (int j = 0; j < HIDDEN; j += 16) {
    tile_f32_t bias = tile_load_rect_f32(master + B1 + j, 0, 16, 16);
    for (int i = 0; i < BATCH; i += 16)
      tile_store_rect_f32(z1 + i * HIDDEN + j, HIDDEN * 4, 16, 16, bias);
  }
  GEMM(BATCH, HIDDEN, PIXELS, B.x, PIXELS, B.weights + W1, PIXELS, z1, HIDDEN,
       GEMM_ADD | GEMM_B_NK);
  for (int i = 0; i < BATCH * HIDDEN; i += 256)
    STORE(B.h + i, 256, tile_max_f32_s(tile_load_f32(z1 + i), 0.0f));

  tile_f32_t bias = tile_load_rect_f32(master + B2, 0, 16, CLASSES);
  for (int i = 0; i < BATCH; i += 16)
    tile_store_f32(logits + i * OUTPUT_COLUMNS, bias);
  GEMM(BATCH, CLASSES, HIDDEN, B.h, HIDDEN, B.weights + W2, HIDDEN, logits,
       OUTPUT_COLUMNS, GEMM_ADD | GEMM_B_NK);
}

// How many words of a mask are true, by adding up its minus ones.
static inline uint64_t NAME(count)(tile_i32_t mask) {
  return (uint64_t)(uint32_t)-tile_get_i32(
      tile_redrow_add_i32(tile_redcol_add_i32(mask)), 0);
}

// Counts the gradients of a tile that rounding made zero.
static inline void NAME(note_gradients)(tile_f32_t d) {
  tile_i32_t lives = d != 0.0f;
  rounding.gradients += NAME(count)(lives);
  rounding.gradients_zero += NAME(count)(lives & (ROUND(d) == 0.0f));
}

static void NAME(backward)(void) {
  for (int i = 0; i < BATCH * OUTPUT_COLUMNS; i += 256) {
    tile_f32_t d = tile_load_f32(dz2 + i);
    STORE(B.dz2 + i, 256, d);
    NAME(note_gradients)(d);
  }
  GEMM(CLASSES, HIDDEN, BATCH, B.dz2, OUTPUT_COLUMNS, B.h, HIDDEN,
       gradient + W2, HIDDEN, GEMM_A_KM);
  GEMM(BATCH, HIDDEN, CLASSES, B.dz2, OUTPUT_COLUMNS, B.weights + W2, HIDDEN,
       dz1, HIDDEN, 0);

  tile_f32_t sum = tile_load_f32(dz2);
  for (int i = 16; i < BATCH; i += 16)
    sum = sum + tile_load_f32(dz2 + i * OUTPUT_COLUMNS);
  tile_store_linear_f32(gradient + B2, CLASSES, tile_redcol_add_f32(sum));

  for (int j = 0; j < HIDDEN; j += 16) {
    for (int i = 0; i < BATCH; i += 16) {
      int at = i * HIDDEN + j;
      tile_i32_t on = tile_load_rect_f32(z1 + at, HIDDEN * 4, 16, 16) > 0.0f;
      tile_f32_t d =
          tile_select_f32(on, tile_load_rect_f32(dz1 + at, HIDDEN * 4, 16, 16),
                          tile_zero_f32());
      STORE_RECT(B.dz1 + at, HIDDEN * sizeof(ELEMENT), d);
      NAME(note_gradients)(d);
      sum = i ? sum + d : d;
    }
    tile_store_linear_f32(gradient + B1 + j, 16, tile_redcol_add_f32(sum));
  }
  GEMM(HIDDEN, PIXELS, BATCH, B.dz1, HIDDEN, B.x, PIXELS, gradient + W1, PIXELS,
       GEMM_A_KM);
}

static void NAME(update)(float rate) {
  const float unscale = 1.0f / (float)loss_scale;
  for (int i = 0; i < WEIGHTS; i += 256) {
    const int64_t left = WEIGHTS - i;
    tile_f32_t g = tile_load_linear_f32(gradient + i, left) * unscale;
    tile_f32_t v = tile_fmadd_f32_sb(tile_load_linear_f32(velocity + i, left),
                                     MOMENTUM, g);
    tile_f32_t old = tile_load_linear_f32(master + i, left);
    tile_f32_t w = tile_fnmadd_f32_sb(v, rate, old);
    if (master_bits == 16)
      w = ROUND(w);
    tile_i32_t moves = v != 0.0f;
    rounding.updates += NAME(count)(moves);
    rounding.updates_zero += NAME(count)(moves & (w == old));
    tile_store_linear_f32(velocity + i, left, v);
    tile_store_linear_f32(master + i, left, w);
    STORE(B.weights + i, left, w);
  }
}

static void NAME(round_weights)(void) {
  for (int i = 0; i < WEIGHTS; i += 256) {
    const int64_t left = WEIGHTS - i;
    tile_f32_t w = tile_load_linear_f32(master + i, left);
    STORE(B.weights + i, left, w);
    if (master_bits == 16)
      tile_store_linear_f32(master + i, left, ROUND(w));
  }
}

static void NAME(load_batch)(const struct digits *d, const uint32_t *order,
                             uint32_t first, uint32_t limit) {
  for (uint32_t i = 0; i < BATCH; i++) {
    const uint32_t n = first + i;
    const uint32_t digit = n < limit ? order ? order[n] : n : 0;
    label[i] = n < limit ? d->labels[digit] : 0;
    const uint8_t *from = d->pixels + (size_t)digit * PIXELS;
    const int64_t count = n < limit ? PIXELS : 0;
    ELEMENT *to = B.x + i * PIXELS;
    // All loads before the first use: they overlap.
    tile_i32_t p0 = tile_load_linear_widen_u8(from, count),
               p1 = tile_load_linear_widen_u8(from + 256, count - 256),
               p2 = tile_load_linear_widen_u8(from + 512, count - 512),
               p3 = tile_load_linear_widen_u8(from + 768, count - 768);
    STORE(to, 256, tile_cvt_f32_i32(p0) * 0x1p-8f);
    STORE(to + 256, 256, tile_cvt_f32_i32(p1) * 0x1p-8f);
    STORE(to + 512, 256, tile_cvt_f32_i32(p2) * 0x1p-8f);
    STORE(to + 768, PIXELS - 768, tile_cvt_f32_i32(p3) * 0x1p-8f);
  }
}

static const struct training NAME(training) = {
    NAME(forward), NAME(backward), NAME(update), NAME(round_weights),
    NAME(load_batch)};

#undef PASTE_
#undef PASTE
#undef GEMM
#undef NAME
#undef B
#undef TYPE
#undef ELEMENT
#undef STORE
#undef STORE_RECT
#undef ROUND
