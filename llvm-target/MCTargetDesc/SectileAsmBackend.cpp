//===- SectileAsmBackend.cpp - fixups, padding
//-----------------------------------===//
//
// A distance inside a section is filled in here and leaves no relocation; all
// else is the linker's. Pages are always the linker's: the place of a section
// within its page is not known yet.
//
//===----------------------------------------------------------------------===//

#include "SectileFixupKinds.h"
#include "SectileMCTargetDesc.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/MC/MCAsmBackend.h"
#include "llvm/MC/MCAssembler.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCELFObjectWriter.h"
#include "llvm/MC/MCObjectWriter.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCValue.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace {

class SectileAsmBackend : public MCAsmBackend {
  uint8_t OSABI;

public:
  explicit SectileAsmBackend(uint8_t OSABI)
      : MCAsmBackend(llvm::endianness::little), OSABI(OSABI) {}

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
        {"fixup_branch13", 0, 32, 0},  {"fixup_branch14", 0, 32, 0},
        {"fixup_jump26", 6, 26, 0},    {"fixup_page21", 11, 21, 0},
        {"fixup_lo12", 16, 12, 0},     {"fixup_g0", 13, 16, 0},
        {"fixup_g1", 13, 16, 0},       {"fixup_g2", 13, 16, 0},
        {"fixup_g3", 13, 16, 0},       {"fixup_tprel_g0", 13, 16, 0},
        {"fixup_tprel_g1", 13, 16, 0},
    };
    static_assert(std::size(Infos) == Sectile::NumTargetFixupKinds);
    if (mc::isRelocation(Kind))
      return {};
    if (Kind < FirstTargetFixupKind)
      return MCAsmBackend::getFixupKindInfo(Kind);
    return Infos[Kind - FirstTargetFixupKind];
  }

  void applyFixup(const MCFragment &F, const MCFixup &Fixup,
                  const MCValue &Target, uint8_t *Data, uint64_t Value,
                  bool IsResolved) override;

  unsigned getMinimumNopSize() const override { return 4; }

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

// The word's bits for a distance in bytes, by the format's diagram
// (isa/Formats.td).
static uint32_t branchBits(unsigned Kind, int64_t Distance) {
  uint32_t Words = uint64_t(Distance) >> 2;
  switch (Kind) {
  case Sectile::fixup_branch13:
    return (Words & 0x7ff) << 21 | (Words >> 11 & 3) << 9;
  case Sectile::fixup_branch14:
    return (Words & 0x3ff) << 22 | (Words >> 10 & 15) << 7;
  default:
    return Words << 6;
  }
}

void SectileAsmBackend::applyFixup(const MCFragment &F, const MCFixup &Fixup,
                                   const MCValue &Target, uint8_t *Data,
                                   uint64_t Value, bool IsResolved) {
  MCFixupKind Kind = Fixup.getKind();
  if (Kind == Sectile::fixup_page21)
    IsResolved = false;
  maybeAddReloc(F, Fixup, Target, Value, IsResolved);
  if (!IsResolved || mc::isRelocation(Kind))
    return;

  auto error = [&](const Twine &Message) {
    getContext().reportError(Fixup.getLoc(), Message);
  };
  switch (Kind) {
  case Sectile::fixup_branch13:
  case Sectile::fixup_branch14:
  case Sectile::fixup_jump26: {
    const SectileImm::Info &Info = SectileImm::info(
        Kind == Sectile::fixup_branch13   ? SectileImm::Branch13
        : Kind == Sectile::fixup_branch14 ? SectileImm::Branch14
                                          : SectileImm::Jump26);
    int64_t Distance = Value;
    if (Distance & 3)
      return error("branch target is " + Twine(Distance) +
                   " bytes away, not a multiple of 4");
    if (!Info.contains(Distance))
      return error("branch target is " + Twine(Distance) +
                   " bytes away, out of range [" + Twine(Info.min()) + ", " +
                   Twine(Info.max()) + "]");
    uint32_t Bits = branchBits(Kind, Distance);
    support::endian::write32le(Data, support::endian::read32le(Data) | Bits);
    return;
  }
  case Sectile::fixup_lo12:
  case Sectile::fixup_g0:
  case Sectile::fixup_g1:
  case Sectile::fixup_g2:
  case Sectile::fixup_g3:
  case Sectile::fixup_tprel_g0:
  case Sectile::fixup_tprel_g1: {
    unsigned Offset = getFixupKindInfo(Kind).TargetOffset;
    uint64_t Field;
    if (Kind == Sectile::fixup_lo12)
      Field = Value & 0xfff;
    else if (Kind >= Sectile::fixup_tprel_g0)
      Field = Value >> (16 * (Kind - Sectile::fixup_tprel_g0)) & 0xffff;
    else
      Field = Value >> (16 * (Kind - Sectile::fixup_g0)) & 0xffff;
    support::endian::write32le(Data, support::endian::read32le(Data) |
                                         uint32_t(Field << Offset));
    return;
  }
  default:
    break;
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
      MCELFObjectTargetWriter::getOSABI(STI.getTargetTriple().getOS()));
}
