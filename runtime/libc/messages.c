// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <err.h>, <error.h>, and the name that its messages begin with; locks of
// streams, which one thread does not need.
#include <err.h>
#include <errno.h>
#include <error.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const char *__sectile_program; // start.c

static void message(int error, const char *format, va_list arguments) {
  fflush(stdout);
  fprintf(stderr, "%s: ", getprogname());
  if (format)
    vfprintf(stderr, format, arguments);
  if (error >= 0)
    fprintf(stderr, "%s%s", format ? ": " : "", strerror(error));
  fputc('\n', stderr);
}

__attribute__((weak)) unsigned error_message_count;
__attribute__((weak)) int error_one_per_line;
__attribute__((weak)) void (*error_print_progname)(void);

// GNU's messages have the program's name as it was called, and an error only if
// it is not 0.
static void gnu_message(int status, int error, const char *file, unsigned line,
                        const char *format, va_list arguments) {
  fflush(stdout);
  if (error_print_progname)
    error_print_progname();
  else
    fprintf(stderr, file ? "%s:" : "%s: ", __sectile_program);
  if (file)
    fprintf(stderr, "%s:%u: ", file, line);
  vfprintf(stderr, format, arguments);
  if (error)
    fprintf(stderr, ": %s", strerror(error));
  fputc('\n', stderr);
  error_message_count++;
  if (status)
    exit(status);
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

const char *getprogname(void) {
  const char *slash = strrchr(__sectile_program, '/');
  return slash ? slash + 1 : __sectile_program;
}

void vwarn(const char *format, va_list arguments) {
  message(errno, format, arguments);
}
void vwarnx(const char *format, va_list arguments) {
  message(-1, format, arguments);
}
void verr(int status, const char *format, va_list arguments) {
  message(errno, format, arguments);
  exit(status);
}
void verrx(int status, const char *format, va_list arguments) {
  message(-1, format, arguments);
  exit(status);
}
void warn(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vwarn(format, arguments);
  va_end(arguments);
}
void warnx(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vwarnx(format, arguments);
  va_end(arguments);
}
void err(int status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  verr(status, format, arguments);
}
void errx(int status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  verrx(status, format, arguments);
}

void flockfile(FILE *stream) { (void)stream; }
int ftrylockfile(FILE *stream) {
  (void)stream;
  return 0;
}
void funlockfile(FILE *stream) { (void)stream; }

void error(int status, int number, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  gnu_message(status, number, NULL, 0, format, arguments);
  va_end(arguments);
}
void error_at_line(int status, int number, const char *file, unsigned line,
                   const char *format, ...) {
  static const char *last_file;
  static unsigned last_line;
  if (error_one_per_line && line == last_line &&
      (file == last_file ||
       (file && last_file && strcmp(file, last_file) == 0)))
    return;
  last_file = file;
  last_line = line;
  va_list arguments;
  va_start(arguments, format);
  gnu_message(status, number, file ? file : "", line, format, arguments);
  va_end(arguments);
}

#pragma clang attribute pop
