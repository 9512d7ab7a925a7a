// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The host device, through which a guest program accesses console, files, clock
// and arguments.
//
// An aligned 8-byte store of the address of a command block to
// SECTILE_HOST_DEVICE starts a command; any other access there traps. The
// result replaces `result` in the block: zero or more for success, a negative
// error number of newlib's <errno.h> otherwise. A bad operation, address or
// file never traps. Only files below the directory that the user named are
// accessible.
//
// The header is plain C, because the guest's C library, the emulator and the
// RTL's harness include it.
#ifndef SECTILE_HOST_DEVICE_H
#define SECTILE_HOST_DEVICE_H

#include "sectile/platform.h"

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
  SECTILE_HOST_MEMORY = 12, // () -> first address after RAM
  SECTILE_HOST_STATUS = 13, // (descriptor, struct sectile_host_status *); 0, 1
                            // and 2 are terminals or pipes
  SECTILE_HOST_STATUS_AT = 14, // (path, path length, status, flags: 1 for a
                               // symbolic link itself)
  SECTILE_HOST_MAKE_DIRECTORY = 15,   // (path, path length)
  SECTILE_HOST_REMOVE_DIRECTORY = 16, // (path, path length)
  SECTILE_HOST_TRUNCATE = 17,         // (descriptor, bytes): cuts or extends
  SECTILE_HOST_LIST = 18, // (descriptor of a directory, buffer, length) ->
                          // bytes; entries in the order of their names from the
                          // position on, which SEEK counts in entries
  SECTILE_HOST_OPERATIONS // one more than the last
};

// flags of SECTILE_HOST_OPEN
enum sectile_host_open_flag {
  SECTILE_HOST_O_READ = 1,
  SECTILE_HOST_O_WRITE = 2,
  SECTILE_HOST_O_CREATE = 4,
  SECTILE_HOST_O_TRUNCATE = 8,
  SECTILE_HOST_O_APPEND = 16,
  SECTILE_HOST_O_EXCLUSIVE = 32,
  SECTILE_HOST_O_DIRECTORY = 64 // with READ alone
};

// What STATUS and STATUS_AT write.
struct sectile_host_status {
  uint64_t inode;
  uint32_t mode;   // type and permissions, numbered as in newlib's <sys/stat.h>
  uint32_t access; // what the host's user may do: 4 read, 2 write, 1 execute
  uint64_t links;
  int64_t size;
  int64_t accessed[2], modified[2], changed[2]; // seconds and nanoseconds
};

// What LIST writes, each at a multiple of 8.
struct sectile_host_entry {
  uint64_t inode;
  uint16_t size; // of the entry
  uint8_t type;  // as in `mode`, without its 12 low bits; 0 for unknown
  char name[5];  // as long as it is, ended by a zero byte
};

#endif
