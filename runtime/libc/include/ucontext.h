// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Contexts, as coroutines use them: a stack and the registers that calls save.
#ifndef _UCONTEXT_H
#define _UCONTEXT_H

#include <signal.h>

typedef struct {
  unsigned long _saved[14]; // ra, sp, s0 to s11: see context.S
} mcontext_t;

typedef struct _ucontext {
  mcontext_t uc_mcontext; // first: context.S has its address
  struct _ucontext *uc_link;
  sigset_t uc_sigmask;
  struct {
    void *ss_sp;
    int ss_flags;
    size_t ss_size;
  } uc_stack;
} ucontext_t;

#ifdef __cplusplus
extern "C" {
#endif
__attribute__((__returns_twice__)) int getcontext(ucontext_t *);
int setcontext(const ucontext_t *);
void makecontext(ucontext_t *, void (*)(void), int, ...);
int swapcontext(ucontext_t *__restrict, const ucontext_t *__restrict);
#ifdef __cplusplus
}
#endif

#endif
