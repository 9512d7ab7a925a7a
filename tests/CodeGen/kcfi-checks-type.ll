; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -verify-machineinstrs < %s | FileCheck %s
; A checked call compares the word before the function and traps if it differs.

; CHECK:      .word 5
; CHECK-NEXT: {{^}}caller:
; CHECK:      ldw [[T:[a-z0-9]+]], a0, -4
; CHECK:      b{{eq|ne}}{{i?}} [[T]], 7,
; CHECK-DAG:  ebreak
; CHECK-DAG:  callr a0
define void @caller(ptr %f) !kcfi_type !0 {
  call void %f() ["kcfi"(i32 7)]
  ret void
}
!0 = !{i32 5}
!llvm.module.flags = !{!1}
!1 = !{i32 4, !"kcfi", i32 1}
