// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileMCTargetDesc.h - names of registers and instructions --*- C++ -*-===//
#ifndef SECTILE_MCTARGETDESC_SECTILEMCTARGETDESC_H
#define SECTILE_MCTARGETDESC_SECTILEMCTARGETDESC_H

#include "sectile/platform.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/MC/MCInstrDesc.h"
#include "llvm/MC/MCRegister.h"
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace llvm {

class MCAsmBackend;
class MCCodeEmitter;
class MCContext;
class MCInst;
class MCInstrInfo;
class MCObjectTargetWriter;
class MCRegisterInfo;
class MCSubtargetInfo;
class MCTargetOptions;
class Target;

// OperandType of the records in isa/Operands.td.
namespace SectileOp {
enum OperandType : unsigned {
  OPERAND_PCREL = MCOI::OPERAND_PCREL,
  OPERAND_IMM = MCOI::OPERAND_FIRST_TARGET,
  OPERAND_DEPTH
};
}

// The kinds of immediate operands, from isa/Operands.td: an enumerator and a
// description of each.
namespace SectileImm {
enum OperandKind : unsigned {
#define SECTILE_IMMEDIATE(Name, kind, width, isSigned, shift, bias) Name,
#include "sectile/immediates.def"
};

struct Info {
  const char *Kind; // value, pcrel, page, csr
  unsigned Width;
  bool Signed;
  unsigned Shift;
  int Bias;

  int64_t multiple() const { return int64_t(1) << Shift; }
  int64_t min() const {
    return (Signed ? -(int64_t(1) << (Width - 1)) * multiple() : 0) + Bias;
  }
  int64_t max() const {
    return ((int64_t(1) << (Signed ? Width - 1 : Width)) - 1) * multiple() +
           Bias;
  }
  bool contains(int64_t V) const {
    return V >= min() && V <= max() && ((V - Bias) & (multiple() - 1)) == 0;
  }
  // The field of a value in range, and back.
  uint64_t encode(int64_t V) const {
    return uint64_t((V - Bias) >> Shift) & ((uint64_t(1) << Width) - 1);
  }
  int64_t decode(uint64_t Field) const {
    int64_t V = Field & ((uint64_t(1) << Width) - 1);
    if (Signed && (V >> (Width - 1)))
      V -= int64_t(1) << Width;
    return V * multiple() + Bias;
  }
};

const Info &info(OperandKind K);

// What such an operand must be, for diagnostics.
std::string expected(OperandKind K);
} // namespace SectileImm

// Control registers, from isa/Machine.td.
namespace SectileCSR {
struct Register {
  const char *Name;
  unsigned Number;
  bool ReadOnly;
};
const Register *byName(StringRef Name);
const Register *byNumber(unsigned Number);
} // namespace SectileCSR

namespace ELF {
enum SectileRelocation {
#define ELF_RELOC(Name, Number) Name = Number,
#include "sectile/relocs.def"
#undef ELF_RELOC
};
constexpr uint16_t EM_SECTILE = SECTILE_ELF_MACHINE;
} // namespace ELF

namespace Sectile {
// Name of a relocation type, empty if there is none.
StringRef relocationName(unsigned Type);
std::optional<unsigned> relocationByName(StringRef Name);

// A control-register instruction that always traps: an unassigned number, or a
// write to a read-only register. The encoding of such a one is illegal.
bool isIllegalControl(const MCInst &MI);

// The instructions of "li".
void loadConstant(MCRegister Reg, int64_t Value, const MCInstrInfo &MII,
                  function_ref<void(MCInst &)> Emit);
} // namespace Sectile

MCCodeEmitter *createSectileMCCodeEmitter(const MCInstrInfo &MCII,
                                          MCContext &Ctx);
MCAsmBackend *createSectileAsmBackend(const Target &T,
                                      const MCSubtargetInfo &STI,
                                      const MCRegisterInfo &MRI,
                                      const MCTargetOptions &Options);
std::unique_ptr<MCObjectTargetWriter>
createSectileELFObjectWriter(uint8_t OSABI);

} // namespace llvm

#define GET_REGINFO_ENUM
#include "SectileGenRegisterInfo.inc"

#define GET_INSTRINFO_ENUM
#define GET_INSTRINFO_MC_HELPER_DECLS
#include "SectileGenInstrInfo.inc"

#define GET_SUBTARGETINFO_ENUM
#include "SectileGenSubtargetInfo.inc"

#endif
