// What newlib asks of an operating system, over the host device.
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/times.h>
#include <unistd.h>

// newlib's reentrant layer sets its own errno from this one.
#undef errno
extern int errno;

static long checked(long result) {
  if (result >= 0)
    return result;
  errno = (int)-result;
  return -1;
}

__attribute__((noreturn)) void _exit(int status) {
  for (;;)
    host_command(SECTILE_HOST_EXIT, status, 0, 0, 0);
}

int _open(const char *path, int flags, int mode) {
  static const struct {
    int ours, host;
  } pairs[] = {{O_CREAT, SECTILE_HOST_O_CREATE},
               {O_TRUNC, SECTILE_HOST_O_TRUNCATE},
               {O_APPEND, SECTILE_HOST_O_APPEND},
               {O_EXCL, SECTILE_HOST_O_EXCLUSIVE}};
  (void)mode; // files have the mode the host's user gives new files
  long host = (flags & O_ACCMODE) == O_RDONLY ? SECTILE_HOST_O_READ
              : (flags & O_ACCMODE) == O_WRONLY
                  ? SECTILE_HOST_O_WRITE
                  : SECTILE_HOST_O_READ | SECTILE_HOST_O_WRITE;
  for (unsigned i = 0; i < sizeof pairs / sizeof *pairs; i++)
    if (flags & pairs[i].ours)
      host |= pairs[i].host;
  return (int)checked(
      host_command(SECTILE_HOST_OPEN, (long)path, (long)strlen(path), host, 0));
}

int _close(int file) {
  return (int)checked(host_command(SECTILE_HOST_CLOSE, file, 0, 0, 0));
}

_ssize_t _read(int file, void *buffer, size_t size) {
  return checked(
      host_command(SECTILE_HOST_READ, file, (long)buffer, (long)size, 0));
}

_ssize_t _write(int file, const void *buffer, size_t size) {
  return checked(
      host_command(SECTILE_HOST_WRITE, file, (long)buffer, (long)size, 0));
}

_off_t _lseek(int file, _off_t offset, int whence) {
  return checked(host_command(SECTILE_HOST_SEEK, file, offset, whence, 0));
}

int _fstat(int file, struct stat *status) {
  memset(status, 0, sizeof *status);
  long size = host_command(SECTILE_HOST_SIZE, file, 0, 0, 0);
  if (size == -ESPIPE) { // a console
    status->st_mode = S_IFCHR | 0600;
    status->st_blksize = 1024;
    return 0;
  }
  if (size < 0)
    return (int)checked(size);
  status->st_mode = S_IFREG | 0600;
  status->st_size = size;
  status->st_nlink = 1;
  status->st_blksize = 65536; // every call leaves the machine: few and large
  return 0;
}

int _stat(const char *path, struct stat *status) {
  int file = _open(path, O_RDONLY, 0);
  if (file < 0)
    return -1;
  int result = _fstat(file, status);
  _close(file);
  return result;
}

int _isatty(int file) {
  if (host_command(SECTILE_HOST_SIZE, file, 0, 0, 0) == -ESPIPE)
    return 1;
  errno = ENOTTY;
  return 0;
}

int _unlink(const char *path) {
  return (int)checked(
      host_command(SECTILE_HOST_REMOVE, (long)path, (long)strlen(path), 0, 0));
}

int _rename(const char *from, const char *to) {
  return (int)checked(host_command(SECTILE_HOST_RENAME, (long)from,
                                   (long)strlen(from), (long)to,
                                   (long)strlen(to)));
}

int _link(const char *from, const char *to) {
  (void)from, (void)to;
  errno = EMLINK;
  return -1;
}

// The heap grows from the end of the program. The stack begins where the
// thread-local variables do; so many bytes below are its own. The emulator
// reads where the heap ends, to tell that the stack has grown into it.
extern char _end[];
char *__sectile_heap_end = _end;

void *_sbrk(ptrdiff_t increment) {
  char *limit = (char *)__builtin_thread_pointer() - SECTILE_STACK_SIZE;
  char *now = __sectile_heap_end;
  if (increment > limit - now || increment < _end - now) {
    errno = ENOMEM;
    return (void *)-1;
  }
  __sectile_heap_end = now + increment;
  return now;
}

// newlib's aligned_alloc calls it, but has it for one system only.
int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment < sizeof(void *) || (alignment & (alignment - 1)))
    return EINVAL;
  void *memory = memalign(alignment, size);
  if (!memory)
    return ENOMEM;
  *result = memory;
  return 0;
}

static long nanoseconds(void) {
  return host_command(SECTILE_HOST_CLOCK, 0, 0, 0, 0);
}

int _gettimeofday(struct timeval *time, void *zone) {
  (void)zone;
  long now = nanoseconds();
  time->tv_sec = now / 1000000000;
  time->tv_usec = now % 1000000000 / 1000;
  return 0;
}

clock_t _times(struct tms *times) {
  clock_t now = (clock_t)(nanoseconds() / (1000000000 / CLOCKS_PER_SEC));
  memset(times, 0, sizeof *times);
  times->tms_utime = now;
  return now;
}

int _getpid(void) { return 1; }

int _kill(int process, int signal) {
  if (process == 1)
    _exit(128 + signal);
  errno = ESRCH;
  return -1;
}

// One program, one process.
int _fork(void) {
  errno = ENOSYS;
  return -1;
}
int _execve(const char *path, char *const arguments[],
            char *const environment[]) {
  (void)path, (void)arguments, (void)environment;
  errno = ENOSYS;
  return -1;
}
int _wait(int *status) {
  (void)status;
  errno = ECHILD;
  return -1;
}
