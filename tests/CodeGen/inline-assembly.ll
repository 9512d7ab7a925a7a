; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Constraints r, t and I.

; CHECK-LABEL: scalar:
; CHECK:      addi a0, a0, 12
; CHECK:      ret
define i64 @scalar(i64 %a) {
  %r = call i64 asm "addi $0, $1, $2", "=r,r,I"(i64 %a, i64 12)
  ret i64 %r
}

; CHECK-LABEL: tile:
; CHECK:      tneg.f32 t0, t0
; CHECK:      ret
define <256 x float> @tile(<256 x float> %a) {
  %r = call <256 x float> asm "tneg.f32 $0, $1", "=t,t"(<256 x float> %a)
  ret <256 x float> %r
}
