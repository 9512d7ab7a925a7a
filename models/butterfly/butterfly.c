// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pixelated butterfly: a wide layer of which few blocks of 16 x 16 weights
// exist, plus a product of two narrow matrices. It makes as many
// multiply-accumulates as the dense network 784-128-10 of models/mlp. The same
// source is the program of the core and, with the portable operations, the
// reference on the host; every weight must agree.
//
//   784 to 512, relu: 215 blocks of the butterfly with distances 1, 2, 4 and 8,
//   and a rank of 32
//   512 to 10, softmax, cross-entropy
//
// The reference multiplies by the dense matrix that has zeros where no block
// is.
#define MODEL "butterfly"
#include "../common/data.h"

enum {
  HIDDEN = 512,
  BLOCK = 16,
  RANK = 32,
  DISTANCES = 4, // 2^0 up to 2^3
  BLOCKS = 215,
  BLOCK_ROWS = HIDDEN / BLOCK,
  BLOCK_COLUMNS = PIXELS / BLOCK,
  ROWS = BATCH,
  OUTPUT_COLUMNS = CLASSES,
  MACS = BLOCKS * BLOCK * BLOCK + RANK * (PIXELS + HIDDEN) + CLASSES * HIDDEN
};

// Blocks in the pattern's order, V [RANK][PIXELS], U [HIDDEN][RANK], biases.
enum {
  W = 0,
  V = W + BLOCKS * BLOCK * BLOCK,
  U = V + RANK * PIXELS,
  B = U + HIDDEN * RANK,
  W_CLASS = B + HIDDEN,
  B_CLASS = W_CLASS + CLASSES * HIDDEN,
  WEIGHTS = B_CLASS + CLASSES
};

#include "../common/operations.h"
#include "../common/training.h"

static bf16 x[BATCH * PIXELS], h[BATCH * HIDDEN], low[BATCH * RANK];
static float z[BATCH * HIDDEN], narrow_sums[BATCH * RANK];
static int32_t start[BLOCK_ROWS + 1], column[BLOCKS];

static void make_pattern(void);
// z += x times the blocks; their gradient from that of z.
static inline void add_blocks(void);
static inline void blocks_gradient(const bf16 *dz);

#ifdef __sectile__
#include "../../kernels/sparse/sparse.h"

static const struct sparse_pattern pattern = {HIDDEN, PIXELS, BLOCK,
                                              start,  column, NULL};

static void make_pattern(void) {
  if (sparse_butterfly_blocks(HIDDEN, PIXELS, BLOCK, 0, DISTANCES) != BLOCKS)
    fail("an unexpected number of blocks", "network");
  must(sparse_butterfly(HIDDEN, PIXELS, BLOCK, 0, DISTANCES, start, column));
}
static inline void add_blocks(void) {
  must(sparse_bf16(&pattern, BATCH, x, PIXELS, weights + W, z, HIDDEN,
                   SPARSE_ADD));
}
static inline void blocks_gradient(const bf16 *dz) {
  must(sparse_gradient_bf16(&pattern, BATCH, dz, HIDDEN, x, PIXELS,
                            gradient + W, 0));
}
#else
#include "../../kernels/sparse/sparse_reference.h"

static void make_pattern(void) {
  int32_t count = 0;
  for (int r = 0; r < BLOCK_ROWS; r++) {
    start[r] = count;
    for (int c = 0; c < BLOCK_COLUMNS; c++)
      if (reference_butterfly_has(BLOCK_ROWS, BLOCK_COLUMNS, r, c, 0,
                                  DISTANCES)) {
        if (count == BLOCKS)
          fail("an unexpected number of blocks", "network");
        column[count++] = c;
      }
  }
  start[BLOCK_ROWS] = count;
}
// The place of element (i, j) of block number b in row r of the dense matrix.
static int dense_place(int r, int b, int i, int j) {
  return (r * BLOCK + i) * PIXELS + column[b] * BLOCK + j;
}
#define EACH_ELEMENT                                                           \
  for (int r = 0; r < BLOCK_ROWS; r++)                                         \
    for (int b = start[r]; b < start[r + 1]; b++)                              \
      for (int i = 0; i < BLOCK; i++)                                          \
        for (int j = 0; j < BLOCK; j++)
static inline void add_blocks(void) {
  static bf16 all[HIDDEN * PIXELS];
  EACH_ELEMENT
  all[dense_place(r, b, i, j)] = weights[W + (b * BLOCK + i) * BLOCK + j];
  multiply(BATCH, HIDDEN, PIXELS, x, PIXELS, all, PIXELS, z, HIDDEN,
           GEMM_ADD | GEMM_B_NK);
}
static inline void blocks_gradient(const bf16 *dz) {
  static float all[HIDDEN * PIXELS];
  multiply(HIDDEN, PIXELS, BATCH, dz, HIDDEN, x, PIXELS, all, PIXELS,
           GEMM_A_KM);
  EACH_ELEMENT
  gradient[W + (b * BLOCK + i) * BLOCK + j] = all[dense_place(r, b, i, j)];
}
#undef EACH_ELEMENT
#endif

static void weights_changed(void) { round_weights(); }

static void load_batch(const struct digits *d, const uint32_t *order,
                       uint32_t first, uint32_t limit) {
  load_pixels(d, order, first, limit, x, label);
}

static void forward(void) {
  repeat(BATCH, HIDDEN, master + B, z);
  add_blocks();
  multiply(BATCH, RANK, PIXELS, x, PIXELS, weights + V, PIXELS, narrow_sums,
           RANK, GEMM_B_NK);
  narrow(BATCH * RANK, narrow_sums, low);
  multiply(BATCH, HIDDEN, RANK, low, RANK, weights + U, RANK, z, HIDDEN,
           GEMM_ADD | GEMM_B_NK);
  relu(BATCH * HIDDEN, z, h);
  dense(BATCH, CLASSES, HIDDEN, h, W_CLASS, B_CLASS, logits);
}

static double learn(float rate) {
  static bf16 dlogits[BATCH * CLASSES], dz[BATCH * HIDDEN], dlow[BATCH * RANK];
  static float dh[BATCH * HIDDEN];
  const double loss = cross_entropy(BATCH, CLASSES, logits, label, dlogits);
  dense_gradient(BATCH, CLASSES, HIDDEN, dlogits, h, W_CLASS, B_CLASS);
  dense_back(BATCH, CLASSES, HIDDEN, dlogits, W_CLASS, dh);
  relu_back(BATCH * HIDDEN, dh, h, dz);
  blocks_gradient(dz);
  dense_gradient(BATCH, HIDDEN, RANK, dz, low, U, B);
  dense_back(BATCH, HIDDEN, RANK, dz, U, narrow_sums);
  narrow(BATCH * RANK, narrow_sums, dlow);
  multiply(RANK, PIXELS, BATCH, dlow, RANK, x, PIXELS, gradient + V, PIXELS,
           GEMM_A_KM);
  adam(rate);
  return loss;
}

static void trained(const struct digits *d) { (void)d; }
static void finish(const struct digits *d) {
  (void)d;
  fprintf(stderr, " macs %d", MACS);
}

int main(int argc, char **argv) {
  static const struct initial matrices[] = {
      {W, BLOCKS * BLOCK * BLOCK, 0.15f},
      {V, RANK * PIXELS, 0.08748178f},
      {U, HIDDEN * RANK, 0.15f},
      {W_CLASS, CLASSES * HIDDEN, 0.10825318f}};
  o = default_options(8, 2.0f / 1024);
  read_options(argc, argv, &o, NULL, 0);
  make_pattern();
  return train(matrices, 4);
}
