// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions that compiled models of TensorFlow Lite call
// (graph/compiler/Wide.cpp) for types and operators that are no tile code:
// activations of 16 bits, weights with a zero point, recurrent operators, and
// what takes indices from data.
#ifndef SECTILE_GRAPH_RUNTIME_WIDE_H
#define SECTILE_GRAPH_RUNTIME_WIDE_H

#include "fixed_point.h"

// A convolution, also transposed or depthwise, or a product of matrices, which
// is a convolution of one row of pixels.
struct sectile_wide {
  int64_t batch, height, width, channels;
  int64_t out_height, out_width, out_channels;
  int64_t kernel_height, kernel_width;
  int64_t stride_height, stride_width, dilation_height, dilation_width;
  int64_t top, left; // what is added before the input, or dropped of the result
  int64_t depthwise, transposed;
  int64_t zero_point, out_zero_point, low, high;
  int64_t wide_sums; // of 64 bits
  int64_t single_rounding;
};
// Bias and scale of each output channel.
struct sectile_wide_channel {
  int64_t bias;
  struct fixed_scale scale;
};
void sectile_wide_i16(int16_t *y, const int16_t *x, const int8_t *w,
                      const struct sectile_wide_channel *channels,
                      const struct sectile_wide *how);
// Weights less their zero point.
void sectile_wide_i8(int8_t *y, const int8_t *x, const int16_t *w,
                     const struct sectile_wide_channel *channels,
                     const struct sectile_wide *how);

// Rows of a times columns of b, with 64 bits: a is `rows` x `depth` at strides
// of its own, which are of elements; b and y likewise. `batches` pairs of
// matrices are at offsets[i] in a and offsets[batches + i] in b.
struct sectile_wide_matmul {
  int64_t batches, rows, columns, depth;
  int64_t a_row, a_depth, b_depth, b_column;
  struct fixed_scale scale;
};
void sectile_wide_matmul_i16(int16_t *y, const int16_t *a, const int16_t *b,
                             const int64_t *offsets,
                             const struct sectile_wide_matmul *how);

// Pools, by `largest`. rounds_up: halves of averages go upwards, as u8 has it
// (its elements are i8 less 128).
struct sectile_wide_pool {
  int64_t batch, height, width, channels, out_height, out_width;
  int64_t kernel_height, kernel_width, stride_height, stride_width;
  int64_t top, left, low, high;
  int64_t largest, rounds_up;
};
void sectile_wide_pool_i16(int16_t *y, const int16_t *x,
                           const struct sectile_wide_pool *how);
void sectile_wide_pool_i8(int8_t *y, const int8_t *x,
                          const struct sectile_wide_pool *how);
struct sectile_pool_l2 {
  int64_t batch, height, width, channels, out_height, out_width;
  int64_t kernel_height, kernel_width, stride_height, stride_width;
  int64_t top, left;
};
void sectile_pool_l2_f32(float *y, const float *x,
                         const struct sectile_pool_l2 *how);

// LOGISTIC and TANH of 16 bits, from a table of the logistic function at
// multiples of 1/24.
struct sectile_sigmoid {
  int64_t count, multiplier, shift, tanh;
};
void sectile_sigmoid_i16(int16_t *y, const int16_t *x, const uint16_t *table,
                         const struct sectile_sigmoid *how);
// SOFTMAX of 16 bits, from tables of 513 values of e^x and 1 / (1 + x).
struct sectile_softmax_16 {
  int64_t rows, depth;
  struct fixed_scale scale;
  int64_t single_rounding;
};
void sectile_softmax_i16(int16_t *y, const int16_t *x, const int16_t *tables,
                         const struct sectile_softmax_16 *how);

// One step of filters over time; the state's oldest elements are dropped.
// The bias is a row of words or floats, zeros if there is none.
struct sectile_svdf {
  int64_t batch, inputs, filters, memory, rank;
  int64_t zero_point, state_zero_point, out_zero_point;
  struct fixed_scale to_state, to_result;
  int64_t single_rounding;
};
void sectile_svdf_i8(int8_t *y, int8_t *next, const int8_t *x,
                     const int8_t *feature, const int8_t *time,
                     const int32_t *bias, const int8_t *state,
                     const struct sectile_svdf *how);
void sectile_svdf_i16(int8_t *y, int16_t *next, const int8_t *x,
                      const int8_t *feature, const int16_t *time,
                      const int32_t *bias, const int16_t *state,
                      const struct sectile_svdf *how);
// Without the activation.
void sectile_svdf_f32(float *y, float *next, const float *x,
                      const float *feature, const float *time,
                      const float *bias, const float *state,
                      const struct sectile_svdf *how);

// A sequence of LSTM steps. Gates are in the order input, forget, cell, output:
// `weights` are those of the input, each units x inputs, then those of the
// state, each units x units; `bias` a row of each. `scratch` has a word for
// each unit of a gate and an element of the batch.
struct sectile_lstm {
  int64_t batch, steps, inputs, units;
  int64_t step, sequence; // elements of x from a step, and an element of the
                          // batch, to the next
  int64_t out_step, out_sequence;
  // From here on of no account to floats, but for `clip`.
  struct fixed_scale input[4], state[4], forget, update, output;
  int64_t zero_point, state_zero_point;
  int64_t clip;       // of cells, if not negative; of floats its bits
  int64_t cell_power; // of the cells' scale
  int64_t single_rounding;
};
void sectile_lstm_f32(float *y, float *hidden, float *cell, const float *x,
                      const float *weights, const float *bias,
                      const float *hidden_before, const float *cell_before,
                      const struct sectile_lstm *how, float *scratch);
void sectile_lstm_i8(int8_t *y, int8_t *hidden, int16_t *cell, const int8_t *x,
                     const int8_t *weights, const int64_t *bias,
                     const int8_t *hidden_before, const int16_t *cell_before,
                     const struct sectile_lstm *how, int16_t *scratch,
                     const uint16_t *table);
void sectile_lstm_i16(int16_t *y, int16_t *hidden, int16_t *cell,
                      const int16_t *x, const int8_t *weights,
                      const int64_t *bias, const int16_t *hidden_before,
                      const int16_t *cell_before,
                      const struct sectile_lstm *how, int16_t *scratch,
                      const uint16_t *table);

// LOG_SOFTMAX and L2_NORMALIZATION of rows.
struct sectile_rows {
  int64_t rows, depth;
  int64_t zero_point;
  struct fixed_scale scale, back;
  int64_t lowest; // difference that counts
  int64_t single_rounding;
};
void sectile_log_softmax_i8(int8_t *y, const int8_t *x,
                            const struct sectile_rows *how);
void sectile_log_softmax_f32(float *y, const float *x,
                             const struct sectile_rows *how);
void sectile_l2_normalise_i8(int8_t *y, const int8_t *x,
                             const struct sectile_rows *how);
void sectile_l2_normalise_f32(float *y, const float *x,
                              const struct sectile_rows *how);

// Sums along a dimension.
struct sectile_cumsum {
  int64_t outer, depth, inner, exclusive, reverse;
  int64_t zero_point, out_zero_point;
  struct fixed_scale in, out;
  int64_t single_rounding;
};
void sectile_cumsum_i8(int8_t *y, const int8_t *x,
                       const struct sectile_cumsum *how);
void sectile_cumsum_i32(int32_t *y, const int32_t *x,
                        const struct sectile_cumsum *how);
void sectile_cumsum_i64(int64_t *y, const int64_t *x,
                        const struct sectile_cumsum *how);
void sectile_cumsum_f32(float *y, const float *x,
                        const struct sectile_cumsum *how);

// Functions of <sectile_math.h>.
void sectile_log_f32(float *y, const float *x, int64_t count);
void sectile_sin_f32(float *y, const float *x, int64_t count);
// x / 2 * (1 + erf(x / sqrt(2)))
void sectile_gelu_f32(float *y, const float *x, int64_t count);
void sectile_cos_f32(float *y, const float *x, int64_t count);

// Runs of bytes from places that are data: for each of `outer` blocks of x,
// `count` runs, each at the sum of `depth` indices times their strides. An
// index is brought to 0 ... limits[d] - 1.
struct sectile_gather {
  int64_t outer, block, count, depth, run;
  int64_t strides[6], limits[6]; // in bytes
};
void sectile_gather_i32(char *y, const char *x, const int32_t *at,
                        const struct sectile_gather *how);
void sectile_gather_i64(char *y, const char *x, const int64_t *at,
                        const struct sectile_gather *how);

// x with a part of it replaced, at starts that are brought to where it fits.
struct sectile_update {
  int64_t rank, element, bytes;
  int64_t dims[6], part[6];
};
void sectile_update_i32(char *y, const char *x, const char *part,
                        const int32_t *at, const struct sectile_update *how);
void sectile_update_i64(char *y, const char *x, const char *part,
                        const int64_t *at, const struct sectile_update *how);

void sectile_arg_i16(int32_t *out, const int16_t *in, const int64_t *how);

#endif
