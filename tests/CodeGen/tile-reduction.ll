; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A reduction is one over columns, then one over rows. Without an instruction each row
; meets those half of the rows away, and so on, then each column.
declare i32 @llvm.vector.reduce.add.v256i32(<256 x i32>)

; CHECK-LABEL: sum:
; CHECK:      tredrow.add.i32 t0, t0
; CHECK:      tredcol.add.i32 t0, t0
; CHECK:      tgetw a0, t0, zero
; CHECK:      ret
define i32 @sum(<256 x i32> %a) {
  %r = call i32 @llvm.vector.reduce.add.v256i32(<256 x i32> %a)
  ret i32 %r
}

declare i32 @llvm.vector.reduce.and.v256i32(<256 x i32>)

; CHECK-LABEL: all:
; CHECK-NOT:  tst
; CHECK-COUNT-4: trotrow
; CHECK-COUNT-4: trotcol
; CHECK:      tand.i32 [[R:t[0-9]+]],
; CHECK-NOT:  tst
; CHECK:      tgetw a0, [[R]], zero
; CHECK:      ret
define i32 @all(<256 x i32> %a) {
  %r = call i32 @llvm.vector.reduce.and.v256i32(<256 x i32> %a)
  ret i32 %r
}
