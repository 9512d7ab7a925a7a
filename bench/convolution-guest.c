// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// 3 x 3 convolutions as plain loops that the compiler makes tile code of,
// between two markers:
//
//   convolution-guest TYPE HOW
//
// TYPE is f32, f16, bf16 or i8. HOW is how images and weights are stored and
// how the loops run:
//
//   hwio      NHWC, weights [kh][kw][ic][oc]
//   ohwi      NHWC, weights [oc][kh][kw][ic]
//   stride    as hwio, every other pixel
//   sizes     as hwio, sizes are arguments
//   memory    as hwio, sums in the output's element, channels outermost
//   nchw      NCHW, weights [oc][ic][kh][kw]
//   padded    as hwio, but the input has no border: conditions leave it out
//
// The output has 28 x 28 pixels (14 x 14 with a stride) of 64 channels, as the
// input, whose border is there already but for "padded".
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/markers.h"

enum { PIXELS = 28, CHANNELS = 64, TAPS = 3, WIDE = PIXELS + TAPS - 1 };

#define FOR(v, n) for (int v = 0; v < (n); v++)
#define NAME(type, how) type##_##how
#define HEAD(type, how)                                                        \
  __attribute__((noinline)) static void NAME(type, how)(                       \
      const void *input, const void *weights, void *output)
#define NHWC(type, sum, element, x, how, stride, weight, w)                    \
  HEAD(type, how) {                                                            \
    const element(*in)[WIDE][CHANNELS] = input;                                \
    const element weight = weights;                                            \
    sum(*restrict out)[PIXELS / (stride)][CHANNELS] = output;                  \
    FOR(oh, PIXELS / (stride)) FOR(ow, PIXELS / (stride)) FOR(oc, CHANNELS) {  \
      sum s = 0;                                                               \
      FOR(kh, TAPS)                                                            \
      FOR(kw, TAPS)                                                            \
      FOR(ic, CHANNELS)                                                        \
      s += x in[oh * (stride) + kh][ow * (stride) + kw][ic] * x w;             \
      out[oh][ow][oc] = s;                                                     \
    }                                                                          \
  }
#define TYPE(type, sum, element, x)                                            \
  NHWC(type, sum, element, x, hwio, 1, (*w)[TAPS][CHANNELS][CHANNELS],         \
       w[kh][kw][ic][oc])                                                      \
  NHWC(type, sum, element, x, ohwi, 1, (*w)[TAPS][TAPS][CHANNELS],             \
       w[oc][kh][kw][ic])                                                      \
  NHWC(type, sum, element, x, stride, 2, (*w)[TAPS][CHANNELS][CHANNELS],       \
       w[kh][kw][ic][oc])                                                      \
  HEAD(type, memory) {                                                         \
    const element(*in)[WIDE][CHANNELS] = input;                                \
    const element(*w)[TAPS][CHANNELS][CHANNELS] = weights;                     \
    sum(*restrict out)[PIXELS][CHANNELS] = output;                             \
    FOR(oc, CHANNELS)                                                          \
    FOR(kh, TAPS)                                                              \
    FOR(kw, TAPS)                                                              \
    FOR(ic, CHANNELS)                                                          \
    FOR(oh, PIXELS)                                                            \
    FOR(ow, PIXELS)                                                            \
    out[oh][ow][oc] += x in[oh + kh][ow + kw][ic] * x w[kh][kw][ic][oc];       \
  }                                                                            \
  HEAD(type, padded) {                                                         \
    const element(*in)[PIXELS][CHANNELS] = input;                              \
    const element(*w)[TAPS][CHANNELS][CHANNELS] = weights;                     \
    sum(*restrict out)[PIXELS][CHANNELS] = output;                             \
    FOR(oh, PIXELS) FOR(ow, PIXELS) FOR(oc, CHANNELS) {                        \
      sum s = 0;                                                               \
      FOR(kh, TAPS) FOR(kw, TAPS) {                                            \
        const int h = oh + kh - 1, v = ow + kw - 1;                            \
        if (h >= 0 && h < PIXELS && v >= 0 && v < PIXELS)                      \
          FOR(ic, CHANNELS) s += x in[h][v][ic] * x w[kh][kw][ic][oc];         \
      }                                                                        \
      out[oh][ow][oc] = s;                                                     \
    }                                                                          \
  }                                                                            \
  HEAD(type, nchw) {                                                           \
    const element(*in)[WIDE][WIDE] = input;                                    \
    const element(*w)[CHANNELS][TAPS][TAPS] = weights;                         \
    sum(*restrict out)[PIXELS][PIXELS] = output;                               \
    FOR(oc, CHANNELS) FOR(oh, PIXELS) FOR(ow, PIXELS) {                        \
      sum s = 0;                                                               \
      FOR(ic, CHANNELS)                                                        \
      FOR(kh, TAPS)                                                            \
      FOR(kw, TAPS)                                                            \
      s += x in[ic][oh + kh][ow + kw] * x w[oc][ic][kh][kw];                   \
      out[oc][oh][ow] = s;                                                     \
    }                                                                          \
  }                                                                            \
  __attribute__((noinline)) static void type##_any(                            \
      const element *in, const element *w, sum *out, int pixels, int channels, \
      int taps) {                                                              \
    const int wide = pixels + taps - 1;                                        \
    FOR(oh, pixels) FOR(ow, pixels) FOR(oc, channels) {                        \
      sum s = 0;                                                               \
      FOR(kh, taps)                                                            \
      FOR(kw, taps)                                                            \
      FOR(ic, channels)                                                        \
      s += x in[((oh + kh) * wide + ow + kw) * channels + ic] *                \
           x w[((kh * taps + kw) * channels + ic) * channels + oc];            \
      out[(oh * pixels + ow) * channels + oc] = s;                             \
    }                                                                          \
  }                                                                            \
  HEAD(type, sizes) {                                                          \
    volatile int pixels = PIXELS, channels = CHANNELS, taps = TAPS;            \
    type##_any(input, weights, output, pixels, channels, taps);                \
  }
TYPE(f32, float, float, )
TYPE(f16, float, _Float16, (float))
TYPE(bf16, float, __bf16, (float))
TYPE(i8, int32_t, int8_t, )

static const struct way {
  const char *type, *how;
  void (*run)(const void *, const void *, void *);
} ways[] = {
#define WAY(type, how) {#type, #how, NAME(type, how)},
#define ALL(type)                                                              \
  WAY(type, hwio)                                                              \
  WAY(type, ohwi)                                                              \
  WAY(type, stride)                                                            \
  WAY(type, sizes) WAY(type, memory) WAY(type, nchw) WAY(type, padded)
    ALL(f32) ALL(f16) ALL(bf16) ALL(i8)};

// Small integers, of which every type has the exact sum.
static int input_at(int x) { return x % 7 - 3; }
static int weight_at(int x) { return x % 5 - 2; }

#define FILL(element)                                                          \
  for (int x = 0; x < inputs; x++)                                             \
    ((element *)input)[x] = (element)input_at(x);                              \
  for (int x = 0; x < weighted; x++)                                           \
    ((element *)weights)[x] = (element)weight_at(x);

int main(int argc, char **argv) {
  if (argc != 3)
    return 2;
  const char *type = argv[1], *how = argv[2];
  const struct way *way = ways, *end = ways + sizeof ways / sizeof *ways;
  while (way < end && (strcmp(way->type, type) || strcmp(way->how, how)))
    way++;
  if (way == end)
    return 2;
  static _Alignas(64) float input[WIDE * WIDE * CHANNELS];
  static _Alignas(64) float weights[TAPS * TAPS * CHANNELS * CHANNELS];
  static _Alignas(64) float output[PIXELS * PIXELS * CHANNELS];
  const int inputs = WIDE * WIDE * CHANNELS;
  const int weighted = TAPS * TAPS * CHANNELS * CHANNELS;
  const int integers = !strcmp(type, "i8");
  if (!strcmp(type, "f32")) {
    FILL(float)
  } else if (!strcmp(type, "f16")) {
    FILL(_Float16)
  } else if (!strcmp(type, "bf16")) {
    FILL(__bf16)
  } else {
    FILL(int8_t)
  }
  const int stride = strcmp(how, "stride") ? 1 : 2, pixels = PIXELS / stride;
  const int nchw = !strcmp(how, "nchw"), ohwi = !strcmp(how, "ohwi");
  const int padded = !strcmp(how, "padded");

  bench_begin();
  way->run(input, weights, output);
  // A scalar load waits for the last element, which is stored last.
  (void)((volatile uint32_t *)
             output)[(size_t)pixels * (size_t)pixels * CHANNELS - 1];
  bench_end();

  int wrong = 0;
  for (int oh = 0; oh < pixels; oh += 5)
    for (int ow = 0; ow < pixels; ow += 3)
      for (int oc = 0; oc < CHANNELS; oc += 7) {
        int sum = 0;
        FOR(kh, TAPS) FOR(kw, TAPS) FOR(ic, CHANNELS) {
          const int h = oh * stride + kh - padded,
                    w = ow * stride + kw - padded;
          if (padded && (h < 0 || h >= PIXELS || w < 0 || w >= PIXELS))
            continue;
          sum +=
              input_at(nchw ? (ic * WIDE + h) * WIDE + w
                            : (h * (padded ? PIXELS : WIDE) + w) * CHANNELS +
                                  ic) *
              weight_at(nchw   ? ((oc * CHANNELS + ic) * TAPS + kh) * TAPS + kw
                        : ohwi ? ((oc * TAPS + kh) * TAPS + kw) * CHANNELS + ic
                               : ((kh * TAPS + kw) * CHANNELS + ic) * CHANNELS +
                                     oc);
        }
        const int at = nchw ? (oc * PIXELS + oh) * PIXELS + ow
                            : (oh * pixels + ow) * CHANNELS + oc;
        wrong += sum != (integers ? ((int32_t *)output)[at] : (int)output[at]);
      }
  return wrong != 0;
}
