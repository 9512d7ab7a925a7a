// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each operation of a 16-bit float is rounded, also within an expression.
// RUN: sectile-clang -O1 -S -emit-llvm -o - %s | FileCheck %s
// CHECK-LABEL: @half_expression
// CHECK: fmul half
// CHECK-NEXT: fadd half
_Float16 half_expression(_Float16 a, _Float16 b) { return a * b + b; }
// CHECK-LABEL: @brain_expression
// CHECK: fmul bfloat
// CHECK-NEXT: fadd bfloat
__bf16 brain_expression(__bf16 a, __bf16 b) { return a * b + b; }
