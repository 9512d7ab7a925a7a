// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- ListsEmitter.cpp - tables as macro calls ---------------------------===//
//
// One macro call on each line, for parts that build their own tables.
//
//===----------------------------------------------------------------------===//

#include "emitters/Emitters.h"
#include "emitters/Names.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace sectile::gen;

void sectile::gen::emitOperations(const Description &D, raw_ostream &OS) {
  OS << Notice
     << R"(// SECTILE_OP(Name, unit, kind, accessBytes, element), one an instruction, in the
// order of Op.
#ifndef SECTILE_OP
#error "define SECTILE_OP(Name, unit, kind, accessBytes, element) first"
#endif
)";
  for (const Instruction &I : D.Instructions)
    OS << "SECTILE_OP(" << I.Name << ", " << I.Unit << ", " << I.Kind << ", "
       << I.AccessBytes << ", " << elementName(I.Element) << ")\n";
  OS << "#undef SECTILE_OP\n";
}

/// An optional macro and its lines.
static void emitOptional(raw_ostream &OS, StringRef Macro,
                         StringRef Parameters) {
  OS << "#ifndef " << Macro << "\n#define " << Macro << '(' << Parameters
     << ")\n#endif\n";
}

void sectile::gen::emitTileLists(const Description &D, raw_ostream &OS) {
  OS << Notice
     << R"(// What instructions of a family differ in. Macros that are not defined are empty.
//
// SECTILE_MULTIPLY(Name)             a matrix multiply
// SECTILE_TILE_LOAD(Name, element)   kind tload
// SECTILE_TILE_STORE(Name, element)  kind tstore
// SECTILE_PACK(NAME, type)           TPACK_NAME, TPACKZ_NAME, TUNPK_NAME
)";
  emitOptional(OS, "SECTILE_MULTIPLY", "Name");
  emitOptional(OS, "SECTILE_TILE_LOAD", "Name, element");
  emitOptional(OS, "SECTILE_TILE_STORE", "Name, element");
  emitOptional(OS, "SECTILE_PACK", "NAME, type");
  for (const Instruction &I : D.Instructions)
    if (I.Multiply)
      OS << "SECTILE_MULTIPLY(" << I.Name << ")\n";
    else if (I.Kind == "tload")
      OS << "SECTILE_TILE_LOAD(" << I.Name << ", " << elementName(I.Element)
         << ")\n";
    else if (I.Kind == "tstore")
      OS << "SECTILE_TILE_STORE(" << I.Name << ", " << elementName(I.Element)
         << ")\n";
  for (unsigned T : D.PackTypes)
    OS << "SECTILE_PACK(" << D.ElementTypes[T].Name << ", "
       << D.ElementTypes[T].Name.lower() << ")\n";
  OS << "#undef SECTILE_MULTIPLY\n#undef SECTILE_TILE_LOAD\n"
        "#undef SECTILE_TILE_STORE\n#undef SECTILE_PACK\n";
}

void sectile::gen::emitRelocations(const Description &D, raw_ostream &OS) {
  OS << Notice << R"(// ELF_RELOC(Name, number), as in LLVM's lists.
#ifndef ELF_RELOC
#error "define ELF_RELOC(Name, number) first"
#endif
)";
  for (const Relocation &R : D.Relocations)
    OS << "ELF_RELOC(" << R.Name << ", " << R.Number << ") // " << R.Text
       << '\n';
}

void sectile::gen::emitImmediates(const Description &D, raw_ostream &OS) {
  OS << Notice
     << R"(// SECTILE_IMMEDIATE(Name, "kind", width, signed, shift, bias):
// value = (field << shift) + bias
#ifndef SECTILE_IMMEDIATE
#error "define SECTILE_IMMEDIATE(Name, kind, width, isSigned, shift, bias) first"
#endif
)";
  for (const ImmType &T : D.ImmTypes)
    OS << "SECTILE_IMMEDIATE(" << T.Name << ", \"" << T.Kind << "\", "
       << T.Width << ", " << (T.Signed ? "true" : "false") << ", " << T.Shift
       << ", " << T.Bias << ")\n";
  OS << "#undef SECTILE_IMMEDIATE\n";
}

void sectile::gen::emitRegisters(const Description &D, raw_ostream &OS) {
  OS << Notice
     << R"(// SECTILE_GPR_NAME(number, name): every name of a scalar register beside r<number>.
#ifndef SECTILE_GPR_NAME
#error "define SECTILE_GPR_NAME(number, name) first"
#endif
)";
  for (unsigned N = 0; N != D.GPRNames.size(); ++N) {
    OS << "SECTILE_GPR_NAME(" << N << ", \"" << D.GPRNames[N] << "\")\n";
    for (StringRef Name : D.GPRMoreNames[N])
      OS << "SECTILE_GPR_NAME(" << N << ", \"" << Name << "\")\n";
  }
  OS << "#undef SECTILE_GPR_NAME\n";
}

void sectile::gen::emitControlRegisters(const Description &D, raw_ostream &OS) {
  OS << Notice << R"(// SECTILE_CSR(name, number, read-only)
#ifndef SECTILE_CSR
#error "define SECTILE_CSR(name, number, readOnly) first"
#endif
)";
  for (const ControlRegister &C : D.ControlRegisters)
    OS << "SECTILE_CSR(" << C.Name << ", " << hex(C.Number, 3) << ", "
       << (C.ReadOnly ? "true" : "false") << ")\n";
  OS << "#undef SECTILE_CSR\n";
}
