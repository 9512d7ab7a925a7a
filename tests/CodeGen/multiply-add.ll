; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A product that is only added is fused.

; CHECK-LABEL: madd:
; CHECK:      madd a0, a0, a1, a2
; CHECK:      ret
define i64 @madd(i64 %a, i64 %b, i64 %c) {
  %m = mul i64 %a, %b
  %r = add i64 %m, %c
  ret i64 %r
}

; CHECK-LABEL: msubw:
; CHECK:      msubw a0, a0, a1, a2
; CHECK:      ret
define i32 @msubw(i32 %a, i32 %b, i32 %c) {
  %m = mul i32 %a, %b
  %r = sub i32 %c, %m
  ret i32 %r
}
