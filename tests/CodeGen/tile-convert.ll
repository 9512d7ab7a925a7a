; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Conversions between vectors of 256 elements stay on tiles, one instruction where the
; instruction set has one.

; CHECK-LABEL: to_float:
; CHECK:      tcvt.f32.i32 t0, t0
; CHECK-NEXT: ret
define <256 x float> @to_float(<256 x i32> %a) {
  %r = sitofp <256 x i32> %a to <256 x float>
  ret <256 x float> %r
}

; Beyond the signed range 2^31 is taken off and added to the result.
; CHECK-LABEL: to_unsigned:
; CHECK-NOT:  tgetw
; CHECK:      tsel
; CHECK-NOT:  tgetw
; CHECK:      ret
define <256 x i32> @to_unsigned(<256 x float> %a) {
  %r = fptoui <256 x float> %a to <256 x i32>
  ret <256 x i32> %r
}

; f32 holds every 16-bit number, and whatever overflows f16.
; CHECK-LABEL: unsigned_to_half:
; CHECK-NOT:  tgetw
; CHECK:      tstl.f16
; CHECK-NOT:  tgetw
; CHECK:      ret
define void @unsigned_to_half(<256 x i32> %a, ptr %p) {
  %r = uitofp <256 x i32> %a to <256 x half>
  store <256 x half> %r, ptr %p
  ret void
}

; CHECK-LABEL: bytes_to_bfloat:
; CHECK:      tldl.u8 t0, a0, {{.*}}
; CHECK-NEXT: tcvt.f32.i32 t0, t0
; CHECK-NEXT: tstl.bf16 t0, a1, {{.*}}
; CHECK-NEXT: ret
define void @bytes_to_bfloat(ptr %p, ptr %q) {
  %a = load <256 x i8>, ptr %p
  %r = uitofp <256 x i8> %a to <256 x bfloat>
  store <256 x bfloat> %r, ptr %q
  ret void
}
