; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -verify-machineinstrs < %s | FileCheck %s
; The frame pointer leads to the return address and to the caller's frame
; pointer, also in a variadic function.

declare ptr @llvm.returnaddress(i32)
declare ptr @llvm.frameaddress.p0(i32)
declare ptr @llvm.eh.dwarf.cfa(i32)
declare ptr @llvm.thread.pointer.p0()
declare i64 @llvm.readcyclecounter()
declare i64 @llvm.readsteadycounter()
declare void @llvm.clear_cache(ptr, ptr)
declare void @use(ptr)

; CHECK-LABEL: two_up:
; CHECK: stpd s0, ra, sp, [[#SAVE:]]
; CHECK: addi s0, sp, [[#SAVE + 16]]
; CHECK: ldd [[F:a[0-9]]], s0, -16
; CHECK-NEXT: ldd [[F]], [[F]], -16
; CHECK-NEXT: ldd a0, [[F]], -8
define ptr @two_up() nounwind {
  %r = call ptr @llvm.returnaddress(i32 2)
  ret ptr %r
}

; Eight registers of arguments are above the frame pointer.
; CHECK-LABEL: variadic:
; CHECK: stpd s0, ra, sp, [[#SAVE:]]
; CHECK: addi s0, sp, [[#SAVE + 16]]
; CHECK: .cfi_def_cfa s0, 64
define ptr @variadic(...) uwtable {
  %f = call ptr @llvm.frameaddress.p0(i32 0)
  call void @use(ptr %f)
  ret ptr %f
}

; CHECK-LABEL: cfa:
; CHECK: addi a0, sp, 16
define void @cfa() nounwind {
  %f = call ptr @llvm.eh.dwarf.cfa(i32 0)
  call void @use(ptr %f)
  ret void
}

; CHECK-LABEL: thread:
; CHECK: mv a0, tp
define ptr @thread() nounwind {
  %p = call ptr @llvm.thread.pointer.p0()
  ret ptr %p
}

; CHECK-LABEL: cycles:
; CHECK: csrr a0, cycle
define i64 @cycles() nounwind {
  %n = call i64 @llvm.readcyclecounter()
  ret i64 %n
}

; CHECK-LABEL: ticks:
; CHECK: csrr a0, time
define i64 @ticks() nounwind {
  %n = call i64 @llvm.readsteadycounter()
  ret i64 %n
}

; CHECK-LABEL: written:
; CHECK-NEXT: # %bb.0:
; CHECK-NEXT: fence.i
define void @written(ptr %a, ptr %b) nounwind {
  call void @llvm.clear_cache(ptr %a, ptr %b)
  ret void
}
