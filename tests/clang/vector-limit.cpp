// A vector has at most 4096 elements: what is no tile is compiled one element
// after the other, and more would take minutes.
//
// RUN: sectile-clang++ -c %s -o %t.o
// RUN: not sectile-clang++ -DTOO_LARGE -c %s -o %t.no.o 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not ls %t.no.o
typedef float largest __attribute__((vector_size(16384)));
largest add(largest a, largest b) { return a + b; }
#ifdef TOO_LARGE
// CHECK: [[@LINE+1]]:9: error: vector of 4097 elements, expected at most 4096
typedef char bytes __attribute__((ext_vector_type(4097)));
// CHECK: [[@LINE+1]]:{{[0-9]+}}: error: vector of 100000 elements, expected at most 4096
void add_to(double __attribute__((ext_vector_type(100000))) *a);
#endif
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
