; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; a + (b << k), b also as an unsigned word.

; CHECK-LABEL: shadd:
; CHECK:      shadd a0, a0, a1, 3
; CHECK:      ret
define i64 @shadd(i64 %a, i64 %b) {
  %s = shl i64 %b, 3
  %r = add i64 %a, %s
  ret i64 %r
}

; CHECK-LABEL: shaddu:
; CHECK:      shaddu a0, a0, a1, 2
; CHECK:      ret
define i64 @shaddu(i64 %a, i32 %b) {
  %z = zext i32 %b to i64
  %s = shl i64 %z, 2
  %r = add i64 %a, %s
  ret i64 %r
}
