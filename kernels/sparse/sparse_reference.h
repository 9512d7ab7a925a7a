// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the kernels on sparse matrices must equal, in portable C: no tile, no
// assumption about the machine but IEEE arithmetic. Compile with
// -ffp-contract=off. NaNs are canonical.
#ifndef SPARSE_REFERENCE_H
#define SPARSE_REFERENCE_H

#include "../common/requantise_reference.h"
#include "../gemm/gemm_reference.h"
#include "sparse.h"

// Element (o, i) of the sparse matrix whose block number b it is in, stored at
// w, as an index.
static inline int64_t reference_sparse_at(const struct sparse_pattern *p,
                                          int64_t b, int64_t o, int64_t i,
                                          int transposed) {
  const int64_t size = p->block, row = o & (size - 1), column = i & (size - 1);
  return (p->place ? p->place[b] : b) * size * size +
         (transposed ? column * size + row : row * size + column);
}

#define SPARSE_REFERENCE(type, element, sum_type, step)                        \
  static inline void reference_sparse_##type(                                  \
      const struct sparse_pattern *p, int64_t m, const element *x,             \
      int64_t ldx, const element *w, sum_type *y, int64_t ldy, int flags) {    \
    for (int64_t n = 0; n < m; n++)                                            \
      for (int64_t o = 0; o < p->outputs; o++) {                               \
        sum_type sum = flags & SPARSE_ADD ? y[n * ldy + o] : 0;                \
        const int64_t r = o / p->block;                                        \
        for (int64_t b = p->start[r]; b < p->start[r + 1]; b++)                \
          for (int64_t i = p->column[b] * p->block;                            \
               i < (p->column[b] + 1) * p->block && i < p->inputs; i++)        \
            sum = step(reference_get_##type(x, n * ldx + i),                   \
                       reference_get_##type(                                   \
                           w, reference_sparse_at(p, b, o, i,                  \
                                                  flags & SPARSE_TRANSPOSED)), \
                       sum);                                                   \
        y[n * ldy + o] = sum;                                                  \
      }                                                                        \
  }
SPARSE_REFERENCE(f32, float, float, reference_fma)
SPARSE_REFERENCE(bf16, uint16_t, float, reference_fma)
SPARSE_REFERENCE(i8, int8_t, int32_t, reference_madd)

static inline void reference_sparse_i8_requantised(
    const struct sparse_pattern *p, int64_t m, const int8_t *x, int64_t ldx,
    const int8_t *w, int8_t *y, int64_t ldy, int flags, const int32_t *bias,
    const struct requantisation *q) {
  for (int64_t n = 0; n < m; n++)
    for (int64_t o = 0; o < p->outputs; o++) {
      const int64_t r = o / p->block, at = q->per_channel ? o : 0;
      int32_t sum = bias ? bias[o] : 0;
      for (int64_t b = p->start[r]; b < p->start[r + 1]; b++)
        for (int64_t i = p->column[b] * p->block;
             i < (p->column[b] + 1) * p->block && i < p->inputs; i++)
          sum = reference_madd(
              x[n * ldx + i],
              w[reference_sparse_at(p, b, o, i, flags & SPARSE_TRANSPOSED)],
              sum);
      y[n * ldy + o] = reference_requantised(sum, q->multiplier[at],
                                             q->shift[at], q->single_rounding,
                                             q->zero_point, q->low, q->high);
    }
}
static inline void reference_sparse_i8_bias(const struct sparse_pattern *p,
                                            const int8_t *w, int flags,
                                            int32_t x_offset, int32_t *bias) {
  for (int64_t o = 0; o < p->outputs; o++)
    for (int64_t b = p->start[o / p->block]; b < p->start[o / p->block + 1];
         b++)
      for (int64_t i = p->column[b] * p->block;
           i < (p->column[b] + 1) * p->block && i < p->inputs; i++)
        bias[o] = reference_madd(
            x_offset,
            w[reference_sparse_at(p, b, o, i, flags & SPARSE_TRANSPOSED)],
            bias[o]);
}

#define SPARSE_REFERENCE_GRADIENT(type, element)                               \
  static inline void reference_sparse_gradient_##type(                         \
      const struct sparse_pattern *p, int64_t m, const element *dy,            \
      int64_t ldy, const element *x, int64_t ldx, float *g, int flags) {       \
    for (int64_t o = 0; o < p->outputs; o++) {                                 \
      const int64_t r = o / p->block;                                          \
      for (int64_t b = p->start[r]; b < p->start[r + 1]; b++)                  \
        for (int64_t i = p->column[b] * p->block;                              \
             i < (p->column[b] + 1) * p->block && i < p->inputs; i++) {        \
          float *const at = g + reference_sparse_at(p, b, o, i, 0);            \
          float sum = flags & SPARSE_ADD ? *at : 0;                            \
          for (int64_t n = 0; n < m; n++)                                      \
            sum = reference_fma(reference_get_##type(dy, n * ldy + o),         \
                                reference_get_##type(x, n * ldx + i), sum);    \
          *at = sum;                                                           \
        }                                                                      \
    }                                                                          \
  }
SPARSE_REFERENCE_GRADIENT(f32, float)
SPARSE_REFERENCE_GRADIENT(bf16, uint16_t)

// bf16 to nearest even.
static inline uint16_t reference_sparse_narrow(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  if (x != x)
    return 0x7fc0;
  return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}
#define SPARSE_REFERENCE_LOW_RANK(type, element, rounded)                      \
  static inline void reference_sparse_low_rank_##type(                         \
      const struct sparse_pattern *p, int64_t m, const element *x,             \
      int64_t ldx, const element *w, int64_t rank, const element *v,           \
      const element *u, float *y, int64_t ldy) {                               \
    reference_sparse_##type(p, m, x, ldx, w, y, ldy, 0);                       \
    for (int64_t n = 0; n < m; n++)                                            \
      for (int64_t l = 0; l < rank; l++) {                                     \
        float sum = 0;                                                         \
        for (int64_t i = 0; i < p->inputs; i++)                                \
          sum =                                                                \
              reference_fma(reference_get_##type(x, n * ldx + i),              \
                            reference_get_##type(v, l * p->inputs + i), sum);  \
        sum = rounded(sum);                                                    \
        for (int64_t o = 0; o < p->outputs; o++)                               \
          y[n * ldy + o] = reference_fma(                                      \
              sum, reference_get_##type(u, o * rank + l), y[n * ldy + o]);     \
      }                                                                        \
  }
#define SPARSE_ROUNDED(x)                                                      \
  reference_float((uint32_t)reference_sparse_narrow(x) << 16)
SPARSE_REFERENCE_LOW_RANK(f32, float, )
SPARSE_REFERENCE_LOW_RANK(bf16, uint16_t, SPARSE_ROUNDED)

// Whether a butterfly has block (row, column), as sparse.h defines it.
static inline int reference_butterfly_has(int64_t rows, int64_t columns,
                                          int64_t row, int64_t column,
                                          int64_t low, int64_t high) {
  const int64_t n = rows > columns ? rows : columns;
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j < n; j++) {
      int present = i == j;
      for (int64_t t = low; t < high; t++)
        present |= (i ^ j) == INT64_C(1) << t;
      if (present && i * rows / n == row && j * columns / n == column)
        return 1;
    }
  return 0;
}

#endif
