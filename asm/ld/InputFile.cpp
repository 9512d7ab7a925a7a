// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- InputFile.cpp - reads and checks an object -------------------------===//

#include "Linker.h"
#include "SourceLines.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Object/Decompressor.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace sectile::ld;

bool ObjectFile::fail(const Twine &Message) {
  L.error(Name + ": " + Message);
  return false;
}

bool ObjectFile::fail(Error E) {
  return fail("malformed object: " + toString(std::move(E)));
}

static std::string machineName(uint16_t Machine) {
  StringRef Known = ELF::convertEMachineToArchName(Machine);
  std::string Number = "e_machine 0x" + utohexstr(Machine, /*LowerCase=*/true);
  return Known.empty() || Known == "Unknown" || Known == "None"
             ? Number
             : Known.str() + " (" + Number + ")";
}

/// Identifies the file and finds its symbol table.
bool ObjectFile::open() {
  StringRef Data = Buffer.getBuffer();
  if (identify_magic(Data) == file_magic::bitcode)
    return openBitcode();
  if (Data.size() < sizeof(ELFT::Ehdr))
    return fail("truncated: an ELF header takes " + Twine(sizeof(ELFT::Ehdr)) +
                " bytes, the file has " + Twine(Data.size()));
  // Report a foreign machine before the errors that follow from it.
  bool Little = Data[ELF::EI_DATA] == ELF::ELFDATA2LSB;
  uint16_t Machine = Little ? support::endian::read16le(Data.data() + 18)
                            : support::endian::read16be(Data.data() + 18);
  if (Machine != EM_SECTILE)
    return fail("is for another machine: " + machineName(Machine) +
                ", expected Sectile (e_machine 0x" +
                utohexstr(EM_SECTILE, true) + ")");
  if (Data[ELF::EI_CLASS] != ELF::ELFCLASS64 || !Little)
    return fail("is not 64-bit little-endian ELF");

  Expected<ELFFile> File = ELFFile::create(Data);
  if (!File)
    return fail(File.takeError());
  Elf = std::make_unique<ELFFile>(*File);
  switch (Elf->getHeader().e_type) {
  case ELF::ET_REL:
    break;
  case ELF::ET_EXEC:
    return fail("is a linked program, expected an object");
  case ELF::ET_DYN:
    return fail("is a shared object, expected an object");
  default:
    return fail("has ELF type " + Twine(Elf->getHeader().e_type) +
                ", expected an object (1)");
  }
  Expected<ELFT::ShdrRange> Headers = Elf->sections();
  if (!Headers)
    return fail(Headers.takeError());
  for (const ELFT::Shdr &Header : *Headers)
    if (Header.sh_type == ELF::SHT_SYMTAB) {
      if (SymbolTable)
        return fail("malformed object: more than one symbol table");
      SymbolTable = &Header;
    }
  if (Error E = checkSizes(*Elf))
    return fail(std::move(E));
  if (SymbolTable) {
    Expected<StringRef> Table =
        Elf->getStringTableForSymtab(*SymbolTable, *Headers);
    if (!Table)
      return fail(Table.takeError());
    Strings = *Table;
  }
  return true;
}

void ObjectFile::announce(StringRef SymbolName, bool Common, bool Weak) {
  Symbol New;
  // What a tentative definition elsewhere gives way to.
  New.Binding = Common || Weak ? ELF::STB_WEAK : ELF::STB_GLOBAL;
  New.Name = SymbolName;
  New.Kind = SymbolKind::Lazy;
  New.File = this;
  L.resolve(*L.intern(SymbolName), New);
}

bool ObjectFile::parseLazy() {
  if (!open())
    return false;
  Lazy = true;
  if (Bitcode)
    return announceBitcode();
  if (!SymbolTable)
    return true;
  Expected<ELFT::SymRange> Syms = Elf->symbols(SymbolTable);
  if (!Syms)
    return fail(Syms.takeError());
  for (const ELFT::Sym &Sym : *Syms) {
    if (Sym.getBinding() == ELF::STB_LOCAL || Sym.st_shndx == ELF::SHN_UNDEF)
      continue;
    Expected<StringRef> SymName = Sym.getName(Strings);
    if (!SymName)
      return fail(SymName.takeError());
    announce(*SymName, Sym.st_shndx == ELF::SHN_COMMON,
             Sym.getBinding() == ELF::STB_WEAK);
  }
  return true;
}

bool ObjectFile::parse() {
  if (!Elf && !Bitcode && !open())
    return false;
  if (L.Config.Verbose)
    L.Out << Name << '\n';
  L.Objects.push_back(this);
  if (Bitcode)
    return parseBitcode();
  return readGroups() && readSections() && readSymbols();
}

/// Discards the COMDAT groups that an earlier file has defined.
bool ObjectFile::readGroups() {
  auto Headers = cantFail(Elf->sections());
  Sections.resize(Headers.size());
  InDiscardedGroup.assign(Headers.size(), false);
  for (const ELFT::Shdr &Header : Headers) {
    if (Header.sh_type != ELF::SHT_GROUP)
      continue;
    Expected<ArrayRef<ELFT::Word>> Words =
        Elf->getSectionContentsAsArray<ELFT::Word>(Header);
    if (!Words)
      return fail(Words.takeError());
    if (Words->empty())
      return fail("malformed object: empty section group");
    if (Header.sh_link >= Headers.size() ||
        &Headers[Header.sh_link] != SymbolTable)
      return fail("malformed object: section group without symbol table");
    Expected<const ELFT::Sym *> Signature =
        Elf->getSymbol(SymbolTable, Header.sh_info);
    if (!Signature)
      return fail(Signature.takeError());
    Expected<StringRef> Sig = (*Signature)->getName(Strings);
    if (!Sig)
      return fail(Sig.takeError());
    uint32_t Flag = (*Words)[0];
    if (Flag & ~ELF::GRP_COMDAT)
      return fail("unsupported section group flags 0x" +
                  Twine::utohexstr(Flag));
    bool Lost = Flag && !L.Groups.insert(*Sig).second;
    for (uint32_t Member : Words->drop_front()) {
      if (Member == 0 || Member >= Headers.size())
        return fail("malformed object: section group names section " +
                    Twine(Member) + " of " + Twine(Headers.size()));
      if (Lost)
        InDiscardedGroup[Member] = true;
    }
    if (!Lost)
      KeptGroups.push_back(
          {Flag, Header.sh_info, {Words->begin() + 1, Words->end()}, false});
  }
  for (uint32_t I = 1; I < Headers.size(); ++I) {
    Expected<StringRef> SectionName = Elf->getSectionName(Headers[I]);
    if (!SectionName)
      return fail(SectionName.takeError());
    if (!readSection(I, Headers[I], *SectionName))
      return false;
  }
  // Members of a group are kept or discarded together.
  for (SectionGroup &Group : KeptGroups)
    for (uint32_t Member : Group.Members)
      if (Sections[Member])
        Sections[Member]->Group = &Group;
  return true;
}

static bool isDebug(StringRef Name) {
  return Name.starts_with(".debug_") || Name.starts_with(".zdebug_");
}

bool ObjectFile::readSection(uint32_t Index, const ELFT::Shdr &Header,
                             StringRef SectionName) {
  switch (Header.sh_type) {
  case ELF::SHT_NULL:
  case ELF::SHT_SYMTAB:
  case ELF::SHT_STRTAB:
  case ELF::SHT_SYMTAB_SHNDX:
  case ELF::SHT_GROUP:
  case ELF::SHT_RELA:
  case ELF::SHT_LLVM_ADDRSIG:
  case ELF::SHT_LLVM_DEPENDENT_LIBRARIES:
    return true;
  case ELF::SHT_REL:
  case ELF::SHT_RELR:
  case ELF::SHT_CREL:
    return fail("section " + SectionName +
                ": relocations without addends are not supported");
  default:
    break;
  }
  auto S = std::make_unique<InputSection>(this, Index);
  S->Name = SectionName;
  S->Type = Header.sh_type;
  S->Flags = Header.sh_flags;
  S->EntrySize = Header.sh_entsize;
  S->Alignment = std::max<uint64_t>(Header.sh_addralign, 1);
  S->Size = Header.sh_size;
  if (InDiscardedGroup[Index] ||
      (!L.Config.Relocatable && (SectionName == ".note.GNU-stack" ||
                                 (Header.sh_flags & ELF::SHF_EXCLUDE))) ||
      (L.Config.StripDebug &&
       (isDebug(SectionName) || SectionName == ".comment")))
    S->Discarded = true;
  if (S->Type == ELF::SHT_NOBITS) {
    if (S->Size > MaxAddress)
      return fail("section " + SectionName + ": size 0x" +
                  Twine::utohexstr(S->Size) + " is too large");
  } else {
    Expected<ArrayRef<uint8_t>> Contents = Elf->getSectionContents(Header);
    if (!Contents)
      return fail(Contents.takeError());
    S->Contents = *Contents;
    if ((Header.sh_flags & ELF::SHF_COMPRESSED) && !S->Discarded) {
      if (Header.sh_flags & ELF::SHF_ALLOC)
        return fail("section " + SectionName +
                    ": loaded sections can't be compressed");
      Expected<object::Decompressor> D = object::Decompressor::create(
          SectionName, toStringRef(S->Contents), /*IsLE=*/true, /*Is64=*/true);
      if (!D)
        return fail(D.takeError());
      // zlib and zstd reach a ratio of about a thousand, no more than this.
      if (D->getDecompressedSize() / 4096 > S->Contents.size())
        return fail("section " + SectionName + ": decompressed size 0x" +
                    Twine::utohexstr(D->getDecompressedSize()) +
                    " can't be true");
      // The header's alignment is that of the compressed bytes.
      S->Alignment = std::max<uint64_t>(
          reinterpret_cast<const ELFT::Chdr *>(S->Contents.data())
              ->ch_addralign,
          1);
      S->Size = D->getDecompressedSize();
      S->Decompressed = std::make_unique_for_overwrite<uint8_t[]>(S->Size);
      MutableArrayRef<uint8_t> Plain(S->Decompressed.get(), S->Size);
      if (Error E = D->decompress(Plain))
        return fail(std::move(E));
      S->Contents = Plain;
      S->Flags &= ~uint64_t(ELF::SHF_COMPRESSED);
    }
  }
  if (!isPowerOf2_64(S->Alignment) || S->Alignment > MaxAlignment)
    return fail("section " + SectionName + ": alignment 0x" +
                Twine::utohexstr(S->Alignment) +
                " is not a power of two up to 0x" +
                Twine::utohexstr(MaxAlignment));
  S->Retained = (S->Flags & ELF::SHF_GNU_RETAIN) ||
                S->Type == ELF::SHT_INIT_ARRAY ||
                S->Type == ELF::SHT_FINI_ARRAY ||
                S->Type == ELF::SHT_PREINIT_ARRAY || S->Type == ELF::SHT_NOTE ||
                SectionName == ".init" || SectionName == ".fini";
  S->IsEhFrame =
      SectionName == ".eh_frame" && S->isAlloc() && S->Type != ELF::SHT_NOBITS;
  Sections[Index] = std::move(S);
  return true;
}

bool ObjectFile::readSections() {
  auto Headers = cantFail(Elf->sections());
  for (uint32_t I = 1; I < Headers.size(); ++I) {
    if (Headers[I].sh_type == ELF::SHT_RELA && !readRelocations(I, Headers[I]))
      return false;
    if (Sections[I] && (Sections[I]->Flags & ELF::SHF_LINK_ORDER)) {
      uint32_t Link = Headers[I].sh_link;
      if (Link >= Sections.size() || (Link && !Sections[Link]))
        return fail("malformed object: section " + Sections[I]->Name +
                    " is linked to section " + Twine(Link));
      if (Link) {
        Sections[I]->LinkOrder = Sections[Link].get();
        Sections[I]->Discarded |= Sections[Link]->Discarded;
      }
    }
  }
  return true;
}

bool ObjectFile::readRelocations(uint32_t Index, const ELFT::Shdr &Header) {
  if (Header.sh_info >= Sections.size() || !Sections[Header.sh_info]) {
    if (InDiscardedGroup[Index])
      return true;
    return fail("malformed object: relocation section " + Twine(Index) +
                " is for section " + Twine(Header.sh_info));
  }
  InputSection &S = *Sections[Header.sh_info];
  if (S.Discarded)
    return true;
  Expected<ELFT::RelaRange> Relas = Elf->relas(Header);
  if (!Relas)
    return fail(Relas.takeError());
  if (Header.sh_link >= Sections.size() || !SymbolTable ||
      &cantFail(Elf->sections())[Header.sh_link] != SymbolTable)
    return fail("malformed object: relocations of " + S.Name +
                " without symbol table");
  uint64_t SymbolCount = SymbolTable->sh_size / sizeof(ELFT::Sym);
  S.Relocations.reserve(S.Relocations.size() + Relas->size());
  for (const ELFT::Rela &R : *Relas) {
    uint32_t Type = R.getType(false), Sym = R.getSymbol(false);
    auto Where = [&] {
      return (S.Name + "+0x" + Twine::utohexstr(R.r_offset)).str();
    };
    if (relocationName(Type).empty())
      return fail("unknown relocation type " + Twine(Type) + " at " + Where());
    unsigned Bytes = relocationSize(Type);
    if (R.r_offset > S.Contents.size() ||
        S.Contents.size() - R.r_offset < Bytes)
      return fail("malformed object: relocation at " + Where() +
                  " is outside the section of 0x" +
                  Twine::utohexstr(S.Contents.size()) + " bytes");
    if (Sym >= SymbolCount)
      return fail("malformed object: relocation at " + Where() +
                  " names symbol " + Twine(Sym) + " of " + Twine(SymbolCount));
    if (Bytes)
      S.Relocations.push_back({R.r_offset, Type, Sym, R.r_addend});
  }
  return true;
}

bool ObjectFile::readSymbols() {
  if (!SymbolTable)
    return true;
  Expected<ELFT::SymRange> SymsOrError = Elf->symbols(SymbolTable);
  if (!SymsOrError)
    return fail(SymsOrError.takeError());
  ELFT::SymRange Syms = *SymsOrError;
  ArrayRef<ELFT::Word> Extended;
  for (const ELFT::Shdr &Header : cantFail(Elf->sections()))
    if (Header.sh_type == ELF::SHT_SYMTAB_SHNDX) {
      Expected<ArrayRef<ELFT::Word>> Table = Elf->getSHNDXTable(Header);
      if (!Table)
        return fail(Table.takeError());
      Extended = *Table;
    }

  Symbols.resize(Syms.size());
  for (uint32_t I = 0; I < Syms.size(); ++I) {
    const ELFT::Sym &Sym = Syms[I];
    Expected<StringRef> NameOrError = Sym.getName(Strings);
    if (!NameOrError)
      return fail(NameOrError.takeError());
    auto Bad = [&](const Twine &Why) {
      return fail("malformed object: symbol " + Twine(I) + " '" + *NameOrError +
                  "': " + Why);
    };
    Symbol New;
    New.Name = *NameOrError;
    New.Binding = Sym.getBinding();
    New.Type = Sym.getType();
    New.Visibility = Sym.getVisibility();
    New.File = this;
    New.Value = Sym.st_value;
    New.Size = Sym.st_size;
    if (New.Binding == ELF::STB_GNU_UNIQUE)
      New.Binding = ELF::STB_GLOBAL;
    if (New.Binding > ELF::STB_WEAK)
      return Bad("unknown binding " + Twine(unsigned(New.Binding)));
    if (New.Type == ELF::STT_GNU_IFUNC)
      return Bad("indirect functions are not supported");

    uint32_t Shndx = Sym.st_shndx;
    bool Reserved = Shndx >= ELF::SHN_LORESERVE;
    if (Shndx == ELF::SHN_XINDEX) {
      if (I >= Extended.size())
        return Bad("no extended section index");
      Shndx = Extended[I];
      Reserved = false;
    }
    if (Reserved && Shndx != ELF::SHN_ABS && Shndx != ELF::SHN_COMMON)
      return Bad("reserved section index 0x" + Twine::utohexstr(Shndx));
    bool Lost = false;
    if (Shndx == ELF::SHN_UNDEF) {
      New.Kind = SymbolKind::Undefined;
    } else if (Reserved && Shndx == ELF::SHN_COMMON) {
      New.Kind = SymbolKind::Common;
      New.Value = std::max<uint64_t>(New.Value, 1);
      if (!isPowerOf2_64(New.Value) || New.Value > MaxAlignment)
        return Bad("alignment 0x" + Twine::utohexstr(New.Value) +
                   " is not a power of two up to 0x" +
                   Twine::utohexstr(MaxAlignment));
      if (New.Size > MaxAddress)
        return Bad("size 0x" + Twine::utohexstr(New.Size) + " is too large");
      if (New.isLocal())
        return Bad("a local symbol can't be common");
    } else {
      New.Kind = SymbolKind::Defined;
      if (!Reserved) {
        if (Shndx >= Sections.size())
          return Bad("section index " + Twine(Shndx) + " of " +
                     Twine(Sections.size()));
        InputSection *S = Sections[Shndx].get();
        New.Section = S;
        Lost = !S || S->Discarded;
        if (S && New.Value > S->Size)
          return Bad("value 0x" + Twine::utohexstr(New.Value) +
                     " is outside section " + S->Name);
      }
    }

    if (New.isLocal() || I == 0) {
      if (New.Type == ELF::STT_FILE)
        SourceName = New.Name;
      if (Lost) {
        New.Kind = SymbolKind::Undefined;
      } else if (I == 0) {
        // The null symbol: relocations without a symbol are absolute.
        New.Kind = SymbolKind::Defined;
        New.Section = nullptr;
        New.Value = 0;
      }
      Symbols[I] = &Locals.emplace_back(New);
      continue;
    }
    // A definition in a discarded section refers to the one that is kept.
    if (Lost) {
      New.Kind = SymbolKind::Undefined;
      New.Section = nullptr;
    }
    if (New.Name.empty())
      return Bad("a global symbol needs a name");
    if (Shndx == ELF::SHN_UNDEF)
      New.Name = L.wrapped(New.Name);
    Symbols[I] = L.intern(New.Name);
    Symbols[I]->UsedByObject = true;
    L.resolve(*Symbols[I], New);
  }
  return true;
}

const Symbol *ObjectFile::enclosingFunction(const InputSection &S,
                                            uint64_t Offset) const {
  for (const Symbol *Sym : Symbols)
    if (Sym && Sym->Type == ELF::STT_FUNC && Sym->isDefined() &&
        Sym->Section == &S && Offset >= Sym->Value &&
        Offset - Sym->Value < Sym->Size)
      return Sym;
  return nullptr;
}

std::string ObjectFile::sourceLine(const InputSection &S,
                                   uint64_t Offset) const {
  if (!Lines) {
    auto Object = object::ELF64LEObjectFile::create(Buffer);
    if (!Object) {
      consumeError(Object.takeError());
      return "";
    }
    if (Error E = checkObject(*Object)) {
      consumeError(std::move(E));
      return "";
    }
    Lines = std::make_unique<SourceLines>(*Object);
  }
  auto Index =
      find_if(Sections, [&](auto &Other) { return Other.get() == &S; });
  DILineInfo Line = Lines->find(Index - Sections.begin(), Offset);
  return Line.Line ? ", at " + Line.FileName + ":" + std::to_string(Line.Line)
                   : "";
}
