; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; memcpy leaves tiles alone.
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)

; CHECK-LABEL: g:
; CHECK:      addi sp, sp, -16
; CHECK:      std ra, sp, 8
; CHECK:      call memcpy
; CHECK:      ldd ra, sp, 8
; CHECK:      addi sp, sp, 16
; CHECK:      ret
define <256 x float> @g(<256 x float> %a, ptr %d, ptr %s, i64 %n) {
  call void @llvm.memcpy.p0.p0.i64(ptr %d, ptr %s, i64 %n, i1 false)
  ret <256 x float> %a
}
