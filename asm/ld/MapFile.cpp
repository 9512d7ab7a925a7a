// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- MapFile.cpp - the link map -----------------------------------------===//

#include "Linker.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace sectile::ld;

std::string Linker::mapText() {
  std::string Text;
  raw_string_ostream OS(Text);
  DenseMap<const Chunk *, std::vector<const Symbol *>> Symbols;
  auto Add = [&](const Symbol *S) {
    if (S->isDefined() && S->Section && S->Section->Output && !S->isSection() &&
        !S->Name.empty() && !S->Name.starts_with(".L"))
      Symbols[S->Section].push_back(S);
  };
  for (ObjectFile *F : Objects)
    for (const Symbol &S : F->Locals)
      Add(&S);
  for (const Symbol *S : Globals)
    Add(S);

  OS << "         address             size align  what\n";
  auto Line = [&](uint64_t Address, uint64_t Size, uint64_t Alignment) {
    OS << format("%16llx %16llx %5llu  ", (unsigned long long)Address,
                 (unsigned long long)Size, (unsigned long long)Alignment);
  };
  auto PrintSymbols = [&](const Chunk *C) {
    auto It = Symbols.find(C);
    if (It == Symbols.end())
      return;
    stable_sort(It->second, [&](const Symbol *A, const Symbol *B) {
      return valueOf(*A) < valueOf(*B);
    });
    for (const Symbol *S : It->second) {
      Line(valueOf(*S), S->Size, 1);
      OS << "                " << demangle(S->Name) << '\n';
    }
  };
  for (const OutputSection *O : Outputs) {
    Line(O->Address, O->Size, O->Alignment);
    OS << O->Name << '\n';
    for (const Chunk *C : O->Chunks) {
      Line(C->address(), C->Size, C->Alignment);
      switch (C->Kind) {
      case Chunk::Input:
        OS << "        " << static_cast<const InputSection *>(C)->File->Name
           << ":(" << C->Name << ")\n";
        PrintSymbols(C);
        break;
      case Chunk::Merged:
        OS << "        <merged>:(" << C->Name << ")\n";
        for (const InputSection *S :
             static_cast<const MergedSection *>(C)->Inputs)
          PrintSymbols(S);
        break;
      case Chunk::EhFrame:
        OS << "        <merged>:(" << C->Name << ")\n";
        break;
      case Chunk::Data:
        OS << "        <script>\n";
        break;
      case Chunk::Space:
        OS << "        <common>:(" << C->Name << ")\n";
        PrintSymbols(C);
        break;
      }
    }
  }
  return Text;
}
