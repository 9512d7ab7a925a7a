// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Elements of TOSA without a sign.
func.func @unsigned(%x: tensor<1x6x6x20xui8>) -> tensor<1x6x6x20xui8> {
  %m = "tosa.const"() {values = dense<1500000000> : tensor<1xi32>} : () -> tensor<1xi32>
  %n = "tosa.const"() {values = dense<31> : tensor<1xi8>} : () -> tensor<1xi8>
  %z = "tosa.const"() {values = dense<128> : tensor<1xui8>} : () -> tensor<1xui8>
  %z8 = "tosa.const"() {values = dense<0> : tensor<1xi8>} : () -> tensor<1xi8>
  %a = tosa.rescale %x, %m, %n, %z, %z8 {scale32 = true, rounding_mode = SINGLE_ROUND, per_channel = false,
    input_unsigned = true, output_unsigned = false} : (tensor<1x6x6x20xui8>, tensor<1xi32>, tensor<1xi8>, tensor<1xui8>,
    tensor<1xi8>) -> tensor<1x6x6x20xi8>
  %b = tosa.rescale %a, %m, %n, %z8, %z {scale32 = true, rounding_mode = SINGLE_ROUND, per_channel = false,
    input_unsigned = false, output_unsigned = true} : (tensor<1x6x6x20xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>,
    tensor<1xui8>) -> tensor<1x6x6x20xui8>
  return %b : tensor<1x6x6x20xui8>
}
