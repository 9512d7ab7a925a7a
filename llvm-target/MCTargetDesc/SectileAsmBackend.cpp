// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileAsmBackend.cpp - fixups, padding ----------------------------===//
//
// A distance inside a section is filled in here and leaves no relocation; all
// else is the linker's. An instruction with an operand that is a constant only
// now, such as the distance to a later label, is encoded again. Pages are
// always the linker's: the place of a section within its page is not known yet.
//
//===----------------------------------------------------------------------===//

#include "SectileFixupKinds.h"
#include "SectileMCAsmInfo.h"
#include "SectileMCTargetDesc.h"
#include "SectileMatInt.h"
#include "sectile/relocations.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/MC/MCAsmBackend.h"
#include "llvm/MC/MCAssembler.h"
#include "llvm/MC/MCCodeEmitter.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCELFObjectWriter.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCObjectWriter.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCValue.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace {

class SectileAsmBackend : public MCAsmBackend {
  uint8_t OSABI;
  std::unique_ptr<const MCInstrInfo> MII;

public:
  SectileAsmBackend(const Target &T, uint8_t OSABI)
      : MCAsmBackend(llvm::endianness::little), OSABI(OSABI),
        MII(T.createMCInstrInfo()) {}

  std::unique_ptr<MCObjectTargetWriter>
  createObjectTargetWriter() const override {
    return createSectileELFObjectWriter(OSABI);
  }

  std::optional<MCFixupKind> getFixupKind(StringRef Name) const override {
    // .reloc takes the names of BFD for what every ELF target has.
    Name = StringSwitch<StringRef>(Name)
               .Case("BFD_RELOC_NONE", "R_SECTILE_NONE")
               .Case("BFD_RELOC_32", "R_SECTILE_32")
               .Case("BFD_RELOC_64", "R_SECTILE_64")
               .Default(Name);
    if (std::optional<unsigned> Type = Sectile::relocationByName(Name))
      return FirstLiteralRelocationKind + *Type;
    return std::nullopt;
  }

  MCFixupKindInfo getFixupKindInfo(MCFixupKind Kind) const override {
    // The branch fields are split: the offsets here serve dumps only.
    static const MCFixupKindInfo Infos[] = {
#define SECTILE_FIXUP(Name, Relocation, Offset, Bits)                          \
  {"fixup_" #Name, Offset, Bits, 0},
#include "sectile/fixups.def"
        {"fixup_constant", 0, 32, 0},
    };
    static_assert(std::size(Infos) == Sectile::NumTargetFixupKinds);
    if (mc::isRelocation(Kind))
      return {};
    if (Kind < FirstTargetFixupKind)
      return MCAsmBackend::getFixupKindInfo(Kind);
    unsigned Index = Kind - FirstTargetFixupKind;
    return Index < std::size(Infos) ? Infos[Index] : MCFixupKindInfo();
  }

  void applyFixup(const MCFragment &F, const MCFixup &Fixup,
                  const MCValue &Target, uint8_t *Data, uint64_t Value,
                  bool IsResolved) override;

  // The assembler keeps those instructions that have to be encoded again.
  bool mayNeedRelaxation(unsigned Opcode, ArrayRef<MCOperand> Operands,
                         const MCSubtargetInfo &STI) const override;
  bool fixupNeedsRelaxationAdvanced(const MCFragment &F, const MCFixup &Fixup,
                                    const MCValue &Target, uint64_t Value,
                                    bool Resolved) const override;
  void relaxInstruction(MCInst &Inst,
                        const MCSubtargetInfo &STI) const override;
  void applyConstant(const MCFragment &F, const MCFixup &Fixup, uint8_t *Data,
                     int64_t Value, bool IsResolved);

  // With 4, LLVM loops forever: it looks for a padding that is a multiple of 4
  // and aligns data of any length.
  unsigned getMinimumNopSize() const override { return 1; }

  bool writeNopData(raw_ostream &OS, uint64_t Count,
                    const MCSubtargetInfo *STI) const override {
    // Padding of code that isn't a multiple of an instruction can't be
    // reached: it starts with zeros.
    OS.write_zeros(Count % 4);
    for (uint64_t I = 0; I != Count / 4; ++I)
      OS.write("\x04\0\0\0", 4); // addi zero, zero, 0
    return true;
  }
};

} // namespace

static constexpr unsigned MostConstantWords = 4;

bool SectileAsmBackend::mayNeedRelaxation(unsigned Opcode,
                                          ArrayRef<MCOperand> Operands,
                                          const MCSubtargetInfo &) const {
  if (Opcode == Sectile::AsmLI)
    return Operands[2].getImm() < MostConstantWords;
  const MCInstrDesc &Desc = MII->get(Opcode);
  if (Operands.size() != Desc.getNumOperands())
    return false;
  for (unsigned I = 0; I != Operands.size(); ++I) {
    if (!Operands[I].isExpr() ||
        Desc.operands()[I].OperandType != SectileOp::OPERAND_IMM)
      continue;
    const auto *Mark = dyn_cast<MCSpecifierExpr>(Operands[I].getExpr());
    if (!Mark || Mark->getSpecifier() == Sectile::S_None)
      return true;
  }
  return false;
}

bool SectileAsmBackend::fixupNeedsRelaxationAdvanced(const MCFragment &F,
                                                     const MCFixup &Fixup,
                                                     const MCValue &,
                                                     uint64_t Value,
                                                     bool Resolved) const {
  if (Fixup.getKind() != Sectile::fixup_constant || !Resolved)
    return false;
  MCInst Inst = F.getInst();
  return Inst.getOpcode() == Sectile::AsmLI &&
         SectileMatInt::generate(Value).size() >
             uint64_t(Inst.getOperand(2).getImm());
}

void SectileAsmBackend::relaxInstruction(MCInst &Inst,
                                         const MCSubtargetInfo &) const {
  if (Inst.getOpcode() == Sectile::AsmLI)
    Inst.getOperand(2).setImm(Inst.getOperand(2).getImm() + 1);
  else // marked as done, for -mc-relax-all
    Inst.addOperand(MCOperand::createImm(0));
}

void SectileAsmBackend::applyConstant(const MCFragment &F, const MCFixup &Fixup,
                                      uint8_t *Data, int64_t Value,
                                      bool IsResolved) {
  if (!IsResolved || F.getKind() != MCFragment::FT_Relaxable) {
    getContext().reportError(
        Fixup.getLoc(), "operand must be known when the file is assembled: a "
                        "constant or the distance of two labels of a section");
    return;
  }
  const MCSubtargetInfo &STI = *F.getSubtargetInfo();
  MCInst Inst = F.getInst();
  SmallVector<char, 16> Code;
  SmallVector<MCFixup, 2> Others;
  if (Inst.getOpcode() == Sectile::AsmLI) {
    Sectile::loadConstant(
        Inst.getOperand(0).getReg(), Value, *MII, [&](MCInst &I) {
          Asm->getEmitter().encodeInstruction(I, Code, Others, STI);
        });
    // The distance may have shrunk since the words were reserved.
    MCInst Nop;
    Nop.setOpcode(Sectile::ADDI);
    Nop.addOperand(MCOperand::createReg(Sectile::R0));
    Nop.addOperand(MCOperand::createReg(Sectile::R0));
    Nop.addOperand(MCOperand::createImm(0));
    while (Code.size() < 4 * uint64_t(Inst.getOperand(2).getImm()))
      Asm->getEmitter().encodeInstruction(Nop, Code, Others, STI);
  } else {
    for (MCOperand &MO : Inst)
      if (MO.isExpr() && MO.getExpr() == Fixup.getValue())
        MO = MCOperand::createImm(Value);
    Inst.setLoc(Fixup.getLoc());
    Asm->getEmitter().encodeInstruction(Inst, Code, Others, STI);
  }
  // Fields of other operands of this kind are still zeros here or there.
  for (auto [I, Byte] : enumerate(Code))
    Data[I] |= Byte;
}

/// The relocation of an instruction's field; null for other fixups.
static const sectile::isa::Relocation *relocationOf(MCFixupKind Kind) {
  switch (unsigned(Kind)) {
#define SECTILE_FIXUP(Name, Relocation, Offset, Bits)                          \
  case Sectile::fixup_##Name:                                                  \
    return sectile::isa::relocation(ELF::Relocation);
#include "sectile/fixups.def"
  default:
    return nullptr;
  }
}

void SectileAsmBackend::applyFixup(const MCFragment &F, const MCFixup &Fixup,
                                   const MCValue &Target, uint8_t *Data,
                                   uint64_t Value, bool IsResolved) {
  MCFixupKind Kind = Fixup.getKind();
  if (Kind == Sectile::fixup_constant)
    return applyConstant(F, Fixup, Data, Value, IsResolved);
  if (Kind == Sectile::fixup_page21)
    IsResolved = false;
  maybeAddReloc(F, Fixup, Target, Value, IsResolved);
  if (!IsResolved || mc::isRelocation(Kind))
    return;

  auto error = [&](const Twine &Message) {
    getContext().reportError(Fixup.getLoc(), Message);
  };
  if (const sectile::isa::Relocation *R = relocationOf(Kind)) {
    int64_t Distance = Value;
    if (R->value == sectile::isa::RelocValue::distance) {
      if (Distance & maskTrailingOnes<uint64_t>(R->low))
        return error("branch target is " + Twine(Distance) +
                     " bytes away, not a multiple of 4");
      if (Distance < R->minimum() || Distance > R->maximum())
        return error("branch target is " + Twine(Distance) +
                     " bytes away, out of range [" + Twine(R->minimum()) +
                     ", " + Twine(R->maximum()) + "]");
    }
    support::endian::write32le(
        Data, R->insert(support::endian::read32le(Data), Value));
    return;
  }

  unsigned Size = getFixupKindInfo(Kind).TargetSize / 8;
  if (Size < 8 && !isIntN(Size * 8, Value) && !isUIntN(Size * 8, Value))
    return error("value " + Twine(int64_t(Value)) + " does not fit in " +
                 Twine(Size) + (Size == 1 ? " byte" : " bytes"));
  for (unsigned I = 0; I != Size; ++I)
    Data[I] = uint8_t(Value >> (8 * I));
}

MCAsmBackend *llvm::createSectileAsmBackend(const Target &T,
                                            const MCSubtargetInfo &STI,
                                            const MCRegisterInfo &MRI,
                                            const MCTargetOptions &Options) {
  return new SectileAsmBackend(
      T, MCELFObjectTargetWriter::getOSABI(STI.getTargetTriple().getOS()));
}
