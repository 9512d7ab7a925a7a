// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions of the C library, and of the host's, which may differ in the last bits.
// RANGE d 1 5
// CLOSE 0
// CLOSE 1
// CLOSE 2
// CLOSE 3
// CLOSE 4
// CLOSE 5
// CLOSE 6
// CLOSE 7
// CLOSE 8
// CLOSE 9
// CLOSE 10
// CLOSE 11
// CLOSE 12
// CLOSE 13
// CLOSE 14
// CLOSE 15
// CLOSE 16
// CLOSE 17
// CLOSE 18
// CLOSE 19
// CLOSE 20
// CLOSE 21
// CLOSE 22
// CLOSE 23
func.func @functions(%x: tensor<5x20xf32>, %d: tensor<9xf64>)
    -> (tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>,
        tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>,
        tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>,
        tensor<5x20xf32>, tensor<9xf64>, tensor<9xf64>, tensor<9xf64>, tensor<9xf64>, tensor<9xf64>, tensor<5x20xf32>,
        tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>) {
  %five = arith.constant dense<5.0> : tensor<5x20xf32>
  %above = arith.addf %x, %five : tensor<5x20xf32>
  %eighth = arith.constant dense<0.125> : tensor<5x20xf32>
  %unit = arith.mulf %x, %eighth : tensor<5x20xf32>
  %acos = math.acos %unit : tensor<5x20xf32>
  %acosh = math.acosh %above : tensor<5x20xf32>
  %asin = math.asin %unit : tensor<5x20xf32>
  %asinh = math.asinh %x : tensor<5x20xf32>
  %atan = math.atan %x : tensor<5x20xf32>
  %atanh = math.atanh %unit : tensor<5x20xf32>
  %cbrt = math.cbrt %x : tensor<5x20xf32>
  %cosh = math.cosh %x : tensor<5x20xf32>
  %erfc = math.erfc %x : tensor<5x20xf32>
  %exp2 = math.exp2 %x : tensor<5x20xf32>
  %expm1 = math.expm1 %x : tensor<5x20xf32>
  %log10 = math.log10 %above : tensor<5x20xf32>
  %log1p = math.log1p %above : tensor<5x20xf32>
  %log2 = math.log2 %above : tensor<5x20xf32>
  %sinh = math.sinh %x : tensor<5x20xf32>
  %tan = math.tan %x : tensor<5x20xf32>
  %round = math.round %x : tensor<5x20xf32>
  %rsqrt = math.rsqrt %above : tensor<5x20xf32>
  %atan2 = math.atan2 %x, %above : tensor<5x20xf32>
  %wide_exp = math.exp %d : tensor<9xf64>
  %wide_sin = math.sin %d : tensor<9xf64>
  %wide_tanh = math.tanh %d : tensor<9xf64>
  %wide_log = math.log %d : tensor<9xf64>
  %wide_erf = math.erf %d : tensor<9xf64>
  %floor = math.floor %x : tensor<5x20xf32>
  %ceil = math.ceil %x : tensor<5x20xf32>
  %trunc = math.trunc %x : tensor<5x20xf32>
  %roundeven = math.roundeven %x : tensor<5x20xf32>
  %sqrt = math.sqrt %above : tensor<5x20xf32>
  return %acos, %acosh, %asin, %asinh, %atan, %atanh, %cbrt, %cosh, %erfc, %exp2, %expm1, %log10, %log1p, %log2,
    %sinh, %tan, %round, %rsqrt, %atan2, %wide_exp, %wide_sin, %wide_tanh, %wide_log, %wide_erf, %floor, %ceil,
    %trunc, %roundeven, %sqrt
    : tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>,
      tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>,
      tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>,
      tensor<5x20xf32>, tensor<9xf64>, tensor<9xf64>, tensor<9xf64>, tensor<9xf64>, tensor<9xf64>, tensor<5x20xf32>,
      tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>, tensor<5x20xf32>
}
