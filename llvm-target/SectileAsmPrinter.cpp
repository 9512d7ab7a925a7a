// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileAsmPrinter.cpp - from machine instructions to MC ------------===//

#include "MCTargetDesc/SectileInstPrinter.h"
#include "MCTargetDesc/SectileMCAsmInfo.h"
#include "Sectile.h"
#include "SectileSubtarget.h"
#include "SectileTargetMachine.h"
#include "TargetInfo/SectileTargetInfo.h"
#include "llvm/CodeGen/AsmPrinter.h"
#include "llvm/CodeGen/MachineFunctionPass.h"
#include "llvm/CodeGen/MachineInstr.h"
#include "llvm/CodeGen/StackMaps.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstBuilder.h"
#include "llvm/MC/MCStreamer.h"
#include "llvm/MC/TargetRegistry.h"

using namespace llvm;

#define DEBUG_TYPE "asm-printer"

namespace {

class SectileAsmPrinter : public AsmPrinter {
public:
  static char ID;
  SectileAsmPrinter(TargetMachine &TM, std::unique_ptr<MCStreamer> Streamer)
      : AsmPrinter(TM, std::move(Streamer), ID), Maps(*this) {}

  StringRef getPassName() const override { return "Sectile Assembly Printer"; }
  bool runOnMachineFunction(MachineFunction &F) override {
    AsmPrinter::runOnMachineFunction(F);
    emitXRayTable();
    return false;
  }
  void emitInstruction(const MachineInstr *MI) override;
  void emitEndOfAsmFile(Module &M) override {
    Maps.serializeToStackMapSection();
  }
  bool PrintAsmOperand(const MachineInstr *MI, unsigned OpNo,
                       const char *ExtraCode, raw_ostream &OS) override;
  bool PrintAsmMemoryOperand(const MachineInstr *MI, unsigned OpNo,
                             const char *ExtraCode, raw_ostream &OS) override;

  // Generated.
  bool lowerPseudoInstExpansion(const MachineInstr *MI, MCInst &Inst);

private:
  StackMaps Maps;

  MCSymbol *label();
  unsigned emitCall(const MachineOperand &Target, MCRegister Scratch);
  void emitStackMap(const MachineInstr &MI);
  void emitPatchPoint(const MachineInstr &MI);
  void emitStatePoint(const MachineInstr &MI);
  void emitSled(const MachineInstr &MI, SledKind Kind);
  void emitPatchable(const MachineInstr &MI);
  bool lowerOperand(const MachineOperand &MO, MCOperand &MCOp);
  MCOperand lowerSymbol(const MachineOperand &MO, MCSymbol *Symbol);
};

} // namespace

char SectileAsmPrinter::ID = 0;
INITIALIZE_PASS(SectileAsmPrinter, "sectile-asm-printer",
                "Sectile Assembly Printer", false, false)

#include "SectileGenMCPseudoLowering.inc"

MCOperand SectileAsmPrinter::lowerSymbol(const MachineOperand &MO,
                                         MCSymbol *Symbol) {
  const MCExpr *E = MCSymbolRefExpr::create(Symbol, OutContext);
  if (!MO.isJTI() && !MO.isMBB() && MO.getOffset())
    E = MCBinaryExpr::createAdd(
        E, MCConstantExpr::create(MO.getOffset(), OutContext), OutContext);
  Sectile::Specifier S = Sectile::S_None;
  switch (MO.getTargetFlags()) {
  case SectileII::MO_PAGE:
    S = Sectile::S_PAGE;
    break;
  case SectileII::MO_LO:
    S = Sectile::S_LO;
    break;
  case SectileII::MO_TPREL_G1:
    S = Sectile::S_TPREL_G1;
    break;
  case SectileII::MO_TPREL_G0:
    S = Sectile::S_TPREL_G0;
    break;
  default:
    break;
  }
  if (S != Sectile::S_None)
    E = MCSpecifierExpr::create(E, S, OutContext);
  return MCOperand::createExpr(E);
}

bool SectileAsmPrinter::lowerOperand(const MachineOperand &MO,
                                     MCOperand &MCOp) {
  switch (MO.getType()) {
  case MachineOperand::MO_Register:
    if (MO.isImplicit())
      return false;
    MCOp = MCOperand::createReg(MO.getReg());
    return true;
  case MachineOperand::MO_Immediate:
    MCOp = MCOperand::createImm(MO.getImm());
    return true;
  case MachineOperand::MO_MachineBasicBlock:
    MCOp = lowerSymbol(MO, MO.getMBB()->getSymbol());
    return true;
  case MachineOperand::MO_GlobalAddress:
    MCOp = lowerSymbol(MO, getSymbolPreferLocal(*MO.getGlobal()));
    return true;
  case MachineOperand::MO_BlockAddress:
    MCOp = lowerSymbol(MO, GetBlockAddressSymbol(MO.getBlockAddress()));
    return true;
  case MachineOperand::MO_ExternalSymbol:
    MCOp = lowerSymbol(MO, GetExternalSymbolSymbol(MO.getSymbolName()));
    return true;
  case MachineOperand::MO_ConstantPoolIndex:
    MCOp = lowerSymbol(MO, GetCPISymbol(MO.getIndex()));
    return true;
  case MachineOperand::MO_JumpTableIndex:
    MCOp = lowerSymbol(MO, GetJTISymbol(MO.getIndex()));
    return true;
  case MachineOperand::MO_MCSymbol:
    MCOp = lowerSymbol(MO, MO.getMCSymbol());
    return true;
  case MachineOperand::MO_RegisterMask:
    return false;
  default:
    report_fatal_error("operand without encoding");
  }
}

//===-- Patchable places and stack maps -----------------------------------===//

MCSymbol *SectileAsmPrinter::label() {
  MCSymbol *Label = OutContext.createTempSymbol();
  OutStreamer->emitLabel(Label);
  return Label;
}

// Emits a call of a symbol, a register or a constant address. Returns the size
// of the emitted code in bytes.
unsigned SectileAsmPrinter::emitCall(const MachineOperand &Target,
                                     MCRegister Scratch) {
  unsigned Bytes = 4;
  if (!Target.isReg() && !Target.isImm()) {
    MCOperand Symbol;
    lowerOperand(Target, Symbol);
    EmitToStreamer(*OutStreamer,
                   MCInstBuilder(Sectile::CALL).addOperand(Symbol));
    return Bytes;
  }
  if (Target.isImm()) {
    // Always four instructions, so that the address can be patched later.
    for (unsigned Piece = 0; Piece < 64; Piece += 16, Bytes += 4) {
      MCInstBuilder Move(Piece ? Sectile::MOVK : Sectile::MOVZ);
      Move.addReg(Scratch);
      if (Piece)
        Move.addReg(Scratch);
      EmitToStreamer(
          *OutStreamer,
          Move.addImm(Target.getImm() >> Piece & 0xffff).addImm(Piece));
    }
  } else {
    Scratch = Target.getReg();
  }
  EmitToStreamer(*OutStreamer, MCInstBuilder(Sectile::JALR)
                                   .addReg(Sectile::R1)
                                   .addReg(Scratch)
                                   .addImm(0));
  return Bytes;
}

void SectileAsmPrinter::emitStackMap(const MachineInstr &MI) {
  Maps.recordStackMap(*label(), MI);
  // The instructions after it in the block may be overwritten too.
  unsigned Bytes = StackMapOpers(&MI).getNumPatchBytes();
  const TargetInstrInfo *TII = MF->getSubtarget().getInstrInfo();
  for (auto I = std::next(MI.getIterator());
       Bytes && I != MI.getParent()->end() && !I->isCall() &&
       I->getOpcode() != TargetOpcode::STACKMAP &&
       I->getOpcode() != TargetOpcode::PATCHPOINT;
       ++I)
    Bytes -= std::min(Bytes, TII->getInstSizeInBytes(*I));
  emitNops(Bytes / 4);
}

void SectileAsmPrinter::emitPatchPoint(const MachineInstr &MI) {
  Maps.recordPatchPoint(*label(), MI);
  PatchPointOpers Opers(&MI);
  const MachineOperand &Target = Opers.getCallTarget();
  unsigned Used = 0;
  if (!Target.isImm() || Target.getImm())
    Used = emitCall(Target, MI.getOperand(Opers.getNextScratchIdx()).getReg());
  if (Opers.getNumPatchBytes() < Used)
    OutContext.reportError(SMLoc(),
                           "patchpoint of " + Twine(Opers.getNumPatchBytes()) +
                               " bytes, expected at least " + Twine(Used));
  else
    emitNops((Opers.getNumPatchBytes() - Used) / 4);
}

void SectileAsmPrinter::emitStatePoint(const MachineInstr &MI) {
  StatepointOpers Opers(&MI);
  if (unsigned Bytes = Opers.getNumPatchBytes())
    emitNops(Bytes / 4);
  else
    emitCall(Opers.getCallTarget(), SectileFrame::Scratch);
  Maps.recordStatepoint(*label(), MI);
}

// XRay replaces the jump; the code that is jumped over has room for a call.
void SectileAsmPrinter::emitSled(const MachineInstr &MI, SledKind Kind) {
  MCSymbol *Start = label(), *End = OutContext.createTempSymbol();
  EmitToStreamer(*OutStreamer,
                 MCInstBuilder(Sectile::J)
                     .addExpr(MCSymbolRefExpr::create(End, OutContext)));
  emitNops(SectileInstrInfo::SledSize / 4 - 1);
  OutStreamer->emitLabel(End);
  recordSled(Start, MI, Kind, /*Version=*/2);
}

void SectileAsmPrinter::emitPatchable(const MachineInstr &MI) {
  const Function &F = MF->getFunction();
  switch (MI.getOpcode()) {
  case TargetOpcode::PATCHABLE_FUNCTION_ENTER:
    if (F.hasFnAttribute("patchable-function-entry")) {
      emitNops(F.getFnAttributeAsParsedInteger("patchable-function-entry"));
      return;
    }
    return emitSled(MI, SledKind::FUNCTION_ENTER);
  case TargetOpcode::PATCHABLE_FUNCTION_EXIT:
    return emitSled(MI, SledKind::FUNCTION_EXIT);
  case TargetOpcode::PATCHABLE_RET:
  case TargetOpcode::PATCHABLE_TAIL_CALL: {
    emitSled(MI, MI.getOpcode() == TargetOpcode::PATCHABLE_RET
                     ? SledKind::FUNCTION_EXIT
                     : SledKind::TAIL_CALL);
    // The instruction itself: its opcode and operands.
    const TargetInstrInfo *TII = MF->getSubtarget().getInstrInfo();
    MachineInstr *Own =
        MF->CreateMachineInstr(TII->get(MI.getOperand(0).getImm()),
                               MI.getDebugLoc(), /*NoImplicit=*/true);
    for (const MachineOperand &MO : drop_begin(MI.operands()))
      Own->addOperand(*MF, MO);
    emitInstruction(Own);
    MF->deleteMachineInstr(Own);
    return;
  }
  case TargetOpcode::PATCHABLE_EVENT_CALL:
    return emitSled(MI, SledKind::CUSTOM_EVENT);
  case TargetOpcode::PATCHABLE_TYPED_EVENT_CALL:
    return emitSled(MI, SledKind::TYPED_EVENT);
  default:
    llvm_unreachable("not a place to patch");
  }
}

void SectileAsmPrinter::emitInstruction(const MachineInstr *MI) {
  MCInst Inst;
  switch (MI->getOpcode()) {
  case TargetOpcode::STACKMAP:
    return emitStackMap(*MI);
  case TargetOpcode::PATCHPOINT:
    return emitPatchPoint(*MI);
  case TargetOpcode::STATEPOINT:
    return emitStatePoint(*MI);
  case TargetOpcode::PATCHABLE_FUNCTION_ENTER:
  case TargetOpcode::PATCHABLE_FUNCTION_EXIT:
  case TargetOpcode::PATCHABLE_RET:
  case TargetOpcode::PATCHABLE_TAIL_CALL:
  case TargetOpcode::PATCHABLE_EVENT_CALL:
  case TargetOpcode::PATCHABLE_TYPED_EVENT_CALL:
    return emitPatchable(*MI);
  default:
    break;
  }
  if (MCInst Expanded; lowerPseudoInstExpansion(MI, Expanded)) {
    EmitToStreamer(*OutStreamer, Expanded);
    return;
  }
  if (MI->getOpcode() == Sectile::PseudoSHAPE)
    return; // source and destination are the same register
  Inst.setOpcode(MI->getOpcode());
  for (const MachineOperand &MO : MI->operands()) {
    MCOperand Op;
    if (lowerOperand(MO, Op))
      Inst.addOperand(Op);
  }
  EmitToStreamer(*OutStreamer, Inst);
}

bool SectileAsmPrinter::PrintAsmOperand(const MachineInstr *MI, unsigned OpNo,
                                        const char *ExtraCode,
                                        raw_ostream &OS) {
  if (!AsmPrinter::PrintAsmOperand(MI, OpNo, ExtraCode, OS))
    return false;
  const MachineOperand &MO = MI->getOperand(OpNo);
  if (ExtraCode && ExtraCode[0]) {
    // %z: zero for the constant 0.
    if (ExtraCode[1] || ExtraCode[0] != 'z')
      return true;
    if (MO.isImm() && MO.getImm() == 0) {
      OS << "zero";
      return false;
    }
  }
  switch (MO.getType()) {
  case MachineOperand::MO_Immediate:
    OS << MO.getImm();
    return false;
  case MachineOperand::MO_Register:
    OS << SectileInstPrinter::getRegisterName(MO.getReg());
    return false;
  case MachineOperand::MO_GlobalAddress:
    PrintSymbolOperand(MO, OS);
    return false;
  case MachineOperand::MO_BlockAddress:
    GetBlockAddressSymbol(MO.getBlockAddress())->print(OS, MAI);
    return false;
  default:
    return true;
  }
}

bool SectileAsmPrinter::PrintAsmMemoryOperand(const MachineInstr *MI,
                                              unsigned OpNo,
                                              const char *ExtraCode,
                                              raw_ostream &OS) {
  if (ExtraCode)
    return true;
  const MachineOperand &Base = MI->getOperand(OpNo);
  const MachineOperand &Imm = MI->getOperand(OpNo + 1);
  if (!Base.isReg())
    return true;
  // As in ldd d, base, displacement.
  OS << SectileInstPrinter::getRegisterName(Base.getReg()) << ", ";
  MCOperand Op;
  if (!lowerOperand(Imm, Op))
    return true;
  if (Op.isImm())
    OS << Op.getImm();
  else
    MAI->printExpr(OS, *Op.getExpr());
  return false;
}

extern "C" LLVM_ABI void LLVMInitializeSectileAsmPrinter() {
  RegisterAsmPrinter<SectileAsmPrinter> X(getTheSectileTarget());
}
