; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Callee-saved registers are saved in pairs, with unwind information.
declare i64 @f(i64)

; CHECK-LABEL: g:
; CHECK:      addi sp, sp, -32
; CHECK:      .cfi_def_cfa_offset 32
; CHECK:      stpd s0, ra, sp, 16
; CHECK:      std s1, sp, 8
; CHECK:      .cfi_offset ra, -8
; CHECK:      .cfi_offset s0, -16
; CHECK:      .cfi_offset s1, -24
; CHECK:      mv s0, a1
; CHECK:      call f
; CHECK:      mv s1, a0
; CHECK:      mv a0, s0
; CHECK:      call f
; CHECK:      add a0, s1, a0
; CHECK:      ldpd s0, ra, sp, 16
; CHECK:      ldd s1, sp, 8
; CHECK:      addi sp, sp, 32
; CHECK:      .cfi_def_cfa_offset 0
; CHECK:      .cfi_restore ra
; CHECK:      .cfi_restore s0
; CHECK:      .cfi_restore s1
; CHECK:      ret
define i64 @g(i64 %a, i64 %b) uwtable {
  %r = call i64 @f(i64 %a)
  %s = call i64 @f(i64 %b)
  %t = add i64 %r, %s
  ret i64 %t
}
