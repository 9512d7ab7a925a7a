// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// exit, like newlib's but with the destructors of thread-local C++ objects,
// which run before the functions of atexit. They are linked only into programs
// that have such objects.
#include <reent.h>
#include <stdlib.h>
#include <unistd.h>

extern void __call_exitprocs(int code, void *dso);
__attribute__((weak)) void __sectile_thread_exit(void);

void exit(int code) {
  if (__sectile_thread_exit)
    __sectile_thread_exit();
  __call_exitprocs(code, NULL);
  if (_GLOBAL_REENT->__cleanup)
    _GLOBAL_REENT->__cleanup(_GLOBAL_REENT);
  _exit(code);
}
