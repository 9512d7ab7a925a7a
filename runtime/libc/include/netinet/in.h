// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Internet addresses and the byte order of the network. There are no sockets:
// this is for programs that read and write addresses and files in network
// order.
#ifndef _NETINET_IN_H
#define _NETINET_IN_H

#include <stdint.h>
#include <sys/types.h>

#ifndef _IN_ADDR_T_DECLARED
typedef uint32_t in_addr_t;
#define _IN_ADDR_T_DECLARED
#endif
#ifndef _IN_PORT_T_DECLARED
typedef uint16_t in_port_t;
#define _IN_PORT_T_DECLARED
#endif

#ifndef AF_INET
#define AF_UNSPEC 0
#define AF_INET 2
#define AF_INET6 10
#endif

struct in_addr {
  in_addr_t s_addr; ///< in network order
};
struct in6_addr {
  uint8_t s6_addr[16];
};

#define INADDR_ANY ((in_addr_t)0)
#define INADDR_LOOPBACK ((in_addr_t)0x7f000001)
#define INADDR_BROADCAST ((in_addr_t)0xffffffff)
#define INADDR_NONE ((in_addr_t)0xffffffff)
#define INET_ADDRSTRLEN 16
#define INET6_ADDRSTRLEN 46

#ifdef __cplusplus
extern "C" {
#endif
// Functions and macros, as POSIX allows: the macros are constant expressions.
uint32_t htonl(uint32_t);
uint16_t htons(uint16_t);
uint32_t ntohl(uint32_t);
uint16_t ntohs(uint16_t);
#ifdef __cplusplus
}
#endif
#ifndef __cplusplus
#define htonl(x) __builtin_bswap32(x)
#define htons(x) __builtin_bswap16(x)
#define ntohl(x) __builtin_bswap32(x)
#define ntohs(x) __builtin_bswap16(x)
#endif

#endif
