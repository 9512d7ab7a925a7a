; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Read-modify-writes are one instruction, smaller ones loop over a word.

; CHECK-LABEL: add:
; CHECK:      amoadd.w a0, a0, a1
; CHECK:      ret
define i32 @add(ptr %p, i32 %v) {
  %r = atomicrmw add ptr %p, i32 %v seq_cst
  ret i32 %r
}

; CHECK-LABEL: cas:
; CHECK:      cas.d a0, a0, a1, a2
; CHECK:      ret
define i64 @cas(ptr %p, i64 %a, i64 %b) {
  %r = cmpxchg ptr %p, i64 %a, i64 %b seq_cst seq_cst
  %v = extractvalue { i64, i1 } %r, 0
  ret i64 %v
}

; CHECK-LABEL: acquire:
; CHECK:      ldd a0, a0, 0
; CHECK:      fence
; CHECK:      ret
define i64 @acquire(ptr %p) {
  %v = load atomic i64, ptr %p acquire, align 8
  ret i64 %v
}

; CHECK-LABEL: byte:
; CHECK:      andi a2, a0, -4
; CHECK:      insu a0, a0, 3, 2
; CHECK:      li a3, 255
; CHECK:      sllw a3, a3, a0
; CHECK:      not a4, a3
; CHECK:      andi a1, a1, 255
; CHECK:      ldw a5, a2, 0
; CHECK:      sllw a1, a1, a0
; CHECK:      .LBB3_1:
; CHECK:      mv a6, a5
; CHECK:      addw a5, a5, a1
; CHECK:      and a5, a5, a3
; CHECK:      and a7, a6, a4
; CHECK:      or a5, a7, a5
; CHECK:      cas.w a5, a2, a6, a5
; CHECK:      seq a6, a5, a6
; CHECK:      bnei a6, 1, .LBB3_1
; CHECK:      srlw a0, a5, a0
; CHECK:      ret
define i8 @byte(ptr %p, i8 %v) {
  %r = atomicrmw add ptr %p, i8 %v seq_cst
  ret i8 %r
}
