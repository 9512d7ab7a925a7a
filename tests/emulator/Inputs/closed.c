// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Writes two lines to a file below --dir, and one to each console stream
// between them.
#include <stdio.h>

int main(void) {
  FILE *file = fopen("file", "w");
  if (!file)
    return 3;
  fputs("first\n", file);
  fflush(file);
  int out = printf("out\n") < 0 || fflush(stdout) != 0;
  int err = fprintf(stderr, "err\n") < 0;
  int in = getchar() == EOF && ferror(stdin);
  fputs("second\n", file);
  fclose(file);
  return out | err << 1 | in << 2;
}
