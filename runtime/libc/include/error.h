// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// GNU's messages of errors.
#ifndef _ERROR_H
#define _ERROR_H

#ifdef __cplusplus
extern "C" {
#endif
__attribute__((format(printf, 3, 4))) void error(int, int, const char *, ...);
__attribute__((format(printf, 5, 6))) void
error_at_line(int, int, const char *, unsigned, const char *, ...);
extern unsigned error_message_count;
extern int error_one_per_line;
extern void (*error_print_progname)(void);
#ifdef __cplusplus
}
#endif

#endif
