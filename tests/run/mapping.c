// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// mmap: anonymous memory, and files for reading or privately; what would need
// a second view of a file or a fixed address is refused.
// RUN: rm -rf %t.dir && mkdir -p %t.dir
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run --dir %t.dir %t.elf | FileCheck %s
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int refused(void *p) { return p == MAP_FAILED ? errno : 0; }

int main(void) {
  long page = sysconf(_SC_PAGESIZE);
  int file = open("data", O_RDWR | O_CREAT, 0666);
  for (int i = 0; i < 5000; i++)
    write(file, &i, sizeof i);
  int *p = mmap(NULL, 20000, PROT_READ, MAP_SHARED, file, 0);
  printf("%d %d %d %d\n", p[0], p[4999], p[5000], (int)((uintptr_t)p % page)); // CHECK: 0 4999 0 0
  int *q = mmap(NULL, 5000, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, page);
  q[0] = -1;
  printf("%d %d %d\n", q[1], p[1024], (int)lseek(file, 0, SEEK_CUR)); // CHECK: 1025 1024 20000
  printf("%d", refused(mmap(NULL, 5000, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)) == ENOTSUP);
  printf("%d", refused(mmap(p, 5000, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 0)) == ENOTSUP);
  printf("%d", refused(mmap(NULL, 5000, PROT_READ, MAP_PRIVATE, file, 100)) == EINVAL);
  printf("%d", refused(mmap(NULL, 0, PROT_READ, MAP_PRIVATE, file, 0)) == EINVAL);
  printf("%d", refused(mmap(NULL, 100, PROT_READ, 0, file, 0)) == EINVAL);
  printf("%d", refused(mmap(NULL, 100, PROT_READ, MAP_PRIVATE, 77, 0)) == EBADF);
  printf("%d", refused(mmap(NULL, 100, PROT_READ, MAP_PRIVATE, 0, 0)) == ENODEV);
  printf("%d", refused(mmap(NULL, SIZE_MAX / 2, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) == ENOMEM);
  printf("%d\n", munmap((char *)p + 1, 100)); // CHECK: 11111111-1
  close(file);
  printf("%d %d %d\n", p[7], munmap(p, 20000), munmap(q, 5000)); // CHECK: 7 0 0

  // Memory comes back when the last part of it is unmapped.
  for (int i = 0; i < 100; i++) {
    char *m = mmap(NULL, 64 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (m == MAP_FAILED || m[12345] || m[(64 << 20) - 1])
      return 1;
    m[12345] = 1;
    munmap(m + 4 * page, page);
    munmap(m, page);
    munmap(m + (32 << 20), 32 << 20);
    m[page] = m[5 * page] = 1;
    munmap(m, 64 << 20);
  }
  return 0;
}
