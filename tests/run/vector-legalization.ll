; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; Operations on vectors that LLVM's type legalizer cannot take apart by itself:
; carry-less products of bytes in 100 elements, frexp of 12 halves, a compression
; of 70 floats with elements that follow.
; RUN: llc -load=%plugin -mtriple=sectile -O2 -filetype=obj %s -o %t.o
; RUN: sectile-clang %t.o -o %t.elf && sectile-run %t.elf
; RUN: llc -load=%plugin -mtriple=sectile -O0 -filetype=obj %s -o %t.o
; RUN: sectile-clang %t.o -o %t.elf && sectile-run %t.elf

define <100 x i8> @product(<100 x i8> %a, <100 x i8> %b) noinline {
  %r = call <100 x i8> @llvm.clmul(<100 x i8> %a, <100 x i8> %b)
  ret <100 x i8> %r
}

define { <12 x half>, <12 x i32> } @parts(<12 x half> %a) noinline {
  %r = call { <12 x half>, <12 x i32> } @llvm.frexp(<12 x half> %a)
  ret { <12 x half>, <12 x i32> } %r
}

define <70 x float> @compressed(<70 x float> %v, <70 x i1> %mask, <70 x float> %rest) noinline {
  %r = call <70 x float> @llvm.experimental.vector.compress(<70 x float> %v, <70 x i1> %mask, <70 x float> %rest)
  ret <70 x float> %r
}

define i32 @main() {
  ; (x^7 + x + 1)(x + 1) = x^8 + x^7 + x^2 + 1, of which eight bits are left
  %p = call <100 x i8> @product(<100 x i8> splat (i8 131), <100 x i8> splat (i8 3))
  %p99 = extractelement <100 x i8> %p, i64 99
  %right0 = icmp eq i8 %p99, -123
  ; 96 = 0.75 * 2^7
  %f = call { <12 x half>, <12 x i32> } @parts(<12 x half> splat (half 96.0))
  %fractions = extractvalue { <12 x half>, <12 x i32> } %f, 0
  %exponents = extractvalue { <12 x half>, <12 x i32> } %f, 1
  %fraction = extractelement <12 x half> %fractions, i64 11
  %exponent = extractelement <12 x i32> %exponents, i64 11
  %right1 = fcmp oeq half %fraction, 0.75
  %right2 = icmp eq i32 %exponent, 7
  ; one of 70
  %mask = insertelement <70 x i1> zeroinitializer, i1 true, i64 69
  %v = insertelement <70 x float> zeroinitializer, float 3.0, i64 69
  %c = call <70 x float> @compressed(<70 x float> %v, <70 x i1> %mask, <70 x float> splat (float 5.0))
  %c0 = extractelement <70 x float> %c, i64 0
  %c1 = extractelement <70 x float> %c, i64 1
  %right3 = fcmp oeq float %c0, 3.0
  %right4 = fcmp oeq float %c1, 5.0
  %a = and i1 %right0, %right1
  %b = and i1 %a, %right2
  %d = and i1 %b, %right3
  %e = and i1 %d, %right4
  %status = select i1 %e, i32 0, i32 1
  ret i32 %status
}
