; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Shifts by constants and masks are bit-field moves.

; CHECK-LABEL: extract:
; CHECK:      extu a0, a0, 7, 10
; CHECK:      ret
define i64 @extract(i64 %a) {
  %s = lshr i64 %a, 7
  %m = and i64 %s, 1023
  ret i64 %m
}

; CHECK-LABEL: extract_signed:
; CHECK:      exts a0, a0, 20, 24
; CHECK:      ret
define i64 @extract_signed(i64 %a) {
  %s = shl i64 %a, 20
  %m = ashr i64 %s, 40
  ret i64 %m
}

; CHECK-LABEL: place:
; CHECK:      insu a0, a0, 12, 8
; CHECK:      ret
define i64 @place(i64 %a) {
  %m = and i64 %a, 255
  %s = shl i64 %m, 12
  ret i64 %s
}

; CHECK-LABEL: insert:
; CHECK:      andi a1, a1, 255
; CHECK:      ins a0, a1, 8, 8
; CHECK:      ret
define i64 @insert(i64 %a, i64 %b) {
  %k = and i64 %a, -65281
  %m = and i64 %b, 255
  %s = shl i64 %m, 8
  %r = or i64 %k, %s
  ret i64 %r
}

; CHECK-LABEL: clear:
; CHECK:      ins a0, zero, 8, 12
; CHECK:      ret
define i64 @clear(i64 %a) {
  %k = and i64 %a, -1048321
  ret i64 %k
}
