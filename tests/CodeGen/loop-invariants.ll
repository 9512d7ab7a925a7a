; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; An extension that does not change in a loop stands before it, and the loop ends
; where what it steps reaches a register: it needs no counter of its own.

; CHECK-LABEL: fill:
; CHECK:      .LBB0_1:
; CHECK:      addi [[I:[a-z0-9]+]], [[I]], {{1|4}}{{$}}
; CHECK-NOT:  addi
; CHECK:      bne [[I]], {{[a-z0-9]+}}, .LBB0_1
define void @fill(ptr %p) {
entry:
  %first = getelementptr i8, ptr %p, i64 64
  br label %loop
loop:
  %q = phi ptr [ %first, %entry ], [ %r, %loop ]
  %n = phi i64 [ 16, %entry ], [ %m, %loop ]
  %pa = getelementptr i8, ptr %q, i64 -64
  %pb = getelementptr i8, ptr %q, i64 -28
  %a = load i32, ptr %pa
  %b = load i32, ptr %pb
  %s = add i32 %a, %b
  store i32 %s, ptr %q
  %r = getelementptr i8, ptr %q, i64 4
  %m = add nuw nsw i64 %n, 1
  %c = icmp eq i64 %m, 64
  br i1 %c, label %done, label %loop
done:
  ret void
}

; CHECK-LABEL: find:
; CHECK:      addiw [[KEY:[a-z0-9]+]], a1, 0
; CHECK:      .LBB1_1:
; CHECK-NOT:  addiw
; CHECK:      bne {{.*}}, [[KEY]]
define ptr @find(ptr %p, i64 %x) {
entry:
  %w = trunc i64 %x to i32
  br label %loop
loop:
  %q = phi ptr [ %p, %entry ], [ %r, %loop ]
  %v = load i32, ptr %q
  %r = getelementptr i8, ptr %q, i64 4
  %c = icmp eq i32 %v, %w
  br i1 %c, label %done, label %loop
done:
  ret ptr %q
}
