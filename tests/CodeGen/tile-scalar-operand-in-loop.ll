; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; A scalar that stands in all words of a tile before a loop is an operand of the
; operations in the loop: no tile register holds it.
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s

; CHECK-LABEL: all_operands:
; CHECK-NOT: tsplat
; CHECK: .LBB
; CHECK-DAG: tssub.f32
; CHECK-DAG: tsadd.f32
; CHECK-DAG: tsmul.f32
; CHECK-DAG: tsmax.f32
; CHECK-DAG: tfbmadd.f32
; CHECK-DAG: tsclt.f32
; CHECK-NOT: tsplat
; CHECK: ret
define void @all_operands(ptr %p, ptr %end, float %a, float %b) {
entry:
  %ia = insertelement <256 x float> poison, float %a, i64 0
  %sa = shufflevector <256 x float> %ia, <256 x float> poison, <256 x i32> zeroinitializer
  %ib = insertelement <256 x float> poison, float %b, i64 0
  %sb = shufflevector <256 x float> %ib, <256 x float> poison, <256 x i32> zeroinitializer
  br label %loop

loop:
  %at = phi ptr [ %p, %entry ], [ %next, %loop ]
  %x = load <256 x float>, ptr %at, align 64
  %less = fcmp olt <256 x float> %x, %sa
  %d = fsub <256 x float> %x, %sa
  %s = fadd <256 x float> %sb, %d
  %m = fmul <256 x float> %s, %sb
  %g = call <256 x float> @llvm.maxnum.v256f32(<256 x float> %m, <256 x float> %sa)
  %f = call <256 x float> @llvm.fma.v256f32(<256 x float> %g, <256 x float> %sb, <256 x float> %d)
  %r = select <256 x i1> %less, <256 x float> %f, <256 x float> %m
  store <256 x float> %r, ptr %at, align 64
  %next = getelementptr i8, ptr %at, i64 1024
  %done = icmp eq ptr %next, %end
  br i1 %done, label %exit, label %loop

exit:
  ret void
}

; What has no scalar form keeps the tile that was made before the loop.
; CHECK-LABEL: first_of_difference:
; CHECK: tsplat
; CHECK: .LBB
; CHECK-NOT: tsplat
; CHECK: tsub.f32
define void @first_of_difference(ptr %p, ptr %end, float %a) {
entry:
  %ia = insertelement <256 x float> poison, float %a, i64 0
  %sa = shufflevector <256 x float> %ia, <256 x float> poison, <256 x i32> zeroinitializer
  br label %loop

loop:
  %at = phi ptr [ %p, %entry ], [ %next, %loop ]
  %x = load <256 x float>, ptr %at, align 64
  %d = fsub <256 x float> %sa, %x
  store <256 x float> %d, ptr %at, align 64
  %next = getelementptr i8, ptr %at, i64 1024
  %done = icmp eq ptr %next, %end
  br i1 %done, label %exit, label %loop

exit:
  ret void
}
