// The host device: how a guest program reaches the world.
//
// An aligned 8-byte store of the address of a command block to
// SECTILE_HOST_DEVICE starts a command; any other access there traps. The
// result replaces `result` in the block: zero or more for success, a negative
// error number of newlib's <errno.h> otherwise. A bad operation, address or
// file never traps. Files live below the directory the user named, nothing
// else can be reached.
//
// Plain C, because the guest's C library, the emulator and the RTL's harness
// all include it.
#ifndef SECTILE_HOST_DEVICE_H
#define SECTILE_HOST_DEVICE_H

#include <stdint.h>

#define SECTILE_RAM_BASE UINT64_C(0x80000000)
#define SECTILE_HOST_DEVICE UINT64_C(0x10000000)
// The size of the device's page: RAM never overlaps it.
#define SECTILE_HOST_DEVICE_SIZE UINT64_C(0x1000)

struct sectile_host_command {
  uint64_t operation;
  int64_t result;
  uint64_t argument[6];
};

enum sectile_host_operation {
  SECTILE_HOST_EXIT = 1,  // (status): does not return
  SECTILE_HOST_OPEN = 2,  // (path, path length, flags) -> descriptor >= 3
  SECTILE_HOST_CLOSE = 3, // (descriptor)
  SECTILE_HOST_READ = 4,  // (descriptor, buffer, length) -> bytes; 0 is stdin
  SECTILE_HOST_WRITE =
      5,                 // (descriptor, buffer, length) -> bytes; 1, 2: console
  SECTILE_HOST_SEEK = 6, // (descriptor, offset, whence 0/1/2) -> position
  SECTILE_HOST_SIZE =
      7, // (descriptor) -> bytes in the file; -ESPIPE for a console
  SECTILE_HOST_REMOVE = 8, // (path, path length)
  SECTILE_HOST_RENAME = 9, // (old, old length, new, new length)
  SECTILE_HOST_CLOCK = 10, // () -> nanoseconds: retired instructions, or real
                           // time if the user asks
  SECTILE_HOST_ARGS = 11, // (buffer, length) -> bytes needed for all arguments,
                          // each ended by a zero byte; copies what fits
  SECTILE_HOST_MEMORY = 12 // () -> first address after RAM
};

// flags of SECTILE_HOST_OPEN
enum sectile_host_open_flag {
  SECTILE_HOST_O_READ = 1,
  SECTILE_HOST_O_WRITE = 2,
  SECTILE_HOST_O_CREATE = 4,
  SECTILE_HOST_O_TRUNCATE = 8,
  SECTILE_HOST_O_APPEND = 16,
  SECTILE_HOST_O_EXCLUSIVE = 32
};

#endif
