// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The zone of a date: tm_gmtoff, tm_zone, and what strftime prints of it, also
// for dates whose zone the program has not set.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang -O2 -std=c17 -DISO -c %s -o %t.o
#ifdef ISO // where these names are the program's
#define tm_gmtoff 1
#define tm_zone 2
#include <time.h>
#else
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void show(const struct tm *date) {
  char text[80];
  strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z %Z", date);
  printf("%ld %s | %s\n", date->tm_gmtoff, date->tm_zone, text);
}

int main(void) {
  time_t winter = 1700000000, summer = 1690000000;
  setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
  show(localtime(&winter));
  show(localtime(&summer));
  show(gmtime(&summer));
  // CHECK: 3600 CET | 2023-11-14 23:13:20 +0100 CET
  // CHECK: 7200 CEST | 2023-07-22 06:26:40 +0200 CEST
  // CHECK: 0 GMT | 2023-07-22 04:26:40 +0000 GMT

  struct tm date;
  memset(&date, 0x55, sizeof date); // the zone is no pointer
  date.tm_sec = date.tm_min = date.tm_hour = 0;
  date.tm_mday = date.tm_mon = 6;
  date.tm_year = 123;
  date.tm_wday = date.tm_yday = 0;
  date.tm_isdst = 1;
  char text[40];
  strftime(text, sizeof text, "%z %Z", &date);
  printf("set %s\n", text);
  // CHECK: set +0200 CEST
  date.tm_isdst = -1;
  printf("%lld ", (long long)mktime(&date));
  show(&date);
  // CHECK: 1688594400 7200 CEST | 2023-07-06 00:00:00 +0200 CEST
  printf("%lld ", (long long)timegm(&date));
  show(&date);
  // CHECK: 1688601600 0 GMT | 2023-07-06 00:00:00 +0000 GMT

  setenv("TZ", "NST3:30", 1);
  show(localtime(&winter));
  // CHECK: -12600 NST | 2023-11-14 18:43:20 -0330 NST
  unsetenv("TZ");
  show(localtime(&winter));
  // CHECK: 0 GMT | 2023-11-14 22:13:20 +0000 GMT

  setenv("TZ", "EST5EDT", 1);
  show(localtime(&winter));
  // CHECK: -18000 EST | 2023-11-14 17:13:20 -0500 EST
  setenv("TZ", "123", 1); // is no zone
  show(localtime(&winter));
  // CHECK: 0 GMT | 2023-11-14 22:13:20 +0000 GMT
}
#endif
