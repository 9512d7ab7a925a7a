// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileFixupKinds.h - what is filled in after encoding ---*- C++ -*-===//
#ifndef SECTILE_MCTARGETDESC_SECTILEFIXUPKINDS_H
#define SECTILE_MCTARGETDESC_SECTILEFIXUPKINDS_H

#include "llvm/MC/MCFixup.h"

namespace llvm::Sectile {

// One for each relocation of an instruction (isa/Relocations.td).
enum Fixups : unsigned {
  BeforeFixups = FirstTargetFixupKind - 1,
#define SECTILE_FIXUP(Name, Relocation, Offset, Bits) fixup_##Name,
#include "sectile/fixups.def"

  // Without a relocation: an operand that is a constant once all is laid out.
  // The instruction is encoded anew then.
  fixup_constant,

  fixup_end,
  NumTargetFixupKinds = fixup_end - FirstTargetFixupKind
};

} // namespace llvm::Sectile

#endif
