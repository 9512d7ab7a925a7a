// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "system/ram.h"

#include <cstring>
#include <sys/mman.h>

namespace sectile {

Ram::Ram(uint64_t size) : length(size) {
  // RAM begins on a huge page: the rows of a tile are on a page or two each.
  constexpr uint64_t hugePage = 2 << 20;
  uint64_t flags = ((size >> granuleShift) + hugePage - 1) & ~(hugePage - 1);
  mappedBytes = flags + size + ramPadding + hugePage;
  void *p = ::mmap(nullptr, mappedBytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED)
    return;
  mapping = static_cast<uint8_t *>(p);
  bytes = mapping + flags;
  bytes += -reinterpret_cast<uintptr_t>(bytes) & (hugePage - 1);
  ::madvise(bytes, size, MADV_HUGEPAGE);
}

Ram::~Ram() {
  if (mapping)
    ::munmap(mapping, mappedBytes);
}

bool Ram::contains(uint64_t address, uint64_t size) const {
  return address >= ramBase && address - ramBase <= length &&
         size <= length - (address - ramBase);
}

uint32_t Ram::word(uint64_t address) const {
  uint32_t word;
  std::memcpy(&word, at(address), 4);
  return word;
}

void Ram::store(uint64_t address, const void *data, uint64_t size) {
  if (size == 0)
    return;
  uint64_t offset = address - ramBase;
  std::memcpy(bytes + offset, data, size);
  for (uint64_t g = offset >> granuleShift;
       g <= (offset + size - 1) >> granuleShift; ++g)
    if (bytes[~int64_t(g)]) {
      codeCache->codeStored(offset, size);
      return;
    }
}

void Ram::mark(uint64_t granule) {
  uint8_t &flag = bytes[~int64_t(granule)];
  if (flag)
    return;
  flag = 1;
  marked.push_back(granule);
}

void Ram::markCode(uint64_t offset) {
  mark(offset >> granuleShift);
  // A store is checked by its first byte: the granule before counts as well
  // for an access that starts there and reaches over.
  mark((offset >= 64 ? offset - 64 : 0) >> granuleShift);
}

void Ram::unmarkCode() {
  for (uint64_t granule : marked)
    bytes[~int64_t(granule)] = 0;
  marked.clear();
}

} // namespace sectile
