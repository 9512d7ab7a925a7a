// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs each nest twice on the same random memory, as tile code and as plain
// loops, and compares all of it. run.py writes the rest of the program.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct call {
  long m, n, k, lda, ldb, ldc;
  float f;
  int i, way;
  int *other;
  const void *bias; // 80 words of C's type
  const void *a, *b;
  void *c;
};

struct nest {
  void (*tiles)(const struct call *);
  void (*plain)(const struct call *);
  int mode; // 0: any rows; 1: rows as long as the extents; 2: all constant
  int must; // 1: tile code wherever the operands lie apart; 2: also beside each
            // other
  int is_unsigned, is_vla, is_restrict;
  int extent[3]; // m, n, k of a constant nest
  int row[3];    // elements of its rows
  int across[3]; // is the matrix stored by columns?
  int size[3];   // of an element
  int kind_a, kind_b, kind_c;
  int kind_word; // of the bias
  int elements;  // all matrices are of m and n, and nothing is summed
  int around, uneven; // loops (m, n, k) of which the second's bounds depend on
                      // the first; both run as often; 0, 0: none
};

// A convolution's loops: images, groups, rows and columns of the output,
// filters, rows and columns of the taps, channels. Its arrays are stored with
// dimensions of their own, which have two more: rows and columns of the input.
enum { LOOPS = 8, DIMENSIONS = LOOPS + 2, INPUT_ROWS = LOOPS, INPUT_COLUMNS };

struct convolution_call {
  long size[LOOPS], stored[DIMENSIONS], stride, dilation, pad;
  float f;
  int i;
  const void *given; // the scalar in memory
  const void *bias, *a, *b;
  void *c;
};

struct convolution {
  void (*tiles)(const struct convolution_call *);
  void (*plain)(const struct convolution_call *);
  int must; // 1: tile code; 2: also run wherever the operands lie apart
  int is_restrict;
  int used;   // loops, a bit for each; the others run once
  int fixed;  // sizes are constants: those that follow
  int padded; // 1: rows, 2: columns of the input
  long size[LOOPS], stored[DIMENSIONS], stride, dilation, pad;
  int size_of[3]; // an element of input, weights and output
  int kind_a, kind_b, kind_c;
};

enum {
  MATRIX = 24 * 1024,
  GUARD = 256,
  ARENA = 3 * (MATRIX + GUARD) + GUARD,
  RUNS = 8
};
static _Alignas(64) unsigned char memory[ARENA], start[ARENA], expected[ARENA];
static int other[4], other_start[4];

static uint64_t state;
static uint32_t draw(void) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  uint32_t x = (uint32_t)(state >> 32);
  return x ^ x >> 15;
}
static int below(int n) { return (int)(draw() % (unsigned)n); }

// An element's bits: of a float type of that many exponent and fraction bits.
static uint32_t number(int style, int exponent, int fraction) {
  uint32_t sign = draw() >> 31 << (exponent + fraction);
  uint32_t low = draw() & ((1u << fraction) - 1);
  int bias = (1 << (exponent - 1)) - 1;
  switch (style) {
  case 0: // about one
    return sign | (uint32_t)(bias - 3 + below(6)) << fraction | low;
  case 1: // products that underflow, subnormals, zeros of both signs
    return below(4) == 0
               ? sign
               : sign | (uint32_t)below(bias * 5 / 8 + 1) << fraction |
                     (below(3) ? low : 0);
  case 2: // all there is
    return (draw() & ((1u << (exponent + fraction + 1)) - 1));
  case 3: // few values, so that sums cancel
    return below(2) ? sign : sign | (uint32_t)bias << fraction;
  default: // spread out, with an infinity once in a while
    return sign |
           (uint32_t)(below(200) ? bias / 2 + below(bias) : 2 * bias + 1)
               << fraction |
           (below(200) ? low : 0);
  }
}

// Without a product x - 0 may stay x, which keeps a signaling NaN that an
// addition would make quiet: no NaN then.
static int style_for(int has_products) {
  static const int numbers[] = {0, 1, 3};
  return has_products ? below(5) : numbers[below(3)];
}

static void fill(unsigned char *p, long bytes, int kind, int style) {
  for (long i = 0; i < bytes;) {
    uint32_t x;
    int size = kind == 0 || kind == 3 ? 4 : 2;
    x = kind == 0   ? number(style, 8, 23)
        : kind == 1 ? number(style, 5, 10)
        : kind == 2 ? number(style, 8, 7)
                    : draw();
    memcpy(p + i, &x, (size_t)size);
    i += size;
  }
}

static long extent(void) {
  switch (below(4)) {
  case 0:
    return below(6);
  case 1:
    return 14 + below(5);
  case 2:
    return 30 + below(6);
  default:
    return below(71);
  }
}

// Where a matrix of which `rows` rows, `length` elements each, are touched
// begins, in memory from `from` on. Its rows may go backwards.
static unsigned char *place(long from, long rows, long length, long *ld,
                            int size, int odd) {
  (void)length;
  long before = *ld < 0 && rows > 0 ? -*ld * (rows - 1) : 0;
  return memory + from + (before + odd) * size;
}

// Are rectangles at most half as many as rows, which have at most 256 elements?
static int paysInRectangles(long rows, long length) {
  return rows * length >= 256 &&
         2 * ((rows + 15) / 16) * ((length + 15) / 16) <= rows;
}

static int one(const struct nest *nest, int number_of, int run) {
  struct call c = {0};
  c.m = extent(), c.n = extent(), c.k = extent();
  if (nest->mode == 2)
    c.m = nest->extent[0], c.n = nest->extent[1], c.k = nest->extent[2];
  long *const extents[3] = {&c.m, &c.n, &c.k};
  *extents[nest->uneven] = *extents[nest->around];
  const int few = nest->uneven != nest->around ? 24 : 8;
  // Columns of a, rows of b.
  const long inner[2] = {nest->elements ? c.n : c.k,
                         nest->elements ? c.m : c.k};
  const long rows[3] = {nest->across[0] ? inner[0] : c.m,
                        nest->across[1] ? c.n : inner[1],
                        nest->across[2] ? c.n : c.m};
  const long length[3] = {nest->across[0] ? c.m : inner[0],
                          nest->across[1] ? inner[1] : c.n,
                          nest->across[2] ? c.m : c.n};
  long ld[3];
  int apart = below(3) != 0, ordinary = 1;
  // The result may lie beside an operand, in the rows of one matrix.
  const int of = below(2), row = (int)(length[of] + length[2]) + below(3);
  const int beside = !apart && !nest->is_restrict && nest->mode == 0 &&
                     nest->size[of] == nest->size[2] && row <= 80 && below(2);
  for (int x = 0; x < 3; x++) {
    ld[x] = length[x] + (below(2) ? 0 : below(10));
    if (nest->mode == 1)
      ld[x] = length[x];
    else if (nest->mode == 2)
      ld[x] = nest->row[x];
    else if (beside)
      ld[x] = x == 2 || x == of ? row : length[x];
    else if (!apart && !nest->is_vla &&
             below(4) == 0) // overlap, or go backwards
      ld[x] = nest->is_unsigned || below(2) ? below(20) : -ld[x], ordinary = 0;
  }
  c.lda = ld[0], c.ldb = ld[1], c.ldc = ld[2];

  const int style = style_for(c.k > 0 && !nest->elements);
  fill(start, ARENA, c.k > 0 && !nest->elements ? 3 : nest->kind_c, style);
  unsigned char *at[3];
  for (int x = 0; x < 3; x++) {
    long from = GUARD + x * (MATRIX + GUARD);
    fill(start + from, MATRIX,
         x == 0   ? nest->kind_a
         : x == 1 ? nest->kind_b
                  : nest->kind_c,
         style);
    at[x] = place(from, rows[x], length[x], &ld[x], nest->size[x], below(3));
  }
  if (beside) {
    const int first = below(2); // which one is on the left
    unsigned char *left = at[of];
    at[of] = left + (first ? 0 : length[2] * nest->size[2]);
    at[2] = left + (first ? length[of] * nest->size[of] : 0);
  } else if (!apart) // the result in an operand, or an operand in the other
    switch (nest->is_restrict ? 2 : below(4)) {
    case 0:
      at[2] = memory + GUARD + below(2048) * 4;
      ordinary = 0;
      break;
    case 1:
      at[2] = memory + GUARD + MATRIX + GUARD + below(2048) * 4;
      ordinary = 0;
      break;
    case 2:
      at[1] = at[0];
      break;
    default: // one right behind the other
      at[2] = memory + GUARD +
              (((at[0] - memory - GUARD) +
                rows[0] * (ld[0] > 0 ? ld[0] : 0) * nest->size[0] + 3) &
               -4);
      ordinary = 0;
      break;
    }
  // Rows that go backwards stay in the memory: what is before it is the input of
  // the second run.
  const long below_result = ld[2] < 0 ? (rows[2] - 1) * -ld[2] * nest->size[2] : 0;
  if (at[2] - memory < below_result)
    at[2] += below_result;
  c.a = at[0], c.b = at[1], c.c = at[2];
  for (int i = 0; i < 4; i++)
    other_start[i] = i;
  c.other = other;
  uint32_t given = number(style, 8, 23);
  memcpy(&c.f, &given, 4);
  c.i = (int)draw();
  switch (below(6)) { // as conditions compare it
  case 0:
    c.f = 0, c.i = 0;
    break;
  case 1:
    c.f = 1, c.i = 1;
    break;
  default:
    break;
  }
  c.way = below(4);
  static uint32_t bias[80];
  for (int i = 0; i < 80; i++)
    bias[i] = nest->kind_word == 0 ? number(style, 8, 23) : draw();
  c.bias = apart || nest->is_restrict || below(2)
               ? (unsigned char *)bias
               : at[2] + 4 * below(40); // what it is added to
  if (c.bias != bias)
    ordinary = 0;

  memcpy(memory, start, ARENA);
  memcpy(other, other_start, sizeof other);
  uint64_t t0 = __builtin_readcyclecounter();
  nest->plain(&c);
  uint64_t t1 = __builtin_readcyclecounter();
  memcpy(expected, memory, ARENA);
  int expected_other[4];
  memcpy(expected_other, other, sizeof other);

  memcpy(memory, start, ARENA);
  memcpy(other, other_start, sizeof other);
  uint64_t t2 = __builtin_readcyclecounter();
  nest->tiles(&c);
  uint64_t t3 = __builtin_readcyclecounter();
  int failed = 0;
  if (memcmp(memory, expected, ARENA) ||
      memcmp(other, expected_other, sizeof other)) {
    long byte = 0;
    while (byte < ARENA && memory[byte] == expected[byte])
      byte++;
    printf("nest%d run %d differs at byte %ld of c: m %ld n %ld k %ld, rows "
           "%ld %ld %ld, apart %d, style %d\n",
           number_of, run, (long)(memory + byte - at[2]), c.m, c.n, c.k, c.lda,
           c.ldb, c.ldc, apart, style);
    failed = 1;
  }
  const int large = nest->elements
                        ? paysInRectangles(rows[2], length[2]) && c.k & 3
                        : c.m > few && c.n > few && c.k > few;
  if (nest->must && (apart || (beside && nest->must > 1)) && ordinary &&
      large && t3 - t2 > (t1 - t0) / 2) {
    printf("nest%d run %d took %ld instructions, plain loops %ld: m %ld n %ld "
           "k %ld\n",
           number_of, run, (long)(t3 - t2), (long)(t1 - t0), c.m, c.n, c.k);
    failed = 1;
  }
  return failed;
}

// Elements of an array of these dimensions, a bit for each.
static long elements(const long *dimension, int which) {
  long product = 1;
  for (int d = 0; d < DIMENSIONS; d++)
    if (which >> d & 1)
      product *= dimension[d];
  return product;
}

enum {
  IN_INPUT = 1 << 0 | 1 << 1 | 1 << 7 | 1 << INPUT_ROWS | 1 << INPUT_COLUMNS,
  IN_WEIGHTS = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7,
  IN_OUTPUT = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4
};

static int convolve(const struct convolution *nest, int number_of, int run) {
  static const int most[LOOPS] = {3, 3, 7, 40, 40, 4, 4, 40};
  struct convolution_call c = {0};
  const int apart = below(3) != 0, odd = below(4) == 0;
  int ordinary = 1;
  if (nest->fixed) {
    memcpy(c.size, nest->size, sizeof c.size);
    memcpy(c.stored, nest->stored, sizeof c.stored);
    c.stride = nest->stride, c.dilation = nest->dilation, c.pad = nest->pad;
  } else {
    do {
      ordinary = 1;
      c.stride = 1 + below(3), c.dilation = 1 + below(2), c.pad = below(3);
      for (int l = 0; l < LOOPS; l++) {
        c.size[l] = !(nest->used >> l & 1) ? 1
                    : below(40) == 0       ? 0
                                           : 1 + below(most[l]);
        c.stored[l] = c.size[l] + (below(4) ? 0 : below(3));
      }
      for (int d = 0; d < 2; d++) {
        const long around = nest->padded >> d & 1 ? 2 * c.pad : 0;
        long least = (c.size[2 + d] - 1) * c.stride +
                     (c.size[5 + d] - 1) * c.dilation + 1 - around;
        if (around && least < 1)
          least = 1;
        c.stored[LOOPS + d] = least + (below(4) ? 0 : below(3));
      }
      if (!apart && odd &&
          !nest->is_restrict) // elements of the output may be the same
        c.stored[below(LOOPS)] = below(4), ordinary = 0;
      for (int d = 0; d < DIMENSIONS; d++)
        if (c.stored[d] < 0)
          c.stored[d] = 0;
    } while (elements(c.stored, IN_INPUT) > MATRIX / 4 ||
             elements(c.stored, IN_WEIGHTS) > MATRIX / 4 ||
             elements(c.stored, IN_OUTPUT) > MATRIX / 4 ||
             elements(c.size, (1 << LOOPS) - 1) > 100000);
  }

  const int summed = c.size[5] && c.size[6] && c.size[7];
  const int style = style_for(summed);
  fill(start, ARENA, summed ? 3 : nest->kind_c, style);
  const int kinds[3] = {nest->kind_a, nest->kind_b, nest->kind_c};
  unsigned char *at[3];
  for (int x = 0; x < 3; x++) {
    long from = GUARD + x * (MATRIX + GUARD);
    fill(start + from, MATRIX, kinds[x], style);
    at[x] = memory + from + below(3) * nest->size_of[x];
  }
  if (!apart)
    switch (nest->is_restrict ? 2 : below(4)) {
    case 0:
      at[2] = memory + GUARD + below(1024) * 4;
      ordinary = 0;
      break;
    case 1:
      at[2] = memory + GUARD + MATRIX + GUARD + below(1024) * 4;
      ordinary = 0;
      break;
    case 2:
      at[1] = at[0];
      break;
    default:
      at[2] = memory + GUARD +
              ((at[0] - memory - GUARD +
                elements(c.stored, IN_INPUT) * nest->size_of[0] + 3) &
               -4);
      ordinary = 0;
      break;
    }
  static uint32_t bias[80];
  for (int i = 0; i < 80; i++)
    bias[i] = nest->kind_c == 0 ? number(style, 8, 23) : draw();
  c.a = at[0], c.b = at[1], c.c = at[2];
  c.bias = apart || nest->is_restrict || below(2) ? (unsigned char *)bias
                                                  : at[2] + 4 * below(40);
  if (c.bias != bias)
    ordinary = 0;
  uint32_t given = number(style, 8, 23);
  memcpy(&c.f, &given, 4);
  c.i = (int)draw();
  c.given = nest->kind_c == 0 ? (const void *)&c.f : (const void *)&c.i;
  if (!apart && !nest->is_restrict && below(2))
    c.given = at[2] + 4 * below(40), ordinary = 0;

  memcpy(memory, start, ARENA);
  uint64_t t0 = __builtin_readcyclecounter();
  nest->plain(&c);
  uint64_t t1 = __builtin_readcyclecounter();
  memcpy(expected, memory, ARENA);
  memcpy(memory, start, ARENA);
  uint64_t t2 = __builtin_readcyclecounter();
  nest->tiles(&c);
  uint64_t t3 = __builtin_readcyclecounter();
  const int differs = memcmp(memory, expected, ARENA) != 0;
  // Padding may leave out all products.
  const int scalar = nest->must > 1 && apart && ordinary && c.size[3] > 8 &&
                     c.size[4] > 8 && c.size[7] > 8 &&
                     elements(c.size, (1 << LOOPS) - 1) > 0 &&
                     (long)(t1 - t0) > elements(c.size, (1 << LOOPS) - 1) &&
                     t3 - t2 > (t1 - t0) / 2;
  if (!differs && !scalar)
    return 0;
  long byte = 0;
  while (byte < ARENA && memory[byte] == expected[byte])
    byte++;
  printf("convolution%d run %d ", number_of, run);
  if (differs)
    printf("differs at byte %ld of c", (long)(memory + byte - at[2]));
  else
    printf("took %ld instructions, plain loops %ld", (long)(t3 - t2),
           (long)(t1 - t0));
  printf(": apart %d, style %d, stride %ld, dilation %ld, sizes", apart, style,
         c.stride, c.dilation);
  for (int l = 0; l < LOOPS; l++)
    printf(" %ld", c.size[l]);
  printf(", stored");
  for (int d = 0; d < DIMENSIONS; d++)
    printf(" %ld", c.stored[d]);
  printf("\n");
  return 1;
}

static int run(const struct nest *nests, int count,
               const struct convolution *convolutions, int more) {
  int failed = 0;
  for (int n = 0; n < count + more; n++)
    for (int r = 0; r < RUNS; r++) {
      state = (uint64_t)n * 1000003 + (uint64_t)r;
      draw();
      failed += n < count ? one(&nests[n], n, r)
                          : convolve(&convolutions[n - count], n, r);
    }
  return failed != 0;
}
