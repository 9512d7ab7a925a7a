; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; The low part of an address folds into the access.
@g = global i64 0

; CHECK-LABEL: load:
; CHECK:      adrp a0, %page(g)
; CHECK:      ldd a0, a0, %lo(g)
; CHECK:      ret
define i64 @load() {
  %v = load i64, ptr @g
  ret i64 %v
}

; CHECK-LABEL: address:
; CHECK:      adrp a0, %page(g)
; CHECK:      addi a0, a0, %lo(g)
; CHECK:      ret
define ptr @address() {
  ret ptr @g
}
