// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every offset, count and size in a file is checked against the file's size
// before it is used, and every segment against the others. Time and memory grow
// at most linearly with the file's size: names are not copied, and only one
// symbol table is read, when a symbol is first requested.
#include "sectile/emulator/elf.h"
#include "host_device.h"
#include "system/read_file.h"

#include <algorithm>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <elf.h>
#include <mutex>

namespace sectile {

struct Program::File {
  std::vector<uint8_t> bytes;
  // Of the symbol table and the names in it, which end in a zero byte.
  uint64_t symbolsAt = 0, symbolCount = 0, namesAt = 0;
  std::once_flag collected;
  std::vector<Symbol> symbols; // by address

  Symbol symbol(uint64_t number) const;
};

namespace {

std::string hex(uint64_t v) {
  char text[32];
  std::snprintf(text, sizeof text, "0x%" PRIx64, v);
  return text;
}

bool within(uint64_t offset, uint64_t size, uint64_t total) {
  return offset <= total && size <= total - offset;
}

template <class T> T at(const std::vector<uint8_t> &bytes, uint64_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

} // namespace

std::optional<Program> Program::fromFile(const std::string &path,
                                         std::string &error) {
  std::vector<uint8_t> bytes;
  if (std::string problem = readFile(path, bytes); !problem.empty()) {
    error = "cannot read the file: " + problem;
    return std::nullopt;
  }
  return fromBytes(std::move(bytes), error);
}

std::optional<Program> Program::fromBytes(std::vector<uint8_t> bytes,
                                          std::string &error) {
  Program program;
  program.file = std::make_shared<File>();
  program.file->bytes = std::move(bytes);
  if (!program.parse(error) || !program.checkSymbols(error))
    return std::nullopt;
  return program;
}

// What is wrong with the file's header, or nothing.
static std::string headerProblem(const std::vector<uint8_t> &bytes) {
  if (bytes.size() < 4 || std::memcmp(bytes.data(), ELFMAG, 4) != 0)
    return "not an ELF file";
  if (bytes.size() < sizeof(Elf64_Ehdr))
    return "truncated ELF header";
  auto header = at<Elf64_Ehdr>(bytes, 0);
  if (header.e_ident[EI_CLASS] != ELFCLASS64)
    return "not a 64-bit ELF file";
  if (header.e_ident[EI_DATA] != ELFDATA2LSB)
    return "not a little-endian ELF file";
  if (header.e_ident[EI_VERSION] != EV_CURRENT ||
      header.e_version != EV_CURRENT)
    return "unknown ELF version";
  if (header.e_machine != elfMachine)
    return "ELF file for machine " + hex(header.e_machine) +
           ", expected Sectile (" + hex(elfMachine) + ")";
  if (header.e_type == ET_REL)
    return "relocatable object file, expected an executable: link it first";
  if (header.e_type != ET_EXEC)
    return "ELF file of type " + std::to_string(header.e_type) +
           ", expected an executable";
  if (header.e_phnum == 0)
    return "no program headers";
  if (header.e_phentsize != sizeof(Elf64_Phdr))
    return "program headers of " + std::to_string(header.e_phentsize) +
           " bytes, expected 56";
  if (!within(header.e_phoff, uint64_t(header.e_phnum) * sizeof(Elf64_Phdr),
              bytes.size()))
    return "program headers beyond the end of the file";
  return "";
}

// Reads the segments, sorted by the address where they are loaded, which is the
// physical one: a linker script may load data where start-up code copies it
// from. What is wrong with one, or nothing.
std::string Program::readSegments() {
  const std::vector<uint8_t> &bytes = file->bytes;
  auto header = at<Elf64_Ehdr>(bytes, 0);
  for (unsigned n = 0; n < header.e_phnum; ++n) {
    auto p = at<Elf64_Phdr>(bytes, header.e_phoff + n * sizeof(Elf64_Phdr));
    if (p.p_type == PT_INTERP || p.p_type == PT_DYNAMIC)
      return "dynamically linked, expected a static executable";
    if (p.p_type != PT_LOAD || p.p_memsz == 0)
      continue;
    std::string segment = "segment " + std::to_string(n);
    if (!within(p.p_offset, p.p_filesz, bytes.size()))
      return segment + " lies beyond the end of the file";
    if (p.p_filesz > p.p_memsz)
      return segment + " is larger in the file than in memory";
    if (p.p_vaddr + p.p_memsz < p.p_vaddr || p.p_paddr + p.p_memsz < p.p_paddr)
      return segment + " wraps around the address space";
    segments.push_back({p.p_paddr, p.p_vaddr, p.p_offset, p.p_filesz, p.p_memsz,
                        n, (p.p_flags & PF_X) != 0});
  }
  // Some linkers leave all of them 0.
  if (std::all_of(segments.begin(), segments.end(),
                  [](const Segment &s) { return s.address == 0; }))
    for (Segment &s : segments)
      s.address = s.runAddress;
  if (segments.empty())
    return "no segment to load";
  std::sort(segments.begin(), segments.end(),
            [](const Segment &a, const Segment &b) {
              return a.address != b.address ? a.address < b.address
                                            : a.number < b.number;
            });
  return "";
}

// What is wrong with the segments as a whole or with the entry, or nothing.
std::string Program::layoutProblem() const {
  for (size_t n = 1; n < segments.size(); ++n) {
    const Segment &before = segments[n - 1], &s = segments[n];
    if (s.address - before.address < before.memorySize)
      return "segment " + std::to_string(s.number) + " at " + hex(s.address) +
             " overlaps the segment at " + hex(before.address);
  }
  if (entryAddress % 4 != 0)
    return "entry point " + hex(entryAddress) + " is not a multiple of 4";
  for (const Segment &s : segments)
    if (s.executable && entryAddress >= s.runAddress &&
        entryAddress - s.runAddress < s.memorySize)
      return "";
  return "entry point " + hex(entryAddress) +
         " is not in an executable segment";
}

bool Program::parse(std::string &error) {
  std::string problem = headerProblem(file->bytes);
  if (problem.empty()) {
    entryAddress = at<Elf64_Ehdr>(file->bytes, 0).e_entry;
    problem = readSegments();
  }
  if (problem.empty())
    problem = layoutProblem();
  if (problem.empty())
    return true;
  error = std::move(problem);
  return false;
}

// If there are several symbol tables, which no linker writes, the first is
// used.
bool Program::checkSymbols(std::string &error) {
  const std::vector<uint8_t> &bytes = file->bytes;
  auto header = at<Elf64_Ehdr>(bytes, 0);
  if (header.e_shoff == 0 || header.e_shnum == 0)
    return true;
  auto fail = [&](std::string text) {
    error = std::move(text);
    return false;
  };
  if (header.e_shentsize != sizeof(Elf64_Shdr))
    return fail("section headers of " + std::to_string(header.e_shentsize) +
                " bytes, expected 64");
  if (!within(header.e_shoff, uint64_t(header.e_shnum) * sizeof(Elf64_Shdr),
              bytes.size()))
    return fail("section headers beyond the end of the file");
  auto section = [&](unsigned n) {
    return at<Elf64_Shdr>(bytes, header.e_shoff + n * sizeof(Elf64_Shdr));
  };
  unsigned number = 0;
  while (number < header.e_shnum && section(number).sh_type != SHT_SYMTAB)
    ++number;
  if (number == header.e_shnum)
    return true;
  auto table = section(number);
  if (table.sh_entsize != sizeof(Elf64_Sym) ||
      !within(table.sh_offset, table.sh_size, bytes.size()))
    return fail("malformed symbol table");
  if (table.sh_link >= header.e_shnum)
    return fail("symbol table without string table");
  auto strings = section(table.sh_link);
  if (strings.sh_type != SHT_STRTAB ||
      !within(strings.sh_offset, strings.sh_size, bytes.size()))
    return fail("malformed string table");
  uint64_t count = table.sh_size / sizeof(Elf64_Sym);
  for (uint64_t k = 0; k < count; ++k) {
    auto s = at<Elf64_Sym>(bytes, table.sh_offset + k * sizeof(Elf64_Sym));
    if (s.st_name && s.st_name >= strings.sh_size)
      return fail("symbol name beyond the string table");
  }
  if (strings.sh_size == 0)
    return true; // no symbol has a name
  if (bytes[strings.sh_offset + strings.sh_size - 1] != 0)
    return fail("string table that does not end in a zero byte");
  file->symbolsAt = table.sh_offset;
  file->symbolCount = count;
  file->namesAt = strings.sh_offset;
  return true;
}

// The symbol of an entry of the table; without a name if it is neither a
// function nor an object of the program.
Program::Symbol Program::File::symbol(uint64_t number) const {
  auto s = at<Elf64_Sym>(bytes, symbolsAt + number * sizeof(Elf64_Sym));
  unsigned type = ELF64_ST_TYPE(s.st_info);
  if (s.st_shndx == SHN_UNDEF ||
      (type != STT_FUNC && type != STT_OBJECT && type != STT_NOTYPE))
    return {};
  return {reinterpret_cast<const char *>(bytes.data()) + namesAt + s.st_name,
          s.st_value, s.st_size};
}

const std::vector<Program::Symbol> &Program::symbols() const {
  File &f = *file;
  std::call_once(f.collected, [&] {
    for (uint64_t k = 0; k < f.symbolCount; ++k)
      if (Symbol s = f.symbol(k); *s.text)
        f.symbols.push_back(s);
    std::stable_sort(
        f.symbols.begin(), f.symbols.end(),
        [](const Symbol &a, const Symbol &b) { return a.address < b.address; });
  });
  return f.symbols;
}

uint64_t Program::end() const {
  uint64_t end = 0;
  for (const Segment &s : segments)
    end = std::max(end, std::max(s.address, s.runAddress) + s.memorySize);
  return end;
}

bool Program::load(GuestMemory &memory, std::string &error) const {
  constexpr uint64_t base = SECTILE_RAM_BASE;
  for (const Segment &s : segments)
    if (s.address < base || s.address + s.memorySize > memory.end()) {
      error = "segment " + hex(s.address) + ".." +
              hex(s.address + s.memorySize) + " lies outside RAM, which is " +
              hex(base) + ".." + hex(memory.end());
      return false;
    }
  for (const Segment &s : segments) {
    memory.write(s.address, file->bytes.data() + s.offset, s.fileSize);
    std::vector<uint8_t> zeros(
        std::min<uint64_t>(s.memorySize - s.fileSize, 1 << 20));
    for (uint64_t done = s.fileSize; done < s.memorySize;) {
      uint64_t n = std::min<uint64_t>(zeros.size(), s.memorySize - done);
      memory.write(s.address + done, zeros.data(), n);
      done += n;
    }
  }
  return true;
}

const Program::Symbol *Program::symbolAt(uint64_t address) const {
  const std::vector<Symbol> &all = symbols();
  auto after = std::upper_bound(
      all.begin(), all.end(), address,
      [](uint64_t a, const Symbol &s) { return a < s.address; });
  // The nearest symbol that covers the address; otherwise the nearest of all.
  const Symbol *nearest = nullptr;
  for (auto s = after; s != all.begin();) {
    --s;
    if (!nearest)
      nearest = &*s;
    if (address - s->address < s->size)
      return &*s;
    if (after - s > 64)
      break;
  }
  return nearest && nearest->size == 0 ? nearest : nullptr;
}

std::optional<uint64_t> Program::addressOf(std::string_view name) const {
  std::optional<uint64_t> found;
  if (name.empty() || name.find('\0') != name.npos)
    return found;
  for (uint64_t k = 0; k < file->symbolCount; ++k)
    if (Symbol s = file->symbol(k);
        std::strncmp(s.text, name.data(), name.size()) == 0 &&
        s.text[name.size()] == 0 && (!found || s.address < *found))
      found = s.address;
  return found;
}

} // namespace sectile
