; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; A large frame is made in two steps; what is far needs a register.
declare void @f(ptr, ptr)

; CHECK-LABEL: g:
; CHECK:      addi sp, sp, -16
; CHECK:      std ra, sp, 8
; CHECK:      movn x7, 20015, 0
; CHECK:      add sp, sp, x7
; CHECK:      addi a0, sp, 24
; CHECK:      addi a1, sp, 16
; CHECK:      call f
; CHECK:      movz x7, 20016, 0
; CHECK:      add sp, sp, x7
; CHECK:      ldd ra, sp, 8
; CHECK:      addi sp, sp, 16
; CHECK:      ret
define void @g() {
  %a = alloca [20000 x i8]
  %b = alloca i64
  call void @f(ptr %a, ptr %b)
  ret void
}
