; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Nine tiles: eight in registers, the last by reference.
declare <256 x float> @f(<256 x float>, <256 x float>, <256 x float>, <256 x float>, <256 x float>, <256 x float>, <256 x float>, <256 x float>, <256 x float>)

; CHECK-LABEL: g:
; CHECK:      addi sp, sp, -16
; CHECK:      stpd s0, ra, sp, 0
; CHECK:      addi s0, sp, 16
; CHECK:      addi sp, sp, -1072
; CHECK:      ins sp, zero, 0, 6
; CHECK:      tst t0, sp, 0
; CHECK:      mv a0, sp
; CHECK:      tmov t1, t0
; CHECK:      tmov t2, t0
; CHECK:      tmov t3, t0
; CHECK:      tmov t4, t0
; CHECK:      tmov t5, t0
; CHECK:      tmov t6, t0
; CHECK:      tmov t7, t0
; CHECK:      call f
; CHECK:      addi sp, s0, -16
; CHECK:      ldpd s0, ra, sp, 0
; CHECK:      addi sp, sp, 16
; CHECK:      ret
define <256 x float> @g(<256 x float> %a) {
  %r = call <256 x float> @f(<256 x float> %a, <256 x float> %a, <256 x float> %a, <256 x float> %a, <256 x float> %a, <256 x float> %a, <256 x float> %a, <256 x float> %a, <256 x float> %a)
  ret <256 x float> %r
}
