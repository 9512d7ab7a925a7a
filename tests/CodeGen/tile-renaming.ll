; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Tiles that are loaded after each other have different registers, although the first one is free
; again: a load waits until its register has been read.
declare <256 x float> @llvm.fma.v256f32(<256 x float>, <256 x float>, <256 x float>)

; CHECK-LABEL: twice:
; CHECK:      tld [[A:t[0-9]+]], a0, 0
; CHECK-NEXT: tadd.f32 [[A]], [[A]], [[A]]
; CHECK-NEXT: tst [[A]], a1, 0
; CHECK-NOT:  [[A]],
; CHECK:      tld [[B:t[0-9]+]], a0, 1024
; CHECK-NEXT: tadd.f32 [[B]], [[B]], [[B]]
; CHECK-NEXT: tst [[B]], a1, 1024
; CHECK-NOT:  {{([[A]]|[[B]]),}}
; CHECK:      tld [[C:t[0-9]+]], a0, 2048
; CHECK-NEXT: tadd.f32 [[C]], [[C]], [[C]]
; CHECK-NEXT: tst [[C]], a1, 2048
; CHECK:      ret
define void @twice(ptr %x, ptr noalias %y) {
  %x1 = getelementptr i8, ptr %x, i64 1024
  %x2 = getelementptr i8, ptr %x, i64 2048
  %y1 = getelementptr i8, ptr %y, i64 1024
  %y2 = getelementptr i8, ptr %y, i64 2048
  %a = load <256 x float>, ptr %x
  %ra = fadd <256 x float> %a, %a
  store volatile <256 x float> %ra, ptr %y
  %b = load <256 x float>, ptr %x1
  %rb = fadd <256 x float> %b, %b
  store volatile <256 x float> %rb, ptr %y1
  %c = load <256 x float>, ptr %x2
  %rc = fadd <256 x float> %c, %c
  store volatile <256 x float> %rc, ptr %y2
  ret void
}

; What a loop carries keeps its register, and the results of sums take it.
; CHECK-LABEL: dot:
; CHECK:      tzero [[S:t[0-9]+]]
; CHECK:      .LBB1_1:
; CHECK:      tld [[A:t[0-9]+]]
; CHECK:      tfmadd.f32 [[S]], [[A]], t0, [[S]]
; CHECK-NOT:  [[A]],
; CHECK:      tld [[B:t[0-9]+]]
; CHECK:      tfmadd.f32 [[S]], [[B]], t0, [[S]]
; CHECK:      b{{.*}}.LBB1_1
; CHECK:      tst [[S]], a1, 0
define void @dot(ptr %x, ptr %y, <256 x float> %f, i64 %n) {
entry:
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %s = phi <256 x float> [ zeroinitializer, %entry ], [ %s2, %loop ]
  %p = getelementptr [2048 x i8], ptr %x, i64 %i
  %q = getelementptr i8, ptr %p, i64 1024
  %a = load volatile <256 x float>, ptr %p
  %s1 = call <256 x float> @llvm.fma.v256f32(<256 x float> %a, <256 x float> %f, <256 x float> %s)
  %b = load volatile <256 x float>, ptr %q
  %s2 = call <256 x float> @llvm.fma.v256f32(<256 x float> %b, <256 x float> %f, <256 x float> %s1)
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, %n
  br i1 %more, label %loop, label %end
end:
  store <256 x float> %s2, ptr %y
  ret void
}
