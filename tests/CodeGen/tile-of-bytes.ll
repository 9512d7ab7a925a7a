; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A vector of 256 bytes is computed as words, loaded and stored by conversion.

; CHECK-LABEL: add:
; CHECK:       tldl.u8
; CHECK:       tldl.u8
; CHECK:       tadd.i32
; CHECK:       tssll.i32
; CHECK:       tssra.i32
; CHECK:       tstl.i8
define void @add(ptr %p, ptr %q) {
  %a = load <256 x i8>, ptr %p
  %b = load <256 x i8>, ptr %q
  %c = add <256 x i8> %a, %b
  store <256 x i8> %c, ptr %p
  ret void
}
