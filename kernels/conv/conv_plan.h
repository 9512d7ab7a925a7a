// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What all convolution and pooling kernels share: checks, the padded copy of x,
// and the walk over output pixels in tiles.
//
// A tile holds 16 output pixels, consecutive across the ends of rows and
// images, so that no row of a tile is wasted. The rows of x that a tap needs
// are then 16 places that a row gather reads. Where the places of all taps lie
// within x, one index tile serves all taps, of which only the base address
// differs. So if windows reach beyond x, x is first copied with its padding: as
// many bytes as x has, once, where an im2col buffer has them once a tap.
#ifndef CONV_PLAN_H
#define CONV_PLAN_H

#include <sectile.h>
#include <string.h>

#include "conv.h"

#define CONV_INLINE static inline __attribute__((always_inline))
#define CONV_UNROLL _Pragma("clang loop unroll(full)")
// Loads before this stay before it: moved down to where their values are used,
// they would get registers that are still in use, and would wait for those.
#define CONV_KEEP_ORDER() __asm__ volatile("" ::: "memory")
// sum += a * b by the instruction `name`, in the register of the sum: the
// compiler would take that of a, which then is not free for the next load.
#define CONV_IN_PLACE(name, sum, a, b)                                         \
  __asm__(name " %0, %1, %2, %0" : "+t"(sum) : "t"(a), "t"(b))

// conv_NAME_T inside the file of type T, NAME_T of the kernels.
#define CONV_PASTE_(a, b) a##_##b
#define CONV_PASTE(a, b) CONV_PASTE_(a, b)
#define CONV_NAME(name) CONV_PASTE(name, CONV_TYPE)
#define CONV(name) CONV_NAME(conv_##name)

enum conv_kind { CONV_PLAIN, CONV_TRANSPOSED, CONV_DEPTHWISE, CONV_POOL };

// The part of x that windows reach, as extents of an array with padding. What
// is added behind a row is also what is added before the next one, so the last
// row has `tail` bytes behind it.
struct conv_padded {
  int64_t top, left, height, width; // before x, and in all
  int64_t tail;
  int64_t bytes; // of the copy, 0 if none is needed
};

CONV_INLINE int64_t conv_floor_divide(int64_t a, int64_t b) {
  return a / b - (a % b < 0);
}
CONV_INLINE int64_t conv_smaller(int64_t a, int64_t b) { return a < b ? a : b; }
CONV_INLINE int64_t conv_larger(int64_t a, int64_t b) { return a > b ? a : b; }

// Whether the product is below 2^31, of factors that are not negative.
CONV_INLINE int conv_small(int64_t a, int64_t b, int64_t c, int64_t d,
                           int64_t e, int64_t *product) {
  const int64_t limit = INT64_C(1) << 31;
  *product = 0;
  if (!a || !b || !c || !d || !e)
    return 1;
  if (a >= limit || b >= limit || c >= limit || d >= limit || e >= limit)
    return 0;
  int64_t p = a * b;
  if (p >= limit || (p *= c) >= limit || (p *= d) >= limit || (p *= e) >= limit)
    return 0;
  *product = p;
  return 1;
}

// One axis: where the first tap of the first output is, and where the last of
// the last.
CONV_INLINE void conv_axis(int transposed, int64_t out, int64_t kernel,
                           int64_t stride, int64_t dilation, int64_t pad,
                           int64_t *first, int64_t *last) {
  const int64_t reach = (kernel - 1) * dilation;
  *first = transposed ? conv_floor_divide(pad - reach, stride) : -pad;
  *last = transposed ? conv_floor_divide(out - 1 + pad, stride)
                     : (out - 1) * stride - pad + reach;
}

// Every extent is checked to be below 2^31, so that nothing overflows.
CONV_INLINE enum kernel_status conv_check_shape(enum conv_kind kind,
                                                const struct conv_shape *s,
                                                int64_t size,
                                                struct conv_padded *p) {
  const int64_t limit = INT64_C(1) << 31;
  const int64_t all[] = {s->batch,         s->height,       s->width,
                         s->channels,      s->out_height,   s->out_width,
                         s->out_channels,  s->kernel_width, s->pad_top,
                         s->kernel_height, s->pad_left};
  const int64_t steps[] = {s->stride_y, s->stride_x, s->dilation_y,
                           s->dilation_x, s->groups};
  for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
    if (all[i] < 0 || all[i] >= limit)
      return KERNEL_BAD_SHAPE;
  for (unsigned i = 0; i < sizeof steps / sizeof *steps; i++)
    if (steps[i] < 1 || steps[i] >= limit)
      return KERNEL_BAD_SHAPE;
  int64_t bytes;
  if (kind == CONV_DEPTHWISE || kind == CONV_POOL) {
    if (s->channels ? s->out_channels % s->channels : s->out_channels)
      return KERNEL_BAD_SHAPE;
    if (s->groups != conv_larger(s->channels, 1) ||
        (kind == CONV_POOL && s->out_channels != s->channels))
      return KERNEL_BAD_SHAPE;
  } else if (s->channels % s->groups || s->out_channels % s->groups) {
    return KERNEL_BAD_SHAPE;
  }
  if (!conv_small(s->batch, s->height, s->width, s->channels, size, &bytes) ||
      !conv_small(s->batch, s->out_height, s->out_width, s->out_channels, size,
                  &bytes) ||
      !conv_small(s->kernel_height, s->kernel_width, s->out_channels,
                  kind == CONV_DEPTHWISE || kind == CONV_POOL
                      ? 1
                      : s->channels / s->groups,
                  size, &bytes))
    return KERNEL_BAD_SHAPE;

  *p = (struct conv_padded){0, 0, s->height, s->width, 0, 0};
  if (!s->batch || !s->out_height || !s->out_width || !s->out_channels ||
      !s->kernel_height || !s->kernel_width || !s->channels)
    return KERNEL_OK;
  int64_t top, bottom, left, right;
  if (kind == CONV_TRANSPOSED) {
    conv_axis(1, s->out_height, s->kernel_height, s->stride_y, s->dilation_y,
              s->pad_top, &top, &bottom);
    conv_axis(1, s->out_width, s->kernel_width, s->stride_x, s->dilation_x,
              s->pad_left, &left, &right);
  } else {
    conv_axis(0, s->out_height, s->kernel_height, s->stride_y, s->dilation_y,
              s->pad_top, &top, &bottom);
    conv_axis(0, s->out_width, s->kernel_width, s->stride_x, s->dilation_x,
              s->pad_left, &left, &right);
  }
  if (top >= 0 && left >= 0 && bottom < s->height && right < s->width)
    return KERNEL_OK;
  p->top = conv_larger(-top, 0);
  p->left = conv_larger(-left, 0);
  p->height = p->top + conv_larger(bottom, 0) + 1;
  const int64_t reach = conv_larger(right, 0) + 1,
                inside = conv_smaller(reach, s->width), after = reach - inside;
  p->width = inside + conv_larger(p->left, after);
  if (!conv_small(s->batch, p->height, p->left + reach, s->channels, size,
                  &p->bytes))
    return KERNEL_BAD_SHAPE;
  const int64_t pixel = s->channels * size;
  p->tail = conv_smaller(p->left, after) * pixel;
  p->bytes = s->batch * p->height * p->width * pixel + p->tail;
  p->bytes = (p->bytes + 63) & ~INT64_C(63);
  return KERNEL_OK;
}

// Rows of parameters of output channels, a word each. A tile that begins at any
// channel may be read from them.
CONV_INLINE int64_t conv_row_words(const struct conv_shape *s) {
  return (s->out_channels + 30) & ~INT64_C(15);
}
// Offsets of all pixels of y, a word each.
CONV_INLINE int64_t conv_offset_words(const struct conv_shape *s) {
  return s->out_channels ? s->batch * s->out_height * s->out_width : 0;
}
// 63 for the alignment of the first.
CONV_INLINE int64_t conv_scratch_bytes(const struct conv_shape *s,
                                       const struct conv_padded *p) {
  return p->bytes + 4 * (4 * conv_row_words(s) + conv_offset_words(s)) + 63;
}
CONV_INLINE char *conv_align(void *p) {
  return (char *)p + (-(uintptr_t)p & 63);
}

CONV_INLINE int64_t conv_x_bytes(const struct conv_shape *s, int64_t size) {
  return s->batch * s->height * s->width * s->channels * size;
}
CONV_INLINE int64_t conv_y_bytes(const struct conv_shape *s, int64_t size) {
  return s->batch * s->out_height * s->out_width * s->out_channels * size;
}

// Everything but the parameters of quantisation. w and bias are of no account
// to pools.
CONV_INLINE enum kernel_status
conv_check(enum conv_kind kind, const struct conv_shape *s, int64_t size,
           const void *x, const void *w, const void *bias, const void *y,
           const void *scratch, int64_t scratch_bytes, struct conv_padded *p) {
  if (!s)
    return KERNEL_NULL_POINTER;
  const enum kernel_status status = conv_check_shape(kind, s, size, p);
  if (status)
    return status;
  const int64_t x_bytes = conv_x_bytes(s, size),
                y_bytes = conv_y_bytes(s, size);
  const int64_t w_bytes =
      kind == CONV_POOL
          ? 0
          : s->kernel_height * s->kernel_width * s->out_channels * size *
                (kind == CONV_DEPTHWISE ? 1 : s->channels / s->groups);
  const int64_t bias_bytes = bias ? 4 * s->out_channels : 0;
  const int64_t needed = conv_scratch_bytes(s, p);
  if ((!x && x_bytes) || (!w && w_bytes) || (!y && y_bytes) || !scratch)
    return KERNEL_NULL_POINTER;
  if (scratch_bytes < needed)
    return KERNEL_SMALL_SCRATCH;
  if (kernel_overlap(y, y_bytes, x, x_bytes) ||
      kernel_overlap(y, y_bytes, w, w_bytes) ||
      kernel_overlap(y, y_bytes, bias, bias_bytes) ||
      kernel_overlap(y, y_bytes, scratch, needed) ||
      kernel_overlap(scratch, needed, x, x_bytes) ||
      kernel_overlap(scratch, needed, w, w_bytes) ||
      kernel_overlap(scratch, needed, bias, bias_bytes))
    return KERNEL_OVERLAP;
  return KERNEL_OK;
}

// The pattern repeats from the first byte on.
static inline void conv_fill(char *to, int64_t bytes, int32_t pattern) {
  const tile_u8_t tile = (tile_u8_t)tile_splat_i32(pattern);
  for (; bytes > 0; bytes -= 1024, to += 1024)
    tile_store_linear_u8(to, bytes, tile);
}
// Rows of `bytes` bytes that lie `step` bytes apart: rectangles, four at a
// time, whose loads overlap.
static inline void conv_copy_rows(char *to, int64_t to_step, const char *from,
                                  int64_t from_step, int64_t rows,
                                  int64_t bytes) {
  for (int64_t y = 0; y < rows; y += 16) {
    for (int64_t b = 0; b < bytes; b += 256) {
      tile_u8_t tile[4];
      CONV_UNROLL
      for (int i = 0; i < 4; i++)
        tile[i] = tile_load_rect_u8(from + y * from_step + b + 64 * i,
                                    from_step, rows - y, bytes - b - 64 * i);
      CONV_UNROLL
      for (int i = 0; i < 4; i++)
        tile_store_rect_u8(to + y * to_step + b + 64 * i, to_step, rows - y,
                           bytes - b - 64 * i, tile[i]);
    }
  }
}

// The padding of an image of `bytes` bytes in rows of `row` bytes: all but
// `inside` bytes of each of `rows` rows, of which the first begin at `first`.
static inline void conv_fill_around(char *image, int64_t bytes, int64_t row,
                                    int64_t first, int64_t inside, int64_t rows,
                                    int32_t pattern) {
  if (rows <= 0) {
    conv_fill(image, bytes, pattern);
    return;
  }
  const tile_u8_t tile = (tile_u8_t)tile_splat_i32(pattern);
  const int64_t gap = row - inside, last = first + (rows - 1) * row + inside;
  conv_fill(image, first, pattern);
  for (int64_t y = 0; gap && y < rows - 1; y += 16)
    for (int64_t b = 0; b < gap; b += 64)
      tile_store_rect_u8(image + first + inside + y * row + b, row,
                         rows - 1 - y, gap - b, tile);
  conv_fill(image + last, bytes - last, pattern);
}

// x itself, or its copy with padding.
static inline const char *conv_pad(const struct conv_shape *s, int64_t size,
                                   const struct conv_padded *p, const char *x,
                                   char *copy, int32_t pattern) {
  if (!p->bytes)
    return x;
  const int64_t pixel = s->channels * size, row = p->width * pixel;
  const int64_t before = conv_smaller(p->left, p->width) * pixel;
  const int64_t inside = conv_smaller(row - before, s->width * pixel);
  const int64_t rows = conv_smaller(p->height - p->top, s->height);
  const int64_t first = p->top * row + before;
  for (int64_t n = 0; n < s->batch; n++) {
    char *const image = copy + n * p->height * row;
    conv_fill_around(image, p->height * row + p->tail, row, first, inside, rows,
                     pattern);
    conv_copy_rows(image + first, row, x + n * s->height * s->width * pixel,
                   s->width * pixel, rows, inside);
  }
  return copy;
}

// Steps in bytes between pixels, rows and images of an array.
struct conv_steps {
  int64_t pixel, row, image;
};

// Which output pixel is next, of images of `rows` x `pixels`.
struct conv_walk {
  int64_t rows, pixels;
  int64_t image, row, pixel;
};

CONV_INLINE int64_t conv_offset(const struct conv_walk *at,
                                const struct conv_steps *s) {
  return at->image * s->image + at->row * s->row + at->pixel * s->pixel;
}

// Null if the 16 pixels of each tile are at equal distances, so that a load of
// a rectangle reaches them. Else `to`, with the offsets of all pixels.
static inline const int32_t *conv_offsets(int64_t images, int64_t rows,
                                          int64_t pixels,
                                          const struct conv_steps *s,
                                          int32_t *to) {
  if (pixels % 16 == 0 ||
      ((rows == 1 || s->row == pixels * s->pixel) &&
       (images == 1 || s->image == rows * pixels * s->pixel)))
    return 0;
  const tile_i32_t numbers = tile_index_row() * 16 + tile_index_column();
  int32_t *next = to;
  for (int64_t n = 0; n < images; n++)
    for (int64_t y = 0; y < rows; y++, next += pixels)
      for (int64_t i = 0; i < pixels; i += 256)
        tile_store_linear_i32(
            next + i, pixels - i,
            numbers * (int32_t)s->pixel +
                (int32_t)(n * s->image + y * s->row + i * s->pixel));
  return to;
}

// Of the first elements of the windows, in x with its padding.
static inline const int32_t *conv_window_offsets(const struct conv_shape *s,
                                                 const struct conv_padded *p,
                                                 int64_t size, int32_t *to) {
  const int64_t pixel = s->channels * size, row = p->width * pixel;
  const struct conv_steps in = {s->stride_x * pixel, s->stride_y * row,
                                p->height * row};
  return s->out_channels
             ? conv_offsets(s->batch, s->out_height, s->out_width, &in, to)
             : 0;
}

// The offsets of 16 pixels, in column 0 of a tile.
CONV_INLINE tile_i32_t conv_index(struct conv_walk at,
                                  const struct conv_steps *s,
                                  tile_i32_t numbers) {
  tile_i32_t index = tile_madd_i32_sb(
      numbers, (int32_t)s->pixel, tile_splat_i32((int32_t)conv_offset(&at, s)));
  for (int64_t n = at.pixels - at.pixel; n < 16; n += at.pixels) {
    int64_t jump = s->row - at.pixels * s->pixel;
    if (++at.row == at.rows) {
      at.row = 0;
      jump += s->image - at.rows * s->row;
    }
    index = index + (tile_mask_window(n, 16, 0, 16) & (int32_t)jump);
  }
  return index;
}

// Of pixel `number`, counted through all images.
CONV_INLINE struct conv_walk conv_start(int64_t rows, int64_t pixels,
                                        int64_t number) {
  const int64_t row = number / pixels;
  return (struct conv_walk){rows, pixels, row / rows, row % rows,
                            number % pixels};
}

// Where the channel of x of which 16 channels of y from `channel` on are made
// is among those from `channel` / multiplier on.
static inline tile_i32_t conv_channel_choice(int64_t channel,
                                             int64_t multiplier) {
  return (tile_index_column() + (int32_t)(channel % multiplier)) /
         tile_splat_i32((int32_t)multiplier);
}

CONV_INLINE void conv_advance(struct conv_walk *at, int64_t pixels) {
  at->pixel += pixels;
  while (at->pixel >= at->pixels) {
    at->pixel -= at->pixels;
    if (++at->row == at->rows) {
      at->row = 0;
      at->image++;
    }
  }
}

#endif
