; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; The argument registers left over join the arguments on the stack.
declare void @llvm.va_start(ptr)

; CHECK-LABEL: sum:
; CHECK:      addi sp, sp, -80
; CHECK:      stpd a6, a7, sp, 64
; CHECK:      stpd a4, a5, sp, 48
; CHECK:      std a1, sp, 24
; CHECK:      stpd a2, a3, sp, 32
; CHECK:      addi a0, sp, 24
; CHECK:      addi a3, a0, 16
; CHECK:      add a0, a1, a2
; CHECK:      std a3, sp, 8
; CHECK:      addi sp, sp, 80
; CHECK:      ret
define i64 @sum(i64 %n, ...) {
  %l = alloca ptr
  call void @llvm.va_start(ptr %l)
  %a = va_arg ptr %l, i64
  %b = va_arg ptr %l, i64
  %r = add i64 %a, %b
  ret i64 %r
}
