// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A virtual machine with a stack: primes, Fibonacci numbers and sorting in
// bytecode.
#include "../common/bench.h"

enum op {
  PUSH,
  LOAD,
  STORE,
  LOADX,
  STOREX,
  ADD,
  SUB,
  MUL,
  MOD,
  LESS,
  EQUAL,
  JUMP,
  JUMPZ,
  CALL,
  RETURN,
  DUP,
  DROP,
  HALT
};
enum { CODE = 400, DATA = 300, STACK = 200 };
static short code[CODE];
static int size;
static long data[DATA];
static long stack[STACK];
static long steps;
static long results[3];

static void emit(int op, int operand) {
  code[size++] = (short)op;
  code[size++] = (short)operand;
}
static void emit1(int op) { emit(op, 0); }

static int entry_primes, entry_fibonacci, entry_sort;

// Counts the primes below data[0] into data[1]; data[2], data[3] are variables.
static void make_primes(void) {
  entry_primes = size;
  emit(PUSH, 0), emit(STORE, 1), emit(PUSH, 2), emit(STORE, 2);
  int outer = size;
  emit(LOAD, 2), emit(LOAD, 0), emit1(LESS);
  int exit = size;
  emit(JUMPZ, 0);
  emit(PUSH, 2), emit(STORE, 3);
  int inner = size;
  emit(LOAD, 3), emit1(DUP), emit1(MUL), emit(LOAD, 2), emit(PUSH, 1),
      emit1(ADD), emit1(LESS);
  int prime = size;
  emit(JUMPZ, 0);
  emit(LOAD, 2), emit(LOAD, 3), emit1(MOD);
  int divides = size;
  emit(JUMPZ, 0);
  emit(LOAD, 3), emit(PUSH, 1), emit1(ADD), emit(STORE, 3), emit(JUMP, inner);
  code[prime + 1] = (short)size;
  emit(LOAD, 1), emit(PUSH, 1), emit1(ADD), emit(STORE, 1);
  code[divides + 1] = (short)size;
  emit(LOAD, 2), emit(PUSH, 1), emit1(ADD), emit(STORE, 2), emit(JUMP, outer);
  code[exit + 1] = (short)size;
  emit1(HALT);
}

// fib(n) of the top of the stack, by recursion.
static void make_fibonacci(void) {
  int f = size;
  emit1(DUP), emit(PUSH, 2), emit1(LESS);
  int recurse = size;
  emit(JUMPZ, 0);
  emit1(RETURN);
  code[recurse + 1] = (short)size;
  emit1(DUP), emit(PUSH, 1), emit1(SUB), emit(CALL, f);
  emit(STORE, 4), emit(PUSH, 2), emit1(SUB), emit(LOAD, 4),
      emit(STOREX, 10); // data[10 + n - 2] keeps fib(n - 1)
  emit(CALL, f);
  emit1(RETURN);
  entry_fibonacci = size;
  emit(LOAD, 0), emit(CALL, f), emit(STORE, 1), emit1(HALT);
}

// Sorts data[100 .. 100 + data[0]) by exchanging neighbours.
static void make_sort(void) {
  entry_sort = size;
  int again = size;
  emit(PUSH, 0), emit(STORE, 2), emit(PUSH, 0), emit(STORE, 1);
  int loop = size;
  emit(LOAD, 1), emit(LOAD, 0), emit(PUSH, 1), emit1(SUB), emit1(LESS);
  int end = size;
  emit(JUMPZ, 0);
  emit(LOAD, 1), emit(PUSH, 1), emit1(ADD), emit(LOADX, 100), emit(LOAD, 1),
      emit(LOADX, 100), emit1(LESS);
  int keep = size;
  emit(JUMPZ, 0);
  emit(LOAD, 1), emit(LOADX, 100), emit(STORE, 3);
  emit(LOAD, 1), emit(LOAD, 1), emit(PUSH, 1), emit1(ADD), emit(LOADX, 100),
      emit(STOREX, 100);
  emit(LOAD, 1), emit(PUSH, 1), emit1(ADD), emit(LOAD, 3), emit(STOREX, 100);
  emit(PUSH, 1), emit(STORE, 2);
  code[keep + 1] = (short)size;
  emit(LOAD, 1), emit(PUSH, 1), emit1(ADD), emit(STORE, 1), emit(JUMP, loop);
  code[end + 1] = (short)size;
  emit(LOAD, 2), emit(PUSH, 0), emit1(EQUAL), emit(JUMPZ, again), emit1(HALT);
}

static void execute(int pc) {
  long *top = stack;
  int returns[64], depth = 0;
  for (;;) {
    int op = code[pc], operand = code[pc + 1];
    pc += 2;
    steps++;
    switch ((enum op)op) {
    case PUSH:
      *top++ = operand;
      break;
    case LOAD:
      *top++ = data[operand];
      break;
    case STORE:
      data[operand] = *--top;
      break;
    case LOADX:
      top[-1] = data[operand + top[-1]];
      break;
    case STOREX:
      top--;
      data[operand + top[-1]] = top[0];
      if (operand == 100)
        top--;
      break;
    case ADD:
      top--;
      top[-1] += *top;
      break;
    case SUB:
      top--;
      top[-1] -= *top;
      break;
    case MUL:
      top--;
      top[-1] *= *top;
      break;
    case MOD:
      top--;
      top[-1] %= *top;
      break;
    case LESS:
      top--;
      top[-1] = top[-1] < *top;
      break;
    case EQUAL:
      top--;
      top[-1] = top[-1] == *top;
      break;
    case JUMP:
      pc = operand;
      break;
    case JUMPZ:
      if (!*--top)
        pc = operand;
      break;
    case CALL:
      returns[depth++] = pc;
      pc = operand;
      break;
    case RETURN:
      pc = returns[--depth];
      break;
    case DUP:
      *top = top[-1];
      top++;
      break;
    case DROP:
      top--;
      break;
    case HALT:
      return;
    }
  }
}

void bench_setup(void) {
  make_primes();
  make_fibonacci();
  make_sort();
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    data[0] = 600;
    execute(entry_primes);
    results[0] = data[1];
    data[0] = 30;
    execute(entry_fibonacci);
    results[1] = data[1];
    data[0] = 60;
    uint64_t random = 3;
    for (int i = 0; i < 60; i++)
      data[100 + i] = (long)(bench_random(&random) >> 50);
    execute(entry_sort);
    sum = sum * 3 + (uint64_t)(results[0] + results[1] + data[100] + steps);
  }
  return sum;
}

int bench_check(void) {
  for (int i = 0; i + 1 < 60; i++)
    if (data[100 + i] > data[101 + i])
      return 0;
  return results[0] == 109 && size < CODE;
}
