// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The body of every GEMM kernel. The including file defines
//
//   GEMM                       the function's name
//   GEMM_A, GEMM_B, GEMM_C     types of the elements in memory
//   GEMM_TILE_A, _B, _C        names of the tile types: f32 for tile_f32_t
//   GEMM_MULTIPLY              the operands' name in the multiply: f32 for
//                              tile_mma_f32
//   GEMM_PER_BYTE              elements in a byte, for types that are smaller:
//                              A and B have k along the row, because no load
//                              transposes them
//
// and gets GEMM, GEMM_scaled and GEMM_batch. Or it defines as well, for a
// kernel that finishes each tile of sums while it is in a register,
//
//   GEMM_EPILOGUE              the structure of its parameters
//   GEMM_OUT                   the type of C in memory
//   GEMM_EPILOGUE_AT(e, i, j)  the parameters of a block at row i and column j
//   GEMM_EPILOGUE_TILE(e, i, j, m, n, sum)
//                              what the sums of the block's tile at row i and
//                              column j become, of m x n that are left
//   GEMM_EPILOGUE_STORE        a function like tile_store_rect_f32
//
// and gets a static function GEMM that checks nothing. Its blocks are of at
// most 2 x 2 tiles, so that the code of the epilogue is there less often; 4
// loads for 4 multiplies are few enough.
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
#include "gemm_check.h"
#include "gemm_workspace.h"

#define GEMM_PASTE_(a, b) a##b
#define GEMM_PASTE(a, b) GEMM_PASTE_(a, b)
#define GEMM_STEP GEMM_PASTE(GEMM, _step)
#define GEMM_BLOCK GEMM_PASTE(GEMM, _block)
#define GEMM_TILES GEMM_PASTE(GEMM, _tiles)
#define GEMM_PACKED GEMM_PASTE(GEMM, _packed)
#define GEMM_LARGE GEMM_PASTE(GEMM, _large)
#define GEMM_FINISH GEMM_PASTE(GEMM, _finish)
#define GEMM_ALL GEMM_PASTE(GEMM, _all)
#define GEMM_BLOCKS GEMM_PASTE(GEMM, _blocks)
#define GEMM_LAYOUTS GEMM_PASTE(GEMM, _layouts)
#define GEMM_ONE GEMM_PASTE(GEMM, _one)
#define GEMM_ONE_SCALED GEMM_PASTE(GEMM, _one_scaled)
#define GEMM_RUN GEMM_PASTE(GEMM, _run)
#define GEMM_CHECKED GEMM_PASTE(GEMM, _checked)
#define GEMM_SCALED GEMM_PASTE(GEMM, _scaled)
#define GEMM_BATCH GEMM_PASTE(GEMM, _batch)
#define GEMM_SCALE struct GEMM_PASTE(GEMM, _scale)
#define GEMM_TYPE(tile) GEMM_PASTE(GEMM_PASTE(tile_, tile), _t)
#define GEMM_INLINE static inline __attribute__((always_inline))
#define GEMM_UNROLL _Pragma("clang loop unroll(full)")

#ifdef GEMM_PER_BYTE
#define GEMM_BYTE_MORE (GEMM_PER_BYTE - 1)
#define GEMM_TRANSPOSED_LOAD(tile, ...) GEMM_PASTE(tile_zero_, tile)()
#else
#define GEMM_PER_BYTE 1
#define GEMM_BYTE_MORE 0
#define GEMM_TRANSPOSED_LOAD(tile, ...)                                        \
  GEMM_PASTE(tile_load_transposed_, tile)(__VA_ARGS__)
#endif

// Elements of k in a tile.
#define GEMM_DEPTH (64 * GEMM_PER_BYTE / (int)sizeof(GEMM_A))

#ifdef GEMM_EPILOGUE
#undef GEMM_SCALE
#define GEMM_SCALE struct GEMM_EPILOGUE
#define GEMM_MOST 2
#else
#define GEMM_MOST 4
#define GEMM_OUT GEMM_C
#define GEMM_EPILOGUE_STORE GEMM_PASTE(tile_store_rect_, GEMM_TILE_C)
// C = alpha * sum + beta * C; without it, C is the sum.
GEMM_SCALE { GEMM_C alpha, beta; };
#endif
#define GEMM_OUT_BYTES (int64_t)sizeof(GEMM_OUT)

// A multiply takes both operands with k along the row. `across`: memory has k
// down the column, so the load transposes.
#define GEMM_OPERAND(tile, p, stride, rows, depth, across)                     \
  ((across) ? GEMM_TRANSPOSED_LOAD(tile, (p), (stride), (depth), (rows))       \
            : GEMM_PASTE(tile_load_rect_,                                      \
                         tile)((p), (stride), (rows),                          \
                               ((depth) + GEMM_BYTE_MORE) / GEMM_PER_BYTE))

// DO(i, j) for each tile of a block, two columns at a time. In a block of 4 x 4
// there are 6 multiplies or more between the last use of an operand and the
// first use of the next one in its register, so there is time for the load. The
// emulator computes the two products of a row at once.
#define GEMM_IN_ORDER(tile_rows, tile_columns, DO)                             \
  GEMM_UNROLL                                                                  \
  for (int j_ = 0; j_ < (tile_columns); j_ += 2) {                             \
    GEMM_UNROLL                                                                \
    for (int i_ = 0; i_ < (tile_rows); i_++) {                                 \
      DO(i_, j_);                                                              \
      if (j_ + 1 < (tile_columns))                                             \
        DO(i_, j_ + 1);                                                        \
    }                                                                          \
  }

// The compiler does not reorder these, and keeps the tile's register until
// then.
#define GEMM_KEEP(t) __asm__ volatile("" ::"t"(t))

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
#define GEMM_LOAD_A(i)                                                         \
  do {                                                                         \
    ta[i] = packed ? GEMM_PASTE(tile_load_, GEMM_TILE_A)(a + 1024 * (i))       \
                   : GEMM_OPERAND(GEMM_TILE_A, a + (i) * a_next, a_stride,     \
                                  m - 16 * (i), k, a_km);                      \
    GEMM_KEEP(ta[i]);                                                          \
  } while (0)
#define GEMM_LOAD_B(j)                                                         \
  do {                                                                         \
    tb[j] = packed ? GEMM_PASTE(tile_load_, GEMM_TILE_B)(b + 1024 * (j))       \
                   : GEMM_OPERAND(GEMM_TILE_B, b + (j) * b_next, b_stride,     \
                                  n - 16 * (j), k, !b_nk);                     \
    GEMM_KEEP(tb[j]);                                                          \
  } while (0)
  // In the order in which the multiplies need them.
  GEMM_LOAD_A(0);
  GEMM_LOAD_B(0);
  if (tile_columns > 1)
    GEMM_LOAD_B(1);
  GEMM_UNROLL
  for (int i = 1; i < tile_rows; i++)
    GEMM_LOAD_A(i);
  GEMM_UNROLL
  for (int j = 2; j < tile_columns; j++)
    GEMM_LOAD_B(j);
#undef GEMM_LOAD_A
#undef GEMM_LOAD_B
#define GEMM_PRODUCT(i, j)                                                     \
  do {                                                                         \
    sum[i][j] =                                                                \
        first ? GEMM_PASTE(tile_mmaz_depth_, GEMM_MULTIPLY)(ta[i], tb[j], k)   \
              : GEMM_PASTE(tile_mma_depth_, GEMM_MULTIPLY)(sum[i][j], ta[i],   \
                                                           tb[j], k);          \
    GEMM_KEEP(sum[i][j]);                                                      \
  } while (0)
  GEMM_IN_ORDER(tile_rows, tile_columns, GEMM_PRODUCT);
#undef GEMM_PRODUCT
  // No sum takes the register of an operand: the next block's load into it
  // would wait until the sum is stored.
  GEMM_UNROLL
  for (int i = 0; i < tile_rows; i++)
    GEMM_KEEP(ta[i]);
  GEMM_UNROLL
  for (int j = 0; j < tile_columns; j++)
    GEMM_KEEP(tb[j]);
}

#ifndef GEMM_EPILOGUE
// The elements of C at c that a tile's sum becomes, m x n of which exist.
GEMM_INLINE GEMM_TYPE(GEMM_TILE_C)
    GEMM_FINISH(const GEMM_SCALE *scale, const char *c, int64_t c_stride,
                int64_t m, int64_t n, GEMM_TYPE(GEMM_TILE_C) sum) {
  if (scale->beta == 0) // C may be anything, NaNs too
    return sum * scale->alpha;
  const GEMM_TYPE(GEMM_TILE_C) old =
      GEMM_PASTE(tile_load_rect_, GEMM_TILE_C)(c, c_stride, m, n) * scale->beta;
  return GEMM_PASTE(gemm_scale_add_, GEMM_TILE_C)(sum, scale->alpha, old);
}
#endif

// One block of tile_rows x tile_columns tiles, m x n of whose elements exist.
// Strides are in bytes. Without any k, the loads of the first step are empty
// and its sums +0.
GEMM_INLINE void GEMM_BLOCK(int tile_rows, int tile_columns, int packed,
                            int a_km, int b_nk, int add, int64_t m, int64_t n,
                            int64_t k, const char *a, int64_t a_stride,
                            const char *b, int64_t b_stride, char *c,
                            int64_t c_stride, const GEMM_SCALE *scale) {
  const int64_t a_deeper = packed ? 4096 : a_km ? GEMM_DEPTH * a_stride : 64;
  const int64_t b_deeper = packed ? 4096 : b_nk ? 64 : GEMM_DEPTH * b_stride;
  GEMM_TYPE(GEMM_TILE_C) sum[4][4];
  if (add) {
    GEMM_UNROLL
    for (int i = 0; i < tile_rows; i++)
      GEMM_UNROLL
    for (int j = 0; j < tile_columns; j++)
      sum[i][j] = GEMM_PASTE(tile_load_rect_, GEMM_TILE_C)(
          c + 16 * i * c_stride + 16 * GEMM_OUT_BYTES * j, c_stride, m - 16 * i,
          n - 16 * j);
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

  if (scale)
    GEMM_UNROLL
  for (int i = 0; i < tile_rows; i++)
    GEMM_UNROLL
  for (int j = 0; j < tile_columns; j++)
#ifdef GEMM_EPILOGUE
    sum[i][j] = GEMM_EPILOGUE_TILE(scale, 16 * i, 16 * j, m - 16 * i,
                                   n - 16 * j, sum[i][j]);
#else
    sum[i][j] = GEMM_FINISH(scale, c + 16 * i * c_stride + 64 * j, c_stride,
                            m - 16 * i, n - 16 * j, sum[i][j]);
#endif

#define GEMM_STORE(i, j)                                                       \
  GEMM_EPILOGUE_STORE(c + 16 * (i) * c_stride + 16 * GEMM_OUT_BYTES * (j),     \
                      c_stride, m - 16 * (i), n - 16 * (j), sum[i][j])
  GEMM_IN_ORDER(tile_rows, tile_columns, GEMM_STORE);
#undef GEMM_STORE
}

// Tiles of the next block, of what is left: three make a block of four.
GEMM_INLINE int GEMM_TILES(int64_t left) {
  return left > 32 && GEMM_MOST == 4 ? 4 : left > 16 ? 2 : 1;
}

// A block of at most 4 x 4 tiles, with what is stored how known.
GEMM_INLINE void GEMM_BLOCKS(int a_km, int b_nk, int64_t m, int64_t n,
                             int64_t k, const GEMM_A *a, int64_t lda,
                             const GEMM_B *b, int64_t ldb, GEMM_OUT *c,
                             int64_t ldc, int flags, const GEMM_SCALE *scale) {
  const int rows = GEMM_TILES(m), columns = GEMM_TILES(n);
#define GEMM_CALL(r, s)                                                        \
  GEMM_BLOCK(r, s, 0, a_km, b_nk, flags &GEMM_ADD, m, n, k, (const char *)a,   \
             lda *(int64_t)sizeof(GEMM_A) / GEMM_PER_BYTE, (const char *)b,    \
             ldb * (int64_t)sizeof(GEMM_A) / GEMM_PER_BYTE, (char *)c,         \
             ldc * GEMM_OUT_BYTES, scale)
#define GEMM_CALLS(r)                                                          \
  if (GEMM_MOST == 4 && columns == 4)                                          \
    GEMM_CALL(r, 4);                                                           \
  else if (columns == 2)                                                       \
    GEMM_CALL(r, 2);                                                           \
  else                                                                         \
    GEMM_CALL(r, 1)
  if (GEMM_MOST == 4 && rows == 4) {
    GEMM_CALLS(4);
  } else if (rows == 2) {
    GEMM_CALLS(2);
  } else {
    GEMM_CALLS(1);
  }
#undef GEMM_CALLS
#undef GEMM_CALL
}

GEMM_INLINE void GEMM_LAYOUTS(int64_t m, int64_t n, int64_t k, const GEMM_A *a,
                              int64_t lda, const GEMM_B *b, int64_t ldb,
                              GEMM_OUT *c, int64_t ldc, int flags,
                              const GEMM_SCALE *scale) {
#define GEMM_CALL(a_km, b_nk)                                                  \
  GEMM_BLOCKS(a_km, b_nk, m, n, k, a, lda, b, ldb, c, ldc, flags, scale)
#if GEMM_PER_BYTE > 1
  GEMM_CALL(0, 1);
#else
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
#endif
#undef GEMM_CALL
}

// A block with alpha and beta, or with an epilogue.
static __attribute__((noinline)) void
GEMM_ONE_SCALED(int64_t m, int64_t n, int64_t k, const GEMM_A *a, int64_t lda,
                const GEMM_B *b, int64_t ldb, GEMM_OUT *c, int64_t ldc,
                int flags, const GEMM_SCALE *scale) {
  GEMM_LAYOUTS(m, n, k, a, lda, b, ldb, c, ldc, flags, scale);
}

#ifdef GEMM_EPILOGUE

static void GEMM(int64_t m, int64_t n, int64_t k, const GEMM_A *a, int64_t lda,
                 const GEMM_B *b, int64_t ldb, GEMM_OUT *c, int64_t ldc,
                 int flags, const GEMM_SCALE *epilogue) {
  const int64_t a_step = flags & GEMM_A_KM ? 1 : lda,
                b_step = flags & GEMM_B_NK ? ldb : 1;
  for (int64_t j = 0; j < n; j += 16 * GEMM_TILES(n - j))
    for (int64_t i = 0; i < m; i += 16 * GEMM_TILES(m - i)) {
      const GEMM_SCALE here = GEMM_EPILOGUE_AT(epilogue, i, j);
      GEMM_ONE_SCALED(m - i, n - j, k, a + i * a_step, lda, b + j * b_step, ldb,
                      c + i * ldc + j, ldc, flags, &here);
    }
}

#else

// A block without. It has the arguments of the kernel, so that a call from
// there is a jump.
static __attribute__((noinline)) int
GEMM_ONE(int64_t m, int64_t n, int64_t k, const GEMM_A *a, int64_t lda,
         const GEMM_B *b, int64_t ldb, GEMM_C *c, int64_t ldc, int flags) {
  GEMM_LAYOUTS(m, n, k, a, lda, b, ldb, c, ldc, flags, 0);
  return KERNEL_OK;
}
// One block of 4 x 4 tiles from packed panels.
static void GEMM_PACKED(int add, int64_t m, int64_t n, int64_t k, const char *a,
                        const char *b, char *c, int64_t c_stride,
                        const GEMM_SCALE *scale) {
  GEMM_BLOCK(4, 4, 1, 0, 0, add, m, n, k, a, 0, b, 0, c, c_stride, scale);
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
// which it is used. Sums of later panels are added to C.
static void GEMM_LARGE(int64_t m, int64_t n, int64_t k, const char *a,
                       int64_t a_stride, const char *b, int64_t b_stride,
                       char *c, int64_t c_stride, int flags,
                       const GEMM_SCALE *scale) {
  const int64_t size = (int64_t)sizeof(GEMM_A);
  const int a_km = GEMM_PER_BYTE == 1 && flags & GEMM_A_KM;
  const int b_nk = GEMM_PER_BYTE > 1 || flags & GEMM_B_NK;
  const int64_t a_step = a_km ? size : a_stride,
                b_step = b_nk ? b_stride : size;
  // From one panel to the next deeper one.
  const int64_t a_deeper =
                    GEMM_PANEL_TILES * (a_km ? GEMM_DEPTH * a_stride : 64),
                b_deeper =
                    GEMM_PANEL_TILES * (b_nk ? 64 : GEMM_DEPTH * b_stride);
  char *const a_panel = gemm_workspace, *const b_panels =
                                            gemm_workspace + GEMM_PANEL_BYTES;
  GEMM_SCALE later = {scale ? scale->alpha : 1, 1};
  int add = flags & GEMM_ADD;
  for (int64_t l = 0; l < k; l += GEMM_PANEL_TILES * GEMM_DEPTH) {
    const int64_t depth = k - l < GEMM_PANEL_TILES * GEMM_DEPTH
                              ? k - l
                              : GEMM_PANEL_TILES * GEMM_DEPTH;
    for (int64_t first = 0; first < n; first += 64 * GEMM_PANELS_OF_B) {
      const int64_t end =
          n - first < 64 * GEMM_PANELS_OF_B ? n : first + 64 * GEMM_PANELS_OF_B;
      char *panel = b_panels;
      for (int64_t j = first; j < end; j += 64, panel += GEMM_PANEL_BYTES)
        if (b_nk)
          GEMM_PACK(GEMM_TILE_B, panel, b + j * b_step, b_stride, n - j, depth,
                    0);
        else
          GEMM_PACK(GEMM_TILE_B, panel, b + j * b_step, b_stride, n - j, depth,
                    1);
      for (int64_t i = 0; i < m; i += 64) {
        if (a_km)
          GEMM_PACK(GEMM_TILE_A, a_panel, a + i * a_step, a_stride, m - i,
                    depth, 1);
        else
          GEMM_PACK(GEMM_TILE_A, a_panel, a + i * a_step, a_stride, m - i,
                    depth, 0);
        panel = b_panels;
        for (int64_t j = first; j < end; j += 64, panel += GEMM_PANEL_BYTES)
          GEMM_PACKED(add, m - i, n - j, depth, a_panel, panel,
                      c + i * c_stride + j * 4, c_stride, scale);
      }
    }
    a += a_deeper;
    b += b_deeper;
    if (scale)
      scale = &later;
    else
      add = 1;
  }
}

GEMM_INLINE void GEMM_ALL(int64_t m, int64_t n, int64_t k, const GEMM_A *a,
                          int64_t lda, const GEMM_B *b, int64_t ldb, GEMM_C *c,
                          int64_t ldc, int flags, const GEMM_SCALE *scale) {
  const int64_t size = (int64_t)sizeof(GEMM_A);
  if (m >= GEMM_IS_LARGE && n >= GEMM_IS_LARGE && k >= GEMM_IS_LARGE) {
    GEMM_LARGE(m, n, k, (const char *)a, lda * size / GEMM_PER_BYTE,
               (const char *)b, ldb * size / GEMM_PER_BYTE, (char *)c, ldc * 4,
               flags, scale);
    return;
  }
  const int64_t a_step = flags & GEMM_A_KM ? 1 : lda / GEMM_PER_BYTE,
                b_step = flags & GEMM_B_NK ? ldb / GEMM_PER_BYTE : 1;
  for (int64_t j = 0; j < n; j += 16 * GEMM_TILES(n - j))
    for (int64_t i = 0; i < m; i += 16 * GEMM_TILES(m - i))
      if (scale)
        GEMM_ONE_SCALED(m - i, n - j, k, a + i * a_step, lda, b + j * b_step,
                        ldb, c + i * ldc + j, ldc, flags, scale);
      else
        GEMM_ONE(m - i, n - j, k, a + i * a_step, lda, b + j * b_step, ldb,
                 c + i * ldc + j, ldc, flags);
}

// The following have the arguments of the kernel as well.
static __attribute__((noinline)) int
GEMM_RUN(int64_t m, int64_t n, int64_t k, const GEMM_A *a, int64_t lda,
         const GEMM_B *b, int64_t ldb, GEMM_C *c, int64_t ldc, int flags) {
  GEMM_ALL(m, n, k, a, lda, b, ldb, c, ldc, flags, 0);
  return KERNEL_OK;
}

static __attribute__((noinline)) int
GEMM_CHECKED(int64_t m, int64_t n, int64_t k, const GEMM_A *a, int64_t lda,
             const GEMM_B *b, int64_t ldb, GEMM_C *c, int64_t ldc, int flags) {
  const int status = gemm_check(m, n, k, a, lda, b, ldb, c, ldc, flags,
                                sizeof(GEMM_A), GEMM_PER_BYTE);
  return status == KERNEL_OK ? GEMM_RUN(m, n, k, a, lda, b, ldb, c, ldc, flags)
                             : status;
}

int GEMM(int64_t m, int64_t n, int64_t k, const GEMM_A *a, int64_t lda,
         const GEMM_B *b, int64_t ldb, GEMM_C *c, int64_t ldc, int flags) {
  if (GEMM_PER_BYTE == 1 &&
      gemm_is_simple(m, n, k, a, lda, b, ldb, c, ldc, flags, sizeof(GEMM_A))) {
    if ((uint64_t)(m - 1) < 64 && (uint64_t)(n - 1) < 64) __attribute__
      ((musttail)) return GEMM_ONE(m, n, k, a, lda, b, ldb, c, ldc, flags);
    __attribute__((musttail)) return GEMM_RUN(m, n, k, a, lda, b, ldb, c, ldc,
                                              flags);
  }
  __attribute__((musttail)) return GEMM_CHECKED(m, n, k, a, lda, b, ldb, c, ldc,
                                                flags);
}

int GEMM_BATCH(const struct gemm_batch *batch, int64_t m, int64_t n, int64_t k,
               GEMM_C alpha, const GEMM_A *a, int64_t lda, const GEMM_B *b,
               int64_t ldb, GEMM_C beta, GEMM_C *c, int64_t ldc, int flags) {
  const int status = gemm_check_batch(batch, m, n, k, a, lda, b, ldb, c, ldc,
                                      flags, sizeof(GEMM_A), GEMM_PER_BYTE);
  if (status != KERNEL_OK)
    return status;
  const GEMM_SCALE scale = {alpha, beta};
  const int plain = alpha == 1 && (beta == 0 || beta == 1);
  if (plain && beta == 1)
    flags |= GEMM_ADD;
  for (int64_t i = 0; i < batch->count; i++)
    GEMM_ALL(m, n, alpha == 0 ? 0 : k, a + i * batch->a_step / GEMM_PER_BYTE,
             lda, b + i * batch->b_step / GEMM_PER_BYTE, ldb,
             c + i * batch->c_step, ldc, flags, plain ? 0 : &scale);
  return KERNEL_OK;
}

int GEMM_SCALED(int64_t m, int64_t n, int64_t k, GEMM_C alpha, const GEMM_A *a,
                int64_t lda, const GEMM_B *b, int64_t ldb, GEMM_C beta,
                GEMM_C *c, int64_t ldc, int flags) {
  const struct gemm_batch one = {1, 0, 0, 0};
  return GEMM_BATCH(&one, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, flags);
}

#endif

#undef GEMM_PASTE_
#undef GEMM_PASTE
#undef GEMM_STEP
#undef GEMM_BLOCK
#undef GEMM_TILES
#undef GEMM_PACKED
#undef GEMM_LARGE
#undef GEMM_FINISH
#undef GEMM_EPILOGUE
#undef GEMM_EPILOGUE_AT
#undef GEMM_EPILOGUE_TILE
#undef GEMM_EPILOGUE_STORE
#undef GEMM_OUT
#undef GEMM_OUT_BYTES
#undef GEMM_MOST
#undef GEMM_ALL
#undef GEMM_BLOCKS
#undef GEMM_LAYOUTS
#undef GEMM_ONE
#undef GEMM_ONE_SCALED
#undef GEMM_RUN
#undef GEMM_CHECKED
#undef GEMM_SCALED
#undef GEMM_BATCH
#undef GEMM_SCALE
#undef GEMM_PER_BYTE
#undef GEMM_BYTE_MORE
#undef GEMM_TRANSPOSED_LOAD
#undef GEMM_PACK
#undef GEMM_INLINE
#undef GEMM_UNROLL
#undef GEMM_OPERAND
#undef GEMM_IN_ORDER
#undef GEMM_KEEP
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
