// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A stack that grows into the program's heap or data stops the program with a report,
// before it overwrites them: by recursion, by one large frame, by an array of a size known at
// run time. A deep stack that fits is not stopped, and nothing is in lockstep.
// RUN: sectile-clang -O0 -g %s -o %t.0.elf
// RUN: sectile-clang -O2 -fno-optimize-sibling-calls %s -o %t.2.elf
// RUN: %status 122 sectile-run %t.0.elf deep 100000000 2>&1 | FileCheck %s --check-prefix=DEEP
// RUN: %status 122 sectile-run %t.2.elf deep 100000000 2>&1 | FileCheck %s --check-prefix=DEEP2
// RUN: %status 122 sectile-run --trace=/dev/null --memory 1M %t.2.elf deep 100000000 2>&1 | FileCheck %s --check-prefix=DEEP2
// RUN: %status 122 sectile-run --stats %t.2.elf deep 100000000 2>&1 | FileCheck %s --check-prefixes=DEEP2,STATS
// DEEP: sectile-run: stack overflow at pc 0x80{{[0-9a-f]+}}: sp is 0x80{{[0-9a-f]+}}, below the end of the program at 0x80{{[0-9a-f]+}}, after
// DEEP-NEXT: instruction: {{[0-9a-f]+}}  {{addi|sub|add}}	sp, sp
// DEEP-NEXT: in: deep{{$|[+]}}
// DEEP-NEXT: at: {{.*}}stack-overflow.c:[[#@LINE+27]]
// DEEP-NEXT: ra: {{.*}} deep+0x
// DEEP2: sectile-run: stack overflow at pc
// DEEP2: in: deep{{$|[+]}}
// STATS: instructions {{[1-9]}}
// RUN: %status 122 sectile-run %t.0.elf frame 0 2>&1 | FileCheck %s --check-prefix=FRAME
// FRAME: stack overflow
// FRAME: in: frame{{$|[+]}}
// RUN: %status 122 sectile-run %t.0.elf array 300000000 2>&1 | FileCheck %s --check-prefix=ARRAY
// RUN: %status 122 sectile-run %t.2.elf array 300000000 2>&1 | FileCheck %s --check-prefix=ARRAY
// RUN: %status 122 sectile-run %t.2.elf aligned 300000000 2>&1 | FileCheck %s --check-prefix=ALIGNED
// ARRAY: stack overflow
// ARRAY: in: array{{$|[+]}}
// ALIGNED: in: aligned{{$|[+]}}
// RUN: %status 122 sectile-run %t.0.elf heap 100000000 2>&1 | FileCheck %s --check-prefix=HEAP
// RUN: %status 122 sectile-run %t.2.elf heap 100000000 2>&1 | FileCheck %s --check-prefix=HEAP
// HEAP: stack overflow at pc 0x80{{[0-9a-f]+}}: sp is 0x8{{[0-9a-f]+}}, below the end of the heap at 0x8c
// HEAP: in: deep{{$|[+]}}

// RUN: sectile-run %t.0.elf deep 200000 | FileCheck %s --check-prefix=FINE
// RUN: sectile-run %t.0.elf array 200000000 | FileCheck %s --check-prefix=FINE
// RUN: sectile-run %t.2.elf heap 10000 | FileCheck %s --check-prefix=FINE
// FINE: done
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((noinline)) long deep(long n) {
  volatile char b[1000];
  b[0] = (char)n;
  return n ? deep(n - 1) + b[0] : 0;
}
__attribute__((noinline)) long frame(void) {
  volatile char b[300 << 20];
  b[0] = 1;
  return b[0];
}
__attribute__((noinline)) long array(long n) {
  volatile char b[n];
  b[0] = 1;
  b[n - 1] = 2;
  return b[0];
}
__attribute__((noinline)) long aligned(long n) {
  _Alignas(4096) volatile char c[4096];
  volatile char b[n];
  c[0] = b[0] = 1;
  return b[0] + c[0];
}

int main(int argc, char **argv) {
  long n = atol(argv[2]);
  if (!strcmp(argv[1], "heap")) {
    volatile char *p = malloc(200 << 20);
    if (!p)
      return 1;
    p[0] = p[(200 << 20) - 1] = 1;
    deep(n);
    free((void *)p);
  } else if (!strcmp(argv[1], "deep")) {
    deep(n);
  } else if (!strcmp(argv[1], "frame")) {
    frame();
  } else if (!strcmp(argv[1], "array")) {
    array(n);
  } else {
    aligned(n);
  }
  puts("done");
}
