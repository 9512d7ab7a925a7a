// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// exit, as newlib's but for the destructors of thread-local C++ objects, which
// come before what atexit has. Only programs that have such link them.
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
