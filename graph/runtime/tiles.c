// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Convolutions of i8 by tiles of 16 pixels by 16 channels of the result, for
// compiled models (struct sectile_tiles).
//
// The products of a tile follow each other in one accumulator, and its results
// are finished at once, so that the units fill and drain within a tile or two.
// Weights stay in registers for as long as the channels are the same. What a
// tile needs is loaded a tile ahead, into registers that no load or operation
// of the tiles before it uses: of the two tiles before, of one piece the three,
// which take less time than a load, a product and its results, of depthwise
// ones, which take longer, the one before. So there are four to eight copies of
// a step, for two to four tiles of even and odd columns of 16 channels.
#include "../../kernels/common/requantise.h"
#include "../../kernels/conv/conv_plan.h"
#include "kernels.h"

// How tiles reach their pixels: by rectangles, by gathers, or by rectangles of
// places, those between rows too.
enum reach { RECTANGLES, GATHERS, PLACES };

// Each result has weights for all channels, or for its own of 16.
enum weights { DENSE, OWN };

// What a sum begins with. From zero its first product need not wait until the
// accumulator has been read, and the bias is not loaded for each tile, but is
// one more operation: for what is not limited by these.
enum start { BIAS, ZERO };

// The results of a tile are rows at equal distances, or at offsets.
enum results { PLAIN, SCATTERED };

enum { MOST = SECTILE_TILES_PIECES, OWN_PIECES = SECTILE_TILES_OWN_PIECES };

// Of 16 channels whose weights lie together, a pixel after the other, those
// that belong to the channel of a row: the bytes of ones.
#define REPEAT(...) {__VA_ARGS__, __VA_ARGS__, __VA_ARGS__, __VA_ARGS__}
#define BYTE(n) (int32_t)(UINT32_C(0xff) << 8 * (n))
static const int32_t diagonal[16][16] = {
    REPEAT(BYTE(0), 0, 0, 0), REPEAT(BYTE(1), 0, 0, 0),
    REPEAT(BYTE(2), 0, 0, 0), REPEAT(BYTE(3), 0, 0, 0),
    REPEAT(0, BYTE(0), 0, 0), REPEAT(0, BYTE(1), 0, 0),
    REPEAT(0, BYTE(2), 0, 0), REPEAT(0, BYTE(3), 0, 0),
    REPEAT(0, 0, BYTE(0), 0), REPEAT(0, 0, BYTE(1), 0),
    REPEAT(0, 0, BYTE(2), 0), REPEAT(0, 0, BYTE(3), 0),
    REPEAT(0, 0, 0, BYTE(0)), REPEAT(0, 0, 0, BYTE(1)),
    REPEAT(0, 0, 0, BYTE(2)), REPEAT(0, 0, 0, BYTE(3))};
#undef REPEAT
#undef BYTE

// A register whose value is of no account.
#define ANY(tile) __asm__ volatile("" : "=t"(tile))

// Rectangles of padding.
struct fills {
  const int32_t *table;
  int64_t left;
};

CONV_INLINE tile_u8_t splat(int64_t zero_point) {
  return (tile_u8_t)tile_splat_i32(
      (int32_t)(0x01010101u * (uint32_t)(zero_point & 0xff)));
}

CONV_INLINE void fill_some(struct fills *fills, int64_t count, char *to,
                           tile_u8_t tile) {
  for (; fills->left > 0 && count > 0; --count, --fills->left) {
    const int32_t *const table = fills->table;
    tile_store_rect_u8(to + table[0], table[1], table[2], table[3], tile);
    fills->table += 4;
  }
}

// Bytes of the zero point where x has padding.
CONV_INLINE void fill(const int32_t *table, int64_t count, char *copy,
                      int64_t zero_point) {
  struct fills fills = {table, count};
  fill_some(&fills, count, copy, splat(zero_point));
}

enum { GROUP = SECTILE_TILES_GROUP }; // of the copy, which overlap

CONV_INLINE void copy_group(const struct sectile_tiles_copy *how, const char *x,
                            char *copy, const int32_t *table,
                            tile_u8_t tiles[GROUP]) {
  CONV_UNROLL
  for (int j = 0; j < GROUP; ++j)
    tiles[j] = tile_load_rect_u8(x + table[4 * j], how->x_next,
                                 table[4 * j + 2], table[4 * j + 3]);
  CONV_UNROLL
  for (int j = 0; j < GROUP; ++j)
    tile_store_rect_u8(copy + table[4 * j + 1], how->copy_next,
                       table[4 * j + 2], table[4 * j + 3], tiles[j]);
}

// The groups that are still to be copied, and their table.
struct groups {
  const int32_t *table;
  int64_t left;
};

CONV_INLINE void copy_groups(const struct sectile_tiles *how, const char *x,
                             char *copy, int64_t count, struct groups *groups,
                             tile_u8_t tiles[GROUP]) {
  for (; groups->left > 0 && count > 0; --count, --groups->left) {
    copy_group(&how->copy, x, copy, groups->table, tiles);
    groups->table += 4 * GROUP;
  }
}

// The tables of the padding are of what comes first and of the rest; those of
// the groups follow.
CONV_INLINE struct groups begin_copy(const struct sectile_tiles *how,
                                     const int32_t *rows, const char *x,
                                     char *copy, tile_u8_t tiles[GROUP]) {
  const struct sectile_tiles_copy *const c = &how->copy;
  const int32_t *const table = rows + c->table;
  fill(table, c->fill_first, copy, c->zero_point);
  struct groups groups = {table + 4 * (c->fill_first + c->fill_later),
                          c->groups};
  copy_groups(how, x, copy, c->before, &groups, tiles);
  return groups;
}

CONV_INLINE void fill_later(const struct sectile_tiles *how,
                            const int32_t *rows, char *copy) {
  fill(rows + how->copy.table + 4 * how->copy.fill_first, how->copy.fill_later,
       copy, how->copy.zero_point);
}

// What is used for few tiles stays in memory, which leaves registers to what
// all of them need.
struct rare {
  const char *x, *w; // of the channels
  char *y;
  int64_t rows; // RECTANGLES: that are left in the image
  const int32_t *results;
};

// A tile of results.
struct place {
  const char *x;
  char *y;
  const int32_t *bias;    // of its channels
  int64_t left, channels; // pixels and channels from its first on
  int64_t tiles;          // RECTANGLES: that are left in the row
  int64_t rows, column;   // PLACES: that are left; of its first
  const int32_t *offsets; // GATHERS: of its pixels
  const int32_t *results; // SCATTERED: of its results
};

// What all tiles need.
struct steps {
  const struct sectile_tiles *how;
  int64_t x_pixel, y_pixel, x_tile, y_tile;
  int32_t zero_point, low, high;
  int has_low, has_high;
};

CONV_INLINE struct steps steps_of(const struct sectile_tiles *how) {
  return (struct steps){how,
                        how->x_pixel,
                        how->y_pixel,
                        how->x_tile,
                        how->y_tile,
                        (int32_t)how->out_zero_point,
                        (int32_t)how->low,
                        (int32_t)how->high,
                        how->low > -128,
                        how->high < 127};
}

CONV_INLINE void first_pixels(enum reach reach, const struct sectile_tiles *how,
                              struct rare *rare, struct place *at) {
  at->x = rare->x;
  at->y = rare->y;
  at->left = how->pixels;
  if (reach == RECTANGLES) {
    at->tiles = how->row_tiles;
    rare->rows = how->rows;
  } else if (reach == PLACES) {
    at->rows = how->rows;
    at->column = 0;
  }
}

// x is the copy if there is one.
CONV_INLINE void begin(int8_t *y, const void *x, const int8_t *w,
                       const int32_t *rows, const struct sectile_tiles *how,
                       struct rare *rare, struct place *at) {
  rare->x = x;
  rare->y = (char *)y;
  rare->w = (const char *)w;
  rare->results = at->results = rows + how->scatter;
  at->bias = rows;
  at->channels = how->channels;
  at->offsets = rows + 4 * how->row_words;
}

enum next { NONE, SAME_CHANNELS, OTHER_CHANNELS };

// To the next tile.
CONV_INLINE enum next next_place(enum reach reach,
                                 const struct sectile_tiles *how,
                                 const struct steps *steps,
                                 const int32_t *offsets, struct rare *rare,
                                 struct place *at) {
  at->left -= 16;
  at->results += 16;
  if (at->left <= 0) {
    at->channels -= 16;
    if (at->channels <= 0)
      return NONE;
    at->bias += 16;
    rare->x += how->x_column;
    rare->y += how->y_column;
    rare->w += how->w_column;
    at->offsets = offsets;
    at->results = rare->results;
    first_pixels(reach, how, rare, at);
    return OTHER_CHANNELS;
  }
  if (reach == GATHERS) {
    at->offsets += 16;
    at->y += steps->y_tile;
    return SAME_CHANNELS;
  }
  at->x += steps->x_tile;
  at->y += steps->y_tile;
  if (reach == PLACES) {
    for (at->column += 16; at->column >= how->width; --at->rows) {
      at->column -= how->width;
      at->y += how->y_row;
    }
    return SAME_CHANNELS;
  }
  if (--at->tiles)
    return SAME_CHANNELS;
  at->tiles = how->row_tiles;
  at->x += how->x_row;
  at->y += how->y_row;
  if (--rare->rows)
    return SAME_CHANNELS;
  rare->rows = how->rows;
  at->x += how->x_image;
  at->y += how->y_image;
  return SAME_CHANNELS;
}

// Words of a tile's pixels, in column 0.
CONV_INLINE tile_i32_t load_words(const int32_t *from, int64_t left) {
  return tile_load_rect_i32(from, 4, left, 1);
}

struct operands {
  tile_i8_t pixels[MOST];
  tile_i32_t sum; // BIAS: at first the bias
};

// The offsets of a tile, one or two behind this: a gather waits for them.
CONV_INLINE tile_i32_t load_index(int behind, const struct sectile_tiles *how,
                                  const int32_t *offsets,
                                  const struct place *at) {
  int64_t done = 16 * behind; // of the channels of the tile, or of the next
  const int32_t *from = at->offsets;
  int64_t left = at->left;
  if (left <= done) {
    done = left > 16 || how->pixels <= 16 ? 0 : done - 16;
    from = offsets;
    left = how->pixels;
  }
  return load_words(from + done, left - done);
}

CONV_INLINE int64_t piece_bytes(int i, int pieces, const struct steps *steps) {
  return i + 1 < pieces ? steps->how->run : steps->how->last;
}

// A piece of the windows of a tile's pixels.
CONV_INLINE tile_i8_t load_pixels(enum reach reach, const char *from,
                                  tile_i32_t index, int64_t x_pixel,
                                  int64_t left, int64_t bytes) {
  return reach == GATHERS ? tile_gather_rows_i8(from, index, left, bytes)
                          : tile_load_rect_i8(from, x_pixel, left, bytes);
}

CONV_INLINE void load_operand(int i, int pieces, enum reach reach,
                              const struct steps *steps, const struct place *at,
                              tile_i32_t index, struct operands *to) {
  to->pixels[i] =
      load_pixels(reach, at->x + steps->how->x_piece[i], index, steps->x_pixel,
                  at->left, piece_bytes(i, pieces, steps));
}

CONV_INLINE void load_operands(int pieces, enum reach reach, enum start start,
                               const struct steps *steps,
                               const struct place *at, tile_i32_t index,
                               struct operands *to) {
  CONV_UNROLL
  for (int i = 0; i < pieces; ++i)
    load_operand(i, pieces, reach, steps, at, index, to);
  if (start == BIAS)
    to->sum = tile_load_rect_i32(at->bias, 0, 16, 16);
  CONV_KEEP_ORDER();
}

// Multipliers and shifts of 16 channels, whose bias is there.
CONV_INLINE struct requantisation_tiles
load_parameters(const struct sectile_tiles *how, const int32_t *bias) {
  return (struct requantisation_tiles){
      tile_load_rect_i32(bias + how->row_words, 0, 16, 16),
      tile_load_rect_i32(bias + 3 * how->row_words, 0, 16, 16)};
}

// What all tiles of 16 channels need.
struct column {
  tile_i8_t weights[MOST];
  struct requantisation_tiles parameters;
  tile_i32_t bias; // ZERO
};

CONV_INLINE void load_weights(int pieces, const struct sectile_tiles *how,
                              const struct steps *steps, const char *w,
                              int64_t channels, struct column *to) {
  CONV_UNROLL
  for (int i = 0; i < pieces; ++i)
    to->weights[i] = tile_load_rect_i8(w + i * how->w_piece, how->w_channel,
                                       channels, piece_bytes(i, pieces, steps));
  CONV_KEEP_ORDER();
}

// What results need.
CONV_INLINE void load_rest(enum start start, const struct sectile_tiles *how,
                           const int32_t *bias, struct column *to) {
  if (start == ZERO)
    to->bias = tile_load_rect_i32(bias, 0, 16, 16);
  to->parameters = load_parameters(how, bias);
  CONV_KEEP_ORDER();
}

CONV_INLINE void load_column(int pieces, enum start start,
                             const struct sectile_tiles *how,
                             const struct steps *steps, const char *w,
                             const int32_t *bias, int64_t channels,
                             struct column *to) {
  load_weights(pieces, how, steps, w, channels, to);
  load_rest(start, how, bias, to);
}

// OWN: these are loaded in parts, each with one of the tiles before.
enum { PARTS = OWN_PIECES };
CONV_INLINE tile_i8_t load_own(int part, const struct sectile_tiles *how,
                               const struct steps *steps, tile_i32_t own,
                               const char *w) {
  tile_i8_t weights = tile_load_rect_i8(w + part * how->w_piece, 0, 16,
                                        piece_bytes(part, OWN_PIECES, steps));
  CONV_KEEP_ORDER();
  weights = (tile_i8_t)((tile_i32_t)weights & own);
  // Not behind the results of the next tile, which are there later.
  __asm__ volatile("" : "+t"(weights));
  return weights;
}

CONV_INLINE void load_own_rest(int part, const struct sectile_tiles *how,
                               const int32_t *bias, struct column *to) {
  if (part == 0)
    to->bias = tile_load_rect_i32(bias, 0, 16, 16);
  else if (part == 1)
    to->parameters.multiplier =
        tile_load_rect_i32(bias + how->row_words, 0, 16, 16);
  else
    to->parameters.right =
        tile_load_rect_i32(bias + 3 * how->row_words, 0, 16, 16);
  CONV_KEEP_ORDER();
}

// From a part on, the next one or all. Returns which one follows.
CONV_INLINE int load_parts(int all, int part, const struct sectile_tiles *how,
                           const struct steps *steps, tile_i32_t own,
                           const char *w, const int32_t *bias,
                           struct column *to) {
  CONV_UNROLL
  for (int i = 0; i < PARTS; ++i)
    if (i == part) {
      to->weights[i] = load_own(i, how, steps, own, w);
      load_own_rest(i, how, bias, to);
      if (!all)
        return i + 1;
      ++part;
    }
  return part;
}

CONV_INLINE void multiply(int pieces, enum start start,
                          const struct steps *steps, struct operands *of,
                          const struct column *column) {
  // Not before the loads, which the scheduler would move behind what it starts.
  if (start == BIAS)
    __asm__ volatile("" : "+t"(of->sum));
  else
    __asm__ volatile("" : "+t"(of->pixels[0]));
  CONV_UNROLL
  for (int i = 0; i < pieces; ++i)
    of->sum =
        start == ZERO && i == 0
            ? tile_mmaz_depth_i8(of->pixels[i], column->weights[i],
                                 piece_bytes(i, pieces, steps))
            : tile_mma_depth_i8(of->sum, of->pixels[i], column->weights[i],
                                piece_bytes(i, pieces, steps));
  __asm__ volatile("" : "+t"(of->sum));
}

// Keeps the registers of these until here: a load of the next tiles, or an
// operation on them, would have to wait for what still reads them.
#define KEEP(a, b, c) __asm__ volatile("" : : "t"(a), "t"(b), "t"(c))
CONV_INLINE void keep_operands(int pieces, const struct operands *operands) {
  CONV_UNROLL
  for (int i = 0; i < pieces; ++i)
    KEEP(operands->pixels[i], operands->sum, operands->sum);
}
CONV_INLINE void keep_column(int pieces, const struct column *column) {
  CONV_UNROLL
  for (int i = 0; i < pieces; ++i)
    KEEP(column->weights[i], column->parameters.multiplier,
         column->parameters.right);
}

CONV_INLINE tile_i32_t finished(int rare, enum start start,
                                const struct sectile_tiles *how,
                                const struct steps *steps, tile_i32_t sum,
                                const int32_t *bias,
                                const struct column *column) {
  const struct requantisation_tiles *const p = &column->parameters;
  if (start == ZERO)
    sum = sum + column->bias;
  if (rare && (how->single_rounding || how->any_left)) {
    const tile_i32_t left =
        tile_load_rect_i32(bias + 2 * how->row_words, 0, 16, 16);
    sum = how->single_rounding
              ? requantise_single(sum, p->multiplier, left - p->right)
              : tile_rsr_i32(
                    tile_mulhr_i32(tile_sll_i32(sum, left), p->multiplier),
                    p->right);
  } else {
    sum = tile_rsr_i32(tile_mulhr_i32(sum, p->multiplier), p->right);
  }
  sum = sum + steps->zero_point;
  if (steps->has_low)
    sum = tile_max_i32_s(sum, steps->low);
  if (steps->has_high)
    sum = tile_min_i32_s(sum, steps->high);
  return sum;
}

CONV_INLINE void store(enum reach reach, const struct sectile_tiles *how,
                       const struct steps *steps, const struct place *at,
                       tile_i32_t result) {
  if (reach != PLACES) {
    tile_store_rect_narrow_i8(at->y, steps->y_pixel, at->left, at->channels,
                              result);
    return;
  }
  char *y = at->y;
  int64_t place = -at->column;
  for (int64_t rows = at->rows; rows > 0; --rows) {
    tile_store_window_narrow_i8(y, steps->y_pixel, place,
                                place + how->row_tiles, 0, at->channels,
                                result);
    place += how->width;
    if (place >= 16)
      return;
    y += how->y_row;
  }
}

// SCATTERED: where the results of the next tile go that has not been stored, of
// a result by blocks of 16 channels, and the padding that is still to be
// written.
struct scatter {
  char *y;
  int64_t left, channels; // pixels and channels from its first on
  struct fills fills;
};

CONV_INLINE void begin_scatter(enum results results,
                               const struct sectile_tiles *how,
                               const int32_t *rows, int8_t *y,
                               struct scatter *to, tile_u8_t *padding) {
  ANY(*padding);
  if (results == PLAIN)
    return;
  *to = (struct scatter){(char *)y,
                         how->pixels,
                         how->channels,
                         {rows + how->padding.table, how->padding.fills}};
  *padding = splat(how->padding.zero_point);
  fill_some(&to->fills, how->padding.before, to->y, *padding);
}

CONV_INLINE void scatter_tile(const struct sectile_tiles *how,
                              struct scatter *at, tile_i32_t index,
                              tile_i32_t result) {
  tile_scatter_rows_narrow_i8(at->y, index, at->left, at->channels, result);
  at->left -= 16;
  if (at->left <= 0) {
    at->y += how->y_column;
    at->left = how->pixels;
    at->channels -= 16;
  }
}

CONV_INLINE void run(int pieces, enum reach reach, enum weights weights,
                     enum results results, int is_rare, int8_t *y,
                     const int8_t *x, const int8_t *w, const int32_t *rows,
                     const struct sectile_tiles *how, void *copy) {
  const int32_t *const offsets = rows + 4 * how->row_words;
  const struct steps steps = steps_of(how);
  const enum start start = pieces == OWN_PIECES ? ZERO : BIAS;
  enum { SETS = 4 };
  const int sets = weights == OWN ? 2 : pieces == 1 ? SETS : 3;
  struct operands operands[SETS];
  tile_i32_t result[SETS], index[SETS], scattered[SETS];
  tile_u8_t copied[GROUP];
  CONV_UNROLL
  for (int j = 0; j < GROUP; ++j)
    ANY(copied[j]);
  CONV_UNROLL
  for (int j = 0; j < sets; ++j) {
    ANY(index[j]);
    ANY(scattered[j]);
    ANY(result[j]);
    CONV_UNROLL
    for (int i = 0; i < pieces; ++i)
      ANY(operands[j].pixels[i]);
    ANY(operands[j].sum);
  }
  struct column column[2];
  const int copies = pieces < MOST && how->copy.groups;
  struct rare rare;
  struct place at;
  begin(y, copies ? copy : (const void *)x, w, rows, how, &rare, &at);
  first_pixels(reach, how, &rare, &at);
// Four pieces, and masks of weights, leave registers to the offsets of one tile
// alone.
#define AHEAD (pieces < MOST && weights == DENSE ? 2 : 1)
  if (reach == GATHERS) {
    CONV_UNROLL
    for (int i = 0; i <= AHEAD; ++i)
      index[i] = load_index(i, how, offsets, &at);
    CONV_KEEP_ORDER();
  }
  tile_i32_t own;
  int part = 0; // OWN: of the next channels, that is to be loaded
  if (weights == OWN)
    own = tile_load_i32(&diagonal[0][0]);
  else
    ANY(own);
  if (weights == DENSE)
    load_weights(pieces, how, &steps, rare.w, at.channels, &column[0]);
  struct groups groups = {0};
  if (copies)
    groups = begin_copy(how, rows, (const char *)x, copy, copied);
  const int64_t each = copies ? how->copy.each : 0;
  __asm__ volatile("" ::"r"(&rare) : "memory");
  // The first product begins before all else is loaded.
  if (weights == OWN) {
    CONV_UNROLL
    for (int i = 0; i < pieces; ++i) {
      column[0].weights[i] = load_own(i, how, &steps, own, rare.w);
      load_operand(i, pieces, reach, &steps, &at, index[0], &operands[0]);
    }
    CONV_KEEP_ORDER();
    multiply(pieces, start, &steps, &operands[0], &column[0]);
    CONV_UNROLL
    for (int i = 0; i < PARTS; ++i)
      load_own_rest(i, how, at.bias, &column[0]);
  } else {
    load_operands(pieces, reach, start, &steps, &at, index[0], &operands[0]);
    load_rest(start, how, at.bias, &column[0]);
  }
  CONV_UNROLL
  for (int i = 0; i < pieces; ++i)
    ANY(column[1].weights[i]);
  ANY(column[1].parameters.multiplier);
  ANY(column[1].parameters.right);
  ANY(column[1].bias);
  if (start == BIAS)
    ANY(column[0].bias);
#define NEXT_PARTS(all, side)                                                  \
  part = load_parts(all, part, how, &steps, own, rare.w + how->w_column,       \
                    at.bias + 16, &column[side])
  if (weights == OWN && at.left <= 16 && at.channels > 16)
    NEXT_PARTS(1, 1);
  if (copies)
    fill_later(how, rows, copy);
  // Results are finished behind the products of the next tile of the channels:
  // elementwise operations that wait fill their queue, which would hold up
  // products and loads. Likewise a scatter whose results are not there yet
  // holds up the next one: it is that of two tiles before.
  const int delays = weights == DENSE && pieces <= 2;
  int pending = 0, behind = 0;
  struct place before = at;
  struct scatter to;
  tile_u8_t padding;
  begin_scatter(results, how, rows, y, &to, &padding);
#define RESULTS(n, last, side)                                                 \
  do {                                                                         \
    if (results == SCATTERED) {                                                \
      if (behind == 2)                                                         \
        scatter_tile(how, &to, scattered[((n) + sets - 2) % sets],             \
                     result[((n) + sets - 2) % sets]);                         \
      else                                                                     \
        ++behind;                                                              \
    }                                                                          \
    if (delays && pending) {                                                   \
      result[last] = finished(is_rare, start, how, &steps, operands[last].sum, \
                              before.bias, &column[side]);                     \
      if (results == PLAIN)                                                    \
        store(reach, how, &steps, &before, result[last]);                      \
    }                                                                          \
    pending = what == SAME_CHANNELS;                                           \
    if (!delays || !pending) {                                                 \
      result[n] = finished(is_rare, start, how, &steps, operands[n].sum,       \
                           now.bias, &column[side]);                           \
      if (results == PLAIN)                                                    \
        store(reach, how, &steps, &now, result[n]);                            \
    }                                                                          \
  } while (0)
#define STEP(name, n, side, same, other)                                       \
  name: {                                                                      \
    const int after = ((n) + 1) % sets, last = ((n) + sets - 1) % sets;        \
    const struct place now = at;                                               \
    if (results == SCATTERED)                                                  \
      scattered[n] = load_words(now.results, now.left);                        \
    const enum next what =                                                     \
        next_place(reach, how, &steps, offsets, &rare, &at);                   \
    if (what == NONE) {                                                        \
      if (weights == DENSE)                                                    \
        multiply(pieces, start, &steps, &operands[n], &column[side]);          \
      RESULTS(n, last, side);                                                  \
      if (results == SCATTERED) {                                              \
        if (behind == 2)                                                       \
          scatter_tile(how, &to, scattered[last], result[last]);               \
        scatter_tile(how, &to, scattered[n], result[n]);                       \
      }                                                                        \
      return;                                                                  \
    }                                                                          \
    if (weights == DENSE && what == OTHER_CHANNELS)                            \
      load_column(pieces, start, how, &steps, rare.w, at.bias, at.channels,    \
                  &column[!(side)]);                                           \
    load_operands(pieces, reach, start, &steps, &at, index[after],             \
                  &operands[after]);                                           \
    if (reach == GATHERS)                                                      \
      index[((n) + 1 + AHEAD) % sets] = load_index(AHEAD, how, offsets, &at);  \
    if (weights == DENSE)                                                      \
      multiply(pieces, start, &steps, &operands[n], &column[side]);            \
    if (pieces < MOST)                                                         \
      copy_groups(how, (const char *)x, copy, each, &groups, copied);          \
    if (results == SCATTERED)                                                  \
      fill_some(&to.fills, how->padding.each, (char *)y, padding);             \
    RESULTS(n, last, side);                                                    \
    before = now;                                                              \
    CONV_UNROLL                                                                \
    for (int j = 0; j < sets; ++j)                                             \
      keep_operands(pieces, &operands[j]);                                     \
    if (weights == DENSE)                                                      \
      KEEP(result[n], result[last], result[n]);                                \
    if (results == SCATTERED)                                                  \
      KEEP(padding, scattered[n], scattered[last]);                            \
    if (pieces < MOST)                                                         \
      CONV_UNROLL                                                              \
    for (int j = 0; j < GROUP; ++j)                                            \
      KEEP(copied[j], copied[j], copied[j]);                                   \
    keep_column(pieces, &column[0]);                                           \
    keep_column(pieces, &column[1]);                                           \
    /* Of OWN, parts of the next channels are loaded behind the results, when  \
       their registers are not in use any more. */                             \
    if (what == SAME_CHANNELS) {                                               \
      if (weights == OWN) {                                                    \
        multiply(pieces, start, &steps, &operands[after], &column[side]);      \
        if (at.channels > 16)                                                  \
          NEXT_PARTS(at.left <= 16, !(side));                                  \
      }                                                                        \
      goto same;                                                               \
    }                                                                          \
    part = 0;                                                                  \
    if (weights == OWN) {                                                      \
      multiply(pieces, start, &steps, &operands[after], &column[!(side)]);     \
      if (at.left <= 16 && at.channels > 16)                                   \
        NEXT_PARTS(1, side);                                                   \
    }                                                                          \
    goto other;                                                                \
  }
#define STEPS(name, side, other)                                               \
  STEP(name##_0, 0, side, name##_1, other##_1)                                 \
  STEP(name##_1, 1, side, name##_2, other##_2)                                 \
  name##_2 : if (sets == 2) goto name##_0;                                     \
  goto name##_third;                                                           \
  STEP(name##_third, 2, side, name##_3, other##_3)                             \
  name##_3 : if (sets == SETS) goto name##_last;                               \
  goto name##_0;                                                               \
  STEP(name##_last, 3, side, name##_0, other##_0)
  STEPS(even, 0, odd)
  STEPS(odd, 1, even)
#undef STEPS
#undef RESULTS
#undef STEP
#undef NEXT_PARTS
#undef AHEAD
}

// What does not fit into registers: weights are loaded for each tile, three
// pieces ahead, and pieces are what a table says.
struct deep {
  tile_i8_t pixels[3], weights[3];
};

CONV_INLINE void load_piece(enum reach reach, const struct sectile_tiles *how,
                            const int32_t *piece, const struct place *at,
                            const char *w, tile_i32_t index, int i,
                            struct deep *to) {
  const int64_t bytes = piece[3 * i + 2];
  to->pixels[i % 3] = load_pixels(reach, at->x + piece[3 * i], index,
                                  how->x_pixel, at->left, bytes);
  to->weights[i % 3] = tile_load_rect_i8(w + piece[3 * i + 1], how->w_channel,
                                         at->channels, bytes);
  CONV_KEEP_ORDER();
}

CONV_INLINE void run_deep(int pieces, enum reach reach, enum results results,
                          int8_t *y, const int8_t *x, const int8_t *w,
                          const int32_t *rows, const struct sectile_tiles *how,
                          void *copy) {
  const int32_t *const offsets = rows + 4 * how->row_words;
  const int32_t *const piece = rows + how->copy.table + how->deep;
  const struct steps steps = steps_of(how);
  struct rare rare;
  struct place at;
  tile_u8_t copied[GROUP];
  struct groups groups = {0};
  begin(y, how->copy.groups ? copy : (const void *)x, w, rows, how, &rare, &at);
  if (how->copy.groups) {
    groups = begin_copy(how, rows, (const char *)x, copy, copied);
    fill_later(how, rows, copy);
  }
  __asm__ volatile("" ::"r"(&rare) : "memory");
  first_pixels(reach, how, &rare, &at);
  struct scatter to;
  tile_u8_t padding;
  begin_scatter(results, how, rows, y, &to, &padding);
  struct deep deep;
  tile_i32_t sum[2], index[2], scattered[2];
  CONV_UNROLL
  for (int i = 0; i < 2; ++i) {
    ANY(sum[i]);
    ANY(index[i]);
    ANY(scattered[i]);
  }
#define LOAD_RESULTS(n)                                                        \
  do {                                                                         \
    if (reach == GATHERS)                                                      \
      index[n] = load_words(at.offsets, at.left);                              \
    if (results == SCATTERED)                                                  \
      scattered[n] = load_words(at.results, at.left);                          \
    CONV_KEEP_ORDER();                                                         \
  } while (0)
  LOAD_RESULTS(0);
  CONV_UNROLL
  for (int i = 0; i < 3; ++i)
    load_piece(reach, how, piece, &at, rare.w, index[0], i, &deep);
// Keeps the two sides of a condition apart, which would become one whose tiles
// are selected or moved.
#define BRANCH(side) __asm__ volatile("" : : "i"(side) : "memory")
  // What results need, of the channels of this tile and of the next ones.
  struct column column[2];
  int side = 0;
  load_rest(ZERO, how, at.bias, &column[0]);
  ANY(column[1].bias);
  ANY(column[1].parameters.multiplier);
  ANY(column[1].parameters.right);
#define PIECE(i, n)                                                            \
  if (i < pieces) {                                                            \
    __asm__ volatile("" : "+t"(deep.pixels[i % 3]));                           \
    sum[n] = i == 0                                                            \
                 ? tile_mmaz_depth_i8(deep.pixels[i % 3], deep.weights[i % 3], \
                                      piece[3 * i + 2])                        \
                 : tile_mma_depth_i8(sum[n], deep.pixels[i % 3],               \
                                     deep.weights[i % 3], piece[3 * i + 2]);   \
    __asm__ volatile("" : "+t"(sum[n]));                                       \
    if (i + 3 < pieces)                                                        \
      load_piece(reach, how, piece, &now, w_now, index[n], i + 3, &deep);      \
    else if (what != NONE)                                                     \
      load_piece(reach, how, piece, &at, rare.w, index[!(n)], i + 3 - pieces,  \
                 &deep);                                                       \
  }
#define STEP(name, n, other)                                                   \
  name: {                                                                      \
    const struct place now = at;                                               \
    const char *const w_now = rare.w;                                          \
    const enum next what =                                                     \
        next_place(reach, how, &steps, offsets, &rare, &at);                   \
    if (what != NONE)                                                          \
      LOAD_RESULTS(!(n));                                                      \
    if (what == OTHER_CHANNELS) {                                              \
      if (side) {                                                              \
        BRANCH(0);                                                             \
        load_rest(ZERO, how, at.bias, &column[0]);                             \
        BRANCH(0);                                                             \
      } else {                                                                 \
        BRANCH(1);                                                             \
        load_rest(ZERO, how, at.bias, &column[1]);                             \
        BRANCH(1);                                                             \
      }                                                                        \
    }                                                                          \
    PIECE(0, n)                                                                \
    PIECE(1, n)                                                                \
    PIECE(2, n)                                                                \
    PIECE(3, n)                                                                \
    PIECE(4, n)                                                                \
    PIECE(5, n)                                                                \
    PIECE(6, n)                                                                \
    PIECE(7, n)                                                                \
    PIECE(8, n)                                                                \
    if (groups.left > 0)                                                       \
      copy_groups(how, (const char *)x, copy, how->copy.each, &groups,         \
                  copied);                                                     \
    tile_i32_t result;                                                         \
    if (side) {                                                                \
      BRANCH(1);                                                               \
      result = finished(0, ZERO, how, &steps, sum[n], now.bias, &column[1]);   \
      __asm__ volatile("" : "+t"(result) : "i"(1));                            \
    } else {                                                                   \
      BRANCH(0);                                                               \
      result = finished(0, ZERO, how, &steps, sum[n], now.bias, &column[0]);   \
      __asm__ volatile("" : "+t"(result) : "i"(0));                            \
    }                                                                          \
    side ^= what == OTHER_CHANNELS;                                            \
    if (results == SCATTERED) {                                                \
      scatter_tile(how, &to, scattered[n], result);                            \
      fill_some(&to.fills, how->padding.each, (char *)y, padding);             \
    } else {                                                                   \
      store(reach, how, &steps, &now, result);                                 \
    }                                                                          \
    if (what == NONE)                                                          \
      return;                                                                  \
    KEEP(deep.pixels[0], deep.pixels[1], deep.pixels[2]);                      \
    KEEP(deep.weights[0], deep.weights[1], deep.weights[2]);                   \
    KEEP(sum[0], sum[1], padding);                                             \
    KEEP(column[0].bias, column[0].parameters.multiplier,                      \
         column[0].parameters.right);                                          \
    KEEP(column[1].bias, column[1].parameters.multiplier,                      \
         column[1].parameters.right);                                          \
    goto other;                                                                \
  }
  STEP(even, 0, odd)
  STEP(odd, 1, even)
#undef BRANCH
#undef STEP
#undef PIECE
#undef LOAD_RESULTS
}

#define TILES(name, pieces, reach, weights, results, rare)                     \
  void sectile_tiles_##name##_i8(                                              \
      int8_t *y, const int8_t *x, const int8_t *w, const int32_t *rows,        \
      const struct sectile_tiles *how, void *copy) {                           \
    run(pieces, reach, weights, results, rare, y, x, w, rows, how, copy);      \
  }
TILES(1, 1, RECTANGLES, DENSE, PLAIN, 0)
TILES(2, 2, RECTANGLES, DENSE, PLAIN, 0)
TILES(3, 3, RECTANGLES, DENSE, PLAIN, 0)
TILES(4, 4, RECTANGLES, DENSE, PLAIN, 0)
TILES(gathers_1, 1, GATHERS, DENSE, PLAIN, 0)
TILES(gathers_2, 2, GATHERS, DENSE, PLAIN, 0)
TILES(gathers_3, 3, GATHERS, DENSE, PLAIN, 0)
TILES(gathers_4, 4, GATHERS, DENSE, PLAIN, 0)
TILES(scatter_1, 1, RECTANGLES, DENSE, SCATTERED, 0)
TILES(scatter_2, 2, RECTANGLES, DENSE, SCATTERED, 0)
TILES(scatter_gathers_1, 1, GATHERS, DENSE, SCATTERED, 0)
TILES(scatter_gathers_2, 2, GATHERS, DENSE, SCATTERED, 0)
TILES(own, OWN_PIECES, RECTANGLES, OWN, PLAIN, 0)
TILES(own_gathers, OWN_PIECES, GATHERS, OWN, PLAIN, 0)
TILES(own_places, OWN_PIECES, PLACES, OWN, PLAIN, 0)
TILES(own_rare, OWN_PIECES, RECTANGLES, OWN, PLAIN, 1)
TILES(own_gathers_rare, OWN_PIECES, GATHERS, OWN, PLAIN, 1)
TILES(own_places_rare, OWN_PIECES, PLACES, OWN, PLAIN, 1)

#define DEEP(name, pieces, reach, results)                                     \
  void sectile_tiles_##name##_i8(                                              \
      int8_t *y, const int8_t *x, const int8_t *w, const int32_t *rows,        \
      const struct sectile_tiles *how, void *copy) {                           \
    run_deep(pieces, reach, results, y, x, w, rows, how, copy);                \
  }
DEEP(6, 6, RECTANGLES, PLAIN)
DEEP(9, 9, RECTANGLES, PLAIN)
DEEP(gathers_6, 6, GATHERS, PLAIN)
DEEP(gathers_9, 9, GATHERS, PLAIN)
DEEP(scatter_6, 6, RECTANGLES, SCATTERED)
DEEP(scatter_9, 9, RECTANGLES, SCATTERED)
DEEP(scatter_gathers_6, 6, GATHERS, SCATTERED)
DEEP(scatter_gathers_9, 9, GATHERS, SCATTERED)

// A load transposes up to 64 rows, of which the windows of several rows of the
// result are stored.
void sectile_columns_i8(int8_t *columns, const int8_t *x,
                        const struct sectile_columns *how) {
  const int64_t kernel = how->kernel_height, row = how->padded_width * kernel,
                width = how->width, dilation = how->dilation_y,
                stride = how->stride_y, together = how->together;
  conv_fill((char *)columns, how->batch * how->out_height * row,
            (int32_t)(0x01010101u * (uint32_t)(how->zero_point & 0xff)));
  char *to = (char *)columns + how->left * kernel;
  for (int64_t n = 0; n < how->batch; ++n, x += how->height * width)
    for (int64_t oy = 0; oy < how->out_height; oy += together) {
      const int64_t windows = conv_smaller(how->out_height - oy, together);
      // The rows that are within x.
      const int64_t first = oy * stride - how->top;
      int64_t begin = -first, end = how->height - first;
      if (dilation != 1) {
        begin = begin > 0 ? (begin + dilation - 1) / dilation : 0;
        end = (end + dilation - 1) / dilation;
      }
      for (int64_t at = 0; at < width; at += 16) {
        const tile_u8_t tile = tile_load_window_transposed_u8(
            (const char *)x + first * width + at, dilation * width, begin, end,
            0, width - at);
        char *window = to + at * kernel;
        for (int64_t j = 0; j < windows * stride; j += stride) {
          tile_store_window_u8(window, kernel, 0, width - at,
                               conv_larger(begin, j),
                               conv_smaller(end, j + kernel), tile);
          window += row - stride;
        }
      }
      to += windows * row;
    }
}
