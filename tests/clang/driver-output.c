// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What each phase leaves, from compilation to linked program.
//
// RUN: rm -rf %t && split-file %s %t && cd %t
//
// Preprocessing and dependencies.
// RUN: sectile-clang -E main.c | FileCheck %s --check-prefix=E
// E: int answer(void)
// E: return answer() - 42;
// RUN: sectile-clang -c main.c -MD -MF deps.d && FileCheck %s --check-prefix=DEPS < deps.d
// RUN: sectile-clang -MM main.c | FileCheck %s --check-prefix=DEPS
// DEPS: main.o: main.c answer.h
//
// Several inputs, one object each; assembly; objects are relocatable ELF.
// RUN: rm -f *.o && sectile-clang -c main.c answer.c && ls *.o | FileCheck %s --check-prefix=OBJECTS
// OBJECTS: answer.o
// OBJECTS-NEXT: main.o
// RUN: llvm-readelf -h main.o | FileCheck %s --check-prefix=ELF
// ELF: Class: {{ *}}ELF64
// ELF: Data: {{.*}}little endian
// ELF: Type: {{ *}}REL
// ELF: Machine: {{ *}}5ec7
// RUN: sectile-clang -S answer.c -o - | FileCheck %s --check-prefix=ASM
// ASM: answer:
// ASM: ret
// RUN: sectile-clang -S answer.c && sectile-clang -c answer.s -o from-asm.o && sectile-clang -c answer.c -o direct.o && cmp from-asm.o direct.o
//
// Standard input, a language given, a response file.
// RUN: sectile-clang -x c -c - -o stdin.o < answer.c
// RUN: sectile-clang @arguments && llvm-readelf -s response.o | FileCheck %s --check-prefix=SYMBOL
// SYMBOL: answer
//
// A program without a library, from C, object and assembly at once, and by
// link-time optimisation, which leaves no call.
// RUN: sectile-clang -O2 -nostdlib main.c answer.o start.s -o program.elf
// RUN: sectile-run program.elf
// RUN: sectile-clang -O2 -flto -nostdlib main.c answer.c start.s -o lto.elf
// RUN: sectile-run lto.elf
// RUN: sectile-clang -O2 -nostdlib -save-temps main.c answer.c start.s -o program.elf && ls main.i main.bc main.s main.o
//
// No partial output, and no temporary file left.
// RUN: mkdir tmp
// RUN: rm -f bad.elf && not env TMPDIR=%t/tmp sectile-clang -nostdlib main.c start.s -o bad.elf 2>&1 | FileCheck %s --check-prefix=UNDEFINED
// UNDEFINED: error: undefined symbol: answer
// RUN: not ls bad.elf
// RUN: not env TMPDIR=%t/tmp sectile-clang -DBROKEN main.c answer.c -o bad.elf
// RUN: not ls bad.elf
// RUN: ls tmp | count 0

//--- answer.h
int answer(void);
//--- answer.c
#include "answer.h"
int answer(void) { return 42; }
//--- main.c
#include "answer.h"
#ifdef BROKEN
broken
#endif
int main(void) { return answer() - 42; }
//--- start.s
	.globl _start
_start:
	li sp, 0x80100000
	call main
	la a1, block
	std a0, a1, 16
	li a2, 0x10000000
	std a1, a2, 0
1:	j 1b
	.data
	.p2align 3
block:
	.quad 1, 0, 0, 0, 0, 0, 0, 0
//--- arguments
-O2 -c answer.c
-o response.o
