; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -verify-machineinstrs < %s | FileCheck %s
; bfloat travels as its bits, as half does. Arithmetic is that of f32, rounded;
; where this would round twice, the runtime helps.

; CHECK-LABEL: same:
; CHECK-NEXT: # %bb.0:
; CHECK-NEXT: mv a0, a1
; CHECK-NEXT: ret
define bfloat @same(bfloat %a, bfloat %b) nounwind {
  ret bfloat %b
}

; CHECK-LABEL: product:
; CHECK-DAG: fcvt.f32.bf16 [[A:a[0-9]]], a0
; CHECK-DAG: fcvt.f32.bf16 [[B:a[0-9]]], a1
; CHECK: fmul.f32 [[P:a[0-9]]], [[A]], [[B]]
; CHECK-NEXT: fcvt.bf16.f32 a0, [[P]]
define bfloat @product(bfloat %a, bfloat %b) nounwind {
  %p = fmul bfloat %a, %b
  ret bfloat %p
}

; CHECK-LABEL: through_memory:
; CHECK: ldh [[V:a[0-9]]], a0, 0
; CHECK-NEXT: sth [[V]], a1, 0
define void @through_memory(ptr %a, ptr %b) nounwind {
  %v = load bfloat, ptr %a
  store bfloat %v, ptr %b
  ret void
}

; CHECK-LABEL: from_double:
; CHECK: __truncdfbf2
define bfloat @from_double(double %a) nounwind {
  %r = fptrunc double %a to bfloat
  ret bfloat %r
}

; CHECK-LABEL: fused:
; CHECK: __fmabf3
define bfloat @fused(bfloat %a, bfloat %b, bfloat %c) nounwind {
  %r = call bfloat @llvm.fma.bf16(bfloat %a, bfloat %b, bfloat %c)
  ret bfloat %r
}
declare bfloat @llvm.fma.bf16(bfloat, bfloat, bfloat)

; A short is exact in f32, a long is not.
; CHECK-LABEL: from_short:
; CHECK: fcvt.f32.i
; CHECK-NEXT: fcvt.bf16.f32
define bfloat @from_short(i16 signext %a) nounwind {
  %r = sitofp i16 %a to bfloat
  ret bfloat %r
}
; CHECK-LABEL: from_long:
; CHECK: __floatdibf
define bfloat @from_long(i64 %a) nounwind {
  %r = sitofp i64 %a to bfloat
  ret bfloat %r
}
; CHECK-LABEL: from_wide:
; CHECK: __floatuntibf
define bfloat @from_wide(i128 %a) nounwind {
  %r = uitofp i128 %a to bfloat
  ret bfloat %r
}
