// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// operator new and delete. Each is weak, for a program may replace any of them,
// and each that the standard defines by another calls that other.
//
// A failed allocation ends the program, as an uncaught exception would, unless
// a new-handler frees memory or ends the program itself.
#include <cstdio>
#include <cstdlib>
#include <new>

namespace std {
const nothrow_t nothrow{};

static new_handler handler;
new_handler set_new_handler(new_handler next) noexcept {
  new_handler old = handler;
  handler = next;
  return old;
}
new_handler get_new_handler() noexcept { return handler; }

[[noreturn]] void __throw_bad_alloc() {
  fputs("operator new: out of memory\n", stderr);
  abort();
}
} // namespace std

template <class Allocate> static void *orHandler(Allocate allocate) {
  for (;;) {
    if (void *p = allocate())
      return p;
    if (!std::get_new_handler())
      return nullptr;
    std::get_new_handler()();
  }
}
static void *allocate(std::size_t size) {
  return orHandler([=] { return std::malloc(size ? size : 1); });
}
static void *allocate(std::size_t size, std::align_val_t alignment) {
  std::size_t least = sizeof(void *), a = std::size_t(alignment);
  a = a < least ? least : a;
  std::size_t whole = (size + a - 1) & ~(a - 1);
  if (whole < size) // more than there are addresses
    return orHandler([] { return nullptr; });
  return orHandler([=] { return aligned_alloc(a, whole ? whole : a); });
}

// The forms that do not throw must call a replaced operator, but must not end
// the program in the library's: so the library's has a second name for
// comparison.
extern "C" void *__sectile_new(std::size_t size) {
  if (void *p = allocate(size))
    return p;
  std::__throw_bad_alloc();
}
extern "C" void *__sectile_new_array(std::size_t size) {
  return operator new(size);
}
extern "C" void *__sectile_new_aligned(std::size_t size, std::align_val_t a) {
  if (void *p = allocate(size, a))
    return p;
  std::__throw_bad_alloc();
}
extern "C" void *__sectile_new_array_aligned(std::size_t size,
                                             std::align_val_t a) {
  return operator new(size, a);
}
[[gnu::weak, gnu::alias("__sectile_new")]] void *operator new(std::size_t);
[[gnu::weak, gnu::alias("__sectile_new_array")]] void *
operator new[](std::size_t);
[[gnu::weak, gnu::alias("__sectile_new_aligned")]] void *
operator new(std::size_t, std::align_val_t);
[[gnu::weak, gnu::alias("__sectile_new_array_aligned")]] void *
operator new[](std::size_t, std::align_val_t);

using New = void *(std::size_t);
using NewAligned = void *(std::size_t, std::align_val_t);

[[gnu::weak]] void *operator new(std::size_t size,
                                 const std::nothrow_t &) noexcept {
  New *now = operator new;
  return now == __sectile_new ? allocate(size) : now(size);
}
[[gnu::weak]] void *operator new[](std::size_t size,
                                   const std::nothrow_t &) noexcept {
  New *now = operator new[];
  return now == __sectile_new_array ? operator new(size, std::nothrow)
                                    : now(size);
}
[[gnu::weak]] void *operator new(std::size_t size, std::align_val_t a,
                                 const std::nothrow_t &) noexcept {
  NewAligned *now = operator new;
  return now == __sectile_new_aligned ? allocate(size, a) : now(size, a);
}
[[gnu::weak]] void *operator new[](std::size_t size, std::align_val_t a,
                                   const std::nothrow_t &) noexcept {
  NewAligned *now = operator new[];
  return now == __sectile_new_array_aligned
             ? operator new(size, a, std::nothrow)
             : now(size, a);
}

#define WEAK [[gnu::weak]] void
WEAK operator delete(void *p) noexcept { std::free(p); }
WEAK operator delete[](void *p) noexcept { operator delete(p); }
WEAK operator delete(void *p, std::size_t) noexcept { operator delete(p); }
WEAK operator delete[](void *p, std::size_t) noexcept { operator delete[](p); }
WEAK operator delete(void *p, const std::nothrow_t &) noexcept {
  operator delete(p);
}
WEAK operator delete[](void *p, const std::nothrow_t &) noexcept {
  operator delete[](p);
}
WEAK operator delete(void *p, std::align_val_t) noexcept { std::free(p); }
WEAK operator delete[](void *p, std::align_val_t a) noexcept {
  operator delete(p, a);
}
WEAK operator delete(void *p, std::size_t, std::align_val_t a) noexcept {
  operator delete(p, a);
}
WEAK operator delete[](void *p, std::size_t, std::align_val_t a) noexcept {
  operator delete[](p, a);
}
WEAK operator delete(void *p, std::align_val_t a,
                     const std::nothrow_t &) noexcept {
  operator delete(p, a);
}
WEAK operator delete[](void *p, std::align_val_t a,
                       const std::nothrow_t &) noexcept {
  operator delete[](p, a);
}
