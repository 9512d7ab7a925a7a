// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Writer.cpp - the ELF file ------------------------------------------===//
//
// The file is built in memory, written completely, and renamed when the map is
// complete too: a failed link changes no file.
//
//===----------------------------------------------------------------------===//

#include "Script.h"
#include "sectile/support/output_file.h"
#include "llvm/MC/StringTableBuilder.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <cstring>

using namespace llvm;
using namespace sectile;
using namespace sectile::ld;
using namespace llvm::ELF;

namespace sectile::ld {
class Writer {
public:
  explicit Writer(Linker &L) : L(L) {}
  void run();

private:
  Linker &L;
  std::vector<Elf64_Phdr> Segments;
  std::vector<ELFT::Sym> SymbolTable;
  uint32_t LocalCount = 0;
  StringTableBuilder Strings{StringTableBuilder::ELF};
  StringTableBuilder SectionNames{StringTableBuilder::ELF};
  struct Table {
    ELFT::Shdr Header;
    StringRef Name;
    std::vector<uint8_t> Bytes;
  };
  std::vector<Table> Tables; // those after the output sections
  DenseMap<const Symbol *, uint32_t> LocalIndex;

  void makeSegments();
  void layOut();
  void makeSymbols();
  void addSymbol(const Symbol &S, uint8_t Binding);
  void makeRelocations();
  void listGroups();
  void writeSection(uint8_t *To, const OutputSection &O);
  void writeEhFrame(uint8_t *To, const EhFrameSection &E);
  void relocate(uint8_t *Base, const OutputSection &O, const InputSection &S);
  bool inOutput(const InputSection &S, uint64_t Offset) const;
  uint32_t symbolIndex(const Symbol &S);
  template <typename T>
  void addTable(StringRef Name, uint32_t Type, ArrayRef<T> Entries);
  void commit(const uint8_t *Program);
  /// Of an output section's relocations, in Tables; empty if it has none.
  DenseMap<const OutputSection *, size_t> RelocationTable;
  DenseMap<const OutputSection *, std::vector<ELFT::Word>> GroupLists;
  size_t FileSize = 0;
  size_t HeaderOffset = 0;
};
} // namespace sectile::ld

void Linker::write() { Writer(*this).run(); }

/// One segment for each run of sections of equal access that lie behind each
/// other in memory and where they are loaded.
void Writer::makeSegments() {
  Elf64_Phdr *Current = nullptr;
  uint64_t Access = ~uint64_t(0), Ends = 0;
  for (OutputSection *O : L.Outputs) {
    if (!O->isAlloc() || (O->Size == 0))
      continue;
    uint64_t Now = O->Flags & (SHF_WRITE | SHF_EXECINSTR);
    // A gap of pages, which a script can make, is not worth its zeros.
    bool Continues =
        Current && Now == Access && O->Address >= Ends &&
        (!L.Layout || O->Address - Ends < PageSize) &&
        O->LoadAddress - O->Address == Current->p_paddr - Current->p_vaddr &&
        (O->isNoBits() || Current->p_filesz == Current->p_memsz);
    if (!Continues) {
      Access = Now;
      Current = &Segments.emplace_back();
      *Current = {};
      Current->p_type = PT_LOAD;
      Current->p_flags = PF_R;
      if (Now & SHF_WRITE)
        Current->p_flags |= PF_W;
      if (Now & SHF_EXECINSTR)
        Current->p_flags |= PF_X;
      Current->p_vaddr = O->Address;
      Current->p_paddr = O->LoadAddress;
      Current->p_align = PageSize;
    }
    O->Segment = Segments.size() - 1;
    Ends = O->Address + O->Size;
    Current->p_memsz = O->Address + O->Size - Current->p_vaddr;
    if (!O->isNoBits())
      Current->p_filesz = Current->p_memsz;
  }
  if (L.TlsEnd > L.TlsStart) {
    Elf64_Phdr &Tls = Segments.emplace_back();
    Tls = {};
    Tls.p_type = PT_TLS;
    Tls.p_flags = PF_R;
    Tls.p_vaddr = Tls.p_paddr = L.TlsStart;
    for (OutputSection *O : L.Outputs)
      if (O->isTLS() && O->Address == L.TlsStart && O->Size) {
        Tls.p_paddr = O->LoadAddress;
        break;
      }
    Tls.p_filesz = L.TlsFileEnd - L.TlsStart;
    Tls.p_memsz = L.TlsEnd - L.TlsStart;
    Tls.p_align = L.TlsAlignment;
  }
  Elf64_Phdr &Stack = Segments.emplace_back();
  Stack = {};
  Stack.p_type = PT_GNU_STACK;
  Stack.p_flags = PF_R | PF_W;
  Stack.p_align = 16;
}

/// File offsets: congruent to the address modulo the page.
void Writer::layOut() {
  uint64_t At = sizeof(Elf64_Ehdr) + Segments.size() * sizeof(Elf64_Phdr);
  for (OutputSection *O : L.Outputs) {
    if (O->isAlloc() && !L.Config.Relocatable) {
      Elf64_Phdr *Segment = &Segments[O->Segment];
      if (O->Size && O->Address == Segment->p_vaddr) {
        At = alignTo(At, PageSize) + O->Address % PageSize;
        Segment->p_offset = At;
      }
      if (O->Size)
        O->FileOffset = O->isNoBits()
                            ? Segment->p_offset + Segment->p_filesz
                            : Segment->p_offset + O->Address - Segment->p_vaddr;
      else
        O->FileOffset = At;
      if (!O->isNoBits())
        At = O->FileOffset + O->Size;
    } else {
      At = alignTo(At, O->Alignment);
      O->FileOffset = At;
      if (!O->isNoBits())
        At += O->Size;
    }
  }
  for (Elf64_Phdr &P : Segments)
    if (P.p_type == PT_TLS)
      for (OutputSection *O : L.Outputs)
        if (O->isTLS() && O->Address == L.TlsStart && O->Size) {
          P.p_offset = O->FileOffset;
          break;
        }
  for (Table &T : Tables) {
    At = alignTo(At, T.Header.sh_addralign);
    T.Header.sh_offset = At;
    At += T.Bytes.size();
  }
  HeaderOffset = alignTo(At, 8);
  FileSize = HeaderOffset +
             (1 + L.Outputs.size() + Tables.size()) * sizeof(Elf64_Shdr);
}

void Writer::addSymbol(const Symbol &S, uint8_t Binding) {
  ELFT::Sym &Sym = SymbolTable.emplace_back();
  std::memset(&Sym, 0, sizeof Sym);
  Sym.st_name = S.Name.empty() ? 0 : Strings.add(S.Name);
  Sym.setBindingAndType(Binding, S.Type);
  Sym.st_other = S.Visibility;
  Sym.st_size = S.Size;
  if (S.Type == STT_FILE) {
    Sym.st_shndx = SHN_ABS;
  } else if (S.Kind == SymbolKind::Common) { // -r
    Sym.st_shndx = SHN_COMMON;
    Sym.st_value = S.Value; // the alignment
  } else if (S.isDefined()) {
    bool Absolute;
    OutputSection *O = L.outputOf(S, Absolute);
    Sym.st_shndx = O ? uint16_t(O->Index) : uint16_t(SHN_ABS);
    Sym.st_value = L.valueOf(S) - (S.isTLS() ? L.TlsStart : 0);
  }
}

void Writer::makeSymbols() {
  addSymbol(Symbol(), STB_LOCAL); // the null symbol
  if (L.Config.EmitRelocs)
    for (OutputSection *O : L.Outputs) {
      Symbol S;
      S.Kind = SymbolKind::Defined;
      S.Type = STT_SECTION;
      S.Output = O;
      O->SymbolIndex = SymbolTable.size();
      addSymbol(S, STB_LOCAL);
    }
  for (ObjectFile *F : L.Objects) {
    bool Named = F->SourceName.empty();
    for (const Symbol &S : F->Locals) {
      if (L.Config.DiscardLocals || !S.isDefined() || S.Name.empty() ||
          S.isSection() || S.Type == STT_FILE || S.Name.starts_with(".L") ||
          (S.Section && (!S.Section->Live || !S.Section->Output)))
        continue;
      if (!Named) {
        Symbol File;
        File.Name = F->SourceName;
        File.Type = STT_FILE;
        addSymbol(File, STB_LOCAL);
        Named = true;
      }
      LocalIndex[&S] = SymbolTable.size();
      addSymbol(S, STB_LOCAL);
    }
  }
  for (bool Local : {true, false}) {
    for (Symbol *S : L.Globals) {
      bool Hidden = !L.Config.Relocatable && (S->Visibility == STV_HIDDEN ||
                                              S->Visibility == STV_INTERNAL);
      bool Undefined = S->isUndefined();
      if ((Undefined && !S->Referenced) ||
          (!Undefined && S->Section &&
           (!S->Section->Live || !S->Section->Output)) ||
          (Hidden && !Undefined) != Local)
        continue;
      S->OutputIndex = SymbolTable.size();
      addSymbol(*S, Local ? uint8_t(STB_LOCAL) : S->Binding);
    }
    if (Local)
      LocalCount = SymbolTable.size();
  }
}

template <typename T>
void Writer::addTable(StringRef Name, uint32_t Type, ArrayRef<T> Entries) {
  Table &New = Tables.emplace_back();
  std::memset(&New.Header, 0, sizeof New.Header);
  New.Name = Name;
  New.Header.sh_type = Type;
  New.Header.sh_addralign = alignof(T) == 1 && sizeof(T) > 1 ? 8 : alignof(T);
  New.Header.sh_entsize = sizeof(T) == 1 ? 0 : sizeof(T);
  New.Bytes.assign(reinterpret_cast<const uint8_t *>(Entries.begin()),
                   reinterpret_cast<const uint8_t *>(Entries.end()));
  New.Header.sh_size = New.Bytes.size();
}

/// Whether the record at this offset of an .eh_frame is kept; true for other
/// sections.
bool Writer::inOutput(const InputSection &S, uint64_t Offset) const {
  if (!S.IsEhFrame || L.Config.Relocatable)
    return true;
  auto It = upper_bound(S.Pieces, Offset, [](uint64_t At, const Piece &P) {
    return At < P.InputOffset;
  });
  if (It == S.Pieces.begin())
    return false;
  uint64_t Begin = std::prev(It)->InputOffset;
  return Offset < Begin + 4 + support::endian::read32le(&S.Contents[Begin]);
}

uint32_t Writer::symbolIndex(const Symbol &S) {
  if (!S.isLocal())
    return S.OutputIndex;
  return LocalIndex.lookup(&S);
}

void Writer::makeRelocations() {
  std::vector<std::pair<OutputSection *, std::vector<ELFT::Rela>>> All;
  All.reserve(L.Outputs.size());
  for (OutputSection *O : L.Outputs)
    All.push_back({O, {}});
  for (ObjectFile *F : L.Objects)
    for (auto &S : F->Sections) {
      if (!S || S->Discarded || !S->Live || !S->Output)
        continue;
      for (const Relocation &R : S->Relocations) {
        if (!inOutput(*S, R.Offset))
          continue;
        const Symbol &Sym = *F->Symbols[R.SymbolIndex];
        if ((Sym.Section && (!Sym.Section->Live || !Sym.Section->Output)) ||
            (Sym.isLocal() && Sym.isUndefined())) // discarded
          continue;
        ELFT::Rela Rela;
        Rela.r_offset = S->Output->Address + L.mapOffset(*S, R.Offset);
        uint32_t Index = symbolIndex(Sym);
        int64_t Addend = R.Addend;
        if (!Index && Sym.isDefined()) {
          // A symbol that is not in the table: relative to its section.
          bool Absolute;
          OutputSection *O = L.outputOf(Sym, Absolute);
          Addend = L.valueOf(Sym, R.Addend) - (O ? O->Address : 0);
          Index = O ? O->SymbolIndex : 0;
        }
        Rela.setSymbolAndType(Index, R.Type, false);
        Rela.r_addend = Addend;
        All[S->Output->Index - 1].second.push_back(Rela);
      }
    }
  for (auto &[O, Relas] : All) {
    if (Relas.empty())
      continue;
    addTable<ELFT::Rela>(L.Saver.save(".rela" + O->Name), SHT_RELA, Relas);
    Tables.back().Header.sh_info = O->Index;
    Tables.back().Header.sh_flags = SHF_INFO_LINK | (O->Flags & SHF_GROUP);
    RelocationTable[O] = Tables.size() - 1;
  }
}

/// -r: the indices of each group's sections, and of their relocations.
void Writer::listGroups() {
  for (OutputSection *O : L.Outputs) {
    if (!O->Group)
      continue;
    std::vector<ELFT::Word> &List = GroupLists[O];
    List.emplace_back(O->Group->Flags);
    for (uint32_t Member : O->Group->Members) {
      const InputSection *S = O->GroupFile->Sections[Member].get();
      if (!S || !S->Output)
        continue;
      List.emplace_back(S->Output->Index);
      if (auto It = RelocationTable.find(S->Output);
          It != RelocationTable.end())
        List.emplace_back(1 + L.Outputs.size() + It->second);
    }
    O->Size = List.size() * sizeof(ELFT::Word);
  }
}

void Writer::relocate(uint8_t *Base, const OutputSection &O,
                      const InputSection &S) {
  for (const Relocation &R : S.Relocations) {
    if (L.tooManyErrors())
      return;
    if (!inOutput(S, R.Offset))
      continue;
    uint64_t At = L.mapOffset(S, R.Offset);
    if (S.IsEhFrame && S.File->Symbols[R.SymbolIndex]->isUndefined())
      continue;
    // An object's fields are filled in by its relocations, but what refers to
    // a discarded section has none.
    if (L.Config.Relocatable && !L.isDiscarded(*S.File->Symbols[R.SymbolIndex]))
      continue;
    L.applyRelocation(Base + At, S, R, O.Address + At, O.isAlloc());
  }
}

void Writer::writeEhFrame(uint8_t *To, const EhFrameSection &E) {
  for (const EhFrameSection::Record &R : E.Records) {
    uint8_t *P = To + R.OutputOffset;
    std::memcpy(P, R.Section->Contents.data() + R.InputOffset, R.Size);
    if (R.CieOffset != R.OutputOffset)
      support::endian::write32le(P + 4, R.OutputOffset + 4 - R.CieOffset);
  }
}

void Writer::writeSection(uint8_t *To, const OutputSection &O) {
  if (O.Group) {
    const std::vector<ELFT::Word> &List = GroupLists[&O];
    std::memcpy(To, List.data(), List.size() * sizeof(ELFT::Word));
  }
  for (auto &[From, Pattern] : O.Fills)
    for (uint64_t I = From; I < O.Size; ++I)
      To[I] = uint8_t(Pattern[(I - From) % Pattern.size()]);
  for (const Chunk *C : O.Chunks) {
    uint8_t *P = To + C->Offset;
    switch (C->Kind) {
    case Chunk::Input: {
      auto &S = static_cast<const InputSection &>(*C);
      if (!S.Contents.empty())
        std::memcpy(P, S.Contents.data(), S.Contents.size());
      else if (!O.Fills.empty())
        std::memset(P, 0, S.Size);
      relocate(To, O, S);
      break;
    }
    case Chunk::Merged:
      for (auto &[Bytes, Offset] :
           static_cast<const MergedSection &>(*C).Contents)
        std::memcpy(P + Offset, Bytes.data(), Bytes.size());
      break;
    case Chunk::EhFrame: {
      auto &E = static_cast<const EhFrameSection &>(*C);
      writeEhFrame(P, E);
      for (const InputSection *S : E.Inputs)
        if (!S->Pieces.empty())
          relocate(To, O, *S);
      break;
    }
    case Chunk::Data: {
      auto &D = static_cast<const DataChunk &>(*C);
      std::memcpy(P, D.Bytes.data(), D.Bytes.size());
      break;
    }
    case Chunk::Space:
      if (!O.Fills.empty())
        std::memset(P, 0, C->Size);
      break;
    }
  }
}

void Writer::run() {
  if (L.Outputs.size() + 16 > SHN_LORESERVE / 2) {
    L.error("too many output sections: " + Twine(L.Outputs.size()));
    return;
  }
  // An .eh_frame's offsets in its pieces are relative to the merged section.
  for (OutputSection *O : L.Outputs)
    for (Chunk *C : O->Chunks)
      if (C->Kind == Chunk::EhFrame)
        for (InputSection *S : static_cast<EhFrameSection *>(C)->Inputs)
          S->Offset = C->Offset;

  if (!L.Config.Relocatable)
    makeSegments();
  uint32_t SymtabIndex = 0;
  if (!L.Config.StripAll) {
    makeSymbols();
    Strings.finalizeInOrder();
    if (L.Config.EmitRelocs)
      makeRelocations();
    listGroups();
    size_t First = 1 + L.Outputs.size();
    addTable<ELFT::Sym>(".symtab", SHT_SYMTAB, SymbolTable);
    SymtabIndex = First + Tables.size() - 1;
    Tables.back().Header.sh_info = LocalCount;
    Tables.back().Header.sh_link = SymtabIndex + 1;
    for (Table &T : Tables)
      if (T.Header.sh_type == SHT_RELA)
        T.Header.sh_link = SymtabIndex;
    std::vector<uint8_t> Bytes(Strings.getSize());
    Strings.write(Bytes.data());
    addTable<uint8_t>(".strtab", SHT_STRTAB, Bytes);
  }
  for (OutputSection *O : L.Outputs)
    SectionNames.add(O->Name);
  for (Table &T : Tables)
    SectionNames.add(T.Name);
  SectionNames.add(".shstrtab");
  SectionNames.finalizeInOrder();
  std::vector<uint8_t> Names(SectionNames.getSize());
  SectionNames.write(Names.data());
  addTable<uint8_t>(".shstrtab", SHT_STRTAB, Names);
  layOut();

  if (FileSize > (uint64_t(1) << 36)) {
    L.error("the program would take " + Twine(FileSize) + " bytes of file");
    return;
  }
  // Pages of zeros that are never written take no memory.
  std::unique_ptr<uint8_t, decltype(&std::free)> Buffer(
      static_cast<uint8_t *>(std::calloc(FileSize, 1)), std::free);
  if (!Buffer) {
    L.error("not enough memory for a program of " + Twine(FileSize) +
            " bytes of file");
    return;
  }
  uint8_t *Base = Buffer.get();

  auto &Header = *reinterpret_cast<ELFT::Ehdr *>(Base);
  std::memcpy(Header.e_ident, ElfMagic, 4);
  Header.e_ident[EI_CLASS] = ELFCLASS64;
  Header.e_ident[EI_DATA] = ELFDATA2LSB;
  Header.e_ident[EI_VERSION] = EV_CURRENT;
  Header.e_type = L.Config.Relocatable ? ET_REL : ET_EXEC;
  Header.e_machine = EM_SECTILE;
  Header.e_version = EV_CURRENT;
  Header.e_entry = L.Config.Relocatable ? 0 : L.valueOf(*L.EntrySymbol);
  Header.e_phoff = L.Config.Relocatable ? 0 : sizeof(Elf64_Ehdr);
  Header.e_shoff = HeaderOffset;
  Header.e_ehsize = sizeof(Elf64_Ehdr);
  Header.e_phentsize = Segments.empty() ? 0 : sizeof(Elf64_Phdr);
  Header.e_phnum = Segments.size();
  Header.e_shentsize = sizeof(Elf64_Shdr);
  Header.e_shnum = 1 + L.Outputs.size() + Tables.size();
  Header.e_shstrndx = L.Outputs.size() + Tables.size();

  auto *Phdr = reinterpret_cast<ELFT::Phdr *>(Base + sizeof(Elf64_Ehdr));
  for (const Elf64_Phdr &P : Segments) {
    Phdr->p_type = P.p_type;
    Phdr->p_flags = P.p_flags;
    Phdr->p_offset = P.p_offset;
    Phdr->p_vaddr = P.p_vaddr;
    Phdr->p_paddr = P.p_paddr;
    Phdr->p_filesz = P.p_filesz;
    Phdr->p_memsz = P.p_memsz;
    Phdr->p_align = P.p_align;
    ++Phdr;
  }

  auto *Shdr = reinterpret_cast<ELFT::Shdr *>(Base + HeaderOffset) + 1;
  for (OutputSection *O : L.Outputs) {
    Shdr->sh_name = SectionNames.getOffset(O->Name);
    Shdr->sh_type = O->Type;
    Shdr->sh_flags = O->Flags;
    Shdr->sh_addr = O->Address;
    Shdr->sh_offset = O->FileOffset;
    Shdr->sh_size = O->Size;
    Shdr->sh_addralign = O->Alignment;
    Shdr->sh_entsize = O->EntrySize;
    if (O->Group) {
      Shdr->sh_link = SymtabIndex;
      Shdr->sh_info = symbolIndex(*O->GroupFile->Symbols[O->Group->Signature]);
    }
    if (O->LinkOrder)
      Shdr->sh_link = O->LinkOrder->Output->Index;
    ++Shdr;
    if (!O->isNoBits())
      writeSection(Base + O->FileOffset, *O);
  }
  for (Table &T : Tables) {
    T.Header.sh_name = SectionNames.getOffset(T.Name);
    *Shdr++ = T.Header;
    if (!T.Bytes.empty())
      std::memcpy(Base + T.Header.sh_offset, T.Bytes.data(), T.Bytes.size());
  }
  if (!L.failed())
    commit(Base);
}

/// Program and map, both or neither.
void Writer::commit(const uint8_t *Program) {
  auto Fail = [&](StringRef Path, StringRef Why) {
    L.error("cannot write " + Path + ": " + Why);
  };
  OutputFile File, Map;
  if (!File.open(L.Config.Output, /*executable=*/!L.Config.Relocatable) ||
      !File.write(Program, FileSize))
    return Fail(L.Config.Output, File.error());
  StringRef MapPath = L.Config.MapFile;
  if (MapPath == "-") {
    L.Out << L.mapText();
  } else if (!MapPath.empty()) {
    if (!Map.open(MapPath.str()) || !Map.write(L.mapText()) || !Map.commit())
      return Fail(MapPath, Map.error());
  }
  // The printed output has to be complete, too.
  L.Out.flush();
  if (&L.Out == &outs() && outs().has_error()) {
    std::string Why = outs().error().message();
    outs().clear_error();
    return Fail("to standard output", Why);
  }
  if (!File.commit())
    Fail(L.Config.Output, File.error());
}
