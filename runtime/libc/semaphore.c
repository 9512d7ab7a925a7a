// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <semaphore.h> for a program of one thread: what would wait for another thread
// for ever is EDEADLK, what has a time limit waits until then. There are no
// other processes, and no named semaphores.
#include "host.h"
#include <semaphore.h>

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

int sem_init(sem_t *semaphore, int shared, unsigned value) {
  (void)shared;
  if (value > SEM_VALUE_MAX)
    return refused(EINVAL);
  semaphore->_value = value;
  return 0;
}
int sem_destroy(sem_t *semaphore) {
  (void)semaphore;
  return 0;
}
int sem_post(sem_t *semaphore) {
  if (semaphore->_value == SEM_VALUE_MAX)
    return refused(EOVERFLOW);
  semaphore->_value++;
  return 0;
}
int sem_trywait(sem_t *semaphore) {
  if (!semaphore->_value)
    return refused(EAGAIN);
  semaphore->_value--;
  return 0;
}
int sem_wait(sem_t *semaphore) {
  return sem_trywait(semaphore) ? refused(EDEADLK) : 0;
}
int sem_clockwait(sem_t *restrict semaphore, clockid_t clock,
                  const struct timespec *restrict limit) {
  if (!sem_trywait(semaphore))
    return 0;
  int error = clock_nanosleep(clock, TIMER_ABSTIME, limit, NULL);
  return refused(error ? error : ETIMEDOUT);
}
int sem_timedwait(sem_t *restrict semaphore,
                  const struct timespec *restrict limit) {
  return sem_clockwait(semaphore, CLOCK_REALTIME, limit);
}
int sem_getvalue(sem_t *restrict semaphore, int *restrict value) {
  *value = (int)semaphore->_value;
  return 0;
}
sem_t *sem_open(const char *name, int flags, ...) {
  (void)name, (void)flags;
  errno = ENOSYS;
  return SEM_FAILED;
}
int sem_close(sem_t *semaphore) {
  (void)semaphore;
  return refused(EINVAL);
}
int sem_unlink(const char *name) {
  (void)name;
  return refused(ENOENT);
}

#pragma clang attribute pop
