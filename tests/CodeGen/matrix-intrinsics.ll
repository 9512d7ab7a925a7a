; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; IR without a pipeline may hold matrix intrinsics, too.
; RUN: llc -load=%plugin -mtriple=sectile -verify-machineinstrs < %s | FileCheck %s
; RUN: sectile-opt '--passes=default<O2>' -S %s -o - | FileCheck %s --check-prefix=OPT
; OPT-NOT: llvm.matrix
target triple = "sectile-unknown-elf"

; Few elements are multiplied where they are.
; CHECK-LABEL: small:
; CHECK-COUNT-8: fmadd.f32
; CHECK-NOT: tmma
; CHECK: ret
define <4 x float> @small(<4 x float> %a, <4 x float> %b) {
  %c = call <4 x float> @llvm.matrix.multiply.v4f32.v4f32.v4f32(<4 x float> %a, <4 x float> %b, i32 2, i32 2, i32 2)
  ret <4 x float> %c
}

; Words of bytes need no conversion before the multiply.
; CHECK-LABEL: bytes:
; CHECK-NOT: tldr.u8
; CHECK: tmmaz.i8u8
; CHECK: ret
define void @bytes(ptr noalias %to, ptr %x, ptr %y) {
  %a = load <1024 x i8>, ptr %x
  %b = load <1024 x i8>, ptr %y
  %wa = zext <1024 x i8> %a to <1024 x i32>
  %wb = sext <1024 x i8> %b to <1024 x i32>
  %c = call <256 x i32> @llvm.matrix.multiply.v256i32.v1024i32.v1024i32(<1024 x i32> %wa, <1024 x i32> %wb, i32 16, i32 64, i32 16)
  store <256 x i32> %c, ptr %to
  ret void
}

; No multiply has doubles: loops, not a thousand instructions.
; CHECK-LABEL: doubles:
; CHECK-COUNT-1: fmadd.f64
; CHECK-NOT: fmadd.f64
; CHECK: ret
define void @doubles(ptr %to, ptr %x, ptr %y) {
  %a = load <1024 x double>, ptr %x
  %b = load <1024 x double>, ptr %y
  %c = call <1024 x double> @llvm.matrix.multiply.v1024f64.v1024f64.v1024f64(<1024 x double> %a, <1024 x double> %b, i32 32, i32 32, i32 32)
  store <1024 x double> %c, ptr %to
  ret void
}

; A result that may overlap an operand is copied, if it does.
; CHECK-LABEL: overlap:
; CHECK: tmmaz.f32
; CHECK: %matrix.copy
define void @overlap(ptr %to, ptr %x) {
  %a = load <4096 x float>, ptr %x
  %c = call <4096 x float> @llvm.matrix.multiply.v4096f32.v4096f32.v4096f32(<4096 x float> %a, <4096 x float> %a, i32 64, i32 64, i32 64)
  store <4096 x float> %c, ptr %to
  ret void
}

; Columns that lie apart are read where they are.
; CHECK-LABEL: columns:
; CHECK-NOT: tst{{.*}}, sp
; CHECK: tldr.t32 {{.*}}, zero
; CHECK: ret
define void @columns(ptr noalias %to, ptr %x, ptr %y, i64 %stride) {
  %a = call <512 x float> @llvm.matrix.column.major.load.v512f32.i64(ptr %x, i64 %stride, i1 false, i32 16, i32 32)
  %b = call <512 x float> @llvm.matrix.column.major.load.v512f32.i64(ptr %y, i64 %stride, i1 false, i32 32, i32 16)
  %c = call <256 x float> @llvm.matrix.multiply.v256f32.v512f32.v512f32(<512 x float> %a, <512 x float> %b, i32 16, i32 32, i32 16)
  call void @llvm.matrix.column.major.store.v256f32.i64(<256 x float> %c, ptr %to, i64 %stride, i1 false, i32 16, i32 16)
  ret void
}

; 64 bytes of 16 columns become columns of a tile.
; CHECK-LABEL: turn:
; CHECK: tldr.t8
; CHECK: ret
define void @turn(ptr %to, ptr %x) {
  %a = load <2048 x i8>, ptr %x
  %c = call <2048 x i8> @llvm.matrix.transpose.v2048i8(<2048 x i8> %a, i32 64, i32 32)
  store <2048 x i8> %c, ptr %to
  ret void
}
