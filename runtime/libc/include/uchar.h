// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Characters of 8, 16 and 32 bits in Unicode: C17's and C23's conversions from
// and to the multibyte characters of the locale.
#ifndef _UCHAR_H
#define _UCHAR_H

#include <stddef.h>
#include <wchar.h>

#ifndef __cplusplus
typedef __CHAR16_TYPE__ char16_t;
typedef __CHAR32_TYPE__ char32_t;
#endif
#if !defined(__cplusplus) || !defined(__cpp_char8_t)
typedef unsigned char __sectile_char8_t;
#else
typedef char8_t __sectile_char8_t;
#endif
#if !defined(__cplusplus) &&                                                   \
    (defined(_GNU_SOURCE) || __STDC_VERSION__ > 201710L)
typedef __sectile_char8_t char8_t;
#endif

#ifdef __cplusplus
extern "C" {
#endif
size_t mbrtoc8(__sectile_char8_t *__restrict, const char *__restrict, size_t,
               mbstate_t *__restrict);
size_t c8rtomb(char *__restrict, __sectile_char8_t, mbstate_t *__restrict);
size_t mbrtoc16(char16_t *__restrict, const char *__restrict, size_t,
                mbstate_t *__restrict);
size_t c16rtomb(char *__restrict, char16_t, mbstate_t *__restrict);
size_t mbrtoc32(char32_t *__restrict, const char *__restrict, size_t,
                mbstate_t *__restrict);
size_t c32rtomb(char *__restrict, char32_t, mbstate_t *__restrict);
#ifdef __cplusplus
}
#endif

#endif
