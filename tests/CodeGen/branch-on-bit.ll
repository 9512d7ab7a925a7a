; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A test of one bit, or of a sign, is a bit branch.
declare void @f()

; CHECK-LABEL: bit:
; CHECK:      movz a1, 4096, 0
; CHECK:      and a0, a0, a1
; CHECK:      beqz a0, .LBB0_2
; CHECK:      addi sp, sp, -16
; CHECK:      std ra, sp, 8
; CHECK:      call f
; CHECK:      ldd ra, sp, 8
; CHECK:      addi sp, sp, 16
; CHECK:      .LBB0_2:
; CHECK:      ret
define void @bit(i64 %a) {
  %m = and i64 %a, 4096
  %c = icmp eq i64 %m, 0
  br i1 %c, label %no, label %yes
yes:
  call void @f()
  ret void
no:
  ret void
}
