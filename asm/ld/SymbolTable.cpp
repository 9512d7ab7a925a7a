// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SymbolTable.cpp - which definition a name means --------------------===//

#include "Script.h"
#include "llvm/ADT/CachedHashString.h"
#include <algorithm>

using namespace llvm;
using namespace sectile::ld;

Symbol *Linker::intern(StringRef Name) {
  auto [It, New] = Table.try_emplace(CachedHashStringRef(Name), nullptr);
  if (New) {
    It->second = &SymbolStorage.emplace_back();
    It->second->Name = Name;
    Globals.push_back(It->second);
  }
  return It->second;
}

Symbol *Linker::find(StringRef Name) const {
  return Table.lookup(CachedHashStringRef(Name));
}

StringRef Linker::wrapped(StringRef Name) {
  if (Config.Wrap.contains(Name))
    return Saver.save("__wrap_" + Name);
  StringRef Real = Name;
  return Real.consume_front("__real_") && Config.Wrap.contains(Real) ? Real
                                                                     : Name;
}

/// Requests an archive member: it is read after the current file, so that
/// chains of members do not become recursive calls.
void Linker::fetch(ObjectFile &Member) {
  if (Member.Queued)
    return;
  Member.Queued = true;
  Queue.push_back(&Member);
}

bool Linker::drainQueue() {
  bool Ok = true;
  for (size_t I = 0; I < Queue.size(); ++I) {
    Queue[I]->Lazy = false;
    Ok &= Queue[I]->parse();
  }
  Queue.clear();
  return Ok;
}

/// The most constraining visibility wins; default is the weakest.
static uint8_t mergeVisibility(uint8_t A, uint8_t B) {
  if (A == ELF::STV_DEFAULT)
    return B;
  if (B == ELF::STV_DEFAULT)
    return A;
  return std::min(A, B);
}

static void take(Symbol &S, const Symbol &New) {
  S.Kind = New.Kind;
  S.Binding = New.Binding;
  S.Type = New.Type;
  S.File = New.File;
  S.Section = New.Section;
  S.Value = New.Value;
  S.Size = New.Size;
}

/// Resolves \p S with \p New, which is in New.File.
void Linker::resolve(Symbol &S, const Symbol &New) {
  if (New.Kind == SymbolKind::Lazy) {
    switch (S.Kind) {
    case SymbolKind::None:
      S.Kind = SymbolKind::Lazy;
      S.File = New.File;
      break;
    case SymbolKind::Undefined: {
      // A weak reference doesn't pull a member in, but a later strong one may.
      bool Strong = !S.isWeak();
      S.Kind = SymbolKind::Lazy;
      S.File = New.File;
      if (Strong)
        fetch(*S.File);
      break;
    }
    case SymbolKind::Common:
      if (!New.isWeak())
        fetch(*New.File);
      break;
    default:
      break;
    }
    return;
  }

  S.Visibility = mergeVisibility(S.Visibility, New.Visibility);
  switch (New.Kind) {
  case SymbolKind::Undefined:
    switch (S.Kind) {
    case SymbolKind::None:
      S.Kind = SymbolKind::Undefined;
      S.Binding = New.Binding;
      S.File = New.File;
      if (S.Type == ELF::STT_NOTYPE)
        S.Type = New.Type;
      break;
    case SymbolKind::Undefined:
    case SymbolKind::Lazy:
      if (!S.Referenced || S.isWeak())
        S.Binding = New.Binding;
      if (S.Kind == SymbolKind::Lazy && !New.isWeak())
        fetch(*S.File);
      break;
    default:
      break;
    }
    S.Referenced = true;
    return;

  case SymbolKind::Common:
    if (S.Given)
      return;
    if (S.Kind == SymbolKind::Common) {
      S.Size = std::max(S.Size, New.Size);
      S.Value = std::max(S.Value, New.Value);
    } else if (S.isUndefined() || S.isWeak()) {
      take(S, New);
    }
    return;

  case SymbolKind::Defined:
    if (S.Given) {
      Replaced.try_emplace(&S, New);
      return;
    }
    if (S.isUndefined()) {
      take(S, New);
    } else if (S.Kind == SymbolKind::Common) {
      if (!New.isWeak())
        take(S, New);
    } else if (S.isWeak()) {
      if (!New.isWeak())
        take(S, New);
    } else if (!New.isWeak() && !Config.AllowDuplicates) {
      if (tooManyErrors())
        return error("");
      error("duplicate symbol: " + demangle(S.Name) + "\n>>> defined in " +
            place(S) + "\n>>> defined in " + place(New));
    }
    return;

  default:
    return;
  }
}

/// A reference from outside of the inputs.
Symbol *Linker::want(StringRef Name, bool Weak) {
  Symbol *S = intern(Name);
  S->UsedByObject = true;
  Symbol Reference;
  Reference.Name = Name;
  Reference.Kind = SymbolKind::Undefined;
  if (Weak)
    Reference.Binding = ELF::STB_WEAK;
  resolve(*S, Reference);
  return S;
}

void Linker::defineCommandLineSymbols() {
  // An object has no entry.
  if (!Config.Entry.empty() || !Config.Relocatable)
    EntrySymbol = want(Config.Entry.empty() ? "_start" : Config.Entry);
  for (StringRef Name : Config.Undefined)
    want(Name);
  for (StringRef Text : Config.Defsym)
    parseDefsym(Text);
  if (Layout)
    Layout->defineSymbols();
  flattenAliases();
}

/// Names that the linker defines if something refers to them.
static constexpr StringLiteral LinkerSymbols[] = {"__preinit_array_start",
                                                  "__preinit_array_end",
                                                  "__init_array_start",
                                                  "__init_array_end",
                                                  "__fini_array_start",
                                                  "__fini_array_end",
                                                  "__executable_start",
                                                  "__etext",
                                                  "_etext",
                                                  "etext",
                                                  "__data_start",
                                                  "_edata",
                                                  "edata",
                                                  "__bss_start",
                                                  "__bss_end",
                                                  "_end",
                                                  "end",
                                                  "__heap_start",
                                                  "__tdata_start",
                                                  "__tdata_end",
                                                  "__tdata_size",
                                                  "__tls_start",
                                                  "__tls_end",
                                                  "__tls_size",
                                                  "__tls_filesz",
                                                  "__tls_memsz",
                                                  "__tls_align",
                                                  "__eh_frame_start",
                                                  "__eh_frame_end"};

void Linker::reserveLinkerSymbols() {
  StringSet<> SectionNames;
  for (ObjectFile *F : Objects)
    for (auto &I : F->Sections)
      if (I && !I->Discarded && I->isAlloc())
        SectionNames.insert(I->Name);
  for (Symbol *S : Globals) {
    if (!S->isUndefined() || !S->Referenced)
      continue;
    bool IsSectionBound =
        S->Name.starts_with("__start_") || S->Name.starts_with("__stop_");
    // __start_X is defined only if a section X exists.
    if (IsSectionBound)
      IsSectionBound =
          SectionNames.contains(S->Name.substr(S->Name.find('_', 2) + 1));
    if (!IsSectionBound && !is_contained(LinkerSymbols, S->Name))
      continue;
    S->Kind = SymbolKind::Defined;
    S->Binding = ELF::STB_GLOBAL;
    S->Type = ELF::STT_NOTYPE;
    S->File = nullptr;
    S->LinkerDefined = true;
  }
}

/// Reports every undefined symbol once, with its references. Without an error
/// for it, it is 0, like a weak one.
void Linker::reportUndefined() {
  if (Config.Unresolved == Configuration::Ignore)
    return;
  struct Places {
    SmallVector<std::string, 3> Shown;
    size_t Count = 0;
  };
  MapVector<Symbol *, Places> Undefined;
  // To find the location of a reference is slow; only a few are shown.
  auto Add = [&](Symbol *S, function_ref<std::string()> Where) {
    Places &P = Undefined[S];
    if (P.Count++ < 3 && Undefined.size() <= ErrorLimit)
      P.Shown.push_back(Where());
  };
  for (ObjectFile *F : Objects)
    for (auto &I : F->Sections) {
      // Debug information may refer to symbols that only discarded code needed.
      if (!I || I->Discarded || !I->Live || !I->isAlloc())
        continue;
      for (const Relocation &R : I->Relocations) {
        Symbol *S = F->Symbols[R.SymbolIndex];
        if (!S || !S->isUndefined() || S->isWeak() || R.SymbolIndex == 0)
          continue;
        if (S->isLocal())
          continue; // of a discarded section
        Add(S, [&] { return location(*I, R.Offset); });
      }
    }
  for (Symbol *S : Aliases)
    if (S->Alias->isUndefined() && !S->Alias->isWeak())
      Add(S->Alias, [&] { return "--defsym " + S->Name.str(); });
  for (StringRef Name : Config.Undefined) {
    Symbol *S = find(Name);
    if (S->isUndefined())
      Add(S, [&] { return "-u " + Name.str(); });
  }
  for (auto &[S, P] : Undefined) {
    if (tooManyErrors())
      return;
    std::string Text = "undefined symbol: " + demangle(S->Name);
    for (const std::string &Place : P.Shown)
      Text += "\n>>> named by " + Place;
    if (P.Count > P.Shown.size())
      Text += "\n>>> and " + std::to_string(P.Count - P.Shown.size()) +
              (P.Count - P.Shown.size() == 1 ? " more place" : " more places");
    if (Config.Unresolved == Configuration::Warn)
      warn(Text);
    else
      error(Text);
  }
}

void Linker::allocateCommons() {
  std::vector<Symbol *> Commons;
  for (Symbol *S : Globals)
    if (S->Kind == SymbolKind::Common)
      Commons.push_back(S);
  // The most aligned first leaves the fewest holes.
  stable_sort(Commons,
              [](Symbol *A, Symbol *B) { return A->Value > B->Value; });
  for (bool Tls : {false, true}) {
    auto Space = std::make_unique<SpaceSection>();
    Space->Name = Tls ? ".tbss" : "COMMON";
    Space->Type = ELF::SHT_NOBITS;
    Space->Flags = ELF::SHF_ALLOC | ELF::SHF_WRITE;
    if (Tls)
      Space->Flags |= ELF::SHF_TLS;
    for (Symbol *S : Commons) {
      if (S->isTLS() != Tls)
        continue;
      uint64_t Alignment = std::max<uint64_t>(S->Value, 1);
      Space->Size = alignTo(Space->Size, Alignment);
      Space->Alignment = std::max(Space->Alignment, Alignment);
      S->Kind = SymbolKind::Defined;
      S->Section = Space.get();
      S->Value = Space->Size;
      if (!Tls)
        S->Type = ELF::STT_OBJECT;
      Space->Size += S->Size;
      if (Space->Size > MaxAddress) {
        error("common symbol '" + demangle(S->Name) + "' of " + S->File->Name +
              " is too large");
        return;
      }
    }
    if (Space->Size) {
      SyntheticChunks.push_back(Space.get());
      Synthetic.push_back(std::move(Space));
    }
  }
}
