// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <pthread.h> for a program of one thread. No thread can be created; locks,
// keys and the rest keep the state that they would have for that thread. What
// would wait for another thread for ever is EDEADLK instead; what has a time
// limit waits until then.
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum { SELF = 1, READ_LIMIT = INT_MAX };

// A mutex is its type above the number of locks; newlib's initialiser, all
// ones, stands for 0, so that a mutex of zeros is initialised too.
static const unsigned count_mask = 0x3fffffff;
static unsigned mutex_type(pthread_mutex_t mutex) { return mutex >> 30; }
static pthread_mutex_t *normalized(pthread_mutex_t *mutex) {
  if (*mutex == _PTHREAD_MUTEX_INITIALIZER)
    *mutex = 0;
  return mutex;
}

static struct {
  void (*destructor)(void *);
  const void *value;
  int used;
} keys[PTHREAD_KEYS_MAX];
static struct _pthread_cleanup *cleanup;
static int cancel_state, cancel_type, cancelled;

static int until(clockid_t clock, const struct timespec *limit) {
  if (limit->tv_nsec < 0 || limit->tv_nsec >= 1000000000)
    return EINVAL;
  clock_nanosleep(clock, TIMER_ABSTIME, limit, NULL);
  return ETIMEDOUT;
}
// With a single process there is nobody to share with: the attribute is checked
// and has no effect.
static int shared(int value) {
  return value == PTHREAD_PROCESS_PRIVATE || value == PTHREAD_PROCESS_SHARED
             ? 0
             : EINVAL;
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

// Threads.
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                   void *(*start)(void *), void *argument) {
  (void)thread, (void)attributes, (void)start, (void)argument;
  return EAGAIN;
}
int pthread_join(pthread_t thread, void **result) {
  (void)result;
  return thread == SELF ? EDEADLK : ESRCH;
}
int pthread_detach(pthread_t thread) { return thread == SELF ? 0 : ESRCH; }
pthread_t pthread_self(void) { return SELF; }
int pthread_equal(pthread_t a, pthread_t b) { return a == b; }
int pthread_kill(pthread_t thread, int signal) {
  if (thread != SELF)
    return ESRCH;
  if (signal < 0 || signal >= NSIG)
    return EINVAL;
  return signal && raise(signal) ? errno : 0;
}

// The last thread ends, and with it the program.
void pthread_exit(void *value) {
  (void)value;
  while (cleanup)
    _pthread_cleanup_pop(1);
  for (int round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS; round++)
    for (int key = 0; key < PTHREAD_KEYS_MAX; key++) {
      void *old = (void *)keys[key].value;
      keys[key].value = NULL;
      if (old && keys[key].destructor)
        keys[key].destructor(old);
    }
  exit(0);
}

void _pthread_cleanup_push(struct _pthread_cleanup *entry) {
  entry->_previous = cleanup;
  cleanup = entry;
}
void _pthread_cleanup_pop(int execute) {
  struct _pthread_cleanup *entry = cleanup;
  cleanup = entry->_previous;
  if (execute)
    entry->_routine(entry->_argument);
}

int pthread_cancel(pthread_t thread) {
  if (thread != SELF)
    return ESRCH;
  cancelled = 1;
  if (cancel_type == PTHREAD_CANCEL_ASYNCHRONOUS)
    pthread_testcancel();
  return 0;
}
void pthread_testcancel(void) {
  if (cancelled && cancel_state == PTHREAD_CANCEL_ENABLE)
    pthread_exit(PTHREAD_CANCELED);
}
int pthread_setcancelstate(int state, int *old) {
  if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE)
    return EINVAL;
  if (old)
    *old = cancel_state;
  cancel_state = state;
  return 0;
}
int pthread_setcanceltype(int type, int *old) {
  if (type != PTHREAD_CANCEL_DEFERRED && type != PTHREAD_CANCEL_ASYNCHRONOUS)
    return EINVAL;
  if (old)
    *old = cancel_type;
  cancel_type = type;
  return 0;
}

// There is no fork either.
int pthread_atfork(void (*prepare)(void), void (*parent)(void),
                   void (*child)(void)) {
  (void)prepare, (void)parent, (void)child;
  return 0;
}

int pthread_once(pthread_once_t *control, void (*initialize)(void)) {
  if (!control->init_executed) {
    control->init_executed = 1;
    initialize();
  }
  return 0;
}

// Attributes of threads: kept for who reads them back.
int pthread_attr_init(pthread_attr_t *attributes) {
  *attributes = (pthread_attr_t){.is_initialized = 1,
                                 .stacksize = 1 << 20,
                                 .contentionscope = PTHREAD_SCOPE_SYSTEM,
                                 .detachstate = PTHREAD_CREATE_JOINABLE};
  return 0;
}
int pthread_attr_destroy(pthread_attr_t *attributes) {
  attributes->is_initialized = 0;
  return 0;
}
int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state) {
  if (state != PTHREAD_CREATE_JOINABLE && state != PTHREAD_CREATE_DETACHED)
    return EINVAL;
  attributes->detachstate = state;
  return 0;
}
int pthread_attr_getdetachstate(const pthread_attr_t *attributes, int *state) {
  *state = attributes->detachstate;
  return 0;
}
int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size) {
  if (size < PTHREAD_STACK_MIN || size > INT_MAX)
    return EINVAL;
  attributes->stacksize = (int)size;
  return 0;
}
int pthread_attr_getstacksize(const pthread_attr_t *attributes, size_t *size) {
  *size = (size_t)attributes->stacksize;
  return 0;
}
int pthread_attr_setscope(pthread_attr_t *attributes, int scope) {
  if (scope != PTHREAD_SCOPE_PROCESS && scope != PTHREAD_SCOPE_SYSTEM)
    return EINVAL;
  attributes->contentionscope = scope;
  return 0;
}
int pthread_attr_getscope(const pthread_attr_t *attributes, int *scope) {
  *scope = attributes->contentionscope;
  return 0;
}

// Mutexes. newlib's attributes have no member for the type but `recursive`.
int pthread_mutexattr_init(pthread_mutexattr_t *attributes) {
  *attributes = (pthread_mutexattr_t){.is_initialized = 1,
                                      .recursive = PTHREAD_MUTEX_DEFAULT};
  return 0;
}
int pthread_mutexattr_destroy(pthread_mutexattr_t *attributes) {
  attributes->is_initialized = 0;
  return 0;
}
int pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int type) {
  if (type < PTHREAD_MUTEX_NORMAL || type > PTHREAD_MUTEX_ERRORCHECK)
    return EINVAL;
  attributes->recursive = type;
  return 0;
}
int pthread_mutexattr_gettype(const pthread_mutexattr_t *attributes,
                              int *type) {
  *type = attributes->recursive;
  return 0;
}
int pthread_mutexattr_setpshared(pthread_mutexattr_t *attributes, int value) {
  (void)attributes;
  return shared(value);
}
int pthread_mutexattr_getpshared(const pthread_mutexattr_t *attributes,
                                 int *value) {
  (void)attributes;
  *value = PTHREAD_PROCESS_PRIVATE;
  return 0;
}
int pthread_mutex_init(pthread_mutex_t *mutex,
                       const pthread_mutexattr_t *attributes) {
  *mutex = attributes ? (unsigned)attributes->recursive << 30 : 0;
  return 0;
}
int pthread_mutex_destroy(pthread_mutex_t *mutex) {
  return *normalized(mutex) & count_mask ? EBUSY : 0;
}
int pthread_mutex_trylock(pthread_mutex_t *mutex) {
  unsigned count = *normalized(mutex) & count_mask;
  if (count && mutex_type(*mutex) != PTHREAD_MUTEX_RECURSIVE)
    return EBUSY;
  // All ones would be the initialiser; no other type counts above 1.
  if (count == count_mask)
    return EAGAIN;
  ++*mutex;
  return 0;
}
int pthread_mutex_lock(pthread_mutex_t *mutex) {
  int error = pthread_mutex_trylock(mutex);
  return error == EBUSY ? EDEADLK : error;
}
int pthread_mutex_timedlock(pthread_mutex_t *mutex,
                            const struct timespec *limit) {
  int error = pthread_mutex_trylock(mutex);
  if (error != EBUSY)
    return error;
  return mutex_type(*mutex) == PTHREAD_MUTEX_ERRORCHECK
             ? EDEADLK
             : until(CLOCK_REALTIME, limit);
}
int pthread_mutex_unlock(pthread_mutex_t *mutex) {
  if (!(*normalized(mutex) & count_mask))
    return EPERM;
  --*mutex;
  return 0;
}

// Condition variables: nobody else can signal one.
int pthread_condattr_init(pthread_condattr_t *attributes) {
  *attributes =
      (pthread_condattr_t){.is_initialized = 1, .clock = CLOCK_REALTIME};
  return 0;
}
int pthread_condattr_destroy(pthread_condattr_t *attributes) {
  attributes->is_initialized = 0;
  return 0;
}
int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock) {
  if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
    return EINVAL;
  attributes->clock = clock;
  return 0;
}
int pthread_condattr_getclock(const pthread_condattr_t *attributes,
                              clockid_t *clock) {
  *clock = (clockid_t)attributes->clock;
  return 0;
}
int pthread_condattr_setpshared(pthread_condattr_t *attributes, int value) {
  (void)attributes;
  return shared(value);
}
int pthread_condattr_getpshared(const pthread_condattr_t *attributes,
                                int *value) {
  (void)attributes;
  *value = PTHREAD_PROCESS_PRIVATE;
  return 0;
}
// A condition variable is its clock.
int pthread_cond_init(pthread_cond_t *condition,
                      const pthread_condattr_t *attributes) {
  *condition = attributes ? (pthread_cond_t)attributes->clock : CLOCK_REALTIME;
  return 0;
}
int pthread_cond_destroy(pthread_cond_t *condition) {
  (void)condition;
  return 0;
}
int pthread_cond_signal(pthread_cond_t *condition) {
  (void)condition;
  return 0;
}
int pthread_cond_broadcast(pthread_cond_t *condition) {
  (void)condition;
  return 0;
}
int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex) {
  (void)condition;
  return *normalized(mutex) & count_mask ? EDEADLK : EPERM;
}
int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                           const struct timespec *limit) {
  if (!(*normalized(mutex) & count_mask))
    return EPERM;
  return until(*condition == CLOCK_MONOTONIC ? CLOCK_MONOTONIC : CLOCK_REALTIME,
               limit);
}

// Locks for readers and writers: the number of readers, or -1.
int pthread_rwlockattr_init(pthread_rwlockattr_t *attributes) {
  attributes->shared = PTHREAD_PROCESS_PRIVATE;
  return 0;
}
int pthread_rwlockattr_destroy(pthread_rwlockattr_t *attributes) {
  (void)attributes;
  return 0;
}
int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attributes, int value) {
  if (!shared(value))
    attributes->shared = value;
  return shared(value);
}
int pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *attributes,
                                  int *value) {
  *value = attributes->shared;
  return 0;
}
int pthread_rwlock_init(pthread_rwlock_t *lock,
                        const pthread_rwlockattr_t *attributes) {
  (void)attributes;
  lock->state = 0;
  return 0;
}
int pthread_rwlock_destroy(pthread_rwlock_t *lock) {
  return lock->state ? EBUSY : 0;
}
int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock) {
  if (lock->state < 0)
    return EBUSY;
  if (lock->state == READ_LIMIT)
    return EAGAIN;
  lock->state++;
  return 0;
}
int pthread_rwlock_rdlock(pthread_rwlock_t *lock) {
  int error = pthread_rwlock_tryrdlock(lock);
  return error == EBUSY ? EDEADLK : error;
}
int pthread_rwlock_timedrdlock(pthread_rwlock_t *lock,
                               const struct timespec *limit) {
  int error = pthread_rwlock_tryrdlock(lock);
  return error == EBUSY ? until(CLOCK_REALTIME, limit) : error;
}
int pthread_rwlock_trywrlock(pthread_rwlock_t *lock) {
  if (lock->state)
    return EBUSY;
  lock->state = -1;
  return 0;
}
int pthread_rwlock_wrlock(pthread_rwlock_t *lock) {
  return pthread_rwlock_trywrlock(lock) ? EDEADLK : 0;
}
int pthread_rwlock_timedwrlock(pthread_rwlock_t *lock,
                               const struct timespec *limit) {
  return pthread_rwlock_trywrlock(lock) ? until(CLOCK_REALTIME, limit) : 0;
}
int pthread_rwlock_unlock(pthread_rwlock_t *lock) {
  if (!lock->state)
    return EPERM;
  lock->state = lock->state < 0 ? 0 : lock->state - 1;
  return 0;
}

int pthread_spin_init(pthread_spinlock_t *lock, int value) {
  *lock = 0;
  return shared(value);
}
int pthread_spin_destroy(pthread_spinlock_t *lock) { return *lock ? EBUSY : 0; }
int pthread_spin_trylock(pthread_spinlock_t *lock) {
  if (*lock)
    return EBUSY;
  *lock = 1;
  return 0;
}
int pthread_spin_lock(pthread_spinlock_t *lock) {
  return pthread_spin_trylock(lock) ? EDEADLK : 0;
}
int pthread_spin_unlock(pthread_spinlock_t *lock) {
  if (!*lock)
    return EPERM;
  *lock = 0;
  return 0;
}

// A barrier for one is passed by one.
int pthread_barrierattr_init(pthread_barrierattr_t *attributes) {
  attributes->shared = PTHREAD_PROCESS_PRIVATE;
  return 0;
}
int pthread_barrierattr_destroy(pthread_barrierattr_t *attributes) {
  (void)attributes;
  return 0;
}
int pthread_barrierattr_setpshared(pthread_barrierattr_t *attributes,
                                   int value) {
  if (!shared(value))
    attributes->shared = value;
  return shared(value);
}
int pthread_barrierattr_getpshared(const pthread_barrierattr_t *attributes,
                                   int *value) {
  *value = attributes->shared;
  return 0;
}
int pthread_barrier_init(pthread_barrier_t *barrier,
                         const pthread_barrierattr_t *attributes,
                         unsigned count) {
  (void)attributes;
  if (!count)
    return EINVAL;
  barrier->count = count;
  return 0;
}
int pthread_barrier_destroy(pthread_barrier_t *barrier) {
  (void)barrier;
  return 0;
}
int pthread_barrier_wait(pthread_barrier_t *barrier) {
  return barrier->count == 1 ? PTHREAD_BARRIER_SERIAL_THREAD : EDEADLK;
}

// Values of the thread.
int pthread_key_create(pthread_key_t *key, void (*destructor)(void *)) {
  for (unsigned n = 0; n < PTHREAD_KEYS_MAX; n++)
    if (!keys[n].used) {
      keys[n].used = 1;
      keys[n].destructor = destructor;
      keys[n].value = NULL;
      *key = n;
      return 0;
    }
  return EAGAIN;
}
int pthread_key_delete(pthread_key_t key) {
  if (key >= PTHREAD_KEYS_MAX || !keys[key].used)
    return EINVAL;
  keys[key].used = 0;
  keys[key].destructor = NULL;
  keys[key].value = NULL;
  return 0;
}
int pthread_setspecific(pthread_key_t key, const void *value) {
  if (key >= PTHREAD_KEYS_MAX || !keys[key].used)
    return EINVAL;
  keys[key].value = value;
  return 0;
}
void *pthread_getspecific(pthread_key_t key) {
  return key < PTHREAD_KEYS_MAX ? (void *)keys[key].value : NULL;
}

#pragma clang attribute pop
