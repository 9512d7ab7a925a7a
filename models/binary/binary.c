// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A binary network: weights and activations are +1 or -1, a bit each, and
// products count the bits that differ (b1xor). The same source is the program
// of the core and, with the portable operations, the reference on the host;
// every weight and every output must agree.
//
//   784 pixels, +1 from 128 on, to `width`, to `width`, to 10 classes
//   a = z / sqrt(inputs) + bias, where z is the product; activation: its sign
//
// Training keeps f32 masters within -1 and 1, of which the signs compute.
// Backward the sign counts as the identity between -1 and 1 (straight-through
// estimator); products there are bf16, in which +-1 are exact. Constant factors
// of a layer's gradient are left out: a step of Adam does not depend on them.
#define MODEL "binary"
#include "../common/data.h"

enum { WIDEST = 512, ROWS = BATCH, OUTPUT_COLUMNS = CLASSES };

// The weights [outputs][inputs] of each layer, then all biases. Those of a
// narrower network begin where those of the widest do.
enum {
  W1 = 0,
  W2 = W1 + WIDEST * PIXELS,
  W3 = W2 + WIDEST * WIDEST,
  B1 = W3 + CLASSES * WIDEST,
  B2 = B1 + WIDEST,
  B3 = B2 + WIDEST,
  WEIGHTS = B3 + CLASSES
};

#include "../common/operations.h"
#include "../common/training.h"

static int64_t width = WIDEST;
static uint8_t bits[B1 / 8]; // of the weights, 1 for +1
// Of each layer's input: the bits, and for the backward pass +-1 and a.
static uint8_t x0[BATCH * PIXELS / 8], x1[BATCH * WIDEST / 8],
    x2[BATCH * WIDEST / 8];
static bf16 s0[BATCH * PIXELS], s1[BATCH * WIDEST], s2[BATCH * WIDEST];
static float a1[BATCH * WIDEST], a2[BATCH * WIDEST];
static int32_t count[BATCH * WIDEST];

// count[i][j] = the bits in which row i of x and row j of w differ.
static inline void differ(int m, int n, int k, const uint8_t *x,
                          const uint8_t *w, int32_t *to);
// a = fma(inputs - 2 count, factor, bias of the column), of rows of n.
static inline void finish_sums(int n, int inputs, float factor,
                               const float *bias, float *a);
// The bits of v >= 0, and, if not null, +-1.
static inline void signs(int rows, int n, const float *v, uint8_t *to,
                         bf16 *sign);
// y = x - 0.5.
static inline void centre(int n, const bf16 *x, float *y);
// Masters within -1 and 1.
static inline void clip(int n, float *p);
// d where a is within -1 and 1, otherwise 0.
static inline void sign_back(int n, const float *d, const float *a, bf16 *to);

#ifdef __sectile__
static inline void differ(int m, int n, int k, const uint8_t *x,
                          const uint8_t *w, int32_t *to) {
  must(gemm_b1xor(m, n, k, x, k, w, k, to, n, GEMM_B_NK));
}
static inline void finish_sums(int n, int inputs, float factor,
                               const float *bias, float *a) {
  for (int j = 0; j < n; j += 16) {
    const tile_f32_t b = tile_load_rect_f32(bias + j, 0, 16, n - j);
    for (int i = 0; i < BATCH; i += 16) {
      const tile_f32_t z = tile_cvt_f32_i32(
          inputs - 2 * tile_load_rect_i32(count + i * n + j, n * 4, 16, n - j));
      tile_store_rect_f32(a + i * n + j, n * 4, 16, n - j,
                          tile_fmadd_f32_sb(z, factor, b));
    }
  }
}
// 16 rows of up to 512 columns at a time: 32 parts of a tile of bits, whose
// numbers are constants. Columns beyond the last are not stored.
static inline void signs(int rows, int n, const float *v, uint8_t *to,
                         bf16 *sign) {
  for (int i = 0; i < rows; i += 16)
    for (int j = 0; j < n; j += 512) {
      tile_b1_t packed = tile_packz_b1(tile_zero_i32());
#define PART(p)                                                                \
  {                                                                            \
    const int at = i * n + j + 16 * (p), left = n - j - 16 * (p);              \
    const tile_i32_t on =                                                      \
        tile_load_rect_f32(v + at, n * 4, rows - i, left) >= 0.0f;             \
    packed = tile_pack_b1(packed, on, p);                                      \
    if (sign)                                                                  \
      tile_store_rect_narrow_bf16(                                             \
          sign + at, n * 2, rows - i, left,                                    \
          tile_select_f32(on, tile_splat_f32(1.0f), tile_splat_f32(-1.0f)));   \
  }
#define PARTS(p) PART(p) PART(p + 1) PART(p + 2) PART(p + 3)
      PARTS(0)
      PARTS(4)
      PARTS(8)
      PARTS(12)
      PARTS(16)
      PARTS(20)
      PARTS(24)
      PARTS(28)
#undef PARTS
#undef PART
      tile_store_rect_b1(to + (i * n + j) / 8, n / 8, rows - i, (n - j) / 8,
                         packed);
    }
}
static inline void centre(int n, const bf16 *x, float *y) {
  EACH_TILE(i, n)
  tile_store_linear_f32(y + i, n - i,
                        tile_load_linear_widen_bf16(x + i, n - i) - 0.5f);
}
static inline void clip(int n, float *p) {
  EACH_TILE(i, n)
  tile_store_linear_f32(
      p + i, n - i,
      tile_max_f32_s(tile_min_f32_s(tile_load_linear_f32(p + i, n - i), 1.0f),
                     -1.0f));
}
static inline void sign_back(int n, const float *d, const float *a, bf16 *to) {
  EACH_TILE(i, n) {
    const tile_i32_t within =
        tile_abs_f32(tile_load_linear_f32(a + i, n - i)) <= 1.0f;
    tile_store_linear_narrow_bf16(
        to + i, n - i,
        tile_select_f32(within, tile_load_linear_f32(d + i, n - i),
                        tile_zero_f32()));
  }
}
#else
static inline void differ(int m, int n, int k, const uint8_t *x,
                          const uint8_t *w, int32_t *to) {
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++) {
      int sum = 0;
      for (int l = 0; l < k / 8; l++)
        sum += __builtin_popcount(x[i * (k / 8) + l] ^ w[j * (k / 8) + l]);
      to[i * n + j] = sum;
    }
}
static inline void finish_sums(int n, int inputs, float factor,
                               const float *bias, float *a) {
  for (int i = 0; i < BATCH * n; i++)
    a[i] = fmaf((float)(inputs - 2 * count[i]), factor, bias[i % n]);
}
static inline void signs(int rows, int n, const float *v, uint8_t *to,
                         bf16 *sign) {
  memset(to, 0, (size_t)rows * n / 8);
  for (int i = 0; i < rows * n; i++) {
    const int on = v[i] >= 0;
    to[i / 8] |= (uint8_t)(on << i % 8);
    if (sign)
      sign[i] = on ? 0x3f80 : 0xbf80;
  }
}
static inline void centre(int n, const bf16 *x, float *y) {
  for (int i = 0; i < n; i++)
    y[i] = math_widen_bf16(x[i]) - 0.5f;
}
static inline void clip(int n, float *p) {
  for (int i = 0; i < n; i++)
    p[i] = p[i] > 1 ? 1 : p[i] < -1 ? -1 : p[i];
}
static inline void sign_back(int n, const float *d, const float *a, bf16 *to) {
  for (int i = 0; i < n; i++)
    to[i] = math_narrow_bf16(fabsf(a[i]) <= 1 ? d[i] : 0.0f);
}
#endif

static void weights_changed(void) {
  const int n = (int)width;
  round_weights();
  clip(B1, master);
  signs(n, PIXELS, master + W1, bits + W1 / 8, weights + W1);
  signs(n, n, master + W2, bits + W2 / 8, weights + W2);
  signs(CLASSES, n, master + W3, bits + W3 / 8, weights + W3);
}

static void load_batch(const struct digits *d, const uint32_t *order,
                       uint32_t first, uint32_t limit) {
  static bf16 pixels[BATCH * PIXELS];
  static float bright[BATCH * PIXELS];
  load_pixels(d, order, first, limit, pixels, label);
  centre(BATCH * PIXELS, pixels, bright);
  signs(BATCH, PIXELS, bright, x0, s0);
}

static void forward(void) {
  const int n = (int)width;
  const float by_pixels = 1.0f / 28, by_hidden = 1.0f / sqrtf((float)n);
  differ(BATCH, n, PIXELS, x0, bits + W1 / 8, count);
  finish_sums(n, PIXELS, by_pixels, master + B1, a1);
  signs(BATCH, n, a1, x1, NULL);
  differ(BATCH, n, n, x1, bits + W2 / 8, count);
  finish_sums(n, n, by_hidden, master + B2, a2);
  signs(BATCH, n, a2, x2, NULL);
  differ(BATCH, CLASSES, n, x2, bits + W3 / 8, count);
  finish_sums(CLASSES, n, by_hidden, master + B3, logits);
}

static double learn(float rate) {
  static bf16 dz[BATCH * CLASSES], da[BATCH * WIDEST];
  static float d[BATCH * WIDEST];
  const int n = (int)width;
  const double loss = cross_entropy(BATCH, CLASSES, logits, label, dz);
  signs(BATCH, n, a1, x1, s1);
  signs(BATCH, n, a2, x2, s2);
  dense_gradient(BATCH, CLASSES, n, dz, s2, W3, B3);
  dense_back(BATCH, CLASSES, n, dz, W3, d);
  sign_back(BATCH * n, d, a2, da);
  dense_gradient(BATCH, n, n, da, s1, W2, B2);
  dense_back(BATCH, n, n, da, W2, d);
  sign_back(BATCH * n, d, a1, da);
  dense_gradient(BATCH, n, PIXELS, da, s0, W1, B1);
  adam(rate);
  weights_changed();
  return loss;
}

static void trained(const struct digits *d) { (void)d; }
static void finish(const struct digits *d) {
  (void)d;
  const int n = (int)width;
  fprintf(stderr, " macs %d", PIXELS * n + n * n + n * CLASSES);
}

int main(int argc, char **argv) {
  static const struct initial matrices[] = {{W1, B1, 0.25f}};
  o = default_options(8, 4.0f / 1024);
  static const struct option own[] = {{"width", OPTION_NUMBER, &width, WIDEST}};
  read_options(argc, argv, &o, own, 1);
  if (width == 0 || width % 16)
    fail("expected a multiple of 16 up to 512", "width");
  return train(matrices, 1);
}
