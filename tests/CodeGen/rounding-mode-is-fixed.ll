; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O0 -verify-machineinstrs < %s | FileCheck %s
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Floating point has no state: setting it does nothing, and what is read is
; "to nearest".

; CHECK-LABEL: set:
; CHECK-NOT: call
; CHECK: li a0, 1
; CHECK-NEXT: ret
define i32 @set(i32 %mode) {
  call void @llvm.set.rounding(i32 %mode)
  call void @llvm.set.rounding(i32 2)
  %r = call i32 @llvm.get.rounding()
  ret i32 %r
}

; CHECK-LABEL: environment:
; CHECK-NOT: call
; CHECK: ret
define i64 @environment() {
  %e = call i64 @llvm.get.fpenv.i64()
  call void @llvm.set.fpenv.i64(i64 %e)
  call void @llvm.reset.fpenv()
  %m = call i32 @llvm.get.fpmode.i32()
  call void @llvm.set.fpmode.i32(i32 %m)
  call void @llvm.reset.fpmode()
  ret i64 %e
}
