//===- sectile-as.cpp - the assembler
//----------------------------------------===//
//
// A thin tool: stock llvm-mc can't load a target, so this is the part of it
// that a user of an assembler needs.
//
//===----------------------------------------------------------------------===//

#include "Assembler.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

static cl::OptionCategory Category("sectile-as options");
static cl::opt<std::string> Input(cl::Positional, cl::desc("<input.s>"),
                                  cl::init("-"), cl::cat(Category));
static cl::opt<std::string> Output("o", cl::desc("output file (default a.out)"),
                                   cl::value_desc("file"), cl::cat(Category));
static cl::list<std::string> IncludeDirs("I",
                                         cl::desc("look here for .include"),
                                         cl::value_desc("dir"), cl::Prefix,
                                         cl::cat(Category));
static cl::list<std::string> Defsyms("defsym", cl::desc("define a symbol"),
                                     cl::value_desc("symbol=number"),
                                     cl::cat(Category));
static cl::opt<bool> Debug("g", cl::desc("DWARF line table of the assembly"),
                           cl::cat(Category));
static cl::opt<bool> NoWarn("no-warn", cl::desc("suppress warnings"),
                            cl::cat(Category));
static cl::alias NoWarnShort("W", cl::desc("same as --no-warn"),
                             cl::aliasopt(NoWarn), cl::cat(Category));
static cl::opt<bool> FatalWarnings("fatal-warnings",
                                   cl::desc("treat warnings as errors"),
                                   cl::cat(Category));
enum class FileType { Object, Text };
static cl::opt<FileType>
    Type("filetype", cl::desc("what to write"), cl::init(FileType::Object),
         cl::values(clEnumValN(FileType::Object, "obj", "an object (default)"),
                    clEnumValN(FileType::Text, "asm", "normalised assembly")),
         cl::cat(Category));
static cl::opt<bool>
    ShowEncoding("show-encoding",
                 cl::desc("write assembly with each encoding as a comment"),
                 cl::cat(Category));

int main(int argc, char **argv) {
  InitLLVM X(argc, argv);
  cl::HideUnrelatedOptions(Category);
  cl::ParseCommandLineOptions(
      argc, argv, "sectile-as: assembles for sectile-unknown-elf\n");
  sectile::initializeAssembler();

  sectile::AssemblerOptions Options;
  Options.Input = Input;
  Options.IncludeDirs = IncludeDirs;
  Options.Defsyms = Defsyms;
  Options.Text = Type == FileType::Text || ShowEncoding;
  Options.ShowEncoding = ShowEncoding;
  Options.Debug = Debug;
  Options.NoWarn = NoWarn;
  Options.FatalWarnings = FatalWarnings;
  Options.MainFileName = sys::path::filename(Input).str();
  Options.Producer = "sectile-as";
  SmallString<128> Directory;
  if (!sys::fs::current_path(Directory))
    Options.CompilationDir = Directory.str().str();
  if (Output.getNumOccurrences())
    Options.Output = Output;
  else
    Options.Output = Options.Text ? "-" : "a.out";
  return sectile::assemble(Options) ? 0 : 1;
}
