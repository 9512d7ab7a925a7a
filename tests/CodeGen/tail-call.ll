; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A call in tail position is a jump.
declare i32 @f(i32)

; CHECK-LABEL: direct:
; CHECK:      j f
define i32 @direct(i32 %a) {
  %r = tail call i32 @f(i32 %a)
  ret i32 %r
}

; CHECK-LABEL: indirect:
; CHECK:      mv a2, a0
; CHECK:      mv a0, a1
; CHECK:      jr a2
define i32 @indirect(ptr %p, i32 %a) {
  %r = tail call i32 %p(i32 %a)
  ret i32 %r
}
