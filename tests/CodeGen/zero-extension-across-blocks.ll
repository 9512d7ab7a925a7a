; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A byte that a loop carries was extended by each load: it is not extended again.

; CHECK-LABEL: hash:
; CHECK:      ldbu
; CHECK:      .LBB0_1:
; CHECK-NOT:  andi
; CHECK:      xor
; CHECK:      ldbu
; CHECK-NOT:  andi
; CHECK:      bnez
define i32 @hash(ptr %s) {
entry:
  %first = load i8, ptr %s
  br label %loop
loop:
  %c = phi i8 [ %first, %entry ], [ %next, %loop ]
  %h = phi i32 [ 5381, %entry ], [ %t, %loop ]
  %p = phi ptr [ %s, %entry ], [ %q, %loop ]
  %z = zext i8 %c to i32
  %x = xor i32 %h, %z
  %t = mul i32 %x, 16777619
  %q = getelementptr i8, ptr %p, i64 1
  %next = load i8, ptr %q
  %e = icmp eq i8 %next, 0
  br i1 %e, label %done, label %loop
done:
  ret i32 %t
}

; A sum does not fit the byte: it is extended in each iteration.
; CHECK-LABEL: sum:
; CHECK:      .LBB1_1:
; CHECK:      andi {{.*}}, 255
; CHECK:      bne
define i64 @sum(ptr %s, i64 %n) {
entry:
  br label %loop
loop:
  %c = phi i8 [ 0, %entry ], [ %t, %loop ]
  %h = phi i64 [ 0, %entry ], [ %g, %loop ]
  %i = phi i64 [ 0, %entry ], [ %j, %loop ]
  %q = getelementptr i8, ptr %s, i64 %i
  %v = load i8, ptr %q
  %t = add i8 %c, %v
  %z = zext i8 %t to i64
  %m = mul i64 %h, 31
  %g = xor i64 %m, %z
  %j = add i64 %i, 1
  %e = icmp eq i64 %j, %n
  br i1 %e, label %done, label %loop
done:
  ret i64 %g
}
