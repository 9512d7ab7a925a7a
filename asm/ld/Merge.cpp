// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Merge.cpp - strings and constants, each once -----------------------===//

#include "Script.h"
#include "llvm/ADT/CachedHashString.h"
#include <algorithm>
#include <map>

using namespace llvm;
using namespace sectile::ld;

/// Splits a section of strings of characters of EntrySize bytes, or of
/// constants of that size. Returns an error message, or nothing.
static std::string split(InputSection &S) {
  uint64_t Size = S.Contents.size(), Entry = S.EntrySize;
  if (Size % Entry)
    return "size is not a multiple of its entry size";
  if (!(S.Flags & ELF::SHF_STRINGS)) {
    for (uint64_t At = 0; At < Size; At += Entry)
      S.Pieces.push_back({At, 0});
    return "";
  }
  auto IsZero = [&](uint64_t At) {
    return all_of(S.Contents.slice(At, Entry), [](uint8_t B) { return !B; });
  };
  if (Size && !IsZero(Size - Entry))
    return "last string is not terminated";
  for (uint64_t At = 0; At < Size;) {
    S.Pieces.push_back({At, 0});
    while (!IsZero(At))
      At += Entry;
    At += Entry;
  }
  return "";
}

void Linker::mergeSections() {
  // A script may place sections of one name in several places.
  std::map<std::tuple<StringRef, uint64_t, uint64_t, uint64_t,
                      const ScriptCommand *>,
           MergedSection *>
      Sections;
  for (ObjectFile *F : Objects)
    for (auto &S : F->Sections) {
      if (!S || S->Discarded || !S->Live || !(S->Flags & ELF::SHF_MERGE) ||
          (S->Flags & (ELF::SHF_WRITE | ELF::SHF_EXECINSTR)) ||
          S->EntrySize == 0 || S->EntrySize > 4096 ||
          S->Type != ELF::SHT_PROGBITS || !S->Relocations.empty() ||
          (!(S->Flags & ELF::SHF_STRINGS) && S->EntrySize % S->Alignment))
        continue;
      if (std::string Why = split(*S); !Why.empty()) {
        error(F->Name + ": malformed object: mergeable section " + S->Name +
              ": " + Why);
        continue;
      }
      uint64_t Kind = S->Flags & (ELF::SHF_ALLOC | ELF::SHF_STRINGS);
      MergedSection *&M = Sections[{S->Name, Kind, S->EntrySize, S->Alignment,
                                    Layout ? Layout->placeOf(*S) : nullptr}];
      if (!M) {
        auto New = std::make_unique<MergedSection>();
        M = New.get();
        M->Name = S->Name;
        M->Type = S->Type;
        M->Flags = S->Flags & (Kind | ELF::SHF_MERGE);
        M->EntrySize = S->EntrySize;
        M->Alignment = S->Alignment;
        SyntheticChunks.push_back(M);
        Synthetic.push_back(std::move(New));
      }
      S->Merge = M;
      M->Inputs.push_back(S.get());
    }

  for (auto &[Key, M] : Sections) {
    DenseMap<CachedHashStringRef, uint64_t> Seen;
    for (InputSection *S : M->Inputs)
      for (size_t I = 0; I < S->Pieces.size(); ++I) {
        uint64_t Begin = S->Pieces[I].InputOffset;
        uint64_t End = I + 1 < S->Pieces.size() ? S->Pieces[I + 1].InputOffset
                                                : S->Contents.size();
        StringRef Bytes = toStringRef(S->Contents.slice(Begin, End - Begin));
        auto [It, New] = Seen.try_emplace(CachedHashStringRef(Bytes), 0);
        if (New) {
          M->Size = alignTo(M->Size, M->Alignment);
          It->second = M->Size;
          M->Contents.push_back({Bytes, M->Size});
          M->Size += Bytes.size();
        }
        S->Pieces[I].OutputOffset = It->second;
      }
  }
}

/// Where an offset of an input section lies in the output section.
uint64_t Linker::mapOffset(const InputSection &S, uint64_t Offset) const {
  if (S.Pieces.empty())
    return S.Offset + Offset;
  auto It = upper_bound(S.Pieces, Offset, [](uint64_t At, const Piece &P) {
    return At < P.InputOffset;
  });
  const Piece &P = It == S.Pieces.begin() ? *It : *std::prev(It);
  uint64_t Base = S.Merge ? S.Merge->Offset : S.Offset;
  return Base + P.OutputOffset + (Offset - P.InputOffset);
}
