// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <dlfcn.h>: no library can be loaded.
#include <dlfcn.h>
#include <stddef.h>

static int failed;

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

void *dlopen(const char *name, int mode) {
  (void)name, (void)mode;
  failed = 1;
  return NULL;
}
void *dlsym(void *library, const char *name) {
  (void)library, (void)name;
  failed = 1;
  return NULL;
}
int dlclose(void *library) {
  (void)library;
  failed = 1;
  return -1;
}
char *dlerror(void) {
  static char text[] = "programs are linked statically: nothing can be loaded";
  char *error = failed ? text : NULL;
  failed = 0;
  return error;
}

#pragma clang attribute pop
