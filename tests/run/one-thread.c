// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <pthread.h> in a program of one thread: no other can be created, locks and
// keys work, and what would wait for ever is an error.
// RUN: sectile-clang -O2 -pthread %s -lpthread -ldl -lrt -lutil -o %t.elf
// RUN: sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang -O0 -flto %s -o %t.lto.elf
// RUN: sectile-run %t.lto.elf | FileCheck %s
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef _POSIX_THREADS
#error there are no threads
#endif

#define expect(condition)                                                      \
  ((condition) ? (void)0                                                       \
               : (void)printf("line %d: not " #condition "\n", __LINE__))

static void *start(void *argument) { return argument; }
static int calls;
static void initialize(void) { calls++; }
static void say(void *text) { printf("%s\n", (const char *)text); }
static void handler(int signal) {
  expect(signal == SIGUSR1);
  calls++;
}

static void creation(void) {
  pthread_t thread;
  pthread_attr_t attributes;
  size_t size;
  int state;
  pthread_attr_init(&attributes);
  pthread_attr_getdetachstate(&attributes, &state);
  expect(state == PTHREAD_CREATE_JOINABLE);
  expect(pthread_attr_setstacksize(&attributes, 100) == EINVAL);
  expect(pthread_attr_setstacksize(&attributes, 65536) == 0);
  pthread_attr_getstacksize(&attributes, &size);
  expect(size == 65536);
  expect(pthread_create(&thread, &attributes, start, NULL) == EAGAIN);
  pthread_t self = pthread_self();
  expect(pthread_equal(self, pthread_self()));
  expect(pthread_join(self, NULL) == EDEADLK);
  expect(pthread_join(self + 1, NULL) == ESRCH);
  expect(pthread_kill(self, 0) == 0);
  expect(pthread_kill(self, NSIG) == EINVAL);
  expect(pthread_kill(self + 1, SIGUSR1) == ESRCH);
  signal(SIGUSR1, handler);
  expect(pthread_kill(self, SIGUSR1) == 0);
  expect(calls == 1);
}

static void locked_once(pthread_mutex_t *mutex) {
  expect(pthread_mutex_lock(mutex) == 0);
  expect(pthread_mutex_trylock(mutex) == EBUSY);
  expect(pthread_mutex_lock(mutex) == EDEADLK);
  expect(pthread_mutex_destroy(mutex) == EBUSY);
  expect(pthread_mutex_unlock(mutex) == 0);
  expect(pthread_mutex_unlock(mutex) == EPERM);
  expect(pthread_mutex_destroy(mutex) == 0);
}
static void locked_twice(pthread_mutex_t *mutex) {
  expect(pthread_mutex_lock(mutex) == 0);
  expect(pthread_mutex_trylock(mutex) == 0);
  expect(pthread_mutex_unlock(mutex) == 0);
  expect(pthread_mutex_unlock(mutex) == 0);
  expect(pthread_mutex_unlock(mutex) == EPERM);
}
static void mutexes(void) {
  pthread_mutex_t zero = 0, plain = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_t recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
  pthread_mutex_t created, by_default;
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  expect(pthread_mutexattr_settype(&attributes, 3) == EINVAL);
  expect(pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE) == 0);
  pthread_mutex_init(&created, &attributes);
  pthread_mutex_init(&by_default, NULL);
  locked_once(&zero);
  locked_once(&plain);
  locked_once(&by_default);
  locked_twice(&recursive);
  locked_twice(&created);
}

static void time_limits(void) {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_t checked = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  struct timespec limit, after;
  clock_gettime(CLOCK_REALTIME, &limit);
  limit.tv_nsec += 100000;
  expect(pthread_cond_timedwait(&condition, &mutex, &limit) == EPERM);
  expect(pthread_mutex_lock(&mutex) == 0);
  expect(pthread_cond_wait(&condition, &mutex) == EDEADLK);
  expect(pthread_cond_signal(&condition) == 0);
  expect(pthread_cond_timedwait(&condition, &mutex, &limit) == ETIMEDOUT);
  clock_gettime(CLOCK_REALTIME, &after);
  expect(after.tv_sec > limit.tv_sec || after.tv_nsec >= limit.tv_nsec);
  expect(pthread_mutex_timedlock(&mutex, &limit) == ETIMEDOUT);
  limit.tv_nsec = 1000000000;
  expect(pthread_mutex_timedlock(&mutex, &limit) == EINVAL);
  expect(pthread_mutex_timedlock(&checked, &limit) == 0);
  expect(pthread_mutex_timedlock(&checked, &limit) == EDEADLK);
}

static void other_locks(void) {
  pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  expect(pthread_rwlock_rdlock(&lock) == 0);
  expect(pthread_rwlock_rdlock(&lock) == 0);
  expect(pthread_rwlock_trywrlock(&lock) == EBUSY);
  expect(pthread_rwlock_unlock(&lock) == 0);
  expect(pthread_rwlock_wrlock(&lock) == EDEADLK);
  expect(pthread_rwlock_unlock(&lock) == 0);
  expect(pthread_rwlock_wrlock(&lock) == 0);
  expect(pthread_rwlock_rdlock(&lock) == EDEADLK);
  expect(pthread_rwlock_unlock(&lock) == 0);
  expect(pthread_rwlock_unlock(&lock) == EPERM);
  pthread_spinlock_t spin;
  expect(pthread_spin_init(&spin, 2) == EINVAL);
  expect(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE) == 0);
  expect(pthread_spin_lock(&spin) == 0);
  expect(pthread_spin_trylock(&spin) == EBUSY);
  expect(pthread_spin_unlock(&spin) == 0);
  pthread_barrier_t one, two;
  expect(pthread_barrier_init(&one, NULL, 0) == EINVAL);
  expect(pthread_barrier_init(&one, NULL, 1) == 0);
  expect(pthread_barrier_init(&two, NULL, 2) == 0);
  expect(pthread_barrier_wait(&one) == PTHREAD_BARRIER_SERIAL_THREAD);
  expect(pthread_barrier_wait(&two) == EDEADLK);
}

static void once(void) {
  static pthread_once_t control = PTHREAD_ONCE_INIT;
  calls = 0;
  pthread_once(&control, initialize);
  pthread_once(&control, initialize);
  expect(calls == 1);
}

static void keys(void) {
  pthread_key_t key, others[PTHREAD_KEYS_MAX];
  int created = 0;
  expect(pthread_key_create(&key, say) == 0);
  while (pthread_key_create(&others[created], NULL) == 0)
    created++;
  expect(created == PTHREAD_KEYS_MAX - 1);
  expect(pthread_getspecific(key) == NULL);
  expect(pthread_setspecific(key, "destructor of a key") == 0);
  expect(pthread_setspecific(PTHREAD_KEYS_MAX, "") == EINVAL);
  expect(pthread_key_delete(others[0]) == 0);
  expect(pthread_key_delete(others[0]) == EINVAL);
}

static void at_exit(void) { printf("functions of atexit\n"); }

int main(void) {
  creation();
  mutexes();
  time_limits();
  other_locks();
  once();
  keys();
  atexit(at_exit);
  int old;
  pthread_cleanup_push(say, "popped");
  pthread_cleanup_pop(1);
  pthread_cleanup_push(say, "cleaned up");
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
  pthread_cancel(pthread_self());
  pthread_testcancel();
  printf("not cancelled\n");
  pthread_setcancelstate(old, NULL);
  pthread_testcancel();
  printf("not reached\n");
  pthread_cleanup_pop(0);
}
// CHECK-NOT: line
// CHECK: popped
// CHECK-NEXT: not cancelled
// CHECK-NEXT: cleaned up
// CHECK-NEXT: destructor of a key
// CHECK-NEXT: functions of atexit
// CHECK-NOT: {{.}}
