; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; A trampoline calls its function with the static chain, any number of times,
; and comes back to its caller.
; RUN: sectile-clang -O0 -x ir %s -o %t0.elf && sectile-run %t0.elf
; RUN: sectile-clang -O2 -x ir %s -o %t2.elf && sectile-run %t2.elf

define internal i64 @nested(ptr nest %frame, i64 %a) noinline {
  %v = load i64, ptr %frame
  %n = add i64 %v, 1
  store i64 %n, ptr %frame
  %m = mul i64 %v, 10
  %r = add i64 %m, %a
  ret i64 %r
}

define internal i64 @twice(ptr %f) noinline {
  %x = call i64 %f(i64 1)
  %y = call i64 %f(i64 2)
  %h = mul i64 %x, 1000
  %r = add i64 %h, %y
  ret i64 %r
}

define i32 @main() {
  %frame = alloca i64
  %code = alloca [48 x i8], align 8
  store i64 4, ptr %frame
  call void @llvm.init.trampoline(ptr %code, ptr @nested, ptr %frame)
  %f = call ptr @llvm.adjust.trampoline(ptr %code)
  %r = call i64 @twice(ptr %f)
  %wrong = icmp ne i64 %r, 41052
  %s = zext i1 %wrong to i32
  ret i32 %s
}
