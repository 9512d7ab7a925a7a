// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Message catalogues: there are none, so a program's own texts are used.
#ifndef _NL_TYPES_H
#define _NL_TYPES_H

typedef int nl_catd;
typedef int nl_item;

#define NL_SETD 1
#define NL_CAT_LOCALE 1

#ifdef __cplusplus
extern "C" {
#endif
nl_catd catopen(const char *, int);
char *catgets(nl_catd, int, int, const char *);
int catclose(nl_catd);
#ifdef __cplusplus
}
#endif

#endif
