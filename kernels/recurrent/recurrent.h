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

// x, y, h and the weights are f32 or bf16 (their bits), biases and c f32. Of
// bf16 the products are widened exactly, the sums and functions those of f32,
// and h is rounded once in each step, as y, and read so in the next.

// w is [4][units][inputs], u [4][units][units], bias [4][units] or null, of the
// gates input i, forget f, cell g and output o:
//   c = sigmoid(f) c + sigmoid(i) tanh(g), h = sigmoid(o) tanh(c)
#define RECURRENT_DECLARE(type, element)                                       \
  int recurrent_lstm_##type(                                                   \
      const struct recurrent_shape *shape, const element *x, int64_t ldx,      \
      const element *w, int64_t ldw, const element *u, int64_t ldu,            \
      const float *bias, element *h, int64_t ldh, float *c, int64_t ldc,       \
      element *y, int64_t ldy, void *scratch, int64_t scratch_bytes);
RECURRENT_DECLARE(f32, float)
RECURRENT_DECLARE(bf16, uint16_t)
#undef RECURRENT_DECLARE

// w is [3][units][inputs], u [3][units][units], of the gates reset r, update z
// and new n; bias [4][units] or null: those of r, z and n, and that of n's
// product with h:
//   n = tanh(w x + bias + sigmoid(r) (u h + bias)), h = n + sigmoid(z) (h - n)
#define RECURRENT_DECLARE(type, element)                                       \
  int recurrent_gru_##type(                                                    \
      const struct recurrent_shape *shape, const element *x, int64_t ldx,      \
      const element *w, int64_t ldw, const element *u, int64_t ldu,            \
      const float *bias, element *h, int64_t ldh, element *y, int64_t ldy,     \
      void *scratch, int64_t scratch_bytes);
RECURRENT_DECLARE(f32, float)
RECURRENT_DECLARE(bf16, uint16_t)
#undef RECURRENT_DECLARE

#endif
