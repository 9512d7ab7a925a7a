# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
  .globl foo
  .type foo,@function
foo:
  ret
  .size foo, .-foo
