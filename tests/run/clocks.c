// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Clocks agree, go on, and waiting takes as long as it should.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf && sectile-run --real-time %t.elf
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf
#include <errno.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/timeb.h>
#include <time.h>
#include <unistd.h>

static long now(clockid_t clock) {
  struct timespec t;
  return clock_gettime(clock, &t) ? -1 : t.tv_sec * 1000000000 + t.tv_nsec;
}
#define EXPECT(condition)                                                                          \
  if (!(condition))                                                                                \
  return printf("line %d\n", __LINE__), 1

int main(void) {
  struct timeval tv;
  long a = now(CLOCK_MONOTONIC), b = now(CLOCK_REALTIME);
  gettimeofday(&tv, NULL);
  long c = now(CLOCK_PROCESS_CPUTIME_ID);
  EXPECT(a < b && b <= c && tv.tv_sec * 1000000 + tv.tv_usec >= b / 1000 && tv.tv_sec * 1000000 + tv.tv_usec <= c / 1000);
  EXPECT(time(NULL) - tv.tv_sec <= 1);
  struct timeb tb;
  EXPECT(ftime(&tb) == 0 && tb.time * 1000 + tb.millitm >= c / 1000000 && tb.millitm < 1000);
  EXPECT(now(99) == -1 && errno == EINVAL);
  struct timespec wait = {0, 3000000}, left = {9, 9};
  a = now(CLOCK_MONOTONIC);
  EXPECT(nanosleep(&wait, &left) == 0 && left.tv_sec == 0 && left.tv_nsec == 0);
  EXPECT((b = now(CLOCK_MONOTONIC)) - a >= 3000000);
  EXPECT(usleep(2000) == 0);
  EXPECT((c = now(CLOCK_MONOTONIC)) - b >= 2000000);
  struct timespec end = {c / 1000000000, c % 1000000000};
  end.tv_nsec += 1000000;
  if (end.tv_nsec >= 1000000000)
    end.tv_nsec -= 1000000000, end.tv_sec++;
  EXPECT(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) == 0);
  EXPECT(now(CLOCK_MONOTONIC) - c >= 1000000);
  EXPECT(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &(struct timespec){0, 0}, NULL) == 0);
  wait.tv_nsec = 1000000000;
  EXPECT(nanosleep(&wait, NULL) == -1 && errno == EINVAL);
  EXPECT(sleep(0) == 0);
  struct timespec resolution;
  EXPECT(clock_getres(CLOCK_MONOTONIC, &resolution) == 0 && resolution.tv_nsec == 1);
  EXPECT(clock() > 0 && sysconf(_SC_CLK_TCK) > 0);
  return 0;
}
