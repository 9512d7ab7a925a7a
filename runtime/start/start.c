// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// From the first C instruction to main: thread-local variables, arguments,
// constructors. Runs on the final stack with tp set.
#include "host.h"

#include <stdlib.h>
#include <string.h>

extern int main(int argc, char **argv, char **envp);

// From the linker. The last three are absolute: the address is the value.
extern char __tls_start[], __tls_filesz[], __tls_memsz[];
typedef void Function(void);
extern Function *__preinit_array_start[], *__preinit_array_end[];
extern Function *__init_array_start[], *__init_array_end[];
extern Function *__fini_array_start[], *__fini_array_end[];

// newlib's, and empty: there is no environment to inherit.
extern char **environ;
// The first argument, for messages.
const char *__sectile_program = "";
// Names the program itself for __cxa_atexit.
void *__dso_handle = 0;

static void finish(void) {
  for (Function **f = __fini_array_end; f != __fini_array_start;)
    (*--f)();
}

__attribute__((noreturn, used)) void __sectile_start(void) {
  char *tls;
  __asm__ volatile("mv %0, tp" : "=r"(tls));
  size_t image = (size_t)__tls_filesz, whole = (size_t)__tls_memsz;
  memcpy(tls, __tls_start, image);
  memset(tls + image, 0, whole - image);

  // All arguments, each ended by a zero byte.
  long size = host_command(SECTILE_HOST_ARGS, 0, 0, 0, 0);
  if (size < 0)
    size = 0;
  char text[size + 1];
  text[size] = 0;
  host_command(SECTILE_HOST_ARGS, (long)text, size, 0, 0);
  int argc = 0;
  for (long i = 0; i < size; i++)
    argc += text[i] == 0;
  char *argv[argc + 1];
  char *next = text;
  for (int i = 0; i < argc; i++) {
    argv[i] = next;
    next += strlen(next) + 1;
  }
  argv[argc] = 0;
  if (argc)
    __sectile_program = argv[0];

  atexit(finish);
  for (Function **f = __preinit_array_start; f != __preinit_array_end; f++)
    (*f)();
  for (Function **f = __init_array_start; f != __init_array_end; f++)
    (*f)();
  exit(main(argc, argv, environ));
}
