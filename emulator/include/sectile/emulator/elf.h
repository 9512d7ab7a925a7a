// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ELF executables: checked before anything is loaded.
#ifndef SECTILE_EMULATOR_ELF_H
#define SECTILE_EMULATOR_ELF_H

#include "sectile/emulator/memory.h"
#include "sectile/platform.h"
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sectile {

inline constexpr uint16_t elfMachine = SECTILE_ELF_MACHINE;

class Program {
public:
  // The name points into the file that the program holds. Its length is
  // computed on demand, because a file may have many symbols with one long
  // name.
  struct Symbol {
    const char *text = "";
    uint64_t address = 0, size = 0;

    std::string_view name() const { return text; }
  };

  // Reads and checks a file or the bytes of one. On error the program is empty
  // and `error` says what was found.
  static std::optional<Program> fromFile(const std::string &path,
                                         std::string &error);
  static std::optional<Program> fromBytes(std::vector<uint8_t> bytes,
                                          std::string &error);

  // Writes the segments. False, with nothing written, if one lies outside RAM.
  bool load(GuestMemory &memory, std::string &error) const;

  uint64_t entry() const { return entryAddress; }
  // The first address after all segments.
  uint64_t end() const;
  // Functions and objects in order of address; the first call collects them.
  const std::vector<Symbol> &symbols() const;
  // The symbol that covers the address, or the last function before it.
  const Symbol *symbolAt(uint64_t address) const;
  // The lowest, if several have the name.
  std::optional<uint64_t> addressOf(std::string_view name) const;

private:
  struct Segment {
    uint64_t address, runAddress, offset, fileSize, memorySize;
    unsigned number; // of its header
    bool executable;
  };
  // Copies of a program share the file and the symbols in it.
  struct File;
  std::shared_ptr<File> file;
  std::vector<Segment> segments;
  uint64_t entryAddress = 0;

  bool parse(std::string &error);
  std::string readSegments();
  std::string layoutProblem() const;
  bool checkSymbols(std::string &error);
};

} // namespace sectile
#endif
