; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Loads and stores scale their index, an unsigned word too.

; CHECK-LABEL: load:
; CHECK:      ldxw a0, a0, a1, 2
; CHECK:      ret
define i32 @load(ptr %p, i64 %i) {
  %q = getelementptr i32, ptr %p, i64 %i
  %v = load i32, ptr %q
  ret i32 %v
}

; CHECK-LABEL: load_word_index:
; CHECK:      ldzd a0, a0, a1, 3
; CHECK:      ret
define i64 @load_word_index(ptr %p, i32 %i) {
  %z = zext i32 %i to i64
  %q = getelementptr i64, ptr %p, i64 %z
  %v = load i64, ptr %q
  ret i64 %v
}

; CHECK-LABEL: store:
; CHECK:      stxb a2, a0, a1, 0
; CHECK:      ret
define void @store(ptr %p, i64 %i, i8 %v) {
  %q = getelementptr i8, ptr %p, i64 %i
  store i8 %v, ptr %q
  ret void
}
