// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions that compiled models call (graph/compiler/Import.cpp): elementwise
// arithmetic of i8 on tiles, and the kernels of kernels/. The instructions for
// the rounding high multiply and the rounding shift are TensorFlow Lite's
// operations, which in C would take 64 bits.
#ifndef SECTILE_GRAPH_RUNTIME_KERNELS_H
#define SECTILE_GRAPH_RUNTIME_KERNELS_H

#include "../../kernels/conv/conv.h"
#include <stdint.h>

// What is known of a convolution or a pool when a model is compiled.
struct sectile_conv {
  struct conv_shape shape;
  // The input with its padding: what is added before, its extents, and the
  // bytes of its copy, 0 if nothing is added.
  int64_t top, left, height, width, bytes;
  int64_t zero_point; // of x: the value of the padding
  // From here on of no account to pools but for the limits.
  int64_t out_zero_point;
  int64_t low, high; // the fused activation
  int64_t single_rounding;
  int64_t row_words, any_left; // of the parameters
  int64_t gathers; // whether the offsets of all pixels in x follow them
};
// `rows` are four arrays of row_words words each, of the output channels: the
// bias, which has taken up the products of x's zero point, the multipliers, and
// the shifts to the left and to the right. any_left: whether one is to the
// left. `copy` is memory for x with its padding.
void sectile_conv_i8(int8_t *y, const int8_t *x, const int8_t *w,
                     const int32_t *rows, const struct sectile_conv *how,
                     void *copy);
// The same by a copy of the window of each pixel behind that of x: for windows
// of at most 16 rows of at most 64 bytes.
void sectile_conv_patches_i8(int8_t *y, const int8_t *x, const int8_t *w,
                             const int32_t *rows,
                             const struct sectile_conv *how, void *copy);
// The same of a single pixel.
void sectile_product_i8(int8_t *y, const int8_t *x, const int8_t *w,
                        const int32_t *rows, const struct sectile_conv *how);
void sectile_conv_depthwise_i8(int8_t *y, const int8_t *x, const int8_t *w,
                               const int32_t *rows,
                               const struct sectile_conv *how, void *copy);
// The copy of x with its padding that is made beside a convolution by tiles, so
// that it takes no time of its own: rectangles of the padding, and of x in
// groups of four.
struct sectile_tiles_copy {
  int64_t groups;            // 0: x is used as it is
  int64_t x_next, copy_next; // from row to row of a rectangle
  int64_t zero_point;
  // Words of `rows` before the tables, and rectangles of padding before
  // anything is copied and after the first groups: of each four words, where it
  // is, from row to row, rows, and bytes of a row. Of x there are where it is
  // in x, where it is in the copy, rows, and bytes of a row.
  int64_t table, fill_first, fill_later;
  int64_t before, each; // groups before the first tile, with each
};
// Pieces of a window whose weights stay in registers; those of a depthwise
// convolution, which are its rows; rectangles of a group of the copy.
enum {
  SECTILE_TILES_PIECES = 4,
  SECTILE_TILES_OWN_PIECES = 3,
  SECTILE_TILES_GROUP = 4
};
// What is known of a convolution by tiles of 16 pixels by 16 channels of the
// result. Lengths and distances are in bytes.
struct sectile_tiles {
  // The window of a pixel is up to four pieces, of `run` bytes each, the last
  // one of `last`, and the weights of a channel as many.
  int64_t pieces, run, last;
  // Of six or nine pieces, words between the tables of the copy and theirs: of
  // each where it is in x, and in the weights of a channel, and its bytes.
  int64_t deep;
  int64_t x_piece[4], w_piece; // where they are in x; from piece to piece
  int64_t w_channel;           // from channel to channel
  // From 16 channels to the next.
  int64_t x_column, w_column, y_column;
  int64_t x_pixel, y_pixel; // from pixel to pixel of a tile
  int64_t x_tile, y_tile;   // from tile to tile
  // Tiles of a row, or pixels if places are computed. What is added behind the
  // last one, or the last place.
  int64_t row_tiles, x_row, y_row;
  int64_t rows, x_image, y_image; // rows of an image, and behind the last one
  int64_t width;                  // places of a row
  int64_t pixels, channels;
  int64_t out_zero_point, low, high, single_rounding;
  int64_t row_words, any_left; // of the parameters
  struct sectile_tiles_copy copy;
  // Words of `rows` before the offsets of the results' pixels, in the order of
  // the tiles, if y is blocks of 16 channels with padding: else 0. The padding
  // is written beside the products: rectangles as above.
  int64_t scatter;
  struct {
    int64_t table, fills, zero_point, before, each;
  } padding;
};
// `rows` as above, and for gathers the offsets of all pixels. Functions that
// scatter are for y by blocks.
#define SECTILE_TILES(name)                                                    \
  void sectile_tiles_##name##_i8(int8_t *y, const int8_t *x, const int8_t *w,  \
                                 const int32_t *rows,                          \
                                 const struct sectile_tiles *how, void *copy);
SECTILE_TILES(1)
SECTILE_TILES(2)
SECTILE_TILES(3)
SECTILE_TILES(4)
SECTILE_TILES(6)
SECTILE_TILES(9)
SECTILE_TILES(gathers_1)
SECTILE_TILES(gathers_2)
SECTILE_TILES(gathers_3)
SECTILE_TILES(gathers_4)
SECTILE_TILES(gathers_6)
SECTILE_TILES(gathers_9)
SECTILE_TILES(scatter_1)
SECTILE_TILES(scatter_2)
SECTILE_TILES(scatter_gathers_1)
SECTILE_TILES(scatter_gathers_2)
SECTILE_TILES(scatter_6)
SECTILE_TILES(scatter_9)
SECTILE_TILES(scatter_gathers_6)
SECTILE_TILES(scatter_gathers_9)
SECTILE_TILES(own)
SECTILE_TILES(own_gathers)
SECTILE_TILES(own_places)
SECTILE_TILES(own_rare)
SECTILE_TILES(own_gathers_rare)
SECTILE_TILES(own_places_rare)
#undef SECTILE_TILES
// An image of one channel for a convolution whose window has `kernel_height`
// rows: for each row of the result, and each pixel of a row with its padding,
// those of x that are in the window.
struct sectile_columns {
  int64_t batch, height, width, out_height, padded_width, kernel_height;
  int64_t stride_y, dilation_y, top, left, zero_point;
  int64_t together; // rows of the result whose windows are within 64 rows of x
};
void sectile_columns_i8(int8_t *columns, const int8_t *x,
                        const struct sectile_columns *how);
// Of a transposed convolution each pixel has products with other weights, so
// that its kernel takes the zero point. `parameters` are bias, multipliers and
// shifts, of how->row_words words each. Of floats the bias and what follows
// are not computed.
void sectile_conv_transposed_i8(int8_t *y, const int8_t *x, const int8_t *w,
                                const int32_t *parameters,
                                const struct sectile_conv *how, void *scratch);
void sectile_conv_transposed_f32(float *y, const float *x, const float *w,
                                 const struct sectile_conv *how, void *scratch);
void sectile_pool_max_i8(int8_t *y, const int8_t *x,
                         const struct sectile_conv *how, void *copy);
void sectile_pool_average_i8(int8_t *y, const int8_t *x,
                             const struct sectile_conv *how, void *copy);

// The average of all `rows` <= 65536 rows of x, for each of `images`; channel
// by channel rounded half away from zero. Of a power of 2 that is a rounding
// shift. Of others floor((n + nudge) reciprocal / 2^(32 + shift)) - 128, where
// nudge is 128 rows and half of them, which makes n + nudge positive; of an
// even number of rows a negative n is one less, since a half is then rounded
// down.
struct sectile_average {
  int64_t images, rows, channels, power, even, nudge, reciprocal, shift;
  int64_t low, high;
};
void sectile_average_rows_i8(int8_t *y, const int8_t *x,
                             const struct sectile_average *how);

// out[i] = a[i] + b[i], or a[i] - b[i], with 20 bits of fraction. The scale of
// one operand, a, is half of the common one, so that its rescaling is exact:
// a_factor a + a_offset; b_factor b + b_offset is that of b, to be multiplied
// and shifted unless its scale is the same.
struct sectile_sum {
  int32_t a_factor, a_offset, b_factor, b_offset;
  int32_t b_scaled, b_multiplier, b_right, b_subtracted;
  int32_t left, multiplier, right;
  int32_t single_rounding;
  int32_t zero_point, low, high;
};
void sectile_add_i8(int8_t *out, const int8_t *a, const int8_t *b,
                    const struct sectile_sum *how, int64_t count);

// Of rows of at most SECTILE_SOFTMAX_DEPTH numbers, which are too few for
// tiles. powers[i] is e^x without bits before the point, of elements that are i
// less than the largest of their row.
enum { SECTILE_SOFTMAX_DEPTH = 32 };
struct sectile_softmax {
  int64_t rows, depth;
};
void sectile_softmax_i8(int8_t *y, const int8_t *x, const int32_t *powers,
                        const struct sectile_softmax *how);

// Runs of bytes: for each element of an array of the extents how[3], how[4],
// ... of how[0] <= 12 dimensions, in order, how[1] bytes from in + how[2] and
// the sum of one offset for each dimension. The offsets follow the extents.
void sectile_copy(char *out, const char *in, const int64_t *how);

// The first of the largest or smallest elements along a dimension of `depth`,
// between `outer` and `inner` others.
struct sectile_arg {
  int64_t outer, depth, inner, largest;
};
void sectile_arg_i8(int32_t *out, const int8_t *in,
                    const struct sectile_arg *how);
void sectile_arg_f32(int32_t *out, const float *in,
                     const struct sectile_arg *how);

// out[i] = a[i] * b[i].
struct sectile_product {
  int32_t a_zero_point, b_zero_point;
  int32_t left, multiplier, right;
  int32_t single_rounding;
  int32_t zero_point, low, high;
};
void sectile_multiply_i8(int8_t *out, const int8_t *a, const int8_t *b,
                         const struct sectile_product *how, int64_t count);

#endif
