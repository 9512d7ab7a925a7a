; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Comparisons with small constants need no register.
declare void @f()

; CHECK-LABEL: g:
; CHECK:      blti a0, 10, .LBB0_2
; CHECK:      addi sp, sp, -16
; CHECK:      std ra, sp, 8
; CHECK:      call f
; CHECK:      ldd ra, sp, 8
; CHECK:      addi sp, sp, 16
; CHECK:      .LBB0_2:
; CHECK:      ret
define void @g(i64 %a) {
  %c = icmp sgt i64 %a, 9
  br i1 %c, label %yes, label %no
yes:
  call void @f()
  ret void
no:
  ret void
}
