// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: sectile-clang -E -dM %s | FileCheck %s
// CHECK-DAG: #define __sectile__ 1
// CHECK-DAG: #define __SECTILE__ 1
// CHECK-DAG: #define __ELF__ 1
// CHECK-DAG: #define __LP64__ 1
// CHECK-DAG: #define __BYTE_ORDER__ __ORDER_LITTLE_ENDIAN__
// CHECK-DAG: #define __SIZEOF_INT128__ 16
// CHECK-DAG: #define __SIZEOF_LONG_DOUBLE__ 8
// CHECK-DAG: #define __WCHAR_TYPE__ int
// CHECK-DAG: #define __BIGGEST_ALIGNMENT__ 16
// CHECK-DAG: #define __GCC_ATOMIC_LLONG_LOCK_FREE 2
//
// RUN: sectile-clang -fsyntax-only %s
#include <float.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
_Static_assert((char)-1 < 0, "char is signed, as on the reference host");
_Static_assert(sizeof(long) == 8 && sizeof(void *) == 8 && sizeof(int) == 4, "LP64");
_Static_assert(_Alignof(__int128) == 16, "");
_Static_assert(_Alignof(max_align_t) == 8, "");
_Static_assert(_Alignof(int __attribute__((vector_size(1024)))) == 64, "a tile's row");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "");
_Static_assert(LDBL_MANT_DIG == DBL_MANT_DIG, "long double is double");
_Static_assert(sizeof(_Float16) == 2 && sizeof(__bf16) == 2, "");
_Static_assert(sizeof(va_list) == 8, "a pointer");
_Static_assert(sizeof(size_t) == 8 && sizeof(wchar_t) == 4 && (wchar_t)-1 < 0, "");
