// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Operations on files by name. `/` is the directory that the user gives the
// emulator; `.` and `..` are resolved here, by name, because the host device
// accepts only names below its directory.
#define _GNU_SOURCE
#include "host.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>
#include <utime.h>

char __sectile_directory[PATH_MAX] __attribute__((weak));

// Appends the components of `path` to a result of `n` characters; the new
// length, or -1.
static int append(const char *path, char *result, int n) {
  while (*path) {
    size_t length = strcspn(path, "/");
    if (length == 2 && path[0] == '.' && path[1] == '.') {
      while (n > 0 && result[--n] != '/')
        ;
    } else if (length && !(length == 1 && path[0] == '.')) {
      if (n + 1 + length > HOST_PATH)
        return -1;
      if (n)
        result[n++] = '/';
      memcpy(result + n, path, length);
      n += (int)length;
    }
    path += length;
    path += strspn(path, "/");
  }
  result[n] = 0;
  return n;
}

// A command that takes one path.
static int on_path(long operation, const char *path) {
  char name[HOST_PATH + 1];
  int length = __sectile_path(path, name);
  if (length < 0)
    return -1;
  return (int)checked(host_command(operation, (long)name, length, 0, 0));
}

static int status_of(const char *path, long flags,
                     struct sectile_host_status *status, long *result) {
  char name[HOST_PATH + 1];
  int length = __sectile_path(path, name);
  if (length < 0)
    return -1;
  *result = host_command(SECTILE_HOST_STATUS_AT, (long)name, length,
                         (long)status, flags);
  return 0;
}

// Relative to a directory's descriptor: only to the current directory.
static const char *from_here(int directory, const char *path) {
  if (directory == AT_FDCWD || *path == '/')
    return path;
  errno = ENOTSUP;
  return NULL;
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

int __sectile_path(const char *path, char result[HOST_PATH + 1]) {
  if (!*path)
    return refused(ENOENT);
  int n = 0;
  if (*path != '/')
    n = append(__sectile_directory, result, 0);
  n = append(path, result, n);
  if (n < 0)
    return refused(ENAMETOOLONG);
  if (n == 0) {
    result[n++] = '.';
    result[n] = 0;
  }
  return n;
}

int _open(const char *path, int flags, ...) {
  static const struct {
    int ours, host;
  } pairs[] = {{O_CREAT, SECTILE_HOST_O_CREATE},
               {O_TRUNC, SECTILE_HOST_O_TRUNCATE},
               {O_APPEND, SECTILE_HOST_O_APPEND},
               {O_EXCL, SECTILE_HOST_O_EXCLUSIVE},
               {O_DIRECTORY, SECTILE_HOST_O_DIRECTORY}};
  char name[HOST_PATH + 1];
  int length = __sectile_path(path, name);
  if (length < 0)
    return -1;
  // The mode is ignored: files get the mode that the host's user gives new
  // ones.
  long host = (flags & O_ACCMODE) == O_RDONLY ? SECTILE_HOST_O_READ
              : (flags & O_ACCMODE) == O_WRONLY
                  ? SECTILE_HOST_O_WRITE
                  : SECTILE_HOST_O_READ | SECTILE_HOST_O_WRITE;
  for (unsigned i = 0; i < sizeof pairs / sizeof *pairs; i++)
    if (flags & pairs[i].ours)
      host |= pairs[i].host;
  long file = host_command(SECTILE_HOST_OPEN, (long)name, length, host, 0);
  // POSIX opens a directory for reading without O_DIRECTORY.
  if (file == -EISDIR && host == SECTILE_HOST_O_READ)
    file = host_command(SECTILE_HOST_OPEN, (long)name, length,
                        host | SECTILE_HOST_O_DIRECTORY, 0);
  if (checked(file) < 0)
    return -1;
  int result = __sectile_new_file(0, (int)file, flags);
  if (result < 0)
    host_command(SECTILE_HOST_CLOSE, file, 0, 0, 0);
  return result;
}

int _stat(const char *path, struct stat *status) {
  struct sectile_host_status from;
  long result;
  if (status_of(path, 0, &from, &result) < 0)
    return -1;
  return __sectile_status(result, &from, status);
}

int lstat(const char *path, struct stat *status) {
  struct sectile_host_status from;
  long result;
  if (status_of(path, 1, &from, &result) < 0)
    return -1;
  return __sectile_status(result, &from, status);
}

int access(const char *path, int wanted) {
  struct sectile_host_status status;
  long result;
  if (status_of(path, 0, &status, &result) < 0 || checked(result) < 0)
    return -1;
  return wanted & ~(int)status.access ? refused(EACCES) : 0;
}

int _unlink(const char *path) { return on_path(SECTILE_HOST_REMOVE, path); }

int _mkdir(const char *path, mode_t mode) {
  (void)mode; // as for files
  return on_path(SECTILE_HOST_MAKE_DIRECTORY, path);
}

int mkdir(const char *path, mode_t mode) { return _mkdir(path, mode); }

int rmdir(const char *path) {
  return on_path(SECTILE_HOST_REMOVE_DIRECTORY, path);
}

int _rename(const char *from, const char *to) {
  char old[HOST_PATH + 1], new[HOST_PATH + 1];
  int old_length = __sectile_path(from, old), new_length;
  if (old_length < 0 || (new_length = __sectile_path(to, new)) < 0)
    return -1;
  return (int)checked(host_command(SECTILE_HOST_RENAME, (long)old, old_length,
                                   (long)new, new_length));
}

int _remove_r(struct _reent *reent, const char *path) {
  (void)reent;
  if (_unlink(path) == 0)
    return 0;
  return errno == EISDIR ? rmdir(path) : -1;
}
int remove(const char *path) { return _remove_r(_REENT, path); }

int truncate(const char *path, off_t size) {
  int file = _open(path, O_WRONLY);
  if (file < 0)
    return -1;
  int result = ftruncate(file, size);
  close(file);
  return result;
}

int chdir(const char *path) {
  char name[HOST_PATH + 1];
  struct stat status;
  int length = __sectile_path(path, name);
  if (length < 0 || _stat(path, &status) < 0)
    return -1;
  if (!S_ISDIR(status.st_mode))
    return refused(ENOTDIR);
  if (length >= PATH_MAX)
    return refused(ENAMETOOLONG);
  strcpy(__sectile_directory, strcmp(name, ".") ? name : "");
  return 0;
}

char *getcwd(char *buffer, size_t size) {
  size_t needed = strlen(__sectile_directory) + 2;
  if (!buffer && size == 0)
    size = needed;
  if (size < needed) {
    errno = size ? ERANGE : EINVAL;
    return NULL;
  }
  if (!buffer && !(buffer = malloc(size)))
    return NULL;
  buffer[0] = '/';
  strcpy(buffer + 1, __sectile_directory);
  return buffer;
}

char *get_current_dir_name(void) { return getcwd(NULL, 0); }
char *getwd(char *buffer) { return getcwd(buffer, PATH_MAX); }

// Links are not resolved: those that leave the directory cannot be used anyway.
char *realpath(const char *path, char *result) {
  char name[HOST_PATH + 1];
  struct stat status;
  int length = __sectile_path(path, name);
  if (length < 0 || _stat(path, &status) < 0)
    return NULL;
  if (length + 2 > PATH_MAX) {
    errno = ENAMETOOLONG;
    return NULL;
  }
  if (!result && !(result = malloc((size_t)length + 2)))
    return NULL;
  result[0] = '/';
  strcpy(result + 1, strcmp(name, ".") ? name : "");
  return result;
}

// Symbolic links can exist, but cannot be created or read.
ssize_t readlink(const char *path, char *buffer, size_t size) {
  (void)buffer, (void)size;
  struct stat status;
  if (lstat(path, &status) < 0)
    return -1;
  return refused(S_ISLNK(status.st_mode) ? ENOSYS : EINVAL);
}
int symlink(const char *target, const char *path) {
  (void)target, (void)path;
  return refused(ENOSYS);
}
int _link(const char *from, const char *to) {
  (void)from, (void)to;
  return refused(EMLINK);
}

int openat(int directory, const char *path, int flags, ...) {
  path = from_here(directory, path);
  return path ? _open(path, flags) : -1;
}
int fstatat(int directory, const char *path, struct stat *status, int flags) {
  if (!(path = from_here(directory, path)))
    return -1;
  return flags & AT_SYMLINK_NOFOLLOW ? lstat(path, status)
                                     : _stat(path, status);
}
int faccessat(int directory, const char *path, int wanted, int flags) {
  (void)flags;
  path = from_here(directory, path);
  return path ? access(path, wanted) : -1;
}
int mkdirat(int directory, const char *path, mode_t mode) {
  path = from_here(directory, path);
  return path ? _mkdir(path, mode) : -1;
}
int unlinkat(int directory, const char *path, int flags) {
  if (!(path = from_here(directory, path)))
    return -1;
  return flags & AT_REMOVEDIR ? rmdir(path) : _unlink(path);
}
int renameat(int old_directory, const char *from, int new_directory,
             const char *to) {
  from = from_here(old_directory, from);
  to = from_here(new_directory, to);
  return from && to ? _rename(from, to) : -1;
}
int linkat(int from_directory, const char *from, int to_directory,
           const char *to, int flags) {
  (void)flags;
  from = from_here(from_directory, from);
  to = from_here(to_directory, to);
  return from && to ? _link(from, to) : -1;
}
int symlinkat(const char *target, int directory, const char *path) {
  path = from_here(directory, path);
  return path ? symlink(target, path) : -1;
}
ssize_t readlinkat(int directory, const char *restrict path,
                   char *restrict buffer, size_t size) {
  path = from_here(directory, path);
  return path ? readlink(path, buffer, size) : -1;
}
int fchmodat(int directory, const char *path, mode_t mode, int flags) {
  (void)flags;
  path = from_here(directory, path);
  return path ? chmod(path, mode) : -1;
}
int fchownat(int directory, const char *path, uid_t user, gid_t group,
             int flags) {
  (void)flags;
  path = from_here(directory, path);
  return path ? chown(path, user, group) : -1;
}
int mkfifoat(int directory, const char *path, mode_t mode) {
  path = from_here(directory, path);
  return path ? mkfifo(path, mode) : -1;
}
int mknodat(int directory, const char *path, mode_t mode, dev_t device) {
  path = from_here(directory, path);
  return path ? mknod(path, mode, device) : -1;
}
int scandirat(int directory, const char *path, struct dirent ***entries,
              int (*wanted)(const struct dirent *),
              int (*compare)(const struct dirent **, const struct dirent **)) {
  path = from_here(directory, path);
  return path ? scandir(path, entries, wanted, compare) : -1;
}
int versionsort(const struct dirent **a, const struct dirent **b) {
  return strverscmp((*a)->d_name, (*b)->d_name);
}
int eaccess(const char *path, int wanted) { return access(path, wanted); }
int euidaccess(const char *path, int wanted) { return access(path, wanted); }

// Attributes that only an operating system could store.
int fchdir(int file) {
  (void)file;
  return refused(ENOSYS);
}
int mkfifo(const char *path, mode_t mode) {
  (void)path, (void)mode;
  return refused(ENOSYS);
}
int mknod(const char *path, mode_t mode, dev_t device) {
  (void)path, (void)mode, (void)device;
  return refused(ENOSYS);
}
int utimes(const char *path, const struct timeval *times) {
  (void)path, (void)times;
  return refused(ENOSYS);
}
int lutimes(const char *path, const struct timeval *times) {
  return utimes(path, times);
}
int futimesat(int directory, const char *path, const struct timeval *times) {
  path = from_here(directory, path);
  return path ? utimes(path, times) : -1;
}
int futimes(int file, const struct timeval *times) {
  (void)file, (void)times;
  return refused(ENOSYS);
}
int utime(const char *path, const struct utimbuf *times) {
  (void)path, (void)times;
  return refused(ENOSYS);
}
int utimensat(int directory, const char *path, const struct timespec *times,
              int flags) {
  (void)directory, (void)path, (void)times, (void)flags;
  return refused(ENOSYS);
}
int futimens(int file, const struct timespec *times) {
  (void)file, (void)times;
  return refused(ENOSYS);
}

#pragma clang attribute pop
