// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Queries of the system: one process and one user.
#include "host.h"

#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long path_limit(int name) {
  switch (name) {
  case _PC_NAME_MAX:
    return 255;
  case _PC_PATH_MAX:
    return PATH_MAX;
  case _PC_LINK_MAX:
    return 1;
  case _PC_NO_TRUNC:
    return 1;
  default:
    return refused(EINVAL);
  }
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

int _fork(void) { return refused(ENOSYS); }
pid_t vfork(void) { return refused(ENOSYS); }
int _execve(const char *path, char *const arguments[],
            char *const environment[]) {
  (void)path, (void)arguments, (void)environment;
  return refused(ENOSYS);
}
int execvpe(const char *path, char *const arguments[],
            char *const environment[]) {
  return _execve(path, arguments, environment);
}
int pipe(int ends[2]) {
  (void)ends;
  return refused(ENOSYS);
}
int _wait(int *status) {
  (void)status;
  return refused(ECHILD);
}
pid_t waitpid(pid_t process, int *status, int options) {
  (void)process, (void)status, (void)options;
  return refused(ECHILD);
}

pid_t getppid(void) { return 0; }
pid_t getpgrp(void) { return PROCESS; }
pid_t getpgid(pid_t process) {
  return process == 0 || process == PROCESS ? PROCESS : refused(ESRCH);
}
pid_t getsid(pid_t process) { return getpgid(process); }
int setpgid(pid_t process, pid_t group) {
  (void)process, (void)group;
  return refused(ENOSYS);
}
pid_t setsid(void) { return refused(EPERM); }
int sched_setparam(pid_t process, const struct sched_param *parameters) {
  (void)process, (void)parameters;
  return refused(ENOSYS);
}
int sched_setscheduler(pid_t process, int policy,
                       const struct sched_param *parameters) {
  (void)process, (void)policy, (void)parameters;
  return refused(ENOSYS);
}
int sched_getparam(pid_t process, struct sched_param *parameters) {
  (void)process, (void)parameters;
  return refused(ENOSYS);
}
int sched_getscheduler(pid_t process) {
  (void)process;
  return refused(ENOSYS);
}
int sched_get_priority_max(int policy) {
  (void)policy;
  return refused(EINVAL);
}
int sched_get_priority_min(int policy) {
  (void)policy;
  return refused(EINVAL);
}
int sched_rr_get_interval(pid_t process, struct timespec *interval) {
  (void)process, (void)interval;
  return refused(ENOSYS);
}
int sched_yield(void) { return 0; }
uid_t getuid(void) { return USER; }
uid_t geteuid(void) { return USER; }
gid_t getgid(void) { return USER; }
gid_t getegid(void) { return USER; }
int setuid(uid_t user) { return user == USER ? 0 : refused(EPERM); }
int seteuid(uid_t user) { return user == USER ? 0 : refused(EPERM); }
int setgid(gid_t group) { return group == USER ? 0 : refused(EPERM); }
int setegid(gid_t group) { return group == USER ? 0 : refused(EPERM); }
int getgroups(int n, gid_t list[]) {
  (void)n, (void)list;
  return 0;
}
int issetugid(void) { return 0; }
char *getlogin(void) { return NULL; }

// New files have the mode that the host's user gives them.
mode_t umask(mode_t mask) {
  static mode_t current = 022;
  mode_t old = current;
  current = mask & 0777;
  return old;
}
int chmod(const char *path, mode_t mode) {
  (void)path, (void)mode;
  return refused(ENOSYS);
}
int fchmod(int file, mode_t mode) {
  (void)file, (void)mode;
  return refused(ENOSYS);
}
int fchown(int file, uid_t user, gid_t group) {
  (void)file, (void)user, (void)group;
  return refused(ENOSYS);
}
int lchown(const char *path, uid_t user, gid_t group) {
  (void)path, (void)user, (void)group;
  return refused(ENOSYS);
}
int chown(const char *path, uid_t user, gid_t group) {
  (void)path, (void)user, (void)group;
  return refused(ENOSYS);
}

// There is no timer that could interrupt a program later.
unsigned alarm(unsigned seconds) {
  (void)seconds;
  errno = ENOSYS;
  return 0;
}

int setitimer(int timer, const struct itimerval *value, struct itimerval *old) {
  (void)timer, (void)value, (void)old;
  return refused(ENOSYS);
}
int getitimer(int timer, struct itimerval *value) {
  (void)timer;
  memset(value, 0, sizeof *value);
  return 0;
}
int sigaltstack(const stack_t *new, stack_t *old) {
  (void)new, (void)old;
  return refused(ENOSYS);
}
int killpg(pid_t group, int signal) { return kill(group, signal); }
long gethostid(void) { return 0; }
int getdtablesize(void) { return DESCRIPTORS; }
int lockf(int file, int command, off_t size) {
  (void)command, (void)size;
  return __sectile_host_file(file) < 0 ? -1 : 0;
}
// There are no groups.
struct group *getgrgid(gid_t group) {
  (void)group;
  return NULL;
}
struct group *getgrnam(const char *name) {
  (void)name;
  return NULL;
}

int gethostname(char *name, size_t size) {
  static const char own[] = "sectile";
  if (size < sizeof own)
    return refused(ENAMETOOLONG);
  memcpy(name, own, sizeof own);
  return 0;
}

int uname(struct utsname *system) {
  static const struct utsname own = {"sectile", "sectile", "1", "1", "sectile"};
  *system = own;
  return 0;
}

int getpagesize(void) { return 4096; }

// -1 without an error for what has no limit.
long sysconf(int name) {
  long memory =
      host_command(SECTILE_HOST_MEMORY, 0, 0, 0, 0) - (long)SECTILE_RAM_BASE;
  switch (name) {
  case _SC_PAGESIZE:
    return getpagesize();
  case _SC_PHYS_PAGES:
  case _SC_AVPHYS_PAGES:
    return memory / getpagesize();
  case _SC_NPROCESSORS_CONF:
  case _SC_NPROCESSORS_ONLN:
    return 1;
  case _SC_CLK_TCK:
    return CLOCKS_PER_SEC;
  case _SC_OPEN_MAX:
  case _SC_STREAM_MAX:
    return DESCRIPTORS;
  case _SC_CHILD_MAX:
    return 0;
  case _SC_NGROUPS_MAX:
    return 0;
  case _SC_HOST_NAME_MAX:
    return 64;
  case _SC_LINE_MAX:
    return 2048;
  case _SC_RE_DUP_MAX:
    return 255;
  case _SC_VERSION:
  case _SC_TIMERS:
  case _SC_MONOTONIC_CLOCK:
  case _SC_MAPPED_FILES:
  case _SC_FSYNC:
  case _SC_REALTIME_SIGNALS:
    return 200809;
  case _SC_REGEXP:
    return 1;
  case _SC_ARG_MAX:
  case _SC_ATEXIT_MAX:
  case _SC_IOV_MAX:
  case _SC_TZNAME_MAX:
  case _SC_LOGIN_NAME_MAX:
  case _SC_JOB_CONTROL:
  case _SC_SAVED_IDS:
  case _SC_THREADS:
    return -1;
  default:
    return refused(EINVAL);
  }
}

long pathconf(const char *path, int name) {
  (void)path;
  return path_limit(name);
}
long fpathconf(int file, int name) {
  (void)file;
  return path_limit(name);
}

#pragma clang attribute pop
