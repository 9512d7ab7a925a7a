// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// conv_depthwise_T and the pools on the elementwise unit, for the type that the
// including file defines as conv_body.h says: tiles of 16 pixels by 16
// channels.

// What the windows of all output pixels are, in bytes.
struct CONV(windows) {
  const char *x;
  struct conv_steps in;
  int64_t taps_y, taps_x, tap_y, tap_x;
  int64_t images, rows, pixels, all;
};

static struct CONV(windows)
    CONV(windows_of)(const struct conv_shape *s, const struct conv_padded *p,
                     const char *x) {
  const int64_t pixel = s->channels * (int64_t)sizeof(CONV_ELEMENT),
                row = p->width * pixel;
  return (struct CONV(windows)){
      x,
      {s->stride_x * pixel, s->stride_y * row, p->height * row},
      s->kernel_height,
      s->kernel_width,
      s->dilation_y * row,
      s->dilation_x * pixel,
      s->batch,
      s->out_height,
      s->out_width,
      s->batch * s->out_height * s->out_width};
}

struct CONV(depthwise_loops) {
  struct CONV(windows) v;
  const char *w;
  char *y;
  int64_t outputs, multiplier; // channels of y, and how many for one of x
  const CONV_SUM *bias;
  const struct CONV(finish) * finish;
};

// A block of up to eight tiles of pixels from number `pixel`, of which `left`
// exist. If `flat`, these are places of one image of x with its padding, at
// equal distances, so that loads of rectangles reach them, which take a third
// of the time of gathers; places that are no pixels are computed and not
// stored. Tile i begins in row row[i] of an image, first[i] places after its
// beginning.
struct CONV(depthwise_block) {
  int64_t pixel, left;
  tile_i32_t index[8];
  int64_t row[8], first[8];
};

// Which tap is next.
struct CONV(tap) {
  const char *x, *w;
  int64_t tx;
};

// The weights and the values of a tap.
struct CONV(tap_values) {
  CONV_SUMS weight, value[8];
};

CONV_INLINE void CONV(add_tap)(int tiles,
                               const struct CONV(tap_values) * values,
                               CONV_SUMS sum[8]) {
  CONV_UNROLL
  for (int i = 0; i < tiles; i++)
    CONV_ADD_PRODUCT(sum[i], values->value[i], values->weight);
}

CONV_INLINE void
CONV(depthwise_store)(int i, int flat, const struct CONV(depthwise_loops) * l,
                      const struct CONV(depthwise_block) * block, int64_t width,
                      int64_t channel, CONV_SUMS result) {
  const struct CONV(windows) *v = &l->v;
  const int64_t size = sizeof(CONV_ELEMENT), left = l->outputs - channel;
  const int64_t y_pixel = l->outputs * size;
  char *const y = l->y + channel * size;
  if (!flat) {
    CONV_STORE(y + (block->pixel + 16 * i) * y_pixel, y_pixel,
               block->left - 16 * i, left, result);
    return;
  }
  // Each row that the tile touches has v->pixels pixels.
  int64_t row = block->row[i], at = -block->first[i];
  for (; at < 16 && row < v->rows; at += width, row++)
    CONV_STORE_WINDOW(y + (row * v->pixels - at) * y_pixel, y_pixel, at,
                      at + v->pixels, left, result);
}

// 16 channels from `channel` on, of which `left` exist: which of x they are
// made of, the tap that is next, and the bias.
struct CONV(depthwise_channels) {
  int64_t channel, left;
  int64_t columns, weights; // how many of x and of w are loaded for a tap
  tile_i32_t choice;
  struct CONV(tap) tap;
  CONV_SUMS bias;
};

CONV_INLINE void CONV(load_tap)(int tiles, int many, int flat,
                                const struct CONV(depthwise_loops) * l,
                                const struct CONV(depthwise_block) * block,
                                struct CONV(depthwise_channels) * c,
                                struct CONV(tap_values) * values) {
  const struct CONV(windows) *v = &l->v;
  struct CONV(tap) *const t = &c->tap;
  values->weight = CONV_LOAD_WIDE(t->w, 0, 16, c->weights);
  CONV_UNROLL
  for (int i = 0; i < tiles; i++) {
    const int64_t rows = block->left - 16 * i;
    const CONV_SUMS value =
        flat ? CONV_LOAD_WIDE(t->x + 16 * i * v->in.pixel, v->in.pixel, rows,
                              c->columns)
             : CONV_GATHER_WIDE(t->x, block->index[i], rows, c->columns);
    values->value[i] = many ? CONV_PERMUTE(value, c->choice) : value;
  }
  t->x += v->tap_x;
  t->w += l->outputs * (int64_t)sizeof(CONV_ELEMENT);
  if (++t->tx == v->taps_x) {
    t->tx = 0;
    t->x += v->tap_y - v->taps_x * v->tap_x;
  }
}

// Begins with channels from `channel` on: loads the bias and the first tap, of
// which nothing is read if there is no channel or no tap.
CONV_INLINE struct CONV(depthwise_channels)
    CONV(depthwise_begin)(int tiles, int many, int flat,
                          const struct CONV(depthwise_loops) * l,
                          const struct CONV(depthwise_block) * block,
                          int64_t channel, struct CONV(tap_values) * first) {
  const int64_t size = sizeof(CONV_ELEMENT);
  struct CONV(depthwise_channels) c;
  c.channel = channel;
  c.left = conv_larger(l->outputs - channel, 0);
  // Column j of x is number (channel + j) / multiplier.
  const int64_t from = many ? channel / l->multiplier : channel;
  c.columns = c.left;
  if (many && c.left)
    c.columns =
        (channel + conv_smaller(c.left, 16) - 1) / l->multiplier - from + 1;
  c.choice =
      many ? conv_channel_choice(channel, l->multiplier) : tile_zero_i32();
  c.tap = (struct CONV(tap)){
      l->v.x + (flat ? block->pixel * l->v.in.pixel : 0) + from * size,
      l->w + channel * size, 0};
  c.bias = CONV_LOAD_BIAS(l->bias + (c.left ? channel : 0));
  c.weights = c.left;
  if (!l->v.taps_y || !l->v.taps_x)
    c.columns = c.weights = 0;
  CONV(load_tap)(tiles, many, flat, l, block, &c, first);
  CONV_KEEP_ORDER();
  return c;
}

// The results for 16 channels, whose first tap is loaded. Then two taps at a
// time, so that the operands of one are loaded while those of the other are
// used, and the first tap of the channels after before what follows the sums.
CONV_INLINE struct CONV(depthwise_channels)
    CONV(depthwise_sums)(int tiles, int many, int flat,
                         const struct CONV(depthwise_loops) * l,
                         const struct CONV(depthwise_block) * block,
                         int64_t width, struct CONV(depthwise_channels) c,
                         struct CONV(tap_values) * first) {
  const struct CONV(parameters) parameters =
      CONV(load_finish)(l->finish, c.channel);
  CONV_KEEP_ORDER();
  CONV_SUMS sum[8];
  struct CONV(tap_values) one, two;
  int64_t taps = l->v.taps_y * l->v.taps_x;
  CONV_UNROLL
  for (int i = 0; i < tiles; i++)
    sum[i] = taps ? CONV_MADD(first->value[i], first->weight, c.bias) : c.bias;
  for (taps--; taps > 1; taps -= 2) {
    CONV(load_tap)(tiles, many, flat, l, block, &c, &one);
    CONV_KEEP_ORDER();
    CONV(load_tap)(tiles, many, flat, l, block, &c, &two);
    CONV_KEEP_ORDER();
    CONV(add_tap)(tiles, &one, sum);
    CONV(add_tap)(tiles, &two, sum);
  }
  if (taps > 0) {
    CONV(load_tap)(tiles, many, flat, l, block, &c, &one);
    CONV(add_tap)(tiles, &one, sum);
  }
  const struct CONV(depthwise_channels) next =
      CONV(depthwise_begin)(tiles, many, flat, l, block, c.channel + 16, first);
  CONV_UNROLL
  for (int i = 0; i < tiles; i++)
    CONV(depthwise_store)(
        i, flat, l, block, width, c.channel,
        CONV(finished)(sum[i], &parameters, l->finish, c.channel, 1));
  return next;
}

// Pixels or places from number `pixel` to `end`, `tiles` tiles at a time, so
// that a load of weights serves as many.
CONV_INLINE void CONV(depthwise_blocks)(int tiles, int many, int flat,
                                        const struct CONV(depthwise_loops) * l,
                                        int64_t width, int64_t pixel,
                                        int64_t end) {
  const struct CONV(windows) *v = &l->v;
  const tile_i32_t numbers = tile_index_row();
  // Places go on after the last row, where nothing is stored.
  struct conv_walk at = flat ? conv_start(INT64_MAX, width, pixel)
                             : conv_start(v->rows, v->pixels, pixel);
  for (; pixel < end; pixel += 16 * tiles) {
    struct CONV(depthwise_block) block;
    block.pixel = pixel;
    block.left = end - pixel;
    CONV_UNROLL
    for (int i = 0; i < tiles; i++) {
      block.row[i] = at.row;
      block.first[i] = at.pixel;
      block.index[i] = flat ? numbers : conv_index(at, &v->in, numbers);
      conv_advance(&at, 16);
    }
    struct CONV(tap_values) first;
    struct CONV(depthwise_channels) c =
        CONV(depthwise_begin)(tiles, many, flat, l, &block, 0, &first);
    while (c.left)
      c = CONV(depthwise_sums)(tiles, many, flat, l, &block, width, c, &first);
  }
}

// Blocks of eight tiles, then one of the smallest size that what is left fits
// in.
#define CONV_DEPTHWISE(name, flat)                                             \
  static void CONV(name)(const struct CONV(depthwise_loops) * l,               \
                         int64_t width, int64_t all) {                         \
    const int64_t done = all & ~INT64_C(127), left = all - done;               \
    if (left > 80) {                                                           \
      CONV(depthwise_blocks)(8, 0, flat, l, width, 0, all);                    \
      return;                                                                  \
    }                                                                          \
    CONV(depthwise_blocks)(8, 0, flat, l, width, 0, done);                     \
    if (left > 48)                                                             \
      CONV(depthwise_blocks)(5, 0, flat, l, width, done, all);                 \
    else if (left > 16)                                                        \
      CONV(depthwise_blocks)(3, 0, flat, l, width, done, all);                 \
    else                                                                       \
      CONV(depthwise_blocks)(1, 0, flat, l, width, done, all);                 \
  }
CONV_DEPTHWISE(depthwise_flat, 1)
CONV_DEPTHWISE(depthwise_gather, 0)
#undef CONV_DEPTHWISE

static void CONV(depthwise_all)(const struct conv_shape *s,
                                const struct conv_padded *p, const char *x,
                                const char *w, char *y, const CONV_SUM *bias,
                                const struct CONV(finish) * finish) {
  const int64_t multiplier = s->channels ? s->out_channels / s->channels : 1;
  struct CONV(depthwise_loops) l = {CONV(windows_of)(s, p, x),
                                    w,
                                    y,
                                    s->out_channels,
                                    multiplier,
                                    bias,
                                    finish};
  if (!l.v.all)
    return;
  if (multiplier > 1) {
    CONV(depthwise_blocks)(1, 1, 0, &l, 0, 0, l.v.all);
    return;
  }
  // From the first pixel to the last, with what lies between rows.
  const int64_t places = (s->out_height - 1) * p->width + s->out_width;
  if (s->stride_y == 1 && s->stride_x == 1 && p->width >= s->out_width &&
      places <= 2 * s->out_height * s->out_width) {
    for (int64_t n = 0; n < s->batch; n++) {
      CONV(depthwise_flat)(&l, p->width, places);
      l.v.x += l.v.in.image;
      l.y += s->out_height * s->out_width * s->out_channels *
             (int64_t)sizeof(CONV_ELEMENT);
    }
    return;
  }
  CONV(depthwise_gather)(&l, 0, l.v.all);
}

// How many of the taps at `first`, `first` + dilation... are within 0..extent.
CONV_INLINE int64_t CONV(taps_inside)(int64_t first, int64_t taps,
                                      int64_t dilation, int64_t extent) {
  const int64_t before =
      first < 0 ? conv_smaller((-first + dilation - 1) / dilation, taps) : 0;
  const int64_t until =
      first < extent ? conv_smaller((extent - 1 - first) / dilation + 1, taps)
                     : 0;
  return conv_larger(until - before, 0);
}

// The elements of the windows of 16 pixels, in every column.
static tile_i32_t CONV(counts)(const struct conv_shape *s, struct conv_walk at,
                               int32_t words[16]) {
  for (int i = 0; i < 16; i++, conv_advance(&at, 1)) {
    const int64_t count =
        CONV(taps_inside)(at.row * s->stride_y - s->pad_top, s->kernel_height,
                          s->dilation_y, s->height) *
        CONV(taps_inside)(at.pixel * s->stride_x - s->pad_left, s->kernel_width,
                          s->dilation_x, s->width);
    words[i] = count ? (int32_t)count : 1;
  }
  return tile_broadcast_column_i32(tile_load_rect_i32(words, 4, 16, 1), 0);
}

CONV_INLINE void CONV(pool)(int average, const struct conv_shape *s,
                            const struct conv_padded *p, const char *x,
                            CONV_SUM low, CONV_SUM high, char *y) {
  const struct CONV(windows) v = CONV(windows_of)(s, p, x);
  const int64_t size = sizeof(CONV_ELEMENT), y_pixel = s->channels * size;
  const tile_i32_t numbers = tile_index_row();
  struct conv_walk at = {v.rows, v.pixels, 0, 0, 0};
  for (int64_t pixel = 0; pixel < v.all; pixel += 16) {
    const tile_i32_t index = conv_index(at, &v.in, numbers);
    tile_i32_t count = numbers;
    int32_t words[16];
    if (average)
      count =
          p->bytes
              ? CONV(counts)(s, at, words)
              : tile_splat_i32((int32_t)conv_larger(v.taps_y * v.taps_x, 1));
    conv_advance(&at, 16);
    for (int64_t channel = 0; channel < s->channels; channel += 16) {
      CONV_SUMS value = average ? CONV_ZERO() : CONV_LOWEST();
      const char *x_row = v.x + channel * size;
      for (int64_t ty = 0; ty < v.taps_y; ty++, x_row += v.tap_y) {
        const char *from = x_row;
        for (int64_t tx = 0; tx < v.taps_x; tx++, from += v.tap_x) {
          const CONV_SUMS more = CONV_GATHER_WIDE(from, index, v.all - pixel,
                                                  s->channels - channel);
          value = average ? value + more : CONV_MAXIMUM(value, more);
        }
      }
      if (average)
        value = CONV_AVERAGE(value, count);
      CONV_STORE(y + pixel * y_pixel + channel * size, y_pixel, v.all - pixel,
                 s->channels - channel, CONV_CLAMP(value, low, high));
    }
  }
}
