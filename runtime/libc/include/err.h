// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Messages that begin with the program's name, as BSD and Linux have them.
#ifndef _ERR_H
#define _ERR_H

#include <stdarg.h>

#ifdef __cplusplus
extern "C" {
#endif
__attribute__((noreturn, format(printf, 2, 3))) void err(int, const char *,
                                                         ...);
__attribute__((noreturn, format(printf, 2, 3))) void errx(int, const char *,
                                                          ...);
__attribute__((noreturn, format(printf, 2, 0))) void verr(int, const char *,
                                                          va_list);
__attribute__((noreturn, format(printf, 2, 0))) void verrx(int, const char *,
                                                           va_list);
__attribute__((format(printf, 1, 2))) void warn(const char *, ...);
__attribute__((format(printf, 1, 2))) void warnx(const char *, ...);
__attribute__((format(printf, 1, 0))) void vwarn(const char *, va_list);
__attribute__((format(printf, 1, 0))) void vwarnx(const char *, va_list);
#ifdef __cplusplus
}
#endif

#endif
