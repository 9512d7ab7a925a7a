// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An LSTM over the rows of an image, and what the precision of its sums does.
// The same source is the program of the core and, with the portable operations,
// the reference on the host; every weight must agree.
//
//   `steps` pieces of an image, one after the other, each 784 / steps pixels;
//   64 units; the last state to 10 classes, softmax, cross-entropy
//
// Operands of products are bf16. `sums` says of what type the sums of the
// recurrence are, forward and backward: the gates' sums, the cell, the
// gradients of cell and state, and the gradients of the weights, to which each
// step adds. They are f32, or are rounded to bf16 or f16 after each 16 terms of
// a product, as by a multiplier with accumulators of 16 bits.
#define MODEL "lstm"
#include "../common/data.h"

enum {
  STEPS = 112, // at most
  INPUTS = 28, // at most
  UNITS = 64,
  GATES = 4 * UNITS,
  STATE = BATCH * UNITS,
  ROWS = BATCH * STEPS,
  OUTPUT_COLUMNS = CLASSES
};

// W [4][UNITS][inputs], U [4][UNITS][UNITS], biases, of the gates input,
// forget, cell and output; and those of the classes.
enum {
  W_IN = 0,
  W_STATE = W_IN + GATES * INPUTS,
  B_GATES = W_STATE + GATES * UNITS,
  W_CLASS = B_GATES + GATES,
  B_CLASS = W_CLASS + CLASSES * UNITS,
  WEIGHTS = B_CLASS + CLASSES
};

#include "../common/operations.h"
#include "../common/training.h"

static int64_t steps = 28;
static const char *sums = "f32";
enum { KEEP, ROUND_BF16, ROUND_F16 } rounding;

static bf16 pixels[BATCH * PIXELS], x[ROWS * INPUTS]; // x[step][digit][input]
// Of each step: sums of the gates, then their values; the cell and its tanh;
// the state. Element 0 of cell and state is what precedes the first step.
static float gates[ROWS * GATES], cell[(STEPS + 1) * STATE],
    tanh_cell[STEPS * STATE];
static bf16 state[(STEPS + 1) * STATE];

// The values of gates and state from the sums; and from the gradients of state
// and cell those of the gates' sums, rounded, and of the cell before.
static inline void cell_forward(float *z, const float *before, float *c,
                                float *t, bf16 *h);
static inline void cell_backward(const float *z, const float *before,
                                 const float *t, const float *dh, float *dc,
                                 bf16 *dz);
static inline void round_sums(int n, float *p); // as `rounding` says

#ifdef __sectile__
static inline tile_f32_t rounded(tile_f32_t v) {
  return rounding == ROUND_BF16  ? tile_unpack_bf16(tile_packz_bf16(v), 0)
         : rounding == ROUND_F16 ? tile_unpack_f16(tile_packz_f16(v), 0)
                                 : v;
}
static inline void round_sums(int n, float *p) {
  if (rounding != KEEP)
    EACH_TILE(i, n)
  tile_store_linear_f32(p + i, n - i,
                        rounded(tile_load_linear_f32(p + i, n - i)));
}
// 16 digits by 16 units.
static inline tile_f32_t load(const float *p, int stride) {
  return tile_load_rect_f32(p, stride * 4, 16, 16);
}
static inline void store(float *p, int stride, tile_f32_t v) {
  tile_store_rect_f32(p, stride * 4, 16, 16, v);
}
static inline void cell_forward(float *z, const float *before, float *c,
                                float *t, bf16 *h) {
  for (int i = 0; i < BATCH; i += 16)
    for (int j = 0; j < UNITS; j += 16) {
      const int at = i * UNITS + j;
      float *gate = z + i * GATES + j;
      const tile_f32_t in = tile_sigmoid_f32(load(gate, GATES)),
                       forget = tile_sigmoid_f32(load(gate + UNITS, GATES)),
                       new = tile_tanh_f32(load(gate + 2 * UNITS, GATES)),
                       out = tile_sigmoid_f32(load(gate + 3 * UNITS, GATES));
      const tile_f32_t kept = forget * load(before + at, UNITS);
      const tile_f32_t sum = rounded(tile_fmadd_f32(in, new, kept));
      const tile_f32_t bent = tile_tanh_f32(sum);
      store(gate, GATES, in);
      store(gate + UNITS, GATES, forget);
      store(gate + 2 * UNITS, GATES, new);
      store(gate + 3 * UNITS, GATES, out);
      store(c + at, UNITS, sum);
      store(t + at, UNITS, bent);
      tile_store_rect_narrow_bf16(h + at, UNITS * 2, 16, 16, out * bent);
    }
}
static inline void cell_backward(const float *z, const float *before,
                                 const float *t, const float *dh, float *dc,
                                 bf16 *dz) {
  for (int i = 0; i < BATCH; i += 16)
    for (int j = 0; j < UNITS; j += 16) {
      const int at = i * UNITS + j;
      const float *gate = z + i * GATES + j;
      const tile_f32_t in = load(gate, GATES),
                       forget = load(gate + UNITS, GATES),
                       new = load(gate + 2 * UNITS, GATES),
                       out = load(gate + 3 * UNITS, GATES),
                       bent = load(t + at, UNITS), d = load(dh + at, UNITS);
      const tile_f32_t one = tile_splat_f32(1.0f);
      const tile_f32_t through = d * out * (one - bent * bent);
      const tile_f32_t all = load(dc + at, UNITS) + through;
      const tile_f32_t of_gate[4] = {
          all * new * (in * (one - in)),
          all * load(before + at, UNITS) * (forget * (one - forget)),
          all * in * (one - new * new), d * bent * (out * (one - out))};
      for (int g = 0; g < 4; g++)
        tile_store_rect_narrow_bf16(dz + i * GATES + g * UNITS + j, GATES * 2,
                                    16, 16, of_gate[g]);
      store(dc + at, UNITS, rounded(all * forget));
    }
}
#else
#include "../common/round_reference.h"
static inline float rounded(float v) {
  return rounding == ROUND_BF16  ? round_bf16(v)
         : rounding == ROUND_F16 ? round_f16(v)
                                 : v;
}
static inline void round_sums(int n, float *p) {
  for (int i = 0; i < n; i++)
    p[i] = rounded(p[i]);
}
static inline void cell_forward(float *z, const float *before, float *c,
                                float *t, bf16 *h) {
  for (int at = 0; at < STATE; at++) {
    float *gate = z + at / UNITS * GATES + at % UNITS;
    for (int g = 0; g < 4; g++)
      gate[g * UNITS] =
          g == 2 ? math_tanh(gate[g * UNITS]) : math_sigmoid(gate[g * UNITS]);
    const float kept = gate[UNITS] * before[at];
    c[at] = rounded(fmaf(gate[0], gate[2 * UNITS], kept));
    t[at] = math_tanh(c[at]);
    h[at] = math_narrow_bf16(gate[3 * UNITS] * t[at]);
  }
}
static inline void cell_backward(const float *z, const float *before,
                                 const float *t, const float *dh, float *dc,
                                 bf16 *dz) {
  for (int at = 0; at < STATE; at++) {
    const int place = at / UNITS * GATES + at % UNITS;
    const float in = z[place], forget = z[place + UNITS],
                new = z[place + 2 * UNITS], out = z[place + 3 * UNITS];
    const float through = dh[at] * out * (1.0f - t[at] * t[at]);
    const float all = dc[at] + through;
    bf16 *to = dz + place;
    to[0] = math_narrow_bf16(all * new * (in * (1.0f - in)));
    to[UNITS] = math_narrow_bf16(all * before[at] * (forget * (1.0f - forget)));
    to[2 * UNITS] = math_narrow_bf16(all * in * (1.0f - new * new));
    to[3 * UNITS] = math_narrow_bf16(dh[at] * t[at] * (out * (1.0f - out)));
    dc[at] = rounded(all * forget);
  }
}
#endif

// c += a b, with the flags of gemm.h. Of 16-bit sums, in parts.
static void add_product(int m, int n, int k, const bf16 *a, int lda,
                        const bf16 *b, int ldb, float *c, int flags) {
  const int part = rounding == KEEP ? k : 16;
  for (int l = 0; l < k; l += part) {
    multiply(m, n, k - l < part ? k - l : part,
             a + (flags & GEMM_A_KM ? l * lda : l), lda,
             b + (flags & GEMM_B_NK ? l : l * ldb), ldb, c, n,
             flags | GEMM_ADD);
    round_sums(m * n, c);
  }
}

static void weights_changed(void) { round_weights(); }

static void load_batch(const struct digits *d, const uint32_t *order,
                       uint32_t first, uint32_t limit) {
  const int inputs = PIXELS / (int)steps;
  load_pixels(d, order, first, limit, pixels, label);
  for (int s = 0; s < steps; s++)
    for (int i = 0; i < BATCH; i++)
      memcpy(x + (s * BATCH + i) * inputs, pixels + i * PIXELS + s * inputs,
             (size_t)inputs * sizeof *x);
}

static void forward(void) {
  const int count = (int)steps, inputs = PIXELS / count;
  repeat(count * BATCH, GATES, master + B_GATES, gates);
  add_product(count * BATCH, GATES, inputs, x, inputs, weights + W_IN, inputs,
              gates, GEMM_B_NK);
  for (int s = 0; s < count; s++) {
    float *z = gates + s * BATCH * GATES;
    add_product(BATCH, GATES, UNITS, state + s * STATE, UNITS,
                weights + W_STATE, UNITS, z, GEMM_B_NK);
    cell_forward(z, cell + s * STATE, cell + (s + 1) * STATE,
                 tanh_cell + s * STATE, state + (s + 1) * STATE);
  }
  dense(BATCH, CLASSES, UNITS, state + count * STATE, W_CLASS, B_CLASS, logits);
}

static double learn(float rate) {
  static bf16 dz[BATCH * CLASSES], dgates[BATCH * GATES];
  static float dh[STATE], dc[STATE];
  const int count = (int)steps, inputs = PIXELS / count;
  const double loss = cross_entropy(BATCH, CLASSES, logits, label, dz);
  dense_gradient(BATCH, CLASSES, UNITS, dz, state + count * STATE, W_CLASS,
                 B_CLASS);
  dense_back(BATCH, CLASSES, UNITS, dz, W_CLASS, dh);
  memset(dc, 0, sizeof dc);
  memset(gradient, 0, W_CLASS * sizeof *gradient);
  for (int s = count - 1; s >= 0; s--) {
    cell_backward(gates + s * BATCH * GATES, cell + s * STATE,
                  tanh_cell + s * STATE, dh, dc, dgates);
    add_product(GATES, inputs, BATCH, dgates, GATES, x + s * BATCH * inputs,
                inputs, gradient + W_IN, GEMM_A_KM);
    add_product(GATES, UNITS, BATCH, dgates, GATES, state + s * STATE, UNITS,
                gradient + W_STATE, GEMM_A_KM);
    add_product(1, GATES, BATCH, ones, BATCH, dgates, GATES, gradient + B_GATES,
                0);
    memset(dh, 0, sizeof dh);
    add_product(BATCH, UNITS, GATES, dgates, GATES, weights + W_STATE, UNITS,
                dh, 0);
  }
  adam(rate);
  return loss;
}

static void trained(const struct digits *d) { (void)d; }
static void finish(const struct digits *d) {
  (void)d;
  const int count = (int)steps;
  fprintf(stderr, " macs %d",
          count * GATES * (PIXELS / count + UNITS) + UNITS * CLASSES);
}

int main(int argc, char **argv) {
  static const struct option own[] = {{"steps", OPTION_NUMBER, &steps, STEPS},
                                      {"sums", OPTION_TEXT, (void *)&sums, 0}};
  static const struct initial matrices[] = {{W_IN, GATES * INPUTS, 0.2f},
                                            {W_STATE, GATES * UNITS, 0.125f},
                                            {B_GATES + UNITS, UNITS, 0},
                                            {W_CLASS, CLASSES * UNITS, 0.2f}};
  o = default_options(6, 4.0f / 1024);
  read_options(argc, argv, &o, own, 2);
  if (steps < PIXELS / INPUTS || PIXELS % steps)
    fail("expected a divisor of 784 from 28 to 112", "steps");
  rounding = !strcmp(sums, "bf16")  ? ROUND_BF16
             : !strcmp(sums, "f16") ? ROUND_F16
                                    : KEEP;
  if (rounding == KEEP && strcmp(sums, "f32") != 0)
    fail("unknown type of sums, expected f32, bf16 or f16", sums);
  return train(matrices, sizeof matrices / sizeof *matrices);
}
