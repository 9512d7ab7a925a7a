; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A conditional branch that cannot reach is inverted around a jump.

; CHECK-LABEL: f:
; CHECK:       bnez a0, [[NEAR:.LBB0_[0-9]+]]
; CHECK:       j [[FAR:.LBB0_[0-9]+]]
; CHECK:       [[NEAR]]:
; CHECK:       .zero 40000
; CHECK:       [[FAR]]:
define void @f(i64 %a) {
  %c = icmp eq i64 %a, 0
  br i1 %c, label %far, label %near
near:
  call void asm sideeffect ".space 40000", ""()
  br label %far
far:
  ret void
}
