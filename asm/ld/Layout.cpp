// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Layout.cpp - output sections and addresses -------------------------===//
//
// Code, then constants, then data, each starting a page of its own:
//
//   R X  .init .text .fini
//   R    .rodata .eh_frame
//   RW   .preinit_array .init_array .fini_array .data .tdata .tbss .bss
//
// The program's only thread uses the thread-local block where it lies: .tbss
// takes up memory, and the start-up code has only to point tp at
// __tls_start.
//
//===----------------------------------------------------------------------===//

#include "Script.h"
#include "llvm/ADT/StringSwitch.h"
#include <algorithm>

using namespace llvm;
using namespace sectile::ld;

uint64_t Chunk::address() const { return Output->Address + Offset; }

/// .text.main goes to .text, and so on.
StringRef sectile::ld::outputName(const Chunk &C) {
  static constexpr StringLiteral Families[] = {
      ".text", ".rodata",     ".data",       ".bss",          ".tdata",
      ".tbss", ".init_array", ".fini_array", ".preinit_array"};
  if (C.Name == "COMMON")
    return ".bss";
  if (C.Name.starts_with(".data.rel.ro"))
    return ".rodata";
  if (C.Name == ".sdata" || C.Name.starts_with(".sdata."))
    return ".data";
  if (C.Name == ".sbss" || C.Name.starts_with(".sbss."))
    return ".bss";
  for (StringRef Family : Families)
    if (C.Name.starts_with(Family) &&
        (C.Name.size() == Family.size() || C.Name[Family.size()] == '.'))
      return Family;
  return C.Name;
}

/// There are no run-time relocations, so data that only these would write is
/// constant.
static uint64_t outputFlags(const Chunk &C) {
  uint64_t Flags =
      C.Flags & (ELF::SHF_ALLOC | ELF::SHF_WRITE | ELF::SHF_EXECINSTR |
                 ELF::SHF_TLS | ELF::SHF_MERGE | ELF::SHF_STRINGS);
  if (C.Name.starts_with(".data.rel.ro"))
    Flags &= ~uint64_t(ELF::SHF_WRITE);
  return Flags;
}

/// Order in the file: segment, then place in it.
static unsigned placeOf(const OutputSection &S) {
  if (!S.isAlloc())
    return S.Name == ".comment" ? 101 : 100;
  if (S.Flags & ELF::SHF_EXECINSTR)
    return S.Name == ".init" ? 0 : S.Name == ".text" ? 1 : 2;
  if (!(S.Flags & ELF::SHF_WRITE))
    return S.Name == ".rodata" ? 10 : S.Name == ".eh_frame" ? 12 : 11;
  if (S.isTLS())
    return S.isNoBits() ? 26 : 25;
  if (S.isNoBits())
    return S.Name == ".bss" ? 28 : 27;
  return StringSwitch<unsigned>(S.Name)
      .Case(".preinit_array", 20)
      .Case(".init_array", 21)
      .Case(".fini_array", 22)
      .Case(".data", 23)
      .Default(24);
}

/// .init_array.00100 runs before .init_array.00200 before .init_array.
uint64_t sectile::ld::initPriority(const Chunk &C) {
  uint64_t Value;
  size_t Dot = C.Name.rfind('.');
  if (Dot == 0 || C.Name.substr(Dot + 1).getAsInteger(10, Value))
    return 65536;
  return Value;
}

OutputSection *Linker::newOutputSection(StringRef Name) {
  OutputStorage.push_back(std::make_unique<OutputSection>());
  OutputSection *O = OutputStorage.back().get();
  O->Name = Name;
  return O;
}

/// Adds a chunk to the end of a section, and its properties to the section's.
void Linker::addChunk(OutputSection &O, Chunk &C) {
  uint64_t Flags = outputFlags(C);
  // Strings and constants of .rodata share it; .debug_str keeps its flags.
  if (Flags & ELF::SHF_ALLOC)
    Flags &= ~uint64_t(ELF::SHF_MERGE | ELF::SHF_STRINGS);
  if (O.Chunks.empty()) {
    O.Flags |= Flags;
    O.Type = C.Type;
    O.EntrySize = C.EntrySize;
  } else {
    constexpr uint64_t Merging = ELF::SHF_MERGE | ELF::SHF_STRINGS;
    O.Flags = ((O.Flags | Flags) & ~Merging) | (O.Flags & Flags & Merging);
    if (O.EntrySize != C.EntrySize)
      O.EntrySize = 0;
    if (O.Type != C.Type)
      O.Type = ELF::SHT_PROGBITS;
  }
  O.Alignment = std::max(O.Alignment, C.Alignment);
  O.Chunks.push_back(&C);
  C.Output = &O;
}

/// Inputs that became a part of another chunk are where that is.
void Linker::setOutputsOfMerged() {
  for (ObjectFile *F : Objects)
    for (auto &S : F->Sections)
      if (S && S->Merge)
        S->Output = S->Merge->Output;
  for (Chunk *C : SyntheticChunks)
    if (C->Kind == Chunk::EhFrame)
      for (InputSection *S : static_cast<EhFrameSection *>(C)->Inputs)
        S->Output = C->Output;
}

void Linker::createOutputSections() {
  if (Layout && Layout->hasSections())
    return Layout->createOutputSections();
  auto Place = [&](Chunk *C) {
    constexpr uint64_t Access =
        ELF::SHF_ALLOC | ELF::SHF_WRITE | ELF::SHF_EXECINSTR | ELF::SHF_TLS;
    StringRef Name = outputName(*C);
    OutputSection *&O = OutputMap[{Name, outputFlags(*C) & Access}];
    if (!O)
      O = newOutputSection(Name);
    addChunk(*O, *C);
  };
  for (ObjectFile *F : Objects)
    for (auto &S : F->Sections)
      if (S && !S->Discarded && S->Live && !S->Merge && !S->IsEhFrame)
        Place(S.get());
  for (Chunk *C : SyntheticChunks)
    Place(C);
  setOutputsOfMerged();

  for (auto &O : OutputStorage) {
    if (O->Name == ".init_array" || O->Name == ".fini_array" ||
        O->Name == ".preinit_array")
      stable_sort(O->Chunks, [](const Chunk *A, const Chunk *B) {
        return initPriority(*A) < initPriority(*B);
      });
    // Sections without file contents are placed last.
    if (!O->isNoBits())
      stable_sort(O->Chunks, [](const Chunk *A, const Chunk *B) {
        return (A->Type == ELF::SHT_NOBITS) < (B->Type == ELF::SHT_NOBITS);
      });
    if (!(O->Flags & ELF::SHF_MERGE))
      O->EntrySize = 0;
    Outputs.push_back(O.get());
  }
  stable_sort(Outputs, [](const OutputSection *A, const OutputSection *B) {
    return placeOf(*A) < placeOf(*B);
  });
  uint32_t Index = 1;
  for (OutputSection *O : Outputs)
    O->Index = Index++;
}

bool Linker::placeChunks(OutputSection &O) {
  for (Chunk *C : O.Chunks) {
    O.Size = alignTo(O.Size, C->Alignment);
    C->Offset = O.Size;
    O.Size += C->Size;
    if (O.Size > MaxAddress) {
      error("section " + O.Name + " is too large" +
            (C->Kind == Chunk::Input
                 ? ": " + static_cast<InputSection *>(C)->File->Name
                 : ""));
      return false;
    }
  }
  return true;
}

/// The thread-local block: one run of sections.
void Linker::findThreadLocals() {
  OutputSection *First = nullptr, *Last = nullptr;
  for (OutputSection *O : Outputs) {
    if (!O->isTLS() || !O->isAlloc())
      continue;
    if (!First)
      TlsStart = TlsFileEnd = O->Address;
    else if (O->Address < TlsEnd)
      error("thread-local section " + O->Name + " is not behind " + Last->Name);
    First = First ? First : O;
    Last = O;
    TlsEnd = O->Address + O->Size;
    if (!O->isNoBits())
      TlsFileEnd = TlsEnd;
  }
}

/// Offset 0 of the thread-local block has the largest alignment of its
/// sections.
void Linker::alignThreadLocals() {
  OutputSection *First = nullptr;
  for (OutputSection *O : Outputs)
    if (O->isTLS() && O->isAlloc()) {
      First = First ? First : O;
      TlsAlignment = std::max(TlsAlignment, O->Alignment);
    }
  if (First)
    First->Alignment = TlsAlignment;
}

void Linker::assignAddresses() {
  if (Layout && Layout->hasSections())
    return Layout->assignAddresses();
  for (OutputSection *O : Outputs)
    if (!placeChunks(*O))
      return;
  alignThreadLocals();

  uint64_t Address = Config.ImageBase;
  uint64_t Access = ~uint64_t(0);
  for (OutputSection *O : Outputs) {
    if (!O->isAlloc())
      continue;
    uint64_t Now = O->Flags & (ELF::SHF_WRITE | ELF::SHF_EXECINSTR);
    if (Access != Now && Access != ~uint64_t(0))
      Address = alignTo(Address, PageSize);
    Access = Now;
    Address = alignTo(Address, O->Alignment);
    O->Address = O->LoadAddress = Address;
    Address += O->Size;
    if (Address > MaxAddress) {
      error("section " + O->Name + " ends beyond the address space, at 0x" +
            Twine::utohexstr(Address));
      return;
    }
  }
  findThreadLocals();
}

void Linker::setLinkerSymbols() {
  // A section's bounds; an absent section is empty, at the address that it
  // would have.
  StringMap<OutputSection *> ByName;
  for (OutputSection *O : Outputs)
    if (O->isAlloc())
      ByName.try_emplace(O->Name, O);
  auto Find = [&](StringRef Name) { return ByName.lookup(Name); };
  OutputSection *LastCode = nullptr, *FirstData = nullptr, *LastData = nullptr,
                *FirstBss = nullptr, *Last = nullptr;
  for (OutputSection *O : Outputs) {
    if (!O->isAlloc())
      continue;
    Last = O;
    if (O->Flags & ELF::SHF_EXECINSTR)
      LastCode = O;
    if (O->Flags & ELF::SHF_WRITE) {
      FirstData = FirstData ? FirstData : O;
      if (O->isNoBits())
        FirstBss = FirstBss || O->isTLS() ? FirstBss : O;
      else
        LastData = O;
    }
  }
  auto Set = [&](Symbol *S, OutputSection *O, uint64_t Offset) {
    S->Output = O;
    S->Value = O ? Offset : Config.ImageBase;
  };
  auto Start = [&](Symbol *S, OutputSection *O) { Set(S, O, 0); };
  auto End = [&](Symbol *S, OutputSection *O) { Set(S, O, O ? O->Size : 0); };
  auto Absolute = [&](Symbol *S, uint64_t Value) {
    S->Output = nullptr;
    S->Value = Value;
  };
  for (Symbol *S : Globals) {
    if (!S->LinkerDefined)
      continue;
    StringRef N = S->Name;
    if (N.starts_with("__start_")) {
      Start(S, Find(N.substr(8)));
    } else if (N.starts_with("__stop_")) {
      End(S, Find(N.substr(7)));
    } else if (N.ends_with("_array_start")) {
      Start(S, Find(("." + N.drop_front(2).drop_back(6)).str()));
    } else if (N.ends_with("_array_end")) {
      End(S, Find(("." + N.drop_front(2).drop_back(4)).str()));
    } else if (N == "__executable_start") {
      Absolute(S, Config.ImageBase);
    } else if (N.ends_with("etext")) {
      End(S, LastCode);
    } else if (N == "__data_start") {
      Start(S, FirstData);
    } else if (N.ends_with("edata")) {
      End(S, LastData);
    } else if (N == "__bss_start") {
      FirstBss ? Start(S, FirstBss) : End(S, Last);
    } else if (N == "__tls_start" || N == "__tdata_start") {
      Absolute(S, TlsStart);
    } else if (N == "__tdata_end") {
      Absolute(S, TlsFileEnd);
    } else if (N == "__tdata_size" || N == "__tls_filesz") {
      Absolute(S, TlsFileEnd - TlsStart);
    } else if (N == "__tls_end") {
      Absolute(S, TlsEnd);
    } else if (N == "__tls_size" || N == "__tls_memsz") {
      Absolute(S, TlsEnd - TlsStart);
    } else if (N == "__tls_align") {
      Absolute(S, TlsAlignment);
    } else if (N == "__eh_frame_start") {
      Start(S, Find(".eh_frame"));
    } else if (N == "__eh_frame_end") {
      End(S, Find(".eh_frame"));
    } else { // end of the program
      End(S, Last);
    }
  }
}
