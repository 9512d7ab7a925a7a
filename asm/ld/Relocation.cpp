// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Relocation.cpp - symbol values and where they go -------------------===//

#include "Linker.h"
#include "sectile/relocations.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;
using namespace sectile::ld;
using support::endian::read32le;

namespace isa = sectile::isa;
using isa::RelocCheck;
using isa::RelocValue;

namespace {
void put(uint8_t *Location, uint64_t Value, unsigned Bytes) {
  for (unsigned I = 0; I < Bytes; ++I)
    Location[I] = uint8_t(Value >> 8 * I);
}

uint64_t page(uint64_t Address) { return Address & ~(PageSize - 1); }
} // namespace

StringRef sectile::ld::relocationName(uint32_t Type) {
  const isa::Relocation *R = isa::relocation(Type);
  return R ? R->name : "";
}

unsigned sectile::ld::relocationSize(uint32_t Type) {
  const isa::Relocation *R = isa::relocation(Type);
  return R ? R->bytes : 4;
}

/// S + A. In a merged section the addend may select the string, so it is needed
/// to find the address.
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

bool Linker::isDiscarded(const Symbol &S) const {
  return S.isUndefined()
             ? S.isLocal()
             : S.Section && (!S.Section->Live || !S.Section->Output);
}

/// Discarded sections have no address: debug information gets an address that
/// nothing can have. False if the section is loaded and must not refer to it.
static bool applyToDiscarded(uint8_t *Location, const InputSection &In,
                             const Relocation &R, bool Alloc) {
  if (Alloc)
    return false;
  bool List = In.Name == ".debug_ranges" || In.Name == ".debug_loc";
  put(Location, List ? 1 : ~uint64_t(0), relocationSize(R.Type));
  return true;
}

/// Why a symbol cannot have this relocation; empty if it can.
static StringRef threadMismatch(const Symbol &S, bool Thread, bool Alloc) {
  if (S.isUndefined()) // weak: its value is 0
    return "";
  if (Thread && !S.isTLS())
    return "is relative to tp, but that is not thread-local";
  if (S.isTLS() && !Thread && Alloc)
    return "takes the address of something thread-local, whose address "
           "differs between threads";
  return "";
}

/// The value to fill in.
static uint64_t relocated(const isa::Relocation &Type, uint64_t V, uint64_t P) {
  switch (Type.value) {
  case RelocValue::distance:
    return V - P;
  case RelocValue::pages:
    return page(V) - page(P);
  default:
    return V;
  }
}

/// Why a value does not fit; empty if it does.
static std::string misfit(const isa::Relocation &Type, uint64_t V) {
  auto Signed = int64_t(V);
  unsigned Top = Type.low + Type.width;
  switch (Type.check) {
  case RelocCheck::none:
    break;
  case RelocCheck::isSigned:
    if (V & maskTrailingOnes<uint64_t>(Type.low))
      return ("is misaligned: " + Twine(Signed) +
              " bytes away, expected a multiple of " + Twine(1u << Type.low))
          .str();
    if (Signed < Type.minimum() || Signed > Type.maximum())
      return ("out of range: " + Twine(Signed) +
              " bytes away, legal range is " + Twine(Type.minimum()) + " to " +
              Twine(Type.maximum()))
          .str();
    break;
  case RelocCheck::isUnsigned:
    if (!isUIntN(Top, V))
      return ("out of range: offset 0x" + Twine::utohexstr(V) +
              " from tp does not fit in " + Twine(Top) + " bits")
          .str();
    break;
  case RelocCheck::either:
    if (!isUIntN(Top, V) && !isIntN(Top, Signed))
      return ("out of range: the value 0x" + Twine::utohexstr(V) +
              " does not fit in " + Twine(Top) + " bits")
          .str();
    break;
  }
  return "";
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
  if (isDiscarded(S) || (!Alloc && S.isUndefined()))
    return applyToDiscarded(Location, In, R, Alloc) ||
           Fail("refers to a discarded section");

  const isa::Relocation *Type = isa::relocation(R.Type);
  bool Thread = Type && Type->value == RelocValue::thread;
  if (StringRef Why = threadMismatch(S, Thread, Alloc); !Why.empty())
    return Fail(Why);
  if (!Type)
    return Fail("is of an unknown type");
  uint64_t V = valueOf(S, R.Addend);
  if (S.isTLS() && !S.isUndefined())
    V -= TlsStart;
  // Only code that never runs jumps to an undefined weak function: the target
  // is the next instruction.
  if (S.isUndefined() && Type->inField() && Type->value == RelocValue::distance)
    V = P + 4;

  V = relocated(*Type, V, P);
  if (std::string Why = misfit(*Type, V); !Why.empty())
    return Fail(Why);
  if (Type->inField())
    V = Type->insert(read32le(Location), V);
  put(Location, V, Type->bytes);
  return true;
}
