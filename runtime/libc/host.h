// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions that the C library's files share: a command to the host device
// (host_device.h), and the translations of descriptors and of paths.
//
// Every external function is weak and is not inlined into another, because a
// program may define any of them itself.
#ifndef SECTILE_RUNTIME_HOST_H
#define SECTILE_RUNTIME_HOST_H

#include <errno.h>
#include <host_device.h>
#include <string.h>

// Negative for an error: an error number of <errno.h>.
static inline long host_command(long operation, long a, long b, long c,
                                long d) {
  struct sectile_host_command command = {
      (uint64_t)operation,
      0,
      {(uint64_t)a, (uint64_t)b, (uint64_t)c, (uint64_t)d, 0, 0}};
  // The device reads and writes memory, which the compiler cannot see.
  __asm__ volatile("" : : "r"(&command) : "memory");
  *(volatile uint64_t *)SECTILE_HOST_DEVICE = (uint64_t)&command;
  __asm__ volatile("" : : "r"(&command) : "memory");
  return command.result;
}

static inline long checked(long result) {
  if (result >= 0)
    return result;
  errno = (int)-result;
  return -1;
}

static inline int refused(int error) {
  errno = error;
  return -1;
}

enum { PROCESS = 1, USER = 1000 };

// descriptors.c: the program's descriptors are not the host device's, because
// POSIX lets a program duplicate them and close standard streams.
enum { DESCRIPTORS = 1024 };
// The host's descriptor, or -1 and errno.
int __sectile_host_file(int file);
// The lowest free descriptor from `least` on for a host's; -1 if there is none.
int __sectile_new_file(int least, int host, int flags);
int __sectile_file_flags(int file);

// paths.c: the name below the user's directory, without `.`, `..` and a leading
// slash; `/` is that directory. Returns the length, or -1 and errno.
enum { HOST_PATH = 4096 };
int __sectile_path(const char *path, char result[HOST_PATH + 1]);
// Where relative paths start, as __sectile_path makes them; empty for `/`.
extern char __sectile_directory[];

struct stat;
int __sectile_status(long result, const struct sectile_host_status *from,
                     struct stat *to);

// signals.c, if the program handles signals.
int __sectile_raise(int signal) __attribute__((weak));

#endif
