//===- ListsEmitter.cpp - tables as macro calls ---------------------------===//
//
// One macro call a line, for parts that build a table of their own.
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
