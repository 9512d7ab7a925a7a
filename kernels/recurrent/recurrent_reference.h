// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the recurrent layers compute, in portable C: no tile, no assumption
// about the machine but IEEE arithmetic. Compile with -ffp-contract=off.
//
// A gate is a chain of f32 multiply-adds that begins with its bias (without
// biases with +0), over the inputs in ascending order, then over the units of
// h. Of a GRU's new gate the chain over h is another, with a bias of its own.
// Functions are those of math_reference.h. bf16 is widened exactly; h is
// rounded once in each step.
#ifndef RECURRENT_REFERENCE_H
#define RECURRENT_REFERENCE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "../common/math_reference.h"
#include "recurrent.h"

enum { REFERENCE_UNITS = 256 };

// Element i of an array of f32, or with `narrow` of bf16.
static inline float reference_load(int narrow, const void *p, int64_t i) {
  return narrow ? math_widen_bf16(((const uint16_t *)p)[i])
                : ((const float *)p)[i];
}
static inline void reference_store(int narrow, void *p, int64_t i, float x) {
  if (narrow)
    ((uint16_t *)p)[i] = math_narrow_bf16(x);
  else
    ((float *)p)[i] = x;
}

static inline float reference_chain(int narrow, float sum, int64_t n,
                                    const void *a, int64_t a_at, const void *b,
                                    int64_t b_at) {
  for (int64_t i = 0; i < n; i++)
    sum = fmaf(reference_load(narrow, a, a_at + i),
               reference_load(narrow, b, b_at + i), sum);
  return sum;
}

// One row of the batch in one step, from elements x_at and h_at on: the new h,
// and c in place.
static inline void reference_cell(int narrow, int lstm,
                                  const struct recurrent_shape *s,
                                  const void *x, int64_t x_at, const void *w,
                                  int64_t ldw, const void *u, int64_t ldu,
                                  const float *bias, const void *h,
                                  int64_t h_at, float *c, float *to) {
  const int64_t n = s->units;
  for (int64_t j = 0; j < n; j++) {
    float a[4];
    for (int g = 0; g < 4; g++) {
      const int64_t row = (lstm || g < 3 ? g : 2) * n + j;
      a[g] = bias ? bias[g * n + j] : 0.0f;
      if (lstm || g != 3)
        a[g] = reference_chain(narrow, a[g], s->inputs, x, x_at, w, row * ldw);
      if (lstm || g != 2)
        a[g] = reference_chain(narrow, a[g], n, h, h_at, u, row * ldu);
    }
    if (lstm) {
      const float kept = math_sigmoid(a[1]) * c[j];
      c[j] = fmaf(math_sigmoid(a[0]), math_tanh(a[2]), kept);
      to[j] = math_sigmoid(a[3]) * math_tanh(c[j]);
    } else {
      const float fresh = math_tanh(fmaf(math_sigmoid(a[0]), a[3], a[2]));
      to[j] = fmaf(math_sigmoid(a[1]),
                   reference_load(narrow, h, h_at + j) - fresh, fresh);
    }
  }
}

static inline void
reference_recurrent(int narrow, int lstm, const struct recurrent_shape *s,
                    const void *x, int64_t ldx, const void *w, int64_t ldw,
                    const void *u, int64_t ldu, const float *bias, void *h,
                    int64_t ldh, float *c, int64_t ldc, void *y, int64_t ldy) {
  for (int64_t t = 0; t < s->steps; t++)
    for (int64_t i = 0; i < s->batch; i++) {
      const int64_t row = t * s->batch + i;
      float fresh[REFERENCE_UNITS];
      reference_cell(narrow, lstm, s, x, row * ldx, w, ldw, u, ldu, bias, h,
                     i * ldh, lstm ? c + i * ldc : 0, fresh);
      for (int64_t j = 0; j < s->units; j++) {
        reference_store(narrow, h, i * ldh + j, fresh[j]);
        if (y)
          reference_store(narrow, y, row * ldy + j, fresh[j]);
      }
    }
}

#endif
