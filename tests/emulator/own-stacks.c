// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program with stacks of its own is not stopped: in its data, on its heap, below the end
// of the program; the results are those of a run without the watch.
// RUN: sectile-clang -O1 %s %S/Inputs/switch.S -o %t.elf
// RUN: sectile-run %t.elf > %t.watched
// RUN: sectile-run --no-stack-watch %t.elf | cmp - %t.watched
// RUN: FileCheck %s < %t.watched
// CHECK: data 5050
// CHECK: heap 5050
// CHECK: jump 7
// CHECK: data again 125250
// A stack in the stack is a part of it.
// RUN: %status 122 sectile-run %t.elf inside 2>&1 | FileCheck %s --check-prefix=INSIDE
// INSIDE: stack overflow
// INSIDE: in: sum{{$|[+]}}
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

long call_on(long (*function)(long), long argument, char *top);

static _Alignas(16) char room[1 << 16];

__attribute__((noinline)) long sum(long n) {
  volatile long keep = n;
  return n ? sum(n - 1) + keep : 0;
}
static jmp_buf here;
__attribute__((noinline)) long leave(long n) { longjmp(here, (int)n); }

int main(int argc, char **argv) {
  if (argc > 1) {
    _Alignas(16) char some[1 << 16];
    printf("inside %ld\n", call_on(sum, 100, some + sizeof some));
    printf("%ld\n", sum(1l << 40));
  }
  printf("data %ld\n", call_on(sum, 100, room + sizeof room));
  char *heap = malloc(1 << 16);
  printf("heap %ld\n", call_on(sum, 100, heap + (1 << 16)));
  int value = setjmp(here);
  if (value)
    printf("jump %d\n", value);
  else
    call_on(leave, 7, heap + (1 << 16));
  printf("data again %ld\n", call_on(sum, 500, room + sizeof room));
}
