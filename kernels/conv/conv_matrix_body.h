// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// conv_T and conv_transposed_T on the matrix unit, for the type that the
// including file defines as conv_types.h says.
//
// A block is some tiles of 16 pixels by some of 16 output channels, whose sums
// stay in registers while the steps run: a step is up to 64 bytes of channels
// of one tap. What follows the sums (requantisation, clamp, store) is written
// after the first steps of the next block, so that the elementwise unit works
// on it while the matrix unit works on those. The next block may be of other
// channels or of another group: only the last one of all has none after it.

// Blocks whose results are stored in order, with usual or rare requantisation;
// those whose results are scattered.
enum conv_blocks { CONV_USUAL, CONV_RARE, CONV_SCATTER };

// All that the loops need, in bytes but for `length`.
struct CONV(loops) {
  const char *x, *w;
  char *y;
  int64_t groups;
  int64_t x_group, w_group, y_group; // from group to group
  struct conv_steps in, out;
  int64_t taps_y, taps_x;   // of each output pixel
  int64_t x_tap_y, x_tap_x; // from tap to tap
  int64_t w_tap_y, w_tap_x;
  int64_t w_out;    // from output channel to output channel
  int64_t length;   // elements of a tap, contiguous in x and in w
  int64_t outputs;  // output channels of a group
  int64_t channels; // of all groups; the last one may have fewer
  int64_t steps;
  int64_t pixels, rows, images;
  const int32_t *offsets; // of the pixels in x, or null (conv_offsets)
  CONV_SUM *bias;         // of all output channels
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

struct CONV(operands) {
  CONV_OPERAND a[4], b[4];
  int64_t depth;
};

// Where a block begins: its pixels and its output channels. x, w and y are
// those of the group.
struct CONV(place) {
  struct conv_walk at;
  int64_t pixel, channel, group;
  const char *x, *w;
  char *y;
};

// To the next block; 0 if there is none.
CONV_INLINE int CONV(next_place)(int tiles, int columns,
                                 const struct CONV(loops) * l, int64_t from,
                                 int64_t to, struct CONV(place) * place) {
  place->pixel += 16 * tiles;
  if (place->pixel < l->images * l->rows * l->pixels) {
    conv_advance(&place->at, 16 * tiles);
    return 1;
  }
  place->pixel = place->at.pixel = place->at.row = place->at.image = 0;
  place->channel += 16 * columns;
  if (place->channel < to)
    return 1;
  place->channel = from;
  place->x += l->x_group;
  place->w += l->w_group;
  place->y += l->y_group;
  return ++place->group < l->groups;
}

// The loads of a step.
CONV_INLINE void CONV(load_step)(int tiles, int columns,
                                 const struct CONV(loops) * l,
                                 const struct CONV(step) * t,
                                 const tile_i32_t *index, const int64_t *first,
                                 int64_t pixels, int64_t outputs,
                                 struct CONV(operands) * to) {
  to->depth = l->length - t->c;
  CONV_UNROLL
  for (int j = 0; j < columns; j++)
    to->b[j] = CONV_LOAD(t->w + 16 * j * l->w_out, l->w_out, outputs - 16 * j,
                         to->depth);
  CONV_UNROLL
  for (int i = 0; i < tiles; i++)
    to->a[i] = l->offsets
                   ? CONV_GATHER(t->x, index[i], pixels - 16 * i, to->depth)
                   : CONV_LOAD(t->x + first[i], l->in.pixel, pixels - 16 * i,
                               to->depth);
}

// All products of its operands.
CONV_INLINE void CONV(multiply)(int tiles, int columns,
                                const struct CONV(operands) * of,
                                CONV_SUMS sum[4][4]) {
  CONV_UNROLL
  for (int i = 0; i < tiles; i++)
    CONV_UNROLL
  for (int j = 0; j < columns; j++)
    sum[i][j] = CONV_MULTIPLY(sum[i][j], of->a[i], of->b[j], of->depth);
}

// A block that is under way. `number` is that of its first channel among those
// of all groups, of which `outputs` are left; y is where its results are.
struct CONV(block) {
  struct conv_walk at;
  int64_t pixels, outputs, number;
  char *y;
  CONV_SUMS sum[4][4];
};

// Parameters of results, which stay in registers for as long as the channels
// are the same, if there are enough.
struct CONV(kept) {
  int64_t number; // of the first channel, -1 at first
  struct CONV(parameters) parameters[4];
};

// The parameters of the columns of the block's results from number `from` to
// `to`, counted column by column.
CONV_INLINE void CONV(load_parameters)(int tiles, int from, int to,
                                       const struct CONV(loops) * l,
                                       int64_t number,
                                       struct CONV(parameters) parameters[4]) {
  CONV_UNROLL
  for (int j = from / tiles; j < (to + tiles - 1) / tiles; j++)
    parameters[j] = CONV(load_finish)(l->finish, number + 16 * j);
}

#define CONV_KEEPS(tiles, columns) ((tiles) * (columns) <= 4 || (columns) <= 2)
CONV_INLINE void CONV(keep)(int tiles, int columns,
                            const struct CONV(loops) * l, int64_t number,
                            struct CONV(kept) * kept) {
  if (!CONV_KEEPS(tiles, columns) || kept->number == number)
    return;
  kept->number = number;
  CONV_KEEP_ORDER(); // no selection each time instead
  CONV(load_parameters)(tiles, 0, tiles * columns, l, number, kept->parameters);
}

// These results.
CONV_INLINE void CONV(store)(enum conv_blocks kind, int tiles, int from, int to,
                             const struct CONV(loops) * l, tile_i32_t numbers,
                             const struct CONV(parameters) parameters[4],
                             struct CONV(block) * block) {
  CONV_UNROLL
  for (int n = from; n < to; n++) {
    const int i = n % tiles, j = n / tiles;
    const CONV_SUMS result =
        CONV(finished)(block->sum[i][j], &parameters[j], l->finish,
                       block->number + 16 * j, kind != CONV_USUAL);
    const int64_t left = block->outputs - 16 * j;
    char *const to_column = block->y + 16 * j * (int64_t)sizeof(CONV_ELEMENT);
    if (kind == CONV_SCATTER) {
      struct conv_walk place = block->at;
      conv_advance(&place, 16 * i);
      CONV_STORE_ROWS(to_column, conv_index(place, &l->out, numbers),
                      block->pixels - 16 * i, left, result);
    } else {
      CONV_STORE(to_column + 16 * i * l->out.pixel, l->out.pixel,
                 block->pixels - 16 * i, left, result);
    }
  }
}

// The sums of the block at `place`, and meanwhile the results of the block
// before it, if there is one.
CONV_INLINE void CONV(next_block)(enum conv_blocks kind, int tiles, int columns,
                                  const struct CONV(loops) * l,
                                  const struct CONV(place) * place,
                                  tile_i32_t numbers, struct CONV(kept) * kept,
                                  struct CONV(block) * block,
                                  struct CONV(block) * before) {
  const int results = tiles * columns;
  if (before)
    CONV(keep)(tiles, columns, l, before->number, kept);
  tile_i32_t index[4];
  int64_t first[4];
  block->at = place->at;
  block->pixels = l->images * l->rows * l->pixels - place->pixel;
  block->number = place->group * l->outputs + place->channel;
  block->outputs =
      conv_smaller(l->outputs - place->channel, l->channels - block->number);
  block->y = place->y + place->channel * (int64_t)sizeof(CONV_ELEMENT) +
             (kind == CONV_SCATTER ? 0 : place->pixel * l->out.pixel);
  struct conv_walk at = place->at;
  CONV_UNROLL
  for (int i = 0; i < tiles; i++) {
    // Rectangles take half of the time of gathers.
    first[i] = l->offsets ? 0 : conv_offset(&at, &l->in);
    index[i] = l->offsets
                   ? tile_load_rect_i32(l->offsets + place->pixel + 16 * i, 4,
                                        block->pixels - 16 * i, 1)
                   : numbers;
    conv_advance(&at, 16);
  }
  // The first operands before the bias, which the multiplies need later.
  struct CONV(step)
      step = {place->x, place->w + place->channel * l->w_out, 0, 0, 0};
  struct CONV(operands) operands[2];
  int64_t steps = l->steps;
  const int any = steps > 0;
  CONV(load_step)(tiles, columns, l, &step, index, first,
                  any ? block->pixels : 0, any ? block->outputs : 0, operands);
  CONV_KEEP_ORDER();
  // Few tiles leave registers for the operands of two steps: those of the next
  // one are loaded before those of this are free.
  const int ahead = results <= 4;
  CONV_UNROLL
  for (int i = 0; i < tiles; i++) {
    CONV_UNROLL
    for (int j = 0; j < columns; j++)
      block->sum[i][j] = CONV_LOAD_BIAS(l->bias + block->number + 16 * j);
    // Loaded for each: the elementwise unit has more to do than the loads.
    CONV_KEEP_ORDER();
  }
  // A quarter of the results after each of the first steps: more would fill the
  // queue of the elementwise unit and hold up the next step's loads. Their
  // parameters are loaded before, into registers that no operand has.
  struct CONV(parameters) *const parameters = kept->parameters;
  CONV_UNROLL
  for (int quarter = 0; quarter < 4; quarter++) {
    if (quarter % 2 == 0 && before && !CONV_KEEPS(tiles, columns)) {
      CONV(load_parameters)(tiles, results * quarter / 4,
                            results * (quarter + 2) / 4, l, before->number,
                            parameters);
      CONV_KEEP_ORDER();
    }
    if (steps-- > 0) {
      struct CONV(operands) *const these = &operands[ahead ? quarter % 2 : 0];
      if (ahead ? steps > 0 : quarter > 0) {
        CONV(next_step)(l, &step);
        CONV(load_step)(tiles, columns, l, &step, index, first, block->pixels,
                        block->outputs,
                        &operands[ahead ? (quarter + 1) % 2 : 0]);
        CONV_KEEP_ORDER();
      }
      CONV(multiply)(tiles, columns, these, block->sum);
    }
    if (before)
      CONV(store)(kind, tiles, results * quarter / 4,
                  results * (quarter + 1) / 4, l, numbers, parameters, before);
  }
  // By turns of the two sets of operands, or the first alone.
#define CONV_STEP(odd)                                                         \
  steps--;                                                                     \
  if (!ahead || steps > 0) {                                                   \
    CONV(next_step)(l, &step);                                                 \
    CONV(load_step)(tiles, columns, l, &step, index, first, block->pixels,     \
                    block->outputs, &operands[ahead && !(odd)]);               \
    CONV_KEEP_ORDER();                                                         \
  }                                                                            \
  CONV(multiply)(tiles, columns, &operands[odd], block->sum)
  while (steps > 0) {
    CONV_STEP(0);
    if (ahead && steps > 0) {
      CONV_STEP(1);
    }
  }
#undef CONV_STEP
}

// All results of a block.
CONV_INLINE void CONV(last)(enum conv_blocks kind, int tiles, int columns,
                            const struct CONV(loops) * l, tile_i32_t numbers,
                            struct CONV(kept) * kept,
                            struct CONV(block) * block) {
  CONV(keep)(tiles, columns, l, block->number, kept);
  if (!CONV_KEEPS(tiles, columns))
    CONV(load_parameters)(tiles, 0, tiles * columns, l, block->number,
                          kept->parameters);
  CONV(store)(kind, tiles, 0, tiles * columns, l, numbers, kept->parameters,
              block);
}

// All blocks of `tiles` x `columns` tiles, for the output channels of each
// group from `from` to `to`. Two blocks take turns: sums that were moved would
// hold up what the elementwise unit does next until they are complete.
CONV_INLINE void CONV(blocks)(enum conv_blocks kind, int tiles, int columns,
                              const struct CONV(loops) * given, int64_t from,
                              int64_t to) {
  // Of its own, which no store changes.
  const struct CONV(finish) finish = *given->finish;
  struct CONV(loops) own = *given;
  own.finish = &finish;
  const struct CONV(loops) *const l = &own;
  const tile_i32_t numbers = tile_index_row();
  struct CONV(place)
      place = {{l->rows, l->pixels, 0, 0, 0}, 0, from, 0, l->x, l->w, l->y};
  struct CONV(block) one, two;
  struct CONV(kept) kept;
  kept.number = -1;
  CONV(next_block)(kind, tiles, columns, l, &place, numbers, &kept, &one, 0);
  for (;;) {
    if (!CONV(next_place)(tiles, columns, l, from, to, &place)) {
      CONV(last)(kind, tiles, columns, l, numbers, &kept, &one);
      return;
    }
    CONV(next_block)(kind, tiles, columns, l, &place, numbers, &kept, &two,
                     &one);
    if (!CONV(next_place)(tiles, columns, l, from, to, &place)) {
      CONV(last)(kind, tiles, columns, l, numbers, &kept, &two);
      return;
    }
    CONV(next_block)(kind, tiles, columns, l, &place, numbers, &kept, &one,
                     &two);
  }
}

// The shapes of blocks, a function each. No register is loaded anew before most
// multiplies of its step have begun.
#define CONV_BLOCKS(name, kind, tiles, columns)                                \
  static void CONV(name)(const struct CONV(loops) * l, int64_t from,           \
                         int64_t to) {                                         \
    CONV(blocks)(kind, tiles, columns, l, from, to);                           \
  }
CONV_BLOCKS(blocks_2x4, CONV_USUAL, 2, 4)
CONV_BLOCKS(blocks_1x4, CONV_USUAL, 1, 4)
CONV_BLOCKS(blocks_4x2, CONV_USUAL, 4, 2)
CONV_BLOCKS(blocks_3x2, CONV_USUAL, 3, 2)
CONV_BLOCKS(blocks_1x2, CONV_USUAL, 1, 2)
CONV_BLOCKS(blocks_4x1, CONV_USUAL, 4, 1)
CONV_BLOCKS(blocks_3x1, CONV_USUAL, 3, 1)
CONV_BLOCKS(blocks_1x1, CONV_USUAL, 1, 1)
CONV_BLOCKS(rare_4, CONV_RARE, 2, 4)
CONV_BLOCKS(rare_2, CONV_RARE, 4, 2)
CONV_BLOCKS(rare_1, CONV_RARE, 4, 1)
CONV_BLOCKS(scatter_4, CONV_SCATTER, 1, 4)
CONV_BLOCKS(scatter_2, CONV_SCATTER, 1, 2)
CONV_BLOCKS(scatter_1, CONV_SCATTER, 1, 1)
#undef CONV_BLOCKS

static int64_t CONV(tiles_of_pixels)(const struct CONV(loops) * l) {
  return (l->images * l->rows * l->pixels + 15) / 16;
}

// Tiles of pixels at a time, so that the fewest of the last block are empty.
CONV_INLINE int CONV(most_tiles)(const struct CONV(loops) * l) {
  const int64_t tiles = CONV(tiles_of_pixels)(l);
  return tiles < 2 ? 1 : (tiles + 2) / 3 * 3 < (tiles + 3) / 4 * 4 ? 3 : 4;
}

// Four, two or one tiles of output channels at a time, from `from` to `to` of
// each group.
static void CONV(run_columns)(const struct CONV(loops) * l, int columns,
                              int scatter, int64_t from, int64_t to) {
  if (from >= to)
    return;
  if (scatter)
    return (columns == 4   ? CONV(scatter_4)
            : columns == 2 ? CONV(scatter_2)
                           : CONV(scatter_1))(l, from, to);
  if (CONV_IS_RARE(l->finish))
    return (columns == 4   ? CONV(rare_4)
            : columns == 2 ? CONV(rare_2)
                           : CONV(rare_1))(l, from, to);
  const int64_t tiles = CONV(tiles_of_pixels)(l);
  if (columns == 4)
    return (tiles % 2 && tiles < 16 ? CONV(blocks_1x4)
                                    : CONV(blocks_2x4))(l, from, to);
  int most = CONV(most_tiles)(l);
  // One by one rather than with more than a sixteenth in vain.
  if (columns == 2 && ((tiles + most - 1) / most * most - tiles) * 16 > tiles)
    most = 1;
  if (columns == 2)
    return (most == 4   ? CONV(blocks_4x2)
            : most == 3 ? CONV(blocks_3x2)
                        : CONV(blocks_1x2))(l, from, to);
  (most == 4   ? CONV(blocks_4x1)
   : most == 3 ? CONV(blocks_3x1)
               : CONV(blocks_1x1))(l, from, to);
}

static void CONV(run)(struct CONV(loops) * l, int scatter) {
  if (!l->images || !l->rows || !l->pixels || !l->groups)
    return;
  l->steps =
      l->taps_y * l->taps_x * ((l->length + CONV_DEPTH - 1) / CONV_DEPTH);
  CONV_FOLD(l);
  const int64_t rest = l->outputs % 64;
  const int64_t four = rest > 48 ? l->outputs : l->outputs - rest;
  const int64_t two =
      l->outputs - four > 16 ? conv_smaller(four + 32, l->outputs) : four;
  CONV(run_columns)(l, 4, scatter, 0, four);
  CONV(run_columns)(l, 2, scatter, four, two);
  CONV(run_columns)(l, 1, scatter, two, l->outputs);
}

// Taps that are contiguous in x are one: more products in each step.
CONV_INLINE void CONV(join_taps)(struct CONV(loops) * l) {
  if (l->x_tap_x != l->w_tap_x)
    return;
  l->length *= l->taps_x;
  l->taps_x = 1;
  if (l->x_tap_y == l->w_tap_y) {
    l->length *= l->taps_y;
    l->taps_y = 1;
  }
}

// x has its padding.
static void CONV(plain)(const struct conv_shape *s, const struct conv_padded *p,
                        const char *x, const char *w, char *y, CONV_SUM *bias,
                        const struct CONV(finish) * finish,
                        const int32_t *offsets) {
  const int64_t size = sizeof(CONV_ELEMENT);
  // A division takes as long as a multiply of tiles.
  const int64_t deep = s->groups == 1 ? s->channels : s->channels / s->groups;
  const int64_t outputs =
      s->groups == 1 ? s->out_channels : s->out_channels / s->groups;
  const int64_t pixel = s->channels * size, row = p->width * pixel;
  const int64_t y_pixel = s->out_channels * size;
  const int64_t taps = s->kernel_height * s->kernel_width;
  struct CONV(loops)
      l = {.x = x,
           .w = w,
           .y = y,
           .groups = s->groups,
           .x_group = deep * size,
           .w_group = outputs * taps * deep * size,
           .y_group = outputs * size,
           .in = {s->stride_x * pixel, s->stride_y * row, p->height * row},
           .out = {y_pixel, s->out_width * y_pixel,
                   s->out_height * s->out_width * y_pixel},
           .taps_y = s->kernel_height,
           .taps_x = s->kernel_width,
           .x_tap_y = s->dilation_y * row,
           .x_tap_x = s->dilation_x * pixel,
           .w_tap_y = s->kernel_width * deep * size,
           .w_tap_x = deep * size,
           .w_out = taps * deep * size,
           .length = deep,
           .outputs = outputs,
           .channels = s->out_channels,
           .pixels = s->out_width,
           .rows = s->out_height,
           .images = s->batch,
           .offsets = offsets,
           .bias = bias,
           .finish = finish};
  CONV(join_taps)(&l);
  CONV(run)(&l, 0);
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
                     const struct CONV(finish) * finish, int32_t *offsets) {
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
      struct CONV(loops) l = {
          .x = x + (p->top + fy.input) * row + (p->left + fx.input) * pixel,
          .w = w + (fy.first * s->kernel_width + fx.first) * deep * size,
          .y = y + (py * s->out_width + px) * y_pixel,
          .groups = s->groups,
          .x_group = deep * size,
          .w_group = outputs * kernel,
          .y_group = outputs * size,
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
          .channels = s->out_channels,
          .pixels = fx.outputs,
          .rows = fy.outputs,
          .images = s->batch,
          .bias = bias,
          .finish = finish};
      l.offsets = conv_offsets(l.images, l.rows, l.pixels, &l.in, offsets);
      CONV(run)(&l, 1);
    }
}
