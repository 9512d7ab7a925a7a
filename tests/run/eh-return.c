// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// __builtin_eh_return leaves a function to another address, with the
// callee-saved registers as they were at the call and the stack pointer moved.
// RUN: sectile-clang -O0 -mllvm -verify-machineinstrs %s -o %t0.elf && sectile-run %t0.elf
// RUN: sectile-clang -O2 -mllvm -verify-machineinstrs %s -o %t2.elf && sectile-run %t2.elf

__attribute__((noinline)) static void use(volatile char *p, long n) {
  for (long i = 0; i < n; ++i)
    p[i] = i;
}

// Returns, or leaves to where it is told; the frame has no fixed size.
__attribute__((used)) void leave(long moved, void *where, long n) {
  char *p = __builtin_alloca(n);
  use(p, n);
  if (n == 7)
    return;
  __builtin_unwind_init();
  __builtin_eh_return(moved, where);
}

// In assembly, so that all that is at stake is known: 64 bytes are on the stack
// at the call, and leave() takes them off. 77 if it left with s1 kept, 1 if it
// returned, 2 if the stack pointer is wrong.
long caller(long n);
__asm__(".text\n"
        ".p2align 2\n"
        "caller:\n"
        "  addi sp, sp, -32\n"
        "  std s1, sp, 0\n"
        "  std ra, sp, 8\n"
        "  std s2, sp, 16\n"
        "  addi s1, zero, 77\n"
        "  addi s2, sp, 0\n"
        "  addi sp, sp, -64\n"
        "  addi a2, a0, 0\n"
        "  addi a0, zero, 64\n"
        "  la a1, landed\n"
        "  call leave\n"
        "  addi s1, zero, 1\n"
        "  addi sp, sp, 64\n"
        "landed:\n"
        "  addi a0, s1, 0\n"
        "  beq s2, sp, finish\n"
        "  addi a0, zero, 2\n"
        "  addi sp, s2, 0\n"
        "finish:\n"
        "  ldd s1, sp, 0\n"
        "  ldd ra, sp, 8\n"
        "  ldd s2, sp, 16\n"
        "  addi sp, sp, 32\n"
        "  ret\n");

int main(void) { return caller(7) != 1 ? 1 : caller(100) != 77 ? 2 : 0; }
