; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; What llvm.fmuladd becomes is decided at the start of every pipeline, for
; functions without optimisation too, and before instruction selection for IR
; that comes without a pipeline.
;
; RUN: sectile-opt -S -passes='default<O0>' %s | FileCheck %s --check-prefixes=IR,EARLY
; RUN: sectile-opt -S -passes='default<O2>' %s | FileCheck %s --check-prefixes=IR,LATE
; RUN: sectile-opt -S -passes='lto<O2>' %s | FileCheck %s --check-prefixes=IR,LATE
; RUN: llc -load=%plugin -mtriple=sectile -verify-machineinstrs < %s | FileCheck %s --check-prefix=ASM

; IR-LABEL: @single(
; IR: call float @llvm.fma.f32(float %a, float %b, float %c)
; ASM-LABEL: single:
; ASM: fmadd.f32 a0, a0, a1, a2
define float @single(float %a, float %b, float %c) {
  %r = call float @llvm.fmuladd.f32(float %a, float %b, float %c)
  ret float %r
}

; IR-LABEL: @unoptimised(
; IR: call double @llvm.fma.f64(double %a, double %b, double %c)
; ASM-LABEL: unoptimised:
; ASM: fmadd.f64
define double @unoptimised(double %a, double %b, double %c) noinline optnone {
  %r = call double @llvm.fmuladd.f64(double %a, double %b, double %c)
  ret double %r
}

; A vector of doubles is computed element by element, each fused.
; IR-LABEL: @pair(
; IR: call <2 x double> @llvm.fma.v2f64
; ASM-LABEL: pair:
; ASM-COUNT-2: fmadd.f64
define <2 x double> @pair(<2 x double> %a, <2 x double> %b, <2 x double> %c) {
  %r = call <2 x double> @llvm.fmuladd.v2f64(<2 x double> %a, <2 x double> %b, <2 x double> %c)
  ret <2 x double> %r
}

; f16 is rounded after each operation.
; IR-LABEL: @half(
; IR: %[[P:.*]] = fmul half %a, %b
; IR: fadd half %[[P]], %c
; ASM-LABEL: half:
; ASM-NOT: fmadd
; ASM: fmul.f32
; ASM: fadd.f32
define half @half(half %a, half %b, half %c) {
  %r = call half @llvm.fmuladd.f16(half %a, half %b, half %c)
  ret half %r
}

; The product of constants, 1 - 2^-46, rounds to 1: fused, what it loses stays.
; IR-LABEL: @constants(
; EARLY: call float @llvm.fma.f32(float 0x3FF0000020000000, float 0x3FEFFFFFC0000000, float -1.000000e+00)
; LATE: ret float 0xBD10000000000000
define float @constants() {
  %r = call float @llvm.fmuladd.f32(float 0x3FF0000020000000, float 0x3FEFFFFFC0000000, float -1.0)
  ret float %r
}

; The product of constants is not split off.
; IR-LABEL: @product(
; IR: call float @llvm.fma.f32(float 0x3FF0000020000000, float 0x3FEFFFFFC0000000, float %c)
define float @product(float %c) {
  %r = call float @llvm.fmuladd.f32(float 0x3FF0000020000000, float 0x3FEFFFFFC0000000, float %c)
  ret float %r
}

; The source has given up the bits.
; IR-LABEL: @reassociated(
; IR: call reassoc float @llvm.fmuladd.f32
define float @reassociated(float %a, float %b, float %c) {
  %r = call reassoc float @llvm.fmuladd.f32(float %a, float %b, float %c)
  ret float %r
}

; ASM-LABEL: strict:
; ASM: fmadd.f64
define double @strict(double %a, double %b, double %c) strictfp {
  %r = call double @llvm.experimental.constrained.fmuladd.f64(double %a, double %b, double %c, metadata !"round.dynamic", metadata !"fpexcept.strict") strictfp
  ret double %r
}
