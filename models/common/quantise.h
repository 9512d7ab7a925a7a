// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How trained layers become layers of bytes: weights for each channel, as
// TensorFlow Lite does. The same on the core and in the references. The
// including file defines CHANNELS, the most outputs of a layer.
#ifndef MODELS_COMMON_QUANTISE_H
#define MODELS_COMMON_QUANTISE_H

#include <math.h>
#include <stdint.h>

// A quantised layer: w is about weights / scale of the channel. ReLU needs no
// step of its own: the zero point of its result is the lowest byte. Scales are
// floats, as they are in files of models.
struct quantised_layer {
  int outputs, inputs;
  float result; // the scale of what it computes
  float scale[CHANNELS];
  int8_t *w;
  int32_t bias[CHANNELS], multiplier[CHANNELS], shift[CHANNELS];
};
enum { ZERO_POINT = -128 }; // of inputs and activations; that of outputs is 0

static inline double quantised_round(double x) {
  return floor(fabs(x) + 0.5) * (x < 0 ? -1 : 1);
}

// `factor` as multiplier / 2^31 * 2^shift, with 31 bits.
static inline void quantised_factor(double factor, int32_t *multiplier,
                                    int32_t *shift) {
  int exponent;
  double part = quantised_round(frexp(factor, &exponent) * 0x1p31);
  if (part == 0x1p31) {
    part /= 2;
    exponent++;
  }
  if (exponent < -31) {
    part = 0;
    exponent = 0;
  }
  *multiplier = (int32_t)part;
  *shift = exponent;
}

static inline void quantise_layer(struct quantised_layer *q, int outputs,
                                  int inputs, const float *w, const float *b,
                                  float in, float out) {
  q->outputs = outputs;
  q->inputs = inputs;
  q->result = out;
  for (int i = 0; i < outputs; i++) {
    double most = 0;
    for (int j = 0; j < inputs; j++)
      most = fmax(most, fabs((double)w[i * inputs + j]));
    q->scale[i] = most > 0 ? (float)(most / 127) : 1;
    const double scale = (double)q->scale[i];
    for (int j = 0; j < inputs; j++)
      q->w[i * inputs + j] =
          (int8_t)quantised_round((double)w[i * inputs + j] / scale);
    q->bias[i] = (int32_t)quantised_round((double)b[i] / ((double)in * scale));
    quantised_factor((double)in * scale / (double)out, &q->multiplier[i],
                     &q->shift[i]);
  }
}

#endif
