// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The floating-point environment, which is constant: results are rounded to
// nearest, exceptions raise no flags. All names exist, so that programs
// compile; the functions fail for anything else (docs/c-library.md).
#ifndef _SYS_FENV_H
#define _SYS_FENV_H

#define FE_INVALID 0x01
#define FE_DIVBYZERO 0x02
#define FE_OVERFLOW 0x04
#define FE_UNDERFLOW 0x08
#define FE_INEXACT 0x10
#define FE_ALL_EXCEPT 0x1f

// As FLT_ROUNDS numbers them.
#define FE_TOWARDZERO 0
#define FE_TONEAREST 1
#define FE_UPWARD 2
#define FE_DOWNWARD 3

typedef int fenv_t;
typedef int fexcept_t;

#define FE_DFL_ENV ((const fenv_t *)0)

#endif
