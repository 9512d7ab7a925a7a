// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- EhFrame.cpp - call frame information -------------------------------===//
//
// .eh_frame is a list of records: CIEs, which files repeat, and FDEs, one a
// function. FDEs of functions that are not linked are removed; equal CIEs are
// merged.
//
//===----------------------------------------------------------------------===//

#include "Linker.h"
#include "llvm/Support/Endian.h"
#include <map>

using namespace llvm;
using namespace sectile::ld;

void Linker::mergeEhFrames() {
  auto New = std::make_unique<EhFrameSection>();
  EhFrameSection &Out = *New;
  Out.Name = ".eh_frame";
  Out.Type = ELF::SHT_PROGBITS;
  Out.Flags = ELF::SHF_ALLOC;
  Out.Alignment = 8;

  // From the bytes of a CIE and its references to the offset of the first such
  // CIE.
  std::map<std::pair<StringRef, std::vector<std::pair<Symbol *, int64_t>>>,
           uint64_t>
      Cies;
  for (ObjectFile *F : Objects)
    for (auto &S : F->Sections) {
      if (!S || S->Discarded || !S->Live || !S->IsEhFrame)
        continue;
      Out.Inputs.push_back(S.get());
      stable_sort(S->Relocations, [](const Relocation &A, const Relocation &B) {
        return A.Offset < B.Offset;
      });
      auto Bad = [&](uint64_t At, const Twine &Why) {
        error(F->Name + ": malformed object: .eh_frame+0x" +
              Twine::utohexstr(At) + ": " + Why);
      };
      ArrayRef<uint8_t> Data = S->Contents;
      std::map<uint64_t, uint64_t> LocalCies; // input offset to output offset
      for (uint64_t At = 0; At < Data.size();) {
        if (Data.size() - At < 4) {
          Bad(At, "truncated record");
          break;
        }
        uint64_t Length = support::endian::read32le(&Data[At]);
        if (Length == 0)
          break; // the terminator
        if (Length == 0xffffffff) {
          Bad(At, "64-bit records are not supported");
          break;
        }
        if (Length < 4 || Data.size() - At - 4 < Length) {
          Bad(At,
              "record of " + Twine(Length) + " bytes is outside the section");
          break;
        }
        uint64_t Size = Length + 4,
                 Id = support::endian::read32le(&Data[At + 4]);
        auto First = lower_bound(
            S->Relocations, At,
            [](const Relocation &R, uint64_t O) { return R.Offset < O; });
        uint64_t OutputOffset = alignTo(Out.Size, 4);
        if (Id == 0) {
          std::vector<std::pair<Symbol *, int64_t>> Refs;
          for (auto R = First;
               R != S->Relocations.end() && R->Offset < At + Size; ++R)
            Refs.push_back({F->Symbols[R->SymbolIndex], R->Addend});
          auto [It, IsNew] = Cies.try_emplace(
              {toStringRef(Data.slice(At, Size)), Refs}, OutputOffset);
          LocalCies[At] = It->second;
          if (IsNew) {
            Out.Records.push_back(
                {S.get(), At, Size, OutputOffset, OutputOffset});
            Out.Size = OutputOffset + Size;
          }
        } else {
          auto Cie =
              Id <= At + 4 ? LocalCies.find(At + 4 - Id) : LocalCies.end();
          if (Cie == LocalCies.end()) {
            Bad(At, "frame description without common information");
            break;
          }
          bool Live = false;
          if (First != S->Relocations.end() && First->Offset == At + 8) {
            const Symbol *Function = F->Symbols[First->SymbolIndex];
            Live = Function->isDefined() &&
                   (!Function->Section || Function->Section->Live);
            // A global name may be defined by another file's copy, which has
            // a description of its own.
            Live &= Function->File == F || Function->LinkerDefined;
          }
          if (Live) {
            Out.Records.push_back(
                {S.get(), At, Size, OutputOffset, Cie->second});
            Out.Size = OutputOffset + Size;
          }
        }
        At += Size;
      }
    }
  if (Out.Records.empty())
    return;
  // For the map of offsets; removed records map to their neighbour, and only
  // relocations that are removed too refer to them.
  for (const EhFrameSection::Record &R : Out.Records)
    R.Section->Pieces.push_back({R.InputOffset, R.OutputOffset});
  SyntheticChunks.push_back(&Out);
  Synthetic.push_back(std::move(New));
}
