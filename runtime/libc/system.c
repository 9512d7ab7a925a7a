// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Queries of the system: one process and one user.
#include "host.h"

#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
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

// Limits are kept, and nothing enforces them. What the machine gives is the
// most.
static struct rlimit limits[RLIM_NLIMITS];
static void know_limits(void) {
  static int known;
  if (known)
    return;
  known = 1;
  for (int i = 0; i < RLIM_NLIMITS; i++)
    limits[i].rlim_cur = limits[i].rlim_max = RLIM_INFINITY;
  limits[RLIMIT_STACK].rlim_cur = limits[RLIMIT_STACK].rlim_max =
      SECTILE_STACK_SIZE;
  limits[RLIMIT_NOFILE].rlim_cur = limits[RLIMIT_NOFILE].rlim_max = DESCRIPTORS;
}

static int niceness;
static int no_process(int which, id_t who) {
  if (which < PRIO_PROCESS || which > PRIO_USER)
    return refused(EINVAL);
  if (who != 0 && who != (which == PRIO_USER ? USER : PROCESS))
    return refused(ESRCH);
  return 0;
}

// Users are those of /etc/passwd, if the directory has it: as getpwnam says.
static int copy_user(const struct passwd *user, struct passwd *copy,
                     char *buffer, size_t size, struct passwd **result) {
  *result = NULL;
  if (!user)
    return 0;
  *copy = *user;
  char **texts[] = {&copy->pw_name,  &copy->pw_passwd, &copy->pw_comment,
                    &copy->pw_gecos, &copy->pw_dir,    &copy->pw_shell};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    if (!*texts[i])
      continue;
    size_t length = strlen(*texts[i]) + 1;
    if (length > size)
      return ERANGE;
    *texts[i] = memcpy(buffer, *texts[i], length);
    buffer += length;
    size -= length;
  }
  *result = copy;
  return 0;
}

// -1 leaves an identity as it is.
static int own_identity(uid_t id) { return id == USER || id == (uid_t)-1; }

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
int pipe2(int ends[2], int flags) {
  (void)flags;
  return pipe(ends);
}
int fexecve(int file, char *const arguments[], char *const environment[]) {
  (void)file, (void)arguments, (void)environment;
  return refused(ENOSYS);
}
int daemon(int stay, int keep) {
  (void)stay, (void)keep;
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
int setpgrp(void) { return setpgid(0, 0); }
pid_t setsid(void) { return refused(EPERM); }
int chroot(const char *path) {
  (void)path;
  return refused(EPERM);
}
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
int sched_getcpu(void) { return 0; }
uid_t getuid(void) { return USER; }
uid_t geteuid(void) { return USER; }
gid_t getgid(void) { return USER; }
gid_t getegid(void) { return USER; }
int setuid(uid_t user) { return user == USER ? 0 : refused(EPERM); }
int seteuid(uid_t user) { return user == USER ? 0 : refused(EPERM); }
int setgid(gid_t group) { return group == USER ? 0 : refused(EPERM); }
int setegid(gid_t group) { return group == USER ? 0 : refused(EPERM); }
int setreuid(uid_t real, uid_t effective) {
  return own_identity(real) && own_identity(effective) ? 0 : refused(EPERM);
}
int setregid(gid_t real, gid_t effective) {
  return own_identity(real) && own_identity(effective) ? 0 : refused(EPERM);
}
int getgroups(int n, gid_t list[]) {
  (void)n, (void)list;
  return 0;
}
int setgroups(int n, const gid_t list[]) {
  (void)n, (void)list;
  return refused(EPERM);
}
int initgroups(const char *user, gid_t group) {
  (void)user, (void)group;
  return refused(EPERM);
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

useconds_t ualarm(useconds_t first, useconds_t interval) {
  (void)first, (void)interval;
  errno = ENOSYS;
  return 0;
}
int timer_create(clockid_t clock, struct sigevent *restrict event,
                 timer_t *restrict timer) {
  (void)clock, (void)event, (void)timer;
  return refused(ENOSYS);
}
int timer_delete(timer_t timer) {
  (void)timer;
  return refused(EINVAL);
}
int timer_settime(timer_t timer, int flags,
                  const struct itimerspec *restrict value,
                  struct itimerspec *restrict old) {
  (void)timer, (void)flags, (void)value, (void)old;
  return refused(EINVAL);
}
int timer_gettime(timer_t timer, struct itimerspec *value) {
  (void)timer, (void)value;
  return refused(EINVAL);
}
int timer_getoverrun(timer_t timer) {
  (void)timer;
  return refused(EINVAL);
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

struct group *getgrent(void) { return NULL; }
void setgrent(void) {}
void endgrent(void) {}

int sethostname(const char *name, size_t size) {
  (void)name, (void)size;
  return refused(EPERM);
}
int getdomainname(char *name, size_t size) {
  if (size == 0)
    return refused(EINVAL);
  *name = 0;
  return 0;
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

// <unistd.h> has no names for it.
size_t confstr(int name, char *buffer, size_t size) {
  (void)name, (void)buffer, (void)size;
  errno = EINVAL;
  return 0;
}

long pathconf(const char *path, int name) {
  (void)path;
  return path_limit(name);
}
long fpathconf(int file, int name) {
  (void)file;
  return path_limit(name);
}

int getrlimit(int resource, struct rlimit *limit) {
  know_limits();
  if (resource < 0 || resource >= RLIM_NLIMITS)
    return refused(EINVAL);
  *limit = limits[resource];
  return 0;
}
int setrlimit(int resource, const struct rlimit *limit) {
  know_limits();
  if (resource < 0 || resource >= RLIM_NLIMITS ||
      limit->rlim_cur > limit->rlim_max)
    return refused(EINVAL);
  if (limit->rlim_max > limits[resource].rlim_max)
    return refused(EPERM);
  limits[resource] = *limit;
  return 0;
}

int getpriority(int which, id_t who) {
  if (no_process(which, who))
    return -1;
  return niceness;
}
int setpriority(int which, id_t who, int value) {
  if (no_process(which, who))
    return -1;
  if (value < niceness)
    return refused(EACCES);
  niceness = value > 19 ? 19 : value;
  return 0;
}
int nice(int increment) {
  if (increment < 0)
    return refused(EPERM);
  setpriority(PRIO_PROCESS, 0, increment > 19 ? 19 : niceness + increment);
  return niceness;
}

int clearenv(void) {
  static char *none[1];
  environ = none;
  return 0;
}
// The machine has no source of random numbers, and what depends on them must
// not be given others.
int getentropy(void *buffer, size_t size) {
  (void)buffer, (void)size;
  return refused(ENOSYS);
}
char *secure_getenv(const char *name) { return getenv(name); }

int getpwnam_r(const char *name, struct passwd *user, char *buffer, size_t size,
               struct passwd **result) {
  return copy_user(getpwnam(name), user, buffer, size, result);
}
int getpwuid_r(uid_t number, struct passwd *user, char *buffer, size_t size,
               struct passwd **result) {
  return copy_user(getpwuid(number), user, buffer, size, result);
}
int getgrnam_r(const char *name, struct group *group, char *buffer, size_t size,
               struct group **result) {
  (void)name, (void)group, (void)buffer, (void)size;
  *result = NULL;
  return 0;
}
int getgrgid_r(gid_t number, struct group *group, char *buffer, size_t size,
               struct group **result) {
  (void)number, (void)group, (void)buffer, (void)size;
  *result = NULL;
  return 0;
}

#pragma clang attribute pop
