// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The reference of the gradients against finite differences, on the host: each
// layer is computed in double from its definition, an input is moved up and
// down, and the change of sum(dy y) over the distance is compared with the
// gradient by that input. The kernels equal the reference to the bit, so this
// is what says that they compute gradients. Prints the largest difference of
// each layer, relative to its largest gradient; ends with 1 if one is too
// large.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../common/test.h"
#include "training_conv_reference.h"

enum { MOST = 4096 };
static double input[MOST], output[MOST]; // x, then weights
static float x[MOST], dy[MOST], gradient[MOST];
static int failures;

static float random_f32(void) {
  return (float)((double)(random64() >> 11) * 0x1p-52 - 1);
}

struct layer {
  int64_t rows, columns, other; // other: outputs, or table rows
  double epsilon;
  enum training_activation kind;
  struct conv_shape conv;
  const int64_t *offset;
  const int32_t *index;
};
typedef void forward(const struct layer *l, const double *in, double *out);

// `count` inputs, those of x and weights one after the other, `results` of y.
static void compare(const char *name, forward *f, const struct layer *l,
                    int64_t count, int64_t results) {
  const double h = 0x1p-13; // exact in what is added to floats below 2
  double worst = 0, largest = 0;
  for (int64_t i = 0; i < count; i++)
    input[i] = x[i];
  for (int64_t i = 0; i < count; i++) {
    double change = 0;
    for (int side = -1; side <= 1; side += 2) {
      input[i] = x[i] + side * h;
      f(l, input, output);
      for (int64_t j = 0; j < results; j++)
        change += side * output[j] * (double)dy[j];
    }
    input[i] = x[i];
    worst = fmax(worst, fabs(change / (2 * h) - (double)gradient[i]));
    largest = fmax(largest, fabs((double)gradient[i]));
  }
  const int good = largest > 0.01 && worst < 2e-6 * largest;
  printf("%-16s %5ld gradients, largest difference %.1e of the largest%s\n",
         name, (long)count, worst / largest, good ? "" : ": TOO LARGE");
  failures += !good;
}
static void start(void) {
  for (int i = 0; i < MOST; i++) {
    x[i] = random_f32();
    dy[i] = random_f32();
    gradient[i] = 0;
  }
}

static void dense(const struct layer *l, const double *in, double *out) {
  const double *const w = in + l->rows * l->columns, *const bias =
                                                         w +
                                                         l->other * l->columns;
  for (int64_t i = 0; i < l->rows; i++)
    for (int64_t o = 0; o < l->other; o++) {
      double sum = bias[o];
      for (int64_t j = 0; j < l->columns; j++)
        sum += in[i * l->columns + j] * w[o * l->columns + j];
      out[i * l->other + o] = sum;
    }
}

static void activation(const struct layer *l, const double *in, double *out) {
  for (int64_t i = 0; i < l->rows; i++) {
    const double v = in[i], s = 1 / (1 + exp(-v));
    switch (l->kind) {
    case TRAINING_RELU:
      out[i] = v > 0 ? v : 0;
      break;
    case TRAINING_GELU:
      out[i] = v * erfc(-v * sqrt(0.5)) / 2;
      break;
    case TRAINING_SILU:
      out[i] = v * s;
      break;
    case TRAINING_TANH:
      out[i] = tanh(v);
      break;
    case TRAINING_SIGMOID:
      out[i] = s;
      break;
    }
  }
}

static void softmax(const struct layer *l, const double *in, double *out) {
  for (int64_t i = 0; i < l->rows; i++) {
    double sum = 0;
    for (int64_t j = 0; j < l->columns; j++)
      sum += exp(in[i * l->columns + j]);
    for (int64_t j = 0; j < l->columns; j++)
      out[i * l->columns + j] = exp(in[i * l->columns + j]) / sum;
  }
}

static void log_softmax(const struct layer *l, const double *in, double *out) {
  softmax(l, in, out);
  for (int64_t i = 0; i < l->rows * l->columns; i++)
    out[i] = log(out[i]);
}

// 3 rows of 2 heads of 4 pairs, turned by angles row + pair, by halves.
static void rotary(const struct layer *l, const double *in, double *out) {
  (void)l;
  for (int i = 0; i < 3; i++)
    for (int h = 0; h < 2; h++)
      for (int j = 0; j < 4; j++) {
        const int at = i * 16 + h * 8 + j;
        const double c = cos(i + j), s = sin(i + j);
        out[at] = in[at] * c - in[at + 4] * s;
        out[at + 4] = in[at + 4] * c + in[at] * s;
      }
}

// 3 x 4 pixels of 2 channels to 5 x 3: aligned corners bilinear; half pixels
// nearest.
static void resize_bilinear(const struct layer *l, const double *in,
                            double *out) {
  (void)l;
  for (int i = 0; i < 5; i++)
    for (int j = 0; j < 3; j++)
      for (int c = 0; c < 2; c++) {
        const double v = i * 0.5, h = j * 1.5;
        double sum = 0;
        for (int y = 0; y < 3; y++)
          for (int x_at = 0; x_at < 4; x_at++)
            sum += fmax(0, 1 - fabs(v - y)) * fmax(0, 1 - fabs(h - x_at)) *
                   in[(y * 4 + x_at) * 2 + c];
        out[(i * 3 + j) * 2 + c] = sum;
      }
}
static void resize_nearest(const struct layer *l, const double *in,
                           double *out) {
  (void)l;
  for (int i = 0; i < 5; i++)
    for (int j = 0; j < 3; j++)
      for (int c = 0; c < 2; c++) {
        const int y = (int)floor((i + 0.5) * 3 / 5),
                  x_at = (int)floor((j + 0.5) * 4 / 3);
        out[(i * 3 + j) * 2 + c] = in[(y * 4 + x_at) * 2 + c];
      }
}

static void norm(int centred, const struct layer *l, const double *in,
                 double *out) {
  const double *const gain = in + l->rows * l->columns, *const bias =
                                                            gain + l->columns;
  for (int64_t i = 0; i < l->rows; i++) {
    const double *const v = in + i * l->columns;
    double mean = 0, squares = 0;
    for (int64_t j = 0; centred && j < l->columns; j++)
      mean += v[j] / (double)l->columns;
    for (int64_t j = 0; j < l->columns; j++)
      squares += (v[j] - mean) * (v[j] - mean) / (double)l->columns;
    for (int64_t j = 0; j < l->columns; j++)
      out[i * l->columns + j] =
          (v[j] - mean) / sqrt(squares + l->epsilon) * gain[j] +
          (centred ? bias[j] : 0);
  }
}
static void layer_norm(const struct layer *l, const double *in, double *out) {
  norm(1, l, in, out);
}
static void rms_norm(const struct layer *l, const double *in, double *out) {
  norm(0, l, in, out);
}

static void embedding(const struct layer *l, const double *in, double *out) {
  for (int64_t i = 0; i < l->rows; i++)
    for (int64_t j = 0; j < l->columns; j++) {
      double sum = 0;
      for (int64_t k = l->offset[i]; k < l->offset[i + 1]; k++)
        sum += in[l->index[k] * l->columns + j];
      out[i * l->columns + j] = sum / (double)(l->offset[i + 1] - l->offset[i]);
    }
}

// 2 heads that share keys and values, 5 causal queries, 7 keys, 4 deep: q, k,
// v.
static void attention(const struct layer *l, const double *in, double *out) {
  enum { HEADS = 2, QUERIES = 5, KEYS = 7, DEPTH = 4 };
  const double *const k = in + HEADS * QUERIES * DEPTH, *const v =
                                                            k + KEYS * DEPTH;
  for (int i = 0; i < QUERIES; i++)
    for (int h = 0; h < HEADS; h++) {
      const double *const q = in + (i * HEADS + h) * DEPTH;
      double *const to = out + (i * HEADS + h) * DEPTH;
      double sum = 0;
      for (int d = 0; d < DEPTH; d++)
        to[d] = 0;
      for (int j = 0; j <= i + KEYS - QUERIES; j++) {
        double score = 0;
        for (int d = 0; d < DEPTH; d++)
          score += q[d] * k[j * DEPTH + d];
        const double p = exp(score * l->epsilon);
        sum += p;
        for (int d = 0; d < DEPTH; d++)
          to[d] += p * v[j * DEPTH + d];
      }
      for (int d = 0; d < DEPTH; d++)
        to[d] /= sum;
    }
}

// 3 steps of 2 rows, 3 inputs, 4 units: x, w, u, bias, h, c; of the results all
// h, then the last c.
static void lstm(const struct layer *l, const double *in, double *out) {
  enum { STEPS = 3, BATCH = 2, INPUTS = 3, UNITS = 4 };
  const double *const w = in + STEPS * BATCH * INPUTS,
                      *const u = w + 4 * UNITS * INPUTS,
                      *const bias = u + 4 * UNITS * UNITS,
                      *const h = bias + 4 * UNITS, *const c = h + BATCH * UNITS;
  double *const cell = out + STEPS * BATCH * UNITS;
  (void)l;
  memcpy(cell, c, sizeof(double) * BATCH * UNITS);
  for (int r = 0; r < STEPS * BATCH; r++) {
    const double *const before =
        r < BATCH ? h + r * UNITS : out + (r - BATCH) * UNITS;
    for (int j = 0; j < UNITS; j++) {
      double a[4];
      for (int g = 0; g < 4; g++) {
        a[g] = bias[g * UNITS + j];
        for (int k = 0; k < INPUTS; k++)
          a[g] += in[r * INPUTS + k] * w[(g * UNITS + j) * INPUTS + k];
        for (int k = 0; k < UNITS; k++)
          a[g] += before[k] * u[(g * UNITS + j) * UNITS + k];
        a[g] = g == 2 ? tanh(a[g]) : 1 / (1 + exp(-a[g]));
      }
      double *const to = cell + r % BATCH * UNITS + j;
      *to = a[1] * *to + a[0] * a[2];
      out[r * UNITS + j] = a[3] * tanh(*to);
    }
  }
}

// The same of a GRU: x, w, u, bias, h; of the results all h.
static void gru(const struct layer *l, const double *in, double *out) {
  enum { STEPS = 3, BATCH = 2, INPUTS = 3, UNITS = 4 };
  const double *const w = in + STEPS * BATCH * INPUTS,
                      *const u = w + 3 * UNITS * INPUTS,
                      *const bias = u + 3 * UNITS * UNITS,
                      *const h = bias + 4 * UNITS;
  (void)l;
  for (int r = 0; r < STEPS * BATCH; r++) {
    const double *const before =
        r < BATCH ? h + r * UNITS : out + (r - BATCH) * UNITS;
    for (int j = 0; j < UNITS; j++) {
      double by_x[3], by_h[3];
      for (int g = 0; g < 3; g++) {
        by_x[g] = bias[g * UNITS + j];
        by_h[g] = g == 2 ? bias[3 * UNITS + j] : 0;
        for (int k = 0; k < INPUTS; k++)
          by_x[g] += in[r * INPUTS + k] * w[(g * UNITS + j) * INPUTS + k];
        for (int k = 0; k < UNITS; k++)
          by_h[g] += before[k] * u[(g * UNITS + j) * UNITS + k];
      }
      const double reset = 1 / (1 + exp(-by_x[0] - by_h[0])),
                   update = 1 / (1 + exp(-by_x[1] - by_h[1])),
                   fresh = tanh(by_x[2] + reset * by_h[2]);
      out[r * UNITS + j] = (1 - update) * fresh + update * before[j];
    }
  }
}

// For each element of y and each element of its window: in `body`, `from` is
// the element's place in x.
#define WINDOWS(s, out_channels, begin, body, end)                             \
  int64_t to = 0;                                                              \
  for (int64_t n = 0; n < (s)->batch; n++)                                     \
    for (int64_t oy = 0; oy < (s)->out_height; oy++)                           \
      for (int64_t ox = 0; ox < (s)->out_width; ox++)                          \
        for (int64_t oc = 0; oc < (out_channels); oc++, to++) {                \
          begin;                                                               \
          for (int64_t ky = 0; ky < (s)->kernel_height; ky++)                  \
            for (int64_t kx = 0; kx < (s)->kernel_width; kx++) {               \
              const int64_t tap = ky * (s)->kernel_width + kx;                 \
              (void)tap;                                                       \
              body                                                             \
            }                                                                  \
          end;                                                                 \
        }

static int64_t inputs_of(const struct conv_shape *s) {
  return s->batch * s->height * s->width * s->channels;
}
static void conv(const struct layer *l, const double *in, double *out) {
  const struct conv_shape *const s = &l->conv;
  const int64_t taps = s->kernel_height * s->kernel_width,
                deep = s->channels / s->groups;
  const double *const w = in + inputs_of(s), *const bias =
                                                 w +
                                                 taps * deep * s->out_channels;
  WINDOWS(
      s, s->out_channels, double sum = bias[oc],
      for (int64_t c = 0; c < deep; c++) {
        const int64_t from =
            reference_input_at(s, n, oy, ox, ky, kx,
                               oc / (s->out_channels / s->groups) * deep + c);
        if (from >= 0)
          sum += in[from] * w[(oc * taps + tap) * deep + c];
      },
      out[to] = sum)
}
static void conv_transposed(const struct layer *l, const double *in,
                            double *out) {
  const struct conv_shape *const s = &l->conv;
  const int64_t taps = s->kernel_height * s->kernel_width,
                deep = s->channels / s->groups,
                pixels = s->batch * s->out_height * s->out_width;
  const double *const w = in + inputs_of(s), *const bias =
                                                 w +
                                                 taps * deep * s->out_channels;
  for (int64_t i = 0; i < pixels * s->out_channels; i++)
    out[i] = bias[i % s->out_channels];
  // What each pixel of x adds to y.
  for (int64_t i = 0; i < inputs_of(s); i++)
    for (int64_t tap = 0; tap < taps; tap++) {
      const int64_t c = i % s->channels, ix = i / s->channels % s->width,
                    iy = i / (s->channels * s->width) % s->height,
                    n = i / (s->channels * s->width * s->height),
                    y = iy * s->stride_y - s->pad_top +
                        tap / s->kernel_width * s->dilation_y,
                    x_at = ix * s->stride_x - s->pad_left +
                           tap % s->kernel_width * s->dilation_x,
                    out_deep = s->out_channels / s->groups;
      if (y < 0 || y >= s->out_height || x_at < 0 || x_at >= s->out_width)
        continue;
      for (int64_t o = 0; o < out_deep; o++) {
        const int64_t oc = c / deep * out_deep + o;
        out[((n * s->out_height + y) * s->out_width + x_at) * s->out_channels +
            oc] += in[i] * w[(oc * taps + tap) * deep + c % deep];
      }
    }
}
static void depthwise(const struct layer *l, const double *in, double *out) {
  const struct conv_shape *const s = &l->conv;
  const double *const w = in + inputs_of(s), *const bias =
                                                 w + s->kernel_height *
                                                         s->kernel_width *
                                                         s->channels;
  WINDOWS(
      s, s->channels, double sum = bias[oc],
      {
        const int64_t from = reference_input_at(s, n, oy, ox, ky, kx, oc);
        if (from >= 0)
          sum += in[from] * w[tap * s->channels + oc];
      },
      out[to] = sum)
}
static void pool_max(const struct layer *l, const double *in, double *out) {
  WINDOWS(
      &l->conv, l->conv.channels, double most = -INFINITY,
      {
        const int64_t from =
            reference_input_at(&l->conv, n, oy, ox, ky, kx, oc);
        if (from >= 0)
          most = fmax(most, in[from]);
      },
      out[to] = most)
}
static void pool_average(const struct layer *l, const double *in, double *out) {
  WINDOWS(
      &l->conv, l->conv.channels, double sum = 0;
      int count = 0,
      {
        const int64_t from =
            reference_input_at(&l->conv, n, oy, ox, ky, kx, oc);
        if (from >= 0) {
          sum += in[from];
          count++;
        }
      },
      out[to] = sum / count)
}

static void compare_convolutions(void) {
  static const struct conv_shape shapes[] = {
      {1, 6, 5, 4, 6, 5, 6, 3, 3, 1, 1, 1, 1, 1, 1, 2},
      {2, 7, 9, 3, 4, 5, 5, 3, 3, 2, 2, 1, 1, 1, 1, 1},
      {1, 9, 8, 2, 3, 4, 4, 3, 2, 2, 1, 2, 3, 1, 0, 2}};
  static int32_t index[MOST];
  static float share[MOST];
  for (int i = 0; i < 3; i++) {
    struct layer l = {.conv = shapes[i]};
    const struct conv_shape *const s = &l.conv;
    const int64_t inputs = inputs_of(s),
                  pixels = s->batch * s->out_height * s->out_width,
                  taps = s->kernel_height * s->kernel_width,
                  weights = taps * s->channels / s->groups * s->out_channels;
    start();
    reference_training_conv_f32(s, dy, x, x + inputs, gradient,
                                gradient + inputs, gradient + inputs + weights,
                                0);
    compare("conv", conv, &l, inputs + weights + s->out_channels,
            pixels * s->out_channels);
    l.conv.height = shapes[i].out_height;
    l.conv.width = shapes[i].out_width;
    l.conv.channels = shapes[i].out_channels;
    l.conv.out_height = shapes[i].height;
    l.conv.out_width = shapes[i].width;
    l.conv.out_channels = shapes[i].channels;
    const int64_t turned = inputs_of(s);
    start();
    reference_training_conv_transposed_f32(s, dy, x, x + turned, gradient,
                                           gradient + turned,
                                           gradient + turned + weights, 0);
    compare("conv transposed", conv_transposed, &l,
            turned + weights + s->out_channels, inputs);
    l.conv = shapes[i];
    l.conv.groups = l.conv.out_channels = s->channels;
    start();
    reference_training_conv_depthwise_f32(
        s, dy, x, x + inputs, gradient, gradient + inputs,
        gradient + inputs + taps * s->channels, 0);
    compare("depthwise", depthwise, &l, inputs + (taps + 1) * s->channels,
            pixels * s->channels);
    // No two inputs are closer than the steps between them.
    for (int64_t k = 0; k < inputs; k++)
      x[k] = (float)(k * 739 % 1009) / 1024;
    reference_training_pool_max_f32(s, dy, x, gradient, index, share);
    compare("pool max", pool_max, &l, inputs, pixels * s->channels);
    reference_training_pool_average_f32(s, dy, gradient, index, share);
    compare("pool average", pool_average, &l, inputs, pixels * s->channels);
  }
}

int main(void) {
  struct layer l = {.rows = 5, .columns = 7, .other = 4, .epsilon = 1e-5};
  start();
  reference_training_dense_f32(5, 4, 7, dy, 4, x, 7, x + 35, 7, gradient, 7,
                               gradient + 35, 7, gradient + 63, 0);
  compare("dense", dense, &l, 67, 20);

  static const char *const names[] = {"relu", "gelu", "silu", "tanh",
                                      "sigmoid"};
  for (int kind = TRAINING_RELU; kind <= TRAINING_SIGMOID; kind++) {
    l.rows = 500;
    l.kind = (enum training_activation)kind;
    start();
    for (int i = 0; i < 500; i++)
      x[i] = (float)(i - 250 + (i >= 250)) / 64; // not 0, where relu bends
    reference_training_activation_f32(l.kind, 500, x, dy, gradient);
    compare(names[kind], activation, &l, 500, 500);
  }

  l.rows = 3;
  l.columns = 37;
  start();
  static float y[MOST];
  for (int64_t i = 0; i < 111; i++)
    input[i] = x[i];
  softmax(&l, input, output);
  for (int64_t i = 0; i < 111; i++)
    y[i] = (float)output[i];
  reference_training_softmax_f32(3, 37, y, 37, dy, 37, gradient, 37);
  compare("softmax", softmax, &l, 111, 111);

  start();
  for (int64_t i = 0; i < 111; i++)
    input[i] = x[i];
  log_softmax(&l, input, output);
  for (int64_t i = 0; i < 111; i++)
    y[i] = (float)output[i];
  reference_training_log_softmax_f32(3, 37, y, 37, dy, 37, gradient, 37);
  compare("log softmax", log_softmax, &l, 111, 111);

  start();
  static float cosine[12], sine[12];
  for (int i = 0; i < 12; i++) {
    const int angle = i / 4 + i % 4;
    cosine[i] = (float)cos(angle);
    sine[i] = (float)sin(angle);
  }
  reference_training_rotary_f32(3, 2, 4, dy, 16, cosine, sine, 4, 1, gradient,
                                16);
  compare("rotary", rotary, &l, 48, 48);

  start();
  reference_training_resize_bilinear_f32(3, 4, 2, dy, 5, 3, gradient,
                                         ROWS_ALIGN_CORNERS);
  compare("resize bilinear", resize_bilinear, &l, 24, 30);
  start();
  reference_training_resize_nearest_f32(3, 4, 2, dy, 5, 3, gradient,
                                        ROWS_HALF_PIXEL);
  compare("resize nearest", resize_nearest, &l, 24, 30);

  start();
  reference_training_norm(1, 3, 37, x, 37, x + 111, 1e-5f, dy, 37, gradient, 37,
                          gradient + 111, gradient + 148, 0);
  compare("layer norm", layer_norm, &l, 185, 111);
  start();
  reference_training_norm(0, 3, 37, x, 37, x + 111, 1e-5f, dy, 37, gradient, 37,
                          gradient + 111, 0, 0);
  compare("rms norm", rms_norm, &l, 148, 111);

  const struct attention_shape look = {2, 1, 5, 7, 4, 0.5f, 1};
  l.epsilon = 0.5; // the scale
  start();
  reference_training_attention_f32(&look, x, 8, x + 40, 4, x + 68, 4, dy, 8,
                                   gradient, 8, gradient + 40, 4, gradient + 68,
                                   4, y);
  compare("attention", attention, &l, 96, 40);

  const struct recurrent_shape steps = {3, 2, 3, 4};
  static float gates[256];
  start();
  for (int i = 0; i < 162; i++)
    input[i] = x[i];
  lstm(&l, input, output);
  for (int i = 0; i < 24; i++)
    y[i] = (float)output[i];
  for (int i = 0; i < 8; i++) // of the last c
    gradient[154 + i] = dy[24 + i];
  const struct training_lstm arrays = {x,
                                       x + 18,
                                       x + 66,
                                       x + 130,
                                       x + 146,
                                       x + 154,
                                       y,
                                       dy,
                                       3,
                                       3,
                                       4,
                                       4,
                                       4,
                                       4,
                                       4,
                                       gradient + 146,
                                       gradient + 154,
                                       gradient,
                                       gradient + 18,
                                       gradient + 66,
                                       gradient + 130,
                                       3,
                                       3,
                                       4,
                                       0};
  reference_training_lstm_f32(&steps, &arrays, gates);
  compare("lstm", lstm, &l, 162, 32);

  start();
  for (int i = 0; i < 126; i++)
    input[i] = x[i];
  gru(&l, input, output);
  for (int i = 0; i < 24; i++)
    y[i] = (float)output[i];
  const struct training_gru of_gru = {.x = x,
                                      .w = x + 18,
                                      .u = x + 54,
                                      .bias = x + 102,
                                      .h = x + 118,
                                      .y = y,
                                      .dy = dy,
                                      .ldx = 3,
                                      .ldw = 3,
                                      .ldu = 4,
                                      .ldh = 4,
                                      .ldy = 4,
                                      .lddy = 4,
                                      .dh = gradient + 118,
                                      .dx = gradient,
                                      .dw = gradient + 18,
                                      .du = gradient + 54,
                                      .dbias = gradient + 102,
                                      .lddx = 3,
                                      .lddw = 3,
                                      .lddu = 4};
  reference_training_gru_f32(&steps, &of_gru, gates);
  compare("gru", gru, &l, 126, 24);

  static const int64_t offset[] = {0, 2, 3, 7, 9};
  static const int32_t index[] = {1, 4, 0, 2, 2, 1, 3, 4, 4};
  l = (struct layer){.rows = 4, .columns = 9, .offset = offset, .index = index};
  start();
  reference_training_embedding_f32(9, 4, offset, index, 1, dy, 9, gradient, 9);
  compare("embedding", embedding, &l, 45, 36);

  compare_convolutions();
  printf(failures ? "%d failures\n" : "all agree\n", failures);
  return failures != 0;
}
