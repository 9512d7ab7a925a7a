// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RAM and the flags that say which parts of it were translated.
#ifndef SECTILE_EMULATOR_SYSTEM_RAM_H
#define SECTILE_EMULATOR_SYSTEM_RAM_H

#include "system/code_cache.h"
#include "system/registers.h"

#include <vector>

namespace sectile {

class Ram {
public:
  // Check mapped() before any other use.
  explicit Ram(uint64_t size);
  ~Ram();
  Ram(const Ram &) = delete;
  Ram &operator=(const Ram &) = delete;

  bool mapped() const { return mapping != nullptr; }
  uint8_t *data() const { return bytes; }
  uint64_t size() const { return length; }
  uint64_t end() const { return ramBase + length; }

  bool contains(uint64_t address, uint64_t size) const;
  // The bytes at an address that is contained.
  uint8_t *at(uint64_t address) const { return bytes + (address - ramBase); }
  uint32_t word(uint64_t address) const;
  // All changes of memory outside of a back end use this function. The bytes
  // must be contained.
  void store(uint64_t address, const void *data, uint64_t size);

  // The cache that is notified of stores over code.
  void setCodeCache(CodeCache &cache) { codeCache = &cache; }
  // Marks the granules of a word that was translated.
  void markCode(uint64_t offset);
  void unmarkCode();

private:
  uint64_t length;
  // The flags, and from `bytes` on the RAM.
  uint8_t *mapping = nullptr, *bytes = nullptr;
  uint64_t mappedBytes = 0;
  std::vector<uint64_t> marked;
  CodeCache *codeCache = nullptr;

  void mark(uint64_t granule);
};

} // namespace sectile
#endif
