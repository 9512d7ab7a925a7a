// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The linker on broken inputs: whatever a file contains, the linker says what
// is wrong, or links; it neither crashes nor hangs, and failure leaves no
// program behind.
//
// An object with everything the linker reads is truncated at every length, and
// mutated with a fixed seed. Run under the asan preset this finds reads past
// the end as well.

#include "sectile/Linker.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ObjectYAML/yaml2obj.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/YAMLTraits.h"
#include "llvm/Support/raw_ostream.h"
#include <gtest/gtest.h>
#include <random>
#include <string>

using namespace llvm;

namespace {

constexpr char Object[] = R"(
--- !ELF
FileHeader: { Class: ELFCLASS64, Data: ELFDATA2LSB, Type: ET_REL, Machine: 0x5EC7 }
Sections:
  - { Name: .text, Type: SHT_PROGBITS, Flags: [ SHF_ALLOC, SHF_EXECINSTR ],
      AddressAlign: 4, Content: "0f0000000b00000011000000040000000e000000" }
  - { Name: .text.inline, Type: SHT_PROGBITS, AddressAlign: 4,
      Flags: [ SHF_ALLOC, SHF_EXECINSTR, SHF_GROUP ], Content: "10080000" }
  - { Name: .group, Type: SHT_GROUP, Info: inline,
      Members: [ { SectionOrType: GRP_COMDAT }, { SectionOrType: .text.inline } ] }
  - { Name: .rodata.str1.1, Type: SHT_PROGBITS, EntSize: 1,
      Flags: [ SHF_ALLOC, SHF_MERGE, SHF_STRINGS ], Content: "6f6e650074776f006f6e6500" }
  - { Name: .rodata.cst8, Type: SHT_PROGBITS, EntSize: 8, AddressAlign: 8,
      Flags: [ SHF_ALLOC, SHF_MERGE ], Content: "01000000000000000100000000000000" }
  - { Name: .data, Type: SHT_PROGBITS, Flags: [ SHF_ALLOC, SHF_WRITE ],
      AddressAlign: 8, Content: "0000000000000000" }
  - { Name: .tdata, Type: SHT_PROGBITS, Flags: [ SHF_ALLOC, SHF_WRITE, SHF_TLS ], Content: "0000" }
  - { Name: .bss, Type: SHT_NOBITS, Flags: [ SHF_ALLOC, SHF_WRITE ], Size: 64 }
  - { Name: .init_array.5, Type: SHT_INIT_ARRAY, Flags: [ SHF_ALLOC, SHF_WRITE ],
      AddressAlign: 8, Content: "0000000000000000" }
  - { Name: .eh_frame, Type: SHT_PROGBITS, Flags: [ SHF_ALLOC ], AddressAlign: 8,
      Content: "1000000000000000017a5200047801011b0c02001000000018000000000000001400000000000000" }
  - { Name: .debug_info, Type: SHT_PROGBITS, Content: "0000000000000000" }
  - { Name: .rela.text, Type: SHT_RELA, Info: .text, Link: .symtab, Relocations: [
      { Offset: 0, Symbol: inline, Type: 7 }, { Offset: 4, Symbol: _start, Type: 5 },
      { Offset: 8, Symbol: text, Type: 8 }, { Offset: 12, Symbol: text, Type: 9 } ] }
  - { Name: .rela.data, Type: SHT_RELA, Info: .data, Link: .symtab,
      Relocations: [ { Symbol: strings, Addend: 5, Type: 2 } ] }
  - { Name: .rela.eh_frame, Type: SHT_RELA, Info: .eh_frame, Link: .symtab,
      Relocations: [ { Offset: 28, Symbol: _start, Type: 3 } ] }
  - { Name: .rela.debug_info, Type: SHT_RELA, Info: .debug_info, Link: .symtab,
      Relocations: [ { Symbol: inline, Type: 2 } ] }
Symbols:
  - { Name: a.c, Type: STT_FILE, Index: SHN_ABS }
  - { Name: strings, Type: STT_SECTION, Section: .rodata.str1.1 }
  - { Name: text, Section: .rodata.str1.1, Value: 4 }
  - { Name: _start, Type: STT_FUNC, Section: .text, Binding: STB_GLOBAL, Size: 20 }
  - { Name: inline, Type: STT_FUNC, Section: .text.inline, Binding: STB_WEAK, Size: 4 }
  - { Name: shared, Type: STT_OBJECT, Index: SHN_COMMON, Binding: STB_GLOBAL, Size: 16, Value: 8 }
  - { Name: local, Type: STT_TLS, Section: .tdata, Binding: STB_GLOBAL }
)";

class Mutation : public testing::Test {
protected:
  SmallString<128> Directory;
  std::string Good, Input, Output;

  void SetUp() override {
    ASSERT_FALSE(sys::fs::createUniqueDirectory("sectile-ld-test", Directory));
    Input = (Directory + "/a.o").str();
    Output = (Directory + "/a.elf").str();
    raw_string_ostream OS(Good);
    yaml::Input Yaml(Object);
    ASSERT_TRUE(yaml::convertYAML(
        Yaml, OS, [](const Twine &Why) { FAIL() << Why.str(); }));
  }
  void TearDown() override {
    EXPECT_FALSE(sys::fs::remove_directories(Directory));
  }

  /// Link a file of these bytes; true if that succeeds.
  bool link(StringRef Bytes, std::string &Messages) {
    std::error_code EC;
    raw_fd_ostream(Input, EC) << Bytes;
    EXPECT_FALSE(EC);
    EXPECT_FALSE(sys::fs::remove(Output));
    raw_string_ostream Err(Messages);
    const char *Args[] = {Input.c_str(), "-o", Output.c_str(), "--gc-sections",
                          "--emit-relocs"};
    bool Ok = sectile::ld::link(Args, nulls(), Err);
    EXPECT_EQ(Ok, sys::fs::exists(Output));
    EXPECT_EQ(Ok, Messages.find("error:") == std::string::npos) << Messages;
    return Ok;
  }

  void mutate(StringRef From, unsigned Rounds) {
    std::mt19937 Random(5);
    auto Pick = [&](uint32_t N) { return Random() % N; };
    static const uint64_t Corners[] = {0,
                                       1,
                                       0x7f,
                                       0xff,
                                       0xfff1,
                                       0xffff,
                                       0x7fffffff,
                                       0xffffffff,
                                       0x7fffffffffffffff,
                                       ~uint64_t(0),
                                       0x8000000000000000};
    for (unsigned Round = 0; Round < Rounds; ++Round) {
      std::string Bytes = From.str();
      for (unsigned I = 0, N = 1 + Pick(3); I < N; ++I) {
        size_t At = Pick(Bytes.size());
        switch (Pick(3)) {
        case 0:
          Bytes[At] ^= 1 << Pick(8);
          break;
        case 1:
          Bytes[At] = char(Pick(256));
          break;
        default: {
          uint64_t Value = Corners[Pick(std::size(Corners))];
          for (size_t K = 0, Width = 1u << Pick(4);
               K < Width && At + K < Bytes.size(); ++K)
            Bytes[At + K] = char(Value >> 8 * K);
        }
        }
      }
      std::string Messages;
      link(Bytes, Messages);
    }
  }
};

TEST_F(Mutation, TheObjectItselfLinks) {
  std::string Messages;
  EXPECT_TRUE(link(Good, Messages)) << Messages;
}

TEST_F(Mutation, EveryTruncationIsRejected) {
  for (size_t Size = 0; Size < Good.size(); ++Size) {
    std::string Messages;
    EXPECT_FALSE(link(StringRef(Good).take_front(Size), Messages)) << Size;
  }
}

TEST_F(Mutation, MutatedObjectsNeverCrash) { mutate(Good, 4000); }

TEST_F(Mutation, MutatedArchivesNeverCrash) {
  // One member, whose size field is right.
  std::string Size = std::to_string(Good.size());
  std::string Archive = "!<arch>\n" +
                        std::string("a.o/            0           ") +
                        "0     0     644     " + Size +
                        std::string(10 - Size.size(), ' ') + "`\n" + Good;
  std::string Messages;
  EXPECT_TRUE(link(Archive, Messages)) << Messages;
  mutate(Archive, 2000);
}

} // namespace
