// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Walks through directories.
#ifndef _FTW_H
#define _FTW_H

#include <sys/stat.h>
#include <sys/types.h>

enum {
  FTW_F,   ///< a file
  FTW_D,   ///< a directory before its entries
  FTW_DNR, ///< a directory that cannot be read
  FTW_NS,  ///< stat failed
  FTW_SL,  ///< a symbolic link
  FTW_DP,  ///< a directory after its entries
  FTW_SLN  ///< a symbolic link to nothing
};
// Options of nftw.
#define FTW_PHYS 1
#define FTW_MOUNT 2
#define FTW_CHDIR 4
#define FTW_DEPTH 8

struct FTW {
  int base;  ///< where the name begins in the path
  int level; ///< 0 is the start
};

#ifdef __cplusplus
extern "C" {
#endif
int ftw(const char *, int (*)(const char *, const struct stat *, int), int);
int nftw(const char *,
         int (*)(const char *, const struct stat *, int, struct FTW *), int,
         int);
#ifdef __cplusplus
}
#endif

#endif
