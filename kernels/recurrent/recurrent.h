// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Recurrent layers: LSTM and GRU, a cell (one step) or a sequence.
//
// x is [steps][batch][inputs], y [steps][batch][units], their rows ldx and ldy
// elements apart; h and c are [batch][units], the state before the first step,
// replaced by that after the last. y may be null. Any extent may be zero or no
// multiple of 16. Every result is as recurrent_reference.h says, to the bit.
// Scratch memory, of the size that recurrent_scratch gives, is aligned to 4
// bytes. What is written may not share bytes with anything else.
#ifndef RECURRENT_H
#define RECURRENT_H

#include <stdint.h>

#include "../common/status.h"

struct recurrent_shape {
  int64_t steps, batch, inputs, units;
};

// The bytes of scratch memory, -1 for a bad shape.
int64_t recurrent_scratch(const struct recurrent_shape *shape);

// w is [4][units][inputs], u [4][units][units], bias [4][units] or null, of the
// gates input i, forget f, cell g and output o:
//   c = sigmoid(f) c + sigmoid(i) tanh(g), h = sigmoid(o) tanh(c)
int recurrent_lstm_f32(const struct recurrent_shape *shape, const float *x,
                       int64_t ldx, const float *w, int64_t ldw, const float *u,
                       int64_t ldu, const float *bias, float *h, int64_t ldh,
                       float *c, int64_t ldc, float *y, int64_t ldy,
                       void *scratch, int64_t scratch_bytes);

// w is [3][units][inputs], u [3][units][units], of the gates reset r, update z
// and new n; bias [4][units] or null: those of r, z and n, and that of n's
// product with h:
//   n = tanh(w x + bias + sigmoid(r) (u h + bias)), h = n + sigmoid(z) (h - n)
int recurrent_gru_f32(const struct recurrent_shape *shape, const float *x,
                      int64_t ldx, const float *w, int64_t ldw, const float *u,
                      int64_t ldu, const float *bias, float *h, int64_t ldh,
                      float *y, int64_t ldy, void *scratch,
                      int64_t scratch_bytes);

#endif
