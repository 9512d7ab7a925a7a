// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What <time.h> declares besides newlib's own functions.
#ifndef _MACHTIME_H_
#define _MACHTIME_H_

#include <sys/cdefs.h>
#include <sys/types.h>

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
