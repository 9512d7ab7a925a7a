// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Results that are an argument, a constant, one result twice, another shape of one; types of elements.
func.func @results(%x: tensor<4x5xf32>, %h: tensor<7xf16>, %i: tensor<3xi16>, %d: tensor<2x2xf64>)
    -> (tensor<4x5xf32>, tensor<2x3xi32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<20xf32>, tensor<7xf16>, tensor<3xi16>,
        tensor<2x2xf64>) {
  %c = arith.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi32>
  %y = arith.addf %x, %x : tensor<4x5xf32>
  %z = arith.mulf %x, %x : tensor<4x5xf32>
  %f = tensor.collapse_shape %z [[0, 1]] : tensor<4x5xf32> into tensor<20xf32>
  %h2 = arith.addf %h, %h : tensor<7xf16>
  %i2 = arith.muli %i, %i : tensor<3xi16>
  %d2 = arith.subf %d, %d : tensor<2x2xf64>
  %d3 = arith.addf %d2, %d : tensor<2x2xf64>
  return %x, %c, %y, %y, %f, %h2, %i2, %d3 : tensor<4x5xf32>, tensor<2x3xi32>, tensor<4x5xf32>, tensor<4x5xf32>,
    tensor<20xf32>, tensor<7xf16>, tensor<3xi16>, tensor<2x2xf64>
}
