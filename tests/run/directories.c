// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Directories and what is known of files: made, listed, changed to, and told
// apart, below the user's directory, which is `/`.
// RUN: rm -rf %t.dir && mkdir -p %t.dir/sub && echo 12345 > %t.dir/sub/file && echo outside > %t.outside
// RUN: ln -s ../directories.c.tmp.outside %t.dir/escape && ln -s sub %t.dir/link
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run --dir %t.dir %t.elf | FileCheck %s
// RUN: ls %t.dir %t.dir/made | FileCheck --check-prefix=LEFT %s
// LEFT: made
// LEFT: moved
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void list(const char *path) {
  DIR *d = opendir(path);
  if (!d) {
    printf("no %s %d\n", path, errno);
    return;
  }
  for (struct dirent *e; (e = readdir(d));)
    printf("%s%s ", e->d_name, e->d_type == DT_DIR ? "/" : e->d_type == DT_LNK ? "@" : "");
  printf("%d\n", closedir(d));
}

int main(void) {
  list(".");     // CHECK: ./ ../ escape@ link@ sub/ 0
  list("/sub/"); // CHECK: ./ ../ file 0
  list("../../sub");  // CHECK: ./ ../ file 0
  list("none");       // CHECK: no none 2
  list("sub/file");   // CHECK: no sub/file 20
  list("escape");     // CHECK: no escape 13

  struct stat s;
  int result = stat("sub/file", &s);
  printf("%d %d %ld %ld\n", result, S_ISREG(s.st_mode), (long)s.st_size, (long)s.st_nlink); // CHECK: 0 1 6 1
  ino_t inode = s.st_ino;
  result = stat("link/./file", &s);
  printf("%d %d\n", result, s.st_ino == inode); // CHECK: 0 1
  int file = open("sub/file", O_RDONLY);
  fstat(file, &s);
  printf("%d\n", s.st_ino == inode); // CHECK: {{^1$}}
  close(file);
  result = lstat("escape", &s);
  printf("%d %d\n", result, S_ISLNK(s.st_mode)); // CHECK: 0 1
  result = stat("escape", &s);
  printf("%d %d\n", result, errno); // CHECK: -1 13
  result = stat("", &s);
  printf("%d %d\n", result, errno); // CHECK: -1 2
  stat("..", &s);
  printf("%d\n", S_ISDIR(s.st_mode)); // CHECK: {{^1$}}

  result = mkdir("made", 0777);
  printf("%d %d\n", result, mkdir("made", 0777)); // CHECK: 0 -1
  printf("%d\n", rename("sub/file", "made/moved")); // CHECK: {{^0$}}
  printf("%d", access("made/moved", R_OK | W_OK));
  printf(" %d", access("sub/file", F_OK));
  printf(" %d\n", errno); // CHECK: 0 -1 2
  result = rmdir("made");
  printf("%d %d\n", result, errno); // CHECK: -1 90
  printf("%d\n", remove("sub"));    // CHECK: {{^0$}}

  char path[PATH_MAX];
  printf("%s", getcwd(path, sizeof path));
  printf(" %d", chdir("made"));
  printf(" %s", getcwd(path, sizeof path));
  printf(" %d", access("moved", F_OK));
  printf(" %d", chdir("moved"));
  printf(" %d", chdir("../made/../made"));
  printf(" %s", getcwd(path, sizeof path));
  printf(" %s", realpath("../made/./moved", path));
  printf(" %d %s\n", getcwd(path, 5) == NULL && errno == ERANGE, getcwd(NULL, 0)); // CHECK: / 0 /made 0 -1 0 /made /made/moved 1 /made

  file = open("moved", O_RDWR);
  printf("%d", ftruncate(file, 3));
  fstat(file, &s);
  printf(" %ld", (long)s.st_size);
  close(file);
  printf(" %d", truncate("moved", 8));
  stat("moved", &s);
  printf(" %ld\n", (long)s.st_size); // CHECK: 0 3 0 8

  // More entries than a buffer has room for; seeking back and forth.
  mkdir("many", 0777);
  for (int i = 0; i < 100; i++) {
    sprintf(path, "many/number-%03d", i);
    close(open(path, O_WRONLY | O_CREAT, 0666));
  }
  DIR *d = opendir("many");
  long places[103];
  int n = 0, wrong = 0;
  for (;;) {
    places[n < 102 ? n : 102] = telldir(d);
    struct dirent *e = readdir(d);
    if (!e)
      break;
    sprintf(path, "number-%03d", n - 2);
    wrong += n >= 2 && strcmp(e->d_name, path) != 0;
    n++;
  }
  printf("%d %d", n, wrong);
  for (int i = 101; i >= 2; i -= 7) {
    seekdir(d, places[i]);
    sprintf(path, "number-%03d", i - 2);
    wrong += strcmp(readdir(d)->d_name, path) != 0;
  }
  rewinddir(d);
  printf(" %d %s\n", wrong, readdir(d)->d_name); // CHECK: 102 0 0 .
  closedir(d);
  struct dirent **names;
  printf("%d", scandir("many", &names, NULL, alphasort));
  printf(" %s", names[101]->d_name);
  glob_t g;
  printf(" %d", glob("many/*-0[12]?", 0, NULL, &g));
  printf(" %d %s\n", (int)g.gl_pathc, g.gl_pathv[10]); // CHECK: 102 number-099 0 20 many/number-020
  for (int i = 0; i < 100; i++) {
    sprintf(path, "many/number-%03d", i);
    unlink(path);
  }
  printf("%d\n", rmdir("many")); // CHECK: {{^0$}}

  // Names for temporary files can be opened.
  char name[L_tmpnam];
  FILE *f = fopen(tmpnam(name), "w+x");
  printf("%d", f != NULL);
  fclose(f);
  printf(" %d", remove(name));
  char template[] = "/XXXXXX";
  file = mkstemp(template);
  printf(" %d %d\n", file >= 3, unlink(template)); // CHECK: 1 0 1 0
  return 0;
}
