// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileMCTargetDesc.cpp - the machine-code layer -------------------===//

#include "SectileMCTargetDesc.h"
#include "SectileInstPrinter.h"
#include "SectileMCAsmInfo.h"
#include "SectileMatInt.h"
#include "TargetInfo/SectileTargetInfo.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/MC/MCDwarf.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstrAnalysis.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCStreamer.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/Compiler.h"

using namespace llvm;

#define GET_INSTRINFO_MC_DESC
#define GET_INSTRINFO_MC_HELPERS
#include "SectileGenInstrInfo.inc"

#define GET_REGINFO_MC_DESC
#include "SectileGenRegisterInfo.inc"

#define GET_SUBTARGETINFO_MC_DESC
#include "SectileGenSubtargetInfo.inc"

//===-- Tables from the description ---------------------------------------===//

const SectileImm::Info &SectileImm::info(OperandKind K) {
  static constexpr Info Table[] = {
#define SECTILE_IMMEDIATE(Name, kind, width, isSigned, shift, bias)            \
  {kind, width, isSigned, shift, bias},
#include "sectile/immediates.def"
  };
  return Table[K];
}

std::string SectileImm::expected(OperandKind K) {
  const Info &I = info(K);
  std::string Range = "[" + itostr(I.min()) + ", " + itostr(I.max()) + "]";
  std::string Number =
      (I.Shift ? "a multiple of " + itostr(I.multiple()) : "an integer") +
      " in the range " + Range;
  if (I.Kind == StringRef("pcrel"))
    return "branch target must be a symbol or " + Number;
  if (I.Kind == StringRef("csr"))
    return "control register must be a name or " + Number;
  if (I.Kind == StringRef("page"))
    return "operand must be %page(symbol) or " + Number;
  std::string Text = "immediate must be " + Number;
  if (K == SImm13)
    Text += " or %lo(symbol)";
  if (K == UImm16)
    Text += " or a piece of a symbol";
  return Text;
}

static constexpr SectileCSR::Register ControlRegisters[] = {
#define SECTILE_CSR(name, number, readOnly) {#name, number, readOnly},
#include "sectile/csrs.def"
};

const SectileCSR::Register *SectileCSR::byName(StringRef Name) {
  for (const Register &R : ControlRegisters)
    if (Name == R.Name)
      return &R;
  return nullptr;
}

const SectileCSR::Register *SectileCSR::byNumber(unsigned Number) {
  for (const Register &R : ControlRegisters)
    if (Number == R.Number)
      return &R;
  return nullptr;
}

StringRef Sectile::relocationName(unsigned Type) {
  switch (Type) {
#define ELF_RELOC(Name, Number)                                                \
  case Number:                                                                 \
    return #Name;
#include "sectile/relocs.def"
#undef ELF_RELOC
  default:
    return "";
  }
}

std::optional<unsigned> Sectile::relocationByName(StringRef Name) {
  return StringSwitch<std::optional<unsigned>>(Name)
#define ELF_RELOC(Name, Number) .Case(#Name, Number)
#include "sectile/relocs.def"
#undef ELF_RELOC
      .Default(std::nullopt);
}

bool Sectile::isIllegalControl(const MCInst &MI) {
  unsigned Opcode = MI.getOpcode();
  if (Opcode != CSRRW && Opcode != CSRRS && Opcode != CSRRC)
    return false;
  const SectileCSR::Register *R =
      MI.getOperand(1).isImm() ? SectileCSR::byNumber(MI.getOperand(1).getImm())
                               : nullptr;
  bool Writes = Opcode == CSRRW || MI.getOperand(2).getReg() != R0;
  return !R || (R->ReadOnly && Writes);
}

void Sectile::loadConstant(MCRegister Reg, int64_t Value,
                           const MCInstrInfo &MII,
                           function_ref<void(MCInst &)> Emit) {
  bool First = true;
  for (const SectileMatInt::Step &S : SectileMatInt::generate(Value)) {
    MCInst I;
    I.setOpcode(S.Opcode);
    I.addOperand(MCOperand::createReg(Reg));
    const MCInstrDesc &Desc = MII.get(S.Opcode);
    // The source: the tied destination, or what came before.
    if (Desc.operands()[1].OperandType == MCOI::OPERAND_REGISTER)
      I.addOperand(MCOperand::createReg(First ? MCRegister(R0) : Reg));
    // INS names its source besides its tied destination.
    if (Desc.getNumOperands() == 5)
      I.addOperand(MCOperand::createReg(Reg));
    I.addOperand(MCOperand::createImm(S.Imm));
    if (I.getNumOperands() < Desc.getNumOperands())
      I.addOperand(MCOperand::createImm(S.Imm2));
    Emit(I);
    First = false;
  }
}

//===-- Constructors ------------------------------------------------------===//

static MCInstrInfo *createInstrInfo() {
  auto *X = new MCInstrInfo();
  InitSectileMCInstrInfo(X);
  return X;
}

static MCRegisterInfo *createRegisterInfo(const Triple &TT) {
  auto *X = new MCRegisterInfo();
  InitSectileMCRegisterInfo(X, Sectile::R1);
  return X;
}

static MCSubtargetInfo *createSubtargetInfo(const Triple &TT, StringRef CPU,
                                            StringRef FS) {
  if (CPU.empty())
    CPU = "generic";
  return createSectileMCSubtargetInfoImpl(TT, CPU, /*TuneCPU=*/CPU, FS);
}

static MCAsmInfo *createAsmInfo(const MCRegisterInfo &MRI, const Triple &TT,
                                const MCTargetOptions &Options) {
  MCAsmInfo *MAI = new SectileMCAsmInfo(TT);
  // On entry the frame is at sp, the return address in ra.
  unsigned SP = MRI.getDwarfRegNum(Sectile::R2, /*isEH=*/true);
  MAI->addInitialFrameState(MCCFIInstruction::cfiDefCfa(nullptr, SP, 0));
  return MAI;
}

static MCInstPrinter *createInstPrinter(const Triple &TT,
                                        unsigned SyntaxVariant,
                                        const MCAsmInfo &MAI,
                                        const MCInstrInfo &MII,
                                        const MCRegisterInfo &MRI) {
  return new SectileInstPrinter(MAI, MII, MRI);
}

namespace {
class SectileMCInstrAnalysis : public MCInstrAnalysis {
public:
  using MCInstrAnalysis::MCInstrAnalysis;

  bool evaluateBranch(const MCInst &Inst, uint64_t Address, uint64_t Size,
                      uint64_t &Target) const override {
    const MCInstrDesc &Desc = Info->get(Inst.getOpcode());
    for (unsigned I = 0; I != Desc.getNumOperands(); ++I)
      if (Desc.operands()[I].OperandType == SectileOp::OPERAND_PCREL &&
          Inst.getOperand(I).isImm()) {
        Target = Address + Inst.getOperand(I).getImm();
        return true;
      }
    return false;
  }
};
} // namespace

static MCInstrAnalysis *createInstrAnalysis(const MCInstrInfo *Info) {
  return new SectileMCInstrAnalysis(Info);
}

static MCTargetStreamer *createNullTargetStreamer(MCStreamer &S) {
  return new MCTargetStreamer(S);
}
static MCTargetStreamer *
createObjectTargetStreamer(MCStreamer &S, const MCSubtargetInfo &STI) {
  return new MCTargetStreamer(S);
}
static MCTargetStreamer *createAsmTargetStreamer(MCStreamer &S,
                                                 formatted_raw_ostream &OS,
                                                 MCInstPrinter *InstPrint) {
  return new MCTargetStreamer(S);
}

extern "C" LLVM_EXTERNAL_VISIBILITY void LLVMInitializeSectileTargetMC() {
  Target &T = getTheSectileTarget();
  TargetRegistry::RegisterMCAsmInfo(T, createAsmInfo);
  TargetRegistry::RegisterMCInstrInfo(T, createInstrInfo);
  TargetRegistry::RegisterMCRegInfo(T, createRegisterInfo);
  TargetRegistry::RegisterMCSubtargetInfo(T, createSubtargetInfo);
  TargetRegistry::RegisterMCInstPrinter(T, createInstPrinter);
  TargetRegistry::RegisterMCInstrAnalysis(T, createInstrAnalysis);
  TargetRegistry::RegisterMCCodeEmitter(T, createSectileMCCodeEmitter);
  TargetRegistry::RegisterMCAsmBackend(T, createSectileAsmBackend);
  TargetRegistry::RegisterNullTargetStreamer(T, createNullTargetStreamer);
  TargetRegistry::RegisterObjectTargetStreamer(T, createObjectTargetStreamer);
  TargetRegistry::RegisterAsmTargetStreamer(T, createAsmTargetStreamer);
}
