; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: sectile-opt '-passes=default<O2>' -S %s -o %t.ll
; RUN: FileCheck %s --check-prefix=IR < %t.ll
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %t.ll | FileCheck %s
; A shape of constants is a constant in every block; one that covers all that
; the access moves is r0.
declare i64 @__builtin_sectile_tshape(i64, i64, i32) memory(none)
declare i64 @__builtin_sectile_tshapeb(i64, i64, i64, i32) memory(none)
declare <1024 x i8> @__builtin_sectile_tldr_raw(ptr, i64, i64)
declare <256 x float> @__builtin_sectile_tldr_f16(ptr, i64, i64)
declare <512 x i16> @__builtin_sectile_tldr_t16(ptr, i64, i64)
declare <256 x i32> @__builtin_sectile_tmask_rect(i64)

; The shape's block is not the load's.
; IR-LABEL: @other_block
; IR-NOT: tshape
; IR: tldr_raw(ptr %p, i64 %s, i64 16400)
; CHECK-LABEL: other_block:
; CHECK: tldr.raw t0, a0, a1, zero
define <1024 x i8> @other_block(ptr %p, i64 %s, i1 %c) {
  %shape = call i64 @__builtin_sectile_tshape(i64 16, i64 16, i32 2)
  br i1 %c, label %then, label %else
then:
  %a = call <1024 x i8> @__builtin_sectile_tldr_raw(ptr %p, i64 %s, i64 %shape)
  ret <1024 x i8> %a
else:
  ret <1024 x i8> zeroinitializer
}

; A column too few.
; CHECK-LABEL: not_whole:
; CHECK: movz a2, 16144
; CHECK: tldr.raw t0, a0, a1, a2
define <1024 x i8> @not_whole(ptr %p, i64 %s) {
  %a = call <1024 x i8> @__builtin_sectile_tldr_raw(ptr %p, i64 %s, i64 16144)
  ret <1024 x i8> %a
}

; Numbers of rows and columns clamp as the instruction does.
; IR-LABEL: @clamped
; IR: tldr_raw(ptr %p, i64 %s, i64 255)
; IR: tldr_f16(ptr %p, i64 %s, i64 65296)
; CHECK-LABEL: clamped:
; CHECK: tldr.f16 t{{[0-9]+}}, a0, a1, zero
define <256 x float> @clamped(ptr %p, i64 %s) {
  %none = call i64 @__builtin_sectile_tshape(i64 9223372036854775807, i64 -1, i32 7)
  %x = call <1024 x i8> @__builtin_sectile_tldr_raw(ptr %p, i64 %s, i64 %none)
  %xf = bitcast <1024 x i8> %x to <256 x float>
  %many = call i64 @__builtin_sectile_tshape(i64 16, i64 4611686018427387904, i32 7)
  %y = call <256 x float> @__builtin_sectile_tldr_f16(ptr %p, i64 %s, i64 %many)
  %z = fadd <256 x float> %xf, %y
  ret <256 x float> %z
}

; What is whole depends on the access: 32 rows of halfwords, 16 of a mask.
; CHECK-LABEL: transposed:
; CHECK: movz a2, 4112
; CHECK: tldr.t16 t0, a0, a1, a2
define <512 x i16> @transposed(ptr %p, i64 %s) {
  %a = call <512 x i16> @__builtin_sectile_tldr_t16(ptr %p, i64 %s, i64 4112)
  ret <512 x i16> %a
}
; CHECK-LABEL: mask:
; CHECK: tmask.rect t0, zero
define <256 x i32> @mask() {
  %a = call <256 x i32> @__builtin_sectile_tmask_rect(i64 4112)
  ret <256 x i32> %a
}

; A beginning of constants is a constant too, and the access is not whole.
; IR-LABEL: @window
; IR-NOT: tshapeb
; IR: tldr_raw(ptr %p, i64 %s, i64 67190800)
; CHECK-LABEL: window:
; CHECK: tldr.raw t0, a0, a1, a2
define <1024 x i8> @window(ptr %p, i64 %s) {
  %ends = call i64 @__builtin_sectile_tshape(i64 16, i64 16, i32 2)
  %shape = call i64 @__builtin_sectile_tshapeb(i64 %ends, i64 1, i64 1, i32 2)
  %a = call <1024 x i8> @__builtin_sectile_tldr_raw(ptr %p, i64 %s, i64 %shape)
  ret <1024 x i8> %a
}
; Nothing missing before: the beginning of tshape is the first row and column.
; IR-LABEL: @from_first
; IR-NOT: tshapeb
; IR: ret
; IR-LABEL: @from_second
; IR: tshapeb(i64 %{{.*}}, i64 0, i64 1, i32 2)
define i64 @from_first(i64 %r, i64 %c) {
  %ends = call i64 @__builtin_sectile_tshape(i64 %r, i64 %c, i32 2)
  %shape = call i64 @__builtin_sectile_tshapeb(i64 %ends, i64 -7, i64 0, i32 2)
  ret i64 %shape
}
define i64 @from_second(i64 %r, i64 %c) {
  %ends = call i64 @__builtin_sectile_tshape(i64 %r, i64 %c, i32 2)
  %shape = call i64 @__builtin_sectile_tshapeb(i64 %ends, i64 0, i64 1, i32 2)
  ret i64 %shape
}
