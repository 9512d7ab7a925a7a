; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -verify-machineinstrs < %s | FileCheck %s
; Vectors of 256 narrow floats are computed on in tiles of f32: converting loads
; and stores, a rounding after each operation.

; CHECK-LABEL: add_half:
; CHECK-NEXT: # %bb.0:
; CHECK-NEXT: li [[N:[ax][0-9]]], 256
; CHECK-DAG: tldl.f16 [[A:t[0-9]+]], a0, [[N]]
; CHECK-DAG: tldl.f16 [[B:t[0-9]+]], a1, [[N]]
; CHECK: tadd.f32 [[S:t[0-9]+]], [[A]], [[B]]
; CHECK-NEXT: tstl.f16 [[S]], a2, [[N]]
; CHECK-NEXT: ret
define void @add_half(ptr %a, ptr %b, ptr %c) nounwind {
  %x = load <256 x half>, ptr %a
  %y = load <256 x half>, ptr %b
  %s = fadd <256 x half> %x, %y
  store <256 x half> %s, ptr %c
  ret void
}

; CHECK-LABEL: two_roundings:
; CHECK: tmul.f32 [[P:t[0-9]+]]
; CHECK: tpackz.bf16 [[R:t[0-9]+]], [[P]]
; CHECK: tunpk.bf16 [[W:t[0-9]+]], [[R]], 0
; CHECK: tadd.f32 [[S:t[0-9]+]], [[W]]
; CHECK: tstl.bf16 [[S]], a2
; CHECK-NOT: ld
; CHECK: ret
define void @two_roundings(ptr %a, ptr %b, ptr %c) nounwind {
  %x = load <256 x bfloat>, ptr %a
  %y = load <256 x bfloat>, ptr %b
  %p = fmul <256 x bfloat> %x, %y
  %s = fadd <256 x bfloat> %p, %y
  store <256 x bfloat> %s, ptr %c
  ret void
}

; CHECK-LABEL: widen:
; CHECK: tldl.bf16
; CHECK: tst
define void @widen(ptr %a, ptr %b) nounwind {
  %x = load <256 x bfloat>, ptr %a
  %w = fpext <256 x bfloat> %x to <256 x float>
  store <256 x float> %w, ptr %b
  ret void
}

; A selected number keeps its bits, a NaN's payload as well.
; CHECK-LABEL: relu:
; CHECK: tldl.f16
; CHECK: tldl.u16
; CHECK: tand.i32
; CHECK: tstl.u16
; CHECK-NOT: ldh
define void @relu(ptr %a) nounwind {
  %x = load <256 x half>, ptr %a
  %p = fcmp ogt <256 x half> %x, zeroinitializer
  %r = select <256 x i1> %p, <256 x half> %x, <256 x half> zeroinitializer
  store <256 x half> %r, ptr %a
  ret void
}

; An access of a few numbers under a mask is taken apart: it has no instruction.
; CHECK-LABEL: few:
; CHECK: ldh
; CHECK: sth
define void @few(ptr %a, ptr %b, <16 x i1> %m) nounwind {
  %x = call <16 x half> @llvm.masked.load.v16f16.p0(ptr align 2 %a, <16 x i1> %m, <16 x half> zeroinitializer)
  call void @llvm.masked.store.v16f16.p0(<16 x half> %x, ptr align 2 %b, <16 x i1> %m)
  ret void
}
