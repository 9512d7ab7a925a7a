; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A frame of unknown size is addressed from the frame pointer.
declare void @f(ptr)

; CHECK-LABEL: g:
; CHECK:      addi sp, sp, -16
; CHECK:      stpd s0, ra, sp, 0
; CHECK:      addi s0, sp, 16
; CHECK:      addi a0, a0, 15
; CHECK:      andi a0, a0, -16
; CHECK:      sub a0, sp, a0
; CHECK:      mv sp, a0
; CHECK:      call f
; CHECK:      addi sp, s0, -16
; CHECK:      ldpd s0, ra, sp, 0
; CHECK:      addi sp, sp, 16
; CHECK:      ret
define void @g(i64 %n) {
  %a = alloca i8, i64 %n
  call void @f(ptr %a)
  ret void
}
