// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The parts of a device's number.
#ifndef _SYS_SYSMACROS_H
#define _SYS_SYSMACROS_H

#define major(device) ((unsigned)((device) >> 8 & 0xff))
#define minor(device) ((unsigned)((device) & 0xff))
#define makedev(major, minor) ((dev_t)((major) << 8 | ((minor) & 0xff)))

#endif
