// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Assembler.cpp - the driver's assembly job --------------------------===//
//
// Translates clang's -cc1as arguments to options of Sectile's assembler.
//
//===----------------------------------------------------------------------===//

#include "Assembler.h"
#include "FrontEnd.h"
#include "clang/Basic/LLVM.h"
#include "clang/Options/Options.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;
using namespace clang::options;

static int error(const char *Argv0, const Twine &Message) {
  llvm::errs() << Argv0 << ": error: " << Message << '\n';
  return 1;
}

int sectile::runAssembler(ArrayRef<const char *> Arguments, const char *Argv0) {
  initializeBackEnd();
  unsigned MissingIndex, MissingCount;
  llvm::opt::InputArgList Args = getDriverOptTable().ParseArgs(
      Arguments, MissingIndex, MissingCount,
      llvm::opt::Visibility(options::CC1AsOption));
  if (MissingCount)
    return error(Argv0, Twine("argument to '") +
                            Args.getArgString(MissingIndex) + "' is missing");
  for (const llvm::opt::Arg *A : Args.filtered(OPT_UNKNOWN))
    return error(Argv0, "unknown argument: '" + A->getAsString(Args) + "'");

  std::vector<std::string> LLVMArgs = Args.getAllArgValues(OPT_mllvm);
  if (!LLVMArgs.empty()) {
    std::vector<const char *> Argv{Argv0};
    for (const std::string &Arg : LLVMArgs)
      Argv.push_back(Arg.c_str());
    llvm::cl::ResetAllOptionOccurrences();
    llvm::cl::ParseCommandLineOptions(Argv.size(), Argv.data());
  }

  AssemblerOptions Options;
  Options.Program = Argv0;
  Options.Input = Args.getLastArgValue(OPT_INPUT, "-");
  Options.Output = Args.getLastArgValue(OPT_o, "-");
  Options.IncludeDirs = Args.getAllArgValues(OPT_I);
  Options.Defsyms = Args.getAllArgValues(OPT_defsym);
  Options.Text = Args.getLastArgValue(OPT_filetype, "obj") == "asm";
  Options.Debug = Args.hasArg(OPT_debug_info_kind_EQ);
  (void)Args.getLastArgValue(OPT_dwarf_version_EQ, "5")
      .getAsInteger(10, Options.DwarfVersion);
  StringRef Compression = Args.getLastArgValue(OPT_compress_debug_sections_EQ);
  if (Compression == "zlib")
    Options.Compression = llvm::DebugCompressionType::Zlib;
  else if (Compression == "zstd")
    Options.Compression = llvm::DebugCompressionType::Zstd;
  Options.NoWarn = Args.hasArg(OPT_massembler_no_warn);
  Options.FatalWarnings = Args.hasArg(OPT_massembler_fatal_warnings);
  Options.MainFileName = Args.getLastArgValue(OPT_main_file_name);
  Options.CompilationDir = Args.getLastArgValue(OPT_fdebug_compilation_dir_EQ);
  Options.Producer = Args.getLastArgValue(OPT_dwarf_debug_producer);
  return assemble(Options) ? 0 : 1;
}
