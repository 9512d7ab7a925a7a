// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The library's part of shared_ptr and align.
#include <cstdint>
#include <memory>

namespace std {
inline namespace __1 {
__shared_count::~__shared_count() = default;
__shared_weak_count::~__shared_weak_count() = default;

// Both counts are one less than what they count.
void __shared_weak_count::__release_weak() noexcept {
  if (--__shared_weak_owners_ == -1)
    __on_zero_shared_weak();
}
__shared_weak_count *__shared_weak_count::lock() noexcept {
  if (__shared_owners_ == -1)
    return nullptr;
  ++__shared_owners_;
  return this;
}
const void *
__shared_weak_count::__get_deleter(const type_info &) const noexcept {
  return nullptr;
}

void *align(size_t alignment, size_t size, void *&pointer, size_t &space) {
  uintptr_t address = reinterpret_cast<uintptr_t>(pointer);
  size_t skip = size_t(-address) & (alignment - 1);
  if (space < size || space - size < skip)
    return nullptr;
  space -= skip;
  return pointer = static_cast<char *>(pointer) + skip;
}
} // namespace __1
} // namespace std
