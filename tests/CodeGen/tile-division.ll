; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -verify-machineinstrs < %s | FileCheck %s
; Integer division of tiles is a sequence of tile instructions: a reciprocal in
; f32, a step of Newton's method, two corrections.

; CHECK-LABEL: unsigned_quotient:
; CHECK-NOT: divu
; CHECK: tdiv.f32
; CHECK-NOT: tgetw
; CHECK-COUNT-2: tcleu.i32
; CHECK: ret
define <256 x i32> @unsigned_quotient(<256 x i32> %a, <256 x i32> %b) nounwind {
  %q = udiv <256 x i32> %a, %b
  ret <256 x i32> %q
}

; By a constant, a multiplication.
; CHECK-LABEL: by_seven:
; CHECK-NOT: tdiv.f32
; CHECK: tsmulh.i32
; CHECK: ret
define <256 x i32> @by_seven(<256 x i32> %a) nounwind {
  %q = udiv <256 x i32> %a, splat (i32 7)
  ret <256 x i32> %q
}
