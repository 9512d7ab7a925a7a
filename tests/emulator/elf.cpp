// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ELF files: good ones load, bad ones are refused with a reason, none crashes.
#include "guest.h"

#include <elf.h>
#include <random>

namespace sectile::test {
namespace {

struct Image {
  Elf64_Ehdr header = {};
  Elf64_Phdr segment = {};
  Elf64_Shdr sections[3] = {};
  Elf64_Sym symbols[3] = {};
  char strings[16] = "\0start\0table";
  uint32_t code[4] = {};
};

Image image() {
  Image i;
  std::memcpy(i.header.e_ident, ELFMAG, 4);
  i.header.e_ident[EI_CLASS] = ELFCLASS64;
  i.header.e_ident[EI_DATA] = ELFDATA2LSB;
  i.header.e_ident[EI_VERSION] = EV_CURRENT;
  i.header.e_type = ET_EXEC;
  i.header.e_machine = elfMachine;
  i.header.e_version = EV_CURRENT;
  i.header.e_entry = base + 0x1000;
  i.header.e_phoff = offsetof(Image, segment);
  i.header.e_ehsize = sizeof i.header;
  i.header.e_phentsize = sizeof i.segment;
  i.header.e_phnum = 1;
  i.header.e_shoff = offsetof(Image, sections);
  i.header.e_shentsize = sizeof i.sections[0];
  i.header.e_shnum = 3;
  i.segment.p_type = PT_LOAD;
  i.segment.p_flags = PF_R | PF_X;
  i.segment.p_offset = offsetof(Image, code);
  i.segment.p_vaddr = base + 0x1000;
  i.segment.p_filesz = sizeof i.code;
  i.segment.p_memsz = 0x3000;
  i.sections[1].sh_type = SHT_SYMTAB;
  i.sections[1].sh_offset = offsetof(Image, symbols);
  i.sections[1].sh_size = sizeof i.symbols;
  i.sections[1].sh_entsize = sizeof i.symbols[0];
  i.sections[1].sh_link = 2;
  i.sections[2].sh_type = SHT_STRTAB;
  i.sections[2].sh_offset = offsetof(Image, strings);
  i.sections[2].sh_size = sizeof i.strings;
  i.symbols[1].st_name = 1;
  i.symbols[1].st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC);
  i.symbols[1].st_shndx = 1;
  i.symbols[1].st_value = base + 0x1000;
  i.symbols[1].st_size = 8;
  i.symbols[2].st_name = 7;
  i.symbols[2].st_info = ELF64_ST_INFO(STB_LOCAL, STT_OBJECT);
  i.symbols[2].st_shndx = 1;
  i.symbols[2].st_value = base + 0x1008;
  i.symbols[2].st_size = 8;
  for (uint32_t &w : i.code)
    w = word(Op::ADDI, {4, 4, 1});
  return i;
}

std::vector<uint8_t> bytes(const Image &i) {
  auto *p = reinterpret_cast<const uint8_t *>(&i);
  return {p, p + sizeof i};
}

std::string errorOf(const std::vector<uint8_t> &file) {
  std::string error;
  auto program = Program::fromBytes(file, error);
  if (!program)
    return error;
  Machine m(options());
  return m.load(*program, error) ? "" : error;
}

TEST(Elf, loads) {
  std::string error;
  auto program = Program::fromBytes(bytes(image()), error);
  ASSERT_TRUE(program) << error;
  Machine m(options());
  uint8_t dirt[0x4000];
  std::memset(dirt, 0xff, sizeof dirt);
  m.write(base, dirt, sizeof dirt);
  ASSERT_TRUE(m.load(*program, error)) << error;
  EXPECT_EQ(m.pc(), base + 0x1000);
  uint64_t v;
  m.read(base + 0x1010, &v, 8);
  EXPECT_EQ(v, 0u); // the rest of the segment is zero
  m.read(base + 0x3ff8, &v, 8);
  EXPECT_EQ(v, 0u);
  EXPECT_EQ(m.run(2), Stop::limit);
  EXPECT_EQ(m.reg(4), 2u);
  ASSERT_NE(program->symbolAt(base + 0x1004), nullptr);
  EXPECT_EQ(program->symbolAt(base + 0x1004)->name(), "start");
  EXPECT_EQ(program->symbolAt(base + 0x100c)->name(), "table");
  EXPECT_EQ(program->symbolAt(base), nullptr);
  EXPECT_EQ(program->addressOf("table"), base + 0x1008);
}

// A script of the linker may load data where start-up code copies it from.
TEST(Elf, loadsAtThePhysicalAddress) {
  Image i = image();
  i.segment.p_paddr = base + 0x5000;
  std::string error;
  auto program = Program::fromBytes(bytes(i), error);
  ASSERT_TRUE(program) << error;
  EXPECT_EQ(program->entry(), base + 0x1000);
  Machine m(options());
  ASSERT_TRUE(m.load(*program, error)) << error;
  uint32_t there, elsewhere;
  m.read(base + 0x5000, &there, 4);
  m.read(base + 0x1000, &elsewhere, 4);
  EXPECT_EQ(there, i.code[0]);
  EXPECT_EQ(elsewhere, 0u);
  EXPECT_EQ(program->end(), base + 0x5000 + i.segment.p_memsz);
}

TEST(Elf, saysWhatIsWrong) {
  struct Case {
    const char *expected;
    void (*change)(Image &);
  };
  const Case cases[] = {
      {"not an ELF file", [](Image &i) { i.header.e_ident[0] = 0; }},
      {"not a 64-bit",
       [](Image &i) { i.header.e_ident[EI_CLASS] = ELFCLASS32; }},
      {"not a little-endian",
       [](Image &i) { i.header.e_ident[EI_DATA] = ELFDATA2MSB; }},
      {"unknown ELF version", [](Image &i) { i.header.e_version = 9; }},
      {"for machine 0xf3, expected Sectile (0x5ec7)",
       [](Image &i) { i.header.e_machine = 0xf3; }},
      {"link it first", [](Image &i) { i.header.e_type = ET_REL; }},
      {"expected an executable", [](Image &i) { i.header.e_type = ET_CORE; }},
      {"no program headers", [](Image &i) { i.header.e_phnum = 0; }},
      {"expected 56", [](Image &i) { i.header.e_phentsize = 32; }},
      {"program headers beyond",
       [](Image &i) { i.header.e_phoff = ~uint64_t(0); }},
      {"dynamically linked", [](Image &i) { i.segment.p_type = PT_INTERP; }},
      {"no segment to load", [](Image &i) { i.segment.p_type = PT_NOTE; }},
      {"beyond the end of the file",
       [](Image &i) { i.segment.p_filesz = i.segment.p_memsz = 0x10000; }},
      {"larger in the file", [](Image &i) { i.segment.p_memsz = 4; }},
      {"wraps around", [](Image &i) { i.segment.p_vaddr = ~uint64_t(0) - 16; }},
      {"overlaps the segment",
       [](Image &i) {
         i.header.e_phnum = 2,
         std::memcpy(i.sections, &i.segment, sizeof i.segment);
       }},
      {"not a multiple of 4", [](Image &i) { i.header.e_entry += 2; }},
      {"not in an executable segment",
       [](Image &i) { i.header.e_entry = base; }},
      {"not in an executable segment",
       [](Image &i) { i.segment.p_flags = PF_R; }},
      {"lies outside RAM",
       [](Image &i) { i.segment.p_vaddr = i.header.e_entry = 0x1000; }},
      {"lies outside RAM", [](Image &i) { i.segment.p_memsz = 1 << 20; }},
      {"section headers beyond", [](Image &i) { i.header.e_shnum = 1000; }},
      {"malformed symbol table",
       [](Image &i) { i.sections[1].sh_offset = 1 << 20; }},
      {"without string table", [](Image &i) { i.sections[1].sh_link = 3; }},
      {"malformed string table",
       [](Image &i) { i.sections[2].sh_size = ~uint64_t(0); }},
      {"symbol name beyond", [](Image &i) { i.symbols[1].st_name = 1000; }},
      {"does not end in a zero byte",
       [](Image &i) { std::memset(i.strings + 1, 'a', 15); }},
  };
  for (const Case &c : cases) {
    Image i = image();
    c.change(i);
    EXPECT_NE(errorOf(bytes(i)).find(c.expected), std::string::npos)
        << c.expected << ": " << errorOf(bytes(i));
  }
}

TEST(Elf, anyTruncationIsRefused) {
  std::vector<uint8_t> file = bytes(image());
  for (size_t n = 0; n < file.size(); ++n)
    EXPECT_NE(errorOf({file.begin(), file.begin() + ptrdiff_t(n)}), "") << n;
}

TEST(Elf, damageNeverCrashes) {
  std::mt19937 random(1);
  std::vector<uint8_t> file = bytes(image());
  Machine m(options());
  for (int n = 0; n < 20000; ++n) {
    std::vector<uint8_t> damaged = file;
    for (unsigned k = random() % 4 + 1; k; --k)
      damaged[random() % damaged.size()] =
          uint8_t(random() % 3 ? random() : 0xff);
    std::string error;
    if (auto program = Program::fromBytes(damaged, error)) {
      m.load(*program, error);
      program->symbolAt(random());
    } else {
      EXPECT_NE(error, "");
    }
  }
}

// Many section headers that name one table of symbols with one long name: the
// loader's time and memory do not grow faster than the file.
TEST(Elf, manySymbolTablesOfLongNamesCostNoMore) {
  constexpr unsigned symbols = 20000, tables = 1000;
  constexpr size_t nameSize = 1 << 20;
  Image i = image();
  std::vector<uint8_t> file(sizeof i);
  auto append = [&](const void *data, size_t size) {
    size_t at = file.size();
    file.resize(at + size);
    std::memcpy(file.data() + at, data, size);
    return at;
  };
  std::vector<Elf64_Sym> table(symbols, i.symbols[1]);
  for (unsigned n = 0; n < symbols; ++n)
    table[n].st_value = base + n;
  std::string names(nameSize, 'a');
  names[0] = 0;
  i.sections[1].sh_size = symbols * sizeof(Elf64_Sym);
  i.sections[1].sh_offset = append(table.data(), i.sections[1].sh_size);
  i.sections[1].sh_link = tables;
  i.sections[2].sh_size = names.size() + 1;
  i.sections[2].sh_offset = append(names.c_str(), names.size() + 1);
  i.header.e_shoff = file.size();
  i.header.e_shnum = tables + 1;
  for (unsigned n = 0; n < tables; ++n)
    append(&i.sections[1], sizeof i.sections[1]);
  append(&i.sections[2], sizeof i.sections[2]);
  std::memcpy(file.data(), &i, sizeof i);

  std::string error;
  auto program = Program::fromBytes(file, error);
  ASSERT_TRUE(program) << error;
  EXPECT_EQ(program->symbols().size(), symbols);
  ASSERT_NE(program->symbolAt(base + 77), nullptr);
  EXPECT_EQ(program->symbolAt(base + 77)->name().size(), nameSize - 1);
  EXPECT_FALSE(program->addressOf("a"));
  EXPECT_FALSE(program->addressOf(std::string("a\0b", 3)));
  EXPECT_EQ(program->addressOf(std::string(nameSize - 1, 'a')), base);
  // Copies share them.
  Program copy = *program;
  program.reset();
  EXPECT_EQ(copy.symbols().size(), symbols);
}

TEST(Elf, manySegments) {
  constexpr unsigned segments = 60000;
  Image i = image();
  std::vector<uint8_t> file(sizeof i + segments * sizeof(Elf64_Phdr));
  i.header.e_phoff = sizeof i;
  i.header.e_phnum = segments;
  i.segment.p_memsz = i.segment.p_filesz = 4;
  for (unsigned n = 0; n < segments; ++n) {
    i.segment.p_vaddr = base + 0x1000 + 4 * (segments - 1 - n);
    std::memcpy(file.data() + sizeof i + n * sizeof i.segment, &i.segment,
                sizeof i.segment);
  }
  std::memcpy(file.data(), &i, sizeof i);
  EXPECT_EQ(errorOf(file), "");
  i.segment.p_vaddr += 2; // the last is the lowest
  std::memcpy(file.data() + sizeof i + (segments - 1) * sizeof i.segment,
              &i.segment, sizeof i.segment);
  EXPECT_NE(errorOf(file).find("segment 59998 at 0x80001004 overlaps the "
                               "segment at 0x80001002"),
            std::string::npos)
      << errorOf(file);
}

TEST(Elf, missingFile) {
  std::string error;
  EXPECT_FALSE(Program::fromFile("/nonexistent", error));
  EXPECT_NE(error.find("No such file"), std::string::npos) << error;
  EXPECT_FALSE(Program::fromFile("/tmp", error));
}

} // namespace
} // namespace sectile::test
