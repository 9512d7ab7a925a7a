// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Control of devices: there is none that can be controlled.
#ifndef _SYS_IOCTL_H
#define _SYS_IOCTL_H

struct winsize {
  unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel;
};

#define TIOCGWINSZ 0x5413
#define TIOCSWINSZ 0x5414
#define FIONREAD 0x541b

#ifdef __cplusplus
extern "C" {
#endif
int ioctl(int, unsigned long, ...);
#ifdef __cplusplus
}
#endif

#endif
