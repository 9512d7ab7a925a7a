// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A fault in a program with debug information names the source line.
// RUN: sectile-clang -g -O1 -nostdlib %s -o %t.elf
// RUN: not sectile-run %t.elf 2>&1 | FileCheck %s
// CHECK: store access fault at pc
// CHECK: in: _start
// CHECK-NEXT: at: {{.*}}source-line.c:[[@LINE+1]]:
void _start(void) { *(volatile int *)4096 = 1; }
