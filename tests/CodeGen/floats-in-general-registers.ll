; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Scalar floats share the general registers; constants are made there.

; CHECK-LABEL: f:
; CHECK:      fcvt.f64.f32 a1, a1
; CHECK:      fmul.f64 a0, a0, a1
; CHECK:      movz a1, 16376, 48
; CHECK:      fadd.f64 a0, a0, a1
; CHECK:      ret
define double @f(double %a, float %b) {
  %c = fpext float %b to double
  %d = fmul double %a, %c
  %e = fadd double %d, 1.5
  ret double %e
}

; CHECK-LABEL: less:
; CHECK:      flt.f32 a0, a0, a1
; CHECK:      ret
define i32 @less(float %a, float %b) {
  %c = fcmp olt float %a, %b
  %r = zext i1 %c to i32
  ret i32 %r
}

; CHECK-LABEL: bits:
; CHECK:      addiw a0, a0, 0
; CHECK:      ret
define i32 @bits(float %a) {
  %r = bitcast float %a to i32
  ret i32 %r
}
