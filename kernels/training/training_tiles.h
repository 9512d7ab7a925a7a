// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the training kernels share: elements of three types in memory, as f32 in
// tiles.
#ifndef TRAINING_TILES_H
#define TRAINING_TILES_H

#include <sectile.h>

#include "training.h"

#define TRAINING_INLINE static inline __attribute__((always_inline))

TRAINING_INLINE int64_t training_size(enum training_type type) {
  return type == TRAINING_F32 ? 4 : 2;
}

// 256 elements from element i on, of which `left` exist.
TRAINING_INLINE tile_f32_t training_load_linear(const void *p,
                                                enum training_type type,
                                                int64_t i, int64_t left) {
  const char *const at = (const char *)p + i * training_size(type);
  return type == TRAINING_F32    ? tile_load_linear_f32(at, left)
         : type == TRAINING_BF16 ? tile_load_linear_widen_bf16(at, left)
                                 : tile_load_linear_widen_f16(at, left);
}
TRAINING_INLINE void training_store_linear(void *p, enum training_type type,
                                           int64_t i, int64_t left,
                                           tile_f32_t v) {
  char *const at = (char *)p + i * training_size(type);
  if (type == TRAINING_F32)
    tile_store_linear_f32(at, left, v);
  else if (type == TRAINING_BF16)
    tile_store_linear_narrow_bf16(at, left, v);
  else
    tile_store_linear_narrow_f16(at, left, v);
}
// 16 rows of 16 columns.
TRAINING_INLINE tile_f32_t training_load_rect(const void *p,
                                              enum training_type type,
                                              int64_t stride, int64_t rows,
                                              int64_t columns) {
  return type == TRAINING_F32 ? tile_load_rect_f32(p, stride, rows, columns)
         : type == TRAINING_BF16
             ? tile_load_rect_widen_bf16(p, stride, rows, columns)
             : tile_load_rect_widen_f16(p, stride, rows, columns);
}

#endif
