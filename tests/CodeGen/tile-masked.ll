; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s
; RUN: llc -load=%plugin -mtriple=sectile -O2 -stop-after=finalize-isel < %s | FileCheck %s --check-prefix=MIR
; 256 words under a mask, contiguous or at indices, are one tile access. Others are taken apart.

declare <256 x float> @llvm.masked.load.v256f32.p0(ptr, <256 x i1>, <256 x float>)
declare void @llvm.masked.store.v256i32.p0(<256 x i32>, ptr, <256 x i1>)
declare <256 x i32> @llvm.masked.gather.v256i32.v256p0(<256 x ptr>, <256 x i1>, <256 x i32>)
declare void @llvm.masked.scatter.v256f32.v256p0(<256 x float>, <256 x ptr>, <256 x i1>)

; CHECK-LABEL: load:
; CHECK:      tsclt.i32 [[M:t[0-9]+]], t0, a1
; CHECK-NEXT: tldm.w32 t0, a0, [[M]]
; CHECK-NEXT: ret
; MIR-LABEL: name: load
; MIR: TLDM_W32 {{.*}} :: (load unknown-size from %ir.p, align 1)
define <256 x float> @load(ptr %p, <256 x i32> %x, i32 %n) {
  %i = insertelement <256 x i32> poison, i32 %n, i32 0
  %s = shufflevector <256 x i32> %i, <256 x i32> poison, <256 x i32> zeroinitializer
  %m = icmp slt <256 x i32> %x, %s
  %v = call <256 x float> @llvm.masked.load.v256f32.p0(ptr align 4 %p, <256 x i1> %m, <256 x float> zeroinitializer)
  ret <256 x float> %v
}

; What the mask leaves out keeps its value.
; CHECK-LABEL: load_onto:
; CHECK:     tclt.i32 [[M:t[0-9]+]], t0, t1
; CHECK:     tldm.w32 [[L:t[0-9]+]], a0, [[M]]
; CHECK:     tsel t0, [[L]], t2, [[M]]
define <256 x float> @load_onto(ptr %p, <256 x i32> %x, <256 x i32> %y, <256 x float> %old) {
  %m = icmp slt <256 x i32> %x, %y
  %v = call <256 x float> @llvm.masked.load.v256f32.p0(ptr align 1 %p, <256 x i1> %m, <256 x float> %old)
  ret <256 x float> %v
}

; CHECK-LABEL: store:
; CHECK:     tceq.i32 [[M:t[0-9]+]], t0, t1
; CHECK:     tstm.w32 t1, a0, [[M]]
; MIR-LABEL: name: store
; MIR: TSTM_W32 {{.*}} :: (store unknown-size into %ir.p, align 1)
define void @store(ptr %p, <256 x i32> %x, <256 x i32> %y) {
  %m = icmp eq <256 x i32> %x, %y
  call void @llvm.masked.store.v256i32.p0(<256 x i32> %y, ptr align 4 %p, <256 x i1> %m)
  ret void
}

; CHECK-LABEL: gather:
; CHECK:     tceq.i32 [[M:t[0-9]+]], t0, t1
; CHECK:     tldx.w32 t0, a0, t0, [[M]], 2
; MIR-LABEL: name: gather
; MIR: TLDX_W32 {{.*}} :: (load unknown-size from %ir.p, align 1)
define <256 x i32> @gather(ptr %p, <256 x i32> %x, <256 x i32> %y) {
  %m = icmp eq <256 x i32> %x, %y
  %wide = sext <256 x i32> %x to <256 x i64>
  %q = getelementptr i32, ptr %p, <256 x i64> %wide
  %v = call <256 x i32> @llvm.masked.gather.v256i32.v256p0(<256 x ptr> align 4 %q, <256 x i1> %m, <256 x i32> poison)
  ret <256 x i32> %v
}

; Offsets in bytes; all lanes.
; CHECK-LABEL: scatter:
; CHECK:     tstx.w32 t1, a0, t0, {{t[0-9]+}}, 0
; MIR-LABEL: name: scatter
; MIR: TSTX_W32 {{.*}} :: (store unknown-size into %ir.p, align 1)
define void @scatter(ptr %p, <256 x i32> %x, <256 x float> %v) {
  %wide = sext <256 x i32> %x to <256 x i64>
  %q = getelementptr i8, ptr %p, <256 x i64> %wide
  call void @llvm.masked.scatter.v256f32.v256p0(<256 x float> %v, <256 x ptr> align 1 %q, <256 x i1> splat (i1 true))
  ret void
}

; Indices that words do not hold.
; CHECK-LABEL: unsigned_index:
; CHECK-NOT: tldx
; CHECK:     ret
define <256 x i32> @unsigned_index(ptr %p, <256 x i32> %x, <256 x i32> %y) {
  %m = icmp eq <256 x i32> %x, %y
  %wide = zext <256 x i32> %x to <256 x i64>
  %q = getelementptr i32, ptr %p, <256 x i64> %wide
  %v = call <256 x i32> @llvm.masked.gather.v256i32.v256p0(<256 x ptr> align 4 %q, <256 x i1> %m, <256 x i32> poison)
  ret <256 x i32> %v
}
