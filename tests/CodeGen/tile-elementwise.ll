; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Vector operators are tile instructions, with a scalar where one operand is broadcast.

; CHECK-LABEL: axpy:
; CHECK:      tsmul.f32 t0, t0, a0
; CHECK:      tadd.f32 t0, t0, t1
; CHECK:      ret
define <256 x float> @axpy(<256 x float> %x, <256 x float> %y, float %a) {
  %i = insertelement <256 x float> poison, float %a, i64 0
  %s = shufflevector <256 x float> %i, <256 x float> poison, <256 x i32> zeroinitializer
  %m = fmul <256 x float> %x, %s
  %r = fadd <256 x float> %m, %y
  ret <256 x float> %r
}

; CHECK-LABEL: clamp:
; CHECK:      tclt.i32 t0, t1, t0
; CHECK:      tand.i32 t0, t0, t1
; CHECK:      ret
define <256 x i32> @clamp(<256 x i32> %a, <256 x i32> %b) {
  %c = icmp sgt <256 x i32> %a, %b
  %r = select <256 x i1> %c, <256 x i32> %b, <256 x i32> zeroinitializer
  ret <256 x i32> %r
}

; CHECK-LABEL: convert:
; CHECK:      tcvt.i32.f32 t0, t0
; CHECK:      ret
define <256 x i32> @convert(<256 x float> %a) {
  %r = fptosi <256 x float> %a to <256 x i32>
  ret <256 x i32> %r
}
