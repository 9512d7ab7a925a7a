; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Tiles are lost over a call; spilling them takes no frame pointer.
declare void @f()

; CHECK-LABEL: g:
; CHECK:      addi sp, sp, -16
; CHECK:      std ra, sp, 8
; CHECK:      addi sp, sp, -1024
; CHECK:      tst t0, sp, 0
; CHECK:      call f
; CHECK:      tld t0, sp, 0
; CHECK:      addi sp, sp, 1024
; CHECK:      ldd ra, sp, 8
; CHECK:      addi sp, sp, 16
; CHECK:      ret
define <256 x float> @g(<256 x float> %a) {
  call void @f()
  ret <256 x float> %a
}
