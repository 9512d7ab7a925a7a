// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// After Ctrl-C, or another signal that requests the end, the tool prints where the program is
// and the requested statistics; outputs are complete, and the tool ends by the signal.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: sectile-clang -O1 -g %s -o p.elf
// RUN: python3 %S/Inputs/interrupt.py SIGINT sectile-run --stats --trace=run p.elf 2>&1 | FileCheck %s
// RUN: python3 %S/Inputs/interrupt.py SIGTERM sectile-run p.elf 2>&1 | FileCheck %s --check-prefix=WHERE
// RUN: python3 %S/Inputs/interrupt.py SIGINT sectile-rtl --stats=json --trace=rtl --pipeline k --timeline t p.elf 2>&1 | FileCheck %s --check-prefix=JSON
// RUN: python3 %S/Inputs/interrupt.py SIGHUP sectile-cosim --stats --trace=cosim p.elf 2>&1 | FileCheck %s --check-prefix=CHECK
// RUN: tail -n 1 run | FileCheck %s --check-prefix=LINE
// RUN: tail -n 1 rtl | FileCheck %s --check-prefix=LINE
// RUN: tail -n 1 cosim | FileCheck %s --check-prefix=LINE
// RUN: python3 %S/../rtl/Inputs/traces.py timeline t
// RUN: python3 %S/../rtl/Inputs/traces.py konata k
// RUN: bash -c 'ls -A | grep part-; test $? = 1'
// RUN: sectile-clang -O1 -DWAIT %s -o w.elf
// RUN: python3 %S/Inputs/interrupt.py SIGINT --input sectile-run w.elf 2>&1 | FileCheck %s --check-prefix=READ
// RUN: python3 %S/Inputs/interrupt.py SIGINT --input sectile-rtl w.elf 2>&1 | FileCheck %s --check-prefix=READ
// CHECK: {{interrupted after [0-9]+ instructions (and [0-9]+ cycles )?at pc 0x8[0-9a-f]+ spin}}
// CHECK-NEXT: at: {{.*}}interrupt.c:[[#@LINE+16]]:
// CHECK: instructions {{[1-9]}}
// WHERE: sectile-run: interrupted after {{[0-9]+}} instructions at pc 0x8{{[0-9a-f]+}} spin
// JSON: sectile-rtl: interrupted after
// JSON: "instructions": {{[1-9]}}
// JSON: {{^}}}
// LINE: {{^ +8[0-9a-f]+: [0-9a-f]{8}  .}}
// READ: interrupted after {{.*}} _read
#include <stdio.h>

volatile int turns;

#ifndef WAIT
// All on one line.
#define LOOP for (;;) turns++
__attribute__((noinline)) static void spin(void) {
  LOOP;
}
#else
static void spin(void) { getchar(); }
#endif

int main(void) {
  puts("ready");
  fflush(stdout);
  spin();
}
