// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Entry, output and exit without a C library, for each target.
#include "bench.h"

int main(void);

#if defined(__riscv)

__asm__(".globl _start\n"
        "_start:\n"
        ".option push\n"
        ".option norelax\n"
        "  la gp, __global_pointer$\n"
        ".option pop\n"
        "  andi sp, sp, -16\n"
        "  call bench_start\n");

static long linux_call(long number, long a, long b, long c) {
  register long a7 __asm__("a7") = number;
  register long a0 __asm__("a0") = a;
  register long a1 __asm__("a1") = b;
  register long a2 __asm__("a2") = c;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
  return a0;
}

void bench_write(const char *text, size_t length) {
  linux_call(64, 1, (long)text, (long)length);
}

_Noreturn void bench_exit(int status) {
  for (;;)
    linux_call(93, status, 0, 0);
}

__attribute__((used)) _Noreturn void bench_start(void) { bench_exit(main()); }

#elif defined(__sectile__)

#include "host_device.h"

__attribute__((used, aligned(16))) static char stack[1 << 20];

__asm__(".globl _start\n"
        "_start:\n"
        "  adrp sp, %page(bench_stack_top)\n"
        "  addi sp, sp, %lo(bench_stack_top)\n"
        "  ldd sp, sp, 0\n"
        "  call bench_start\n");
__attribute__((used)) void *const bench_stack_top = stack + sizeof stack;

static void host(struct sectile_host_command *command) {
  __asm__ volatile("" ::: "memory");
  *(volatile uint64_t *)SECTILE_HOST_DEVICE = (uint64_t)(uintptr_t)command;
  __asm__ volatile("" ::: "memory");
}

void bench_write(const char *text, size_t length) {
  struct sectile_host_command command = {
      SECTILE_HOST_WRITE, 0, {1, (uint64_t)(uintptr_t)text, length, 0, 0, 0}};
  host(&command);
}

_Noreturn void bench_exit(int status) {
  struct sectile_host_command command = {
      SECTILE_HOST_EXIT, 0, {(uint64_t)status, 0, 0, 0, 0, 0}};
  for (;;)
    host(&command);
}

__attribute__((used)) _Noreturn void bench_start(void) { bench_exit(main()); }

#else // the host: its own C library starts the program

#include <stdlib.h>
#include <unistd.h>

void bench_write(const char *text, size_t length) {
  if (write(1, text, length) < 0)
    _Exit(2);
}

_Noreturn void bench_exit(int status) { _Exit(status); }

#endif
