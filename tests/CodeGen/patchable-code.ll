; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: split-file %s %t
; RUN: llc -load=%plugin -mtriple=sectile -verify-machineinstrs < %t/entry.ll | FileCheck %t/entry.ll
; RUN: llc -load=%plugin -mtriple=sectile -verify-machineinstrs < %t/maps.ll | FileCheck %t/maps.ll
; RUN: llc -load=%plugin -mtriple=sectile -verify-machineinstrs < %t/xray.ll | FileCheck %t/xray.ll
; Places that are overwritten at run time are instructions that do nothing, and
; their addresses and live values are recorded.

;--- entry.ll
; CHECK-LABEL: three:
; CHECK:      nop
; CHECK-NEXT: nop
; CHECK-NEXT: nop
; CHECK-NEXT: ret
; CHECK: .section{{.*}}__patchable_function_entries
define void @three() "patchable-function-entry"="3" {
  ret void
}

;--- maps.ll
; Of twelve bytes the last four are the return.
; CHECK-LABEL: shadow:
; CHECK:      [[MAP:.Ltmp[0-9]+]]:
; CHECK-NEXT: nop
; CHECK-NEXT: nop
; CHECK-NEXT: ret
define void @shadow(i64 %a) {
  call void (i64, i32, ...) @llvm.experimental.stackmap(i64 5, i32 12, i64 %a)
  ret void
}

; A call of any address takes 20 bytes, the rest does nothing.
; CHECK-LABEL: patch:
; CHECK:      movz [[R:x[0-9]+]], 48879, 0
; CHECK-NEXT: movk [[R]], 57005, 16
; CHECK-NEXT: movk [[R]], 0, 32
; CHECK-NEXT: movk [[R]], 0, 48
; CHECK-NEXT: callr [[R]]
; CHECK-NEXT: nop
; CHECK-NEXT: nop
; CHECK-NEXT: nop
; CHECK-NOT:  nop
; CHECK:      ret
define i64 @patch(i64 %a) {
  %r = call i64 (i64, i32, ptr, i32, ...) @llvm.experimental.patchpoint.i64(i64 6, i32 32, ptr inttoptr (i64 3735928559 to ptr), i32 1, i64 %a, i64 %a)
  ret i64 %r
}

; CHECK-LABEL: state:
; CHECK:      call f
; CHECK-NEXT: [[POINT:.Ltmp[0-9]+]]:
; CHECK:      ldd a0, sp
declare void @f()
define ptr addrspace(1) @state(ptr addrspace(1) %p) gc "statepoint-example" {
  %t = call token (i64, i32, ptr, i32, i32, ...) @llvm.experimental.gc.statepoint(i64 7, i32 0, ptr elementtype(void ()) @f, i32 0, i32 0, i32 0, i32 0) ["gc-live"(ptr addrspace(1) %p)]
  %r = call ptr addrspace(1) @llvm.experimental.gc.relocate.p1(token %t, i32 0, i32 0)
  ret ptr addrspace(1) %r
}

; CHECK: .section .llvm_stackmaps
; CHECK: .dword 5
; CHECK-NEXT: .word [[MAP]]-shadow
; CHECK: .dword 7
; CHECK-NEXT: .word [[POINT]]-state

;--- xray.ll
; CHECK-LABEL: traced:
; CHECK:      j [[BODY:.Ltmp[0-9]+]]
; CHECK-NEXT: nop
; CHECK:      [[BODY]]:
; CHECK:      j [[END:.Ltmp[0-9]+]]
; CHECK-NEXT: nop
; CHECK:      [[END]]:
; CHECK-NEXT: ret
; CHECK: .section{{.*}}xray_instr_map
define void @traced() "function-instrument"="xray-always" {
  ret void
}
