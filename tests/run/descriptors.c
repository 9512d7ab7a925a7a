// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors can be duplicated, also over standard streams, and the lowest
// free one is taken.
// RUN: rm -rf %t.dir && mkdir -p %t.dir
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run --dir %t.dir %t.elf < %s | FileCheck %s
// RUN: FileCheck --check-prefix=FILE %s < %t.dir/out
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void) {
  int file = open("out", O_RDWR | O_CREAT | O_TRUNC, 0666);
  int saved = dup(1);
  printf("%d %d\n", file, saved); // CHECK: 3 4
  fflush(stdout);
  int result = dup2(file, 1);
  printf("into the file\n"); // FILE: into the file
  fflush(stdout);
  dup2(saved, 1);
  printf("%d back\n", result); // CHECK: 1 back
  close(saved);

  // Both have one position; it outlives either.
  int again = dup(file);
  lseek(again, 5, SEEK_SET);
  char buffer[100] = "";
  read(file, buffer, 3);
  close(file);
  read(again, buffer + 3, 100);
  printf("%d %s", again, buffer); // CHECK: 4 the file
  printf("%d", fcntl(again, F_GETFL) & O_ACCMODE);
  printf(" %d", fcntl(again, F_DUPFD, 20));
  printf(" %d", fcntl(1, F_GETFL) & O_ACCMODE);
  printf(" %d", fcntl(21, F_GETFL));
  printf(" %d\n", errno == EBADF); // CHECK: 2 20 1 -1 1

  close(0);
  printf("%d", open("out", O_RDONLY));
  printf(" %d", (int)read(0, buffer, 4));
  printf(" %.4s", buffer);
  printf(" %d", dup2(50, 0));
  printf(" %d", dup2(0, 5000));
  printf(" %d\n", dup2(0, 0)); // CHECK: 0 4 into -1 -1 0

  FILE *f = fdopen(again, "r");
  rewind(f);
  printf("%s", fgets(buffer, sizeof buffer, f)); // CHECK: into the file
  fclose(f);
  f = freopen("out", "a", stdout);
  printf("appended\n"); // FILE: appended
  fclose(f);
  int n = 0;
  while (dup(0) >= 0)
    n++;
  return n > 900 && errno == EMFILE ? 0 : 1;
}
