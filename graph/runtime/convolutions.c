// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernels of kernels/conv for compiled models: what they compute from their
// arguments in each call, parameters of channels, sums of weights, the extents
// of padding, a model has as constants.
#include "../../kernels/conv/conv_plan.h"
#include "kernels.h"

struct conv_loops_i8;
static void conv_fold_i8(const struct conv_loops_i8 *l) { (void)l; }
#include "../../kernels/conv/conv_i8_body.h"

static struct conv_padded extents(const struct sectile_conv *how) {
  return (struct conv_padded){how->top,   how->left, how->height,
                              how->width, 0,         how->bytes};
}

// The input with its padding.
static const char *padded(const struct sectile_conv *how, const int8_t *x,
                          void *copy, int64_t value) {
  const struct conv_padded p = extents(how);
  return conv_pad(&how->shape, 1, &p, (const char *)x, copy,
                  (int32_t)(0x01010101u * (uint32_t)(value & 0xff)));
}

static struct requantisation requantisation(const struct sectile_conv *how) {
  return (struct requantisation){0,
                                 0,
                                 1,
                                 (int)how->single_rounding,
                                 (int32_t)how->out_zero_point,
                                 (int32_t)how->low,
                                 (int32_t)how->high};
}

// Nothing writes to the rows: conv_fold_i8 is empty.
static struct requantisation_rows parameters(const struct sectile_conv *how,
                                             const int32_t *rows) {
  int32_t *const first = (int32_t *)rows;
  return (struct requantisation_rows){
      first + how->row_words, first + 2 * how->row_words,
      first + 3 * how->row_words, (int)how->any_left};
}

static const int32_t *offsets(const struct sectile_conv *how,
                              const int32_t *rows) {
  return how->gathers ? rows + 4 * how->row_words : 0;
}

void sectile_conv_i8(int8_t *y, const int8_t *x, const int8_t *w,
                     const int32_t *rows, const struct sectile_conv *how,
                     void *copy) {
  const struct conv_padded p = extents(how);
  const struct requantisation q = requantisation(how);
  const struct conv_finish_i8 finish = {q, parameters(how, rows), 0, 0};
  conv_plain_i8(&how->shape, &p, padded(how, x, copy, how->zero_point),
                (const char *)w, (char *)y, (int32_t *)rows, &finish,
                offsets(how, rows));
}

// Rows of tiles are rows of the window: of one row of pixels as many as a tile
// is wide.
static void gather_patches(const struct sectile_conv *how, const char *x,
                           char *to) {
  const struct conv_shape *const s = &how->shape;
  const int64_t run = s->kernel_width * s->channels,
                step = s->stride_x * s->channels,
                row = how->width * s->channels,
                together = (64 - run) / step + 1;
  for (int64_t n = 0; n < s->batch; ++n)
    for (int64_t oy = 0; oy < s->out_height; ++oy) {
      const char *const from = x + (n * how->height + oy * s->stride_y) * row;
      for (int64_t ox = 0; ox < s->out_width; ox += together) {
        const int64_t pixels = conv_smaller(s->out_width - ox, together);
        const tile_u8_t tile =
            tile_load_rect_u8(from + ox * step, s->dilation_y * row,
                              s->kernel_height, (pixels - 1) * step + run);
        for (int64_t at = 0; at < pixels * step;
             at += step, to += s->kernel_height * run)
          tile_store_window_u8(to - at, run, 0, s->kernel_height, at, at + run,
                               tile);
      }
    }
}

void sectile_conv_patches_i8(int8_t *y, const int8_t *x, const int8_t *w,
                             const int32_t *rows,
                             const struct sectile_conv *how, void *copy) {
  const struct conv_shape *const s = &how->shape;
  const struct requantisation q = requantisation(how);
  const struct conv_finish_i8 finish = {q, parameters(how, rows), 0, 0};
  const int64_t pixels = s->batch * s->out_height * s->out_width,
                depth = s->kernel_height * s->kernel_width * s->channels;
  char *const patches = (char *)copy + how->bytes;
  gather_patches(how, padded(how, x, copy, how->zero_point), patches);
  const struct conv_shape product = {
      1, 1, pixels, depth, 1, pixels, s->out_channels, 1, 1, 1,
      1, 1, 1,      0,     0, 1};
  const struct conv_padded p = {0, 0, 1, pixels, 0, 0};
  conv_plain_i8(&product, &p, patches, (const char *)w, (char *)y,
                (int32_t *)rows, &finish, 0);
}

void sectile_conv_depthwise_i8(int8_t *y, const int8_t *x, const int8_t *w,
                               const int32_t *rows,
                               const struct sectile_conv *how, void *copy) {
  const struct conv_padded p = extents(how);
  const struct requantisation q = requantisation(how);
  const struct conv_finish_i8 finish = {q, parameters(how, rows), 0, 0};
  conv_depthwise_all_i8(&how->shape, &p, padded(how, x, copy, how->zero_point),
                        (const char *)w, (char *)y, (int32_t *)rows, &finish);
}

// `lines` tiles of up to 16 pixels by up to 64 channels to where their blocks
// of 16 channels are, `block` bytes apart. Four at a time, so that loads
// overlap.
struct lines {
  const char *from;
  char *to;
  int64_t from_line, from_next, to_line, to_next, block;
  int64_t pixels, channels;
};
CONV_INLINE void copy_lines(int count, struct lines *l) {
  tile_u8_t tile[4];
  CONV_UNROLL
  for (int j = 0; j < count; ++j)
    tile[j] = tile_load_rect_u8(l->from + j * l->from_line, l->from_next,
                                l->pixels, l->channels);
  l->from += count * l->from_line;
  CONV_UNROLL
  for (int j = 0; j < count; ++j, l->to += l->to_line) {
    char *to = l->to;
    CONV_UNROLL
    for (int b = 0; b < 4; ++b, to += l->block - 16)
      if (16 * b < l->channels)
        tile_store_window_u8(to, l->to_next, 0, l->pixels, 16 * b, 16 * b + 16,
                             tile[j]);
  }
}

// The input by blocks of 16 channels, one after another, with its padding: the
// channels of a block lie together for each pixel, so that a row of the window
// is contiguous. A line of pixels is a row or a column of x, whichever needs
// fewer tiles.
static const char *blocks_of_channels(const struct sectile_conv *how,
                                      const char *x, char *copy) {
  const struct conv_shape *const s = &how->shape;
  const int64_t channels = s->channels;
  if (!how->bytes)
    return x;
  const int32_t pattern =
      (int32_t)(0x01010101u * (uint32_t)(how->zero_point & 0xff));
  const int64_t row = how->width * 16, image = how->height * row,
                block = s->batch * image,
                first = how->top * row + how->left * 16;
  // A small image is filled as fast as its padding. The 64 bytes behind are
  // padding of the last row.
  if (image < 4096)
    conv_fill(copy, how->bytes, pattern);
  else
    for (int64_t n = 0; n < s->batch * ((channels + 15) / 16); ++n)
      conv_fill_around(copy + n * image, image + 64, row, first, s->width * 16,
                       s->height, pattern);
  const int by_rows =
      s->height * ((s->width + 15) / 16) <= s->width * ((s->height + 15) / 16);
  const int64_t lines = by_rows ? s->height : s->width,
                length = by_rows ? s->width : s->height;
  struct lines l;
  l.from_line = by_rows ? s->width * channels : channels;
  l.from_next = by_rows ? channels : s->width * channels;
  l.to_line = by_rows ? row : 16;
  l.to_next = by_rows ? 16 : row;
  l.block = block;
  for (int64_t n = 0; n < s->batch; ++n)
    for (int64_t c = 0; c < channels; c += 64)
      for (int64_t i = 0; i < length; i += 16) {
        l.from = x + n * s->height * s->width * channels + c + i * l.from_next;
        l.to = copy + n * image + first + c / 16 * block + i * l.to_next;
        l.pixels = length - i;
        l.channels = channels - c;
        int64_t left = lines;
        for (; left >= 4; left -= 4)
          copy_lines(4, &l);
        for (; left > 0; --left)
          copy_lines(1, &l);
      }
  return copy;
}

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

enum { TAPS_Y = 3 }; // rows of the window, each of which is one product

// Tiles of 16 pixels by 16 channels, one after another. Loads are a tile ahead
// of products, indices for gathers two, since a gather waits for its index.
struct tiles {
  const char *x, *w;
  int64_t channel, pixel; // of the tile whose pixels are loaded next
  int64_t row, column;    // if pixels are places
  tile_i32_t index;       // of this
  tile_i8_t packed[TAPS_Y];
  tile_i8_t weights[TAPS_Y]; // those of each channel in a row of its own
  struct requantisation_tiles parameters;
};

// How tiles reach their pixels: by rectangles, by gathers, or by rectangles of
// places, those between rows too.
enum reach { RECTANGLES, GATHERS, PLACES };

struct results {
  tile_i32_t sum;
  char *y;               // of its first pixel, or of its channels
  int64_t left, channel; // pixels that are left
  int64_t row, column;   // of its first place, if places are computed
  int first;             // whether it is the first of its channels
};

// A tile whose pixels are loaded.
struct tile {
  tile_i8_t pixels[TAPS_Y];
  struct results of;
};

CONV_INLINE int load_tile(enum reach reach, const struct sectile_conv *how,
                          const int32_t *bias, char *y, struct tiles *t,
                          struct tile *to) {
  const struct conv_shape *const s = &how->shape;
  const int64_t run = s->kernel_width * 16, row = how->width * 16,
                tap = s->dilation_y * row;
  const int64_t pixels =
      reach == PLACES ? how->places : s->batch * s->out_height * s->out_width;
  if (t->channel >= s->channels)
    return 0;
  struct results *const of = &to->of;
  of->first = t->pixel == 0;
  of->left = pixels - t->pixel;
  of->channel = t->channel;
  of->y = y + t->channel + (reach == PLACES ? 0 : t->pixel * s->channels);
  of->row = t->row;
  of->column = t->column;
  const int64_t left = of->left;
  if (of->first) {
    CONV_UNROLL
    for (int i = 0; i < TAPS_Y; ++i)
      t->packed[i] = tile_load_rect_i8(t->w + i * run, 0,
                                       i < s->kernel_height ? 16 : 0, run);
    t->w += s->kernel_height * run;
  }
  const int32_t *const offset = bias + 4 * how->row_words + t->pixel;
  if (reach == PLACES) {
    CONV_UNROLL
    for (int i = 0; i < TAPS_Y; ++i)
      to->pixels[i] = tile_load_rect_i8(t->x + t->pixel * 16 + i * tap, 16,
                                        i < s->kernel_height ? left : 0, run);
  } else if (reach == GATHERS) {
    CONV_UNROLL
    for (int i = 0; i < TAPS_Y; ++i)
      to->pixels[i] = tile_gather_rows_i8(t->x + i * tap, t->index,
                                          i < s->kernel_height ? left : 0, run);
    const int more = left > 16;
    t->index = tile_load_rect_i32(more ? offset + 16 : offset - t->pixel, 4,
                                  more ? left - 16 : pixels, 1);
  } else {
    CONV_UNROLL
    for (int i = 0; i < TAPS_Y; ++i)
      to->pixels[i] =
          tile_load_rect_i8(t->x + *offset + i * tap, s->stride_x * 16,
                            i < s->kernel_height ? left : 0, run);
  }
  CONV_KEEP_ORDER();
  t->pixel += 16;
  if (reach == PLACES)
    for (t->column += 16; t->column >= how->width; ++t->row)
      t->column -= how->width;
  if (t->pixel >= pixels) {
    t->pixel = t->row = t->column = 0;
    t->channel += 16;
    t->x += s->batch * how->height * row;
  }
  return 1;
}

// The products of a tile follow each other in one accumulator.
CONV_INLINE void multiply_tile(const struct sectile_conv *how,
                               const int32_t *bias, tile_i32_t own,
                               struct tiles *t, const struct tile *tile,
                               struct results *to) {
  const int64_t run = how->shape.kernel_width * 16;
  *to = tile->of;
  to->sum = tile_load_rect_i32(bias + to->channel, 0, 16, 16);
  if (to->first) {
    CONV_KEEP_ORDER(); // no selection in each tile instead
    CONV_UNROLL
    for (int i = 0; i < TAPS_Y; ++i)
      t->weights[i] = (tile_i8_t)((tile_i32_t)t->packed[i] & own);
  }
  CONV_UNROLL
  for (int i = 0; i < TAPS_Y; ++i)
    if (i < how->shape.kernel_height)
      to->sum = tile_mma_depth_i8(to->sum, tile->pixels[i], t->weights[i], run);
}

CONV_INLINE void finish_tile(enum reach reach, int rare,
                             const struct sectile_conv *how,
                             const struct conv_finish_i8 *finish,
                             struct tiles *t, const struct results *of) {
  if (of->first)
    t->parameters = conv_load_finish_i8(finish, of->channel);
  const struct conv_shape *const s = &how->shape;
  const int64_t channels = s->channels, left = channels - of->channel;
  const tile_i32_t result =
      conv_finished_i8(of->sum, &t->parameters, finish, of->channel, rare);
  if (reach != PLACES) {
    tile_store_rect_narrow_i8(of->y, channels, of->left, left, result);
    return;
  }
  int64_t at = -of->column;
  for (int64_t row = of->row; at < 16 && row < s->out_height; ++row) {
    tile_store_window_narrow_i8(of->y + (row * s->out_width - at) * channels,
                                channels, at, at + s->out_width, 0, left,
                                result);
    at += how->width;
  }
}

CONV_INLINE void depthwise_matrix(enum reach reach, int rare,
                                  const struct sectile_conv *given,
                                  const struct conv_finish_i8 *finish,
                                  const char *x, const char *w,
                                  const int32_t *bias, char *y) {
  const struct sectile_conv mine = *given; // which no store changes
  const struct sectile_conv *const how = &mine;
  const tile_i32_t own = tile_load_i32(&diagonal[0][0]);
  struct tiles t;
  t.x = x;
  t.w = w;
  t.channel = t.pixel = t.row = t.column = 0;
  if (reach == GATHERS)
    t.index = tile_load_rect_i32(
        bias + 4 * how->row_words, 4,
        how->shape.batch * how->shape.out_height * how->shape.out_width, 1);
  struct tile one, two;
  struct results first, second;
  if (!load_tile(reach, how, bias, y, &t, &one))
    return;
  int more = load_tile(reach, how, bias, y, &t, &two);
  multiply_tile(how, bias, own, &t, &one, &first);
  for (;;) {
    if (!more) {
      finish_tile(reach, rare, how, finish, &t, &first);
      return;
    }
    more = load_tile(reach, how, bias, y, &t, &one);
    multiply_tile(how, bias, own, &t, &two, &second);
    finish_tile(reach, rare, how, finish, &t, &first);
    if (!more) {
      finish_tile(reach, rare, how, finish, &t, &second);
      return;
    }
    more = load_tile(reach, how, bias, y, &t, &two);
    multiply_tile(how, bias, own, &t, &one, &first);
    finish_tile(reach, rare, how, finish, &t, &second);
  }
}

void sectile_conv_depthwise_matrix_i8(int8_t *y, const int8_t *x,
                                      const int8_t *w, const int32_t *rows,
                                      const struct sectile_conv *how,
                                      void *copy) {
  const struct requantisation q = requantisation(how);
  const struct conv_finish_i8 finish = {q, parameters(how, rows), 0, 0};
  const char *const from = blocks_of_channels(how, (const char *)x, copy);
  const int rare = requantisation_rare(&finish.rows, &q);
#define RUN(reach, rare)                                                       \
  depthwise_matrix(reach, rare, how, &finish, from, (const char *)w, rows,     \
                   (char *)y)
  if (how->places)
    rare ? RUN(PLACES, 1) : RUN(PLACES, 0);
  else if (how->gathers)
    rare ? RUN(GATHERS, 1) : RUN(GATHERS, 0);
  else
    rare ? RUN(RECTANGLES, 1) : RUN(RECTANGLES, 0);
#undef RUN
}

void sectile_pool_max_i8(int8_t *y, const int8_t *x,
                         const struct sectile_conv *how, void *copy) {
  const struct conv_padded p = extents(how);
  conv_pool_i8(0, &how->shape, &p, padded(how, x, copy, -128),
               (int32_t)how->low, (int32_t)how->high, (char *)y);
}

void sectile_pool_average_i8(int8_t *y, const int8_t *x,
                             const struct sectile_conv *how, void *copy) {
  const struct conv_padded p = extents(how);
  conv_pool_i8(1, &how->shape, &p, padded(how, x, copy, 0), (int32_t)how->low,
               (int32_t)how->high, (char *)y);
}
