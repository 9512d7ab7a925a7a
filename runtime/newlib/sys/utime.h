// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Times of files, which cannot be set.
#ifndef _SYS_UTIME_H
#define _SYS_UTIME_H

#include <sys/types.h>

struct utimbuf {
  time_t actime, modtime;
};

#ifdef __cplusplus
extern "C" {
#endif
int utime(const char *, const struct utimbuf *);
#ifdef __cplusplus
}
#endif

#endif
