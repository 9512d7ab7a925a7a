// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Internet addresses as text.
#ifndef _ARPA_INET_H
#define _ARPA_INET_H

#include <netinet/in.h>

typedef uint32_t socklen_t;

#ifdef __cplusplus
extern "C" {
#endif
int inet_aton(const char *, struct in_addr *);
in_addr_t inet_addr(const char *);
char *inet_ntoa(struct in_addr);
int inet_pton(int, const char *__restrict, void *__restrict);
const char *inet_ntop(int, const void *__restrict, char *__restrict, socklen_t);
#ifdef __cplusplus
}
#endif

#endif
