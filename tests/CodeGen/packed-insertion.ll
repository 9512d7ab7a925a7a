; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; Elements inserted into a tile of narrow elements: one goes into its word, many
; go through memory together, and neither copies the other elements one by one.

; CHECK-LABEL: one:
; CHECK: tgetw
; CHECK: tputw
; CHECK-NOT: std{{[bhw]?}}
; CHECK: ret
define <512 x half> @one(<512 x half> %v, half %x, i64 %i) {
  %r = insertelement <512 x half> %v, half %x, i64 %i
  ret <512 x half> %r
}

; CHECK-LABEL: byte:
; CHECK: tgetw
; CHECK: tputw
; CHECK: ret
define <1024 x i8> @byte(<1024 x i8> %v, i8 %x) {
  %r = insertelement <1024 x i8> %v, i8 %x, i64 1023
  ret <1024 x i8> %r
}

; The elements under a constant mask are loaded and stored once each.
; CHECK-LABEL: halves:
; CHECK: tst{{.*}}
; CHECK-COUNT-11: sth
; CHECK-NOT: sth
; CHECK: tld{{.*}}
define <512 x half> @halves(ptr %p, <512 x half> %v) {
  %p0 = getelementptr half, ptr %p, i64 0
  %x0 = load half, ptr %p0
  %p1 = getelementptr half, ptr %p, i64 1
  %x1 = load half, ptr %p1
  %p2 = getelementptr half, ptr %p, i64 2
  %x2 = load half, ptr %p2
  %p3 = getelementptr half, ptr %p, i64 3
  %x3 = load half, ptr %p3
  %p4 = getelementptr half, ptr %p, i64 4
  %x4 = load half, ptr %p4
  %p5 = getelementptr half, ptr %p, i64 5
  %x5 = load half, ptr %p5
  %p6 = getelementptr half, ptr %p, i64 6
  %x6 = load half, ptr %p6
  %p7 = getelementptr half, ptr %p, i64 7
  %x7 = load half, ptr %p7
  %p8 = getelementptr half, ptr %p, i64 8
  %x8 = load half, ptr %p8
  %p9 = getelementptr half, ptr %p, i64 9
  %x9 = load half, ptr %p9
  %p10 = getelementptr half, ptr %p, i64 10
  %x10 = load half, ptr %p10
  %v0 = insertelement <512 x half> %v, half %x0, i64 0
  %v1 = insertelement <512 x half> %v0, half %x1, i64 3
  %v2 = insertelement <512 x half> %v1, half %x2, i64 6
  %v3 = insertelement <512 x half> %v2, half %x3, i64 9
  %v4 = insertelement <512 x half> %v3, half %x4, i64 12
  %v5 = insertelement <512 x half> %v4, half %x5, i64 15
  %v6 = insertelement <512 x half> %v5, half %x6, i64 18
  %v7 = insertelement <512 x half> %v6, half %x7, i64 21
  %v8 = insertelement <512 x half> %v7, half %x8, i64 24
  %v9 = insertelement <512 x half> %v8, half %x9, i64 27
  %v10 = insertelement <512 x half> %v9, half %x10, i64 30
  ret <512 x half> %v10
}
