; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Thread-local data are at a distance from tp.
@t = thread_local(localexec) global i32 0

; CHECK-LABEL: load:
; CHECK:      movz a0, %tprel_g1(t), 16
; CHECK:      movk a0, %tprel_g0(t), 0
; CHECK:      ldxw a0, tp, a0, 0
; CHECK:      ret
define i32 @load() {
  %v = load i32, ptr @t
  ret i32 %v
}
