; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; An object of larger alignment realigns the frame.
declare void @f(ptr)

; CHECK-LABEL: g:
; CHECK:      addi sp, sp, -128
; CHECK:      stpd s0, ra, sp, 112
; CHECK:      addi s0, sp, 128
; CHECK:      ins sp, zero, 0, 7
; CHECK:      mv a0, sp
; CHECK:      call f
; CHECK:      addi sp, s0, -128
; CHECK:      ldpd s0, ra, sp, 112
; CHECK:      addi sp, sp, 128
; CHECK:      ret
define void @g() {
  %a = alloca [64 x i8], align 128
  call void @f(ptr %a)
  ret void
}
