// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Clocks. There is one, the host device's: it counts retired instructions, or
// real time if the user asks, from the start of the program.
#include "host.h"

#include <sys/resource.h>
#include <sys/time.h>
#include <sys/timeb.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

enum { SECOND = 1000000000 };

static long now(void) { return host_command(SECTILE_HOST_CLOCK, 0, 0, 0, 0); }

static int known(clockid_t clock) {
  return clock <= (clockid_t)9; // <time.h> has 0 to 9
}

// Nothing else runs meanwhile, so the program waits in a loop.
static void wait_until(long end) {
  for (long left; (left = end - now()) > 0;) {
    // An iteration takes two instructions at least; ask again at half time, and
    // in real time at least every millisecond or so.
    long count = left / 4 < 1000000 ? left / 4 + 1 : 1000000;
    while (count--)
      __asm__ volatile("");
  }
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

int _gettimeofday(struct timeval *time, void *zone) {
  (void)zone;
  long t = now();
  time->tv_sec = t / SECOND;
  time->tv_usec = t % SECOND / 1000;
  return 0;
}

clock_t _times(struct tms *times) {
  clock_t t = (clock_t)(now() / (SECOND / CLOCKS_PER_SEC));
  memset(times, 0, sizeof *times);
  times->tms_utime = t;
  return t;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  if (!known(clock))
    return refused(EINVAL);
  long t = now();
  *time = (struct timespec){t / SECOND, t % SECOND};
  return 0;
}

int clock_getres(clockid_t clock, struct timespec *resolution) {
  if (!known(clock))
    return refused(EINVAL);
  if (resolution)
    *resolution = (struct timespec){0, 1};
  return 0;
}

int clock_settime(clockid_t clock, const struct timespec *time) {
  (void)time;
  return refused(known(clock) ? EPERM : EINVAL);
}

int settimeofday(const struct timeval *time, const struct timezone *zone) {
  (void)time, (void)zone;
  return refused(EPERM);
}
int adjtime(const struct timeval *change, struct timeval *left) {
  (void)change, (void)left;
  return refused(EPERM);
}
// Returns an error number, as POSIX says.
int clock_getcpuclockid(pid_t process, clockid_t *clock) {
  if (process != 0 && process != PROCESS)
    return ESRCH;
  *clock = CLOCK_PROCESS_CPUTIME_ID;
  return 0;
}

int timespec_get(struct timespec *time, int base) {
  if (base != TIME_UTC || clock_gettime(CLOCK_REALTIME, time))
    return 0;
  return base;
}

// Returns an error number, as POSIX says.
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
                    struct timespec *left) {
  if (!known(clock) || time->tv_sec < 0 || time->tv_nsec < 0 ||
      time->tv_nsec >= SECOND)
    return EINVAL;
  long seconds = time->tv_sec < 1L << 32 ? time->tv_sec : 1L << 32;
  long end = seconds * SECOND + time->tv_nsec;
  wait_until(flags & TIMER_ABSTIME ? end : now() + end);
  if (left && !(flags & TIMER_ABSTIME))
    *left = (struct timespec){0, 0};
  return 0;
}

int nanosleep(const struct timespec *time, struct timespec *left) {
  int error = clock_nanosleep(CLOCK_REALTIME, 0, time, left);
  return error ? refused(error) : 0;
}

int ftime(struct timeb *time) {
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  *time = (struct timeb){.time = at.tv_sec,
                         .millitm = (unsigned short)(at.tv_nsec / 1000000)};
  return 0;
}

int getrusage(int who, struct rusage *usage) {
  if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN)
    return refused(EINVAL);
  memset(usage, 0, sizeof *usage);
  return who == RUSAGE_SELF ? _gettimeofday(&usage->ru_utime, 0) : 0;
}

// The inverse of gmtime; the fields may have any values.
time_t timegm(struct tm *fields) {
  long month = fields->tm_mon, year = fields->tm_year + 1900L;
  year += month / 12;
  month %= 12;
  if (month < 0) {
    month += 12;
    year--;
  }
  // Days since 1 March of the year 0, so that a leap day is the last of a year.
  static const int before[] = {306, 337, 0,   31,  61,  92,
                               122, 153, 184, 214, 245, 275};
  long y = month < 2 ? year - 1 : year;
  long centuries = (y >= 0 ? y : y - 399) / 400;
  long of_era = y - 400 * centuries;
  long days = 146097 * centuries + 365 * of_era + of_era / 4 - of_era / 100 +
              before[month] + fields->tm_mday - 1 - 719468;
  time_t seconds = 86400 * days + 3600L * fields->tm_hour +
                   60L * fields->tm_min + fields->tm_sec;
  struct tm normal;
  if (!gmtime_r(&seconds, &normal)) {
    errno = EOVERFLOW;
    return -1;
  }
  *fields = normal;
  return seconds;
}

#pragma clang attribute pop
