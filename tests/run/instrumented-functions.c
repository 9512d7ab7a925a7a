// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -finstrument-functions: the library's hooks do nothing, the program's own are called
// with the function and its caller.
// RUN: sectile-clang -O1 -finstrument-functions -DPLAIN %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O1 -finstrument-functions %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O2 -flto -finstrument-functions %s -o %t.elf && sectile-run %t.elf
static int depth, deepest, calls;
static void *last;
__attribute__((noinline)) int leaf(int x) { return x + 1; }
__attribute__((noinline)) int outer(int x) { return leaf(x) * 2; }
#ifndef PLAIN
__attribute__((no_instrument_function)) void __cyg_profile_func_enter(void *function, void *caller) {
  calls++;
  deepest = ++depth > deepest ? depth : deepest;
  last = caller ? function : 0;
}
__attribute__((no_instrument_function)) void __cyg_profile_func_exit(void *function, void *caller) { depth--; }
#endif
int main(void) {
  int result = outer(20);
#ifndef PLAIN
  if (calls != 3 || deepest != 3 || depth != 1 || last != (void *)leaf)
    return 1;
#endif
  return result != 42;
}
