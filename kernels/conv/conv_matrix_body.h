// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// conv_T and conv_transposed_T on the matrix unit, for the type that the
// including file defines as conv_types.h says.
//
// A block is some tiles of 16 pixels by some of 16 output channels, whose sums
// stay in registers while the steps run: a step is up to 64 bytes of channels
// of one tap. What follows the sums (requantisation, clamp, store) is written
// after the first steps of the next block, so that the elementwise unit works
// on it while the matrix unit works on those.

// All that the loops need, in bytes but for `length`.
struct CONV(loops) {
  const char *x, *w;
  char *y;
  struct conv_steps in, out;
  int64_t taps_y, taps_x;   // of each output pixel
  int64_t x_tap_y, x_tap_x; // from tap to tap
  int64_t w_tap_y, w_tap_x;
  int64_t w_out;   // from output channel to output channel
  int64_t length;  // elements of a tap, contiguous in x and in w
  int64_t outputs; // output channels
  int64_t steps;
  int64_t pixels, rows, images;
  int even;       // whether the pixels of each tile are at equal distances in x
  CONV_SUM *bias; // of these output channels
  int64_t first;  // of these, among all: in the rows of parameters
  const struct CONV(finish) * finish;
};

// Where a step is.
struct CONV(step) {
  const char *x, *w;
  int64_t ty, tx, c;
};

CONV_INLINE void CONV(next_step)(const struct CONV(loops) * l,
                                 struct CONV(step) * t) {
  t->c += CONV_DEPTH;
  t->x += 64;
  t->w += 64;
  if (t->c < l->length)
    return;
  const int64_t back =
      (l->length + CONV_DEPTH - 1) / CONV_DEPTH * 64; // what c has advanced
  t->c = 0;
  t->x += l->x_tap_x - back;
  t->w += l->w_tap_x - back;
  if (++t->tx < l->taps_x)
    return;
  t->tx = 0;
  t->x += l->x_tap_y - l->taps_x * l->x_tap_x;
  t->w += l->w_tap_y - l->taps_x * l->w_tap_x;
  t->ty++;
}

// One step: loads, then all products of the operands.
CONV_INLINE void CONV(multiply)(int tiles, int columns,
                                const struct CONV(loops) * l,
                                struct CONV(step) * t, const tile_i32_t *index,
                                const int64_t *first, int64_t pixels,
                                int64_t outputs, CONV_SUMS sum[4][4]) {
  const int64_t left = l->length - t->c;
  CONV_OPERAND a[4], b[4];
  CONV_UNROLL
  for (int j = 0; j < columns; j++)
    b[j] =
        CONV_LOAD(t->w + 16 * j * l->w_out, l->w_out, outputs - 16 * j, left);
  CONV_UNROLL
  for (int i = 0; i < tiles; i++)
    a[i] = l->even
               ? CONV_LOAD(t->x + first[i], l->in.pixel, pixels - 16 * i, left)
               : CONV_GATHER(t->x, index[i], pixels - 16 * i, left);
  CONV_UNROLL
  for (int i = 0; i < tiles; i++)
    CONV_UNROLL
  for (int j = 0; j < columns; j++)
    sum[i][j] = CONV_MULTIPLY(sum[i][j], a[i], b[j], left);
  CONV(next_step)(l, t);
}

// A block that is under way: its pixels and its sums.
struct CONV(block) {
  struct conv_walk at;
  int64_t pixel, pixels;
  CONV_SUMS sum[4][4];
};

// The parameters of the columns of the block's results from number `from` to
// `to`, counted column by column.
CONV_INLINE void CONV(load_parameters)(int tiles, int from, int to,
                                       const struct CONV(loops) * l,
                                       int64_t channel,
                                       struct CONV(parameters) parameters[4]) {
  CONV_UNROLL
  for (int j = from / tiles; j < (to + tiles - 1) / tiles; j++)
    parameters[j] = CONV(load_finish)(l->finish, l->first + channel + 16 * j);
}

// These results.
CONV_INLINE void CONV(store)(int tiles, int scatter, int from, int to,
                             const struct CONV(loops) * l, int64_t channel,
                             tile_i32_t numbers,
                             const struct CONV(parameters) parameters[4],
                             struct CONV(block) * block) {
  char *const y = l->y + channel * (int64_t)sizeof(CONV_ELEMENT);
  CONV_UNROLL
  for (int n = from; n < to; n++) {
    const int i = n % tiles, j = n / tiles;
    const CONV_SUMS result =
        CONV(finished)(block->sum[i][j], &parameters[j], l->finish,
                       l->first + channel + 16 * j);
    const int64_t left = l->outputs - channel - 16 * j;
    char *const to_column = y + 16 * j * (int64_t)sizeof(CONV_ELEMENT);
    if (scatter) {
      struct conv_walk place = block->at;
      conv_advance(&place, 16 * i);
      CONV_STORE_ROWS(to_column, conv_index(place, &l->out, numbers),
                      block->pixels - 16 * i, left, result);
    } else {
      CONV_STORE(to_column + (block->pixel + 16 * i) * l->out.pixel,
                 l->out.pixel, block->pixels - 16 * i, left, result);
    }
  }
}

// The sums of a block, and meanwhile the results of the block before it.
CONV_INLINE void CONV(next_block)(int tiles, int columns, int scatter,
                                  const struct CONV(loops) * l, int64_t channel,
                                  struct conv_walk *at, int64_t pixel,
                                  int64_t end, tile_i32_t numbers,
                                  struct CONV(block) * block,
                                  struct CONV(block) * before) {
  const int results = tiles * columns;
  const int64_t outputs = l->outputs - channel;
  tile_i32_t index[4];
  int64_t first[4];
  block->at = *at;
  block->pixel = pixel;
  block->pixels = end - pixel;
  CONV_UNROLL
  for (int i = 0; i < tiles; i++) {
    // Rectangles take a third of the time of gathers.
    first[i] = conv_offset(at, &l->in);
    index[i] = l->even ? numbers : conv_index(*at, &l->in, numbers);
    conv_advance(at, 16);
  }
  CONV_UNROLL
  for (int i = 0; i < tiles; i++)
    CONV_UNROLL
  for (int j = 0; j < columns; j++)
    block->sum[i][j] = CONV_LOAD_BIAS(l->bias + channel + 16 * j);
  // A quarter of the results after each of the first steps: more would fill the
  // queue of the elementwise unit and hold up the next step's loads. Their
  // parameters are loaded before, into registers that no operand has.
  struct CONV(parameters) parameters[4];
  struct CONV(step) step = {l->x, l->w + channel * l->w_out, 0, 0, 0};
  int64_t steps = l->steps;
  CONV_UNROLL
  for (int quarter = 0; quarter < 4; quarter++) {
    if (quarter % 2 == 0) {
      CONV(load_parameters)(tiles, results * quarter / 4,
                            results * (quarter + 2) / 4, l, channel,
                            parameters);
      CONV_KEEP_ORDER();
    }
    if (steps-- > 0)
      CONV(multiply)(tiles, columns, l, &step, index, first, end - pixel,
                     outputs, block->sum);
    CONV(store)(tiles, scatter, results * quarter / 4,
                results * (quarter + 1) / 4, l, channel, numbers, parameters,
                before);
  }
  while (steps-- > 0)
    CONV(multiply)(tiles, columns, l, &step, index, first, end - pixel, outputs,
                   block->sum);
}

// All results of a block.
CONV_INLINE void CONV(last)(int tiles, int columns, int scatter,
                            const struct CONV(loops) * l, int64_t channel,
                            tile_i32_t numbers, struct CONV(block) * block) {
  struct CONV(parameters) parameters[4];
  CONV(load_parameters)(tiles, 0, tiles * columns, l, channel, parameters);
  CONV(store)(tiles, scatter, 0, tiles * columns, l, channel, numbers,
              parameters, block);
}

// All blocks of `tiles` x `columns` tiles over the pixels from number `pixel`
// to `end`, for output channels from `channel`. Two blocks take turns: sums
// that were moved would hold up what the elementwise unit does next until they
// are complete.
CONV_INLINE void CONV(blocks)(int tiles, int columns, int scatter,
                              const struct CONV(loops) * l, int64_t channel,
                              int64_t pixel, int64_t end) {
  const tile_i32_t numbers = tile_index_row();
  struct conv_walk at = conv_start(l->rows, l->pixels, pixel);
  struct CONV(block) one, two;
  two.at = at;
  two.pixel = two.pixels = 0; // its results are not stored
  CONV_UNROLL
  for (int i = 0; i < tiles; i++)
    CONV_UNROLL
  for (int j = 0; j < columns; j++)
    two.sum[i][j] = CONV_ZERO();
  for (;;) {
    CONV(next_block)(tiles, columns, scatter, l, channel, &at, pixel, end,
                     numbers, &one, &two);
    pixel += 16 * tiles;
    if (pixel >= end) {
      CONV(last)(tiles, columns, scatter, l, channel, numbers, &one);
      return;
    }
    CONV(next_block)(tiles, columns, scatter, l, channel, &at, pixel, end,
                     numbers, &two, &one);
    pixel += 16 * tiles;
    if (pixel >= end) {
      CONV(last)(tiles, columns, scatter, l, channel, numbers, &two);
      return;
    }
  }
}

// Blocks of two by four tiles, or four by two or one if fewer output channels
// are left; the last pixels tile by tile. No register is loaded anew before
// most multiplies of its step have begun.
#define CONV_RUN(columns)                                                      \
  static void CONV(run_##columns)(const struct CONV(loops) * l, int scatter,   \
                                  int64_t channel) {                           \
    const int64_t all = l->images * l->rows * l->pixels;                       \
    if (scatter) {                                                             \
      CONV(blocks)(1, columns, 1, l, channel, 0, all);                         \
      return;                                                                  \
    }                                                                          \
    const int64_t block = (columns) == 4 ? 32 : 64;                            \
    const int64_t whole = all / block * block;                                 \
    if (whole)                                                                 \
      CONV(blocks)((columns) == 4 ? 2 : 4, columns, 0, l, channel, 0, whole);  \
    if (whole < all)                                                           \
      CONV(blocks)(1, columns, 0, l, channel, whole, all);                     \
  }
CONV_RUN(1)
CONV_RUN(2)
CONV_RUN(4)
#undef CONV_RUN

static void CONV(run)(struct CONV(loops) * l, int scatter) {
  if (!l->images || !l->rows || !l->pixels)
    return;
  l->even = l->pixels % 16 == 0 || l->rows * l->images == 1;
  l->steps =
      l->taps_y * l->taps_x * ((l->length + CONV_DEPTH - 1) / CONV_DEPTH);
  CONV_FOLD(l);
  for (int64_t channel = 0; channel < l->outputs;) {
    const int64_t left = l->outputs - channel;
    if (left > 48) {
      CONV(run_4)(l, scatter, channel);
      channel += 64;
    } else if (left > 16) {
      CONV(run_2)(l, scatter, channel);
      channel += 32;
    } else {
      CONV(run_1)(l, scatter, channel);
      channel += 16;
    }
  }
}

// One group after another. x has its padding.
static void CONV(plain)(const struct conv_shape *s, const struct conv_padded *p,
                        const char *x, const char *w, char *y, CONV_SUM *bias,
                        const struct CONV(finish) * finish) {
  const int64_t size = sizeof(CONV_ELEMENT);
  const int64_t deep = s->channels / s->groups;
  const int64_t outputs = s->out_channels / s->groups;
  const int64_t pixel = s->channels * size, row = p->width * pixel;
  const int64_t y_pixel = s->out_channels * size;
  for (int64_t group = 0; group < s->groups; group++) {
    struct CONV(loops)
        l = {.x = x + group * deep * size,
             .w = w + group * outputs * s->kernel_height * s->kernel_width *
                          deep * size,
             .y = y + group * outputs * size,
             .in = {s->stride_x * pixel, s->stride_y * row, p->height * row},
             .out = {y_pixel, s->out_width * y_pixel,
                     s->out_height * s->out_width * y_pixel},
             .taps_y = s->kernel_height,
             .taps_x = s->kernel_width,
             .x_tap_y = s->dilation_y * row,
             .x_tap_x = s->dilation_x * pixel,
             .w_tap_y = s->kernel_width * deep * size,
             .w_tap_x = deep * size,
             .w_out = s->kernel_height * s->kernel_width * deep * size,
             .length = deep,
             .outputs = outputs,
             .pixels = s->out_width,
             .rows = s->out_height,
             .images = s->batch,
             .bias = bias + group * outputs,
             .first = group * outputs,
             .finish = finish};
    // Taps that are contiguous in x are one: more products in each step.
    if (l.x_tap_x == l.w_tap_x) {
      l.length *= l.taps_x;
      l.taps_x = 1;
      if (l.x_tap_y == l.w_tap_y) {
        l.length *= l.taps_y;
        l.taps_y = 1;
      }
    }
    CONV(run)(&l, 0);
  }
}

// Of one axis of a transposed convolution, the outputs `phase` + n * stride:
// the first tap that reaches them, the distance of such taps, how many there
// are, and the input of the first at n = 0.
struct CONV(phase) {
  int64_t first, distance, taps, input, outputs;
};
static struct CONV(phase)
    CONV(phase_of)(int64_t phase, int64_t out, int64_t kernel, int64_t stride,
                   int64_t dilation, int64_t pad) {
  struct CONV(phase) f = {0, 0, 0, 0, (out - phase + stride - 1) / stride};
  for (int64_t k = 0; k < kernel && k < 2 * stride; k++)
    if ((phase + pad - k * dilation) % stride == 0) {
      if (f.taps) {
        f.distance = k - f.first;
        break;
      }
      f.first = k;
      f.taps = 1;
    }
  if (f.distance)
    f.taps = (kernel - 1 - f.first) / f.distance + 1;
  f.input = (phase + pad - f.first * dilation) / stride;
  return f;
}

// Output pixels whose coordinates leave the same remainders by the strides have
// the same taps: a convolution of stride 1 for each pair of remainders.
// Not every file that includes this calls it.
__attribute__((unused)) static void
CONV(transposed_run)(const struct conv_shape *s, const struct conv_padded *p,
                     const char *x, const char *w, char *y, CONV_SUM *bias,
                     const struct CONV(finish) * finish) {
  const int64_t size = sizeof(CONV_ELEMENT);
  const int64_t deep = s->channels / s->groups;
  const int64_t outputs = s->out_channels / s->groups;
  const int64_t pixel = s->channels * size, row = p->width * pixel;
  const int64_t y_pixel = s->out_channels * size;
  const int64_t kernel = s->kernel_height * s->kernel_width * deep * size;
  for (int64_t py = 0; py < s->stride_y && py < s->out_height; py++)
    for (int64_t px = 0; px < s->stride_x && px < s->out_width; px++) {
      const struct CONV(phase) fy =
          CONV(phase_of)(py, s->out_height, s->kernel_height, s->stride_y,
                         s->dilation_y, s->pad_top);
      const struct CONV(phase) fx =
          CONV(phase_of)(px, s->out_width, s->kernel_width, s->stride_x,
                         s->dilation_x, s->pad_left);
      for (int64_t group = 0; group < s->groups; group++) {
        struct CONV(loops) l = {
            .x = x + (p->top + fy.input) * row + (p->left + fx.input) * pixel +
                 group * deep * size,
            .w = w + group * outputs * kernel +
                 (fy.first * s->kernel_width + fx.first) * deep * size,
            .y =
                y + (py * s->out_width + px) * y_pixel + group * outputs * size,
            .in = {pixel, row, p->height * row},
            .out = {s->stride_x * y_pixel, s->stride_y * s->out_width * y_pixel,
                    s->out_height * s->out_width * y_pixel},
            .taps_y = fy.taps,
            .taps_x = fx.taps,
            .x_tap_y = -(fy.distance * s->dilation_y / s->stride_y) * row,
            .x_tap_x = -(fx.distance * s->dilation_x / s->stride_x) * pixel,
            .w_tap_y = fy.distance * s->kernel_width * deep * size,
            .w_tap_x = fx.distance * deep * size,
            .w_out = kernel,
            .length = deep,
            .outputs = outputs,
            .pixels = fx.outputs,
            .rows = fy.outputs,
            .images = s->batch,
            .bias = bias + group * outputs,
            .first = group * outputs,
            .finish = finish};
        CONV(run)(&l, 1);
      }
    }
}
