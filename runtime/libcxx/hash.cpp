// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions of unordered containers: the hash of bytes and the number of
// buckets.
#include <functional>
#include <string>
#include <unordered_map>

namespace std {
inline namespace __1 {
size_t __hash_memory([[clang::noescape]] const void *bytes,
                     size_t size) noexcept {
  return __murmur2_or_cityhash<size_t>()(bytes, size);
}

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
} // namespace __1
} // namespace std
