// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the recurrent layers compute, in portable C: no tile, no assumption
// about the machine but IEEE arithmetic. Compile with -ffp-contract=off.
//
// A gate is a chain of f32 multiply-adds that begins with its bias (without
// biases with +0), over the inputs in ascending order, then over the units of
// h. Of a GRU's new gate the chain over h is another, with a bias of its own.
// Functions are those of math_reference.h.
#ifndef RECURRENT_REFERENCE_H
#define RECURRENT_REFERENCE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "../common/math_reference.h"
#include "recurrent.h"

enum { REFERENCE_UNITS = 256 };

static inline float reference_chain(float sum, int64_t n, const float *a,
                                    const float *b) {
  for (int64_t i = 0; i < n; i++)
    sum = fmaf(a[i], b[i], sum);
  return sum;
}

// One row of the batch in one step: the new h, and c in place.
static inline void reference_cell(int lstm, const struct recurrent_shape *s,
                                  const float *x, const float *w, int64_t ldw,
                                  const float *u, int64_t ldu,
                                  const float *bias, const float *h, float *c,
                                  float *to) {
  const int64_t n = s->units;
  for (int64_t j = 0; j < n; j++) {
    float a[4];
    for (int g = 0; g < 4; g++) {
      const int64_t row = (lstm || g < 3 ? g : 2) * n + j;
      a[g] = bias ? bias[g * n + j] : 0.0f;
      if (lstm || g != 3)
        a[g] = reference_chain(a[g], s->inputs, x, w + row * ldw);
      if (lstm || g != 2)
        a[g] = reference_chain(a[g], n, h, u + row * ldu);
    }
    if (lstm) {
      const float kept = math_sigmoid(a[1]) * c[j];
      c[j] = fmaf(math_sigmoid(a[0]), math_tanh(a[2]), kept);
      to[j] = math_sigmoid(a[3]) * math_tanh(c[j]);
    } else {
      const float fresh = math_tanh(fmaf(math_sigmoid(a[0]), a[3], a[2]));
      to[j] = fmaf(math_sigmoid(a[1]), h[j] - fresh, fresh);
    }
  }
}

static inline void
reference_recurrent(int lstm, const struct recurrent_shape *s, const float *x,
                    int64_t ldx, const float *w, int64_t ldw, const float *u,
                    int64_t ldu, const float *bias, float *h, int64_t ldh,
                    float *c, int64_t ldc, float *y, int64_t ldy) {
  for (int64_t t = 0; t < s->steps; t++)
    for (int64_t i = 0; i < s->batch; i++) {
      const int64_t row = t * s->batch + i;
      float fresh[REFERENCE_UNITS];
      reference_cell(lstm, s, x + row * ldx, w, ldw, u, ldu, bias, h + i * ldh,
                     lstm ? c + i * ldc : 0, fresh);
      for (int64_t j = 0; j < s->units; j++) {
        h[i * ldh + j] = fresh[j];
        if (y)
          y[row * ldy + j] = fresh[j];
      }
    }
}

#endif
