// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileELFObjectWriter.cpp - fixups to relocations -----------------===//

#include "SectileFixupKinds.h"
#include "SectileMCAsmInfo.h"
#include "SectileMCTargetDesc.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCELFObjectWriter.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCObjectWriter.h"
#include "llvm/MC/MCSymbolELF.h"
#include "llvm/MC/MCValue.h"

using namespace llvm;

namespace {

class SectileELFObjectWriter : public MCELFObjectTargetWriter {
public:
  explicit SectileELFObjectWriter(uint8_t OSABI)
      : MCELFObjectTargetWriter(/*Is64Bit=*/true, OSABI, ELF::EM_SECTILE,
                                /*HasRelocationAddend=*/true) {}

  unsigned getRelocType(const MCFixup &Fixup, const MCValue &Target,
                        bool IsPCRel) const override;
};

} // namespace

unsigned SectileELFObjectWriter::getRelocType(const MCFixup &Fixup,
                                              const MCValue &Target,
                                              bool IsPCRel) const {
  unsigned Kind = Fixup.getKind();
  if (Kind == Sectile::fixup_tprel_g0 || Kind == Sectile::fixup_tprel_g1)
    if (const MCSymbol *Sym = Target.getAddSym())
      const_cast<MCSymbolELF *>(static_cast<const MCSymbolELF *>(Sym))
          ->setType(ELF::STT_TLS);
  switch (Kind) {
#define SECTILE_FIXUP(Name, Relocation, Offset, Bits)                          \
  case Sectile::fixup_##Name:                                                  \
    return ELF::Relocation;
#include "sectile/fixups.def"
  case FK_Data_4:
    return IsPCRel ? ELF::R_SECTILE_PC32 : ELF::R_SECTILE_32;
  case FK_Data_8:
    return IsPCRel ? ELF::R_SECTILE_PC64 : ELF::R_SECTILE_64;
  default:
    reportError(Fixup.getLoc(), "a symbol's value needs 4 or 8 bytes");
    return ELF::R_SECTILE_NONE;
  }
}

std::unique_ptr<MCObjectTargetWriter>
llvm::createSectileELFObjectWriter(uint8_t OSABI) {
  return std::make_unique<SectileELFObjectWriter>(OSABI);
}
