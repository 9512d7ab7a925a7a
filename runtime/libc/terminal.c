// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Terminals, devices and waiting for them. The host controls terminals; a read
// from one waits itself, so that every descriptor is always ready.
#include "host.h"

#include <fcntl.h>
#include <nl_types.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/termios.h>
#include <time.h>
#include <unistd.h>

// An open descriptor, but not a terminal that could be controlled.
static int no_terminal(int file) {
  return __sectile_host_file(file) < 0 ? -1 : refused(ENOTTY);
}

static int open_files(int n, const fd_set *set) {
  for (int file = 0; set && file < n; file++)
    if (FD_ISSET(file, set) && __sectile_host_file(file) < 0)
      return -1;
  return 0;
}
static int ready(int n, const fd_set *set) {
  int count = 0;
  for (int file = 0; set && file < n; file++)
    count += FD_ISSET(file, set) != 0;
  return count;
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

int tcgetattr(int file, struct termios *mode) {
  (void)mode;
  return no_terminal(file);
}
int tcsetattr(int file, int when, const struct termios *mode) {
  (void)when, (void)mode;
  return no_terminal(file);
}
int tcflush(int file, int queue) {
  (void)queue;
  return no_terminal(file);
}
int tcdrain(int file) { return no_terminal(file); }
speed_t cfgetispeed(const struct termios *mode) {
  (void)mode;
  return 0;
}
speed_t cfgetospeed(const struct termios *mode) {
  (void)mode;
  return 0;
}
int ioctl(int file, unsigned long request, ...) {
  (void)request;
  return no_terminal(file);
}
char *ttyname(int file) {
  no_terminal(file);
  return NULL;
}
int ttyname_r(int file, char *name, size_t size) {
  (void)name, (void)size;
  return no_terminal(file), errno;
}
pid_t tcgetpgrp(int file) { return no_terminal(file); }
int tcsetpgrp(int file, pid_t group) {
  (void)group;
  return no_terminal(file);
}
int vhangup(void) { return refused(EPERM); }
char *ctermid(char *name) {
  static char own[L_ctermid];
  return strcpy(name ? name : own, "/dev/tty");
}

int select(int n, fd_set *reads, fd_set *writes, fd_set *exceptions,
           struct timeval *timeout) {
  if (n < 0 || n > FD_SETSIZE)
    return refused(EINVAL);
  if (open_files(n, reads) < 0 || open_files(n, writes) < 0 ||
      open_files(n, exceptions) < 0)
    return -1;
  int count = ready(n, reads) + ready(n, writes);
  if (exceptions)
    FD_ZERO(exceptions);
  // Used for waiting alone.
  if (count == 0 && timeout)
    nanosleep(&(struct timespec){timeout->tv_sec, timeout->tv_usec * 1000L},
              NULL);
  return count;
}

// No signal comes while it waits but those that `blocked` lets through at once.
int pselect(int n, fd_set *reads, fd_set *writes, fd_set *exceptions,
            const struct timespec *timeout, const sigset_t *blocked) {
  sigset_t before;
  if (blocked)
    sigprocmask(SIG_SETMASK, blocked, &before);
  int result = select(n, reads, writes, exceptions, NULL);
  if (result == 0 && timeout && nanosleep(timeout, NULL) < 0)
    result = -1;
  if (blocked) {
    int error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
  }
  return result;
}

int poll(struct pollfd *files, nfds_t n, int milliseconds) {
  int count = 0;
  for (nfds_t i = 0; i < n; i++) {
    files[i].revents = 0;
    if (files[i].fd < 0)
      continue;
    int error = errno;
    if (__sectile_host_file(files[i].fd) < 0) {
      errno = error;
      files[i].revents = POLLNVAL;
    } else {
      files[i].revents = files[i].events & (POLLIN | POLLOUT);
    }
    count += files[i].revents != 0;
  }
  if (count == 0 && milliseconds > 0)
    nanosleep(
        &(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000L},
        NULL);
  return count;
}

nl_catd catopen(const char *name, int flags) {
  (void)name, (void)flags;
  return refused(ENOENT);
}
char *catgets(nl_catd catalogue, int set, int message, const char *text) {
  (void)catalogue, (void)set, (void)message;
  return (char *)(uintptr_t)text;
}
int catclose(nl_catd catalogue) {
  (void)catalogue;
  return refused(EBADF);
}

#pragma clang attribute pop
