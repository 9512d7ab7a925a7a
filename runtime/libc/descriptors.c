// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors: operations on open files.
#include "host.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

// For each descriptor the host's plus 1 and, from bit 12 on, how it was opened;
// 0 is a standard stream where it was, or a free descriptor above; -1 is a
// closed standard stream.
static int16_t files[DESCRIPTORS];
enum { HOST_MASK = 0xfff, ACCESS_SHIFT = 12, APPEND = 1 << 14 };
_Static_assert(O_ACCMODE == 3, "the access mode has two bits");

static int host_of(int file) {
  if (file < 0 || file >= DESCRIPTORS)
    return -1;
  if (files[file] == 0)
    return file < 3 ? file : -1;
  return files[file] < 0 ? -1 : (files[file] & HOST_MASK) - 1;
}

static void forget(int file) { files[file] = file < 3 ? -1 : 0; }

// The buffers in turn, until one is not filled or emptied.
static ssize_t transfer(int file, const struct iovec *parts, int count,
                        ssize_t (*one)(int, void *, size_t)) {
  size_t total = 0;
  if (count <= 0 || count > IOV_MAX)
    return refused(EINVAL);
  for (int i = 0; i < count; i++)
    if (__builtin_add_overflow(total, parts[i].iov_len, &total) ||
        total > LONG_MAX)
      return refused(EINVAL);
  ssize_t done = 0;
  for (int i = 0; i < count; i++) {
    ssize_t n = one(file, parts[i].iov_base, parts[i].iov_len);
    if (n < 0)
      return done ? done : -1;
    done += n;
    if ((size_t)n < parts[i].iov_len)
      break;
  }
  return done;
}
static ssize_t read_one(int file, void *buffer, size_t size) {
  return read(file, buffer, size);
}
static ssize_t write_one(int file, void *buffer, size_t size) {
  return write(file, buffer, size);
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

int __sectile_host_file(int file) {
  int host = host_of(file);
  return host >= 0 ? host : refused(EBADF);
}

int __sectile_new_file(int least, int host, int flags) {
  for (int file = least; file < DESCRIPTORS; file++)
    if (host_of(file) < 0) {
      files[file] = (int16_t)(host + 1) |
                    (int16_t)((flags & O_ACCMODE) << ACCESS_SHIFT) |
                    (int16_t)(flags & O_APPEND ? APPEND : 0);
      return file;
    }
  return refused(EMFILE);
}

int __sectile_file_flags(int file) {
  if (files[file] == 0)
    return file == 0 ? O_RDONLY : O_WRONLY;
  return (files[file] >> ACCESS_SHIFT & O_ACCMODE) |
         (files[file] & APPEND ? O_APPEND : 0);
}

int _close(int file) {
  int host = __sectile_host_file(file);
  if (host < 0)
    return -1;
  forget(file);
  for (int other = 0; other < DESCRIPTORS; other++)
    if (host_of(other) == host)
      return 0;
  return (int)checked(host_command(SECTILE_HOST_CLOSE, host, 0, 0, 0));
}

_ssize_t _read(int file, void *buffer, size_t size) {
  int host = __sectile_host_file(file);
  if (host < 0)
    return -1;
  return checked(
      host_command(SECTILE_HOST_READ, host, (long)buffer, (long)size, 0));
}

_ssize_t _write(int file, const void *buffer, size_t size) {
  int host = __sectile_host_file(file);
  if (host < 0)
    return -1;
  return checked(
      host_command(SECTILE_HOST_WRITE, host, (long)buffer, (long)size, 0));
}

_off_t _lseek(int file, _off_t offset, int whence) {
  int host = __sectile_host_file(file);
  if (host < 0)
    return -1;
  return checked(host_command(SECTILE_HOST_SEEK, host, offset, whence, 0));
}

int __sectile_status(long result, const struct sectile_host_status *from,
                     struct stat *to) {
  if (checked(result) < 0)
    return -1;
  memset(to, 0, sizeof *to);
  to->st_dev = 1;
  to->st_ino = from->inode;
  to->st_mode = from->mode;
  to->st_nlink = (nlink_t)from->links;
  to->st_uid = USER;
  to->st_gid = USER;
  to->st_size = from->size;
  to->st_atim = (struct timespec){from->accessed[0], from->accessed[1]};
  to->st_mtim = (struct timespec){from->modified[0], from->modified[1]};
  to->st_ctim = (struct timespec){from->changed[0], from->changed[1]};
  // Every call accesses the host, so the calls are few and large.
  to->st_blksize = S_ISREG(from->mode) ? 65536 : 1024;
  to->st_blocks = (from->size + 511) / 512;
  return 0;
}

int _fstat(int file, struct stat *status) {
  struct sectile_host_status from;
  int host = __sectile_host_file(file);
  if (host < 0)
    return -1;
  return __sectile_status(
      host_command(SECTILE_HOST_STATUS, host, (long)&from, 0, 0), &from,
      status);
}

int dup(int file) {
  int host = __sectile_host_file(file);
  if (host < 0)
    return -1;
  return __sectile_new_file(0, host, __sectile_file_flags(file));
}

int dup2(int file, int wanted) {
  int host = __sectile_host_file(file);
  if (host < 0)
    return -1;
  if (wanted < 0 || wanted >= DESCRIPTORS)
    return refused(EBADF);
  if (file == wanted)
    return wanted;
  int flags = __sectile_file_flags(file);
  if (host_of(wanted) >= 0)
    _close(wanted);
  return __sectile_new_file(wanted, host, flags);
}

int dup3(int file, int wanted, int flags) {
  if (file == wanted || (flags & ~O_CLOEXEC))
    return refused(EINVAL);
  return dup2(file, wanted);
}

// One process: locks are always free, and nothing is inherited.
int _fcntl(int file, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  long argument = va_arg(arguments, long);
  va_end(arguments);
  int host = __sectile_host_file(file);
  if (host < 0)
    return -1;
  switch (command) {
  case F_DUPFD:
  case F_DUPFD_CLOEXEC:
    if ((int)argument < 0 || (int)argument >= DESCRIPTORS)
      return refused(EINVAL);
    return __sectile_new_file((int)argument, host, __sectile_file_flags(file));
  case F_GETFD:
  case F_SETFD:
    return 0;
  case F_GETFL:
    return __sectile_file_flags(file);
  case F_SETFL:
    if (((int)argument ^ __sectile_file_flags(file)) & O_APPEND)
      return refused(EINVAL);
    return 0;
  case F_GETLK:
    ((struct flock *)argument)->l_type = F_UNLCK;
    return 0;
  case F_SETLK:
  case F_SETLKW:
    return 0;
  default:
    return refused(EINVAL);
  }
}

int flock(int file, int operation) {
  (void)operation;
  return __sectile_host_file(file) < 0 ? -1 : 0;
}

int ftruncate(int file, off_t size) {
  int host = __sectile_host_file(file);
  if (host < 0)
    return -1;
  return (int)checked(host_command(SECTILE_HOST_TRUNCATE, host, size, 0, 0));
}

// Written data is already with the host.
int fsync(int file) { return __sectile_host_file(file) < 0 ? -1 : 0; }
int fdatasync(int file) { return __sectile_host_file(file) < 0 ? -1 : 0; }
void sync(void) {}

// For newlib's readdir.
int getdents(int file, void *buffer, int size) {
  _Static_assert(offsetof(struct dirent, d_ino) ==
                         offsetof(struct sectile_host_entry, inode) &&
                     offsetof(struct dirent, d_reclen) ==
                         offsetof(struct sectile_host_entry, size) &&
                     offsetof(struct dirent, d_type) ==
                         offsetof(struct sectile_host_entry, type) &&
                     offsetof(struct dirent, d_name) ==
                         offsetof(struct sectile_host_entry, name),
                 "the host device writes struct dirent");
  int host = __sectile_host_file(file);
  if (host < 0)
    return -1;
  return (int)checked(
      host_command(SECTILE_HOST_LIST, host, (long)buffer, size, 0));
}

ssize_t readv(int file, const struct iovec *parts, int count) {
  return transfer(file, parts, count, read_one);
}
ssize_t writev(int file, const struct iovec *parts, int count) {
  return transfer(file, parts, count, write_one);
}

#pragma clang attribute pop
