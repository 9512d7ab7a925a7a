; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; An aggregate by value is a pointer to the caller's copy.
declare void @f(ptr byval([4 x i64]))

; CHECK-LABEL: g:
; CHECK:      addi sp, sp, -48
; CHECK:      std ra, sp, 40
; CHECK:      ldpd a2, a1, a0, 0
; CHECK:      stpd a2, a1, sp, 8
; CHECK:      ldpd a0, a1, a0, 16
; CHECK:      stpd a0, a1, sp, 24
; CHECK:      addi a0, sp, 8
; CHECK:      call f
; CHECK:      ldd ra, sp, 40
; CHECK:      addi sp, sp, 48
; CHECK:      ret
define void @g(ptr %p) {
  call void @f(ptr byval([4 x i64]) %p)
  ret void
}
