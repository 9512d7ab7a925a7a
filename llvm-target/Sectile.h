// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Sectile.h - passes and names of the code generator -------*- C++ -*-===//
#ifndef SECTILE_TARGET_SECTILE_H
#define SECTILE_TARGET_SECTILE_H

#include "MCTargetDesc/SectileMCTargetDesc.h"
#include "llvm/Target/TargetMachine.h"

namespace llvm {

class FunctionPass;
class PassRegistry;
class SectileTargetMachine;

FunctionPass *createSectileISelDag(SectileTargetMachine &TM,
                                   CodeGenOptLevel OL);
FunctionPass *createSectileAlignGlobalsPass();
FunctionPass *createSectileOptWInstrsPass();
FunctionPass *createSectileLoadStoreOptimizerPass();
FunctionPass *createSectilePrepareIRPass();
FunctionPass *createSectileRenameTilesPass();
FunctionPass *createSectileVectorsPass();

void initializeSectileDAGToDAGISelLegacyPass(PassRegistry &);
void initializeSectileAsmPrinterPass(PassRegistry &);
void initializeSectileAlignGlobalsPass(PassRegistry &);
void initializeSectileOptWInstrsPass(PassRegistry &);
void initializeSectileLoadStoreOptimizerPass(PassRegistry &);
void initializeSectilePrepareIRPass(PassRegistry &);
void initializeSectileRenameTilesPass(PassRegistry &);
void initializeSectileVectorsPass(PassRegistry &);

// Target flags of machine operands: which piece of a symbol is meant.
namespace SectileII {
enum { MO_None, MO_PAGE, MO_LO, MO_TPREL_G1, MO_TPREL_G0 };
}

} // namespace llvm

#endif
