; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Neighbouring loads and stores become pairs.

; CHECK-LABEL: copy:
; CHECK:      ldpd a2, a1, a1, 0
; CHECK:      stpd a2, a1, a0, 0
; CHECK:      ret
define void @copy(ptr %d, ptr noalias %s) {
  %s1 = getelementptr i64, ptr %s, i64 1
  %d1 = getelementptr i64, ptr %d, i64 1
  %a = load i64, ptr %s
  %b = load i64, ptr %s1
  store i64 %a, ptr %d
  store i64 %b, ptr %d1
  ret void
}
