// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileFixupKinds.h - what is filled in after encoding ---*- C++ -*-===//
#ifndef SECTILE_MCTARGETDESC_SECTILEFIXUPKINDS_H
#define SECTILE_MCTARGETDESC_SECTILEFIXUPKINDS_H

#include "llvm/MC/MCFixup.h"

namespace llvm::Sectile {

// One for each relocation of an instruction, in the order of the relocations'
// numbers (isa/Machine.td).
enum Fixups : unsigned {
  fixup_branch13 = FirstTargetFixupKind,
  fixup_branch14,
  fixup_jump26,
  fixup_page21,
  fixup_lo12,
  fixup_g0,
  fixup_g1,
  fixup_g2,
  fixup_g3,
  fixup_tprel_g0,
  fixup_tprel_g1,

  // Without a relocation: an operand that is a constant once all is laid out.
  // The instruction is encoded anew then.
  fixup_constant,

  fixup_end,
  NumTargetFixupKinds = fixup_end - FirstTargetFixupKind
};

} // namespace llvm::Sectile

#endif
