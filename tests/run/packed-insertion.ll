; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; Elements inserted into tiles of bytes and halves: one at a computed index, and
; many, of which the last at a place counts. The others keep their values.
; RUN: llc -load=%plugin -mtriple=sectile -O2 -filetype=obj %s -o %t.o
; RUN: sectile-clang %t.o -o %t.elf && sectile-run %t.elf
; RUN: llc -load=%plugin -mtriple=sectile -O0 -filetype=obj %s -o %t.o
; RUN: sectile-clang %t.o -o %t.elf && sectile-run %t.elf
@bytes = global [1024 x i8] zeroinitializer
@halves = global [512 x half] zeroinitializer
@index = global i64 514

define i32 @main() {
  %i = load volatile i64, ptr @index
  %b0 = load <1024 x i8>, ptr @bytes
  %b1 = insertelement <1024 x i8> %b0, i8 -7, i64 %i
  store <1024 x i8> %b1, ptr @bytes
  %h0 = load <512 x half>, ptr @halves
  %h1 = insertelement <512 x half> %h0, half 1.0, i64 0
  %h2 = insertelement <512 x half> %h1, half 2.0, i64 3
  %h3 = insertelement <512 x half> %h2, half 3.0, i64 6
  %h4 = insertelement <512 x half> %h3, half 4.0, i64 9
  %h5 = insertelement <512 x half> %h4, half 5.0, i64 12
  %h6 = insertelement <512 x half> %h5, half 6.0, i64 15
  %h7 = insertelement <512 x half> %h6, half 7.0, i64 18
  %h8 = insertelement <512 x half> %h7, half 8.0, i64 21
  %h9 = insertelement <512 x half> %h8, half 9.0, i64 24
  %h10 = insertelement <512 x half> %h9, half 10.0, i64 27
  %h11 = insertelement <512 x half> %h10, half 11.0, i64 30
  %h12 = insertelement <512 x half> %h11, half 12.0, i64 33
  %h13 = insertelement <512 x half> %h12, half 13.0, i64 6
  %h14 = insertelement <512 x half> %h13, half 14.0, i64 511
  store <512 x half> %h14, ptr @halves
  %p0 = getelementptr i8, ptr @bytes, i64 513
  %x0 = load i8, ptr %p0
  %r0 = icmp eq i8 %x0, 0
  %p1 = getelementptr i8, ptr @bytes, i64 514
  %x1 = load i8, ptr %p1
  %r1 = icmp eq i8 %x1, -7
  %p2 = getelementptr i8, ptr @bytes, i64 515
  %x2 = load i8, ptr %p2
  %r2 = icmp eq i8 %x2, 0
  %p3 = getelementptr i8, ptr @bytes, i64 512
  %x3 = load i8, ptr %p3
  %r3 = icmp eq i8 %x3, 0
  %p4 = getelementptr half, ptr @halves, i64 3
  %x4 = load half, ptr %p4
  %r4 = fcmp oeq half %x4, 2.0
  %p5 = getelementptr half, ptr @halves, i64 4
  %x5 = load half, ptr %p5
  %r5 = fcmp oeq half %x5, 0.0
  %p6 = getelementptr half, ptr @halves, i64 6
  %x6 = load half, ptr %p6
  %r6 = fcmp oeq half %x6, 13.0
  %p7 = getelementptr half, ptr @halves, i64 33
  %x7 = load half, ptr %p7
  %r7 = fcmp oeq half %x7, 12.0
  %p8 = getelementptr half, ptr @halves, i64 511
  %x8 = load half, ptr %p8
  %r8 = fcmp oeq half %x8, 14.0
  %p9 = getelementptr half, ptr @halves, i64 510
  %x9 = load half, ptr %p9
  %r9 = fcmp oeq half %x9, 0.0
  %a0 = and i1 %r0, %r1
  %a1 = and i1 %a0, %r2
  %a2 = and i1 %a1, %r3
  %a3 = and i1 %a2, %r4
  %a4 = and i1 %a3, %r5
  %a5 = and i1 %a4, %r6
  %a6 = and i1 %a5, %r7
  %a7 = and i1 %a6, %r8
  %a8 = and i1 %a7, %r9
  %status = select i1 %a8, i32 0, i32 1
  ret i32 %status
}
