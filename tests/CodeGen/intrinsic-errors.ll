; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: not llc -load=%plugin -mtriple=sectile < %s -o /dev/null 2>&1 | FileCheck %s
; A wrong use of a tile builtin is reported, with the legal range.

declare <256 x float> @__builtin_sectile_tunpk_f16(<512 x half>, i32)
declare <1024 x i8> @__builtin_sectile_tpack_i4(<1024 x i8>, <256 x i32>, i32)
declare <256 x i32> @__builtin_sectile_tunpk_b1(<1024 x i8>, i32)
declare <256 x float> @__builtin_sectile_tnothing(<256 x float>)

; CHECK: argument 2 of '__builtin_sectile_tunpk_f16' is 2, expected 0 to 1
define <256 x float> @range(<512 x half> %a) {
  %r = call <256 x float> @__builtin_sectile_tunpk_f16(<512 x half> %a, i32 2)
  ret <256 x float> %r
}
; CHECK: argument 3 of '__builtin_sectile_tpack_i4' is 8, expected 0 to 7
define <1024 x i8> @nibbles(<1024 x i8> %d, <256 x i32> %a) {
  %r = call <1024 x i8> @__builtin_sectile_tpack_i4(<1024 x i8> %d, <256 x i32> %a, i32 8)
  ret <1024 x i8> %r
}
; CHECK: argument 2 of '__builtin_sectile_tunpk_b1' is 32, expected 0 to 31
define <256 x i32> @bits(<1024 x i8> %a) {
  %r = call <256 x i32> @__builtin_sectile_tunpk_b1(<1024 x i8> %a, i32 32)
  ret <256 x i32> %r
}
; CHECK: argument 2 of '__builtin_sectile_tunpk_f16' must be a constant
define <256 x float> @variable(<512 x half> %a, i32 %k) {
  %r = call <256 x float> @__builtin_sectile_tunpk_f16(<512 x half> %a, i32 %k)
  ret <256 x float> %r
}
; CHECK: '__builtin_sectile_tnothing' is not a tile operation
define <256 x float> @unknown(<256 x float> %a) {
  %r = call <256 x float> @__builtin_sectile_tnothing(<256 x float> %a)
  ret <256 x float> %r
}
