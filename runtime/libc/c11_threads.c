// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <threads.h> over <pthread.h>, which says what works with one thread.
#include <errno.h>
#include <threads.h>

static int status(int error) {
  switch (error) {
  case 0:
    return thrd_success;
  case EBUSY:
    return thrd_busy;
  case ENOMEM:
    return thrd_nomem;
  case ETIMEDOUT:
    return thrd_timedout;
  default:
    return thrd_error;
  }
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

void call_once(once_flag *flag, void (*function)(void)) {
  pthread_once(flag, function);
}

// pthread_create refuses whatever the type of the function.
int thrd_create(thrd_t *thread, thrd_start_t start, void *argument) {
  return status(
      pthread_create(thread, NULL, (void *(*)(void *))(void *)start, argument));
}
thrd_t thrd_current(void) { return pthread_self(); }
int thrd_detach(thrd_t thread) { return status(pthread_detach(thread)); }
int thrd_equal(thrd_t a, thrd_t b) { return pthread_equal(a, b); }
void thrd_exit(int result) { pthread_exit((void *)(long)result); }
int thrd_join(thrd_t thread, int *result) {
  void *value = NULL;
  int error = pthread_join(thread, &value);
  if (!error && result)
    *result = (int)(long)value;
  return status(error);
}
int thrd_sleep(const struct timespec *time, struct timespec *left) {
  return clock_nanosleep(CLOCK_REALTIME, 0, time, left) ? -2 : 0;
}
void thrd_yield(void) { sched_yield(); }

int mtx_init(mtx_t *mutex, int type) {
  if (type & ~(mtx_recursive | mtx_timed))
    return thrd_error;
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  if (type & mtx_recursive)
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  return status(pthread_mutex_init(mutex, &attributes));
}
void mtx_destroy(mtx_t *mutex) { pthread_mutex_destroy(mutex); }
int mtx_lock(mtx_t *mutex) { return status(pthread_mutex_lock(mutex)); }
int mtx_timedlock(mtx_t *restrict mutex,
                  const struct timespec *restrict limit) {
  return status(pthread_mutex_timedlock(mutex, limit));
}
int mtx_trylock(mtx_t *mutex) { return status(pthread_mutex_trylock(mutex)); }
int mtx_unlock(mtx_t *mutex) { return status(pthread_mutex_unlock(mutex)); }

int cnd_init(cnd_t *condition) {
  return status(pthread_cond_init(condition, NULL));
}
void cnd_destroy(cnd_t *condition) { pthread_cond_destroy(condition); }
int cnd_signal(cnd_t *condition) {
  return status(pthread_cond_signal(condition));
}
int cnd_broadcast(cnd_t *condition) {
  return status(pthread_cond_broadcast(condition));
}
int cnd_wait(cnd_t *condition, mtx_t *mutex) {
  return status(pthread_cond_wait(condition, mutex));
}
int cnd_timedwait(cnd_t *restrict condition, mtx_t *restrict mutex,
                  const struct timespec *restrict limit) {
  return status(pthread_cond_timedwait(condition, mutex, limit));
}

int tss_create(tss_t *key, tss_dtor_t destructor) {
  return status(pthread_key_create(key, destructor));
}
void tss_delete(tss_t key) { pthread_key_delete(key); }
void *tss_get(tss_t key) { return pthread_getspecific(key); }
int tss_set(tss_t key, void *value) {
  return status(pthread_setspecific(key, value));
}

#pragma clang attribute pop
