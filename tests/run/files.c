// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files below the directory that the user names can be written, read, renamed and
// removed; nothing outside it can be reached.
// RUN: rm -rf %t.dir && mkdir -p %t.dir && echo secret > %t.secret
// RUN: sectile-clang -O2 %s -o %t.elf
// RUN: sectile-run --dir %t.dir %t.elf %t.secret | FileCheck %s
// RUN: FileCheck %s --check-prefix=FILE < %t.dir/renamed
#include <errno.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
  FILE *f = fopen("data", "w");
  // FILE: line 0 of the file
  for (int i = 0; i < 1000; i++)
    fprintf(f, "line %d of the file\n", i);
  printf("closed %d\n", fclose(f)); // CHECK: closed 0

  f = fopen("data", "r+");
  char line[80];
  int lines = 0;
  while (fgets(line, sizeof line, f))
    lines++;
  printf("%d lines, %ld bytes\n", lines, ftell(f)); // CHECK: 1000 lines, 20890 bytes
  fseek(f, 5, SEEK_SET);
  printf("%c\n", fgetc(f)); // CHECK: {{^}}0
  fseek(f, -5, SEEK_END);
  printf("%zu %.4s\n", fread(line, 1, 80, f), line); // CHECK: 5 file
  fclose(f);

  printf("%d\n", rename("data", "renamed"));                           // CHECK: {{^}}0
  printf("%d %d\n", fopen("data", "r") == NULL, errno == ENOENT);       // CHECK: 1 1
  printf("%d\n", fopen("../files.c.tmp.secret", "r") == NULL);          // CHECK: {{^}}1
  printf("%d\n", argc == 2 && fopen(argv[1], "r") == NULL);             // CHECK: {{^}}1
  f = fopen("gone", "w");
  fclose(f);
  int once = remove("gone"), twice = remove("gone");
  printf("%d %d\n", once, twice); // CHECK: 0 -1
  return 0;
}
