// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The convolution and pooling kernels against their reference, over many
// shapes, and requantisation over many sums.
//
//   conv_test f32|bf16|i8|requantise
//
// Compiled for Sectile it runs the kernels, compares every bit with the
// reference compiled for the same machine, and checks that nothing outside the
// result and the scratch memory was written, and what bad arguments give. It
// prints a digest for each shape. Compiled for the host it prints the digests
// of the reference alone, so the two outputs must be the same text.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conv_reference.h"

enum { SPACE = 1 << 16, GUARD = 64, SCRATCH = 1 << 20, CHANNELS = 200 };
static uint64_t state = 1;
static int failures;

static uint64_t random64(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * UINT64_C(0x2545f4914f6cdd1d);
}
static int64_t random_below(uint64_t n) {
  return (int64_t)((random64() >> 16) % n);
}

// Floats over a moderate range of exponents, now and then a zero, an infinity
// or a NaN.
static float random_f32(void) {
  const uint64_t r = random64();
  uint32_t bits = (uint32_t)(r & 0x80000000u) |
                  (uint32_t)(120 + (r >> 32) % 12) << 23 |
                  (uint32_t)(r & 0x7fffff);
  switch (r >> 40 & 1023) {
  case 0:
  case 1:
    bits &= 0x80000000u;
    break;
  case 2:
    bits = (r >> 50 & 3) == 0 ? 0x7fc00000u : 0xff800000u;
    break;
  default:
    break;
  }
  return reference_float(bits);
}
static uint16_t random_bf16(void) {
  const float x = random_f32();
  uint32_t bits;
  memcpy(&bits, &x, 4);
  return (uint16_t)(bits >> 16);
}
static int8_t random_i8(void) { return (int8_t)(random64() >> 56); }

static uint64_t digest_of(const void *p, size_t n) {
  uint64_t h = UINT64_C(0xcbf29ce484222325);
  for (const unsigned char *c = p; n; n--)
    h = (h ^ *c++) * UINT64_C(0x100000001b3);
  return h;
}

static int32_t words[CHANNELS], multipliers[CHANNELS], shifts[CHANNELS];
static float floats[CHANNELS];

enum operation { PLAIN, TRANSPOSED, DEPTHWISE, MAXIMUM, AVERAGE, OPERATIONS };
static const char *const operation_names[] = {"conv", "transposed", "depthwise",
                                              "max", "average"};

static int64_t elements(const struct conv_shape *s, enum operation o,
                        char array) {
  switch (array) {
  case 'x':
    return s->batch * s->height * s->width * s->channels;
  case 'y':
    return s->batch * s->out_height * s->out_width * s->out_channels;
  default:
    return s->kernel_height * s->kernel_width * s->out_channels *
           (o == DEPTHWISE ? 1 : s->channels / s->groups);
  }
}

static void print_shape(const char *type, const struct conv_shape *s,
                        enum operation o) {
  printf("%s %s %" PRId64 "x%" PRId64 "x%" PRId64 "x%" PRId64 " -> %" PRId64
         "x%" PRId64 "x%" PRId64 " kernel %" PRId64 "x%" PRId64
         " stride %" PRId64 ",%" PRId64 " dilation %" PRId64 ",%" PRId64
         " pad %" PRId64 ",%" PRId64 " groups %" PRId64,
         type, operation_names[o], s->batch, s->height, s->width, s->channels,
         s->out_height, s->out_width, s->out_channels, s->kernel_height,
         s->kernel_width, s->stride_y, s->stride_x, s->dilation_y,
         s->dilation_x, s->pad_top, s->pad_left, s->groups);
}

#ifdef __sectile__
static char scratch[SCRATCH];

static int64_t scratch_for(const struct conv_shape *s, enum operation o,
                           int64_t size) {
  const int64_t bytes = o == TRANSPOSED ? conv_transposed_scratch(s, size)
                                        : conv_scratch(s, size);
  if (bytes < 0 || bytes > SCRATCH) {
    printf("scratch of %" PRId64 " bytes\n", bytes);
    exit(1);
  }
  return bytes;
}

static void wrong(const char *what, int found, int expected) {
  if (found == expected)
    return;
  failures++;
  printf("%s: status %d, expected %d\n", what, found, expected);
}
#endif

// One kernel. `call` is what the kernel takes after the pointers to x and w,
// `reference` that of the reference.
#define COMPARE(T, element)                                                    \
  static void compare_##T(const struct conv_shape *s, enum operation o,        \
                          const element *found, const element *expected) {     \
    if (memcmp((const char *)found, (const char *)expected,                    \
               SPACE * sizeof(element)) != 0) {                                \
      size_t at = 0;                                                           \
      while (memcmp((const char *)&found[at], (const char *)&expected[at],     \
                    sizeof(element)) == 0)                                     \
        at++;                                                                  \
      failures++;                                                              \
      printf("wrong at %" PRId64 "\n", (int64_t)at - GUARD);                   \
    }                                                                          \
    print_shape(#T, s, o);                                                     \
    printf(": %016" PRIx64 "\n", digest_of(found, SPACE * sizeof(element)));   \
  }

#ifdef __sectile__
#define RUN_FLOAT(T, s, o, x, w, bias, low, high, y)                           \
  do {                                                                         \
    const int64_t bytes = scratch_for(s, o, sizeof *(x));                      \
    int status = 0;                                                            \
    switch (o) {                                                               \
    case PLAIN:                                                                \
      status = conv_##T(s, x, w, bias, low, high, y, scratch, bytes);          \
      break;                                                                   \
    case TRANSPOSED:                                                           \
      status =                                                                 \
          conv_transposed_##T(s, x, w, bias, low, high, y, scratch, bytes);    \
      break;                                                                   \
    case DEPTHWISE:                                                            \
      status =                                                                 \
          conv_depthwise_##T(s, x, w, bias, low, high, y, scratch, bytes);     \
      break;                                                                   \
    case MAXIMUM:                                                              \
      status = pool_max_##T(s, x, low, high, y, scratch, bytes);               \
      break;                                                                   \
    default:                                                                   \
      status = pool_average_##T(s, x, low, high, y, scratch, bytes);           \
      break;                                                                   \
    }                                                                          \
    wrong(operation_names[o], status, KERNEL_OK);                              \
  } while (0)
#define RUN_I8(s, o, x, zero, w, bias, q, y)                                   \
  do {                                                                         \
    const int64_t bytes = scratch_for(s, o, 1);                                \
    int status = 0;                                                            \
    switch (o) {                                                               \
    case PLAIN:                                                                \
      status = conv_i8(s, x, zero, w, bias, q, y, scratch, bytes);             \
      break;                                                                   \
    case TRANSPOSED:                                                           \
      status = conv_transposed_i8(s, x, zero, w, bias, q, y, scratch, bytes);  \
      break;                                                                   \
    case DEPTHWISE:                                                            \
      status = conv_depthwise_i8(s, x, zero, w, bias, q, y, scratch, bytes);   \
      break;                                                                   \
    case MAXIMUM:                                                              \
      status = pool_max_i8(s, x, (q)->low, (q)->high, y, scratch, bytes);      \
      break;                                                                   \
    default:                                                                   \
      status = pool_average_i8(s, x, (q)->low, (q)->high, y, scratch, bytes);  \
      break;                                                                   \
    }                                                                          \
    wrong(operation_names[o], status, KERNEL_OK);                              \
  } while (0)
#else
#define RUN_FLOAT(T, s, o, x, w, bias, low, high, y)                           \
  memcpy((char *)(y) - sizeof expected[0] * GUARD, expected, sizeof expected)
#define RUN_I8(s, o, x, zero, w, bias, q, y)                                   \
  memcpy((char *)(y) - GUARD, expected, sizeof expected)
#endif

#define TEST_FLOAT(T, element, random_element)                                 \
  COMPARE(T, element)                                                          \
  static void test_##T(const struct conv_shape *s, enum operation o) {         \
    static element x[SPACE], w[SPACE], y[SPACE], expected[SPACE];              \
    const float infinity = (float)INFINITY;                                    \
    memset(x, 0xff, sizeof x);                                                 \
    memset(w, 0xff, sizeof w);                                                 \
    memset(y, 0xa5, sizeof y);                                                 \
    for (int64_t i = 0; i < elements(s, o, 'x'); i++)                          \
      x[GUARD + i] = random_element();                                         \
    for (int64_t i = 0; o < MAXIMUM && i < elements(s, o, 'w'); i++)           \
      w[GUARD + i] = random_element();                                         \
    for (int i = 0; i < CHANNELS; i++)                                         \
      floats[i] = random_f32();                                                \
    const uint64_t r = random64();                                             \
    const float *bias = r >> 20 & 3 ? floats : 0;                              \
    const float low = r >> 24 & 1 ? 0.0f : -infinity;                          \
    const float high = r >> 25 & 1 ? 6.0f : infinity;                          \
    memcpy(expected, y, sizeof y);                                             \
    if (o < MAXIMUM)                                                           \
      reference_sums_##T(o == TRANSPOSED, o == DEPTHWISE, s, x + GUARD,        \
                         w + GUARD, bias, low, high, expected + GUARD);        \
    else                                                                       \
      reference_pool_##T(o == AVERAGE, s, x + GUARD, low, high,                \
                         expected + GUARD);                                    \
    RUN_FLOAT(T, s, o, x + GUARD, w + GUARD, bias, low, high, y + GUARD);      \
    compare_##T(s, o, y, expected);                                            \
  }
TEST_FLOAT(f32, float, random_f32)
TEST_FLOAT(bf16, uint16_t, random_bf16)

COMPARE(i8, int8_t)
static void test_i8(const struct conv_shape *s, enum operation o) {
  static int8_t x[SPACE], w[SPACE], y[SPACE], expected[SPACE];
  memset(x, 0x7f, sizeof x);
  memset(w, 0x7f, sizeof w);
  memset(y, 0xa5, sizeof y);
  for (int64_t i = 0; i < elements(s, o, 'x'); i++)
    x[GUARD + i] = random_i8();
  for (int64_t i = 0; o < MAXIMUM && i < elements(s, o, 'w'); i++)
    w[GUARD + i] = random_i8();
  const uint64_t r = random64();
  for (int i = 0; i < CHANNELS; i++) {
    words[i] = (int32_t)random_below(20000) - 10000;
    multipliers[i] = (int32_t)(0x40000000u | (uint32_t)random_below(1u << 30));
    shifts[i] = (r >> 40 & 3 ? -10 : -2) + (int)random_below(4);
  }
  const int32_t zero = r & 1 ? (int32_t)(r >> 8 & 255) - 128 : 0;
  const struct requantisation q = {multipliers,
                                   shifts,
                                   (int)(r >> 16 & 1),
                                   (r >> 17 & 3) == 0,
                                   (int32_t)(r >> 24 & 31) - 16,
                                   r >> 32 & 1 ? -100 : -128,
                                   r >> 33 & 1 ? 90 : 127};
  const int32_t *bias = r >> 20 & 3 ? words : 0;
  memcpy(expected, y, sizeof y);
  if (o < MAXIMUM)
    reference_sums_i8(o == TRANSPOSED, o == DEPTHWISE, s, x + GUARD, zero,
                      w + GUARD, bias, &q, expected + GUARD);
  else
    reference_pool_i8(o == AVERAGE, s, x + GUARD, q.low, q.high,
                      expected + GUARD);
  RUN_I8(s, o, x + GUARD, zero, w + GUARD, bias, &q, y + GUARD);
  compare_i8(s, o, y, expected);
}

// Sums of all sizes, the largest and smallest among them, for each multiplier
// and shift.
static void test_requantise(void) {
  static const int32_t sums[] = {0, 1, -1, INT32_MAX, INT32_MIN, 1 << 30};
  int32_t sum[16], multiplier[16], shift[16];
  for (int round = 0; round < 4000; round++) {
    const int single = round & 1;
    const int range = single ? 31 : round & 2 ? 61 : 32;
    for (int i = 0; i < 16; i++) {
      const uint64_t r = random64();
      shift[i] = (int32_t)random_below((uint64_t)range) - 31;
      sum[i] = (int32_t)(r >> 32) >> (r & 31);
      if (i < 6 && (r >> 8 & 7) == 0)
        sum[i] = sums[i];
      multiplier[i] =
          (r >> 12 & 15) == 0 ? INT32_MAX : (int32_t)(random64() >> 33);
    }
    int32_t expected[16], found[16];
    for (int i = 0; i < 16; i++)
      expected[i] = reference_scaled(sum[i], multiplier[i], shift[i], single);
    memcpy(found, expected, sizeof found);
#ifdef __sectile__
    int32_t rows[3][16];
    const struct requantisation q = {multiplier, shift, 1,  single,
                                     0,          -128,  127};
    const struct requantisation_rows r = requantise_rows(rows[0], 16, &q, 16);
    const struct requantisation_tiles t = requantise_load(&r, 0);
    tile_store_rect_i32(
        found, 0, 1, 16,
        requantise(tile_load_rect_i32(sum, 0, 16, 16), &t, &r, 0, &q));
    if (memcmp(found, expected, sizeof found) != 0) {
      failures++;
      for (int i = 0; i < 16; i++)
        if (found[i] != expected[i])
          printf("sum %" PRId32 " multiplier %" PRId32 " shift %" PRId32
                 ": found %" PRId32 ", expected %" PRId32 "\n",
                 sum[i], multiplier[i], shift[i], found[i], expected[i]);
    }
#endif
    if (round % 100 == 0)
      printf("round %d: %016" PRIx64 "\n", round,
             digest_of(found, sizeof found));
  }
}

typedef void test_function(const struct conv_shape *, enum operation);

static int fits(const struct conv_shape *s, enum operation o) {
  return elements(s, o, 'x') + 2 * GUARD < SPACE &&
         elements(s, o, 'w') + 2 * GUARD < SPACE &&
         elements(s, o, 'y') + 2 * GUARD < SPACE;
}

// Extents of all kinds; y sometimes larger than the windows that touch x.
static struct conv_shape random_shape(enum operation o) {
  static const int channels[] = {1, 2, 3, 5, 8, 15, 16, 17, 33, 48, 64, 65, 80};
  struct conv_shape s;
  do {
    s = (struct conv_shape){.batch = random_below(16) ? 1 + random_below(2) : 0,
                            .height = random_below(12),
                            .width = random_below(22),
                            .channels = channels[random_below(13)],
                            .out_channels = channels[random_below(13)],
                            .kernel_height = random_below(5),
                            .kernel_width = random_below(5),
                            .stride_y = 1 + random_below(3),
                            .stride_x = 1 + random_below(3),
                            .dilation_y = 1 + random_below(2),
                            .dilation_x = 1 + random_below(2),
                            .pad_top = random_below(2) ? random_below(4) : 0,
                            .pad_left = random_below(2) ? random_below(4) : 0,
                            .groups = 1 + random_below(3)};
    s.out_height = o == TRANSPOSED ? s.height * s.stride_y + random_below(3)
                                   : s.height / s.stride_y + random_below(2);
    s.out_width = o == TRANSPOSED ? s.width * s.stride_x + random_below(3)
                                  : s.width / s.stride_x + random_below(2);
    if (!s.pad_top && !s.pad_left && o != TRANSPOSED && random_below(2) &&
        s.kernel_height && s.kernel_width) {
      s.out_height =
          conv_valid(s.height, s.kernel_height, s.stride_y, s.dilation_y);
      s.out_width =
          conv_valid(s.width, s.kernel_width, s.stride_x, s.dilation_x);
    }
    if (random_below(16) == 0)
      s.channels = s.out_channels = 0;
    if (o >= DEPTHWISE) {
      s.groups = s.channels ? s.channels : 1;
      s.out_channels =
          s.channels *
          (o == DEPTHWISE && random_below(3) == 0 ? 1 + random_below(3) : 1);
    } else if (s.groups > 1) {
      s.channels *= s.groups;
      s.out_channels *= s.groups;
    }
  } while (!fits(&s, o) || s.out_channels > CHANNELS);
  return s;
}

static const struct conv_shape *fixed_shapes(size_t *count) {
  static const struct conv_shape shapes[] = {
      // a layer as networks have them, padded to the same size
      {1, 14, 14, 64, 14, 14, 64, 3, 3, 1, 1, 1, 1, 1, 1, 1},
      {1, 13, 13, 32, 7, 7, 112, 3, 3, 2, 2, 1, 1, 1, 1, 1},
      // a point, a whole image, one dimension, few channels
      {2, 9, 9, 70, 9, 9, 33, 1, 1, 1, 1, 1, 1, 0, 0, 1},
      {3, 5, 5, 16, 1, 1, 10, 5, 5, 1, 1, 1, 1, 0, 0, 1},
      {1, 1, 100, 6, 1, 98, 20, 1, 3, 1, 1, 1, 1, 0, 0, 1},
      {2, 28, 28, 1, 24, 24, 8, 5, 5, 1, 1, 1, 1, 0, 0, 1},
      // windows wholly outside
      {1, 3, 3, 4, 9, 9, 4, 2, 2, 1, 1, 1, 1, 4, 4, 1},
      {1, 0, 3, 4, 2, 2, 4, 2, 2, 1, 1, 1, 1, 1, 1, 1}};
  *count = sizeof shapes / sizeof *shapes;
  return shapes;
}

#ifdef __sectile__
// What bad arguments give, and that nothing is written then.
static void test_errors(void) {
  static int8_t x[64], w[64], y[64], before[64];
  const int32_t multiplier = 1 << 30, shift = 0;
  const struct requantisation good = {&multiplier, &shift, 0, 0, 0, -128, 127};
  const struct conv_shape s = {1, 4, 4, 2, 4, 4, 2, 1, 1, 1, 1, 1, 1, 0, 0, 1};
  const int64_t bytes = conv_scratch(&s, 1);
  memset(y, 0x5a, sizeof y);
  memcpy(before, y, sizeof y);
#define EXPECT(status, shape, x, zero, w, q, y, memory, size)                  \
  wrong(#shape " " #q " " #memory,                                             \
        conv_i8(shape, x, zero, w, 0, q, y, memory, size), KERNEL_##status)
#define EXPECT_SHAPE(field, value)                                             \
  do {                                                                         \
    struct conv_shape bad = s;                                                 \
    bad.field = (value);                                                       \
    wrong(#field, conv_i8(&bad, x, 0, w, 0, &good, y, scratch, SCRATCH),       \
          KERNEL_BAD_SHAPE);                                                   \
    if (conv_scratch(&bad, 1) != -1)                                           \
      wrong(#field, 0, -1);                                                    \
  } while (0)
  EXPECT_SHAPE(batch, -1);
  EXPECT_SHAPE(height, -1);
  EXPECT_SHAPE(width, INT64_C(1) << 31);
  EXPECT_SHAPE(stride_y, 0);
  EXPECT_SHAPE(stride_x, -2);
  EXPECT_SHAPE(dilation_x, 0);
  EXPECT_SHAPE(groups, 0);
  EXPECT_SHAPE(groups, 3);
  EXPECT_SHAPE(pad_left, -1);
  EXPECT_SHAPE(kernel_width, INT64_MAX);
  EXPECT_SHAPE(out_channels, INT64_C(1) << 30);
  EXPECT_SHAPE(pad_top, INT64_C(1) << 30);
#define EXPECT_QUANTISED(field, value)                                         \
  do {                                                                         \
    struct requantisation bad = good;                                          \
    bad.field = (value);                                                       \
    wrong(#field, conv_i8(&s, x, 0, w, 0, &bad, y, scratch, bytes),            \
          KERNEL_BAD_ARGUMENT);                                                \
  } while (0)
  const int32_t negative = -1, far = 31;
  EXPECT_QUANTISED(multiplier, &negative);
  EXPECT_QUANTISED(shift, &far);
  EXPECT_QUANTISED(zero_point, 128);
  EXPECT_QUANTISED(low, -129);
  EXPECT_QUANTISED(high, 128);
  EXPECT_QUANTISED(high, -129);
  EXPECT(BAD_ARGUMENT, &s, x, 128, w, &good, y, scratch, bytes);
  EXPECT(NULL_POINTER, 0, x, 0, w, &good, y, scratch, bytes);
  EXPECT(NULL_POINTER, &s, 0, 0, w, &good, y, scratch, bytes);
  EXPECT(NULL_POINTER, &s, x, 0, 0, &good, y, scratch, bytes);
  EXPECT(NULL_POINTER, &s, x, 0, w, 0, y, scratch, bytes);
  EXPECT(NULL_POINTER, &s, x, 0, w, &good, 0, scratch, bytes);
  EXPECT(NULL_POINTER, &s, x, 0, w, &good, y, 0, bytes);
  EXPECT(SMALL_SCRATCH, &s, x, 0, w, &good, y, scratch, bytes - 1);
  EXPECT(OVERLAP, &s, y + 31, 0, w, &good, y, scratch, bytes);
  EXPECT(OVERLAP, &s, x, 0, y + 1, &good, y, scratch, bytes);
  EXPECT(OVERLAP, &s, x, 0, w, &good, (int8_t *)scratch + bytes - 1, scratch,
         bytes);
  const struct conv_shape one = {1, 1, 1, 1, 1, 1, 1, 1,
                                 1, 1, 1, 1, 1, 0, 0, 1};
  const float number = 1.0f, nan = reference_float(0x7fc00000u);
  wrong("clamp",
        conv_f32(&one, &number, &number, 0, 1.0f, 0.0f, (float *)y, scratch,
                 SCRATCH),
        KERNEL_BAD_ARGUMENT);
  wrong("clamp to a NaN",
        pool_max_f32(&one, &number, nan, 0.0f, (float *)y, scratch, SCRATCH),
        KERNEL_BAD_ARGUMENT);
  struct conv_shape pool = s;
  wrong("pool's groups", pool_max_i8(&pool, x, -128, 127, y, scratch, bytes),
        KERNEL_BAD_SHAPE);
  pool.groups = 2;
  wrong("pool's range", pool_max_i8(&pool, x, 5, 4, y, scratch, bytes),
        KERNEL_BAD_ARGUMENT);
  pool.out_channels = 4;
  wrong("pool's channels", pool_max_i8(&pool, x, -128, 127, y, scratch, bytes),
        KERNEL_BAD_SHAPE);
  pool =
      (struct conv_shape){1, 1, 1, 1, 1, 1, 1, 257, 256, 1, 1, 1, 1, 0, 0, 1};
  wrong("large window",
        pool_average_i8(&pool, x, -128, 127, y, scratch, SCRATCH),
        KERNEL_BAD_SHAPE);
  if (memcmp(y, before, sizeof y) != 0) {
    failures++;
    printf("written in spite of a bad argument\n");
  }
}
#else
static void test_errors(void) {}
#endif

int main(int argc, char **argv) {
  test_function *run = 0;
  if (argc == 2 && !strcmp(argv[1], "f32"))
    run = test_f32;
  if (argc == 2 && !strcmp(argv[1], "bf16"))
    run = test_bf16;
  if (argc == 2 && !strcmp(argv[1], "i8"))
    run = test_i8;
  if (!run && (argc != 2 || strcmp(argv[1], "requantise") != 0)) {
    fprintf(stderr, "usage: conv_test f32|bf16|i8|requantise\n");
    return 2;
  }
  if (!run) {
    test_requantise();
    test_errors();
  } else {
    size_t count;
    const struct conv_shape *fixed = fixed_shapes(&count);
    for (size_t i = 0; i < count; i++)
      for (int o = PLAIN; o < OPERATIONS; o++) {
        struct conv_shape s = fixed[i];
        if (o >= DEPTHWISE) {
          s.out_channels = s.channels;
          s.groups = s.channels;
        }
        if (fits(&s, o))
          run(&s, o);
      }
    for (int i = 0; i < 60; i++) {
      const enum operation o = i % OPERATIONS;
      const struct conv_shape s = random_shape(o);
      run(&s, o);
    }
  }
  printf(failures ? "%d differ\n" : "all agree\n", failures);
  return failures != 0;
}
