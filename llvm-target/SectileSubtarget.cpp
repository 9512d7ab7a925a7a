// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileSubtarget.cpp - one core ------------------------------------===//

#include "SectileSubtarget.h"
#include "Sectile.h"

using namespace llvm;

#define DEBUG_TYPE "sectile-subtarget"

#define GET_SUBTARGETINFO_TARGET_DESC
#define GET_SUBTARGETINFO_CTOR
#include "SectileGenSubtargetInfo.inc"

void SectileSubtarget::anchor() {}

SectileSubtarget::SectileSubtarget(const Triple &TT, StringRef CPU,
                                   StringRef TuneCPU, StringRef FS,
                                   const TargetMachine &TM)
    : SectileGenSubtargetInfo(TT, CPU.empty() ? "generic" : CPU,
                              TuneCPU.empty() ? "generic" : TuneCPU, FS),
      InstrInfo(*this), TLInfo(TM, *this) {
  ParseSubtargetFeatures(CPU.empty() ? "generic" : CPU,
                         TuneCPU.empty() ? "generic" : TuneCPU, FS);
}

unsigned SectileSubtarget::cyclesOf(unsigned Opcode) const {
  unsigned Class = InstrInfo.get(Opcode).getSchedClass();
  return unsigned(MCSchedModel::getReciprocalThroughput(
      *this, *getSchedModel().getSchedClassDesc(Class)));
}

unsigned SectileSubtarget::unitOf(unsigned Opcode) const {
  const MCSchedClassDesc *Class =
      getSchedModel().getSchedClassDesc(InstrInfo.get(Opcode).getSchedClass());
  return Class->isValid() && Class->NumWriteProcResEntries
             ? getWriteProcResBegin(Class)->ProcResourceIdx
             : 0;
}

// LLVM has no list of library functions for an unknown architecture. Ours is
// that of any 64-bit ELF target with newlib.
void SectileSubtarget::initLibcallLoweringInfo(
    LibcallLoweringInfo &Info) const {
  RTLIB::RuntimeLibcallsInfo Model(Triple("riscv64-unknown-elf"));
  for (RTLIB::LibcallImpl Impl : RTLIB::libcall_impls())
    if (Model.isAvailable(Impl)) {
      RTLIB::Libcall Call =
          RTLIB::RuntimeLibcallsInfo::getLibcallFromImpl(Impl);
      if (Info.getLibcallImpl(Call) == RTLIB::Unsupported)
        Info.setLibcallImpl(Call, Impl);
    }
}
