// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Notifications for a back end that keeps translated code.
#ifndef SECTILE_EMULATOR_SYSTEM_CODE_CACHE_H
#define SECTILE_EMULATOR_SYSTEM_CODE_CACHE_H

#include <cstdint>

namespace sectile {

class CodeCache {
public:
  virtual ~CodeCache() = default;
  // A store has changed `size` bytes of RAM at `offset`, at least one of them
  // in a granule that is marked as code.
  virtual void codeStored(uint64_t offset, uint64_t size) = 0;
  // All translated code is invalid.
  virtual void flush() = 0;
};

} // namespace sectile
#endif
