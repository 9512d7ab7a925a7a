; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; Vectors of 16 to 255 elements are the first lanes of tiles, where they are
; loaded, computed element by element and stored.
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s

; An access has the bytes of the vector.
; CHECK-LABEL: chain:
; CHECK-DAG: li [[BYTES:[a-z0-9]+]], 68
; CHECK-DAG: tldl.raw {{t[0-9]+}}, a1, [[BYTES]]
; CHECK-DAG: tldl.raw {{t[0-9]+}}, a2, [[BYTES]]
; CHECK: tadd.f32
; CHECK: tmul.f32
; CHECK: tstl.raw {{t[0-9]+}}, a0, [[BYTES]]
; CHECK-NEXT: ret
define void @chain(ptr %to, ptr %x, ptr %y) {
  %a = load <17 x float>, ptr %x
  %b = load <17 x float>, ptr %y
  %s = fadd <17 x float> %a, %b
  %p = fmul <17 x float> %s, %a
  store <17 x float> %p, ptr %to
  ret void
}

; Narrow elements are converted by the accesses, constants have any length.
; CHECK-LABEL: narrow:
; CHECK: tldl.i8
; CHECK-NOT: fmul
; CHECK: tstl.
; CHECK: ret
define void @narrow(ptr %to, ptr %x) {
  %a = load <20 x i8>, ptr %x
  %s = sext <20 x i8> %a to <20 x i32>
  %f = sitofp <20 x i32> %s to <20 x float>
  %p = fmul <20 x float> %f, splat (float 0.5)
  store <20 x float> %p, ptr %to
  ret void
}

; A loop carries a tile.
; CHECK-LABEL: loop:
; CHECK: tldl.raw
; CHECK: tadd.i32
; CHECK: tstl.raw
; CHECK: ret
define void @loop(ptr %to, ptr %x, i64 %count) {
entry:
  br label %body
body:
  %i = phi i64 [ 0, %entry ], [ %next, %body ]
  %sum = phi <64 x i32> [ zeroinitializer, %entry ], [ %more, %body ]
  %at = getelementptr <64 x i32>, ptr %x, i64 %i
  %v = load <64 x i32>, ptr %at
  %more = add <64 x i32> %sum, %v
  %next = add i64 %i, 1
  %again = icmp ult i64 %next, %count
  br i1 %again, label %body, label %end
end:
  store <64 x i32> %more, ptr %to
  ret void
}

; A comparison chooses.
; CHECK-LABEL: choice:
; CHECK: tclt.f32
; CHECK: tsel
; CHECK: ret
define void @choice(ptr %to, ptr %x, ptr %y) {
  %a = load <32 x float>, ptr %x
  %b = load <32 x float>, ptr %y
  %c = fcmp olt <32 x float> %a, %b
  %s = select <32 x i1> %c, <32 x float> %a, <32 x float> %b
  store <32 x float> %s, ptr %to
  ret void
}

; Scalars: fewer elements, what is combined with an argument or a shuffle, a
; division of integers, doubles, volatile accesses, and where tiles are not
; wanted.
; CHECK-NOT: tldl
define void @fifteen(ptr %to, ptr %x) {
  %a = load <15 x i32>, ptr %x
  %s = add <15 x i32> %a, %a
  store <15 x i32> %s, ptr %to
  ret void
}
define void @argument(ptr %to, ptr %x, <16 x i32> %b) {
  %a = load <16 x i32>, ptr %x
  %s = add <16 x i32> %a, %b
  store <16 x i32> %s, ptr %to
  ret void
}
define void @shuffle(ptr %to, ptr %x) {
  %a = load <16 x i32>, ptr %x
  %s = add <16 x i32> %a, %a
  %h = shufflevector <16 x i32> %s, <16 x i32> poison, <2 x i32> <i32 3, i32 1>
  store <2 x i32> %h, ptr %to
  ret void
}
define void @divide(ptr %to, ptr %x, ptr %y) {
  %a = load <16 x i32>, ptr %x
  %b = load <16 x i32>, ptr %y
  %q = sdiv <16 x i32> %a, %b
  store <16 x i32> %q, ptr %to
  ret void
}
define void @doubles(ptr %to, ptr %x) {
  %a = load <16 x double>, ptr %x
  %s = fadd <16 x double> %a, %a
  store <16 x double> %s, ptr %to
  ret void
}
define void @unsteady(ptr %to, ptr %x) {
  %a = load volatile <16 x i32>, ptr %x
  %s = add <16 x i32> %a, %a
  store <16 x i32> %s, ptr %to
  ret void
}
define void @unwanted(ptr %to, ptr %x) noimplicitfloat {
  %a = load <16 x i32>, ptr %x
  %s = add <16 x i32> %a, %a
  store <16 x i32> %s, ptr %to
  ret void
}
