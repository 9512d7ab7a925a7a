; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A 128-bit integer is two registers.

; CHECK-LABEL: add:
; CHECK:      add a1, a1, a3
; CHECK:      add a2, a0, a2
; CHECK:      sltu a0, a2, a0
; CHECK:      add a1, a1, a0
; CHECK:      mv a0, a2
; CHECK:      ret
define i128 @add(i128 %a, i128 %b) {
  %r = add i128 %a, %b
  ret i128 %r
}

; CHECK-LABEL: mul:
; CHECK:      mulhu a4, a0, a2
; CHECK:      madd a3, a0, a3, a4
; CHECK:      madd a1, a1, a2, a3
; CHECK:      mul a0, a0, a2
; CHECK:      ret
define i128 @mul(i128 %a, i128 %b) {
  %r = mul i128 %a, %b
  ret i128 %r
}
