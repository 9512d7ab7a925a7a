; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -verify-machineinstrs < %s | FileCheck %s
; Constraints name registers by role or number.

; CHECK-LABEL: roles:
; CHECK: # x3 s2 r
define i64 @roles(i64 %a) {
  %r = call i64 asm "# $0 $1 r", "={x3},{s2},~{a2}"(i64 %a)
  ret i64 %r
}

; CHECK-LABEL: numbers:
; CHECK: # x3 sp
define i64 @numbers(i64 %a) {
  %r = call i64 asm "# $0 $1", "={r15},{sp}"(i64 %a)
  ret i64 %r
}

; CHECK-LABEL: at_call:
; CHECK: addi a0, sp, 16
define ptr @at_call() {
  %p = alloca i64
  store volatile i64 1, ptr %p
  %r = call ptr @llvm.sponentry.p0()
  ret ptr %r
}
