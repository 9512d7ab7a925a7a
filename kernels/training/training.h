// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Training: optimisers, loss scaling, and the gradients of layers.
//
// Matrices are stored by rows, ld elements apart; vectors have no gaps. Any
// extent may be zero or no multiple of 16. f32 is float, bf16 and f16 are
// passed as their bits, computed in f32 and rounded once at the end. Every
// function returns a status of common/status.h and writes nothing unless it is
// KERNEL_OK. Every result is as training_reference.h says, to the bit. Results
// may not share bytes with what is read but where the comment says "in place".
// docs/kernels/training.md has the formulas and error bounds.
#ifndef TRAINING_H
#define TRAINING_H

#include <stdint.h>

#include "../common/status.h"

enum training_type { TRAINING_F32 = 0, TRAINING_BF16 = 1, TRAINING_F16 = 2 };

// --- Optimisers --------------------------------------------------------------
// A step on n weights, which are f32 (the master copy). The gradient is of
// `gradient_type` and is multiplied by `unscale`, the reciprocal of the loss
// scale. Unless `copy` is null the new weights are written there too, rounded
// to `copy_type` (bf16 or f16). No scratch memory.

// g = unscale gradient + decay w; v = momentum v + g; w = w - rate v, or with
// `nesterov` w = w - rate (g + momentum v). `velocity` may be null if momentum
// is 0.
struct training_sgd {
  float rate, momentum, decay, unscale;
  int nesterov;
};
int training_sgd(int64_t n, const struct training_sgd *options,
                 const void *gradient, enum training_type gradient_type,
                 float *weights, float *velocity, uint16_t *copy,
                 enum training_type copy_type);

// g = unscale gradient; m = m + (1 - beta1)(g - m); v = v + (1 - beta2)
// (g^2 - v); w = (1 - rate decay) w - rate / (1 - beta1^step) m /
// (sqrt(v / (1 - beta2^step)) + epsilon): Adam, with a decay AdamW. `step`
// counts from 1. 0 <= beta < 1, epsilon > 0. m and v begin with zeros.
struct training_adam {
  float rate, beta1, beta2, epsilon, decay, unscale;
  int64_t step;
};
int training_adam(int64_t n, const struct training_adam *options,
                  const void *gradient, enum training_type gradient_type,
                  float *weights, float *m, float *v, uint16_t *copy,
                  enum training_type copy_type);

// --- Loss scaling ------------------------------------------------------------
// *finite = whether no element is infinite or a NaN.
int training_finite(int64_t n, const void *p, enum training_type type,
                    int *finite);

// The loss is multiplied by `scale`, so that small gradients do not vanish in
// 16 bits. After a step whose gradients are not finite the scale is multiplied
// by `backoff`, at least to `least`, and the step is to be left out; after
// `interval` finite ones in succession by `growth`, at most to `most`.
struct training_loss_scale {
  float scale, growth, backoff, least, most;
  int64_t interval, finite_steps;
};
// 2^15, doubled after 1000 steps, halved on an overflow, from 1 to 2^24.
struct training_loss_scale training_loss_scale_default(void);
// Notes whether a step's gradients were finite; returns that.
int training_loss_scale_update(struct training_loss_scale *scale, int finite);

// --- Dense layers ------------------------------------------------------------
// Of y = x W' + bias, x [m][inputs], W [outputs][inputs], y [m][outputs]:
// dx = dy W, dw = dy' x, dbias = the sums of dy's columns. A null result is
// left out. dx, dw and dbias are f32; with `add` dw and dbias begin with what
// they are, otherwise with +0.
#define TRAINING_DECLARE(type, element)                                        \
  int training_dense_##type(int64_t m, int64_t outputs, int64_t inputs,        \
                            const element *dy, int64_t ldy, const element *x,  \
                            int64_t ldx, const element *w, int64_t ldw,        \
                            float *dx, int64_t lddx, float *dw, int64_t lddw,  \
                            float *dbias, int add);
TRAINING_DECLARE(f32, float)
TRAINING_DECLARE(bf16, uint16_t)
TRAINING_DECLARE(f16, uint16_t)
#undef TRAINING_DECLARE

// sum[j] = the sum of column j, or what it is and that with `add`.
int training_column_sums(int64_t rows, int64_t columns, const void *x,
                         enum training_type type, int64_t ldx, float *sum,
                         int add);

// --- Activations -------------------------------------------------------------
// dx = dy f'(x) for n elements, x before the activation. In place: dx may be dy
// or x.
enum training_activation {
  TRAINING_RELU,
  TRAINING_GELU, // x times the normal distribution function of x
  TRAINING_SILU,
  TRAINING_TANH,
  TRAINING_SIGMOID
};
int training_activation_f32(enum training_activation kind, int64_t n,
                            const float *x, const float *dy, float *dx);
int training_activation_bf16(enum training_activation kind, int64_t n,
                             const uint16_t *x, const uint16_t *dy,
                             uint16_t *dx);

// --- Rows --------------------------------------------------------------------
// Of y = softmax(x), from y: dx = y (dy - the row's sum of y dy). In place: dx
// may be dy. The gradient of cross-entropy by its logits is given by
// rows_cross_entropy_f32.
int training_softmax_f32(int64_t rows, int64_t columns, const float *y,
                         int64_t ldy, const float *dy, int64_t lddy, float *dx,
                         int64_t lddx);

// Of log-softmax, from its result y: dx = dy - e^y (the row's sum of dy). In
// place: dx may be dy.
int training_log_softmax_f32(int64_t rows, int64_t columns, const float *y,
                             int64_t ldy, const float *dy, int64_t lddy,
                             float *dx, int64_t lddx);

// Of layer norm and RMS norm as rows.h defines them; a null gain is 1. With
// n = (x - mean) / sqrt(variance + epsilon), or n = x / sqrt(mean of x^2 +
// epsilon), and d = dy gain: dx = (d - mean of d - n mean of n d) / sqrt(...),
// for RMS norm without the mean of d; dgain = the column sums of dy n, dbias
// those of dy. Null results are left out; with `add` dgain and dbias begin with
// what they are. Scratch memory of training_norm_scratch(rows) bytes, aligned
// to 4.
int64_t training_norm_scratch(int64_t rows);
int training_layer_norm_f32(int64_t rows, int64_t columns, const float *x,
                            int64_t ldx, const float *gain, float epsilon,
                            const float *dy, int64_t lddy, float *dx,
                            int64_t lddx, float *dgain, float *dbias, int add,
                            void *scratch, int64_t scratch_bytes);
int training_rms_norm_f32(int64_t rows, int64_t columns, const float *x,
                          int64_t ldx, const float *gain, float epsilon,
                          const float *dy, int64_t lddy, float *dx,
                          int64_t lddx, float *dgain, int add, void *scratch,
                          int64_t scratch_bytes);

// Of rows_embedding_bag_f32: row index[k] of the table's gradient is increased
// by row i of dy for each k from offset[i] up to offset[i + 1], in this order;
// with `mean` divided by their number. Offsets are as there; null: bag i is
// index[i] alone, so it is the gradient of a gather.
int training_embedding_f32(int64_t table_rows, int64_t columns, int64_t bags,
                           const int64_t *offset, const int32_t *index,
                           int mean, const float *dy, int64_t lddy,
                           float *dtable, int64_t lddt);

// Of rows_rotary_f32: the rotation back. In place: dx may be dy.
int training_rotary_f32(int64_t rows, int64_t heads, int64_t pairs,
                        const float *dy, int64_t lddy, const float *cosine,
                        const float *sine, int64_t ldt, int halves, float *dx,
                        int64_t lddx);

// Of rows_resize_nearest_f32 and rows_resize_bilinear_f32, whose x is height x
// width pixels: what pixels of dy give to those of dx is added to +0 in
// ascending row and column of dy, to each in the order above left, above right,
// below left, below right: dx + (dy (1 - v)) (1 - h), a multiply-add, and alike
// with the fractions v of the row and h of the column.
int training_resize_nearest_f32(int64_t height, int64_t width, int64_t channels,
                                const float *dy, int64_t to_height,
                                int64_t to_width, float *dx, int flags);
int training_resize_bilinear_f32(int64_t height, int64_t width,
                                 int64_t channels, const float *dy,
                                 int64_t to_height, int64_t to_width, float *dx,
                                 int flags);

// --- Attention ---------------------------------------------------------------
// Of attention_f32 (attention.h), whose shape and layouts these are: dq, dk and
// dv from q, k, v and the gradient dout of its result. 64 queries of a head at
// a time: their probabilities P = softmax(scale q k') over the keys that the
// last of them sees, dP = dout v', dS = scale P (dP - sum of P dP), then
// dq = dS k, dk = dS' q and dv = P' dout, each a chain of multiply-adds; those
// of dk and dv go over the heads that share them, then the queries, ascending.
// Null results are left out. Scratch memory: P and dS of 64 queries, aligned to
// 4 bytes.
struct attention_shape;
int64_t training_attention_scratch(const struct attention_shape *shape);
int training_attention_f32(const struct attention_shape *shape, const float *q,
                           int64_t ldq, const float *k, int64_t ldk,
                           const float *v, int64_t ldv, const float *dout,
                           int64_t lddo, float *dq, int64_t lddq, float *dk,
                           int64_t lddk, float *dv, int64_t lddv, void *scratch,
                           int64_t scratch_bytes);

// --- LSTM --------------------------------------------------------------------
// Of recurrent_lstm_f32 (recurrent.h), whose shape and layouts these are, by
// back-propagation through time. h and c are the state before the first step,
// y what the layer gave; dy is the gradient by y. dh and dc are [batch][units]
// without gaps: those by the state after the last step, replaced by those by
// the state before the first. With `add` dw, du and dbias begin with what they
// are, otherwise with +0. A null dx, dw, du or dbias is left out; bias may be
// null. Scratch memory, aligned to 4 bytes: the gates of all steps, c of all
// steps, and dh.
struct recurrent_shape;
struct training_lstm {
  const float *x, *w, *u, *bias, *h, *c, *y, *dy;
  int64_t ldx, ldw, ldu, ldh, ldc, ldy, lddy;
  float *dh, *dc, *dx, *dw, *du, *dbias;
  int64_t lddx, lddw, lddu;
  int add;
};
int64_t training_lstm_scratch(const struct recurrent_shape *shape);
int training_lstm_f32(const struct recurrent_shape *shape,
                      const struct training_lstm *arrays, void *scratch,
                      int64_t scratch_bytes);

// --- GRU ---------------------------------------------------------------------
// Of recurrent_gru_f32, as of the LSTM: w and u are of the gates r, z and n,
// bias is of r, z, n and n's product with h. Scratch memory, aligned to 4
// bytes: the gates of all steps.
struct training_gru {
  const float *x, *w, *u, *bias, *h, *y, *dy;
  int64_t ldx, ldw, ldu, ldh, ldy, lddy;
  float *dh, *dx, *dw, *du, *dbias;
  int64_t lddx, lddw, lddu;
  int add;
};
int64_t training_gru_scratch(const struct recurrent_shape *shape);
int training_gru_f32(const struct recurrent_shape *shape,
                     const struct training_gru *arrays, void *scratch,
                     int64_t scratch_bytes);

#endif
