// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- isa-tblgen.cpp - everything that is generated from isa/ ------------===//
//
// A separate TableGen back end: llvm-tblgen reads the same records for the
// compiler, and this tool writes everything that LLVM does not.
//
//===----------------------------------------------------------------------===//

#include "emitters/Emitters.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/TableGen/Main.h"
#include "llvm/TableGen/TableGenBackend.h"

using namespace llvm;
using namespace sectile::gen;

template <void (*Emit)(const Description &, raw_ostream &)>
static void run(const RecordKeeper &Records, raw_ostream &OS) {
  if (std::optional<Description> D = Description::read(Records))
    Emit(*D, OS);
}

static TableGen::Emitter::Opt
    Header("gen-decoder-header", run<emitDecoderHeader>,
           "C++ interface: operations, decoder, tables (sectile/isa.h)"),
    Decoder("gen-decoder", run<emitDecoder>, "C++ decoder, encoder, tables"),
    Operations("gen-operations", run<emitOperations>,
               "SECTILE_OP lines, one an instruction"),
    TileLists("gen-tile-lists", run<emitTileLists>,
              "tile instructions by family"),
    RelocationTable("gen-relocation-table", run<emitRelocationTable>,
                    "relocations: values, fields, checks"),
    Fixups("gen-fixups", run<emitFixups>,
           "SECTILE_FIXUP lines, one a relocation of an instruction"),
    Platform("gen-platform", run<emitPlatform>,
             "numbers of the platform, for C and assembly"),
    Registers("gen-registers", run<emitRegisters>,
              "SECTILE_GPR_NAME lines, one a name of a scalar register"),
    Relocations("gen-relocations", run<emitRelocations>,
                "ELF_RELOC lines, one a relocation"),
    ControlRegisters("gen-control-registers", run<emitControlRegisters>,
                     "SECTILE_CSR lines, one a control register"),
    Immediates("gen-immediates", run<emitImmediates>,
               "SECTILE_IMMEDIATE lines, one a kind of immediate"),
    Intrinsics("gen-intrinsics", run<emitIntrinsics>,
               "SECTILE_INTRINSIC lines, one a tile instruction"),
    EncoderTests("gen-encoder-tests", run<emitEncoderTests>,
                 "assembly with the expected bytes, for FileCheck"),
    Builtins("gen-builtins", run<emitBuiltins>,
             "clang builtins, one a tile instruction"),
    Prototypes("gen-builtin-prototypes", run<emitPrototypes>,
               "the builtins as C functions"),
    Records("gen-core-records", run<emitRecords>,
            "C++ structs of the core's records"),
    Rates("gen-rates", run<emitRates>, "cycles of the core, for C and C++"),
    RateTable("gen-rate-table", run<emitRateTable>,
              "SECTILE_RATE lines, one an instruction"),
    Estimates("gen-estimates", run<emitEstimates>,
              "C++ tables of the estimates"),
    Manual("gen-manual", run<emitManual>, "manual in Markdown"),
    Package("gen-sv-package", run<emitPackage>, "SystemVerilog package");

int main(int argc, char **argv) {
  InitLLVM X(argc, argv);
  cl::ParseCommandLineOptions(argc, argv,
                              "generator for the Sectile instruction set\n");
  return TableGenMain(argv[0], MultiFileTableGenMainFn());
}
