// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- sectile-as.cpp - the assembler's command line ----------------------===//

#include "Assembler.h"
#include "Files.h"
#include "sectile/support/version.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace {
enum class FileType { Object, Text };

// Constructed after LLVM's own options are removed: they do not concern the
// user of an assembler, and some have the same names as options here.
struct CommandLine {
  cl::OptionCategory Category{"sectile-as options"};
  cl::opt<std::string> Input{cl::Positional, cl::desc("<input.s>"),
                             cl::init("-"), cl::cat(Category)};
  cl::opt<std::string> Output{"o", cl::desc("output file (default a.out)"),
                              cl::value_desc("file"), cl::cat(Category)};
  cl::list<std::string> IncludeDirs{"I", cl::desc("look here for .include"),
                                    cl::value_desc("dir"), cl::Prefix,
                                    cl::cat(Category)};
  cl::list<std::string> Defsyms{"defsym", cl::desc("define a symbol"),
                                cl::value_desc("symbol=number"),
                                cl::cat(Category)};
  cl::opt<bool> Debug{"g", cl::desc("DWARF line table of the assembly"),
                      cl::cat(Category)};
  cl::opt<unsigned> DwarfVersion{"dwarf-version", cl::init(5),
                                 cl::desc("version of DWARF for -g"),
                                 cl::value_desc("2 to 5"), cl::cat(Category)};
  cl::opt<bool> NoWarn{"no-warn", cl::desc("suppress warnings"),
                       cl::cat(Category)};
  cl::alias NoWarnShort{"W", cl::desc("same as --no-warn"),
                        cl::aliasopt(NoWarn), cl::cat(Category)};
  cl::opt<bool> FatalWarnings{"fatal-warnings",
                              cl::desc("treat warnings as errors"),
                              cl::cat(Category)};
  cl::opt<FileType> Type{
      "filetype", cl::desc("what to write"), cl::init(FileType::Object),
      cl::values(clEnumValN(FileType::Object, "obj", "an object (default)"),
                 clEnumValN(FileType::Text, "asm", "normalised assembly")),
      cl::cat(Category)};
  cl::opt<bool> ShowEncoding{
      "show-encoding",
      cl::desc("write assembly with each encoding as a comment"),
      cl::cat(Category)};
  cl::opt<bool> NoAliases{"no-aliases",
                          cl::desc("with assembly as output: no aliases"),
                          cl::cat(Category)};
};
} // namespace

int main(int argc, char **argv) {
  sectile::InitTool X(argc, argv);
  cl::ResetCommandLineParser();
  CommandLine C;
  cl::HideUnrelatedOptions(C.Category);
  cl::SetVersionPrinter([](raw_ostream &OS) {
    OS << sectile::versionLine("sectile-as") << '\n';
  });
  cl::ParseCommandLineOptions(
      argc, argv, "sectile-as: assembles for sectile-unknown-elf\n",
      /*Errs=*/nullptr, sectile::inputFileSystem().get());
  if (C.DwarfVersion < 2 || C.DwarfVersion > 5) {
    errs() << "sectile-as: error: --dwarf-version expects 2 to 5, found "
           << C.DwarfVersion << '\n';
    return 1;
  }
  sectile::initializeAssembler();

  sectile::AssemblerOptions Options;
  Options.Input = C.Input;
  Options.IncludeDirs = C.IncludeDirs;
  Options.Defsyms = C.Defsyms;
  Options.Text = C.Type == FileType::Text || C.ShowEncoding;
  Options.ShowEncoding = C.ShowEncoding;
  Options.NoAliases = C.NoAliases;
  Options.Debug = C.Debug;
  Options.DwarfVersion = C.DwarfVersion;
  Options.NoWarn = C.NoWarn;
  Options.FatalWarnings = C.FatalWarnings;
  Options.MainFileName = sys::path::filename(C.Input).str();
  Options.Producer = "sectile-as";
  SmallString<128> Directory;
  if (!sys::fs::current_path(Directory))
    Options.CompilationDir = Directory.str().str();
  if (C.Output.getNumOccurrences())
    Options.Output = C.Output;
  else
    Options.Output = Options.Text ? "-" : "a.out";
  bool Ok = sectile::assemble(Options);
  return sectile::finishStandardOutput("sectile-as") && Ok ? 0 : 1;
}
