// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// POSIX's and GNU's functions that public programs ask for: walks through
// directories, input and output of several buffers, limits, messages, users.
// RUN: rm -rf %t.dir && mkdir -p %t.dir/a/b %t.dir/c && ln -s .. %t.dir/a/b/up && ln -s nowhere %t.dir/dead
// RUN: sectile-clang -O2 -Wall -Wextra -Werror %s -o %t.elf
// RUN: not sectile-run --dir %t.dir %t.elf 2>&1 | FileCheck %s
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <byteswap.h>
#include <dirent.h>
#include <dlfcn.h>
#include <endian.h>
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

static int visit(const char *path, const struct stat *status, int type, struct FTW *where) {
  (void)status;
  printf(" %s:%d:%d:%s", path, type, where->level, path + where->base);
  return 0;
}
static int stop_at_b(const char *path, const struct stat *status, int type) {
  (void)status, (void)type;
  return strcmp(path, "/a/b") == 0 ? 7 : 0;
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  printf("%d\n", nftw("/", visit, 4, FTW_PHYS));
  // CHECK: /:1:0:{{.*}} /a:1:1:a /a/b:1:2:b /a/b/up:4:3:up /c:1:1:c /dead:4:1:dead{{.*}}0
  printf("%d\n", nftw("a", visit, 4, FTW_DEPTH)); // the link to a directory above is not followed
  // CHECK-NEXT: {{^}} a/b:5:1:b a:5:0:a0
  printf("%d %d %d\n", ftw("/", stop_at_b, 1), ftw("none", stop_at_b, 1), errno == ENOENT); // CHECK-NEXT: 7 -1 1

  int file = open("parts", O_RDWR | O_CREAT, 0600);
  struct iovec out[] = {{"abc", 3}, {"", 0}, {"defgh", 5}};
  printf("%zd", writev(file, out, 3));
  lseek(file, 0, SEEK_SET);
  char first[2], second[10];
  struct iovec in[] = {{first, 2}, {second, 10}};
  printf(" %zd %.2s %.6s", readv(file, in, 2), first, second);
  printf(" %zd %zd\n", readv(file, in, 0), writev(99, out, 3)); // CHECK-NEXT: 8 8 ab cdefgh -1 -1

  struct rlimit limit;
  printf("%d %d", getrlimit(RLIMIT_STACK, &limit), limit.rlim_max > 0);
  limit.rlim_max++;
  printf(" %d", setrlimit(RLIMIT_STACK, &limit));
  limit.rlim_cur = limit.rlim_max = 16;
  printf(" %d %d %d", setrlimit(RLIMIT_NOFILE, &limit), getrlimit(RLIMIT_NOFILE, &limit), (int)limit.rlim_cur);
  printf(" %d %d %d\n", getrlimit(99, &limit), nice(5), getpriority(PRIO_PROCESS, 0)); // CHECK-NEXT: 0 1 -1 0 0 16 -1 5 5

  error(0, ENOENT, "file %d", 3);                  // CHECK-NEXT: posix.c.tmp.elf: file 3: No such file
  error_at_line(0, 0, "x.c", 12, "wrong %s", "y"); // CHECK-NEXT: posix.c.tmp.elf:x.c:12: wrong y
  printf("%u\n", error_message_count);             // CHECK-NEXT: 2

  printf("%d %d", dlopen("libm.so", RTLD_NOW) == NULL, strlen(dlerror()) > 0);
  printf(" %d\n", dlerror() == NULL); // CHECK-NEXT: 1 1 1

  struct passwd user, *found = &user;
  char buffer[100];
  printf("%d %d", getpwnam_r("nobody", &user, buffer, sizeof buffer, &found), found == NULL);
  struct group group, *any = &group;
  printf(" %d %d\n", getgrgid_r(0, &group, buffer, sizeof buffer, &any), any == NULL); // CHECK-NEXT: 0 1 0 1

  setenv("X", "1", 1);
  printf("%s %d %d\n", secure_getenv("X"), clearenv(), getenv("X") == NULL); // CHECK-NEXT: 1 0 1
  printf("%x %x %x %x %d\n", bswap_16(0x1234), htobe32(1), le16toh(7), htons(1), (int)minor(makedev(3, 5)));
  // CHECK-NEXT: 3412 1000000 7 100 5
  // What needs another process, user, clock or a source of random numbers is refused.
  printf("%d %d", getentropy(buffer, 8), errno == ENOSYS);
  timer_t timer;
  printf(" %d %d", timer_create(CLOCK_REALTIME, NULL, &timer), errno == ENOSYS);
  printf(" %d %d", setregid(0, 0), setreuid(-1, getuid()));
  printf(" %d %d\n", sethostname("x", 1), errno == EPERM); // CHECK-NEXT: -1 1 -1 1 -1 0 -1 1
  clockid_t clock = CLOCK_REALTIME;
  printf("%d %d", clock_getcpuclockid(0, &clock), clock == CLOCK_PROCESS_CPUTIME_ID);
  char *here = get_current_dir_name();
  printf(" %s %s %d\n", here, ctermid(NULL), getgrent() == NULL); // CHECK-NEXT: 0 1 / /dev/tty 1
  const struct dirent nine = {.d_name = "v9"}, ten = {.d_name = "v10"}, *a = &nine, *b = &ten;
  printf("%d %d\n", versionsort(&a, &b) < 0, readlinkat(AT_FDCWD, "parts", buffer, 9) < 0 && errno == EINVAL);
  // CHECK-NEXT: 1 1
  error(3, 0, "the end"); // CHECK-NEXT: the end
}
