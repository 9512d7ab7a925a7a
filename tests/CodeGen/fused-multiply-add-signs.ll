; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; The four signs of the fused multiply-add.
declare double @llvm.fma.f64(double, double, double)

; CHECK-LABEL: madd:
; CHECK:      fmadd.f64 a0, a0, a1, a2
; CHECK:      ret
define double @madd(double %a, double %b, double %c) {
  %r = call double @llvm.fma.f64(double %a, double %b, double %c)
  ret double %r
}

; CHECK-LABEL: nmsub:
; CHECK:      fnmsub.f64 a0, a0, a1, a2
; CHECK:      ret
define double @nmsub(double %a, double %b, double %c) {
  %x = fneg double %a
  %y = fneg double %c
  %r = call double @llvm.fma.f64(double %x, double %b, double %y)
  ret double %r
}
