// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// mmap: memory from the heap, with the file's contents if there is one. There
// is no protection and no sharing: a file can be mapped for reading, or
// privately.
#include "host.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 4096 };

// One call's memory, and how much of it is still mapped.
struct block {
  void *memory;
  size_t mapped;
};
// A part of a block that is mapped.
struct part {
  struct part *next;
  char *start, *end;
  struct block *block;
};
static struct part *parts;

static size_t pages(size_t n) { return (n + PAGE - 1) & ~(size_t)(PAGE - 1); }

static void *failed(int error) {
  errno = error;
  return MAP_FAILED;
}

// A file's bytes, to the end of the file or of the buffer.
static int fill(int file, off_t from, char *to, size_t n) {
  while (n) {
    ssize_t got = pread(file, to, n, from);
    if (got < 0)
      return -1;
    if (got == 0)
      return 0;
    to += got, from += got, n -= (size_t)got;
  }
  return 0;
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

void *mmap(void *wanted, size_t n, int protection, int flags, int file,
           off_t from) {
  (void)wanted; // a hint
  int shared = flags & MAP_SHARED;
  if (n == 0 || from % PAGE || from < 0 || !shared == !(flags & MAP_PRIVATE))
    return failed(EINVAL);
  if (n > PTRDIFF_MAX - PAGE)
    return failed(ENOMEM);
  if (flags & MAP_FIXED)
    return failed(ENOTSUP);
  if (!(flags & MAP_ANONYMOUS)) {
    struct stat status;
    if (fstat(file, &status) < 0)
      return MAP_FAILED;
    if (!S_ISREG(status.st_mode))
      return failed(ENODEV);
    if (__sectile_file_flags(file) == O_WRONLY)
      return failed(EACCES);
    if (shared && (protection & PROT_WRITE))
      return failed(ENOTSUP);
  }
  size_t size = pages(n);
  struct block *block = malloc(sizeof *block);
  struct part *part = malloc(sizeof *part);
  void *memory = NULL;
  if (!block || !part || posix_memalign(&memory, PAGE, size)) {
    free(block);
    free(part);
    return failed(ENOMEM);
  }
  memset(memory, 0, size);
  if (!(flags & MAP_ANONYMOUS) && fill(file, from, memory, size) < 0) {
    free(block);
    free(part);
    free(memory);
    return MAP_FAILED;
  }
  *block = (struct block){memory, size};
  *part = (struct part){parts, memory, (char *)memory + size, block};
  parts = part;
  return memory;
}

int munmap(void *memory, size_t n) {
  char *start = memory, *end = start + pages(n);
  if (n == 0 || (uintptr_t)memory % PAGE || end < start)
    return refused(EINVAL);
  for (struct part **link = &parts, *part; (part = *link);) {
    char *low = part->start > start ? part->start : start;
    char *high = part->end < end ? part->end : end;
    if (low >= high) {
      link = &part->next;
      continue;
    }
    struct block *block = part->block;
    if (low > part->start && high < part->end) { // what is left has two parts
      struct part *rest = malloc(sizeof *rest);
      if (!rest)
        return refused(ENOMEM);
      *rest = (struct part){part->next, high, part->end, block};
      part->next = rest;
      part->end = low;
      link = &rest->next;
    } else if (low > part->start) {
      part->end = low;
      link = &part->next;
    } else if (high < part->end) {
      part->start = high;
      link = &part->next;
    } else {
      *link = part->next;
      free(part);
    }
    block->mapped -= (size_t)(high - low);
    if (block->mapped == 0) {
      free(block->memory);
      free(block);
    }
  }
  return 0;
}

int mprotect(void *memory, size_t n, int protection) {
  (void)n, (void)protection;
  return (uintptr_t)memory % PAGE ? refused(EINVAL) : 0;
}
int msync(void *memory, size_t n, int flags) {
  (void)n, (void)flags;
  return (uintptr_t)memory % PAGE ? refused(EINVAL) : 0;
}
// Advice; what changes contents is refused.
int madvise(void *memory, size_t n, int advice) {
  (void)memory, (void)n;
  return advice < 0 || advice > MADV_WILLNEED ? refused(EINVAL) : 0;
}
int posix_madvise(void *memory, size_t n, int advice) {
  (void)memory, (void)n, (void)advice;
  return 0;
}
int mlock(const void *memory, size_t n) {
  (void)memory, (void)n;
  return 0;
}
int munlock(const void *memory, size_t n) {
  (void)memory, (void)n;
  return 0;
}

#pragma clang attribute pop
