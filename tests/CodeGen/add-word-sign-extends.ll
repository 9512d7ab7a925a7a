; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A word's sum is sign-extended by the addition itself.

; CHECK-LABEL: add:
; CHECK:      addw a0, a0, a1
; CHECK:      ret
define i32 @add(i32 %a, i32 %b) {
  %c = add i32 %a, %b
  ret i32 %c
}
