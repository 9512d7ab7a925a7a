; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; f16 and bf16 are storage types.

; CHECK-LABEL: add:
; CHECK:      fcvt.f32.f16 a1, a1
; CHECK:      fcvt.f32.f16 a0, a0
; CHECK:      fadd.f32 a0, a0, a1
; CHECK:      fcvt.f16.f32 a0, a0
; CHECK:      ret
define half @add(half %a, half %b) {
  %r = fadd half %a, %b
  ret half %r
}

; CHECK-LABEL: neg:
; CHECK:      movn a1, 32767, 0
; CHECK:      xor a0, a0, a1
; CHECK:      ret
define half @neg(half %a) {
  %r = fneg half %a
  ret half %r
}
