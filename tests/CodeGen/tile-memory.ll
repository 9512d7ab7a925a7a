; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Whole tiles are loaded and stored at multiples of a row.

; CHECK-LABEL: copy:
; CHECK:      tld t0, a0, 2048
; CHECK:      addi a0, a1, 32
; CHECK:      tst t0, a0, 0
; CHECK:      ret
define void @copy(ptr %p, ptr %q) {
  %a = getelementptr i8, ptr %p, i64 2048
  %v = load <256 x float>, ptr %a
  %b = getelementptr i8, ptr %q, i64 32
  store <256 x float> %v, ptr %b
  ret void
}
