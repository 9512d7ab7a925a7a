// ELF executables: checked before anything is loaded.
#ifndef SECTILE_EMULATOR_ELF_H
#define SECTILE_EMULATOR_ELF_H

#include "sectile/emulator/memory.h"
#include <optional>
#include <string>
#include <vector>

namespace sectile {

inline constexpr uint16_t elfMachine = 0x5EC7;

struct Symbol {
  std::string name;
  uint64_t address = 0, size = 0;
};

class Program {
public:
  // Reads and checks a file or the bytes of one. On error the program is empty
  // and `error` says what was found.
  static std::optional<Program> fromFile(const std::string &path,
                                         std::string &error);
  static std::optional<Program> fromBytes(std::vector<uint8_t> bytes,
                                          std::string &error);

  // Writes the segments. False, with nothing written, if one lies outside RAM.
  bool load(GuestMemory &memory, std::string &error) const;

  uint64_t entry() const { return entryAddress; }
  // Functions and objects in order of address.
  const std::vector<Symbol> &symbols() const { return sortedSymbols; }
  // The symbol that covers the address, or the last function before it.
  const Symbol *symbolAt(uint64_t address) const;
  std::optional<uint64_t> addressOf(const std::string &name) const;

private:
  struct Segment {
    uint64_t address, offset, fileSize, memorySize;
  };
  std::vector<uint8_t> file;
  std::vector<Segment> segments;
  std::vector<Symbol> sortedSymbols;
  uint64_t entryAddress = 0;

  bool parse(std::string &error);
  bool parseSymbols(std::string &error);
};

} // namespace sectile
#endif
