// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Writes a random program as an ELF64 executable: two loadable segments, no
// sections, no symbols.
#include "Program.h"
#include "sectile/platform.h"

#include <cstring>

namespace sectile::random {
namespace {

constexpr size_t headerSize = 64, segmentHeaderSize = 56;
constexpr unsigned segments = 2;

class ElfWriter {
public:
  ElfWriter() : out(headerSize + segments * segmentHeaderSize) {
    memcpy(out.data(),
           "\x7f"
           "ELF\2\1\1",
           7);
    put(16, 2, 2); // executable
    put(18, SECTILE_ELF_MACHINE, 2);
    put(20, 1, 4);
    put(24, codeBase, 8);
    put(32, headerSize, 8); // the segment headers follow
    put(52, headerSize, 2);
    put(54, segmentHeaderSize, 2);
    put(56, segments, 2);
  }
  void segment(unsigned n, uint64_t address, const void *bytes, size_t size,
               unsigned flags) {
    while (out.size() % pageSize)
      out.push_back(0);
    size_t header = headerSize + n * segmentHeaderSize;
    put(header, 1, 4);
    put(header + 4, flags, 4);
    put(header + 8, out.size(), 8);
    put(header + 16, address, 8);
    put(header + 24, address, 8);
    put(header + 32, size, 8);
    put(header + 40, size, 8);
    put(header + 48, pageSize, 8);
    auto *first = static_cast<const uint8_t *>(bytes);
    out.insert(out.end(), first, first + size);
  }
  std::vector<uint8_t> take() { return std::move(out); }

private:
  static constexpr size_t pageSize = 4096;
  std::vector<uint8_t> out;

  void put(size_t at, uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; i++)
      out[at + i] = uint8_t(value >> 8 * i);
  }
};

} // namespace

std::vector<uint8_t> toElf(const Program &program) {
  constexpr unsigned execute = 1, write = 2, read = 4;
  ElfWriter elf;
  // The code is writable, for the programs that modify it.
  elf.segment(0, codeBase, program.code.data(), program.code.size() * 4,
              read | write | execute);
  elf.segment(1, dataBase, program.data.data(), program.data.size(),
              read | write);
  return elf.take();
}

} // namespace sectile::random
