// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Relocation.cpp - symbol values and where they go -------------------===//

#include "Linker.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;
using namespace sectile::ld;
using support::endian::read32le;

namespace {
enum : uint32_t {
#define ELF_RELOC(Name, Number) Name = Number,
#include "sectile/relocs.def"
#undef ELF_RELOC
};

void put(uint8_t *Location, uint64_t Value, unsigned Bytes) {
  for (unsigned I = 0; I < Bytes; ++I)
    Location[I] = uint8_t(Value >> 8 * I);
}

uint64_t page(uint64_t Address) { return Address & ~(PageSize - 1); }

/// Put bits \p High..\p Low of \p Value at bit \p At of the word.
void insert(uint32_t &Word, uint64_t Value, unsigned High, unsigned Low,
            unsigned At) {
  uint32_t Mask = maskTrailingOnes<uint32_t>(High - Low + 1);
  Word = (Word & ~(Mask << At)) | (uint32_t(Value >> Low) & Mask) << At;
}
} // namespace

StringRef sectile::ld::relocationName(uint32_t Type) {
  switch (Type) {
#define ELF_RELOC(Name, Number)                                                \
  case Number:                                                                 \
    return #Name;
#include "sectile/relocs.def"
#undef ELF_RELOC
  default:
    return "";
  }
}

unsigned sectile::ld::relocationSize(uint32_t Type) {
  switch (Type) {
  case R_SECTILE_NONE:
    return 0;
  case R_SECTILE_64:
  case R_SECTILE_PC64:
    return 8;
  default:
    return 4;
  }
}

/// S + A. In a merged section the addend may select the string, so it is part
/// of the question.
uint64_t Linker::valueOf(const Symbol &S, int64_t Addend) const {
  if (S.Alias)
    return valueOf(*S.Alias) + S.Value + Addend;
  if (!S.isDefined())
    return Addend; // undefined weak is 0
  if (!S.Section)
    return (S.Output ? S.Output->Address : 0) + S.Value + Addend;
  if (S.Section->Kind == Chunk::Input) {
    auto &I = static_cast<InputSection &>(*S.Section);
    if (!I.Output)
      return Addend;
    if (S.isSection())
      return I.Output->Address + mapOffset(I, S.Value + Addend);
    return I.Output->Address + mapOffset(I, S.Value) + Addend;
  }
  return S.Section->address() + S.Value + Addend;
}

OutputSection *Linker::outputOf(const Symbol &S, bool &Absolute) const {
  Absolute = false;
  if (S.Alias && S.Alias->isDefined())
    return outputOf(*S.Alias, Absolute);
  OutputSection *O = S.Section ? S.Section->Output : S.Output;
  Absolute = S.isDefined() && !O;
  return O;
}

/// The target of a relocation as the source names it: assemblers turn local
/// names into section plus offset.
std::string Linker::shown(const Symbol &S, int64_t Addend) const {
  if (!S.isSection() || !S.Section)
    return "'" + demangle(S.Name) + "'";
  for (const Symbol &Local : S.File->Locals)
    if (Local.Section == S.Section && Local.Value == S.Value + Addend &&
        !Local.isSection() && !Local.Name.empty())
      return "'" + demangle(Local.Name) + "'";
  return "section " + S.Section->Name.str();
}

bool Linker::applyRelocation(uint8_t *Location, const InputSection &In,
                             const Relocation &R, uint64_t P, bool Alloc) {
  const Symbol &S = *In.File->Symbols[R.SymbolIndex];
  auto Fail = [&](const Twine &Why) {
    error(location(In, R.Offset) + ":\n>>> relocation " +
          relocationName(R.Type) + " against " + shown(S, R.Addend) + " " +
          Why);
    return false;
  };
  bool Gone = S.isUndefined()
                  ? S.isLocal()
                  : S.Section && (!S.Section->Live || !S.Section->Output);
  if (Gone && Alloc)
    return Fail("refers to a discarded section");
  if (Gone || (!Alloc && S.isUndefined())) {
    // Debug information of what is not linked: an address nothing can have.
    bool List = In.Name == ".debug_ranges" || In.Name == ".debug_loc";
    uint64_t Dead = List ? 1 : ~uint64_t(0);
    put(Location, Dead, relocationSize(R.Type));
    return true;
  }

  uint64_t V = valueOf(S, R.Addend);
  bool Weak0 = S.isUndefined();
  bool Relative = R.Type == R_SECTILE_TPREL_G0 || R.Type == R_SECTILE_TPREL_G1;
  if (Relative && !S.isTLS() && !Weak0)
    return Fail("is relative to tp, but that is not thread-local");
  if (S.isTLS() && !Relative && !Weak0) {
    if (Alloc)
      return Fail("takes the address of something thread-local, whose address "
                  "differs between threads");
    V -= TlsStart;
  }
  if (Relative && !Weak0)
    V -= TlsStart;

  auto Range = [&](int64_t Distance, unsigned Bits, unsigned Scale) {
    int64_t Max = (maxIntN(Bits) << Scale),
            Min = -(int64_t(1) << (Bits - 1 + Scale));
    if (Distance >= Min && Distance <= Max)
      return true;
    return Fail("out of range: " + Twine(Distance) +
                " bytes away, legal range is " + Twine(Min) + " to " +
                Twine(Max));
  };
  uint32_t Word = relocationSize(R.Type) == 4 ? read32le(Location) : 0;
  switch (R.Type) {
  case R_SECTILE_NONE:
    return true;
  case R_SECTILE_32:
    if (!isUInt<32>(V) && !isInt<32>(int64_t(V)))
      return Fail("out of range: the value 0x" + Twine::utohexstr(V) +
                  " does not fit in 32 bits");
    put(Location, V, 4);
    return true;
  case R_SECTILE_64:
    put(Location, V, 8);
    return true;
  case R_SECTILE_PC32:
    if (!Range(int64_t(V - P), 32, 0))
      return false;
    put(Location, V - P, 4);
    return true;
  case R_SECTILE_PC64:
    put(Location, V - P, 8);
    return true;
  case R_SECTILE_BRANCH13:
  case R_SECTILE_BRANCH14:
  case R_SECTILE_JUMP26: {
    // Nothing can jump to an undefined weak function but code that never
    // runs: go to the next instruction.
    if (Weak0)
      V = P + 4;
    int64_t Distance = int64_t(V - P);
    unsigned Bits = R.Type == R_SECTILE_BRANCH13   ? 13
                    : R.Type == R_SECTILE_BRANCH14 ? 14
                                                   : 26;
    if (Distance % 4)
      return Fail("is misaligned: " + Twine(Distance) +
                  " bytes away, expected a multiple of 4");
    if (!Range(Distance, Bits, 2))
      return false;
    uint64_t Field = uint64_t(Distance) >> 2;
    if (Bits == 13) {
      insert(Word, Field, 10, 0, 21);
      insert(Word, Field, 12, 11, 9);
    } else if (Bits == 14) {
      insert(Word, Field, 9, 0, 22);
      insert(Word, Field, 13, 10, 7);
    } else {
      insert(Word, Field, 25, 0, 6);
    }
    break;
  }
  case R_SECTILE_PAGE21: {
    int64_t Distance = int64_t(page(V) - page(P));
    if (!Range(Distance, 21, 12))
      return false;
    insert(Word, uint64_t(Distance) >> 12, 20, 0, 11);
    break;
  }
  case R_SECTILE_LO12:
    insert(Word, V & (PageSize - 1), 12, 0, 16);
    break;
  case R_SECTILE_G0:
  case R_SECTILE_TPREL_G0:
    insert(Word, V, 15, 0, 13);
    break;
  case R_SECTILE_G1:
    insert(Word, V, 31, 16, 13);
    break;
  case R_SECTILE_TPREL_G1:
    if (!isUInt<32>(V))
      return Fail("out of range: offset 0x" + Twine::utohexstr(V) +
                  " from tp does not fit in 32 bits");
    insert(Word, V, 31, 16, 13);
    break;
  case R_SECTILE_G2:
    insert(Word, V, 47, 32, 13);
    break;
  case R_SECTILE_G3:
    insert(Word, V, 63, 48, 13);
    break;
  default:
    return Fail("is of an unknown type");
  }
  put(Location, Word, 4);
  return true;
}
