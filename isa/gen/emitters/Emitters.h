// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Emitters.h - what isa-tblgen writes ----------------------*- C++ -*-===//

#ifndef SECTILE_ISA_GEN_EMITTERS_H
#define SECTILE_ISA_GEN_EMITTERS_H

#include "model/Model.h"

namespace llvm {
class raw_ostream;
}

namespace sectile::gen {

/// The C++ interface (sectile/isa.h) and its implementation.
void emitDecoderHeader(const Description &D, llvm::raw_ostream &OS);
void emitDecoder(const Description &D, llvm::raw_ostream &OS);
/// One macro call on each line, for parts that build their own tables.
void emitRelocations(const Description &D, llvm::raw_ostream &OS);
void emitControlRegisters(const Description &D, llvm::raw_ostream &OS);
void emitImmediates(const Description &D, llvm::raw_ostream &OS);
void emitRegisters(const Description &D, llvm::raw_ostream &OS);
void emitOperations(const Description &D, llvm::raw_ostream &OS);
void emitTileLists(const Description &D, llvm::raw_ostream &OS);
/// Relocations as a table, and the back end's fixups.
void emitRelocationTable(const Description &D, llvm::raw_ostream &OS);
void emitFixups(const Description &D, llvm::raw_ostream &OS);
/// The numbers of the platform as macros.
void emitPlatform(const Description &D, llvm::raw_ostream &OS);
void emitIntrinsics(const Description &D, llvm::raw_ostream &OS);
/// The records that the core reports to the simulation, in C++.
void emitRecords(const Description &D, llvm::raw_ostream &OS);
/// The core's rates: cycles as macros, and the rate of each instruction.
void emitRates(const Description &D, llvm::raw_ostream &OS);
void emitRateTable(const Description &D, llvm::raw_ostream &OS);
/// The tables of the estimates, for C++, and as functions of the package.
void emitEstimates(const Description &D, llvm::raw_ostream &OS);
void emitEstimateFunctions(llvm::raw_ostream &OS);
/// The SystemVerilog package.
void emitPackage(const Description &D, llvm::raw_ostream &OS);
/// Assembly in which every instruction states its bytes, for FileCheck.
void emitEncoderTests(const Description &D, llvm::raw_ostream &OS);
/// clang's builtins for the instructions that C needs, and the same as
/// declarations.
void emitBuiltins(const Description &D, llvm::raw_ostream &OS);
void emitPrototypes(const Description &D, llvm::raw_ostream &OS);
/// Markdown.
void emitManual(const Description &D, llvm::raw_ostream &OS);

} // namespace sectile::gen

#endif
