// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Matrix multiplication of bytes into bytes, requantised by columns.
#include "gemm_check.h"
#include "gemm_fused.h"

struct parameters {
  const struct requantisation *requantisation;
  const int32_t *bias; // or null
  struct requantisation_rows rows;
};

static inline struct parameters at(const struct parameters *p, int64_t i,
                                   int64_t j) {
  struct parameters here = *p;
  (void)i;
  if (here.bias)
    here.bias += j;
  here.rows.multiplier += j;
  here.rows.left += j;
  here.rows.right += j;
  return here;
}

static inline __attribute__((always_inline)) tile_i32_t
finish(const struct parameters *p, int64_t i, int64_t j, int64_t m, int64_t n,
       tile_i32_t sum) {
  (void)i;
  (void)m;
  const struct requantisation_tiles tiles = requantise_load(&p->rows, j);
  if (p->bias)
    sum += tile_load_rect_i32(p->bias + j, 0, 16, n);
  return requantise(sum, &tiles, &p->rows, j, p->requantisation);
}

#define GEMM requantised
#define GEMM_A int8_t
#define GEMM_B int8_t
#define GEMM_C int32_t
#define GEMM_OUT int8_t
#define GEMM_TILE_A i8
#define GEMM_TILE_B i8
#define GEMM_TILE_C i32
#define GEMM_MULTIPLY i8
#define GEMM_EPILOGUE parameters
#define GEMM_EPILOGUE_AT at
#define GEMM_EPILOGUE_TILE finish
#define GEMM_EPILOGUE_STORE tile_store_rect_narrow_i8
#include "gemm_body.h"

// Words of one row of parameters: whole tiles.
static int64_t row_words(int64_t n) { return (n + 15) & ~INT64_C(15); }

int64_t gemm_i8_requantised_scratch(int64_t n) {
  return n < 0 || n > INT64_C(1) << 58 ? -1 : 12 * row_words(n);
}

int gemm_i8_requantised(int64_t m, int64_t n, int64_t k, const int8_t *a,
                        int64_t lda, const int8_t *b, int64_t ldb, int8_t *c,
                        int64_t ldc, int flags, const int32_t *bias,
                        const struct requantisation *requantisation,
                        void *scratch, int64_t scratch_bytes) {
  int64_t bytes[3];
  const int64_t needed = gemm_i8_requantised_scratch(n);
  if (flags & GEMM_ADD)
    return KERNEL_BAD_ARGUMENT;
  int status =
      gemm_check_extents(m, n, k, lda, ldb, ldc, flags, 1, 1, 1, bytes);
  if (status != KERNEL_OK)
    return status;
  if (needed < 0)
    return KERNEL_BAD_SHAPE;
  status = requantisation_check(requantisation, n);
  if (status != KERNEL_OK)
    return status;
  status = gemm_check_memory(a, b, c, bytes);
  if (status != KERNEL_OK)
    return status;
  if (n && !scratch)
    return KERNEL_NULL_POINTER;
  if (scratch_bytes < needed)
    return KERNEL_SMALL_SCRATCH;
  const int64_t channels = requantisation->per_channel ? n : n > 0;
  const void *const inputs[] = {
      a, b, c, bias, requantisation->multiplier, requantisation->shift};
  const int64_t sizes[] = {bytes[0],         bytes[1],     bytes[2],
                           bias ? n * 4 : 0, channels * 4, channels * 4};
  for (int i = 0; i < 6; i++)
    if (kernel_overlap(scratch, needed, inputs[i], sizes[i]) ||
        (i > 2 && kernel_overlap(c, bytes[2], inputs[i], sizes[i])))
      return KERNEL_OVERLAP;
  if (m == 0 || n == 0)
    return KERNEL_OK;

  struct parameters p = {
      requantisation, bias,
      requantise_rows(scratch, row_words(n), requantisation, n)};
  requantised(m, n, k, a, lda, b, ldb, c, ldc, flags, &p);
  return KERNEL_OK;
}

int gemm_i8_bias(int64_t n, int64_t k, const int8_t *b, int64_t ldb, int flags,
                 int32_t a_offset, int32_t *bias) {
  const int across = flags & GEMM_B_NK;
  const int64_t bytes = kernel_extent(across ? n : k, across ? k : n, ldb, 1);
  if (flags & ~GEMM_B_NK)
    return KERNEL_BAD_ARGUMENT;
  if (bytes < 0 || n < 0 || k < 0 || n > INT64_C(1) << 58)
    return KERNEL_BAD_SHAPE;
  if ((bytes && !b) || (n && !bias))
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(bias, n * 4, b, bytes))
    return KERNEL_OVERLAP;
  for (int64_t j = 0; j < n; j++) {
    uint32_t sum = 0;
    for (int64_t l = 0; l < k; l++)
      sum += (uint32_t)(int32_t)(across ? b[j * ldb + l] : b[l * ldb + j]);
    bias[j] = (int32_t)((uint32_t)bias[j] + (uint32_t)a_offset * sum);
  }
  return KERNEL_OK;
}
