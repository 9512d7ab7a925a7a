// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Elementwise operations, reductions and conversions of TOSA.
// RANGE s 0 31
// RANGE j -30000 30000
// RANGE p 1 4
// CLOSE 2
// CLOSE 3
// CLOSE 4
// CLOSE 5
func.func @elementwise(%x: tensor<2x20x18xf32>, %y: tensor<1x1x18xf32>, %i: tensor<40x9xi32>, %j: tensor<40x9xi32>,
                       %s: tensor<40x9xi32>, %b: tensor<40x9xi8>, %t: tensor<40x9xi1>, %p: tensor<2x20x18xf32>)
    -> (tensor<2x20x18xf32>, tensor<2x20x18xf32>, tensor<2x20x18xf32>, tensor<2x20x18xf32>, tensor<2x20x18xf32>,
        tensor<2x20x18xf32>, tensor<40x9xi32>, tensor<40x9xi32>, tensor<40x9xi1>, tensor<40x9xi8>, tensor<2x1x18xf32>,
        tensor<2x20x1xf32>, tensor<1x9xi32>, tensor<2x20xi32>, tensor<2x20x18xi8>, tensor<2x20x18xi32>, tensor<40x9xf32>,
        tensor<2x20x18xf16>, tensor<40x1xi1>, tensor<40x9xi32>, tensor<40x9xi8>, tensor<2x20x18xi1>, tensor<2x1x18xf32>) {
  %zero = "tosa.const"() {values = dense<0> : tensor<1xi8>} : () -> tensor<1xi8>
  %zf = "tosa.const"() {values = dense<0.0> : tensor<1xf32>} : () -> tensor<1xf32>
  %add = tosa.add %x, %y : (tensor<2x20x18xf32>, tensor<1x1x18xf32>) -> tensor<2x20x18xf32>
  %mul = tosa.mul %add, %x, %zero : (tensor<2x20x18xf32>, tensor<2x20x18xf32>, tensor<1xi8>) -> tensor<2x20x18xf32>
  %sub = tosa.sub %mul, %y : (tensor<2x20x18xf32>, tensor<1x1x18xf32>) -> tensor<2x20x18xf32>
  %abs = tosa.abs %sub : (tensor<2x20x18xf32>) -> tensor<2x20x18xf32>
  %max = tosa.maximum %abs, %x : (tensor<2x20x18xf32>, tensor<2x20x18xf32>) -> tensor<2x20x18xf32>
  %min = tosa.minimum %max, %p : (tensor<2x20x18xf32>, tensor<2x20x18xf32>) -> tensor<2x20x18xf32>
  %sig = tosa.sigmoid %x : (tensor<2x20x18xf32>) -> tensor<2x20x18xf32>
  %tanh = tosa.tanh %x : (tensor<2x20x18xf32>) -> tensor<2x20x18xf32>
  %exp = tosa.exp %x : (tensor<2x20x18xf32>) -> tensor<2x20x18xf32>
  %log = tosa.log %p : (tensor<2x20x18xf32>) -> tensor<2x20x18xf32>
  %iadd = tosa.add %i, %j : (tensor<40x9xi32>, tensor<40x9xi32>) -> tensor<40x9xi32>
  %ixor = tosa.bitwise_xor %iadd, %s : (tensor<40x9xi32>, tensor<40x9xi32>) -> tensor<40x9xi32>
  %shr = tosa.arithmetic_right_shift %ixor, %s {round = false} : (tensor<40x9xi32>, tensor<40x9xi32>) -> tensor<40x9xi32>
  %shl = tosa.logical_left_shift %i, %s : (tensor<40x9xi32>, tensor<40x9xi32>) -> tensor<40x9xi32>
  %lsr = tosa.logical_right_shift %shl, %s : (tensor<40x9xi32>, tensor<40x9xi32>) -> tensor<40x9xi32>
  %gt = tosa.greater %i, %shl : (tensor<40x9xi32>, tensor<40x9xi32>) -> tensor<40x9xi1>
  %not = tosa.logical_not %t : (tensor<40x9xi1>) -> tensor<40x9xi1>
  %or = tosa.logical_xor %gt, %not : (tensor<40x9xi1>, tensor<40x9xi1>) -> tensor<40x9xi1>
  %neg = tosa.negate %b, %zero, %zero : (tensor<40x9xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<40x9xi8>
  %sel = tosa.select %t, %neg, %b : (tensor<40x9xi1>, tensor<40x9xi8>, tensor<40x9xi8>) -> tensor<40x9xi8>
  %rsum = tosa.reduce_sum %x {axis = 1 : i32} : (tensor<2x20x18xf32>) -> tensor<2x1x18xf32>
  %rmax = tosa.reduce_max %x {axis = 2 : i32} : (tensor<2x20x18xf32>) -> tensor<2x20x1xf32>
  %rint = tosa.reduce_min %i {axis = 0 : i32} : (tensor<40x9xi32>) -> tensor<1x9xi32>
  %arg = tosa.argmax %x {axis = 2 : i32} : (tensor<2x20x18xf32>) -> tensor<2x20xi32>
  %small = tosa.cast %x : (tensor<2x20x18xf32>) -> tensor<2x20x18xi8>
  %round = tosa.cast %sub : (tensor<2x20x18xf32>) -> tensor<2x20x18xi32>
  %float = tosa.cast %j : (tensor<40x9xi32>) -> tensor<40x9xf32>
  %half = tosa.cast %x : (tensor<2x20x18xf32>) -> tensor<2x20x18xf16>
  %hundred = "tosa.const"() {values = dense<1500000000> : tensor<1x1xi32>} : () -> tensor<1x1xi32>
  %large = tosa.greater %i, %hundred : (tensor<40x9xi32>, tensor<1x1xi32>) -> tensor<40x9xi1>
  %any = tosa.reduce_any %large {axis = 1 : i32} : (tensor<40x9xi1>) -> tensor<40x1xi1>
  %clz = tosa.clz %j : (tensor<40x9xi32>) -> tensor<40x9xi32>
  %table = "tosa.const"() {values = dense<RANDOM> : tensor<256xi8>} : () -> tensor<256xi8>
  %look = tosa.table %b, %table : (tensor<40x9xi8>, tensor<256xi8>) -> tensor<40x9xi8>
  %ge = tosa.greater_equal %x, %p : (tensor<2x20x18xf32>, tensor<2x20x18xf32>) -> tensor<2x20x18xi1>
  %squares = tosa.mul %x, %x, %zero : (tensor<2x20x18xf32>, tensor<2x20x18xf32>, tensor<1xi8>) -> tensor<2x20x18xf32>
  %norm = tosa.reduce_sum %squares {axis = 1 : i32} : (tensor<2x20x18xf32>) -> tensor<2x1x18xf32>
  return %sub, %min, %sig, %tanh, %exp, %log, %shr, %lsr, %or, %sel, %rsum, %rmax, %rint, %arg, %small, %round, %float,
    %half, %any, %clz, %look, %ge, %norm : tensor<2x20x18xf32>, tensor<2x20x18xf32>, tensor<2x20x18xf32>,
    tensor<2x20x18xf32>, tensor<2x20x18xf32>, tensor<2x20x18xf32>, tensor<40x9xi32>, tensor<40x9xi32>, tensor<40x9xi1>,
    tensor<40x9xi8>, tensor<2x1x18xf32>, tensor<2x20x1xf32>, tensor<1x9xi32>, tensor<2x20xi32>, tensor<2x20x18xi8>,
    tensor<2x20x18xi32>, tensor<40x9xf32>, tensor<2x20x18xf16>, tensor<40x1xi1>, tensor<40x9xi32>, tensor<40x9xi8>,
    tensor<2x20x18xi1>, tensor<2x1x18xf32>
}
