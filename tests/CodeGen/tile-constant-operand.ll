; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A float constant of all elements is the scalar operand, moved to a register.
declare <256 x float> @llvm.fma.v256f32(<256 x float>, <256 x float>, <256 x float>)

; CHECK-LABEL: product:
; CHECK:      movz a0, 16320, 16
; CHECK-NEXT: tsmul.f32 t0, t0, a0
; CHECK-NEXT: ret
define <256 x float> @product(<256 x float> %a) {
  %r = fmul <256 x float> %a, splat (float 1.5)
  ret <256 x float> %r
}

; CHECK-LABEL: less:
; CHECK:      movz a0, 49216, 16
; CHECK-NEXT: tsclt.f32 t0, t0, a0
; CHECK-NEXT: ret
define <256 x i32> @less(<256 x float> %a) {
  %c = fcmp olt <256 x float> %a, splat (float -3.0)
  %r = sext <256 x i1> %c to <256 x i32>
  ret <256 x i32> %r
}

; CHECK-LABEL: multiplicand:
; CHECK:      movz a0, 16320, 16
; CHECK-NEXT: tfbmsub.f32 t0, t0, a0, t1
; CHECK-NEXT: ret
define <256 x float> @multiplicand(<256 x float> %a, <256 x float> %c) {
  %n = fneg <256 x float> %c
  %r = call <256 x float> @llvm.fma.v256f32(<256 x float> splat (float 1.5), <256 x float> %a, <256 x float> %n)
  ret <256 x float> %r
}

; CHECK-LABEL: addend:
; CHECK:      movz a0, 16320, 16
; CHECK-NEXT: tfcnmadd.f32 t0, t0, t1, a0
; CHECK-NEXT: ret
define <256 x float> @addend(<256 x float> %a, <256 x float> %b) {
  %n = fneg <256 x float> %a
  %r = call <256 x float> @llvm.fma.v256f32(<256 x float> %n, <256 x float> %b, <256 x float> splat (float 1.5))
  ret <256 x float> %r
}
