// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- RelocationsEmitter.cpp - relocations for assembler and linker ------===//
//
// A constexpr table by which both insert a value into an instruction's field.
// It depends only on the C++ library.
//
//===----------------------------------------------------------------------===//

#include "emitters/Emitters.h"
#include "emitters/Names.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace sectile::gen;

/// A name that C++ allows: unsigned -> isUnsigned.
static std::string checkName(StringRef Name) {
  return Name == "signed" || Name == "unsigned"
             ? "is" + Name.take_front().upper() + Name.drop_front().str()
             : Name.str();
}

static void emitTypes(raw_ostream &OS) {
  OS << "// What is filled in.\nenum class RelocValue : uint8_t { "
     << join(relocationValueNames(), ", ")
     << " };\n// How it must fit.\nenum class RelocCheck : uint8_t {";
  ListSeparator Comma;
  for (StringRef Name : relocationCheckNames())
    OS << Comma << ' ' << checkName(Name);
  OS << R"( };

struct Relocation {
  struct Run {
    uint8_t word, field, width;
  };
  const char *name;
  uint32_t number;
  RelocValue value;
  RelocCheck check;
  uint8_t bytes;
  // Bits low .. low + width - 1 of the value are filled in.
  uint8_t low, width;
  // Of an instruction's field: its bits in the word, 0 for data, and where those of
  // the value go.
  uint32_t field;
  Run runs[2];

  constexpr bool inField() const { return field != 0; }
  // The legal values of a signed one.
  constexpr int64_t minimum() const {
    return -(int64_t(1) << (low + width - 1));
  }
  constexpr int64_t maximum() const {
    return ((int64_t(1) << (width - 1)) - 1) * (int64_t(1) << low);
  }
  // The word with the value in its field.
  constexpr uint32_t insert(uint32_t w, uint64_t v) const {
    w &= ~field;
    for (const Run &r : runs)
      w |= (uint32_t(v >> low >> r.field) & uint32_t((uint64_t(1) << r.width) - 1))
           << r.word;
    return w;
  }
};

)";
}

void sectile::gen::emitRelocationTable(const Description &D, raw_ostream &OS) {
  OS << Notice << R"(#ifndef SECTILE_RELOCATIONS_H
#define SECTILE_RELOCATIONS_H

#include <cstdint>

namespace sectile::isa {

)";
  emitTypes(OS);
  OS << "inline constexpr Relocation relocations[] = {\n";
  for (const Relocation &R : D.Relocations) {
    OS << "    {\"" << R.Name << "\", " << R.Number
       << ", RelocValue::" << R.Value << ", RelocCheck::" << checkName(R.Check)
       << ", " << R.Bytes << ", " << R.Low << ", " << R.Width << ", "
       << hex(R.Mask, 8) << ", {";
    ListSeparator Comma;
    for (const Run &Part : R.Runs)
      OS << Comma << '{' << Part.Word << ", " << Part.Field << ", "
         << Part.Width << '}';
    OS << "}},\n";
  }
  OS << R"(};
// Null for a number that is not assigned.
constexpr const Relocation *relocation(uint32_t number) {
  for (const Relocation &r : relocations)
    if (r.number == number)
      return &r;
  return nullptr;
}

} // namespace sectile::isa

#endif
)";
}

void sectile::gen::emitFixups(const Description &D, raw_ostream &OS) {
  OS << Notice
     << R"(// SECTILE_FIXUP(name, relocation, offset, bits), one a relocation of an
// instruction: where its field lies in the word; 0 and 32 if it is in parts.
#ifndef SECTILE_FIXUP
#error "define SECTILE_FIXUP(name, relocation, offset, bits) first"
#endif
)";
  for (const Relocation &R : D.Relocations) {
    if (!R.InField)
      continue;
    bool Whole = R.Runs.size() == 1;
    OS << "SECTILE_FIXUP(" << R.fixup() << ", " << R.Name << ", "
       << (Whole ? R.Runs[0].Word : 0) << ", " << (Whole ? R.Width : 32)
       << ")\n";
  }
  OS << "#undef SECTILE_FIXUP\n";
}
