// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Types of <sys/types.h> where newlib's default is too narrow: files are told
// apart by their inode numbers, which have 64 bits.
#ifndef _MACHINE__TYPES_H
#define _MACHINE__TYPES_H

#include <machine/_default_types.h>

#define __machine_ino_t_defined
typedef unsigned long __ino_t;
#define __machine_uid_t_defined
typedef unsigned int __uid_t;
#define __machine_gid_t_defined
typedef unsigned int __gid_t;

#endif
