// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Gradients of convolutions and pools.
//
// The gradient of a convolution's weights is, for each tap, a product of dy,
// transposed, with the pixels of x that the tap meets; a block of up to 2 x 2
// tiles of it stays in registers over all pixels. dx of depthwise convolutions
// and pools is gathered: those pixels of a row of dx that a tap reaches from
// consecutive pixels of dy lie stride_x apart, so they are one tile.
#include "training_conv.h"
#include "../conv/conv_plan.h"
#include "training_tiles.h"

// The shape of conv_transposed_T that computes dx from dy.
static struct conv_shape shape_of_dx(const struct conv_shape *s) {
  struct conv_shape t = *s;
  t.height = s->out_height;
  t.width = s->out_width;
  t.channels = s->out_channels;
  t.out_height = s->height;
  t.out_width = s->width;
  t.out_channels = s->channels;
  return t;
}

static int64_t weights_of(const struct conv_shape *s) {
  return s->kernel_height * s->kernel_width * s->out_channels *
         (s->channels / s->groups);
}
static int64_t aligned(int64_t bytes) { return (bytes + 63) & ~INT64_C(63); }

int64_t training_conv_scratch(const struct conv_shape *s, int64_t size) {
  struct conv_padded p;
  if (!s || conv_check_shape(CONV_PLAIN, s, size, &p) != KERNEL_OK)
    return -1;
  const struct conv_shape t = shape_of_dx(s);
  const int64_t bytes = conv_transposed_scratch(&t, size);
  return bytes < 0 ? -1 : aligned(weights_of(s) * size) + bytes;
}

int64_t training_conv_transposed_scratch(const struct conv_shape *s,
                                         int64_t size) {
  struct conv_padded p;
  if (!s || conv_check_shape(CONV_TRANSPOSED, s, size, &p) != KERNEL_OK)
    return -1;
  const struct conv_shape t = shape_of_dx(s);
  const int64_t bytes = conv_scratch(&t, size);
  return bytes < 0 ? -1 : aligned(weights_of(s) * 4) + bytes;
}

int64_t training_pool_scratch(const struct conv_shape *s, int64_t size) {
  struct conv_padded p;
  if (!s || conv_check_shape(CONV_POOL, s, size, &p) != KERNEL_OK)
    return -1;
  return conv_y_bytes(s, 4);
}

// Of arrays whose sizes are valid.
static int check_ranges(int count, const struct kernel_range *range) {
  const int status = kernel_ranges_present(count, range);
  return status ? status : kernel_ranges_apart(count, range);
}

// The outputs o of [begin, end) whose input o * stride + offset is one of
// `size`.
static void outputs_inside(int64_t out, int64_t size, int64_t stride,
                           int64_t offset, int64_t *begin, int64_t *end) {
  *begin = conv_larger(0, -conv_floor_divide(offset, stride));
  *end = conv_smaller(out, conv_floor_divide(size - 1 - offset, stride) + 1);
}

// dbias: y without its extents is a matrix of pixels by channels.
static void bias_gradient(const struct conv_shape *s, const void *dy,
                          enum training_type type, float *dbias, int add) {
  if (dbias)
    training_column_sums(s->batch * s->out_height * s->out_width,
                         s->out_channels, dy, type, s->out_channels, dbias,
                         add);
}

#define CONV_EACH(u) CONV_UNROLL for (int u = 0; u < 2; u++)

#define CONV_GRADIENT(T, element, name)                                        \
  /* w with its channels exchanged: [channels][taps][out_channels / groups].   \
   */                                                                          \
  static void exchange_##T(const struct conv_shape *s, const element *w,       \
                           element *to) {                                      \
    const int64_t taps = s->kernel_height * s->kernel_width,                   \
                  in = s->channels / s->groups,                                \
                  out = s->out_channels / s->groups,                           \
                  size = (int64_t)sizeof(element), deep = 64 / size;           \
    for (int64_t g = 0; g < s->groups; g++)                                    \
      for (int64_t tap = 0; tap < taps; tap++)                                 \
        for (int64_t c = 0; c < in; c += 16)                                   \
          for (int64_t o = 0; o < out; o += deep)                              \
            tile_store_rect_##T(to + ((g * in + c) * taps + tap) * out + o,    \
                                taps * out * size, in - c, out - o,            \
                                tile_load_transposed_##T(                      \
                                    w + ((g * out + o) * taps + tap) * in + c, \
                                    taps * in * size, out - o, in - c));       \
  }                                                                            \
                                                                               \
  /* One tap of a block of rows x columns tiles of dw, of which outputs x      \
     inputs elements exist. */                                                 \
  CONV_INLINE void tap_##T(                                                    \
      int rows, int columns, const struct conv_shape *s, int64_t ky,           \
      int64_t kx, int64_t outputs, int64_t inputs, const element *dy,          \
      const element *x, float *dw, int64_t dw_stride, int add) {               \
    enum { DEEP = 64 / sizeof(element) };                                      \
    const int64_t size = (int64_t)sizeof(element),                             \
                  dy_stride = s->out_channels * size,                          \
                  x_stride = s->stride_x * s->channels * size,                 \
                  x_offset = kx * s->dilation_x - s->pad_left;                 \
    int64_t oy_begin, oy_end, ox_begin, ox_end;                                \
    outputs_inside(s->out_height, s->height, s->stride_y,                      \
                   ky * s->dilation_y - s->pad_top, &oy_begin, &oy_end);       \
    outputs_inside(s->out_width, s->width, s->stride_x, x_offset, &ox_begin,   \
                   &ox_end);                                                   \
    tile_f32_t sum[2][2];                                                      \
    CONV_UNROLL                                                                \
    for (int i = 0; i < rows; i++)                                             \
      CONV_UNROLL                                                              \
    for (int j = 0; j < columns; j++)                                          \
      sum[i][j] = add ? tile_load_rect_f32(                                    \
                            dw + 16 * i * dw_stride / 4 + 16 * j, dw_stride,   \
                            outputs - 16 * i, inputs - 16 * j)                 \
                      : tile_zero_f32();                                       \
    for (int64_t n = 0; n < s->batch; n++)                                     \
      for (int64_t oy = oy_begin; oy < oy_end; oy++) {                         \
        const int64_t iy = oy * s->stride_y + ky * s->dilation_y - s->pad_top; \
        const element *a = dy + ((n * s->out_height + oy) * s->out_width +     \
                                 ox_begin) *                                   \
                                    s->out_channels,                           \
                      *b = x + ((n * s->height + iy) * s->width +              \
                                ox_begin * s->stride_x + x_offset) *           \
                                   s->channels;                                \
        for (int64_t left = ox_end - ox_begin; left > 0; left -= DEEP) {       \
          tile_##T##_t ta[2], tb[2];                                           \
          CONV_UNROLL                                                          \
          for (int i = 0; i < rows; i++)                                       \
            ta[i] = tile_load_transposed_##T(a + 16 * i, dy_stride, left,      \
                                             outputs - 16 * i);                \
          CONV_UNROLL                                                          \
          for (int j = 0; j < columns; j++)                                    \
            tb[j] = tile_load_transposed_##T(b + 16 * j, x_stride, left,       \
                                             inputs - 16 * j);                 \
          CONV_UNROLL                                                          \
          for (int i = 0; i < rows; i++)                                       \
            CONV_UNROLL                                                        \
          for (int j = 0; j < columns; j++)                                    \
            sum[i][j] = tile_mma_depth_##T(sum[i][j], ta[i], tb[j], left);     \
          a += DEEP * s->out_channels;                                         \
          b += DEEP * s->stride_x * s->channels;                               \
        }                                                                      \
      }                                                                        \
    CONV_UNROLL                                                                \
    for (int i = 0; i < rows; i++)                                             \
      CONV_UNROLL                                                              \
    for (int j = 0; j < columns; j++)                                          \
      tile_store_rect_f32(dw + 16 * i * dw_stride / 4 + 16 * j, dw_stride,     \
                          outputs - 16 * i, inputs - 16 * j, sum[i][j]);       \
  }                                                                            \
                                                                               \
  static void weights_##T(const struct conv_shape *s, const element *dy,       \
                          const element *x, float *dw, int add) {              \
    const int64_t taps = s->kernel_height * s->kernel_width,                   \
                  in = s->channels / s->groups,                                \
                  out = s->out_channels / s->groups, stride = taps * in * 4;   \
    for (int64_t g = 0; g < s->groups; g++)                                    \
      for (int64_t o = 0; o < out; o += 32)                                    \
        for (int64_t c = 0; c < in; c += 32)                                   \
          for (int64_t ky = 0; ky < s->kernel_height; ky++)                    \
            for (int64_t kx = 0; kx < s->kernel_width; kx++) {                 \
              const element *const a = dy + g * out + o, *const b =            \
                                                             x + g * in + c;   \
              float *const to =                                                \
                  dw +                                                         \
                  ((g * out + o) * taps + ky * s->kernel_width + kx) * in + c; \
              if (out - o > 16 && in - c > 16)                                 \
                tap_##T(2, 2, s, ky, kx, out - o, in - c, a, b, to, stride,    \
                        add);                                                  \
              else if (out - o > 16)                                           \
                tap_##T(2, 1, s, ky, kx, out - o, in - c, a, b, to, stride,    \
                        add);                                                  \
              else if (in - c > 16)                                            \
                tap_##T(1, 2, s, ky, kx, out - o, in - c, a, b, to, stride,    \
                        add);                                                  \
              else                                                             \
                tap_##T(1, 1, s, ky, kx, out - o, in - c, a, b, to, stride,    \
                        add);                                                  \
            }                                                                  \
  }                                                                            \
                                                                               \
  int training_conv_##T(const struct conv_shape *s, const element *dy,         \
                        const element *x, const element *w, element *dx,       \
                        float *dw, float *dbias, int add, void *scratch,       \
                        int64_t scratch_bytes) {                               \
    if (!s)                                                                    \
      return KERNEL_NULL_POINTER;                                              \
    const int64_t size = (int64_t)sizeof(element),                             \
                  needed = training_conv_scratch(s, size);                     \
    if (needed < 0)                                                            \
      return KERNEL_BAD_SHAPE;                                                 \
    const int64_t w_bytes = weights_of(s) * size;                              \
    const struct kernel_range range[] = {                                      \
        {dy, conv_y_bytes(s, size), 0},                                        \
        {x, dw ? conv_x_bytes(s, size) : 0, 0},                                \
        {w, dx ? w_bytes : 0, 0},                                              \
        {dx, dx ? conv_x_bytes(s, size) : 0, 1},                               \
        {dw, dw ? weights_of(s) * 4 : 0, 1},                                   \
        {dbias, dbias ? s->out_channels * 4 : 0, 1},                           \
        {scratch, dx ? needed : 0, 1}};                                        \
    const int status = check_ranges(7, range);                                 \
    if (status)                                                                \
      return status;                                                           \
    if (dx) {                                                                  \
      if (scratch_bytes < needed)                                              \
        return KERNEL_SMALL_SCRATCH;                                           \
      const struct conv_shape t = shape_of_dx(s);                              \
      exchange_##T(s, w, scratch);                                             \
      const int done = conv_transposed_##T(                                    \
          &t, dy, scratch, 0, -__builtin_inff(), __builtin_inff(), dx,         \
          (char *)scratch + aligned(w_bytes), needed - aligned(w_bytes));      \
      if (done)                                                                \
        return done;                                                           \
    }                                                                          \
    if (dw)                                                                    \
      weights_##T(s, dy, x, dw, add);                                          \
    bias_gradient(s, dy, name, dbias, add);                                    \
    return KERNEL_OK;                                                          \
  }                                                                            \
                                                                               \
  /* conv_T from dy to dx, and the weights of that layer. */                   \
  int training_conv_transposed_##T(                                            \
      const struct conv_shape *s, const element *dy, const element *x,         \
      const element *w, element *dx, float *dw, float *dbias, int add,         \
      void *scratch, int64_t scratch_bytes) {                                  \
    if (!s)                                                                    \
      return KERNEL_NULL_POINTER;                                              \
    const int64_t size = (int64_t)sizeof(element),                             \
                  needed = training_conv_transposed_scratch(s, size);          \
    if (needed < 0)                                                            \
      return KERNEL_BAD_SHAPE;                                                 \
    const struct kernel_range range[] = {                                      \
        {dy, conv_y_bytes(s, size), 0},                                        \
        {x, dw ? conv_x_bytes(s, size) : 0, 0},                                \
        {w, dx ? weights_of(s) * size : 0, 0},                                 \
        {dx, dx ? conv_x_bytes(s, size) : 0, 1},                               \
        {dw, dw ? weights_of(s) * 4 : 0, 1},                                   \
        {dbias, dbias ? s->out_channels * 4 : 0, 1},                           \
        {scratch, dx || dw ? needed : 0, 1}};                                  \
    const int status = check_ranges(7, range);                                 \
    if (status)                                                                \
      return status;                                                           \
    if ((dx || dw) && scratch_bytes < needed)                                  \
      return KERNEL_SMALL_SCRATCH;                                             \
    const struct conv_shape t = shape_of_dx(s);                                \
    if (dx) {                                                                  \
      const int64_t weights = aligned(weights_of(s) * 4);                      \
      exchange_##T(s, w, scratch);                                             \
      const int done =                                                         \
          conv_##T(&t, dy, scratch, 0, -__builtin_inff(), __builtin_inff(),    \
                   dx, (char *)scratch + weights, needed - weights);           \
      if (done)                                                                \
        return done;                                                           \
    }                                                                          \
    if (dw) {                                                                  \
      if (add)                                                                 \
        exchange_f32(s, dw, scratch);                                          \
      weights_##T(&t, x, dy, scratch, add);                                    \
      exchange_f32(&t, scratch, dw);                                           \
    }                                                                          \
    bias_gradient(s, dy, name, dbias, add);                                    \
    return KERNEL_OK;                                                          \
  }
CONV_GRADIENT(f32, float, TRAINING_F32)
CONV_GRADIENT(bf16, uint16_t, TRAINING_BF16)

// What pixels of dx get from those of y: dy times the weight of the tap; dy
// where the tap is the window's maximum; the shares of the average.
enum gathered { DEPTHWISE, MAXIMUM, AVERAGE };
struct gather {
  const struct conv_shape *s;
  const char *dy, *w, *scratch; // of the average dy is not read
  char *dx;
};

TRAINING_INLINE void store_rect(enum training_type type, void *p,
                                int64_t stride, int64_t rows, int64_t columns,
                                tile_f32_t v) {
  if (type == TRAINING_F32)
    tile_store_rect_f32(p, stride, rows, columns, v);
  else
    tile_store_rect_narrow_bf16(p, stride, rows, columns, v);
}
TRAINING_INLINE tile_f32_t load_window(enum training_type type, const void *p,
                                       int64_t stride, int64_t begin,
                                       int64_t end, int64_t columns) {
  return type == TRAINING_F32
             ? tile_load_window_f32(p, stride, begin, end, 0, columns)
             : tile_load_window_widen_bf16(p, stride, begin, end, 0, columns);
}

// Up to 16 pixels of row iy of image n of dx, ix and every stride_x-th after
// it, `rows` of which exist, and up to 32 channels from c on.
CONV_INLINE void gather_tile(enum gathered kind, enum training_type type,
                             const struct gather *g, int64_t n, int64_t iy,
                             int64_t ix, int64_t rows, int64_t c) {
  const struct conv_shape *const s = g->s;
  const int64_t size = training_size(type), left = s->channels - c;
  tile_f32_t sum[2];
  CONV_EACH(u) sum[u] = tile_zero_f32();
  for (int64_t ky = 0; ky < s->kernel_height; ky++) {
    const int64_t over_y = iy + s->pad_top - ky * s->dilation_y;
    if (over_y % s->stride_y != 0)
      continue;
    const int64_t oy = over_y / s->stride_y;
    const int inside = oy >= 0 && oy < s->out_height;
    for (int64_t kx = 0; kx < s->kernel_width; kx++) {
      const int64_t over_x = ix + s->pad_left - kx * s->dilation_x;
      if (over_x % s->stride_x != 0)
        continue;
      const int64_t ox = over_x / s->stride_x,
                    at = ((n * s->out_height + oy) * s->out_width + ox) *
                             s->channels +
                         c,
                    tap = ky * s->kernel_width + kx, begin = -ox,
                    end = inside ? s->out_width - ox : begin;
      CONV_EACH(u) {
        const tile_f32_t d =
            kind == AVERAGE
                ? tile_load_window_f32(g->scratch + (at + 16 * u) * 4,
                                       s->channels * 4, begin, end, 0,
                                       left - 16 * u)
                : load_window(type, g->dy + (at + 16 * u) * size,
                              s->channels * size, begin, end, left - 16 * u);
        if (kind == DEPTHWISE)
          sum[u] = tile_fmadd_f32(
              d,
              training_load_rect(g->w + (tap * s->channels + c + 16 * u) * size,
                                 type, 0, 16, left - 16 * u),
              sum[u]);
        else if (kind == MAXIMUM)
          sum[u] = sum[u] +
                   tile_select_f32(
                       tile_load_window_i32(g->scratch + (at + 16 * u) * 4,
                                            s->channels * 4, begin, end, 0,
                                            left - 16 * u) == (int32_t)tap + 1,
                       d, tile_zero_f32());
        else
          sum[u] = sum[u] + d;
      }
    }
  }
  CONV_EACH(u)
  store_rect(type,
             g->dx + (((n * s->height + iy) * s->width + ix) * s->channels + c +
                      16 * u) *
                         size,
             s->stride_x * s->channels * size, rows, left - 16 * u, sum[u]);
}

CONV_INLINE void gather(enum gathered kind, enum training_type type,
                        const struct gather *g) {
  const struct conv_shape *const s = g->s;
  for (int64_t n = 0; n < s->batch; n++)
    for (int64_t iy = 0; iy < s->height; iy++)
      for (int64_t first = 0; first < s->stride_x && first < s->width; first++)
        for (int64_t ix = first; ix < s->width; ix += 16 * s->stride_x)
          for (int64_t c = 0; c < s->channels; c += 32)
            gather_tile(kind, type, g, n, iy, ix,
                        (s->width - ix + s->stride_x - 1) / s->stride_x, c);
}

// dw of a depthwise convolution: one tap of up to 32 channels from c on.
CONV_INLINE void depthwise_tap(enum training_type type,
                               const struct conv_shape *s, int64_t ky,
                               int64_t kx, int64_t c, const char *dy,
                               const char *x, float *dw, int add) {
  const int64_t size = training_size(type), left = s->channels - c,
                stride = s->channels * size,
                y_offset = ky * s->dilation_y - s->pad_top,
                x_offset = kx * s->dilation_x - s->pad_left;
  int64_t oy_begin, oy_end, ox_begin, ox_end;
  outputs_inside(s->out_height, s->height, s->stride_y, y_offset, &oy_begin,
                 &oy_end);
  outputs_inside(s->out_width, s->width, s->stride_x, x_offset, &ox_begin,
                 &ox_end);
  tile_f32_t sum[2];
  CONV_EACH(u) sum[u] = tile_zero_f32();
  for (int64_t n = 0; n < s->batch; n++)
    for (int64_t oy = oy_begin; oy < oy_end; oy++)
      for (int64_t ox = ox_begin; ox < ox_end; ox += 16) {
        const char *const a =
            dy +
            (((n * s->out_height + oy) * s->out_width + ox) * s->channels + c) *
                size;
        const char *const b =
            x + (((n * s->height + oy * s->stride_y + y_offset) * s->width +
                  ox * s->stride_x + x_offset) *
                     s->channels +
                 c) *
                    size;
        tile_f32_t ta[2], tb[2];
        CONV_EACH(u)
        ta[u] = training_load_rect(a + 16 * u * size, type, stride, ox_end - ox,
                                   left - 16 * u);
        CONV_EACH(u)
        tb[u] =
            training_load_rect(b + 16 * u * size, type, s->stride_x * stride,
                               ox_end - ox, left - 16 * u);
        CONV_EACH(u) sum[u] = tile_fmadd_f32(ta[u], tb[u], sum[u]);
      }
  CONV_EACH(u) {
    float *const to =
        dw + (ky * s->kernel_width + kx) * s->channels + c + 16 * u;
    sum[u] = tile_redcol_add_f32(sum[u]);
    if (add)
      sum[u] = tile_load_rect_f32(to, 0, 1, left - 16 * u) + sum[u];
    tile_store_rect_f32(to, 0, 1, left - 16 * u, sum[u]);
  }
}

CONV_INLINE int depthwise(enum training_type type, const struct conv_shape *s,
                          const void *dy, const void *x, const void *w,
                          void *dx, float *dw, float *dbias, int add) {
  struct conv_padded p;
  const int64_t size = training_size(type);
  if (!s)
    return KERNEL_NULL_POINTER;
  if (conv_check_shape(CONV_DEPTHWISE, s, size, &p) != KERNEL_OK ||
      s->out_channels != s->channels)
    return KERNEL_BAD_SHAPE;
  const int64_t weights = s->kernel_height * s->kernel_width * s->channels;
  const struct kernel_range range[] = {
      {dy, conv_y_bytes(s, size), 0},  {x, dw ? conv_x_bytes(s, size) : 0, 0},
      {w, dx ? weights * size : 0, 0}, {dx, dx ? conv_x_bytes(s, size) : 0, 1},
      {dw, dw ? weights * 4 : 0, 1},   {dbias, dbias ? s->channels * 4 : 0, 1}};
  const int status = check_ranges(6, range);
  if (status)
    return status;
  const struct gather g = {s, dy, w, 0, dx};
  if (dx)
    gather(DEPTHWISE, type, &g);
  for (int64_t ky = 0; dw && ky < s->kernel_height; ky++)
    for (int64_t kx = 0; kx < s->kernel_width; kx++)
      for (int64_t c = 0; c < s->channels; c += 32)
        depthwise_tap(type, s, ky, kx, c, dy, x, dw, add);
  bias_gradient(s, dy, type, dbias, add);
  return KERNEL_OK;
}

// For 16 pixels of a row of y and 16 channels from c on: which tap of the
// window has the maximum, from 1; 0 without one.
CONV_INLINE void window_maximum(enum training_type type,
                                const struct conv_shape *s, int64_t n,
                                int64_t oy, int64_t ox, int64_t c,
                                const char *x, int32_t *to) {
  const int64_t size = training_size(type), left = s->channels - c;
  tile_f32_t most = tile_splat_f32(-__builtin_inff());
  tile_i32_t index = tile_zero_i32();
  for (int64_t ky = 0; ky < s->kernel_height; ky++) {
    const int64_t iy = oy * s->stride_y - s->pad_top + ky * s->dilation_y;
    if (iy < 0 || iy >= s->height)
      continue;
    for (int64_t kx = 0; kx < s->kernel_width; kx++) {
      const int64_t ix = ox * s->stride_x - s->pad_left + kx * s->dilation_x;
      int64_t begin, end;
      outputs_inside(16, s->width, s->stride_x, ix, &begin, &end);
      const tile_f32_t v = load_window(
          type,
          x + (((n * s->height + iy) * s->width + ix) * s->channels + c) * size,
          s->stride_x * s->channels * size, begin, end, left);
      const tile_i32_t takes = ((v > most) | ((index == 0) & (v == v))) &
                               tile_mask_window(begin, end, 0, 16);
      most = tile_select_f32(takes, v, most);
      index = tile_select_i32(
          takes, tile_splat_i32((int32_t)(ky * s->kernel_width + kx) + 1),
          index);
    }
  }
  tile_store_rect_i32(
      to + ((n * s->out_height + oy) * s->out_width + ox) * s->channels + c,
      s->channels * 4, s->out_width - ox, left, index);
}

// dy divided by the number of the window's elements.
CONV_INLINE void window_share(enum training_type type,
                              const struct conv_shape *s, int64_t n, int64_t oy,
                              int64_t ox, int64_t c, const char *dy,
                              float *to) {
  const int64_t at =
      ((n * s->out_height + oy) * s->out_width + ox) * s->channels + c;
  int32_t rows = 0;
  tile_i32_t count = tile_zero_i32();
  for (int64_t ky = 0; ky < s->kernel_height; ky++) {
    const int64_t iy = oy * s->stride_y - s->pad_top + ky * s->dilation_y;
    rows += iy >= 0 && iy < s->height;
  }
  for (int64_t kx = 0; kx < s->kernel_width; kx++) {
    int64_t begin, end;
    outputs_inside(16, s->width, s->stride_x,
                   ox * s->stride_x - s->pad_left + kx * s->dilation_x, &begin,
                   &end);
    count = count - tile_mask_window(begin, end, 0, 16);
  }
  tile_store_rect_f32(to + at, s->channels * 4, s->out_width - ox,
                      s->channels - c,
                      training_load_rect(dy + at * training_size(type), type,
                                         s->channels * training_size(type),
                                         s->out_width - ox, s->channels - c) /
                          tile_cvt_f32_i32(count * rows));
}

CONV_INLINE int pool(enum gathered kind, enum training_type type,
                     const struct conv_shape *s, const void *dy, const void *x,
                     void *dx, void *scratch, int64_t scratch_bytes) {
  if (!s)
    return KERNEL_NULL_POINTER;
  const int64_t size = training_size(type),
                needed = training_pool_scratch(s, size);
  if (needed < 0)
    return KERNEL_BAD_SHAPE;
  const struct kernel_range range[] = {
      {dy, conv_y_bytes(s, size), 0},
      {x, kind == MAXIMUM ? conv_x_bytes(s, size) : 0, 0},
      {dx, conv_x_bytes(s, size), 1},
      {scratch, needed, 1}};
  const int status = check_ranges(4, range);
  if (status)
    return status;
  if (scratch_bytes < needed)
    return KERNEL_SMALL_SCRATCH;
  for (int64_t n = 0; n < s->batch; n++)
    for (int64_t oy = 0; oy < s->out_height; oy++)
      for (int64_t ox = 0; ox < s->out_width; ox += 16)
        for (int64_t c = 0; c < s->channels; c += 16)
          if (kind == MAXIMUM)
            window_maximum(type, s, n, oy, ox, c, x, scratch);
          else
            window_share(type, s, n, oy, ox, c, dy, scratch);
  const struct gather g = {s, dy, 0, scratch, dx};
  gather(kind, type, &g);
  return KERNEL_OK;
}

#define POOL_GRADIENT(T, element, name)                                        \
  int training_conv_depthwise_##T(                                             \
      const struct conv_shape *s, const element *dy, const element *x,         \
      const element *w, element *dx, float *dw, float *dbias, int add) {       \
    return depthwise(name, s, dy, x, w, dx, dw, dbias, add);                   \
  }                                                                            \
  int training_pool_max_##T(const struct conv_shape *s, const element *dy,     \
                            const element *x, element *dx, void *scratch,      \
                            int64_t scratch_bytes) {                           \
    return pool(MAXIMUM, name, s, dy, x, dx, scratch, scratch_bytes);          \
  }                                                                            \
  int training_pool_average_##T(const struct conv_shape *s, const element *dy, \
                                element *dx, void *scratch,                    \
                                int64_t scratch_bytes) {                       \
    return pool(AVERAGE, name, s, dy, 0, dx, scratch, scratch_bytes);          \
  }
POOL_GRADIENT(f32, float, TRAINING_F32)
POOL_GRADIENT(bf16, uint16_t, TRAINING_BF16)
