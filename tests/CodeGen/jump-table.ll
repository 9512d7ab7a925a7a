; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A dense switch jumps through a table.
declare void @f(i32)

; CHECK-LABEL: g:
; CHECK:      bgeui a0, 6, .LBB0_6
; CHECK:      li a1, 1
; CHECK:      sll a0, a1, a0
; CHECK:      andi a1, a0, 10
; CHECK:      bnez a1, .LBB0_4
; CHECK:      andi a0, a0, 17
; CHECK:      beqz a0, .LBB0_5
; CHECK:      li a0, 10
; CHECK:      j f
; CHECK:      .LBB0_4:
; CHECK:      li a0, 7
; CHECK:      j f
; CHECK:      .LBB0_5:
; CHECK:      li a0, 90
; CHECK:      j f
; CHECK:      .LBB0_6:
; CHECK:      ret
define void @g(i32 %a) {
  switch i32 %a, label %d [ i32 0, label %x
                            i32 1, label %y
                            i32 2, label %z
                            i32 3, label %y
                            i32 4, label %x
                            i32 5, label %z ]
x:
  tail call void @f(i32 10)
  ret void
y:
  tail call void @f(i32 7)
  ret void
z:
  tail call void @f(i32 90)
  ret void
d:
  ret void
}
