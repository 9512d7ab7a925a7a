// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What <stdlib.h> declares besides newlib's own functions.
#ifndef _MACHSTDLIB_H_
#define _MACHSTDLIB_H_

#include <sys/cdefs.h>

#if __MISC_VISIBLE
#ifdef __cplusplus
extern "C" {
#endif
const char *getprogname(void);
int clearenv(void);
#ifdef __cplusplus
}
#endif
#endif

#endif
