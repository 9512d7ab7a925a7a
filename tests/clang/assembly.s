# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Assembly is preprocessed where asked for and assembled in process.
//
// RUN: sectile-clang -Werror -x assembler-with-cpp -c %s -o %t.o
// RUN: llvm-readelf -h -s %t.o | FileCheck %s
// CHECK: Machine: {{ *}}5ec7
// CHECK: GLOBAL DEFAULT {{.*}} answer
// RUN: sectile-clang -Werror -g -x assembler-with-cpp -c %s -o %t.g.o
// RUN: llvm-readelf -S %t.g.o | FileCheck %s --check-prefix=DEBUG
// DEBUG: .debug_line
//
// RUN: rm -f %t.bad.o
// RUN: not sectile-clang -DBAD -x assembler-with-cpp -c %s -o %t.bad.o 2>&1 | FileCheck %s --check-prefix=BAD
// BAD: assembly.s:[[@LINE+9]]:15: error: {{.*}}[-4096, 4095]
// RUN: not ls %t.bad.o
#define ANSWER 42
	.text
	.globl answer
answer:
	li a0, ANSWER
	ret
#ifdef BAD
	addi a0, a0, 4096
#endif
