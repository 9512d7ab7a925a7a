// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The process: there is one.
#include "host.h"

#include <signal.h>
#include <unistd.h>

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

__attribute__((noreturn)) void _exit(int status) {
  for (;;)
    host_command(SECTILE_HOST_EXIT, status, 0, 0, 0);
}

int _getpid(void) { return PROCESS; }

int _kill(int process, int signal) {
  if (process > PROCESS || process < -PROCESS)
    return refused(ESRCH);
  if (signal < 0 || signal >= NSIG)
    return refused(EINVAL);
  if (signal == 0)
    return 0;
  if (__sectile_raise)
    return __sectile_raise(signal);
  if (signal != SIGCHLD && signal != SIGURG && signal != SIGWINCH &&
      signal != SIGCONT)
    _exit(128 + signal);
  return 0;
}
int raise(int signal) { return _kill(PROCESS, signal); }

#pragma clang attribute pop
