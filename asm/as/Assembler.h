// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Assembler.h - one assembly, in process -------------------*- C++ -*-===//
//
// Assembly text to an object, or to normalised text, by LLVM's machine-code
// layer.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_ASM_ASSEMBLER_H
#define SECTILE_ASM_ASSEMBLER_H

#include "llvm/ADT/StringRef.h"
#include "llvm/MC/MCTargetOptions.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace sectile {

struct AssemblerOptions {
  std::string Program = "sectile-as"; // named in messages
  std::string Input = "-";
  std::string Output = "-";
  std::vector<std::string> IncludeDirs;
  std::vector<std::string> Defsyms; // symbol=number
  bool Text = false;                // print assembly, not an object
  bool ShowEncoding = false;        // with Text: each word as a comment
  bool NoAliases = false;           // with Text: real mnemonics only
  bool Debug = false;               // DWARF line table of the assembly itself
  unsigned DwarfVersion = 5;
  llvm::DebugCompressionType Compression = llvm::DebugCompressionType::None;
  bool NoWarn = false;
  bool FatalWarnings = false;
  // Called with the fatal errors of LLVM's object writer; must not return. The
  // default reports an error and exits.
  void (*OnFatalError)(const char *Reason) = nullptr;
  std::string MainFileName;
  std::string CompilationDir;
  std::string Producer;
};

// Registers the back end; cheap, may be called again.
void initializeAssembler();

// Diagnostics go to the error stream; true if all went well. A failed assembly
// leaves no output file.
bool assemble(const AssemblerOptions &Options);

} // namespace sectile

#endif
