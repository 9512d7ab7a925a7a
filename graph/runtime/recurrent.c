// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Operators with states (wide.h): SVDF and LSTM, in the order of TensorFlow
// Lite Micro's reference.
#include "wide.h"
#include <sectile_math.h>
#include <string.h>

#define SVDF(name, element)                                                    \
  void name(int8_t *y, element *next, const int8_t *x, const int8_t *feature,  \
            const element *time, const int32_t *bias, const element *state,    \
            const struct sectile_svdf *how) {                                  \
    const int64_t memory = how->memory, units = how->filters / how->rank;      \
    const int64_t low = sizeof(element) == 1 ? INT8_MIN : INT16_MIN,           \
                  high = sizeof(element) == 1 ? INT8_MAX : INT16_MAX;          \
    for (int64_t n = 0; n < how->batch; ++n) {                                 \
      for (int64_t f = 0; f < how->filters; ++f) {                             \
        const int64_t row = (n * how->filters + f) * memory;                   \
        for (int64_t m = 1; m < memory; ++m)                                   \
          next[row + m - 1] = state[row + m];                                  \
        int32_t sum = 0;                                                       \
        for (int64_t i = 0; i < how->inputs; ++i)                              \
          sum = fixed_add(                                                     \
              sum, feature[f * how->inputs + i] *                              \
                       (x[n * how->inputs + i] - (int32_t)how->zero_point));   \
        sum = fixed_multiply(sum, how->to_state, how->single_rounding);        \
        next[row + memory - 1] = (element)(fixed_clamp(sum, low, high) +       \
                                           (int32_t)how->state_zero_point);    \
      }                                                                        \
      for (int64_t u = 0; u < units; ++u) {                                    \
        int32_t sum = bias[u];                                                 \
        for (int64_t k = 0; k < how->rank * memory; ++k) {                     \
          const int64_t at = u * how->rank * memory + k;                       \
          const int32_t s = next[n * how->filters * memory + at] -             \
                            (int32_t)how->state_zero_point;                    \
          sum = fixed_add(sum, (int32_t)((uint32_t)time[at] * (uint32_t)s));   \
        }                                                                      \
        sum = fixed_multiply(sum, how->to_result, how->single_rounding);       \
        *y++ = (int8_t)fixed_clamp(                                            \
            fixed_add(sum, (int32_t)how->out_zero_point), INT8_MIN, INT8_MAX); \
      }                                                                        \
    }                                                                          \
  }
SVDF(sectile_svdf_i8, int8_t)
SVDF(sectile_svdf_i16, int16_t)

void sectile_svdf_f32(float *y, float *next, const float *x,
                      const float *feature, const float *time,
                      const float *bias, const float *state,
                      const struct sectile_svdf *how) {
  const int64_t memory = how->memory, units = how->filters / how->rank;
  for (int64_t n = 0; n < how->batch; ++n) {
    for (int64_t f = 0; f < how->filters; ++f) {
      const int64_t row = (n * how->filters + f) * memory;
      for (int64_t m = 1; m < memory; ++m)
        next[row + m - 1] = state[row + m];
      float sum = 0;
      for (int64_t i = 0; i < how->inputs; ++i)
        sum = __builtin_fmaf(feature[f * how->inputs + i],
                             x[n * how->inputs + i], sum);
      next[row + memory - 1] = sum;
    }
    for (int64_t u = 0; u < units; ++u) {
      float sum = bias[u];
      for (int64_t r = 0; r < how->rank; ++r) {
        const int64_t f = u * how->rank + r;
        const float *s = next + (n * how->filters + f) * memory;
        float part = 0;
        for (int64_t m = 0; m < memory; ++m)
          part = __builtin_fmaf(time[f * memory + m], s[m], part);
        sum = sum + part;
      }
      *y++ = sum;
    }
  }
}

enum gate { INPUT, FORGET, CELL, OUTPUT, GATES };

// Of the sum of one row of weights times a vector of activations.
#define LSTM(name, element, sum_type, multiply)                                \
  static int32_t name##_row(const element *x, int32_t zero_point,              \
                            const int8_t *w, int64_t count, int64_t bias,      \
                            struct fixed_scale scale, int64_t single) {        \
    sum_type sum = (sum_type)bias;                                             \
    for (int64_t i = 0; i < count; ++i)                                        \
      sum += (sum_type)(w[i] * (x[i] - zero_point));                           \
    return fixed_clamp(multiply, INT16_MIN, INT16_MAX);                        \
  }                                                                            \
  static void name##_step(element *y, element *hidden, int16_t *cell,          \
                          const element *x, const int8_t *weights,             \
                          const int64_t *bias, const struct sectile_lstm *how, \
                          int16_t *scratch, const uint16_t *table) {           \
    const int64_t units = how->units, inputs = how->inputs;                    \
    const int8_t *of_state = weights + GATES * units * inputs;                 \
    for (int64_t g = 0; g < GATES; ++g)                                        \
      for (int64_t u = 0; u < units; ++u) {                                    \
        const int64_t at = g * units + u;                                      \
        const int32_t a =                                                      \
            name##_row(x, (int32_t)how->zero_point, weights + at * inputs,     \
                       inputs, bias[at], how->input[g], how->single_rounding); \
        const int32_t b = name##_row(hidden, (int32_t)how->state_zero_point,   \
                                     of_state + at * units, units, 0,          \
                                     how->state[g], how->single_rounding);     \
        scratch[at] = fixed_sigmoid_i16(                                       \
            (int16_t)fixed_clamp(a + b, INT16_MIN, INT16_MAX), table, 3, 0,    \
            g == CELL);                                                        \
      }                                                                        \
    const int32_t power = (int32_t)how->cell_power + 12;                       \
    for (int64_t u = 0; u < units; ++u) {                                      \
      const int16_t *gate = scratch + u;                                       \
      const int32_t kept =                                                     \
          fixed_clamp(fixed_multiply(gate[FORGET * units] * cell[u],           \
                                     how->forget, how->single_rounding),       \
                      INT16_MIN, INT16_MAX);                                   \
      const int32_t added =                                                    \
          fixed_clamp(fixed_multiply(gate[INPUT * units] * gate[CELL * units], \
                                     how->update, how->single_rounding),       \
                      INT16_MIN, INT16_MAX);                                   \
      int32_t c = fixed_clamp(kept + added, INT16_MIN, INT16_MAX);             \
      if (how->clip >= 0)                                                      \
        c = fixed_clamp(c, -how->clip, how->clip);                             \
      cell[u] = (int16_t)c;                                                    \
      const int32_t t =                                                        \
          fixed_sigmoid_i16((int16_t)c, table, power < 0 ? 3 : 3 << power,     \
                            power < 0 ? -power : 0, 1);                        \
      const int32_t h = fixed_multiply(t * gate[OUTPUT * units], how->output,  \
                                       how->single_rounding);                  \
      hidden[u] =                                                              \
          (element)fixed_clamp(fixed_add(h, (int32_t)how->state_zero_point),   \
                               sizeof(element) == 1 ? INT8_MIN : INT16_MIN,    \
                               sizeof(element) == 1 ? INT8_MAX : INT16_MAX);   \
    }                                                                          \
    memcpy(y, hidden, (size_t)units * sizeof(element));                        \
  }                                                                            \
  void name(element *y, element *hidden, int16_t *cell, const element *x,      \
            const int8_t *weights, const int64_t *bias,                        \
            const element *hidden_before, const int16_t *cell_before,          \
            const struct sectile_lstm *how, int16_t *scratch,                  \
            const uint16_t *table) {                                           \
    const int64_t states = how->batch * how->units;                            \
    memcpy(hidden, hidden_before, (size_t)states * sizeof(element));           \
    memcpy(cell, cell_before, (size_t)states * sizeof(int16_t));               \
    for (int64_t n = 0; n < how->batch; ++n)                                   \
      for (int64_t t = 0; t < how->steps; ++t)                                 \
        name##_step(y + n * how->out_sequence + t * how->out_step,             \
                    hidden + n * how->units, cell + n * how->units,            \
                    x + n * how->sequence + t * how->step, weights, bias, how, \
                    scratch, table);                                           \
  }
// Sums of 32 bits wrap.
LSTM(sectile_lstm_i8, int8_t, uint32_t,
     fixed_multiply((int32_t)sum, scale, single))
LSTM(sectile_lstm_i16, int16_t, int64_t,
     ((void)single, fixed_multiply_wide(sum, scale)))

// LOGISTIC and TANH as docs/models.md defines them.
static void sigmoid(float *x, int64_t count) {
  for (int64_t i = 0; i < count; i += 256)
    tile_store_linear_f32(
        x + i, count - i,
        1.0f / (1.0f + tile_exp_f32(-tile_load_linear_f32(x + i, count - i))));
}

static tile_f32_t tanh_of_tile(tile_f32_t x) {
  const tile_f32_t a = tile_abs_f32(x), s = x * x;
  tile_f32_t p = tile_fmadd_f32(s, tile_splat_f32(-0x1.75e1d4p-8f),
                                tile_splat_f32(0x1.52269cp-6f));
  p = tile_fmadd_f32(p, s, tile_splat_f32(-0x1.b83c5ap-5f));
  p = tile_fmadd_f32(p, s, tile_splat_f32(0x1.110726p-3f));
  p = tile_fmadd_f32(p, s, tile_splat_f32(-0x1.555532p-2f));
  const tile_f32_t t = p * s;
  const tile_f32_t large = 1.0f - 2.0f / (tile_exp_f32(a + a) + 1.0f);
  const tile_i32_t sign = (tile_i32_t)x & INT32_MIN;
  return tile_select_f32(a < 0.625f, tile_fmadd_f32(t, x, x),
                         (tile_f32_t)((tile_i32_t)large | sign));
}

static void hyperbolic_tangent(float *y, const float *x, int64_t count) {
  for (int64_t i = 0; i < count; i += 256)
    tile_store_linear_f32(y + i, count - i,
                          tanh_of_tile(tile_load_linear_f32(x + i, count - i)));
}

static void lstm_step_f32(float *y, float *hidden, float *cell, const float *x,
                          const float *weights, const float *bias,
                          const struct sectile_lstm *how, float *scratch) {
  const int64_t units = how->units, inputs = how->inputs;
  const float *of_state = weights + GATES * units * inputs;
  union {
    uint32_t bits;
    float value;
  } clip = {(uint32_t)how->clip};
  for (int64_t g = 0; g < GATES; ++g)
    for (int64_t u = 0; u < units; ++u) {
      const int64_t at = g * units + u;
      float a = 0, b = 0;
      for (int64_t i = 0; i < inputs; ++i)
        a = __builtin_fmaf(x[i], weights[at * inputs + i], a);
      for (int64_t i = 0; i < units; ++i)
        b = __builtin_fmaf(hidden[i], of_state[at * units + i], b);
      a = a + bias[at];
      scratch[at] = a + b;
    }
  sigmoid(scratch, CELL * units);
  hyperbolic_tangent(scratch + CELL * units, scratch + CELL * units, units);
  sigmoid(scratch + OUTPUT * units, (GATES - OUTPUT) * units);
  for (int64_t u = 0; u < units; ++u) {
    const float *gate = scratch + u;
    const float kept = gate[FORGET * units] * cell[u];
    const float added = gate[INPUT * units] * gate[CELL * units];
    float c = kept + added;
    if (clip.value > 0) {
      c = c < clip.value ? c : clip.value;
      c = c < -clip.value ? -clip.value : c;
    }
    cell[u] = c;
  }
  hyperbolic_tangent(hidden, cell, units);
  for (int64_t u = 0; u < units; ++u)
    hidden[u] = hidden[u] * scratch[OUTPUT * units + u];
  memcpy(y, hidden, (size_t)units * sizeof(float));
}

void sectile_lstm_f32(float *y, float *hidden, float *cell, const float *x,
                      const float *weights, const float *bias,
                      const float *hidden_before, const float *cell_before,
                      const struct sectile_lstm *how, float *scratch) {
  const int64_t states = how->batch * how->units;
  memcpy(hidden, hidden_before, (size_t)states * sizeof(float));
  memcpy(cell, cell_before, (size_t)states * sizeof(float));
  for (int64_t n = 0; n < how->batch; ++n)
    for (int64_t t = 0; t < how->steps; ++t)
      lstm_step_f32(y + n * how->out_sequence + t * how->out_step,
                    hidden + n * how->units, cell + n * how->units,
                    x + n * how->sequence + t * how->step, weights, bias, how,
                    scratch);
}
