// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <ucontext.h>: contexts of one thread. context.S saves and loads the
// registers.
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <ucontext.h>

enum { RA, SP, S0, S1 }; // of mcontext_t

__attribute__((noreturn)) void __sectile_context_load(const ucontext_t *);
void __sectile_context_start(void);

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

int __sectile_context_saved(ucontext_t *context) {
  return sigprocmask(SIG_BLOCK, NULL, &context->uc_sigmask);
}

int setcontext(const ucontext_t *context) {
  sigprocmask(SIG_SETMASK, &context->uc_sigmask, NULL);
  __sectile_context_load(context);
}

int __sectile_context_swap(ucontext_t *from, const ucontext_t *to) {
  __sectile_context_saved(from);
  return setcontext(to);
}

// Arguments are int, but programs pass pointers too, so each is a whole
// register. A stack that is too small for them is the caller's error.
void makecontext(ucontext_t *context, void (*function)(void), int count, ...) {
  uintptr_t top =
      (uintptr_t)context->uc_stack.ss_sp + context->uc_stack.ss_size;
  int slots = count < 8 ? 8 : count;
  long *arguments =
      (long *)((top - sizeof(long) * (size_t)slots) & ~(uintptr_t)15);
  va_list list;
  va_start(list, count);
  for (int i = 0; i < count; i++)
    arguments[i] = va_arg(list, long);
  va_end(list);
  unsigned long *saved = context->uc_mcontext._saved;
  saved[RA] = (unsigned long)__sectile_context_start;
  saved[SP] = (unsigned long)arguments;
  saved[S0] = (unsigned long)function;
  saved[S1] = (unsigned long)context;
}

// The function of a context has returned. The last one ends the thread, which
// is the program's only one.
__attribute__((noreturn)) void __sectile_context_end(ucontext_t *context) {
  if (!context->uc_link)
    exit(0);
  setcontext(context->uc_link);
  abort();
}

#pragma clang attribute pop
