// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- MarkLive.cpp - --gc-sections ---------------------------------------===//
//
// A section is live if a live section refers to it. References from debug
// information and call frame information do not count: a frame description is
// kept if its function is.
//
//===----------------------------------------------------------------------===//

#include "Script.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace sectile::ld;

void Linker::markLive() {
  if (!Config.GcSections)
    return;
  std::vector<InputSection *> Work;
  StringMap<std::vector<InputSection *>> ByName;
  auto Mark = [&](InputSection *S) {
    if (S && !S->Discarded && !S->Live) {
      S->Live = true;
      Work.push_back(S);
    }
  };
  auto MarkSymbol = [&](const Symbol *S) {
    for (; S; S = S->Alias) {
      if (S->Section && S->Section->Kind == Chunk::Input)
        Mark(static_cast<InputSection *>(S->Section));
      if (S->LinkerDefined &&
          (S->Name.starts_with("__start_") || S->Name.starts_with("__stop_")))
        for (InputSection *I : ByName[S->Name.substr(S->Name.find('_', 2) + 1)])
          Mark(I);
    }
  };

  for (ObjectFile *F : Objects)
    for (auto &S : F->Sections)
      if (S && !S->Discarded) {
        S->Live = !S->isAlloc() || S->IsEhFrame;
        if (S->isAlloc())
          ByName[S->Name].push_back(S.get());
      }
  MarkSymbol(EntrySymbol);
  for (StringRef Name : Config.Undefined)
    MarkSymbol(find(Name));
  for (const Symbol *S : Aliases)
    MarkSymbol(S);
  for (ObjectFile *F : Objects)
    for (auto &S : F->Sections)
      if (S && S->isAlloc() && (S->Retained || (Layout && Layout->keeps(*S))))
        Mark(S.get());
  if (Layout)
    Layout->markReferences(MarkSymbol);

  DenseMap<InputSection *, SmallVector<InputSection *, 1>> Dependents;
  for (ObjectFile *F : Objects)
    for (auto &S : F->Sections)
      if (S && S->LinkOrder)
        Dependents[S->LinkOrder].push_back(S.get());

  while (!Work.empty()) {
    InputSection *S = Work.back();
    Work.pop_back();
    for (const Relocation &R : S->Relocations)
      MarkSymbol(S->File->Symbols[R.SymbolIndex]);
    if (S->Group && !std::exchange(S->Group->Marked, true))
      for (uint32_t Member : S->Group->Members)
        Mark(S->File->Sections[Member].get());
    if (auto It = Dependents.find(S); It != Dependents.end())
      for (InputSection *D : It->second)
        Mark(D);
  }

  if (Config.PrintGcSections)
    for (ObjectFile *F : Objects)
      for (auto &S : F->Sections)
        if (S && !S->Discarded && !S->Live)
          Out << "removing unused section " << F->Name << ":(" << S->Name
              << ")\n";
}
