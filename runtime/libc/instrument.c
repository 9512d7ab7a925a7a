// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What -finstrument-functions calls, as other C libraries have it: a program
// that wants to know defines its own.

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

void __cyg_profile_func_enter(void *function, void *caller);
void __cyg_profile_func_exit(void *function, void *caller);

void __cyg_profile_func_enter(void *function, void *caller) {
  (void)function, (void)caller;
}
void __cyg_profile_func_exit(void *function, void *caller) {
  (void)function, (void)caller;
}

#pragma clang attribute pop
