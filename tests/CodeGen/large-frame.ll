; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
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

; Between its two steps the stack pointer has another distance from the CFA.
; CHECK-LABEL: two_steps:
; CHECK:      addi sp, sp, -4080
; CHECK-NEXT: .cfi_def_cfa_offset 4080
; CHECK-NEXT: addi sp, sp, -1936
; CHECK-NEXT: .cfi_def_cfa_offset 6016
; CHECK:      addi sp, sp, 4080
; CHECK-NEXT: .cfi_def_cfa_offset 1936
; CHECK-NEXT: addi sp, sp, 1936
; CHECK-NEXT: .cfi_def_cfa_offset 0
; CHECK-NEXT: ret
define void @two_steps() uwtable {
  %a = alloca [6008 x i8]
  store volatile i8 0, ptr %a
  ret void
}

; CHECK-LABEL: two_steps_below_saved:
; CHECK:      addi sp, sp, -16
; CHECK-NEXT: .cfi_def_cfa_offset 16
; CHECK-NEXT: std ra, sp, 8
; CHECK-NEXT: .cfi_offset ra, -8
; CHECK-NEXT: addi sp, sp, -4080
; CHECK-NEXT: .cfi_def_cfa_offset 4096
; CHECK-NEXT: addi sp, sp, -1936
; CHECK-NEXT: .cfi_def_cfa_offset 6032
; CHECK:      addi sp, sp, 4080
; CHECK-NEXT: .cfi_def_cfa_offset 1952
; CHECK-NEXT: addi sp, sp, 1936
; CHECK-NEXT: .cfi_def_cfa_offset 16
; CHECK-NEXT: ldd ra, sp, 8
; CHECK-NEXT: addi sp, sp, 16
; CHECK-NEXT: .cfi_def_cfa_offset 0
; CHECK-NEXT: .cfi_restore ra
; CHECK-NEXT: ret
define void @two_steps_below_saved() uwtable {
  %a = alloca [6008 x i8]
  call void @f(ptr %a, ptr %a)
  ret void
}
