; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A call to a tile builtin is its instruction; 0xffff is the full shape, -1 begins after
; its end, a computed one stays out of r0.
declare <1024 x i8> @__builtin_sectile_tldr_raw(ptr, i64, i64)
declare void @__builtin_sectile_tstr_raw(<1024 x i8>, ptr, i64, i64)
declare <256 x float> @__builtin_sectile_tmma_f32(<256 x float>, <256 x float>, <256 x float>, i64)

; CHECK-LABEL: f:
; CHECK:      li a2, 0
; CHECK:      li a3, 512
; CHECK:      tldr.raw t1, a0, a3, zero
; CHECK:      tldr.raw t2, a0, a3, a2
; CHECK:      tmma.f32 t0, t1, t2
; CHECK:      li a0, 64
; CHECK:      tstr.raw t0, a1, a0, zero
; CHECK:      ret
; CHECK-LABEL: none:
; CHECK:      li a2, -1
; CHECK-NEXT: tldr.raw t0, a0, a1, a2
define void @f(ptr %p, ptr %q, <256 x float> %c) {
  %a = call <1024 x i8> @__builtin_sectile_tldr_raw(ptr %p, i64 512, i64 65535)
  %b = call <1024 x i8> @__builtin_sectile_tldr_raw(ptr %p, i64 512, i64 0)
  %x = bitcast <1024 x i8> %a to <256 x float>
  %y = bitcast <1024 x i8> %b to <256 x float>
  %m = call <256 x float> @__builtin_sectile_tmma_f32(<256 x float> %c, <256 x float> %x, <256 x float> %y, i64 16)
  %z = bitcast <256 x float> %m to <1024 x i8>
  call void @__builtin_sectile_tstr_raw(<1024 x i8> %z, ptr %q, i64 64, i64 65535)
  ret void
}
define <1024 x i8> @none(ptr %p, i64 %s) {
  %a = call <1024 x i8> @__builtin_sectile_tldr_raw(ptr %p, i64 %s, i64 -1)
  ret <1024 x i8> %a
}
