// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A guest's memory as the ELF loader and the host device see it. The emulator
// and the RTL's simulated memory both provide it.
#ifndef SECTILE_EMULATOR_MEMORY_H
#define SECTILE_EMULATOR_MEMORY_H

#include <cstdint>

namespace sectile {

class GuestMemory {
public:
  virtual ~GuestMemory() = default;
  // All bytes or none: false if any lies outside RAM.
  virtual bool read(uint64_t address, void *data, uint64_t size) = 0;
  virtual bool write(uint64_t address, const void *data, uint64_t size) = 0;
  // The first address after RAM.
  virtual uint64_t end() const = 0;
};

} // namespace sectile
#endif
