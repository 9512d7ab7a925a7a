// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals that a program sends itself: handlers, masks, one-shot handlers, and
// the default, which ends it.
// RUN: sectile-clang -O2 %s -o %t.elf && not sectile-run %t.elf > %t.out
// RUN: FileCheck %s < %t.out
// RUN: sh -c 'sectile-run %t.elf abort; test $? = 134'
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int counts[NSIG], inner, blocked_inside;
static void handler(int signal) {
  counts[signal]++;
  if (signal == SIGUSR1 && counts[signal] == 1) {
    raise(SIGUSR1);
    raise(SIGUSR2);
    inner = counts[SIGUSR1] * 10 + counts[SIGUSR2];
    sigset_t set;
    sigpending(&set);
    blocked_inside = sigismember(&set, SIGUSR1);
  }
}
static int code;
static void with_information(int signal, siginfo_t *information, void *context) {
  code = information->si_signo * 100 + information->si_code + (context == NULL) + signal;
}
static sigjmp_buf back;
static void jumps(int signal) { siglongjmp(back, signal); }

int main(int argc, char **argv) {
  (void)argv;
  if (argc > 1)
    abort();
  printf("%d", signal(SIGUSR1, handler) == SIG_DFL);
  signal(SIGUSR2, handler);
  printf(" %d", raise(SIGUSR1));
  // The second arrives when the first handler is done.
  printf(" %d %d %d", inner, blocked_inside, counts[SIGUSR1]);
  printf(" %d\n", signal(SIGUSR1, SIG_IGN) == handler); // CHECK: 1 0 11 1 2 1
  raise(SIGUSR1);

  sigset_t set, old;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGKILL);
  signal(SIGTERM, handler);
  sigprocmask(SIG_BLOCK, &set, &old);
  kill(getpid(), SIGTERM);
  int before = counts[SIGTERM];
  sigpending(&old);
  int waiting = sigismember(&old, SIGTERM);
  sigprocmask(SIG_UNBLOCK, &set, &old);
  printf("%d %d %d %d %d\n", before, waiting, counts[SIGTERM], sigismember(&old, SIGTERM), sigismember(&old, SIGKILL)); // CHECK: 0 1 1 1 0

  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = with_information;
  action.sa_flags = SA_SIGINFO | SA_RESETHAND;
  printf("%d", sigaction(SIGINT, &action, NULL));
  raise(SIGINT);
  sigaction(SIGINT, NULL, &action);
  printf(" %d %d", code, action.sa_handler == SIG_DFL);
  printf(" %d %d", sigaction(SIGKILL, &action, NULL), sigaction(NSIG, NULL, NULL));
  printf(" %d %d\n", kill(1000, SIGTERM), raise(0)); // CHECK: 0 204 1 -1 -1 -1 0

  signal(SIGALRM, jumps);
  int from = sigsetjmp(back, 1);
  if (!from)
    raise(SIGALRM);
  sigprocmask(SIG_BLOCK, NULL, &old);
  printf("%d %d\n", from, sigismember(&old, SIGALRM)); // CHECK: 14 0
  sigfillset(&set);
  printf("%d %d\n", sigsuspend(&set), errno == EDEADLK); // CHECK: -1 1
  // Signals that are accepted, with what sigqueue sent.
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, NULL);
  siginfo_t information;
  printf("%d %d", sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 42}),
         sigwaitinfo(&set, &information) == SIGUSR1);
  printf(" %d %d", information.si_value.sival_int, information.si_code == SI_QUEUE);
  raise(SIGUSR1);
  printf(" %d", sigtimedwait(&set, &information, NULL) == SIGUSR1);
  printf(" %d %d", information.si_signo == SIGUSR1, information.si_code == SI_USER);
  printf(" %d %d", sigtimedwait(&set, NULL, &(struct timespec){0, 1000}), errno == EAGAIN);
  printf(" %d %d\n", sigwaitinfo(&set, NULL), errno == EDEADLK); // CHECK: 0 1 42 1 1 1 1 -1 1 -1 1
  // pselect lets one through that is pending, and blocks it again.
  signal(SIGUSR1, handler);
  counts[SIGUSR1] = 1;
  raise(SIGUSR1);
  sigset_t none;
  sigemptyset(&none);
  printf("%d %d", counts[SIGUSR1], pselect(0, NULL, NULL, NULL, &(struct timespec){0, 1000}, &none));
  raise(SIGUSR1);
  printf(" %d", counts[SIGUSR1]);
  printf(" %d %d %d\n", sigpause(SIGUSR1), errno == EINTR, counts[SIGUSR1]); // CHECK: 1 0 2 -1 1 3
  raise(SIGCHLD);
  printf("last\n"); // CHECK: last
  fflush(stdout);
  raise(SIGINT);
  printf("not reached\n"); // CHECK-NOT: reached
  return 0;
}
