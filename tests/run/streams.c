// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Only a terminal is one: output to a pipe is buffered as a whole, and a file
// on standard input or output is no terminal either.
// RUN: sectile-clang -O2 %s -o %t.elf
// RUN: echo text | sectile-run %t.elf | FileCheck %s
// RUN: sectile-run %t.elf < %s > %t.out 2> %t.err
// RUN: FileCheck %s < %t.out
// CHECK: 0 0 0 0 25 25 25
// CHECK-NEXT: 1 1 1 29
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void) {
  int terminal[4], error[4];
  for (int i = 0; i < 4; i++) {
    errno = 0;
    terminal[i] = isatty(i);
    error[i] = errno;
  }
  printf("%d %d %d %d %d %d %d\n", terminal[0], terminal[1], terminal[2], terminal[3], error[0], error[1], error[2]);
  struct stat status[3];
  for (int i = 0; i < 3; i++)
    fstat(i, &status[i]);
  lseek(0, 0, SEEK_CUR);
  printf("%d %d %d %d\n", S_ISFIFO(status[0].st_mode), S_ISFIFO(status[1].st_mode), S_ISFIFO(status[2].st_mode), errno);
  return 0;
}
