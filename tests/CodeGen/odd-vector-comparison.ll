; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O0 -verify-machineinstrs < %s | FileCheck %s
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Vectors whose elements have a tile that is larger than their masks': all
; elements are compared.

; CHECK-LABEL: fifteen:
; CHECK-COUNT-15: flt.f32
; CHECK-LABEL: halves:
; CHECK-COUNT-17: feq.f32
define void @fifteen(ptr %o, ptr %p, ptr %q) {
  %a = load <15 x float>, ptr %p
  %b = load <15 x float>, ptr %q
  %r = fcmp olt <15 x float> %a, %b
  store <15 x i1> %r, ptr %o
  ret void
}
define void @halves(ptr %o, ptr %p, ptr %q) "sectile-no-vectorize" {
  %a = load <17 x half>, ptr %p
  %b = load <17 x half>, ptr %q
  %r = fcmp oeq <17 x half> %a, %b
  %s = select <17 x i1> %r, <17 x half> %a, <17 x half> zeroinitializer
  store <17 x half> %s, ptr %o
  ret void
}
