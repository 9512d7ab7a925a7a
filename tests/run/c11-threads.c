// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <threads.h> with one thread: no other can be created, and the rest works.
// RUN: sectile-clang -std=c11 -O2 %s -o %t2.elf
// RUN: sectile-run %t2.elf | FileCheck %s
// RUN: sectile-clang -std=c23 -O0 -flto %s -o %t0.elf
// RUN: sectile-run %t0.elf | FileCheck %s
#include <stdio.h>
#include <threads.h>
#include <time.h>

static int failures;
#define expect(condition)                                                      \
  ((condition) ? (void)0                                                       \
               : (void)(failures++,                                            \
                        printf("line %d: not " #condition "\n", __LINE__)))

static once_flag once = ONCE_FLAG_INIT;
static int calls;
static thread_local int of_thread = 4;
static void initialize(void) { calls++; }
static int start(void *argument) { return argument != NULL; }
static void destroy(void *text) { puts(text); }

static struct timespec soon(void) {
  struct timespec time;
  expect(timespec_get(&time, TIME_UTC) == TIME_UTC);
  time.tv_nsec += 20000;
  return time;
}

int main(void) {
  call_once(&once, initialize);
  call_once(&once, initialize);
  expect(calls == 1 && of_thread == 4);

  thrd_t thread;
  expect(thrd_create(&thread, start, NULL) == thrd_error);
  expect(thrd_equal(thrd_current(), thrd_current()));
  expect(thrd_join(thrd_current(), NULL) == thrd_error);
  expect(thrd_sleep(&(struct timespec){.tv_nsec = 1000}, NULL) == 0);
  expect(thrd_sleep(&(struct timespec){.tv_nsec = -1}, NULL) < -1);
  thrd_yield();

  mtx_t mutex;
  expect(mtx_init(&mutex, 99) == thrd_error);
  expect(mtx_init(&mutex, mtx_timed) == thrd_success);
  expect(mtx_lock(&mutex) == thrd_success);
  expect(mtx_trylock(&mutex) == thrd_busy);
  expect(mtx_lock(&mutex) == thrd_error);
  struct timespec limit = soon();
  expect(mtx_timedlock(&mutex, &limit) == thrd_timedout);

  cnd_t condition;
  expect(cnd_init(&condition) == thrd_success);
  expect(cnd_signal(&condition) == thrd_success);
  expect(cnd_broadcast(&condition) == thrd_success);
  expect(cnd_wait(&condition, &mutex) == thrd_error);
  limit = soon();
  expect(cnd_timedwait(&condition, &mutex, &limit) == thrd_timedout);
  cnd_destroy(&condition);
  expect(mtx_unlock(&mutex) == thrd_success);
  expect(mtx_unlock(&mutex) == thrd_error);
  mtx_destroy(&mutex);
  expect(mtx_init(&mutex, mtx_plain | mtx_recursive) == thrd_success);
  expect(mtx_lock(&mutex) == thrd_success);
  expect(mtx_trylock(&mutex) == thrd_success);

  tss_t key, other;
  expect(tss_create(&key, destroy) == thrd_success);
  expect(tss_create(&other, NULL) == thrd_success);
  expect(tss_get(key) == NULL);
  expect(tss_set(key, "of the key") == thrd_success);
  expect(tss_get(key) != NULL);
  tss_delete(other);
  expect(tss_set(other, &key) == thrd_error);
  if (failures)
    return 1;
  thrd_exit(3);
}
// The thread's end is the program's.
// CHECK-NOT: not
// CHECK: of the key
