; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; Parts of vectors whose elements are not whole bytes are inserted and extracted
; at the right bits, and loaded from there if all together are whole bytes.
; RUN: sectile-clang -O0 -x ir %s -o %t0.elf && sectile-run %t0.elf
; RUN: sectile-clang -O2 -x ir %s -o %t2.elf && sectile-run %t2.elf
@whole = global <6 x i63> <i63 1, i63 2, i63 3, i63 4, i63 5, i63 6>
@part = global <3 x i63> <i63 -1, i63 -2, i63 -3>
@short = global <31 x i7> <i7 1, i7 2, i7 3, i7 4, i7 5, i7 6, i7 7, i7 8, i7 9, i7 10, i7 11, i7 12, i7 13, i7 14, i7 15, i7 16, i7 17, i7 18, i7 19, i7 20, i7 21, i7 22, i7 23, i7 24, i7 25, i7 26, i7 27, i7 28, i7 29, i7 30, i7 31>
@sixes = global <12 x i6> <i6 -20, i6 -17, i6 -14, i6 -11, i6 -8, i6 -5, i6 -2, i6 1, i6 4, i6 7, i6 10, i6 13>
@long = global <62 x i7> zeroinitializer

define i32 @main() {
  %whole = load <6 x i63>, ptr @whole
  %part = load <3 x i63>, ptr @part
  %w = call <6 x i63> @llvm.vector.insert(<6 x i63> %whole, <3 x i63> %part, i64 3)
  %same = icmp eq <6 x i63> %w, <i63 1, i63 2, i63 3, i63 -1, i63 -2, i63 -3>
  %right = call i1 @llvm.vector.reduce.and(<6 x i1> %same)
  br i1 %right, label %extract, label %fail
extract:
  %x = call <3 x i63> @llvm.vector.extract(<6 x i63> %w, i64 3)
  %same.x = icmp eq <3 x i63> %x, %part
  %right.x = call i1 @llvm.vector.reduce.and(<3 x i1> %same.x)
  br i1 %right.x, label %sevens, label %fail
sevens:
  %short = load <31 x i7>, ptr @short
  %long = load <62 x i7>, ptr @long
  %l = call <62 x i7> @llvm.vector.insert(<62 x i7> %long, <31 x i7> %short, i64 31)
  %same.l = icmp eq <62 x i7> %l, <i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 0, i7 1, i7 2, i7 3, i7 4, i7 5, i7 6, i7 7, i7 8, i7 9, i7 10, i7 11, i7 12, i7 13, i7 14, i7 15, i7 16, i7 17, i7 18, i7 19, i7 20, i7 21, i7 22, i7 23, i7 24, i7 25, i7 26, i7 27, i7 28, i7 29, i7 30, i7 31>
  %right.l = call i1 @llvm.vector.reduce.and(<62 x i1> %same.l)
  br i1 %right.l, label %load, label %fail
load:
  %sixes = load <12 x i6>, ptr @sixes
  %same.s = icmp eq <12 x i6> %sixes, <i6 -20, i6 -17, i6 -14, i6 -11, i6 -8, i6 -5, i6 -2, i6 1, i6 4, i6 7, i6 10, i6 13>
  %right.s = call i1 @llvm.vector.reduce.and(<12 x i1> %same.s)
  br i1 %right.s, label %pass, label %fail
pass:
  ret i32 0
fail:
  ret i32 1
}
