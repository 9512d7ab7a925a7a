// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Sectile.td - the LLVM target ---------------------------------------------===//
//
// The instruction set itself is isa/; what is added here concerns code
// generation only: selection patterns, pseudo instructions, the calling
// convention and the scheduling model.
//
//===----------------------------------------------------------------------===//

include "llvm/Target/Target.td"
include "../isa/Sectile.td"

//===-- Code generation -------------------------------------------------------===//

include "SectileCallingConv.td"
include "SectileInstrInfo.td"
include "SectilePatterns.td"
include "SectilePatternsTile.td"
include "SectileSchedule.td"

//===-- Assembly ----------------------------------------------------------------===//

include "SectileAliases.td"

defm : RemapAllTargetPseudoPointerOperands<GPR>;

//===-- The target ------------------------------------------------------------===//

def SectileInstrInfo : InstrInfo {
  let guessInstructionProperties = false;
}

def : ProcessorModel<"generic", SectileModel, []>;
def : ProcessorModel<"sectile", SectileModel, []>;

// Registers print by their role; r0..r31 are accepted as well.
def SectileAsmParser : AsmParser {
  let ShouldEmitMatchRegisterAltName = true;
  let AllowDuplicateRegisterNames = true;
}
def SectileAsmParserVariant : AsmParserVariant {
  let Variant = 0;
}
def SectileAsmWriter : AsmWriter {
  string AsmWriterClassName = "InstPrinter";
  int PassSubtarget = true;
}

def Sectile : Target {
  let InstructionSet = SectileInstrInfo;
  let AssemblyParsers = [SectileAsmParser];
  let AssemblyParserVariants = [SectileAsmParserVariant];
  let AssemblyWriters = [SectileAsmWriter];
  let AllowRegisterRenaming = true;
}
