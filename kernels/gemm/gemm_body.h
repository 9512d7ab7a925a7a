// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The body of every GEMM kernel. The including file defines
//
//   GEMM                       the function's name
//   GEMM_A, GEMM_B, GEMM_C     types of the elements in memory
//   GEMM_TILE_A, _B, _C        names of the tile types: f32 for tile_f32_t
//   GEMM_MULTIPLY              the operands' name in the multiply: f32 for
//                              tile_mma_f32
//
// C is computed in blocks of up to 4 x 4 tiles that stay in registers while k
// runs: 8 loads for 16 multiplies. The first step starts from +0, so nothing is
// zeroed and the matrix unit goes from block to block without a pause. Edges
// need no code of their own, because a load fills with zero what lies outside
// the shape it is given and a store writes only what lies inside; every shape
// is made from what is left.
//
// Large matrices are first copied, piece by piece, into panels whose tiles
// follow each other in memory: rows of a large matrix lie so far apart that
// their lines compete for a few places in a cache.
#include <sectile.h>

#include "gemm.h"
#include "gemm_workspace.h"

#define GEMM_PASTE_(a, b) a##b
#define GEMM_PASTE(a, b) GEMM_PASTE_(a, b)
#define GEMM_STEP GEMM_PASTE(GEMM, _step)
#define GEMM_BLOCK GEMM_PASTE(GEMM, _block)
#define GEMM_TILES GEMM_PASTE(GEMM, _tiles)
#define GEMM_PANELS GEMM_PASTE(GEMM, _panels)
#define GEMM_PACKED GEMM_PASTE(GEMM, _packed)
#define GEMM_LARGE GEMM_PASTE(GEMM, _large)
#define GEMM_TYPE(tile) GEMM_PASTE(GEMM_PASTE(tile_, tile), _t)
#define GEMM_INLINE static inline __attribute__((always_inline))
#define GEMM_UNROLL _Pragma("clang loop unroll(full)")

// Elements of k in a tile.
#define GEMM_DEPTH (64 / (int)sizeof(GEMM_A))

// A multiply takes both operands with k along the row. `across`: memory has k
// down the column, so the load transposes.
#define GEMM_OPERAND(tile, p, stride, rows, depth, across)                     \
  ((across)                                                                    \
       ? GEMM_PASTE(tile_load_transposed_, tile)((p), (stride), (depth),       \
                                                 (rows))                       \
       : GEMM_PASTE(tile_load_rect_, tile)((p), (stride), (rows), (depth)))

// One step of k: all products of tile_rows operands with tile_columns, from
// packed panels or from the matrices. Multiplies clamp k, which is what is
// left, to their depth, so nothing is added to a sum that is not in the
// matrices.
GEMM_INLINE void GEMM_STEP(int tile_rows, int tile_columns, int packed,
                           int first, int a_km, int b_nk, int64_t m, int64_t n,
                           int64_t k, const char *a, int64_t a_stride,
                           const char *b, int64_t b_stride,
                           GEMM_TYPE(GEMM_TILE_C) sum[4][4]) {
  const int64_t a_next = a_km ? 16 * (int64_t)sizeof(GEMM_A) : 16 * a_stride;
  const int64_t b_next = b_nk ? 16 * b_stride : 16 * (int64_t)sizeof(GEMM_A);
  GEMM_TYPE(GEMM_TILE_A) ta[4];
  GEMM_TYPE(GEMM_TILE_B) tb[4];
  GEMM_UNROLL
  for (int i = 0; i < tile_rows; i++)
    ta[i] = packed ? GEMM_PASTE(tile_load_, GEMM_TILE_A)(a + 1024 * i)
                   : GEMM_OPERAND(GEMM_TILE_A, a + i * a_next, a_stride,
                                  m - 16 * i, k, a_km);
  GEMM_UNROLL
  for (int j = 0; j < tile_columns; j++)
    tb[j] = packed ? GEMM_PASTE(tile_load_, GEMM_TILE_B)(b + 1024 * j)
                   : GEMM_OPERAND(GEMM_TILE_B, b + j * b_next, b_stride,
                                  n - 16 * j, k, !b_nk);
  GEMM_UNROLL
  for (int i = 0; i < tile_rows; i++)
    GEMM_UNROLL
  for (int j = 0; j < tile_columns; j++)
    sum[i][j] =
        first ? GEMM_PASTE(tile_mmaz_depth_, GEMM_MULTIPLY)(ta[i], tb[j], k)
              : GEMM_PASTE(tile_mma_depth_, GEMM_MULTIPLY)(sum[i][j], ta[i],
                                                           tb[j], k);
}

// One block of tile_rows x tile_columns tiles, m x n of whose elements exist.
// Strides are in bytes. Without any k, the loads of the first step are empty
// and its sums +0.
GEMM_INLINE void GEMM_BLOCK(int tile_rows, int tile_columns, int packed,
                            int a_km, int b_nk, int add, int64_t m, int64_t n,
                            int64_t k, const char *a, int64_t a_stride,
                            const char *b, int64_t b_stride, char *c,
                            int64_t c_stride) {
  const int64_t a_deeper = packed ? 4096 : a_km ? GEMM_DEPTH * a_stride : 64;
  const int64_t b_deeper = packed ? 4096 : b_nk ? 64 : GEMM_DEPTH * b_stride;
  GEMM_TYPE(GEMM_TILE_C) sum[4][4];
  if (add) {
    GEMM_UNROLL
    for (int i = 0; i < tile_rows; i++)
      GEMM_UNROLL
    for (int j = 0; j < tile_columns; j++)
      sum[i][j] = GEMM_PASTE(tile_load_rect_, GEMM_TILE_C)(
          c + 16 * i * c_stride + 64 * j, c_stride, m - 16 * i, n - 16 * j);
  } else {
    GEMM_STEP(tile_rows, tile_columns, packed, 1, a_km, b_nk, m, n, k, a,
              a_stride, b, b_stride, sum);
    k -= GEMM_DEPTH;
    a += a_deeper;
    b += b_deeper;
  }

  for (; k > 0; k -= GEMM_DEPTH) {
    GEMM_STEP(tile_rows, tile_columns, packed, 0, a_km, b_nk, m, n, k, a,
              a_stride, b, b_stride, sum);
    a += a_deeper;
    b += b_deeper;
  }

  GEMM_UNROLL
  for (int i = 0; i < tile_rows; i++)
    GEMM_UNROLL
  for (int j = 0; j < tile_columns; j++)
    GEMM_PASTE(tile_store_rect_, GEMM_TILE_C)(c + 16 * i * c_stride + 64 * j,
                                              c_stride, m - 16 * i, n - 16 * j,
                                              sum[i][j]);
}

// Tiles of the next block, of what is left: three make a block of four.
GEMM_INLINE int GEMM_TILES(int64_t left) {
  return left > 32 ? 4 : left > 16 ? 2 : 1;
}

// All blocks, for one way in which A and B are stored.
GEMM_INLINE void GEMM_PANELS(int a_km, int b_nk, int64_t m, int64_t n,
                             int64_t k, const char *a, int64_t a_stride,
                             const char *b, int64_t b_stride, char *c,
                             int64_t c_stride, int add) {
  const int64_t a_step = a_km ? (int64_t)sizeof(GEMM_A) : a_stride;
  const int64_t b_step = b_nk ? b_stride : (int64_t)sizeof(GEMM_A);
  for (int64_t j = 0; j < n;) {
    const int columns = GEMM_TILES(n - j);
    for (int64_t i = 0; i < m;) {
      const int rows = GEMM_TILES(m - i);
#define GEMM_CALL(r, s)                                                        \
  GEMM_BLOCK(r, s, 0, a_km, b_nk, add, m - i, n - j, k, a + i * a_step,        \
             a_stride, b + j * b_step, b_stride, c + i * c_stride + j * 4,     \
             c_stride)
#define GEMM_CALLS(r)                                                          \
  if (columns == 4)                                                            \
    GEMM_CALL(r, 4);                                                           \
  else if (columns == 2)                                                       \
    GEMM_CALL(r, 2);                                                           \
  else                                                                         \
    GEMM_CALL(r, 1)
      if (rows == 4) {
        GEMM_CALLS(4);
      } else if (rows == 2) {
        GEMM_CALLS(2);
      } else {
        GEMM_CALLS(1);
      }
#undef GEMM_CALLS
#undef GEMM_CALL
      i += 16 * rows;
    }
    j += 16 * columns;
  }
}

// One block of 4 x 4 tiles from packed panels.
static void GEMM_PACKED(int add, int64_t m, int64_t n, int64_t k, const char *a,
                        const char *b, char *c, int64_t c_stride) {
  GEMM_BLOCK(4, 4, 1, 0, 0, add, m, n, k, a, 0, b, 0, c, c_stride);
}

// Copies a panel, `rows` of at most 64 and `depth` of k, as tiles: four for
// each step of k.
#define GEMM_PACK(tile, to, p, stride, rows, depth, across)                    \
  do {                                                                         \
    const char *from = (p);                                                    \
    char *next = (to);                                                         \
    for (int64_t left = (depth); left > 0; left -= GEMM_DEPTH) {               \
      GEMM_UNROLL                                                              \
      for (int i = 0; i < 4; i++, next += 1024)                                \
        GEMM_PASTE(tile_store_, tile)                                          \
      (next,                                                                   \
       GEMM_OPERAND(                                                           \
           tile,                                                               \
           from + 16 * i * ((across) ? (int64_t)sizeof(GEMM_A) : (stride)),    \
           stride, (rows) - 16 * i, left, across));                            \
      from += (across) ? GEMM_DEPTH * (stride) : 64;                           \
    }                                                                          \
  } while (0)

// All of C through the workspace: a panel of A, and a block of panels of B for
// which it is used.
static void GEMM_LARGE(int64_t m, int64_t n, int64_t k, const char *a,
                       int64_t a_stride, const char *b, int64_t b_stride,
                       char *c, int64_t c_stride, int flags) {
  const int64_t a_step = flags & GEMM_A_KM ? (int64_t)sizeof(GEMM_A) : a_stride;
  const int64_t b_step = flags & GEMM_B_NK ? b_stride : (int64_t)sizeof(GEMM_A);
  const int64_t a_deeper =
      flags & GEMM_A_KM ? a_stride : (int64_t)sizeof(GEMM_A);
  const int64_t b_deeper =
      flags & GEMM_B_NK ? (int64_t)sizeof(GEMM_A) : b_stride;
  char *const a_panel = gemm_workspace, *const b_panels =
                                            gemm_workspace + GEMM_PANEL_BYTES;
  int add = flags & GEMM_ADD;
  for (int64_t l = 0; l < k; l += GEMM_PANEL_TILES * GEMM_DEPTH, add = 1) {
    const int64_t depth = k - l < GEMM_PANEL_TILES * GEMM_DEPTH
                              ? k - l
                              : GEMM_PANEL_TILES * GEMM_DEPTH;
    for (int64_t first = 0; first < n; first += 64 * GEMM_PANELS_OF_B) {
      const int64_t end =
          n - first < 64 * GEMM_PANELS_OF_B ? n : first + 64 * GEMM_PANELS_OF_B;
      char *panel = b_panels;
      for (int64_t j = first; j < end; j += 64, panel += GEMM_PANEL_BYTES)
        if (flags & GEMM_B_NK)
          GEMM_PACK(GEMM_TILE_B, panel, b + j * b_step + l * b_deeper, b_stride,
                    n - j, depth, 0);
        else
          GEMM_PACK(GEMM_TILE_B, panel, b + j * b_step + l * b_deeper, b_stride,
                    n - j, depth, 1);
      for (int64_t i = 0; i < m; i += 64) {
        if (flags & GEMM_A_KM)
          GEMM_PACK(GEMM_TILE_A, a_panel, a + i * a_step + l * a_deeper,
                    a_stride, m - i, depth, 1);
        else
          GEMM_PACK(GEMM_TILE_A, a_panel, a + i * a_step + l * a_deeper,
                    a_stride, m - i, depth, 0);
        panel = b_panels;
        for (int64_t j = first; j < end; j += 64, panel += GEMM_PANEL_BYTES)
          GEMM_PACKED(add, m - i, n - j, depth, a_panel, panel,
                      c + i * c_stride + j * 4, c_stride);
      }
    }
  }
}

void GEMM(int64_t m, int64_t n, int64_t k, const GEMM_A *a, int64_t lda,
          const GEMM_B *b, int64_t ldb, GEMM_C *c, int64_t ldc, int flags) {
  const int64_t a_stride = lda * (int64_t)sizeof(GEMM_A),
                b_stride = ldb * (int64_t)sizeof(GEMM_A), c_stride = ldc * 4;
  const int add = flags & GEMM_ADD;
  if (m >= GEMM_IS_LARGE && n >= GEMM_IS_LARGE && k >= GEMM_IS_LARGE) {
    GEMM_LARGE(m, n, k, (const char *)a, a_stride, (const char *)b, b_stride,
               (char *)c, c_stride, flags);
    return;
  }
#define GEMM_CALL(a_km, b_nk)                                                  \
  GEMM_PANELS(a_km, b_nk, m, n, k, (const char *)a, a_stride, (const char *)b, \
              b_stride, (char *)c, c_stride, add)
  switch (flags & (GEMM_A_KM | GEMM_B_NK)) {
  case 0:
    GEMM_CALL(0, 0);
    break;
  case GEMM_A_KM:
    GEMM_CALL(1, 0);
    break;
  case GEMM_B_NK:
    GEMM_CALL(0, 1);
    break;
  default:
    GEMM_CALL(1, 1);
    break;
  }
#undef GEMM_CALL
}

#undef GEMM_PASTE_
#undef GEMM_PASTE
#undef GEMM_STEP
#undef GEMM_BLOCK
#undef GEMM_TILES
#undef GEMM_PANELS
#undef GEMM_PACKED
#undef GEMM_LARGE
#undef GEMM_PACK
#undef GEMM_INLINE
#undef GEMM_UNROLL
#undef GEMM_OPERAND
#undef GEMM
#undef GEMM_A
#undef GEMM_B
#undef GEMM_C
#undef GEMM_TILE_A
#undef GEMM_TILE_B
#undef GEMM_TILE_C
#undef GEMM_TYPE
#undef GEMM_DEPTH
#undef GEMM_MULTIPLY
