// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals of a single process: a signal that it raises or sends to itself is
// delivered at once, or when it is unblocked. There are no other signals, and a
// trap of the machine is not a signal.
#include "host.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

static struct sigaction actions[NSIG];
static sigset_t blocked, pending;
// What came with signals of sigqueue that are not delivered yet.
static sigset_t queued;
static union sigval values[NSIG];

static sigset_t bit(int signal) { return (sigset_t)1 << (signal - 1); }
static int valid(int signal) { return signal > 0 && signal < NSIG; }

// What a handler or a waiting program is told; once.
static siginfo_t sent(int signal) {
  siginfo_t information = {.si_signo = signal,
                           .si_code = SI_USER,
                           .si_pid = PROCESS,
                           .si_uid = USER};
  if (queued & bit(signal)) {
    queued &= ~bit(signal);
    information.si_code = SI_QUEUE;
    information.si_value = values[signal];
  }
  return information;
}

static void deliver(int signal) {
  struct sigaction action = actions[signal];
  if (action.sa_handler == SIG_IGN)
    return;
  if (action.sa_handler == SIG_DFL) {
    if (signal != SIGCHLD && signal != SIGURG && signal != SIGWINCH &&
        signal != SIGCONT)
      _exit(128 + signal);
    return;
  }
  if (action.sa_flags & SA_RESETHAND)
    actions[signal].sa_handler = SIG_DFL;
  sigset_t before = blocked;
  blocked |= action.sa_mask;
  if (!(action.sa_flags & SA_NODEFER))
    blocked |= bit(signal);
  if (action.sa_flags & SA_SIGINFO) {
    siginfo_t information = sent(signal);
    action.sa_sigaction(signal, &information, NULL);
  } else {
    action.sa_handler(signal);
  }
  sigprocmask(SIG_SETMASK, &before, NULL);
}

// The lowest pending signal of a set, which is then no longer pending; 0 if
// there is none.
static int accepted(const sigset_t *set, siginfo_t *information) {
  for (int signal = 1; signal < NSIG; signal++)
    if (pending & *set & bit(signal)) {
      pending &= ~bit(signal);
      if (information)
        *information = sent(signal);
      return signal;
    }
  return 0;
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

// For _kill.
int __sectile_raise(int signal) {
  if (blocked & bit(signal))
    pending |= bit(signal);
  else
    deliver(signal);
  return 0;
}

int sigaction(int signal, const struct sigaction *new, struct sigaction *old) {
  if (!valid(signal) || (new && (signal == SIGKILL || signal == SIGSTOP)))
    return refused(EINVAL);
  if (old)
    *old = actions[signal];
  if (new) {
    actions[signal] = *new;
    if (new->sa_handler == SIG_IGN)
      pending &= ~bit(signal);
  }
  return 0;
}

// As BSD's and glibc's: the handler stays.
_sig_func_ptr signal(int signal, _sig_func_ptr handler) {
  struct sigaction new = {.sa_handler = handler, .sa_flags = SA_RESTART}, old;
  return sigaction(signal, &new, &old) < 0 ? SIG_ERR : old.sa_handler;
}

int sigprocmask(int how, const sigset_t *set, sigset_t *old) {
  if (old)
    *old = blocked;
  if (!set)
    return 0;
  switch (how) {
  case SIG_BLOCK:
    blocked |= *set;
    break;
  case SIG_UNBLOCK:
    blocked &= ~*set;
    break;
  case SIG_SETMASK:
    blocked = *set;
    break;
  default:
    return refused(EINVAL);
  }
  blocked &= ~(bit(SIGKILL) | bit(SIGSTOP));
  for (int signal = 1; signal < NSIG; signal++)
    if (pending & ~blocked & bit(signal)) {
      pending &= ~bit(signal);
      deliver(signal);
    }
  return 0;
}

int pthread_sigmask(int how, const sigset_t *set, sigset_t *old) {
  return sigprocmask(how, set, old) < 0 ? EINVAL : 0;
}

int sigpending(sigset_t *set) {
  *set = pending;
  return 0;
}

// To wait for a signal that is not pending would never end: it is an error
// instead.
int sigsuspend(const sigset_t *set) {
  if (!(pending & ~*set))
    return refused(EDEADLK);
  sigset_t before = blocked;
  sigprocmask(SIG_SETMASK, set, NULL);
  sigprocmask(SIG_SETMASK, &before, NULL);
  return refused(EINTR);
}
int pause(void) { return refused(EDEADLK); }

int sigwait(const sigset_t *set, int *signal) {
  *signal = accepted(set, NULL);
  return *signal ? 0 : EDEADLK;
}

int sigwaitinfo(const sigset_t *set, siginfo_t *information) {
  int signal = accepted(set, information);
  return signal ? signal : refused(EDEADLK);
}

// Nothing comes while the program waits.
int sigtimedwait(const sigset_t *set, siginfo_t *information,
                 const struct timespec *timeout) {
  int signal = accepted(set, information);
  if (signal)
    return signal;
  if (timeout && nanosleep(timeout, NULL) < 0)
    return -1;
  return refused(timeout ? EAGAIN : EDEADLK);
}

int sigqueue(pid_t process, int signal, const union sigval value) {
  if (process != PROCESS)
    return refused(ESRCH);
  if (!valid(signal))
    return signal == 0 ? 0 : refused(EINVAL);
  values[signal] = value;
  queued |= bit(signal);
  return __sectile_raise(signal);
}

// As the System V function of <signal.h>: waits with one signal unblocked.
int __xpg_sigpause(int signal) {
  if (!valid(signal))
    return refused(EINVAL);
  sigset_t set = blocked & ~bit(signal);
  return sigsuspend(&set);
}
int sigpause(int set) {
  sigset_t blocking = (sigset_t)set;
  return sigsuspend(&blocking);
}

#pragma clang attribute pop
