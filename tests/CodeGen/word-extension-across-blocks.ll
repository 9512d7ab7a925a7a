; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A word that is extended on all paths is not extended again.

; CHECK-LABEL: count:
; CHECK:      li a3, 0
; CHECK:      li a2, 0
; CHECK:      .LBB0_1:
; CHECK:      ldxw a4, a0, a3, 2
; CHECK:      addiw a5, a3, 1
; CHECK:      addi a3, a3, 1
; CHECK:      addw a2, a2, a4
; CHECK:      blt a5, a1, .LBB0_1
; CHECK:      mv a0, a2
; CHECK:      ret
define i32 @count(ptr %p, i32 %n) {
entry:
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %j, %loop ]
  %s = phi i32 [ 0, %entry ], [ %t, %loop ]
  %x = sext i32 %i to i64
  %q = getelementptr i32, ptr %p, i64 %x
  %v = load i32, ptr %q
  %t = add i32 %s, %v
  %j = add i32 %i, 1
  %c = icmp slt i32 %j, %n
  br i1 %c, label %loop, label %done
done:
  ret i32 %t
}
