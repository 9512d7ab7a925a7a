// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Kernels over the rows of a matrix: normalisation, choice of elements, and
// moves of data.
//
// Any number of rows and columns, zero included, and any leading dimension (ld:
// the distance of rows, in elements). Nothing outside the results is written.
// Every result is as rows_reference.h says, to the bit. Results may not share
// bytes with operands, but y may be x where both have the same type and leading
// dimension and the comment says "in place". bf16 is passed as its bits,
// computed in f32, and rounded once at the end. No kernel needs scratch memory.
#ifndef ROWS_H
#define ROWS_H

#include <stdint.h>

#include "../common/status.h"

// y = e^(x - m) / sum of e^(x - m), with m the row's maximum; its logarithm,
// x - m - ln(sum). In place.
int rows_softmax_f32(int64_t rows, int64_t columns, const float *x, int64_t ldx,
                     float *y, int64_t ldy);
int rows_softmax_bf16(int64_t rows, int64_t columns, const uint16_t *x,
                      int64_t ldx, uint16_t *y, int64_t ldy);
int rows_log_softmax_f32(int64_t rows, int64_t columns, const float *x,
                         int64_t ldx, float *y, int64_t ldy);
int rows_log_softmax_bf16(int64_t rows, int64_t columns, const uint16_t *x,
                          int64_t ldx, uint16_t *y, int64_t ldy);

// y = (x - mean) / sqrt(variance + epsilon) * gain + bias, and without mean and
// bias y = x / sqrt(mean of x^2 + epsilon) * gain. A null gain is 1, a null
// bias 0. In place.
int rows_layer_norm_f32(int64_t rows, int64_t columns, const float *x,
                        int64_t ldx, const float *gain, const float *bias,
                        float epsilon, float *y, int64_t ldy);
int rows_layer_norm_bf16(int64_t rows, int64_t columns, const uint16_t *x,
                         int64_t ldx, const float *gain, const float *bias,
                         float epsilon, uint16_t *y, int64_t ldy);
int rows_rms_norm_f32(int64_t rows, int64_t columns, const float *x,
                      int64_t ldx, const float *gain, float epsilon, float *y,
                      int64_t ldy);
int rows_rms_norm_bf16(int64_t rows, int64_t columns, const uint16_t *x,
                       int64_t ldx, const float *gain, float epsilon,
                       uint16_t *y, int64_t ldy);

// Folds a batch normalisation into the layer before it: row c of the weights is
// multiplied by s[c] = gain[c] / sqrt(variance[c] + epsilon), and
// y_bias[c] = (bias[c] - mean[c]) s[c] + shift[c]. A null bias is 0.
int rows_fold_batch_norm_f32(int64_t channels, int64_t columns, const float *w,
                             int64_t ldw, const float *bias, const float *gain,
                             const float *shift, const float *mean,
                             const float *variance, float epsilon, float *y,
                             int64_t ldy, float *y_bias);

// loss[i] = -ln(softmax(x[i])[label[i]]). Unless `gradient` is null,
// gradient[i] = (softmax(x[i]) - 1 at the label) * scale. A label that is no
// column is a bad argument.
int rows_cross_entropy_f32(int64_t rows, int64_t columns, const float *x,
                           int64_t ldx, const int32_t *label, float *loss,
                           float scale, float *gradient, int64_t ldg);

// The first column that has the row's maximum, -1 if there are no columns; and
// the k largest, descending, equal ones by ascending column, each with its
// column. A NaN counts as -infinity. At most 2^31 - 1 columns.
int rows_arg_max_f32(int64_t rows, int64_t columns, const float *x, int64_t ldx,
                     int32_t *index);
int rows_arg_max_bf16(int64_t rows, int64_t columns, const uint16_t *x,
                      int64_t ldx, int32_t *index);
int rows_top_k_f32(int64_t rows, int64_t columns, int64_t k, const float *x,
                   int64_t ldx, float *value, int64_t ldv, int32_t *index,
                   int64_t ldi);

// Row i of y is row index[i] of the table, `columns` elements of `size` bytes
// (1, 2, 4 or 8). An index that is no row is a bad argument.
int rows_gather(int64_t table_rows, int64_t columns, int64_t size,
                const void *table, int64_t ldt, int64_t rows,
                const int32_t *index, void *y, int64_t ldy);

// Row i of y is the sum, or with `mean` the mean, of the table's rows
// index[offset[i]] up to index[offset[i + 1]]; +0 if there are none. Offsets do
// not descend, the first is not negative.
int rows_embedding_bag_f32(int64_t table_rows, int64_t columns,
                           const float *table, int64_t ldt, int64_t bags,
                           const int64_t *offset, const int32_t *index,
                           int mean, float *y, int64_t ldy);
int rows_embedding_bag_bf16(int64_t table_rows, int64_t columns,
                            const uint16_t *table, int64_t ldt, int64_t bags,
                            const int64_t *offset, const int32_t *index,
                            int mean, float *y, int64_t ldy);

// y[columns][rows] is x[rows][columns] transposed; elements of 1, 2 or 4 bytes.
int rows_transpose(int64_t rows, int64_t columns, int64_t size, const void *x,
                   int64_t ldx, void *y, int64_t ldy);

// Columns of all parts side by side; elements of 1, 2, 4 or 8 bytes.
struct rows_part {
  const void *x;
  int64_t columns, ld;
};
int rows_concatenate(int64_t rows, int64_t parts, const struct rows_part *part,
                     int64_t size, void *y, int64_t ldy);

// x with rows above and below and columns left and right of it whose elements
// are those at `value`; elements of 1, 2 or 4 bytes.
int rows_pad(int64_t rows, int64_t columns, int64_t size, const void *x,
             int64_t ldx, int64_t above, int64_t below, int64_t left,
             int64_t right, const void *value, void *y, int64_t ldy);

// An image of height x width pixels of `channels` floats, resized. Pixels
// follow each other without gaps. Without flags pixel i of `to` comes from
// i * from / to.
enum rows_resize_flags {
  ROWS_HALF_PIXEL = 1, // centres of pixels coincide: (i + 1/2) from / to - 1/2
  ROWS_ALIGN_CORNERS = 2 // those of the corners do: i (from - 1) / (to - 1)
};
int rows_resize_nearest_f32(int64_t height, int64_t width, int64_t channels,
                            const float *x, int64_t to_height, int64_t to_width,
                            float *y, int flags);
int rows_resize_bilinear_f32(int64_t height, int64_t width, int64_t channels,
                             const float *x, int64_t to_height,
                             int64_t to_width, float *y, int flags);

// Rotary embedding. The table has, for each row and each of `pairs`, cosine and
// sine of position[row] * base^(-i / pairs). The rotation turns the pairs of
// `heads` heads of 2 * pairs columns in each row: neighbours, or with `halves`
// columns i and i + pairs. In place.
int rows_rotary_table_f32(int64_t rows, int64_t pairs, const int32_t *position,
                          float base, float *cosine, float *sine, int64_t ldt);
int rows_rotary_f32(int64_t rows, int64_t heads, int64_t pairs, const float *x,
                    int64_t ldx, const float *cosine, const float *sine,
                    int64_t ldt, int halves, float *y, int64_t ldy);

#endif
