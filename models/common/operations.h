// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The operations that networks consist of, forward and backward: a network
// states its layers by them once, and is compiled for the core and for the
// host. The arithmetic is written twice: operations_tiles.h has it with tiles
// and with the kernels of kernels/, operations_reference.h in portable C. Each
// comment here says what both compute, to the bit; "sum" is a chain in
// ascending order, and every operation that is not called fused rounds.
//
// Operands of products are bf16, passed as their bits; sums, gradients and
// master weights are f32. The including file defines what network.h wants, and
// ROWS, the most rows of a layer's input.
#ifndef MODELS_COMMON_OPERATIONS_H
#define MODELS_COMMON_OPERATIONS_H

#include "../../kernels/gemm/gemm.h"
#include "../../kernels/training/training.h"
#include "network.h"

#include <math.h>

typedef uint16_t bf16;

static float gradient[WEIGHTS];
static bf16 weights[WEIGHTS]; // the masters, rounded

// The product of gemm.h: c = a b, or c + a b, with its flags; fused.
static inline void multiply(int m, int n, int k, const bf16 *a, int lda,
                            const bf16 *b, int ldb, float *c, int ldc,
                            int flags);
// to = from, rounded to nearest even.
static inline void narrow(int n, const float *from, bf16 *to);
// c[i][j] = row[j], of m rows of n.
static inline void repeat(int m, int n, const float *row, float *c);
// y = a + b; y = a * factor.
static inline void add(int n, const float *a, const float *b, float *y);
static inline void scale(int n, const float *a, float factor, float *y);
// The largest magnitude, at least +0.
static inline float largest(int n, const float *a);
// y = max(z, 0); d where y > 0, otherwise 0.
static inline void relu(int n, const float *z, bf16 *y);
static inline void relu_back(int n, const float *d, const bf16 *y, bf16 *to);
// y = gelu(z); d * (z * e^(z^2 * -0.5) * 0.3989423 + (erf(z * 0.70710677) * 0.5
// + 0.5)), where the first addition is fused.
static inline void gelu(int n, const float *z, bf16 *y);
static inline void gelu_back(int n, const float *d, const float *z, bf16 *to);
// Layer norm of rows_layer_norm_f32, with an epsilon of 2^-16. Backward: dx +=
// the gradient by x of that by y, and those by gain and bias. Rows and columns
// are multiples of 16, at most 64 columns. x^ is the normalised x; sums over
// columns are 16 chains, those over rows 16 for each column, then added in
// pairs.
static inline void layer_norm(int rows, int columns, const float *x,
                              const float *gain, const float *bias, bf16 *y);
static inline void layer_norm_back(int rows, int columns, const float *x,
                                   const float *gain, const float *dy,
                                   float *dx, float *dgain, float *dbias);
// Softmax of rows_softmax_f32; and (dp - sum of p dp) * p * factor, with the
// sum in 16 chains as above. At most 64 columns.
static inline void softmax(int rows, int columns, const float *x, float *p);
static inline void softmax_back(int rows, int columns, const float *p,
                                const float *dp, float factor, bf16 *to);
// The loss of a batch of `rows`, at most ROWS, and `classes`, and its gradient
// by the logits z, over the rows.
static inline double cross_entropy(int rows, int classes, const float *z,
                                   const int32_t *label, bf16 *to);
// The digits of load_batch in training.h, as numbers from 0 up to 1, 28 rows of
// 28, and their labels.
static inline void load_pixels(const struct digits *d, const uint32_t *order,
                               uint32_t first, uint32_t limit, bf16 *x,
                               int32_t *label);
// training_adam of the masters by the gradient; weights = master.
static inline void adam_step(const struct training_adam *options);

#ifdef __sectile__
#include "operations_tiles.h"
#else
#include "operations_reference.h"
#endif

static bf16 ones[ROWS];
static inline void round_weights(void) { // of new masters
  for (int i = 0; i < ROWS; i++)
    ones[i] = 0x3f80;
  narrow(WEIGHTS, master, weights);
}

static inline void adam(float rate) {
  static struct training_adam options = {
      .beta1 = 0.9f, .beta2 = 0.999f, .epsilon = 0x1p-26f, .unscale = 1};
  options.rate = rate;
  options.step++;
  adam_step(&options);
}

// A dense layer of `m` rows: z = x w' + b, with the weights w [n][k] and b [n]
// from these places of the masters on; then gradients of both, and of x.
static inline void dense(int m, int n, int k, const bf16 *x, int w, int b,
                         float *z) {
  repeat(m, n, master + b, z);
  multiply(m, n, k, x, k, weights + w, k, z, n, GEMM_ADD | GEMM_B_NK);
}
static inline void dense_gradient(int m, int n, int k, const bf16 *dz,
                                  const bf16 *x, int w, int b) {
  multiply(n, k, m, dz, n, x, k, gradient + w, k, GEMM_A_KM);
  multiply(1, n, m, ones, m, dz, n, gradient + b, n, 0);
}
static inline void dense_back(int m, int n, int k, const bf16 *dz, int w,
                              float *dx) {
  multiply(m, k, n, dz, n, weights + w, k, dx, k, 0);
}

#endif
