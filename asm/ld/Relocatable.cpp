// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Relocatable.cpp - -r: one object of several ------------------------===//
//
// Sections of one name and kind become one. What the final link decides is left
// to it: strings and call frame information are not merged, common symbols get
// no place, names may stay undefined, and members of groups and sections that
// depend on another section stay apart.
//
//===----------------------------------------------------------------------===//

#include "Linker.h"
#include <map>

using namespace llvm;
using namespace sectile::ld;

void Linker::createRelocatableSections() {
  for (const Symbol *S : Aliases)
    if (!S->Alias->isDefined())
      error("--defsym " + S->Name + ": '" + S->Alias->Name +
            "' is not defined, and an object cannot name a symbol after "
            "another file's");

  auto New = [&](StringRef Name, uint32_t Type, uint64_t Flags) {
    OutputStorage.push_back(std::make_unique<OutputSection>());
    OutputSection *O = OutputStorage.back().get();
    O->Name = Name;
    O->Type = Type;
    O->Flags = Flags;
    Outputs.push_back(O);
    O->Index = Outputs.size();
    return O;
  };
  // A group comes before its members.
  for (ObjectFile *F : Objects)
    for (const SectionGroup &G : F->KeptGroups) {
      OutputSection *O = New(".group", ELF::SHT_GROUP, 0);
      O->Alignment = O->EntrySize = sizeof(ELFT::Word);
      O->Group = &G;
      O->GroupFile = F;
    }

  std::map<std::tuple<StringRef, uint32_t, uint64_t, uint64_t>, OutputSection *>
      Shared;
  for (ObjectFile *F : Objects)
    for (auto &S : F->Sections) {
      if (!S || S->Discarded)
        continue;
      OutputSection *Own = nullptr;
      OutputSection *&O =
          S->Group || S->LinkOrder
              ? Own
              : Shared[{S->Name, S->Type, S->Flags, S->EntrySize}];
      if (!O)
        O = New(S->Name, S->Type, S->Flags);
      O->EntrySize = S->EntrySize;
      O->LinkOrder = S->LinkOrder;
      O->Alignment = std::max(O->Alignment, S->Alignment);
      // Padding would end the list of records.
      if (S->IsEhFrame)
        S->Alignment = 1;
      O->Chunks.push_back(S.get());
      S->Output = O;
    }
  for (OutputSection *O : Outputs)
    if (!placeChunks(*O))
      return;
}
