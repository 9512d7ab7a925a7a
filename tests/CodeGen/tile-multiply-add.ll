; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A product that only a sum takes is a multiply-add, with a scalar as multiplicand or
; addend; a product that has another use stays.

; CHECK-LABEL: tiles:
; CHECK:      tmadd.i32 t0, t0, t1, t2
; CHECK-NEXT: ret
define <256 x i32> @tiles(<256 x i32> %a, <256 x i32> %b, <256 x i32> %c) {
  %m = mul <256 x i32> %a, %b
  %r = add <256 x i32> %c, %m
  ret <256 x i32> %r
}

; CHECK-LABEL: multiplicand:
; CHECK:      tbmadd.i32 t0, t0, a0, t1
; CHECK-NEXT: ret
define <256 x i32> @multiplicand(<256 x i32> %a, i32 %k, <256 x i32> %c) {
  %i = insertelement <256 x i32> poison, i32 %k, i64 0
  %s = shufflevector <256 x i32> %i, <256 x i32> poison, <256 x i32> zeroinitializer
  %m = mul <256 x i32> %s, %a
  %r = add <256 x i32> %m, %c
  ret <256 x i32> %r
}

; CHECK-LABEL: addend:
; CHECK:      li a0, 100
; CHECK-NEXT: tcmadd.i32 t0, t0, t1, a0
; CHECK-NEXT: ret
define <256 x i32> @addend(<256 x i32> %a, <256 x i32> %b) {
  %m = mul <256 x i32> %a, %b
  %r = add <256 x i32> %m, splat (i32 100)
  ret <256 x i32> %r
}

; CHECK-LABEL: two_uses:
; CHECK-NOT:  tmadd
; CHECK:      ret
define <256 x i32> @two_uses(<256 x i32> %a, <256 x i32> %b, <256 x i32> %c) {
  %m = mul <256 x i32> %a, %b
  %s = add <256 x i32> %c, %m
  %r = xor <256 x i32> %s, %m
  ret <256 x i32> %r
}
