// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What <time.h> declares besides newlib's own functions.
#ifndef _MACHTIME_H_
#define _MACHTIME_H_

#include <sys/cdefs.h>
#include <sys/types.h>

#if __ISO_C_VISIBLE >= 2011
#define TIME_UTC 1
struct timespec;
#ifdef __cplusplus
extern "C" {
#endif
int timespec_get(struct timespec *, int);
#ifdef __cplusplus
}
#endif
#endif

#if __MISC_VISIBLE
struct tm;
#ifdef __cplusplus
extern "C" {
#endif
time_t timegm(struct tm *);
#ifdef __cplusplus
}
#endif
#endif

#endif
