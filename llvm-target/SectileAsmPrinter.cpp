//===- SectileAsmPrinter.cpp - from machine instructions to MC
//-------------------------===//

#include "MCTargetDesc/SectileInstPrinter.h"
#include "MCTargetDesc/SectileMCAsmInfo.h"
#include "Sectile.h"
#include "SectileSubtarget.h"
#include "SectileTargetMachine.h"
#include "TargetInfo/SectileTargetInfo.h"
#include "llvm/CodeGen/AsmPrinter.h"
#include "llvm/CodeGen/MachineFunctionPass.h"
#include "llvm/CodeGen/MachineInstr.h"
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
      : AsmPrinter(TM, std::move(Streamer), ID) {}

  StringRef getPassName() const override { return "Sectile Assembly Printer"; }
  void emitInstruction(const MachineInstr *MI) override;
  bool PrintAsmOperand(const MachineInstr *MI, unsigned OpNo,
                       const char *ExtraCode, raw_ostream &OS) override;
  bool PrintAsmMemoryOperand(const MachineInstr *MI, unsigned OpNo,
                             const char *ExtraCode, raw_ostream &OS) override;

  // Generated.
  bool lowerPseudoInstExpansion(const MachineInstr *MI, MCInst &Inst);

private:
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

void SectileAsmPrinter::emitInstruction(const MachineInstr *MI) {
  MCInst Inst;
  if (MCInst Expanded; lowerPseudoInstExpansion(MI, Expanded)) {
    EmitToStreamer(*OutStreamer, Expanded);
    return;
  }
  if (MI->getOpcode() == Sectile::PseudoSHAPE)
    return; // source and destination are one register
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
