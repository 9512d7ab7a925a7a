// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <err.h>, and the name that its messages begin with; locks of streams, which
// one thread does not need.
#include <err.h>
#include <errno.h>
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

#pragma clang attribute pop
