// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SourceLines.cpp - where in the source an instruction is ------------===//

#include "SourceLines.h"
#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/DebugInfo/DWARF/DWARFDebugLine.h"
#include "llvm/Object/Decompressor.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;
using namespace llvm::object;
using namespace sectile;

namespace {
enum : uint32_t {
#define ELF_RELOC(Name, Number) Name = Number,
#include "sectile/relocs.def"
#undef ELF_RELOC
};

// All sections of an object begin at 0. Separate addresses distinguish them.
uint64_t baseOf(uint64_t SectionIndex) { return SectionIndex << 40; }

// The address that a symbol would have; debug sections stay at 0, because
// references to them are offsets.
uint64_t addressOf(const ELFSymbolRef &Symbol) {
  Expected<uint64_t> Value = Symbol.getValue();
  Expected<section_iterator> Section = Symbol.getSection();
  if (!Value || !Section) {
    consumeError(Value.takeError());
    consumeError(Section.takeError());
    return 0;
  }
  bool Loaded = *Section != Symbol.getObject()->section_end() &&
                ELFSectionRef(**Section).getFlags() & ELF::SHF_ALLOC;
  return *Value + (Loaded ? baseOf((*Section)->getIndex()) : 0);
}

void relocate(MutableArrayRef<char> Contents, const SectionRef &Relocations) {
  for (const ELFRelocationRef R : Relocations.relocations()) {
    Expected<int64_t> Addend = R.getAddend();
    if (!Addend) {
      consumeError(Addend.takeError());
      continue;
    }
    unsigned Size = R.getType() == R_SECTILE_64   ? 8
                    : R.getType() == R_SECTILE_32 ? 4
                                                  : 0;
    if (!Size || R.getOffset() > Contents.size() ||
        Contents.size() - R.getOffset() < Size ||
        R.getSymbol() == R.getObject()->symbol_end())
      continue;
    uint64_t Value = addressOf(*R.getSymbol()) + uint64_t(*Addend);
    char Bytes[8];
    support::endian::write64le(Bytes, Value);
    memcpy(Contents.data() + R.getOffset(), Bytes, Size);
  }
}
} // namespace

/// Whether the total length of a table's names is plausible. Assemblers share
/// equal names and equal ends of names, so it may exceed the table's size.
namespace {
class NameLimit {
public:
  NameLimit(StringRef Table, uint64_t Count)
      : Table(Table), Left(64 * (Table.size() + 4 * Count) + 4096) {}
  bool add(uint64_t Offset) {
    size_t Length =
        Offset < Table.size()
            ? strnlen(Table.data() + Offset,
                      std::min<uint64_t>(Left, Table.size() - Offset))
            : 0; // who uses the name finds that out
    Left -= Length;
    return Left > 0;
  }

private:
  StringRef Table;
  uint64_t Left;
};
} // namespace

Error sectile::checkSizes(const ELFFile<ELF64LE> &Elf) {
  auto Sections = Elf.sections();
  if (!Sections)
    return Sections.takeError();
  uint64_t Sum = 0;
  for (const ELF64LE::Shdr &Section : *Sections) {
    if (Section.sh_type == ELF::SHT_NULL || Section.sh_type == ELF::SHT_NOBITS)
      continue;
    Sum = SaturatingAdd<uint64_t>(Sum, Section.sh_size);
    if (Sum > Elf.getBufSize())
      return createError("sections overlap or go past the end of the file");
  }
  auto Check = [](StringRef Table, auto Entries, auto NameOf) {
    NameLimit Names(Table, Entries.size());
    return all_of(Entries,
                  [&](const auto &Entry) { return Names.add(NameOf(Entry)); });
  };
  auto SectionNames = Elf.getSectionStringTable(*Sections);
  if (!SectionNames)
    return SectionNames.takeError();
  if (!Check(*SectionNames, *Sections,
             [](const ELF64LE::Shdr &S) { return S.sh_name; }))
    return createError("names of sections overlap");
  for (const ELF64LE::Shdr &Section : *Sections) {
    if (Section.sh_type != ELF::SHT_SYMTAB &&
        Section.sh_type != ELF::SHT_DYNSYM)
      continue;
    auto Symbols = Elf.symbols(&Section);
    if (!Symbols)
      return Symbols.takeError();
    auto Strings = Elf.getStringTableForSymtab(Section, *Sections);
    if (!Strings)
      return Strings.takeError();
    if (!Check(*Strings, *Symbols,
               [](const ELF64LE::Sym &S) { return S.st_name; }))
      return createError("names of symbols overlap");
  }
  return Error::success();
}

Error sectile::checkObject(const ELF64LEObjectFile &Object) {
  const ELFFile<ELF64LE> &Elf = Object.getELFFile();
  if (Error E = checkSizes(Elf))
    return E;
  auto Sections = Elf.sections();
  if (!Sections)
    return Sections.takeError();
  for (const ELF64LE::Shdr &Section : *Sections) {
    if (Section.sh_type == ELF::SHT_REL || Section.sh_type == ELF::SHT_CREL)
      return createError(
          (Section.sh_type == ELF::SHT_REL ? "SHT_REL" : "SHT_CREL") +
          Twine(" section: expected relocations as SHT_RELA"));
    if (Section.sh_type != ELF::SHT_RELA)
      continue;
    auto Entries = Elf.relas(Section);
    if (!Entries)
      return Entries.takeError();
    auto Table = Elf.getSection(Section.sh_link);
    if (!Table)
      return Table.takeError();
    auto Symbols = Elf.symbols(*Table);
    if (!Symbols)
      return Symbols.takeError();
    for (const ELF64LE::Rela &R : *Entries)
      if (R.getSymbol(/*isMips64EL=*/false) >=
          std::max<size_t>(Symbols->size(), 1))
        return createError("relocation against symbol " +
                           Twine(R.getSymbol(false)) + " of " +
                           Twine(Symbols->size()));
  }
  return Error::success();
}

/// Whether the header of a line table at an offset has only forms that LLVM's
/// reader supports there: its behaviour for others is undefined.
static bool hasKnownForms(DataExtractor Data, uint64_t Offset) {
  Error E = Error::success();
  uint64_t Length = Data.getU32(&Offset, &E);
  dwarf::FormParams Params = {0, 8, dwarf::DWARF32};
  if (Length == dwarf::DW_LENGTH_DWARF64) {
    Params.Format = dwarf::DWARF64;
    (void)Data.getU64(&Offset, &E);
  }
  Params.Version = Data.getU16(&Offset, &E);
  if (E) {
    consumeError(std::move(E));
    return false;
  }
  consumeError(std::move(E));
  if (Params.Version < 5)
    return true;
  Params.AddrSize = Data.getU8(&Offset);
  // Segment selectors, length of the header, and five numbers of the machine.
  Offset += 1 + Params.getDwarfOffsetByteSize() + 5;
  uint8_t OpcodeBase = Data.getU8(&Offset);
  Offset += OpcodeBase ? OpcodeBase - 1 : 0;
  for (int Table : {0, 1}) { // directories, files
    (void)Table;
    SmallVector<dwarf::Form, 5> Forms;
    for (unsigned N = Data.getU8(&Offset); N; --N) {
      (void)Data.getULEB128(&Offset);
      Forms.push_back(dwarf::Form(Data.getULEB128(&Offset)));
      switch (Forms.back()) {
      case dwarf::DW_FORM_string:
      case dwarf::DW_FORM_strp:
      case dwarf::DW_FORM_line_strp:
      case dwarf::DW_FORM_udata:
      case dwarf::DW_FORM_data1:
      case dwarf::DW_FORM_data2:
      case dwarf::DW_FORM_data4:
      case dwarf::DW_FORM_data8:
      case dwarf::DW_FORM_data16:
      case dwarf::DW_FORM_block:
        break;
      default:
        return false;
      }
    }
    uint64_t Count = Data.getULEB128(&Offset);
    if (Count > Data.size() || (Count && Forms.empty()))
      return false;
    for (; Count; --Count)
      for (dwarf::Form Form : Forms)
        if (!Data.isValidOffset(Offset) ||
            !DWARFFormValue::skipValue(Form, Data, &Offset, Params))
          return false;
  }
  return true;
}

SourceLines::SourceLines(const ELF64LEObjectFile &Object)
    : Relocatable(Object.isRelocatableObject()) {
  std::map<uint64_t, WritableMemoryBuffer *> ByIndex;
  for (const SectionRef &Section : Object.sections()) {
    Expected<StringRef> Name = Section.getName();
    Expected<StringRef> Contents = Section.getContents();
    if (!Name || !Contents || !Name->starts_with(".debug_")) {
      consumeError(Name.takeError());
      consumeError(Contents.takeError());
      continue;
    }
    // The reader takes one section of a name. Groups may bring more.
    if (Sections.contains(Name->drop_front()))
      continue;
    SmallVector<uint8_t, 0> Plain(Contents->bytes());
    if (Section.isCompressed()) {
      Expected<Decompressor> D =
          Decompressor::create(*Name, *Contents, /*IsLE=*/true,
                               /*Is64Bit=*/true);
      // A section whose stated size is thousands of times the file's is
      // malformed.
      if (!D || D->getDecompressedSize() > Contents->size() * 2048) {
        consumeError(D.takeError());
        continue;
      }
      if (Error E = D->resizeAndDecompress(Plain)) {
        consumeError(std::move(E));
        continue;
      }
    }
    auto Copy = WritableMemoryBuffer::getNewUninitMemBuffer(Plain.size());
    copy(Plain, reinterpret_cast<uint8_t *>(Copy->getBufferStart()));
    ByIndex[Section.getIndex()] = Copy.get();
    Sections[Name->drop_front()] = std::move(Copy);
  }
  if (Relocatable)
    for (const SectionRef &Section : Object.sections()) {
      Expected<section_iterator> Target = Section.getRelocatedSection();
      if (!Target) {
        consumeError(Target.takeError());
        continue;
      }
      if (*Target == Object.section_end())
        continue;
      if (auto Found = ByIndex.find((*Target)->getIndex());
          Found != ByIndex.end())
        relocate(Found->second->getBuffer(), Section);
    }
  // Malformed debug information gives no lines and no error.
  auto Ignore = [](Error E) { consumeError(std::move(E)); };
  Context = DWARFContext::create(Sections, /*AddrSize=*/8,
                                 /*isLittleEndian=*/true, Ignore, Ignore);
  // Only line tables are read: LLVM's code for functions and inlining cannot
  // handle broken input.
  StringRef LineData;
  if (auto It = Sections.find("debug_line"); It != Sections.end())
    LineData = It->second->getBuffer();
  DataExtractor LineSection(LineData, /*IsLittleEndian=*/true,
                            /*AddressSize=*/8);
  for (const auto &Unit : Context->compile_units()) {
    auto Where =
        dwarf::toSectionOffset(Unit->getUnitDIE().find(dwarf::DW_AT_stmt_list));
    if (!Where || !hasKnownForms(LineSection, *Where))
      continue;
    Expected<const DWARFDebugLine::LineTable *> Table =
        Context->getLineTableForUnit(Unit.get(), Ignore);
    if (!Table) {
      consumeError(Table.takeError());
      continue;
    }
    const char *Directory = Unit->getCompilationDir();
    if (!*Table)
      continue;
    for (const DWARFDebugLine::Sequence &S : (*Table)->Sequences)
      Ranges.push_back({S.LowPC, S.HighPC, 0, uint32_t(Tables.size())});
    Tables.push_back({*Table, Directory ? Directory : ""});
  }
  sort(Ranges, [](const Range &A, const Range &B) {
    return std::tie(A.Low, A.Table) < std::tie(B.Low, B.Table);
  });
  uint64_t Highest = 0;
  for (Range &R : Ranges)
    R.HighestSoFar = Highest = std::max(Highest, R.High);
}

SourceLines::~SourceLines() = default;

DILineInfo SourceLines::find(uint64_t SectionIndex, uint64_t Address) const {
  if (Relocatable)
    Address += baseOf(SectionIndex);
  DILineInfo Line;
  auto It = upper_bound(Ranges, Address,
                        [](uint64_t A, const Range &R) { return A < R.Low; });
  // Ranges overlap in broken debug information only; not all of them matter.
  for (unsigned Tries = 0; It != Ranges.begin() && Tries < 100; ++Tries) {
    const Range &R = *--It;
    if (R.HighestSoFar <= Address)
      break;
    if (Address >= R.High)
      continue;
    const auto &[Table, Directory] = Tables[R.Table];
    if (Table->getFileLineInfoForAddress(
            {Address, SectionedAddress::UndefSection}, /*Approximate=*/false,
            Directory.c_str(),
            DILineInfoSpecifier::FileLineInfoKind::AbsoluteFilePath, Line))
      return Line;
  }
  return DILineInfo();
}
