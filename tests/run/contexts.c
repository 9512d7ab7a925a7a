// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <ucontext.h>: coroutines with stacks of their own, arguments in registers and
// on the stack, and the signal mask of each context.
// RUN: sectile-clang -O0 %s -o %t0.elf
// RUN: sectile-run %t0.elf | FileCheck %s
// RUN: sectile-clang -O3 -flto %s -o %t3.elf
// RUN: sectile-run %t3.elf | FileCheck %s
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>

static ucontext_t caller, generator;
static int value;

static void squares(int first, int last) {
  for (volatile int i = first; i <= last; i++) {
    value = i * i;
    swapcontext(&generator, &caller);
  }
  value = -1;
}

static void add(int a, int b, int c, int d, int e, int f, int g, int h, int i,
                void *j, int k) {
  printf("%d %d\n", a + b + c + d + e + f + g + h + i + k, j == &value);
}

static sigset_t mask(void) {
  sigset_t set;
  sigprocmask(SIG_BLOCK, NULL, &set);
  return set;
}
static void masked(void) {
  sigset_t set = mask();
  printf("inside %d\n", sigismember(&set, SIGUSR1));
}

static void prepare(ucontext_t *context, ucontext_t *next) {
  getcontext(context);
  context->uc_stack.ss_size = 65536;
  context->uc_stack.ss_sp = malloc(context->uc_stack.ss_size);
  context->uc_link = next;
}

int main(void) {
  prepare(&generator, &caller);
  makecontext(&generator, (void (*)(void))squares, 2, 3, 6);
  do {
    swapcontext(&caller, &generator);
    printf("%d ", value);
  } while (value > 0);
  puts("");
  // CHECK: 9 16 25 36 -1

  prepare(&generator, &caller);
  makecontext(&generator, (void (*)(void))add, 11, 1, 2, 3, 4, 5, 6, 7, 8, 9,
              &value, 10);
  swapcontext(&caller, &generator);
  // CHECK: 55 1

  volatile int again = 0;
  ucontext_t here;
  getcontext(&here);
  if (again++ < 2)
    setcontext(&here);
  printf("%d times\n", again);
  // CHECK: 3 times

  prepare(&generator, &caller);
  sigaddset(&generator.uc_sigmask, SIGUSR1);
  makecontext(&generator, masked, 0);
  swapcontext(&caller, &generator);
  sigset_t set = mask();
  printf("outside %d\n", sigismember(&set, SIGUSR1));
  // CHECK: inside 1
  // CHECK: outside 0

  // The program ends with the last context.
  prepare(&generator, NULL);
  makecontext(&generator, masked, 0);
  setcontext(&generator);
  // CHECK: inside 0
  puts("not reached");
  // CHECK-NOT: not reached
}
