// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a wrong argument of a BLAS routine ends with, unless a program has its
// own functions of these names.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cblas.h"

__attribute__((weak)) void cblas_xerbla(int position, const char *routine,
                                        const char *format, ...) {
  va_list rest;
  va_start(rest, format);
  fprintf(stderr, "Parameter %d to routine %s was incorrect\n", position,
          routine);
  vfprintf(stderr, format, rest);
  va_end(rest);
  exit(-1);
}

// The name is not terminated; it is padded with spaces.
__attribute__((weak)) void xerbla_(const char *routine, const int *position,
                                   int length) {
  while (length > 0 && routine[length - 1] == ' ')
    length--;
  fprintf(stderr,
          " ** On entry to %.*s parameter number %2d had an illegal value\n",
          length, routine, *position);
  exit(1);
}
