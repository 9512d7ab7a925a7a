// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Makefiles pass -fPIC and the like to every compiler. Programs are static, so
// the code is the same with them, and no macro says otherwise.
// RUN: sectile-clang -O2 -c %s -o %t.plain.o
// RUN: sectile-clang -O2 -fPIC -c %s -o %t.o && cmp %t.plain.o %t.o
// RUN: sectile-clang -O2 -fpic -c %s -o %t.o && cmp %t.plain.o %t.o
// RUN: sectile-clang -O2 -fPIE -c %s -o %t.o && cmp %t.plain.o %t.o
// RUN: sectile-clang -O2 -fpie -c %s -o %t.o && cmp %t.plain.o %t.o
// RUN: sectile-clang -O2 -fPIC -flto %s -no-pie -o %t.elf && sectile-run %t.elf
// RUN: not sectile-clang -O2 %s -pie -o %t.no 2>&1 | FileCheck %s
// CHECK: error: '-pie' is not supported; programs are static and have a fixed
// address
#ifdef __PIC__
#error the code is not position-independent
#endif
extern int outside[100];
_Thread_local int local = 3;
int outside[100] = {5};
int get(int i) { return outside[i] + local; }
int main(void) { return get(0) - 8; }
