// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Control flow of TOSA: conditions and loops that depend on data, values that a loop carries and exchanges; a function
// that is called.
// RANGE n 3 6
func.func @control(%c: tensor<i1>, %x: tensor<4x20xf32>, %y: tensor<4x20xf32>, %n: tensor<i32>)
    -> (tensor<4x20xf32>, tensor<i32>, tensor<4x20xf32>, tensor<4x20xf32>, tensor<4x20xf32>) {
  %zero = "tosa.const"() {values = dense<0> : tensor<i32>} : () -> tensor<i32>
  %one = "tosa.const"() {values = dense<1> : tensor<i32>} : () -> tensor<i32>
  %if = tosa.cond_if %c (%a = %x, %b = %y) : tensor<i1> (tensor<4x20xf32>, tensor<4x20xf32>) -> tensor<4x20xf32> {
  ^bb0(%a: tensor<4x20xf32>, %b: tensor<4x20xf32>):
    %sum = tosa.add %a, %b : (tensor<4x20xf32>, tensor<4x20xf32>) -> tensor<4x20xf32>
    tosa.yield %sum : tensor<4x20xf32>
  } else {
  ^bb0(%a: tensor<4x20xf32>, %b: tensor<4x20xf32>):
    tosa.yield %b : tensor<4x20xf32>
  }
  %loop:3 = tosa.while_loop (%k = %zero, %p = %x, %q = %y) : (tensor<i32>, tensor<4x20xf32>, tensor<4x20xf32>)
      -> (tensor<i32>, tensor<4x20xf32>, tensor<4x20xf32>) {
    %more = tosa.greater %n, %k : (tensor<i32>, tensor<i32>) -> tensor<i1>
    tosa.yield %more : tensor<i1>
  } do {
  ^bb0(%k: tensor<i32>, %p: tensor<4x20xf32>, %q: tensor<4x20xf32>):
    %next = tosa.add %k, %one : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %sum = tosa.add %p, %q : (tensor<4x20xf32>, tensor<4x20xf32>) -> tensor<4x20xf32>
    tosa.yield %next, %q, %sum : tensor<i32>, tensor<4x20xf32>, tensor<4x20xf32>
  }
  %twice = func.call @twice(%if) : (tensor<4x20xf32>) -> tensor<4x20xf32>
  return %if, %loop#0, %loop#1, %loop#2, %twice : tensor<4x20xf32>, tensor<i32>, tensor<4x20xf32>, tensor<4x20xf32>,
    tensor<4x20xf32>
}
func.func private @twice(%x: tensor<4x20xf32>) -> tensor<4x20xf32> {
  %sum = tosa.add %x, %x : (tensor<4x20xf32>, tensor<4x20xf32>) -> tensor<4x20xf32>
  return %sum : tensor<4x20xf32>
}
