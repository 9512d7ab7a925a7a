// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Matrix multiplications of floats with bias, residual and activation.
#include <sectile_math.h>

#include "gemm_check.h"
#include "gemm_fused.h"

static inline struct gemm_epilogue at(const struct gemm_epilogue *epilogue,
                                      int64_t i, int64_t j) {
  struct gemm_epilogue here = *epilogue;
  if (here.bias)
    here.bias += j;
  if (here.residual)
    here.residual += i * here.ldr + j;
  return here;
}

static inline __attribute__((always_inline)) tile_f32_t
finish(const struct gemm_epilogue *e, int64_t i, int64_t j, int64_t m,
       int64_t n, tile_f32_t sum) {
  if (e->bias)
    sum += tile_load_rect_f32(e->bias + j, 0, 16, n);
  if (e->residual)
    sum += tile_load_rect_f32(e->residual + i * e->ldr + j, e->ldr * 4, m, n);
  if (e->activation == GEMM_GELU)
    return tile_gelu_f32(sum);
  if (e->activation != GEMM_LINEAR)
    sum = tile_max_f32_s(sum, e->activation == GEMM_RELU ? 0 : e->low);
  return e->activation == GEMM_CLAMP ? tile_min_f32_s(sum, e->high) : sum;
}

static int check(int64_t m, int64_t n, int64_t k, const void *a, int64_t lda,
                 const void *b, int64_t ldb, const float *c, int64_t ldc,
                 int flags, int64_t size, const struct gemm_epilogue *e) {
  if (!e)
    return KERNEL_NULL_POINTER;
  if (e->activation < GEMM_LINEAR || e->activation > GEMM_GELU ||
      (e->activation == GEMM_CLAMP && !(e->low <= e->high)))
    return KERNEL_BAD_ARGUMENT;
  const int status =
      gemm_check(m, n, k, a, lda, b, ldb, c, ldc, flags, size, 1);
  if (status != KERNEL_OK)
    return status;
  const int64_t bytes = kernel_extent(m, n, ldc, 4),
                residual = e->residual ? kernel_extent(m, n, e->ldr, 4) : 0;
  if (residual < 0)
    return KERNEL_BAD_SHAPE;
  if (e->bias && kernel_overlap(c, bytes, e->bias, n * 4))
    return KERNEL_OVERLAP;
  return !(e->residual == c && e->ldr == ldc) &&
                 kernel_overlap(c, bytes, e->residual, residual)
             ? KERNEL_OVERLAP
             : KERNEL_OK;
}

#define FUSED(type, element)                                                   \
  int gemm_##type##_fused(int64_t m, int64_t n, int64_t k, const element *a,   \
                          int64_t lda, const element *b, int64_t ldb,          \
                          float *c, int64_t ldc, int flags,                    \
                          const struct gemm_epilogue *epilogue) {              \
    const int status = check(m, n, k, a, lda, b, ldb, c, ldc, flags,           \
                             (int64_t)sizeof(element), epilogue);              \
    if (status == KERNEL_OK)                                                   \
      fused_##type(m, n, k, a, lda, b, ldb, c, ldc, flags, epilogue);          \
    return status;                                                             \
  }

#define GEMM fused_f32
#define GEMM_A float
#define GEMM_B float
#define GEMM_C float
#define GEMM_OUT float
#define GEMM_TILE_A f32
#define GEMM_TILE_B f32
#define GEMM_TILE_C f32
#define GEMM_MULTIPLY f32
#define GEMM_EPILOGUE gemm_epilogue
#define GEMM_EPILOGUE_AT at
#define GEMM_EPILOGUE_TILE finish
#define GEMM_EPILOGUE_STORE tile_store_rect_f32
#include "gemm_body.h"
FUSED(f32, float)

#define GEMM fused_f16
#define GEMM_A uint16_t
#define GEMM_B uint16_t
#define GEMM_C float
#define GEMM_OUT float
#define GEMM_TILE_A f16
#define GEMM_TILE_B f16
#define GEMM_TILE_C f32
#define GEMM_MULTIPLY f16
#define GEMM_EPILOGUE gemm_epilogue
#define GEMM_EPILOGUE_AT at
#define GEMM_EPILOGUE_TILE finish
#define GEMM_EPILOGUE_STORE tile_store_rect_f32
#include "gemm_body.h"
FUSED(f16, uint16_t)

#define GEMM fused_bf16
#define GEMM_A uint16_t
#define GEMM_B uint16_t
#define GEMM_C float
#define GEMM_OUT float
#define GEMM_TILE_A bf16
#define GEMM_TILE_B bf16
#define GEMM_TILE_C f32
#define GEMM_MULTIPLY bf16
#define GEMM_EPILOGUE gemm_epilogue
#define GEMM_EPILOGUE_AT at
#define GEMM_EPILOGUE_TILE finish
#define GEMM_EPILOGUE_STORE tile_store_rect_f32
#include "gemm_body.h"
FUSED(bf16, uint16_t)
