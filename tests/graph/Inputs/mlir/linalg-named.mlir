// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Named and generic operations of linalg: products with each operand transposed, batches, convolutions, pools.
func.func @named(%a: tensor<20x33xf32>, %b: tensor<33x18xf32>, %t: tensor<18x33xf32>, %c: tensor<20x18xf32>,
                 %p: tensor<3x6x24xi8>, %q: tensor<3x24x17xi8>, %x: tensor<1x9x9x8xf32>, %k: tensor<3x3x8x20xf32>,
                 %d: tensor<3x3x8xf32>, %i: tensor<1x4x9x9xf32>, %o: tensor<6x4x3x3xf32>, %v: tensor<33xf32>,
                 %h: tensor<20x33xf16>, %g: tensor<33x18xf16>)
    -> (tensor<20x18xf32>, tensor<20x18xf32>, tensor<18x18xf32>, tensor<3x6x17xi32>, tensor<1x7x7x20xf32>,
        tensor<1x7x7x8xf32>, tensor<1x6x7x7xf32>, tensor<1x4x4x8xf32>, tensor<20xf32>, tensor<f32>,
        tensor<20x18xf32>, tensor<18x20xf32>, tensor<20x18xf32>, tensor<20x2x5x18xf32>) {
  %zero = arith.constant 0.0 : f32
  %low = arith.constant 0xFF800000 : f32
  %zi = arith.constant 0 : i32
  %e0 = tensor.empty() : tensor<20x18xf32>
  %f0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<20x18xf32>) -> tensor<20x18xf32>
  %product = linalg.matmul ins(%a, %b : tensor<20x33xf32>, tensor<33x18xf32>) outs(%f0 : tensor<20x18xf32>)
    -> tensor<20x18xf32>
  // The second operand transposed, onto a matrix that is there; then an elementwise operation.
  %onto = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>,
    affine_map<(m, n, k) -> (m, n)>] ins(%a, %t : tensor<20x33xf32>, tensor<18x33xf32>) outs(%c : tensor<20x18xf32>)
    -> tensor<20x18xf32>
  %relu = linalg.elementwise kind=#linalg.elementwise_kind<max_signed> ins(%onto, %f0 : tensor<20x18xf32>,
    tensor<20x18xf32>) outs(%e0 : tensor<20x18xf32>) -> tensor<20x18xf32>
  %e1 = tensor.empty() : tensor<18x18xf32>
  %f1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<18x18xf32>) -> tensor<18x18xf32>
  %first = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (k, m)>, affine_map<(m, n, k) -> (k, n)>,
    affine_map<(m, n, k) -> (m, n)>] ins(%b, %b : tensor<33x18xf32>, tensor<33x18xf32>) outs(%f1 : tensor<18x18xf32>)
    -> tensor<18x18xf32>
  %e2 = tensor.empty() : tensor<3x6x17xi32>
  %f2 = linalg.fill ins(%zi : i32) outs(%e2 : tensor<3x6x17xi32>) -> tensor<3x6x17xi32>
  %batch = linalg.batch_matmul ins(%p, %q : tensor<3x6x24xi8>, tensor<3x24x17xi8>) outs(%f2 : tensor<3x6x17xi32>)
    -> tensor<3x6x17xi32>
  %e3 = tensor.empty() : tensor<1x7x7x20xf32>
  %f3 = linalg.fill ins(%zero : f32) outs(%e3 : tensor<1x7x7x20xf32>) -> tensor<1x7x7x20xf32>
  %conv = linalg.conv_2d_nhwc_hwcf ins(%x, %k : tensor<1x9x9x8xf32>, tensor<3x3x8x20xf32>)
    outs(%f3 : tensor<1x7x7x20xf32>) -> tensor<1x7x7x20xf32>
  %e4 = tensor.empty() : tensor<1x7x7x8xf32>
  %f4 = linalg.fill ins(%zero : f32) outs(%e4 : tensor<1x7x7x8xf32>) -> tensor<1x7x7x8xf32>
  %depth = linalg.depthwise_conv_2d_nhwc_hwc ins(%x, %d : tensor<1x9x9x8xf32>, tensor<3x3x8xf32>)
    outs(%f4 : tensor<1x7x7x8xf32>) -> tensor<1x7x7x8xf32>
  %e5 = tensor.empty() : tensor<1x6x7x7xf32>
  %f5 = linalg.fill ins(%zero : f32) outs(%e5 : tensor<1x6x7x7xf32>) -> tensor<1x6x7x7xf32>
  %nchw = linalg.conv_2d_nchw_fchw ins(%i, %o : tensor<1x4x9x9xf32>, tensor<6x4x3x3xf32>)
    outs(%f5 : tensor<1x6x7x7xf32>) -> tensor<1x6x7x7xf32>
  %e6 = tensor.empty() : tensor<1x4x4x8xf32>
  %f6 = linalg.fill ins(%low : f32) outs(%e6 : tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %window = tensor.empty() : tensor<3x3xf32>
  %pool = linalg.pooling_nhwc_max {strides = dense<2> : vector<2xi64>} ins(%x, %window : tensor<1x9x9x8xf32>,
    tensor<3x3xf32>) outs(%f6 : tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %e7 = tensor.empty() : tensor<20xf32>
  %f7 = linalg.fill ins(%zero : f32) outs(%e7 : tensor<20xf32>) -> tensor<20xf32>
  %vector = linalg.matvec ins(%a, %v : tensor<20x33xf32>, tensor<33xf32>) outs(%f7 : tensor<20xf32>) -> tensor<20xf32>
  %e8 = tensor.empty() : tensor<f32>
  %f8 = linalg.fill ins(%zero : f32) outs(%e8 : tensor<f32>) -> tensor<f32>
  %dot = linalg.dot ins(%v, %v : tensor<33xf32>, tensor<33xf32>) outs(%f8 : tensor<f32>) -> tensor<f32>
  %half = linalg.matmul ins(%h, %g : tensor<20x33xf16>, tensor<33x18xf16>) outs(%f0 : tensor<20x18xf32>)
    -> tensor<20x18xf32>
  %e9 = tensor.empty() : tensor<18x20xf32>
  %turned = linalg.transpose ins(%product : tensor<20x18xf32>) outs(%e9 : tensor<18x20xf32>) permutation = [1, 0]
  // A residual of another product, and a broadcast, fused with the second one.
  %both = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>,
    affine_map<(m, n) -> (m)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]}
    ins(%product, %half, %vector : tensor<20x18xf32>, tensor<20x18xf32>, tensor<20xf32>) outs(%e0 : tensor<20x18xf32>) {
  ^bb0(%u: f32, %w: f32, %s: f32, %old: f32):
    %1 = arith.addf %u, %w : f32
    %2 = arith.subf %1, %s : f32
    linalg.yield %2 : f32
  } -> tensor<20x18xf32>
  %e10 = tensor.empty() : tensor<20x2x5x18xf32>
  %wide = linalg.broadcast ins(%c : tensor<20x18xf32>) outs(%e10 : tensor<20x2x5x18xf32>) dimensions = [1, 2]
  return %product, %relu, %first, %batch, %conv, %depth, %nchw, %pool, %vector, %dot, %half, %turned, %both, %wide
    : tensor<20x18xf32>, tensor<20x18xf32>, tensor<18x18xf32>, tensor<3x6x17xi32>, tensor<1x7x7x20xf32>,
      tensor<1x7x7x8xf32>, tensor<1x6x7x7xf32>, tensor<1x4x4x8xf32>, tensor<20xf32>, tensor<f32>,
      tensor<20x18xf32>, tensor<18x20xf32>, tensor<20x18xf32>, tensor<20x2x5x18xf32>
}
