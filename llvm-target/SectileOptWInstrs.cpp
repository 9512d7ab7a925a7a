// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileOptWInstrs.cpp - unneeded extensions of words ---------------===//
//
// Instruction selection sees one basic block. This pass works across blocks: it
// removes a sign extension of a word that is already extended on every path, or
// whose upper half is never read, and a zero extension of a value that has no
// other bits on any path.
//
//===----------------------------------------------------------------------===//

#include "Sectile.h"
#include "SectileInstrInfo.h"
#include "SectileSubtarget.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallSet.h"
#include "llvm/CodeGen/MachineFunctionPass.h"
#include "llvm/CodeGen/MachineRegisterInfo.h"

using namespace llvm;

#define DEBUG_TYPE "sectile-opt-w-instrs"

namespace {

class SectileOptWInstrs : public MachineFunctionPass {
  MachineRegisterInfo *MRI = nullptr;
  const SectileInstrInfo *TII = nullptr;

public:
  static char ID;
  SectileOptWInstrs() : MachineFunctionPass(ID) {}
  StringRef getPassName() const override { return "Sectile word extension"; }
  void getAnalysisUsage(AnalysisUsage &AU) const override {
    AU.setPreservesCFG();
    MachineFunctionPass::getAnalysisUsage(AU);
  }
  bool runOnMachineFunction(MachineFunction &MF) override;

private:
  bool onlyLowWordUsed(Register Reg);
  bool isExtended(Register Reg, SmallPtrSetImpl<MachineInstr *> &Fixable);
  bool fitsUnsigned(Register Reg, unsigned Bits);
};

} // namespace

char SectileOptWInstrs::ID = 0;
INITIALIZE_PASS(SectileOptWInstrs, DEBUG_TYPE, "Sectile word extension", false,
                false)

FunctionPass *llvm::createSectileOptWInstrsPass() {
  return new SectileOptWInstrs();
}

// Does an instruction read only the low words, and sign-extend its result?
static bool isWordOperation(unsigned Opcode) {
  switch (Opcode) {
  case Sectile::ADDW:
  case Sectile::SUBW:
  case Sectile::SLLW:
  case Sectile::SRLW:
  case Sectile::SRAW:
  case Sectile::RORW:
  case Sectile::ROLW:
  case Sectile::CLZW:
  case Sectile::CTZW:
  case Sectile::POPCW:
  case Sectile::REV8W:
  case Sectile::ADDIW:
  case Sectile::MULW:
  case Sectile::MADDW:
  case Sectile::MSUBW:
  case Sectile::DIVW:
  case Sectile::DIVUW:
  case Sectile::REMW:
  case Sectile::REMUW:
  case Sectile::RORIW:
  case Sectile::FEQ_F32:
  case Sectile::FLT_F32:
  case Sectile::FLE_F32:
  case Sectile::FCVT_I32_F32:
  case Sectile::FCVT_U32_F32:
    return true;
  default:
    return false;
  }
}

namespace {
// Which bits of an operand's register an instruction reads.
enum class Reads {
  LowWord,    // bits 31..0 only
  LikeResult, // no more bits than are read of the result
  All,
};
} // namespace

static Reads readsOf(const MachineOperand &MO) {
  const MachineInstr &MI = *MO.getParent();
  unsigned I = MO.getOperandNo();
  auto Imm = [&](unsigned N) { return MI.getOperand(N).getImm(); };
  auto LowWordIf = [](bool Condition) {
    return Condition ? Reads::LowWord : Reads::All;
  };
  if (isWordOperation(MI.getOpcode()))
    return Reads::LowWord;
  switch (MI.getOpcode()) {
  case Sectile::FADD_F32:
  case Sectile::FSUB_F32:
  case Sectile::FMUL_F32:
  case Sectile::FDIV_F32:
  case Sectile::FSQRT_F32:
  case Sectile::FMIN_F32:
  case Sectile::FMAX_F32:
  case Sectile::FSGNJ_F32:
  case Sectile::FSGNJN_F32:
  case Sectile::FSGNJX_F32:
  case Sectile::FCVT_F32_I32:
  case Sectile::FCVT_F32_U32:
  case Sectile::FCVT_F64_I32:
  case Sectile::FCVT_F64_U32:
  case Sectile::FCVT_F64_F32:
  case Sectile::FMADD_F32:
  case Sectile::FMSUB_F32:
  case Sectile::FNMADD_F32:
  case Sectile::FNMSUB_F32:
  case Sectile::FCVT_I64_F32:
  case Sectile::FCVT_U64_F32:
  case Sectile::FCVT_F16_F32:
  case Sectile::FCVT_BF16_F32:
  case Sectile::TSPLAT:
    return Reads::LowWord;
  case Sectile::EXTU:
  case Sectile::EXTS:
    return LowWordIf(Imm(2) + Imm(3) <= 32);
  case Sectile::INSU:
  case Sectile::INSS:
    return Imm(3) > 32 ? Reads::LikeResult : Reads::LowWord;
  case Sectile::INS:
    return I == 2 ? LowWordIf(Imm(4) <= 32) : Reads::LikeResult;
  case Sectile::STB:
  case Sectile::STH:
  case Sectile::STW:
  case Sectile::STXB:
  case Sectile::STXH:
  case Sectile::STXW:
    return LowWordIf(I == 0);
  case Sectile::STZB:
  case Sectile::STZH:
  case Sectile::STZW:
    return LowWordIf(I == 0 || I == 2);
  case Sectile::STZD:
  case Sectile::LDZB:
  case Sectile::LDZH:
  case Sectile::LDZW:
  case Sectile::LDZD:
  case Sectile::LDZBU:
  case Sectile::LDZHU:
  case Sectile::LDZWU:
    return LowWordIf(I == 2);
  case Sectile::SHADDU:
    return I == 2 ? Reads::LowWord : Reads::LikeResult;
  case Sectile::BBC:
  case Sectile::BBS:
    return LowWordIf(Imm(1) < 32);
  case Sectile::ANDI:
    return Imm(2) >= 0 ? Reads::LowWord : Reads::LikeResult;
  case Sectile::ADD:
  case Sectile::SUB:
  case Sectile::MUL:
  case Sectile::MADD:
  case Sectile::MSUB:
  case Sectile::AND:
  case Sectile::OR:
  case Sectile::XOR:
  case Sectile::XNOR:
  case Sectile::ANDN:
  case Sectile::ORN:
  case Sectile::SHADD:
  case Sectile::ORI:
  case Sectile::XORI:
  case TargetOpcode::PHI:
  case TargetOpcode::COPY:
    return Reads::LikeResult;
  case Sectile::ADDI:
    return MI.getOperand(2).isImm() ? Reads::LikeResult : Reads::All;
  case Sectile::SLL: // operand 2 is the amount
    return I == 1 ? Reads::LikeResult : Reads::LowWord;
  case Sectile::SRL:
  case Sectile::SRA:
  case Sectile::ROL:
  case Sectile::ROR:
    return LowWordIf(I == 2);
  case Sectile::SEL:
    return I == 3 ? Reads::All : Reads::LikeResult;
  default:
    return Reads::All;
  }
}

// Does no instruction read bits 63..32 of Reg?
bool SectileOptWInstrs::onlyLowWordUsed(Register Reg) {
  SmallVector<Register, 8> Work = {Reg};
  SmallSet<Register, 8> Seen;
  while (!Work.empty()) {
    Register R = Work.pop_back_val();
    if (!Seen.insert(R).second)
      continue;
    if (Seen.size() > 32)
      return false;
    for (MachineOperand &MO : MRI->use_nodbg_operands(R)) {
      Reads Use = readsOf(MO);
      if (Use == Reads::LowWord)
        continue;
      if (Use == Reads::All)
        return false;
      Register Result = MO.getParent()->getOperand(0).getReg();
      if (!Result.isVirtual())
        return false;
      Work.push_back(Result);
    }
  }
  return true;
}

// The form that extends its result, for an instruction that doesn't.
static unsigned wordForm(unsigned Opcode) {
  switch (Opcode) {
  case Sectile::ADD:
    return Sectile::ADDW;
  case Sectile::SUB:
    return Sectile::SUBW;
  case Sectile::MUL:
    return Sectile::MULW;
  case Sectile::MADD:
    return Sectile::MADDW;
  case Sectile::MSUB:
    return Sectile::MSUBW;
  case Sectile::ADDI:
    return Sectile::ADDIW;
  default:
    return 0;
  }
}

namespace {
// What is known of bits 63..31 of an instruction's result: are they all the
// same?
enum class Result {
  Extended,
  LikeSources, // if they are so in the sources
  Rewritable,  // if the instruction becomes one that extends
  Unknown,
};
} // namespace

static Result resultOf(const MachineInstr &MI) {
  auto Imm = [&](unsigned N) { return MI.getOperand(N).getImm(); };
  auto ExtendedIf = [](bool Condition) {
    return Condition ? Result::Extended : Result::Unknown;
  };
  if (isWordOperation(MI.getOpcode()))
    return Result::Extended;
  switch (MI.getOpcode()) {
  case Sectile::CLZ:
  case Sectile::CTZ:
  case Sectile::POPC:
  case Sectile::SLT:
  case Sectile::SLTU:
  case Sectile::SEQ:
  case Sectile::SNE:
  case Sectile::SLTI:
  case Sectile::SLTIU:
  case Sectile::SEQI:
  case Sectile::SNEI:
  case Sectile::LDB:
  case Sectile::LDH:
  case Sectile::LDW:
  case Sectile::LDBU:
  case Sectile::LDHU:
  case Sectile::LDXB:
  case Sectile::LDXH:
  case Sectile::LDXW:
  case Sectile::LDXBU:
  case Sectile::LDXHU:
  case Sectile::LDZB:
  case Sectile::LDZH:
  case Sectile::LDZW:
  case Sectile::LDZBU:
  case Sectile::LDZHU:
  case Sectile::FEQ_F64:
  case Sectile::FLT_F64:
  case Sectile::FLE_F64:
  case Sectile::FCVT_I32_F64:
  case Sectile::FCVT_U32_F64:
  case Sectile::TGETW:
  case Sectile::CAS_W:
  case Sectile::AMOADD_W:
  case Sectile::AMOSWAP_W:
  case Sectile::AMOAND_W:
  case Sectile::AMOOR_W:
  case Sectile::AMOXOR_W:
  case Sectile::AMOMIN_W:
  case Sectile::AMOMAX_W:
  case Sectile::AMOMINU_W:
  case Sectile::AMOMAXU_W:
    return Result::Extended;
  case Sectile::MOVZ:
    return ExtendedIf(MI.getOperand(1).isImm() &&
                      (Imm(2) == 0 || (Imm(2) == 16 && Imm(1) < 0x8000)));
  case Sectile::MOVN:
    return ExtendedIf(Imm(2) == 0 || (Imm(2) == 16 && Imm(1) < 0x8000));
  case Sectile::PseudoLI:
    return ExtendedIf(isInt<32>(Imm(1)));
  case Sectile::EXTU:
    return ExtendedIf(Imm(3) < 32 || Imm(2) > 32);
  case Sectile::EXTS:
    return ExtendedIf(Imm(3) <= 32 || Imm(2) >= 32);
  case Sectile::INSU:
    if (Imm(2) + Imm(3) < 32)
      return Result::Extended;
    // A word that is shifted: INSS with the shorter field extends it.
    return Imm(2) < 32 && Imm(2) + Imm(3) == 64 ? Result::Rewritable
                                                : Result::Unknown;
  case Sectile::INSS:
    return ExtendedIf(Imm(2) + Imm(3) <= 32);
  case Sectile::ANDI:
    return Imm(2) >= 0 ? Result::Extended : Result::LikeSources;
  case Sectile::ORI:
  case Sectile::XORI:
  case TargetOpcode::COPY:
  case Sectile::AND:
  case Sectile::OR:
  case Sectile::XOR:
  case Sectile::ANDN:
  case Sectile::ORN:
  case Sectile::XNOR:
  case Sectile::MIN:
  case Sectile::MAX:
  case Sectile::MINU:
  case Sectile::MAXU:
  case Sectile::SEL:
  case TargetOpcode::PHI:
    return Result::LikeSources;
  case Sectile::ADDI:
    if (!MI.getOperand(1).isReg() || !MI.getOperand(2).isImm())
      return Result::Unknown;
    return MI.getOperand(1).getReg() == Sectile::R0 ? Result::Extended
                                                    : Result::Rewritable;
  case Sectile::ADD:
  case Sectile::SUB:
  case Sectile::MUL:
  case Sectile::MADD:
  case Sectile::MSUB:
    return Result::Rewritable;
  default:
    return Result::Unknown;
  }
}

// Adds the registers whose value the result of a LikeSources instruction can
// have or is combined of.
static void addSources(const MachineInstr &MI, SmallVectorImpl<Register> &To) {
  if (MI.isPHI()) {
    for (unsigned I = 1; I < MI.getNumOperands(); I += 2)
      To.push_back(MI.getOperand(I).getReg());
    return;
  }
  // Operand 3 of a select is its condition.
  for (unsigned I = 1; I < MI.getNumOperands() && I < 3; ++I)
    if (MI.getOperand(I).isReg() && !MI.getOperand(I).isImplicit())
      To.push_back(MI.getOperand(I).getReg());
}

// Is Reg a sign-extended word on every path? It is if the
// instructions that are added to Fixable are rewritten.
bool SectileOptWInstrs::isExtended(Register Reg,
                                   SmallPtrSetImpl<MachineInstr *> &Fixable) {
  SmallVector<Register, 8> Work = {Reg};
  SmallSet<Register, 16> Seen;
  while (!Work.empty()) {
    Register R = Work.pop_back_val();
    if (R == Sectile::R0)
      continue;
    if (!R.isVirtual())
      return false;
    if (!Seen.insert(R).second)
      continue;
    if (Seen.size() > 64)
      return false;
    MachineInstr *MI = MRI->getVRegDef(R);
    if (!MI)
      return false;
    switch (resultOf(*MI)) {
    case Result::Extended:
      break;
    case Result::LikeSources:
      addSources(*MI, Work);
      break;
    case Result::Rewritable:
      if (!onlyLowWordUsed(R))
        return false;
      Fixable.insert(MI);
      break;
    case Result::Unknown:
      return false;
    }
  }
  return true;
}

// How many low bits the result of an instruction can have, the others being
// zero. Nothing if that depends on the sources as addSources() gives them.
static std::optional<unsigned> unsignedBits(const MachineInstr &MI) {
  auto Imm = [&](unsigned N) { return MI.getOperand(N).getImm(); };
  auto ActiveBits = [](int64_t Value) {
    return APInt(64, Value).getActiveBits();
  };
  switch (MI.getOpcode()) {
  case Sectile::SLT:
  case Sectile::SLTU:
  case Sectile::SEQ:
  case Sectile::SNE:
  case Sectile::SLTI:
  case Sectile::SLTIU:
  case Sectile::SEQI:
  case Sectile::SNEI:
  case Sectile::FEQ_F32:
  case Sectile::FLT_F32:
  case Sectile::FLE_F32:
  case Sectile::FEQ_F64:
  case Sectile::FLT_F64:
  case Sectile::FLE_F64:
    return 1;
  case Sectile::CLZ:
  case Sectile::CTZ:
  case Sectile::POPC:
  case Sectile::CLZW:
  case Sectile::CTZW:
  case Sectile::POPCW:
    return 7;
  case Sectile::LDBU:
  case Sectile::LDXBU:
  case Sectile::LDZBU:
    return 8;
  case Sectile::LDHU:
  case Sectile::LDXHU:
  case Sectile::LDZHU:
    return 16;
  case Sectile::LDWU:
  case Sectile::LDXWU:
  case Sectile::LDZWU:
    return 32;
  case Sectile::EXTU:
    return Imm(3);
  case Sectile::INSU:
    return std::min<int64_t>(Imm(2) + Imm(3), 64);
  case Sectile::MOVZ:
    return MI.getOperand(1).isImm() ? ActiveBits(Imm(1)) + Imm(2) : 64;
  case Sectile::PseudoLI:
    return ActiveBits(Imm(1));
  case Sectile::ADDI:
    return MI.getOperand(1).isReg() &&
                   MI.getOperand(1).getReg() == Sectile::R0 &&
                   MI.getOperand(2).isImm()
               ? ActiveBits(Imm(2))
               : 64;
  case Sectile::ANDI:
    if (Imm(2) >= 0)
      return ActiveBits(Imm(2));
    return std::nullopt;
  case Sectile::ORI:
  case Sectile::XORI:
    if (Imm(2) < 0)
      return 64;
    return std::nullopt;
  case TargetOpcode::COPY:
  case TargetOpcode::PHI:
  case Sectile::AND:
  case Sectile::OR:
  case Sectile::XOR:
  case Sectile::MINU:
  case Sectile::MAXU:
  case Sectile::SEL:
    return std::nullopt;
  default:
    return 64;
  }
}

// Are all bits of Reg from bit `Bits` on zero on every path?
bool SectileOptWInstrs::fitsUnsigned(Register Reg, unsigned Bits) {
  SmallVector<Register, 8> Work = {Reg};
  SmallSet<Register, 16> Seen;
  while (!Work.empty()) {
    Register R = Work.pop_back_val();
    if (R == Sectile::R0 || !Seen.insert(R).second)
      continue;
    if (!R.isVirtual() || Seen.size() > 64)
      return false;
    MachineInstr *MI = MRI->getVRegDef(R);
    if (!MI)
      return false;
    std::optional<unsigned> Found = unsignedBits(*MI);
    if ((MI->getOpcode() == Sectile::ORI || MI->getOpcode() == Sectile::XORI) &&
        APInt(64, MI->getOperand(2).getImm()).getActiveBits() > Bits)
      return false;
    if (!Found)
      addSources(*MI, Work);
    else if (*Found > Bits)
      return false;
  }
  return true;
}

// The number of low bits that a zero extension keeps, or 0 for other
// instructions.
static unsigned zeroExtension(const MachineInstr &MI) {
  if (MI.getOpcode() == Sectile::EXTU && MI.getOperand(2).getImm() == 0)
    return MI.getOperand(3).getImm();
  if (MI.getOpcode() == Sectile::ANDI && isMask_64(MI.getOperand(2).getImm()) &&
      MI.getOperand(2).getImm() > 0)
    return llvm::countr_one(uint64_t(MI.getOperand(2).getImm()));
  return 0;
}

bool SectileOptWInstrs::runOnMachineFunction(MachineFunction &MF) {
  if (skipFunction(MF.getFunction()))
    return false;
  MRI = &MF.getRegInfo();
  TII = MF.getSubtarget<SectileSubtarget>().getInstrInfo();
  bool Changed = false;
  for (MachineBasicBlock &MBB : MF)
    for (MachineInstr &MI : make_early_inc_range(MBB)) {
      bool Signed =
          (MI.getOpcode() == Sectile::ADDIW && MI.getOperand(2).isImm() &&
           MI.getOperand(2).getImm() == 0) ||
          (MI.getOpcode() == Sectile::EXTS && MI.getOperand(2).getImm() == 0 &&
           MI.getOperand(3).getImm() == 32);
      unsigned Unsigned = zeroExtension(MI);
      if (!Signed && !Unsigned)
        continue;
      Register Dst = MI.getOperand(0).getReg(), Src = MI.getOperand(1).getReg();
      if (!Dst.isVirtual() || !Src.isVirtual())
        continue;
      SmallPtrSet<MachineInstr *, 4> Fixable;
      bool Unneeded = (Signed || Unsigned == 32) && onlyLowWordUsed(Dst);
      if (!Unneeded)
        Unneeded =
            Signed ? isExtended(Src, Fixable) : fitsUnsigned(Src, Unsigned);
      if (!Unneeded)
        continue;
      if (!MRI->constrainRegClass(Src, MRI->getRegClass(Dst)))
        continue;
      for (MachineInstr *Fix : Fixable) {
        if (Fix->getOpcode() == Sectile::INSU) {
          Fix->setDesc(TII->get(Sectile::INSS));
          Fix->getOperand(3).setImm(32 - Fix->getOperand(2).getImm());
        } else {
          Fix->setDesc(TII->get(wordForm(Fix->getOpcode())));
        }
      }
      MRI->replaceRegWith(Dst, Src);
      MRI->clearKillFlags(Src);
      MI.eraseFromParent();
      Changed = true;
    }
  return Changed;
}
