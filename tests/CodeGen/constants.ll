; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Every constant takes the shortest sequence.

; CHECK-LABEL: small:
; CHECK:      li a0, -4096
; CHECK:      ret
define i64 @small() {
  ret i64 -4096
}

; CHECK-LABEL: piece:
; CHECK:      movz a0, 65535, 32
; CHECK:      ret
define i64 @piece() {
  ret i64 281470681743360
}

; CHECK-LABEL: mask:
; CHECK:      movn a0, 61440, 48
; CHECK:      ret
define i64 @mask() {
  ret i64 1152921504606846975
}

; CHECK-LABEL: repeated:
; CHECK:      movz a0, 21845, 16
; CHECK:      movk a0, 21845, 0
; CHECK:      ins a0, a0, 32, 32
; CHECK:      ret
define i64 @repeated() {
  ret i64 6148914691236517205
}

; CHECK-LABEL: four:
; CHECK:      movz a0, 57072, 0
; CHECK:      movk a0, 39612, 16
; CHECK:      movk a0, 22136, 32
; CHECK:      movk a0, 4660, 48
; CHECK:      ret
define i64 @four() {
  ret i64 1311768467463790320
}
