// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions that compiled C++ calls, except for memory and type information:
// guards of local statics, terminating functions, and their handlers. There are
// no exceptions and no threads.
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <exception>

extern "C" {
// The first byte of a guard says that the object exists, the second that its
// construction has begun.
int __cxa_guard_acquire(char *guard) {
  if (guard[0])
    return 0;
  if (guard[1]) {
    std::fputs("initialization of a local static needs that static\n", stderr);
    std::abort();
  }
  guard[1] = 1;
  return 1;
}
void __cxa_guard_release(char *guard) { guard[0] = 1; }
void __cxa_guard_abort(char *guard) { guard[1] = 0; }

[[noreturn]] void __cxa_pure_virtual() {
  std::fputs("pure virtual function called\n", stderr);
  std::abort();
}
[[noreturn]] void __cxa_deleted_virtual() {
  std::fputs("deleted virtual function called\n", stderr);
  std::abort();
}
[[noreturn]] void __cxa_bad_cast() {
  std::fputs("std::bad_cast: a dynamic_cast to a reference failed\n", stderr);
  std::terminate();
}
[[noreturn]] void __cxa_bad_typeid() {
  std::fputs("std::bad_typeid: typeid of a null pointer\n", stderr);
  std::terminate();
}
[[noreturn]] void __cxa_throw_bad_array_new_length() {
  std::fputs("std::bad_array_new_length: an array is too large\n", stderr);
  std::terminate();
}
}

namespace std {
static void sayTerminate() {
  fputs("std::terminate called\n", stderr);
  abort();
}
static terminate_handler onTerminate = sayTerminate;
static unexpected_handler onUnexpected = terminate;

terminate_handler set_terminate(terminate_handler handler) noexcept {
  terminate_handler old = onTerminate;
  onTerminate = handler ? handler : sayTerminate;
  return old;
}
terminate_handler get_terminate() noexcept { return onTerminate; }
[[noreturn]] void terminate() noexcept {
  onTerminate();
  fputs("the handler of std::terminate returned\n", stderr);
  abort();
}

unexpected_handler set_unexpected(unexpected_handler handler) noexcept {
  unexpected_handler old = onUnexpected;
  onUnexpected = handler ? handler : terminate;
  return old;
}
unexpected_handler get_unexpected() noexcept { return onUnexpected; }
[[noreturn]] void unexpected() {
  onUnexpected();
  terminate();
}

inline namespace __1 {
// A program may have its own.
[[gnu::weak, noreturn]] void __libcpp_verbose_abort(const char *format,
                                                    ...) noexcept {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  abort();
}
} // namespace __1
} // namespace std
