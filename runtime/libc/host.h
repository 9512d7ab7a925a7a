// One command to the host device (host_device.h) from C.
#ifndef SECTILE_RUNTIME_HOST_H
#define SECTILE_RUNTIME_HOST_H

#include <host_device.h>

// Negative for an error: an error number of <errno.h>.
static inline long host_command(long operation, long a, long b, long c,
                                long d) {
  struct sectile_host_command command = {
      (uint64_t)operation,
      0,
      {(uint64_t)a, (uint64_t)b, (uint64_t)c, (uint64_t)d, 0, 0}};
  // The device reads and writes memory that the compiler does not see used.
  __asm__ volatile("" : : "r"(&command) : "memory");
  *(volatile uint64_t *)SECTILE_HOST_DEVICE = (uint64_t)&command;
  __asm__ volatile("" : : "r"(&command) : "memory");
  return command.result;
}

#endif
