; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; RUN: llc -load=%plugin -mtriple=sectile -O0 -verify-machineinstrs < %s -o /dev/null
; There is one rounding mode and there are no exception flags: a constrained
; operation is the plain one, of every type.

; CHECK-LABEL: less:
; CHECK:      flt.f64 a0, a0, a1
; CHECK-NEXT: ret
define i1 @less(double %a, double %b) strictfp {
  %r = call i1 @llvm.experimental.constrained.fcmp.f64(double %a, double %b, metadata !"olt", metadata !"fpexcept.strict") strictfp
  ret i1 %r
}

; CHECK-LABEL: signalling:
; CHECK:      fle.f32 a0, a1, a0
; CHECK-NEXT: ret
define i1 @signalling(float %a, float %b) strictfp {
  %r = call i1 @llvm.experimental.constrained.fcmps.f32(float %a, float %b, metadata !"oge", metadata !"fpexcept.strict") strictfp
  ret i1 %r
}

; A product that is not used has no effect to keep.
; CHECK-LABEL: sum:
; CHECK:      fadd.f64 a0, a0, a1
; CHECK-NEXT: ret
define double @sum(double %a, double %b) strictfp {
  %u = call double @llvm.experimental.constrained.fmul.f64(double %a, double %b, metadata !"round.dynamic", metadata !"fpexcept.strict") strictfp
  %r = call double @llvm.experimental.constrained.fadd.f64(double %a, double %b, metadata !"round.dynamic", metadata !"fpexcept.strict") strictfp
  ret double %r
}

; CHECK-LABEL: half_root:
; CHECK:      fcvt.f32.f16
; CHECK:      fsqrt.f32
; CHECK:      fcvt.f16.f32
define half @half_root(half %a) strictfp {
  %r = call half @llvm.experimental.constrained.sqrt.f16(half %a, metadata !"round.dynamic", metadata !"fpexcept.strict") strictfp
  ret half %r
}

; CHECK-LABEL: tile:
; CHECK:      tadd.f32 t0, t0, t1
; CHECK-NEXT: ret
define <256 x float> @tile(<256 x float> %a, <256 x float> %b) strictfp {
  %r = call <256 x float> @llvm.experimental.constrained.fadd.v256f32(<256 x float> %a, <256 x float> %b, metadata !"round.dynamic", metadata !"fpexcept.strict") strictfp
  ret <256 x float> %r
}

; CHECK-LABEL: flags:
; CHECK:      fmul.f32 a0, a0, a1
; CHECK-NEXT: fadd.f32 a0, a0, a2
; CHECK-LABEL: contracted:
; CHECK:      fmadd.f32 a0, a0, a1, a2
define float @flags(float %a, float %b, float %c) strictfp {
  %m = call float @llvm.experimental.constrained.fmul.f32(float %a, float %b, metadata !"round.dynamic", metadata !"fpexcept.strict") strictfp
  %r = call float @llvm.experimental.constrained.fadd.f32(float %m, float %c, metadata !"round.dynamic", metadata !"fpexcept.strict") strictfp
  ret float %r
}
define float @contracted(float %a, float %b, float %c) strictfp {
  %m = call contract float @llvm.experimental.constrained.fmul.f32(float %a, float %b, metadata !"round.dynamic", metadata !"fpexcept.strict") strictfp
  %r = call contract float @llvm.experimental.constrained.fadd.f32(float %m, float %c, metadata !"round.dynamic", metadata !"fpexcept.strict") strictfp
  ret float %r
}
