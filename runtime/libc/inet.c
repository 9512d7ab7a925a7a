// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <arpa/inet.h>: internet addresses as text. There are no sockets.
#include "host.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#undef htonl
#undef htons
#undef ntohl
#undef ntohs

// A decimal number up to `most` without superfluous zeros, at *text, which
// moves behind it; -1 if there is none.
static int decimal(const char **text, int most) {
  const char *begin = *text;
  int value = 0;
  while (**text >= '0' && **text <= '9' && value <= most)
    value = 10 * value + (*(*text)++ - '0');
  if (*text == begin || value > most || (*begin == '0' && *text != begin + 1))
    return -1;
  return value;
}

static int hexadecimal(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

// Four decimal numbers with points between them, to the end of the text.
static int dotted(const char *text, unsigned char address[4]) {
  for (int i = 0; i < 4; i++) {
    int value = decimal(&text, 255);
    if (value < 0 || *text != (i < 3 ? '.' : 0))
      return 0;
    address[i] = (unsigned char)value;
    text++;
  }
  return 1;
}

// Groups of 16 bits in hexadecimal; :: once for those that are zero; the last
// two may be dotted.
static int colons(const char *text, unsigned char address[16]) {
  unsigned char bytes[16] = {0};
  int n = 0, gap = -1;
  if (text[0] == ':' && *++text != ':')
    return 0;
  for (;;) {
    if (*text == ':') {
      if (gap >= 0)
        return 0;
      gap = n;
      text++;
      if (*text == 0)
        break;
    }
    int value = 0, digits = 0;
    const char *begin = text;
    for (; hexadecimal(*text) >= 0; text++, digits++) {
      if (digits == 4)
        return 0;
      value = 16 * value + hexadecimal(*text);
    }
    if (*text == '.' && n <= 12 && dotted(begin, bytes + n)) {
      n += 4;
      break;
    }
    if (digits == 0 || n == 16)
      return 0;
    bytes[n++] = (unsigned char)(value >> 8);
    bytes[n++] = (unsigned char)value;
    if (*text == 0)
      break;
    if (*text++ != ':' || *text == 0)
      return 0;
  }
  if (gap < 0 ? n != 16 : n == 16)
    return 0;
  if (gap >= 0) {
    memmove(bytes + 16 - (n - gap), bytes + gap, (size_t)(n - gap));
    memset(bytes + gap, 0, (size_t)(16 - n));
  }
  memcpy(address, bytes, 16);
  return 1;
}

static void print_groups(const unsigned char *address, char *text) {
  unsigned group[8];
  int gap = -1, longest = 1; // a run of zeros of two groups or more
  for (int i = 0; i < 8; i++)
    group[i] = (unsigned)(address[2 * i] << 8 | address[2 * i + 1]);
  for (int i = 0, run = 0; i < 8; i++) {
    run = group[i] ? 0 : run + 1;
    if (run > longest) {
      longest = run;
      gap = i - run + 1;
    }
  }
  // Addresses that contain one of version 4 end with it.
  int dots = gap == 0 && (longest == 6 || (longest == 5 && group[5] == 0xffff));
  for (int i = 0; i < (dots ? 6 : 8);) {
    if (i == gap) {
      text += sprintf(text, "::");
      i += longest;
      continue;
    }
    text += sprintf(text, "%s%x", i && i != gap + longest ? ":" : "", group[i]);
    i++;
  }
  if (dots)
    sprintf(text, "%s%d.%d.%d.%d", group[5] ? ":" : "", address[12],
            address[13], address[14], address[15]);
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

uint32_t htonl(uint32_t x) { return __builtin_bswap32(x); }
uint16_t htons(uint16_t x) { return __builtin_bswap16(x); }
uint32_t ntohl(uint32_t x) { return __builtin_bswap32(x); }
uint16_t ntohs(uint16_t x) { return __builtin_bswap16(x); }

// One to four numbers in C's notation; the last one fills the bytes that are
// left.
int inet_aton(const char *text, struct in_addr *address) {
  uint32_t value = 0;
  for (int i = 0; i < 4; i++) {
    if (*text < '0' || *text > '9')
      return 0;
    char *end;
    unsigned long part = strtoul(text, &end, 0);
    int last = *end != '.';
    if (part > (last ? 0xffffffffu >> 8 * i : 255u))
      return 0;
    value |= (uint32_t)(last ? part : part << (24 - 8 * i));
    text = end + 1;
    if (last) {
      if (*end && !strchr(" \t\n\v\f\r", *end))
        return 0;
      if (address)
        address->s_addr = htonl(value);
      return 1;
    }
  }
  return 0;
}

in_addr_t inet_addr(const char *text) {
  struct in_addr address;
  return inet_aton(text, &address) ? address.s_addr : INADDR_NONE;
}

int inet_pton(int family, const char *text, void *address) {
  unsigned char bytes[4];
  switch (family) {
  case AF_INET:
    if (!dotted(text, bytes))
      return 0;
    memcpy(address, bytes, 4);
    return 1;
  case AF_INET6:
    return colons(text, address);
  default:
    return refused(EAFNOSUPPORT);
  }
}

const char *inet_ntop(int family, const void *address, char *text,
                      socklen_t size) {
  char all[INET6_ADDRSTRLEN];
  const unsigned char *bytes = address;
  switch (family) {
  case AF_INET:
    sprintf(all, "%d.%d.%d.%d", bytes[0], bytes[1], bytes[2], bytes[3]);
    break;
  case AF_INET6:
    print_groups(bytes, all);
    break;
  default:
    errno = EAFNOSUPPORT;
    return NULL;
  }
  if (strlen(all) >= size) {
    errno = ENOSPC;
    return NULL;
  }
  return strcpy(text, all);
}

char *inet_ntoa(struct in_addr address) {
  static char text[INET_ADDRSTRLEN];
  return (char *)inet_ntop(AF_INET, &address, text, sizeof text);
}

#pragma clang attribute pop
