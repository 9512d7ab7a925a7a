// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// newlib's directory functions over the host device's LIST: a directory entry
// is what the device writes (struct sectile_host_entry).
#ifndef _SYS_DIRENT_H
#define _SYS_DIRENT_H

#include <sys/types.h>

#define MAXNAMLEN 255

struct dirent {
  ino_t d_ino;
  unsigned short d_reclen;
  unsigned char d_type;
  char d_name[MAXNAMLEN + 1];
};

// Values of d_type.
#define DT_UNKNOWN 0
#define DT_FIFO 1
#define DT_CHR 2
#define DT_DIR 4
#define DT_BLK 6
#define DT_REG 8
#define DT_LNK 10
#define DT_SOCK 12
#define IFTODT(mode) (((mode) & 0170000) >> 12)
#define DTTOIF(type) ((type) << 12)

typedef struct {
  int dd_fd;
  int dd_loc;   // in the buffer
  long dd_seek; // of the buffer in the directory
  char *dd_buf;
  int dd_len;
  int dd_size; // bytes in the buffer
} DIR;

#define __dirfd(directory) ((directory)->dd_fd)

#endif
