// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Convolutions and matrix products of TOSA, of i8 with zero points, scales for each channel and both roundings.
// RANGE b -2000 2000
// RANGE d -4 4
func.func @convolutions(%x: tensor<1x9x8x16xi8>, %y: tensor<1x8x8x4xf32>, %b: tensor<16xi32>, %m: tensor<2x5x24xi8>,
                        %n: tensor<2x24x18xi8>, %d: tensor<1x4x5x6x2xf32>)
    -> (tensor<1x9x8x24xi8>, tensor<1x5x4x16xi32>, tensor<1x9x8x16xi8>, tensor<1x4x8x20xf32>, tensor<1x8x8x8xf32>,
        tensor<1x17x17x20xf32>, tensor<2x5x18xi32>, tensor<1x3x4x5x3xf32>, tensor<1x9x8x24xi16>) {
  %zx = "tosa.const"() {values = dense<-7> : tensor<1xi8>} : () -> tensor<1xi8>
  %zw = "tosa.const"() {values = dense<0> : tensor<1xi8>} : () -> tensor<1xi8>
  %z3 = "tosa.const"() {values = dense<3> : tensor<1xi8>} : () -> tensor<1xi8>
  %z32 = "tosa.const"() {values = dense<0> : tensor<1xi32>} : () -> tensor<1xi32>
  %z16 = "tosa.const"() {values = dense<0> : tensor<1xi16>} : () -> tensor<1xi16>
  %zf = "tosa.const"() {values = dense<0.0> : tensor<1xf32>} : () -> tensor<1xf32>
  // A layer as a quantised network has it.
  %w0 = "tosa.const"() {values = dense<RANDOM -127 127> : tensor<24x3x3x16xi8>} : () -> tensor<24x3x3x16xi8>
  %b0 = "tosa.const"() {values = dense<RANDOM -20000 20000> : tensor<24xi32>} : () -> tensor<24xi32>
  %s0 = tosa.conv2d %x, %w0, %b0, %zx, %zw {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 1, 1, 1, 1>,
    stride = array<i64: 1, 1>} : (tensor<1x9x8x16xi8>, tensor<24x3x3x16xi8>, tensor<24xi32>, tensor<1xi8>, tensor<1xi8>)
    -> tensor<1x9x8x24xi32>
  %m0 = "tosa.const"() {values = dense<RANDOM 1073741824 2147483647> : tensor<24xi32>} : () -> tensor<24xi32>
  %h0 = "tosa.const"() {values = dense<RANDOM 37 41> : tensor<24xi8>} : () -> tensor<24xi8>
  %r0 = tosa.rescale %s0, %m0, %h0, %z32, %z3 {scale32 = true, rounding_mode = DOUBLE_ROUND, per_channel = true,
    input_unsigned = false, output_unsigned = false} : (tensor<1x9x8x24xi32>, tensor<24xi32>, tensor<24xi8>, tensor<1xi32>,
    tensor<1xi8>) -> tensor<1x9x8x24xi8>
  %c0 = tosa.clamp %r0 {min_val = -100 : i8, max_val = 110 : i8} : (tensor<1x9x8x24xi8>) -> tensor<1x9x8x24xi8>
  // Strides; a bias that is not known; the sums themselves.
  %w1 = "tosa.const"() {values = dense<RANDOM> : tensor<16x2x2x16xi8>} : () -> tensor<16x2x2x16xi8>
  %s1 = tosa.conv2d %x, %w1, %b, %zx, %z3 {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 1, 0, 0>,
    stride = array<i64: 2, 2>} : (tensor<1x9x8x16xi8>, tensor<16x2x2x16xi8>, tensor<16xi32>, tensor<1xi8>, tensor<1xi8>)
    -> tensor<1x5x4x16xi32>
  // Depthwise.
  %w2 = "tosa.const"() {values = dense<RANDOM> : tensor<3x3x16x1xi8>} : () -> tensor<3x3x16x1xi8>
  %s2 = tosa.depthwise_conv2d %x, %w2, %b, %zx, %zw {acc_type = i32, dilation = array<i64: 1, 1>,
    pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>} : (tensor<1x9x8x16xi8>, tensor<3x3x16x1xi8>, tensor<16xi32>,
    tensor<1xi8>, tensor<1xi8>) -> tensor<1x9x8x16xi32>
  %m2 = "tosa.const"() {values = dense<1518500250> : tensor<1xi32>} : () -> tensor<1xi32>
  %h2 = "tosa.const"() {values = dense<39> : tensor<1xi8>} : () -> tensor<1xi8>
  %r2 = tosa.rescale %s2, %m2, %h2, %z32, %z3 {scale32 = true, rounding_mode = SINGLE_ROUND, per_channel = false,
    input_unsigned = false, output_unsigned = false} : (tensor<1x9x8x16xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>,
    tensor<1xi8>) -> tensor<1x9x8x16xi8>
  // Floats.
  %w3 = "tosa.const"() {values = dense<RANDOM> : tensor<20x3x3x4xf32>} : () -> tensor<20x3x3x4xf32>
  %b3 = "tosa.const"() {values = dense<RANDOM> : tensor<20xf32>} : () -> tensor<20xf32>
  %s3 = tosa.conv2d %y, %w3, %b3, %zf, %zf {acc_type = f32, dilation = array<i64: 2, 1>, pad = array<i64: 2, 1, 1, 1>,
    stride = array<i64: 2, 1>} : (tensor<1x8x8x4xf32>, tensor<20x3x3x4xf32>, tensor<20xf32>, tensor<1xf32>, tensor<1xf32>)
    -> tensor<1x4x8x20xf32>
  %c3 = tosa.clamp %s3 {min_val = 0.0 : f32, max_val = 60.0 : f32} : (tensor<1x4x8x20xf32>) -> tensor<1x4x8x20xf32>
  %w4 = "tosa.const"() {values = dense<RANDOM> : tensor<3x3x4x2xf32>} : () -> tensor<3x3x4x2xf32>
  %b4 = "tosa.const"() {values = dense<RANDOM> : tensor<8xf32>} : () -> tensor<8xf32>
  %s4 = tosa.depthwise_conv2d %y, %w4, %b4, %zf, %zf {acc_type = f32, dilation = array<i64: 1, 1>,
    pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>} : (tensor<1x8x8x4xf32>, tensor<3x3x4x2xf32>, tensor<8xf32>,
    tensor<1xf32>, tensor<1xf32>) -> tensor<1x8x8x8xf32>
  %s5 = tosa.transpose_conv2d %y, %w3, %b3, %zf, %zf {acc_type = f32, out_pad = array<i64: 0, 0, 0, 0>,
    stride = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>, tensor<20x3x3x4xf32>, tensor<20xf32>, tensor<1xf32>, tensor<1xf32>)
    -> tensor<1x17x17x20xf32>
  %s6 = tosa.matmul %m, %n, %zx, %z3 : (tensor<2x5x24xi8>, tensor<2x24x18xi8>, tensor<1xi8>, tensor<1xi8>)
    -> tensor<2x5x18xi32>
  %w7 = "tosa.const"() {values = dense<RANDOM> : tensor<3x2x2x2x2xf32>} : () -> tensor<3x2x2x2x2xf32>
  %b7 = "tosa.const"() {values = dense<RANDOM> : tensor<3xf32>} : () -> tensor<3xf32>
  %s7 = tosa.conv3d %d, %w7, %b7, %zf, %zf {acc_type = f32, dilation = array<i64: 1, 1, 1>,
    pad = array<i64: 0, 0, 0, 0, 0, 0>, stride = array<i64: 1, 1, 1>} : (tensor<1x4x5x6x2xf32>, tensor<3x2x2x2x2xf32>,
    tensor<3xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x3x4x5x3xf32>
  // Shifts below and above 31 in one operation.
  %h8 = "tosa.const"() {values = dense<RANDOM 28 40> : tensor<24xi8>} : () -> tensor<24xi8>
  %m8 = "tosa.const"() {values = dense<RANDOM 1000 60000> : tensor<24xi32>} : () -> tensor<24xi32>
  %r8 = tosa.rescale %s0, %m8, %h8, %z32, %z16 {scale32 = true, rounding_mode = DOUBLE_ROUND, per_channel = true,
    input_unsigned = false, output_unsigned = false} : (tensor<1x9x8x24xi32>, tensor<24xi32>, tensor<24xi8>, tensor<1xi32>,
    tensor<1xi16>) -> tensor<1x9x8x24xi16>
  return %c0, %s1, %r2, %c3, %s4, %s5, %s6, %s7, %r8 : tensor<1x9x8x24xi8>, tensor<1x5x4x16xi32>, tensor<1x9x8x16xi8>,
    tensor<1x4x8x20xf32>, tensor<1x8x8x8xf32>, tensor<1x17x17x20xf32>, tensor<2x5x18xi32>, tensor<1x3x4x5x3xf32>,
    tensor<1x9x8x24xi16>
}
