// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Operations of TOSA that move elements, and pools.
// RANGE i 0 5
func.func @shapes(%x: tensor<1x8x6x20xf32>, %y: tensor<1x8x6x20xf32>, %b: tensor<1x8x6x20xi8>, %v: tensor<2x6x5xf32>,
                  %i: tensor<2x3xi32>, %u: tensor<2x3x5xf32>)
    -> (tensor<1x8x6x40xf32>, tensor<1x10x9x20xf32>, tensor<48x20xf32>, tensor<1x3x6x7xf32>, tensor<2x8x6x40xi8>,
        tensor<20x1x6x8xf32>, tensor<2x3x5xf32>, tensor<2x6x5xf32>, tensor<1x4x3x20xf32>, tensor<1x4x3x20xi8>,
        tensor<1x8x6x20xf32>, tensor<1x16x12x20xf32>, tensor<1x15x11x20xf32>, tensor<1x8x6x20xf32>, tensor<1x15x11x20xi32>,
        tensor<1x8x6x20xi8>) {
  %zf = "tosa.const"() {values = dense<0.0> : tensor<1xf32>} : () -> tensor<1xf32>
  %zb = "tosa.const"() {values = dense<0> : tensor<1xi8>} : () -> tensor<1xi8>
  %cat = tosa.concat %x, %y {axis = 3 : i32} : (tensor<1x8x6x20xf32>, tensor<1x8x6x20xf32>) -> tensor<1x8x6x40xf32>
  %pads = tosa.const_shape {values = dense<[0, 0, 1, 1, 2, 1, 0, 0]> : tensor<8xindex>} : () -> !tosa.shape<8>
  %fill = "tosa.const"() {values = dense<1.5> : tensor<1xf32>} : () -> tensor<1xf32>
  %pad = tosa.pad %x, %pads, %fill : (tensor<1x8x6x20xf32>, !tosa.shape<8>, tensor<1xf32>) -> tensor<1x10x9x20xf32>
  %to = tosa.const_shape {values = dense<[48, 20]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %flat = tosa.reshape %x, %to : (tensor<1x8x6x20xf32>, !tosa.shape<2>) -> tensor<48x20xf32>
  %start = tosa.const_shape {values = dense<[0, 2, 0, 5]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %size = tosa.const_shape {values = dense<[1, 3, 6, 7]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %slice = tosa.slice %y, %start, %size : (tensor<1x8x6x20xf32>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<1x3x6x7xf32>
  %times = tosa.const_shape {values = dense<[2, 1, 1, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %tile = tosa.tile %b, %times : (tensor<1x8x6x20xi8>, !tosa.shape<4>) -> tensor<2x8x6x40xi8>
  %turn = tosa.transpose %x {perms = array<i32: 3, 0, 2, 1>} : (tensor<1x8x6x20xf32>) -> tensor<20x1x6x8xf32>
  %take = tosa.gather %v, %i : (tensor<2x6x5xf32>, tensor<2x3xi32>) -> tensor<2x3x5xf32>
  %where = "tosa.const"() {values = dense<[[4, 0, 2], [1, 5, 3]]> : tensor<2x3xi32>} : () -> tensor<2x3xi32>
  %put = tosa.scatter %v, %where, %u : (tensor<2x6x5xf32>, tensor<2x3xi32>, tensor<2x3x5xf32>) -> tensor<2x6x5xf32>
  %maxf = tosa.max_pool2d %x {kernel = array<i64: 2, 2>, stride = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>}
    : (tensor<1x8x6x20xf32>) -> tensor<1x4x3x20xf32>
  %maxb = tosa.max_pool2d %b {kernel = array<i64: 3, 3>, stride = array<i64: 2, 2>, pad = array<i64: 1, 0, 1, 0>}
    : (tensor<1x8x6x20xi8>) -> tensor<1x4x3x20xi8>
  %avg = tosa.avg_pool2d %x, %zf, %zf {kernel = array<i64: 4, 4>, stride = array<i64: 1, 1>, pad = array<i64: 1, 2, 1, 2>,
    acc_type = f32} : (tensor<1x8x6x20xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x8x6x20xf32>
  %avgb = tosa.avg_pool2d %b, %zb, %zb {kernel = array<i64: 3, 3>, stride = array<i64: 1, 1>, pad = array<i64: 1, 1, 1, 1>,
    acc_type = i32} : (tensor<1x8x6x20xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x8x6x20xi8>
  %scale2 = tosa.const_shape {values = dense<[4, 2, 4, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %none = tosa.const_shape {values = dense<[0, 0]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %border2 = tosa.const_shape {values = dense<[2, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %near = tosa.resize %x, %scale2, %none, %border2 {mode = NEAREST_NEIGHBOR} : (tensor<1x8x6x20xf32>, !tosa.shape<4>,
    !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x16x12x20xf32>
  %linear = tosa.resize %x, %scale2, %none, %none {mode = BILINEAR} : (tensor<1x8x6x20xf32>, !tosa.shape<4>,
    !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x15x11x20xf32>
  %linearb = tosa.resize %b, %scale2, %none, %none {mode = BILINEAR} : (tensor<1x8x6x20xi8>, !tosa.shape<4>,
    !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x15x11x20xi32>
  %back = tosa.reverse %y {axis = 1 : i32} : (tensor<1x8x6x20xf32>) -> tensor<1x8x6x20xf32>
  return %cat, %pad, %flat, %slice, %tile, %turn, %take, %put, %maxf, %maxb, %avg, %near, %linear, %back, %linearb, %avgb
    : tensor<1x8x6x40xf32>, tensor<1x10x9x20xf32>, tensor<48x20xf32>, tensor<1x3x6x7xf32>, tensor<2x8x6x40xi8>,
      tensor<20x1x6x8xf32>, tensor<2x3x5xf32>, tensor<2x6x5xf32>, tensor<1x4x3x20xf32>, tensor<1x4x3x20xi8>,
      tensor<1x8x6x20xf32>, tensor<1x16x12x20xf32>, tensor<1x15x11x20xf32>, tensor<1x8x6x20xf32>, tensor<1x15x11x20xi32>,
      tensor<1x8x6x20xi8>
}
