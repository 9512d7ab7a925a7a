// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Products of bytes with sparse matrices into bytes, requantised by outputs.
#include "../common/requantise.h"
#include "sparse_check.h"

struct sparse_requantisation {
  const struct requantisation *requantisation;
  const int32_t *bias; // or null
  struct requantisation_rows rows;
};

struct sparse_parameters {
  struct requantisation_tiles tiles;
  tile_i32_t bias;
};
#define INLINE static inline __attribute__((always_inline))
INLINE struct sparse_parameters
sparse_parameters(const void *more, int64_t column, int64_t columns) {
  const struct sparse_requantisation *const r = more;
  return (struct sparse_parameters){
      requantise_load(&r->rows, column),
      r->bias ? tile_load_rect_i32(r->bias + column, 0, 16, columns)
              : tile_zero_i32()};
}
INLINE void sparse_requantise(const void *more,
                              const struct sparse_parameters *parameters,
                              int64_t column, int64_t rows, int64_t columns,
                              char *y, int64_t y_stride, tile_i32_t sum) {
  const struct sparse_requantisation *const r = more;
  sum += parameters->bias;
  tile_store_rect_narrow_i8(
      y, y_stride, rows, columns,
      requantise(sum, &parameters->tiles, &r->rows, column, r->requantisation));
}

#define SPARSE i8
#define SPARSE_IN int8_t
#define SPARSE_OUT int8_t
#define SPARSE_SUM i32
#define SPARSE_EPILOGUE sparse_requantise
#define SPARSE_PREPARE sparse_parameters
#define SPARSE_PREPARED struct sparse_parameters
#include "sparse_body.h"

// Words of a row of parameters: those of whole blocks.
static int64_t row_words(int64_t outputs) {
  return (outputs + 31) & ~INT64_C(31);
}

int64_t sparse_i8_requantised_scratch(int64_t outputs) {
  return outputs < 0 || outputs > INT64_C(1) << 34 ? -1
                                                   : 12 * row_words(outputs);
}

int sparse_i8_requantised(const struct sparse_pattern *pattern, int64_t m,
                          const int8_t *x, int64_t ldx, const int8_t *w,
                          int8_t *y, int64_t ldy, int flags,
                          const int32_t *bias,
                          const struct requantisation *requantisation,
                          void *scratch, int64_t scratch_bytes) {
  int status = sparse_check(pattern, m, x, ldx, 1, y, ldy, 1, w, 1, 0);
  if (status)
    return status;
  if (flags & ~SPARSE_TRANSPOSED)
    return KERNEL_BAD_ARGUMENT;
  const int64_t n = pattern->outputs;
  status = requantisation_check(requantisation, n);
  if (status)
    return status;
  const int64_t parameters = requantisation->per_channel ? n : n > 0,
                needed = sparse_i8_requantised_scratch(n),
                y_bytes = kernel_extent(m, n, ldy, 1);
  if (n && !scratch)
    return KERNEL_NULL_POINTER;
  if (scratch_bytes < needed)
    return KERNEL_SMALL_SCRATCH;
  const struct kernel_range range[] = {
      {y, y_bytes, 1},
      {scratch, needed, 1},
      {x, kernel_extent(m, pattern->inputs, ldx, 1), 0},
      {w, sparse_blocks(pattern) * pattern->block * pattern->block, 0},
      {bias, bias ? 4 * n : 0, 0},
      {requantisation->multiplier, 4 * parameters, 0},
      {requantisation->shift, 4 * parameters, 0}};
  status = kernel_ranges_apart(sizeof range / sizeof *range, range);
  if (status)
    return status;
  if (sparse_overlaps_pattern(pattern, scratch, needed))
    return KERNEL_OVERLAP;
  if (m == 0 || n == 0)
    return KERNEL_OK;

  const struct sparse_requantisation r = {
      requantisation, bias,
      requantise_rows(scratch, row_words(n), requantisation, n)};
  sparse_run_i8(pattern, m, x, ldx, w, y, ldy, flags, &r);
  return KERNEL_OK;
}

int sparse_i8_bias(const struct sparse_pattern *pattern, const int8_t *w,
                   int flags, int32_t x_offset, int32_t *bias) {
  const int status = sparse_check_pattern(pattern);
  if (status)
    return status;
  if (flags & ~SPARSE_TRANSPOSED)
    return KERNEL_BAD_ARGUMENT;
  const struct sparse_pattern p = *pattern;
  const int64_t bytes = sparse_blocks(&p) * p.block * p.block;
  if ((bytes && !w) || (p.outputs && !bias))
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(bias, 4 * p.outputs, w, bytes) ||
      sparse_overlaps_pattern(&p, bias, 4 * p.outputs))
    return KERNEL_OVERLAP;
  const int64_t across = flags & SPARSE_TRANSPOSED ? 1 : p.block,
                along = flags & SPARSE_TRANSPOSED ? p.block : 1;
  for (int64_t r = 0; r * p.block < p.outputs; r++)
    for (int64_t b = p.start[r]; b < p.start[r + 1]; b++) {
      const int8_t *const block =
          w + (p.place ? p.place[b] : b) * p.block * p.block;
      const int64_t left = p.inputs - p.column[b] * p.block;
      for (int64_t o = 0; o < p.block && r * p.block + o < p.outputs; o++) {
        uint32_t sum = 0;
        for (int64_t i = 0; i < p.block && i < left; i++)
          sum += (uint32_t)(int32_t)block[o * across + i * along];
        int32_t *const to = bias + r * p.block + o;
        *to = (int32_t)((uint32_t)*to + (uint32_t)x_offset * sum);
      }
    }
  return KERNEL_OK;
}
