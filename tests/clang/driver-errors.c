// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: not sectile-clang 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: error: no input files
// RUN: not sectile-clang %t.missing.c 2>&1 | FileCheck %s --check-prefix=MISSING
// MISSING: error: no such file or directory: '{{.*}}.missing.c'
// RUN: not sectile-clang -c -mcpu=other %s 2>&1 | FileCheck %s --check-prefix=CPU
// CPU: error: unknown processor 'other', expected 'sectile'
// RUN: not sectile-clang -c -march=rv64 %s 2>&1 | FileCheck %s --check-prefix=ARCH
// ARCH: error: unknown processor 'rv64', expected 'sectile'
// RUN: not sectile-clang -c --target=x86_64-linux-gnu %s 2>&1 | FileCheck %s --check-prefix=TARGET
// TARGET: error: unknown target 'x86_64-linux-gnu', expected 'sectile-unknown-elf'
// RUN: not sectile-clang++ -c -fexceptions -x c++ %s 2>&1 | FileCheck %s --check-prefix=EXCEPTIONS
// EXCEPTIONS: error: exceptions are not supported
// RUN: not sectile-clang -shared %s 2>&1 | FileCheck %s --check-prefix=SHARED
// SHARED: error: '-shared' is not supported; programs are static
// RUN: not sectile-clang -c -fsanitize=address %s 2>&1 | FileCheck %s --check-prefix=SANITIZE
// SANITIZE: error:
// RUN: not sectile-clang -c -pg %s 2>&1 | FileCheck %s --check-prefix=PROFILE
// PROFILE: error: '-pg' needs a runtime that the target has not
// RUN: not sectile-clang --coverage -fprofile-generate=x %s 2>&1 | FileCheck %s --check-prefix=COVERAGE
// COVERAGE: error: '--coverage' needs a runtime that the target has not
// COVERAGE-NEXT: error: '-fprofile-generate=x' needs a runtime that the target has not
// RUN: not sectile-clang -c --unknown-option %s 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// UNKNOWN: error: {{.*}}'--unknown-option'
// RUN: not sectile-clang -c %s %s -o %t.o 2>&1 | FileCheck %s --check-prefix=TWO
// TWO: error: cannot specify -o when generating multiple output files
//
// A failed compilation leaves no output, and what was there goes.
// RUN: rm -f %t.ll
// RUN: not sectile-clang -DBROKEN -S -emit-llvm %s -o %t.ll 2>&1 | FileCheck %s --check-prefix=BROKEN
// BROKEN: driver-errors.c:[[@LINE+4]]:1: error: unknown type name 'broken'
// RUN: not ls %t.ll
// RUN: not sectile-clang -S -emit-llvm %s -o %t.missing/out.ll 2>&1 | FileCheck %s --check-prefix=WRITE
#ifdef BROKEN
broken
#endif
// WRITE: error: unable to open output file
int x;
