; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; RUN: llc -load=%plugin -mtriple=sectile -O0 -verify-machineinstrs < %s -o /dev/null
; Vectors among variable arguments go by reference, each to a copy.
declare void @take(i64, ...)

; The call is no tail call: the copy is in this frame.
; CHECK-LABEL: give:
; CHECK:     sth a3, sp, 6
; CHECK:     sth a0, sp, 0
; CHECK:     mv a1, sp
; CHECK:     call take
; CHECK:     ret
define void @give(<4 x i16> %v) {
  tail call void (i64, ...) @take(i64 1, <4 x i16> noundef %v)
  ret void
}

; CHECK-LABEL: receive:
; CHECK: ldd [[LIST:[a-x][0-9]]], a0, 0
; CHECK: ldd [[REFERENCE:[a-x][0-9]]], [[LIST]], 0
; CHECK: ldh a0, [[REFERENCE]], 6
; CHECK: ret
define i16 @receive(ptr %list) {
  %v = va_arg ptr %list, <4 x i16>
  %e = extractelement <4 x i16> %v, i64 3
  ret i16 %e
}
