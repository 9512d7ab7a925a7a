// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// clang's matrix types are accepted, and their products use the matrix unit at
// every level of optimisation.
//
// RUN: sectile-clang -fenable-matrix -O2 -S %s -o - | FileCheck %s
// RUN: sectile-clang -fenable-matrix -O0 -S %s -o - | FileCheck %s --check-prefix=PLAIN
// RUN: not sectile-clang -fenable-matrix -DTOO_LARGE -c %s -o %t.no.o 2>&1 | FileCheck %s --check-prefix=LARGE --implicit-check-not=error:
// RUN: not ls %t.no.o
// RUN: not sectile-clang -fenable-matrix -fmatrix-memory-layout=row-major -c %s -o %t.no.o 2>&1 | FileCheck %s --check-prefix=ROWS
// ROWS: error: unsupported option '-fmatrix-memory-layout=row-major': matrices are stored by columns
typedef float tile __attribute__((matrix_type(16, 16)));
typedef float large __attribute__((matrix_type(64, 64)));

// Two tiles in registers.
// CHECK-LABEL: registers:
// CHECK:      ttrans [[A:t[0-9]+]], t0
// CHECK-NEXT: tmmaz.f32 t0, t1, [[A]]
// CHECK-NEXT: ret
// PLAIN-LABEL: registers:
// PLAIN: tmmaz.f32
tile registers(tile a, tile b) { return a * b; }

// Operands and result stay where they are; nothing is copied to the stack.
// CHECK-LABEL: memory:
// CHECK-NOT: sp,
// CHECK-COUNT-16: tmmaz.f32
// CHECK-NOT: sp,
// CHECK: ret
// PLAIN-LABEL: memory:
// PLAIN: tmma.f32
void memory(large *restrict c, const large *a, const large *b) { *c = *a * *b; }

#ifdef TOO_LARGE
// LARGE: [[@LINE+1]]:9: error: matrix of 257 rows and 2 columns, expected at most 256 of each
typedef float rows __attribute__((matrix_type(257, 2)));
typedef double square __attribute__((matrix_type(65, 65)));
// LARGE: [[@LINE+2]]:8: error: matrix of 4225 elements returned by value, expected at most 4096; use a pointer
// LARGE: [[@LINE+1]]:24: error: matrix of 4225 elements passed by value, expected at most 4096; use a pointer
square by_value(square a);
#endif
