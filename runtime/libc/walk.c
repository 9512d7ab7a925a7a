// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <ftw.h>: walks through directories.
#include "host.h"

#include <dirent.h>
#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

// The directories from the start to the one being read: a symbolic link to one
// of them is not followed, because the walk would not end.
struct open_directory {
  const struct open_directory *parent;
  dev_t device;
  ino_t file;
};

struct walk {
  int (*old_visit)(const char *, const struct stat *, int);
  int (*visit)(const char *, const struct stat *, int, struct FTW *);
  int flags;
};

static int report(const struct walk *walk, const char *path,
                  const struct stat *status, int type, struct FTW *where) {
  if (walk->visit)
    return walk->visit(path, status, type, where);
  return walk->old_visit(path, status, type == FTW_SLN ? FTW_NS : type);
}

static int step(const struct walk *walk, const char *path, struct FTW where,
                const struct open_directory *parent);

static int entries(const struct walk *walk, const char *path, DIR *directory,
                   struct FTW where, const struct open_directory *own) {
  size_t length = strlen(path);
  if (length && path[length - 1] == '/')
    length--;
  for (struct dirent *entry; (entry = readdir(directory));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
      continue;
    size_t size = strlen(entry->d_name) + 1;
    char *child = malloc(length + 1 + size);
    if (!child)
      return -1;
    memcpy(child, path, length);
    child[length] = '/';
    memcpy(child + length + 1, entry->d_name, size);
    struct FTW inner = {(int)length + 1, where.level + 1};
    int result = step(walk, child, inner, own);
    free(child);
    if (result)
      return result;
  }
  return 0;
}

static int step(const struct walk *walk, const char *path, struct FTW where,
                const struct open_directory *parent) {
  struct stat status;
  int physical = walk->flags & FTW_PHYS;
  if ((physical ? lstat(path, &status) : stat(path, &status)) != 0) {
    if (errno != ENOENT && errno != EACCES && errno != ELOOP)
      return -1;
    if (where.level == 0)
      return -1;
    int dangling = !physical && lstat(path, &status) == 0;
    return report(walk, path, &status, dangling ? FTW_SLN : FTW_NS, &where);
  }
  if (!S_ISDIR(status.st_mode))
    return report(walk, path, &status, S_ISLNK(status.st_mode) ? FTW_SL : FTW_F,
                  &where);
  struct open_directory own = {parent, status.st_dev, status.st_ino};
  for (const struct open_directory *d = parent; d; d = d->parent)
    if (d->device == own.device && d->file == own.file)
      return 0;
  DIR *directory = opendir(path);
  if (!directory)
    return report(walk, path, &status, FTW_DNR, &where);
  int after = walk->flags & FTW_DEPTH;
  int result = after ? 0 : report(walk, path, &status, FTW_D, &where);
  if (result == 0)
    result = entries(walk, path, directory, where, &own);
  closedir(directory);
  if (result == 0 && after)
    result = report(walk, path, &status, FTW_DP, &where);
  return result;
}

static int start(const struct walk *walk, const char *path) {
  const char *slash = strrchr(path, '/');
  struct FTW where = {slash && slash[1] ? (int)(slash + 1 - path) : 0, 0};
  return step(walk, path, where, NULL);
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

// The number of descriptors to use is advice: one a level is open.
int ftw(const char *path, int (*visit)(const char *, const struct stat *, int),
        int descriptors) {
  (void)descriptors;
  struct walk walk = {visit, NULL, 0};
  return start(&walk, path);
}

int nftw(const char *path,
         int (*visit)(const char *, const struct stat *, int, struct FTW *),
         int descriptors, int flags) {
  (void)descriptors;
  if (flags & FTW_CHDIR)
    return refused(ENOTSUP);
  struct walk walk = {NULL, visit, flags};
  return start(&walk, path);
}

#pragma clang attribute pop
