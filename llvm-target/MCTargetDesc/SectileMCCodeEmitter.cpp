// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileMCCodeEmitter.cpp - instructions to words -------------------===//
//
// Registers and plain immediates are put in place here; whatever depends on a
// symbol becomes a fixup over a field of zeros.
//
//===----------------------------------------------------------------------===//

#include "SectileFixupKinds.h"
#include "SectileMCAsmInfo.h"
#include "SectileMCTargetDesc.h"
#include "llvm/MC/MCCodeEmitter.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/Support/Casting.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/EndianStream.h"

using namespace llvm;

namespace {

class SectileMCCodeEmitter : public MCCodeEmitter {
  MCContext &Ctx;
  const MCInstrInfo &MCII;

public:
  SectileMCCodeEmitter(MCContext &Ctx, const MCInstrInfo &MCII)
      : Ctx(Ctx), MCII(MCII) {}

  void encodeInstruction(const MCInst &MI, SmallVectorImpl<char> &CB,
                         SmallVectorImpl<MCFixup> &Fixups,
                         const MCSubtargetInfo &STI) const override {
    if (MI.getOpcode() == Sectile::AsmLI) {
      // A constant that is known once all is laid out, in as many words as its
      // last operand says.
      const MCExpr *Value = MI.getOperand(1).getExpr();
      Fixups.push_back(MCFixup::create(0, Value, Sectile::fixup_constant));
      CB.append(4 * MI.getOperand(2).getImm(), 0);
      return;
    }
    if (MCII.get(MI.getOpcode()).isPseudo()) {
      Ctx.reportError(MI.getLoc(), "pseudo instruction " +
                                       MCII.getName(MI.getOpcode()) +
                                       " has no encoding");
      return;
    }
    uint32_t Word = getBinaryCodeForInstr(MI, Fixups, STI);
    support::endian::write(CB, Word, llvm::endianness::little);
  }

  // Generated.
  uint64_t getBinaryCodeForInstr(const MCInst &MI,
                                 SmallVectorImpl<MCFixup> &Fixups,
                                 const MCSubtargetInfo &STI) const;

  unsigned getMachineOpValue(const MCInst &MI, const MCOperand &MO,
                             SmallVectorImpl<MCFixup> &Fixups,
                             const MCSubtargetInfo &STI) const {
    if (MO.isReg())
      return Ctx.getRegisterInfo()->getEncodingValue(MO.getReg());
    if (MO.isImm())
      return MO.getImm();
    Ctx.reportError(MI.getLoc(), "operand without an encoding");
    return 0;
  }

  template <SectileImm::OperandKind Kind>
  uint64_t getImmOpValue(const MCInst &MI, unsigned OpNo,
                         SmallVectorImpl<MCFixup> &Fixups,
                         const MCSubtargetInfo &STI) const {
    return immediate(Kind, MI, MI.getOperand(OpNo), Fixups);
  }

private:
  uint64_t immediate(SectileImm::OperandKind Kind, const MCInst &MI,
                     const MCOperand &MO,
                     SmallVectorImpl<MCFixup> &Fixups) const;
};

} // namespace

static std::optional<unsigned> fixupFor(SectileImm::OperandKind Kind,
                                        unsigned Specifier) {
  switch (Kind) {
  case SectileImm::Branch13:
    return Sectile::fixup_branch13;
  case SectileImm::Branch14:
    return Sectile::fixup_branch14;
  case SectileImm::Jump26:
  case SectileImm::Call26:
    return Sectile::fixup_jump26;
  case SectileImm::Page21:
    if (Specifier == Sectile::S_PAGE)
      return Sectile::fixup_page21;
    break;
  case SectileImm::SImm13:
    if (Specifier == Sectile::S_LO)
      return Sectile::fixup_lo12;
    break;
  case SectileImm::UImm16:
    if (Specifier >= Sectile::S_G0 && Specifier <= Sectile::S_TPREL_G1)
      return Sectile::fixup_g0 + (Specifier - Sectile::S_G0);
    break;
  default:
    break;
  }
  return std::nullopt;
}

uint64_t
SectileMCCodeEmitter::immediate(SectileImm::OperandKind Kind, const MCInst &MI,
                                const MCOperand &MO,
                                SmallVectorImpl<MCFixup> &Fixups) const {
  const SectileImm::Info &Info = SectileImm::info(Kind);
  if (MO.isImm()) {
    if (!Info.contains(MO.getImm()))
      Ctx.reportError(MI.getLoc(), Twine(SectileImm::expected(Kind)) +
                                       ", found " + Twine(MO.getImm()));
    return Info.encode(MO.getImm());
  }

  const MCExpr *Expr = MO.getExpr();
  int64_t Value;
  bool PCRel =
      Info.Kind == StringRef("pcrel") || Info.Kind == StringRef("page");
  if (!PCRel && Expr->evaluateAsAbsolute(Value) && Info.contains(Value) &&
      !isa<MCSpecifierExpr>(Expr))
    return Info.encode(Value);
  unsigned Specifier = Sectile::S_None;
  if (const auto *SE = dyn_cast<MCSpecifierExpr>(Expr))
    Specifier = SE->getSpecifier();
  std::optional<unsigned> Fixup = fixupFor(Kind, Specifier);
  if (!Fixup && Specifier == Sectile::S_None && Info.Kind == StringRef("value"))
    Fixup = Sectile::fixup_constant;
  if (!Fixup) {
    Ctx.reportError(Expr->getLoc().isValid() ? Expr->getLoc() : MI.getLoc(),
                    "operand of " + MCII.getName(MI.getOpcode()) +
                        " can't depend on a symbol in this way");
    return 0;
  }
  Fixups.push_back(MCFixup::create(0, Expr, *Fixup, PCRel));
  return 0;
}

MCCodeEmitter *llvm::createSectileMCCodeEmitter(const MCInstrInfo &MCII,
                                                MCContext &Ctx) {
  return new SectileMCCodeEmitter(Ctx, MCII);
}

#include "SectileGenMCCodeEmitter.inc"
