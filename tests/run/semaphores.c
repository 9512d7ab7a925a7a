// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <semaphore.h> with one thread: what would wait for ever is an error.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>

static int failures;
#define expect(condition)                                                      \
  ((condition) ? (void)0                                                       \
               : (void)(failures++,                                            \
                        printf("line %d: not " #condition "\n", __LINE__)))
#define refuses(call, error) expect((errno = 0, (call) == -1) && errno == error)

int main(void) {
  sem_t semaphore;
  int value;
  refuses(sem_init(&semaphore, 0, SEM_VALUE_MAX + 1u), EINVAL);
  expect(sem_init(&semaphore, 0, 1) == 0);
  expect(sem_wait(&semaphore) == 0);
  refuses(sem_wait(&semaphore), EDEADLK);
  refuses(sem_trywait(&semaphore), EAGAIN);
  expect(sem_getvalue(&semaphore, &value) == 0 && value == 0);

  struct timespec limit, after;
  clock_gettime(CLOCK_REALTIME, &limit);
  limit.tv_nsec += 50000;
  refuses(sem_timedwait(&semaphore, &limit), ETIMEDOUT);
  clock_gettime(CLOCK_REALTIME, &after);
  expect(after.tv_sec > limit.tv_sec || after.tv_nsec >= limit.tv_nsec);
  limit.tv_nsec = 1000000000;
  refuses(sem_timedwait(&semaphore, &limit), EINVAL);

  expect(sem_post(&semaphore) == 0 && sem_post(&semaphore) == 0);
  expect(sem_getvalue(&semaphore, &value) == 0 && value == 2);
  expect(sem_timedwait(&semaphore, &limit) == 0);
  expect(sem_trywait(&semaphore) == 0);
  expect(sem_init(&semaphore, 0, SEM_VALUE_MAX) == 0);
  refuses(sem_post(&semaphore), EOVERFLOW);
  expect(sem_destroy(&semaphore) == 0);

  expect(sem_open("/name", O_CREAT, 0600, 1) == SEM_FAILED && errno == ENOSYS);
  refuses(sem_unlink("/name"), ENOENT);
  return failures != 0;
}
