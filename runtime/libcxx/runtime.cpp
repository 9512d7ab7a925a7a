// What C++ programs need beyond headers: memory, guards of local statics, and
// an end for what must not happen. There are no exceptions and no threads.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <new>
#include <string>

// Without exceptions memory that cannot be had ends the program, as a throw
// that nobody catches would.
static void *allocate(std::size_t size) {
  if (void *p = std::malloc(size ? size : 1))
    return p;
  std::fputs("operator new: out of memory\n", stderr);
  std::abort();
}
static void *allocateAligned(std::size_t size, std::size_t alignment) {
  return aligned_alloc(alignment, (size + alignment - 1) & ~(alignment - 1));
}

void *operator new(std::size_t size) { return allocate(size); }
void *operator new[](std::size_t size) { return allocate(size); }
void *operator new(std::size_t size, const std::nothrow_t &) noexcept {
  return std::malloc(size ? size : 1);
}
void *operator new[](std::size_t size, const std::nothrow_t &) noexcept {
  return std::malloc(size ? size : 1);
}
void *operator new(std::size_t size, std::align_val_t alignment) {
  if (void *p = allocateAligned(size ? size : 1, std::size_t(alignment)))
    return p;
  return allocate(~std::size_t(0) >> 1);
}
void *operator new[](std::size_t size, std::align_val_t alignment) {
  return operator new(size, alignment);
}
void operator delete(void *p) noexcept { std::free(p); }
void operator delete[](void *p) noexcept { std::free(p); }
void operator delete(void *p, std::size_t) noexcept { std::free(p); }
void operator delete[](void *p, std::size_t) noexcept { std::free(p); }
void operator delete(void *p, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void *p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void *p, std::size_t, std::align_val_t) noexcept {
  std::free(p);
}
void operator delete[](void *p, std::size_t, std::align_val_t) noexcept {
  std::free(p);
}

const std::nothrow_t std::nothrow{};

extern "C" {
// The first byte of a guard says that the object exists.
int __cxa_guard_acquire(char *guard) { return *guard == 0; }
void __cxa_guard_release(char *guard) { *guard = 1; }
void __cxa_guard_abort(char *) {}

[[noreturn]] void __cxa_pure_virtual() {
  std::fputs("pure virtual function called\n", stderr);
  std::abort();
}
[[noreturn]] void __cxa_deleted_virtual() {
  std::fputs("deleted virtual function called\n", stderr);
  std::abort();
}
}

namespace std {
[[noreturn]] void terminate() noexcept {
  std::fputs("std::terminate called\n", stderr);
  std::abort();
}
inline namespace __1 {
[[noreturn]] void __libcpp_verbose_abort(const char *format, ...) noexcept {
  __builtin_va_list arguments;
  __builtin_va_start(arguments, format);
  std::vfprintf(stderr, format, arguments);
  __builtin_va_end(arguments);
  std::abort();
}

// How unordered containers choose their number of buckets.
size_t __next_prime(size_t n);
size_t __next_prime(size_t n) {
  if (n <= 2)
    return n == 0 ? 0 : 2;
  for (n |= 1;; n += 2) {
    bool prime = true;
    for (size_t d = 3; d <= n / d; d += 2)
      if (n % d == 0) {
        prime = false;
        break;
      }
    if (prime)
      return n;
  }
}

// The headers declare that these sorts are in the library. Their comparison is
// only a tag: it means <.
template <class Less, class Iterator>
void __sort(Iterator first, Iterator last, Less) {
  auto depth = 2 * std::__bit_log2(std::__to_unsigned_like(last - first));
  std::__introsort<_ClassicAlgPolicy, ranges::less, Iterator,
                   __use_branchless_sort<ranges::less, Iterator>>(
      first, last, ranges::less{}, depth);
}
#define SORT(type)                                                             \
  template void __sort<__less<type> &, type *>(type *, type *, __less<type> &);
SORT(char)
SORT(wchar_t)
SORT(signed char)
SORT(unsigned char)
SORT(short)
SORT(unsigned short)
SORT(int)
SORT(unsigned)
SORT(long)
SORT(unsigned long)
SORT(long long)
SORT(unsigned long long)
SORT(float)
SORT(double)
SORT(long double)
#undef SORT

template class basic_string<char>;
} // namespace __1
} // namespace std
