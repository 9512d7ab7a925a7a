// There is an empty environment, which a program can fill; what looks into it
// (time zones, options, temporary files) links.
// RUN: rm -rf %t.dir && mkdir -p %t.dir
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run --dir %t.dir %t.elf -v --name=x rest | FileCheck %s
// RUN: sectile-clang -O0 -flto %s -o %t.elf && sectile-run --dir %t.dir %t.elf -v --name=x rest | FileCheck %s
#define _GNU_SOURCE
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv, char **envp) {
  printf("%d %d %d\n", getenv("HOME") == NULL, environ == envp, environ[0] == NULL); // CHECK: 1 1 1
  setenv("HOME", "/here", 1);
  char given[] = "OTHER=b=c";
  putenv(given);
  setenv("HOME", "/there", 0);
  printf("%s %s\n", getenv("HOME"), getenv("OTHER")); // CHECK: /here b=c
  unsetenv("HOME");
  printf("%d\n", getenv("HOME") == NULL); // CHECK: {{^1$}}

  setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
  tzset();
  time_t t = 1720000000;
  char text[80];
  strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %Z %j %a", localtime(&t));
  printf("%s\n", text); // CHECK: 2024-07-03 11:46:40 CEST 185 Wed
  struct tm tm;
  memset(&tm, 0, sizeof tm);
  tm.tm_isdst = -1;
  printf("%s.\n", strptime("2024-01-31 23:59:60 x", "%Y-%m-%d %H:%M:%S", &tm)); // CHECK: {{^}} x.
  printf("%lld\n", (long long)mktime(&tm)); // CHECK: 1706742000

  int option, flag = 0;
  const char *name = "";
  static const struct option options[] = {{"name", required_argument, 0, 'n'}, {0, 0, 0, 0}};
  while ((option = getopt_long(argc, argv, "v", options, 0)) != -1) {
    flag |= option == 'v';
    if (option == 'n')
      name = optarg;
  }
  printf("%d %s %s\n", flag, name, argv[optind]); // CHECK: 1 x rest

  FILE *f = tmpfile();
  fputs("kept", f);
  rewind(f);
  printf("%s\n", fgets(text, sizeof text, f)); // CHECK: kept
  fclose(f);
  return 0;
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
