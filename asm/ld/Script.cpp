// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Script.cpp - the layout that a linker script gives -----------------===//

#include "Script.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>

using namespace llvm;
using namespace sectile::ld;

/// Symbols that are still changing after as many passes depend on themselves.
static constexpr unsigned MaxPasses = 32;

void Script::error(const ScriptPlace &P, const Twine &Message) {
  HasFailed = true;
  if (Final)
    L.error(P.File + ":" + Twine(P.Line) + ":" + Twine(P.Column) + ": " +
            Message);
}

//===-- Symbols -----------------------------------------------------------===//

void Script::forEachCommand(function_ref<void(ScriptCommand &)> Do) {
  for (TopCommand &T : Commands) {
    if (T.Command)
      Do(*T.Command);
    else
      for (ScriptCommand &C : T.Section->Commands)
        Do(C);
  }
}

static bool assignsSymbol(const ScriptCommand &C) {
  return C.Kind == ScriptCommand::Assign && C.Name != ".";
}

/// Before the inputs are read: a definition in them does not count.
void Script::defineSymbols() {
  for (StringRef Name : Extern) {
    L.want(Name);
    L.Config.Undefined.push_back(Name);
  }
  StringSet<> Assigned;
  forEachCommand([&](ScriptCommand &C) {
    if (!assignsSymbol(C) || C.Provide)
      return;
    Assigned.insert(C.Name);
    Symbol *S = L.find(C.Name);
    // --defsym x=1 with x = DEFINED(x) ? x : 2
    if (S && S->isDefined() && S->Given)
      L.Replaced.try_emplace(S, *S);
    S = L.defineAbsolute(C.Name, 0);
    S->Alias = nullptr;
    if (C.Hidden)
      S->Visibility = ELF::STV_HIDDEN;
  });
  for (const auto &Name : Referenced)
    if (!Assigned.contains(Name.getKey()))
      L.want(Name.getKey(), /*Weak=*/!Name.second);
}

/// PROVIDE defines what inputs refer to and do not define.
void Script::provideSymbols() {
  forEachCommand([&](ScriptCommand &C) {
    if (!assignsSymbol(C) || !C.Provide)
      return;
    Symbol *S = L.find(C.Name);
    C.Active = S && S->Referenced &&
               (S->isUndefined() || S->LinkerDefined ||
                (S->Given && !S->File && Values.contains(S)));
    if (!C.Active)
      return;
    L.defineAbsolute(C.Name, 0)->LinkerDefined = false;
    Values[S] = {};
    if (C.Hidden)
      S->Visibility = ELF::STV_HIDDEN;
  });
}

void Script::markReferences(function_ref<void(Symbol *)> Mark) const {
  for (const auto &Name : Referenced)
    if (Symbol *S = L.find(Name.getKey()))
      Mark(S);
}

bool Script::isDefined(StringRef Name) {
  Symbol *S = L.find(Name);
  if (!S || !S->isDefined())
    return false;
  // A symbol of the script is defined from its assignment on.
  if (S->Given && !AssignedInPass.contains(S))
    return L.Replaced.contains(S) || !Values.contains(S);
  return true;
}

ScriptValue Script::symbolValue(const ScriptPlace &P, StringRef Name) {
  if (Name == ".")
    return {Inside ? ScriptValue::Relative : ScriptValue::Address, Dot, Inside};
  Symbol *S = L.find(Name);
  if (!S || !S->isDefined()) {
    error(P, "undefined symbol '" + L.demangle(Name) + "'");
    return {};
  }
  auto Assigned = Values.find(S);
  bool IsOfInput = Assigned == Values.end();
  // Before its first assignment, what it would be without the script.
  if (!IsOfInput && !AssignedInPass.contains(S))
    if (auto It = L.Replaced.find(S); It != L.Replaced.end())
      return {It->second.Section ? ScriptValue::Address : ScriptValue::Number,
              L.valueOf(It->second)};
  if (!IsOfInput) {
    ScriptValue V = Assigned->second;
    if (V.Kind == ScriptValue::Relative)
      V.Value += V.Section->Address;
    return V;
  }
  if (S->Section && !S->Section->Output) {
    error(P, "'" + L.demangle(Name) + "' is in a section that is left out");
    return {};
  }
  return {S->Section || S->Output ? ScriptValue::Address : ScriptValue::Number,
          L.valueOf(*S)};
}

//===-- Inputs ------------------------------------------------------------===//

/// Names are those of diagnostics: "a.o", "lib.a(member.o)".
bool FilePattern::matches(StringRef Name) const {
  StringRef Archive, Inner;
  if (Name.ends_with(")")) {
    size_t Open = Name.rfind('(');
    Archive = Name.substr(0, Open);
    Inner = Name.slice(Open + 1, Name.size() - 1);
  }
  if (Member)
    return File.match(Archive) &&
           (Archive.empty() ? Member->match(Name) : Member->match(Inner));
  return File.match(Name) || (!Archive.empty() && File.match(Inner));
}

std::optional<Script::Placement> Script::match(const Chunk &C,
                                               StringRef FileName) {
  auto Excluded = [&](const std::vector<FilePattern> &Files) {
    return any_of(Files,
                  [&](const FilePattern &F) { return F.matches(FileName); });
  };
  for (TopCommand &T : Commands) {
    if (!T.Section || (C.Flags & ELF::SHF_WRITE ? T.Section->OnlyReadOnly
                                                : T.Section->OnlyWritable))
      continue;
    for (ScriptCommand &Command : T.Section->Commands) {
      if (Command.Kind != ScriptCommand::Input)
        continue;
      int File = -1; // not known so far
      for (unsigned I = 0; I < Command.Sections.size(); ++I) {
        const SectionPattern &P = Command.Sections[I];
        if (!P.Name.match(C.Name))
          continue;
        if (File < 0)
          File = Command.File->matches(FileName) &&
                 !Excluded(Command.ExcludedFiles);
        if (File && !Excluded(P.ExcludedFiles))
          return Placement{T.Section.get(), &Command, I};
      }
    }
  }
  return std::nullopt;
}

void Script::placeInputs() {
  for (ObjectFile *F : L.Objects)
    for (auto &S : F->Sections)
      if (S && !S->Discarded)
        if (auto P = match(*S, F->Name)) {
          // Debug information is in /DISCARD/ only if that names it.
          Placements[S.get()] = *P;
          if (P->Section->IsDiscard)
            S->Live = false, S->Discarded = true;
        }
}

const ScriptCommand *Script::placeOf(const Chunk &C) const {
  auto It = Placements.find(&C);
  return It == Placements.end() ? nullptr : It->second.Command;
}

bool Script::keeps(const InputSection &S) const {
  const ScriptCommand *C = placeOf(S);
  return C && C->Keep;
}

/// A section that no pattern matches: in the script's section of that name, or
/// behind the last section of the same access.
void Script::placeOrphan(Chunk &C) {
  StringRef Name = outputName(C);
  OutputDescription *D = findSection(Name);
  if (!D) {
    constexpr uint64_t Access =
        ELF::SHF_ALLOC | ELF::SHF_WRITE | ELF::SHF_EXECINSTR | ELF::SHF_TLS;
    auto Fits = [&](const OutputSection &O, uint64_t Flags, bool NoBits) {
      return ((O.Flags ^ C.Flags) & Flags) == 0 && O.isNoBits() == NoBits;
    };
    size_t Best = Commands.size();
    bool IsNoBits = C.Type == ELF::SHT_NOBITS;
    if (C.Flags & ELF::SHF_ALLOC) {
      auto Last = [&](uint64_t Flags, bool NoBits) {
        for (size_t I = Commands.size(); I-- > 0;)
          if (const OutputDescription *Before = Commands[I].Section.get())
            if (Before->Output && Fits(*Before->Output, Flags, NoBits))
              return I + 1;
        return Commands.size();
      };
      uint64_t Broad = ELF::SHF_ALLOC | ELF::SHF_WRITE | ELF::SHF_EXECINSTR;
      for (uint64_t Flags : {Access, Broad, uint64_t(ELF::SHF_ALLOC)})
        for (bool NoBits : {IsNoBits, !IsNoBits})
          if (Best == Commands.size())
            Best = Last(Flags, NoBits);
    }
    auto New = std::make_unique<OutputDescription>();
    D = New.get();
    D->Name = Name;
    if (Best > 0 && Best <= Commands.size() && Commands[Best - 1].Section &&
        C.Flags & ELF::SHF_ALLOC) {
      const OutputDescription &Before = *Commands[Best - 1].Section;
      D->Place = Before.Place;
      D->Region = Before.Region;
      D->LoadRegion = Before.LoadRegion;
    }
    Commands.insert(Commands.begin() + Best,
                    TopCommand{nullptr, std::move(New)});
  }
  if (D->Commands.empty() || D->Commands.back().Kind != ScriptCommand::Input ||
      !D->Commands.back().Sections.empty())
    D->Commands.emplace_back(ScriptCommand::Input, D->Place);
  D->Commands.back().Chunks.push_back({&C, 0});
  finish(*D);
}

static bool comesBefore(const Chunk &A, const Chunk &B, SectionOrder Order) {
  switch (Order) {
  case SectionOrder::None:
    return false;
  case SectionOrder::Name:
    return A.Name < B.Name;
  case SectionOrder::Alignment: // the most aligned first
    return A.Alignment > B.Alignment;
  case SectionOrder::Priority:
    return initPriority(A) < initPriority(B);
  }
  llvm_unreachable("unknown order");
}

/// Makes the output section of a description, or makes it anew.
void Script::finish(OutputDescription &D) {
  bool Keeps = false, HasBytes = false;
  for (const ScriptCommand &C : D.Commands) {
    Keeps |= C.Kind == ScriptCommand::Data ||
             (C.Kind == ScriptCommand::Assign && C.Active) || !C.Chunks.empty();
    HasBytes |= C.Kind == ScriptCommand::Data;
  }
  if (!Keeps)
    return;
  if (!D.Output) {
    D.Output = L.newOutputSection(D.Name);
    Descriptions[D.Output] = &D;
  }
  OutputSection &O = *D.Output;
  O.Chunks.clear();
  O.Flags = 0;
  O.Alignment = 1;
  for (ScriptCommand &C : D.Commands) {
    if (C.Kind == ScriptCommand::Data)
      L.addChunk(O, *C.Bytes);
    for (auto &[Input, Pattern] : C.Chunks)
      L.addChunk(O, *Input);
  }
  if (O.Chunks.empty() || HasBytes) { // a place that the script reserves
    O.Flags |= ELF::SHF_ALLOC;
    if (O.Chunks.empty()) {
      O.Flags |= ELF::SHF_WRITE;
      O.Type = ELF::SHT_NOBITS;
    }
  }
  if (D.NoLoad)
    O.Type = ELF::SHT_NOBITS;
  else if (D.FillWith || HasBytes)
    O.Type = ELF::SHT_PROGBITS;
  if (D.NotAllocated)
    O.Flags &= ~uint64_t(ELF::SHF_ALLOC);
  if (!(O.Flags & ELF::SHF_MERGE))
    O.EntrySize = 0;
}

void Script::createOutputSections() {
  std::vector<Chunk *> Unplaced;
  auto Add = [&](Chunk &C, std::optional<Placement> P) {
    if (!P)
      Unplaced.push_back(&C);
    else if (P->Section->IsDiscard)
      C.Live = false;
    else
      P->Command->Chunks.push_back({&C, P->Pattern});
  };
  auto PlacementOf = [&](const Chunk &C) -> std::optional<Placement> {
    auto It = Placements.find(&C);
    if (It == Placements.end())
      return std::nullopt;
    return It->second;
  };
  // A merged section is where the first of its parts would be.
  DenseSet<const Chunk *> Placed;
  EhFrameSection *Frames = nullptr;
  for (Chunk *C : L.SyntheticChunks)
    if (C->Kind == Chunk::EhFrame)
      Frames = static_cast<EhFrameSection *>(C);
  for (ObjectFile *F : L.Objects)
    for (auto &S : F->Sections) {
      if (!S || S->Discarded || !S->Live)
        continue;
      Chunk *C = S.get();
      if (S->Merge)
        C = S->Merge;
      else if (S->IsEhFrame)
        C = Frames;
      if (C && Placed.insert(C).second)
        Add(*C, PlacementOf(*S));
    }
  for (Chunk *C : L.SyntheticChunks)
    if (Placed.insert(C).second)
      Add(*C, match(*C, ""));

  for (TopCommand &T : Commands) {
    if (!T.Section || T.Section->IsDiscard)
      continue;
    for (ScriptCommand &C : T.Section->Commands) {
      if (C.Kind != ScriptCommand::Input)
        continue;
      if (C.SortFiles)
        stable_sort(C.Chunks, [](auto &A, auto &B) {
          auto FileOf = [](const Chunk *C) {
            return C->Kind == Chunk::Input
                       ? StringRef(
                             static_cast<const InputSection *>(C)->File->Name)
                       : StringRef();
          };
          return FileOf(A.first) < FileOf(B.first);
        });
      // Patterns without an order share one: that of the inputs.
      auto Group = [&](unsigned Pattern) {
        while (Pattern > 0 && C.Sections[Pattern].Order == SectionOrder::None &&
               C.Sections[Pattern - 1].Order == SectionOrder::None)
          --Pattern;
        return Pattern;
      };
      stable_sort(C.Chunks, [&](auto &A, auto &B) {
        unsigned X = Group(A.second), Y = Group(B.second);
        if (X != Y)
          return X < Y;
        const SectionPattern &P = C.Sections[X];
        if (comesBefore(*A.first, *B.first, P.Order))
          return true;
        return !comesBefore(*B.first, *A.first, P.Order) &&
               comesBefore(*A.first, *B.first, P.Inner);
      });
    }
    finish(*T.Section);
  }
  for (Chunk *C : Unplaced)
    placeOrphan(*C);
  L.setOutputsOfMerged();

  // Sections that are not loaded come last.
  for (bool Alloc : {true, false})
    for (TopCommand &T : Commands)
      if (T.Section && T.Section->Output &&
          T.Section->Output->isAlloc() == Alloc) {
        L.Outputs.push_back(T.Section->Output);
        T.Section->Output->Index = L.Outputs.size();
      }
  L.alignThreadLocals();
}

//===-- Addresses ---------------------------------------------------------===//

OutputDescription *Script::findSection(StringRef Name) {
  for (TopCommand &T : Commands)
    if (T.Section && T.Section->Name == Name)
      return T.Section.get();
  return nullptr;
}

MemoryRegion *Script::findRegion(StringRef Name) {
  return RegionNames.lookup(Name);
}

uint64_t Script::regionValue(const ScriptPlace &P, StringRef Name,
                             bool Length) {
  MemoryRegion *R = findRegion(Name);
  if (!R) {
    error(P, "there is no memory region '" + Name + "'");
    return 0;
  }
  return Length ? R->Length : R->Origin;
}

/// The region that a section names, or the first whose attributes it has.
MemoryRegion *Script::regionFor(OutputDescription &D) {
  if (D.Region || D.AddressOf)
    return D.Region;
  uint64_t Flags = D.Output->Flags;
  for (MemoryRegion &R : Regions)
    if ((Flags & R.Wanted) && !(Flags & R.Unwanted))
      return &R;
  return nullptr;
}

void Script::advance(MemoryRegion *R, const OutputDescription &D, uint64_t End,
                     bool Load) {
  if (!R)
    return;
  R->Next = std::max(R->Next, End);
  uint64_t Begin = Load ? D.LoadAddress : D.Address;
  if (Begin < R->Origin)
    error(D.Place, "section '" + D.Name + "' at 0x" + Twine::utohexstr(Begin) +
                       " is not in memory region '" + R->Name + "'");
  else if (End - R->Origin > R->Length)
    error(D.Place, "section '" + D.Name +
                       "' does not fit into memory region '" + R->Name +
                       "': it ends " + Twine(End - R->Origin - R->Length) +
                       " bytes behind the end");
}

void Script::assign(ScriptCommand &C) {
  if (!C.Active)
    return;
  ScriptValue V = C.Value(*this);
  if (C.Name != ".") {
    Symbol *S = L.find(C.Name);
    if (V.Kind == ScriptValue::Relative)
      V.Value -= V.Section->Address;
    Values[S] = V;
    AssignedInPass.insert(S);
    return;
  }
  // In a section, a number is a distance from its start.
  uint64_t To = Inside && V.Kind == ScriptValue::Number
                    ? Inside->Address + V.Value
                    : V.Value;
  if (Inside && To < Dot)
    error(C.Place, "the location counter moves back by " + Twine(Dot - To) +
                       " bytes, in section '" + Inside->Name + "'");
  else if (To > MaxAddress)
    error(C.Place, "the location counter is beyond the address space, at 0x" +
                       Twine::utohexstr(To));
  else
    Dot = To;
}

/// A number as the bytes of a fill: the most significant first, four of one
/// that fits.
static std::string fillBytes(uint64_t Value) {
  std::string Bytes(Value > UINT32_MAX ? 8 : 4, 0);
  for (size_t I = 0; I < Bytes.size(); ++I)
    Bytes[I] = char(Value >> 8 * (Bytes.size() - 1 - I));
  return Bytes;
}

void Script::run(ScriptCommand &C) {
  switch (C.Kind) {
  case ScriptCommand::Assign:
    return assign(C);
  case ScriptCommand::Assert:
    if (!C.Value(*this).Value)
      error(C.Place, C.Message);
    return;
  case ScriptCommand::Fill:
    Inside->Output->Fills.push_back(
        {Dot - Inside->Address, fillBytes(C.Value(*this).Value)});
    return;
  case ScriptCommand::Input:
  case ScriptCommand::Data:
    llvm_unreachable("these are in sections");
  }
}

void Script::layOut(OutputDescription &D) {
  if (D.IsDiscard)
    return;
  D.Address = D.LoadAddress = Dot;
  D.Size = 0;
  if (!D.Output) // nothing in it, but there may be assertions
    return;
  OutputSection &O = *D.Output;
  uint64_t Before = Dot;
  // What is not allocated may have addresses of a region, but takes nothing
  // of it; debug information begins at 0.
  bool HasAddress = O.isAlloc() || D.NotAllocated;
  MemoryRegion *Region = HasAddress ? regionFor(D) : nullptr;
  if (!HasAddress)
    Dot = 0;
  else if (D.AddressOf)
    Dot = D.AddressOf(*this).Value;
  else if (Region)
    Dot = Region->Next;
  uint64_t Alignment = O.Alignment;
  if (D.AlignmentOf) {
    uint64_t Given = D.AlignmentOf(*this).Value;
    if (Given == 0 || (Given & (Given - 1)) || Given > MaxAlignment)
      error(D.Place, "alignment " + Twine(Given) +
                         " is not a power of two up to 16 MiB");
    else
      Alignment = std::max(Alignment, Given);
  }
  uint64_t SubAlignment = 0;
  if (D.SubAlignmentOf) {
    SubAlignment = D.SubAlignmentOf(*this).Value;
    if (SubAlignment & (SubAlignment - 1)) {
      error(D.Place, "alignment " + Twine(SubAlignment) +
                         " is not a power of two up to 16 MiB");
      SubAlignment = 0;
    }
  }
  if (D.AddressOf && Dot % Alignment)
    error(D.Place, "section '" + D.Name + "' has the address 0x" +
                       Twine::utohexstr(Dot) + ", but an alignment of " +
                       Twine(Alignment));
  Dot = alignTo(Dot, Alignment);
  D.Address = O.Address = Dot;
  D.Alignment = Alignment;
  O.Fills.clear();
  if (D.FillWith)
    O.Fills.push_back({0, fillBytes(D.FillWith(*this).Value)});
  Inside = &D;
  for (ScriptCommand &C : D.Commands) {
    auto Place = [&](Chunk &Part) {
      Dot = alignTo(Dot, SubAlignment ? SubAlignment : Part.Alignment);
      Part.Offset = Dot - D.Address;
      if (Part.Size > MaxAddress - std::min(Dot, MaxAddress))
        error(D.Place, "section '" + D.Name + "' is too large");
      else
        Dot += Part.Size;
    };
    if (C.Kind == ScriptCommand::Input) {
      for (auto &[Part, Pattern] : C.Chunks)
        Place(*Part);
    } else if (C.Kind == ScriptCommand::Data) {
      auto &Bytes = static_cast<DataChunk &>(*C.Bytes).Bytes;
      uint64_t Value = C.Value(*this).Value;
      for (size_t I = 0; I < Bytes.size(); ++I)
        Bytes[I] = uint8_t(Value >> 8 * I);
      Place(*C.Bytes);
    } else {
      run(C);
    }
  }
  Inside = nullptr;
  D.Size = O.Size = Dot - D.Address;
  if (!O.isAlloc()) {
    Dot = Before;
    return;
  }
  // Where a loader puts it. Memory without contents is not loaded.
  D.LoadAddress = D.Address;
  MemoryRegion *Load = O.isNoBits() ? nullptr : D.LoadRegion;
  if (D.LoadAddressOf)
    D.LoadAddress = D.LoadAddressOf(*this).Value;
  else if (Load)
    D.LoadAddress = alignTo(Load->Next, Alignment);
  O.LoadAddress = D.LoadAddress;
  if (D.Size) {
    advance(Region, D, Dot, /*Load=*/false);
    advance(Load, D, D.LoadAddress + D.Size, /*Load=*/true);
  }
}

/// Computes everything once; whether something has changed.
bool Script::pass() {
  DenseMap<Symbol *, ScriptValue> Old = Values;
  SmallVector<uint64_t> OldSections;
  auto List = [&] {
    SmallVector<uint64_t> All;
    for (const TopCommand &T : Commands)
      if (T.Section)
        All.append({T.Section->Address, T.Section->LoadAddress, T.Section->Size,
                    T.Section->Alignment});
    for (const MemoryRegion &R : Regions)
      All.append({R.Origin, R.Length});
    return All;
  };
  OldSections = List();
  HasFailed = false;
  Dot = 0;
  AssignedInPass.clear();
  for (MemoryRegion &R : Regions) {
    R.Origin = R.Next = R.OriginOf(*this).Value;
    R.Length = R.LengthOf(*this).Value;
    if (R.Origin > MaxAddress || R.Length > MaxAddress)
      error(R.Place,
            "memory region '" + R.Name + "' is beyond the address space");
  }
  for (TopCommand &T : Commands) {
    if (T.Command)
      run(*T.Command);
    else
      layOut(*T.Section);
  }
  // Expressions may refer to the linker's own symbols.
  if (HasSections)
    L.setLinkerSymbols();
  bool Changed = List() != OldSections || Values.size() != Old.size();
  for (auto &[S, V] : Values) {
    auto It = Old.find(S);
    Changed |= It == Old.end() || It->second.Value != V.Value ||
               It->second.Section != V.Section;
  }
  return Changed;
}

/// Sections may not share memory, nor what is loaded.
void Script::checkLayout() {
  for (bool Load : {false, true}) {
    std::vector<const OutputSection *> Sorted;
    for (const OutputSection *O : L.Outputs)
      if (O->isAlloc() && O->Size && !(Load && O->isNoBits()))
        Sorted.push_back(O);
    auto Begin = [&](const OutputSection *O) {
      return Load ? O->LoadAddress : O->Address;
    };
    stable_sort(Sorted, [&](auto *A, auto *B) { return Begin(A) < Begin(B); });
    for (size_t I = 1; I < Sorted.size(); ++I) {
      const OutputSection *A = Sorted[I - 1], *B = Sorted[I];
      if (Begin(B) - Begin(A) >= A->Size)
        continue;
      error(Descriptions.lookup(B)->Place,
            "section '" + B->Name + "' overlaps section '" + A->Name +
                "': they " + (Load ? "are loaded" : "lie") + " at 0x" +
                Twine::utohexstr(Begin(B)) + " and at 0x" +
                Twine::utohexstr(Begin(A)) + ", of " + Twine(A->Size) +
                " bytes");
      return;
    }
  }
}

void Script::assignAddresses() {
  forEachCommand([&](ScriptCommand &C) {
    if (assignsSymbol(C) && C.Active)
      Values.try_emplace(L.find(C.Name));
  });
  bool Changed = true;
  for (unsigned N = 0; Changed && N < MaxPasses; ++N)
    Changed = pass();
  if (Changed) {
    L.error("the addresses of the linker script depend on themselves");
    return;
  }
  Final = true;
  pass();
  if (!L.failed())
    checkLayout();
  Final = false;
  L.findThreadLocals();
}

/// After the layout, because a script without SECTIONS needs the addresses.
void Script::setSymbols() {
  if (!HasSections) {
    forEachCommand([&](ScriptCommand &C) {
      if (assignsSymbol(C) && C.Active)
        Values.try_emplace(L.find(C.Name));
    });
    for (unsigned N = 0; N < MaxPasses && pass(); ++N)
      ;
    Final = true;
    pass();
    Final = false;
  }
  for (auto &[S, V] : Values) {
    bool Relative = V.Kind == ScriptValue::Relative && V.Section->Output;
    S->Output = Relative ? V.Section->Output : nullptr;
    S->Value = V.Value;
    if (V.Kind == ScriptValue::Relative && !Relative)
      S->Value += V.Section->Address;
  }
}

/// As GNU's linker prints it.
void Script::printMemoryUsage() {
  L.Out << "Memory region         Used Size  Region Size  %age Used\n";
  for (const MemoryRegion &R : Regions) {
    uint64_t Used = R.Next - R.Origin;
    auto Amount = [](uint64_t N) {
      for (auto &[Unit, Name] :
           {std::pair<uint64_t, const char *>{uint64_t(1) << 30, " GB"},
            {1 << 20, " MB"},
            {1 << 10, " KB"}})
        if (N && N % Unit == 0)
          return std::to_string(N / Unit) + Name;
      return std::to_string(N) + " B";
    };
    L.Out << format("%16s: %13s %12s %9.2f%%\n", R.Name.str().c_str(),
                    Amount(Used).c_str(), Amount(R.Length).c_str(),
                    R.Length ? 100.0 * Used / R.Length : 0.0);
  }
}
