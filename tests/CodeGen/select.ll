; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Selection takes any value as its condition; an inverted comparison swaps.

; CHECK-LABEL: less:
; CHECK:      slt a0, a0, a1
; CHECK:      sel a0, a2, a3, a0
; CHECK:      ret
define i64 @less(i64 %a, i64 %b, i64 %x, i64 %y) {
  %c = icmp slt i64 %a, %b
  %r = select i1 %c, i64 %x, i64 %y
  ret i64 %r
}

; CHECK-LABEL: not_less:
; CHECK:      slt a0, a0, a1
; CHECK:      sel a0, a3, a2, a0
; CHECK:      ret
define i64 @not_less(i64 %a, i64 %b, i64 %x, i64 %y) {
  %c = icmp sge i64 %a, %b
  %r = select i1 %c, i64 %x, i64 %y
  ret i64 %r
}

; CHECK-LABEL: nonzero:
; CHECK:      sel a0, a1, a2, a0
; CHECK:      ret
define double @nonzero(i64 %a, double %x, double %y) {
  %c = icmp ne i64 %a, 0
  %r = select i1 %c, double %x, double %y
  ret double %r
}
