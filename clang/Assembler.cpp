//===- Assembler.cpp - one assembly, in process
//-----------------------------===//
//
// The driver's assembly job: preprocessed assembly to an object, by LLVM's
// machine-code layer.
//
//===----------------------------------------------------------------------===//

#include "FrontEnd.h"
#include "clang/Basic/LLVM.h"
#include "clang/Options/Options.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/MC/MCAsmBackend.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCCodeEmitter.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCInstPrinter.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCObjectFileInfo.h"
#include "llvm/MC/MCObjectWriter.h"
#include "llvm/MC/MCParser/MCAsmParser.h"
#include "llvm/MC/MCParser/MCTargetAsmParser.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCStreamer.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCTargetOptions.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormattedStream.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/ToolOutputFile.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/TargetParser/Triple.h"

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

  llvm::Triple Triple(Args.getLastArgValue(OPT_triple, "sectile-unknown-elf"));
  std::string Problem;
  const llvm::Target *Target =
      llvm::TargetRegistry::lookupTarget(Triple, Problem);
  if (!Target)
    return error(Argv0, Problem);

  StringRef Input = Args.getLastArgValue(OPT_INPUT, "-");
  auto Buffer = llvm::MemoryBuffer::getFileOrSTDIN(Input, /*IsText=*/true);
  if (std::error_code EC = Buffer.getError())
    return error(Argv0, "cannot read '" + Input + "': " + EC.message());
  llvm::SourceMgr Sources;
  Sources.AddNewSourceBuffer(std::move(*Buffer), llvm::SMLoc());
  Sources.setIncludeDirs(Args.getAllArgValues(OPT_I));
  Sources.setVirtualFileSystem(llvm::vfs::getRealFileSystem());

  llvm::MCTargetOptions Options;
  Options.MCNoWarn = Args.hasArg(OPT_massembler_no_warn);
  Options.MCFatalWarnings = Args.hasArg(OPT_massembler_fatal_warnings);
  Options.MCNoTypeCheck = false;
  std::unique_ptr<llvm::MCRegisterInfo> Registers(
      Target->createMCRegInfo(Triple));
  std::unique_ptr<llvm::MCAsmInfo> AsmInfo(
      Target->createMCAsmInfo(*Registers, Triple, Options));
  std::unique_ptr<llvm::MCInstrInfo> Instructions(Target->createMCInstrInfo());
  std::unique_ptr<llvm::MCSubtargetInfo> Subtarget(
      Target->createMCSubtargetInfo(Triple, "", ""));

  llvm::MCContext Context(Triple, AsmInfo.get(), Registers.get(),
                          Subtarget.get(), &Sources, &Options);
  std::unique_ptr<llvm::MCObjectFileInfo> Sections(
      Target->createMCObjectFileInfo(Context, /*PIC=*/false));
  Context.setObjectFileInfo(Sections.get());
  Context.setMainFileName(Args.getLastArgValue(OPT_main_file_name));
  if (const llvm::opt::Arg *A = Args.getLastArg(OPT_fdebug_compilation_dir_EQ))
    Context.setCompilationDir(A->getValue());
  if (Args.hasArg(OPT_debug_info_kind_EQ)) {
    Context.setGenDwarfForAssembly(true);
    Context.setGenDwarfRootFile(
        Input, Sources.getMemoryBuffer(Sources.getMainFileID())->getBuffer());
  }
  unsigned Dwarf = 5;
  Args.getLastArgValue(OPT_dwarf_version_EQ, "5").getAsInteger(10, Dwarf);
  Context.setDwarfVersion(Dwarf);
  if (const llvm::opt::Arg *A = Args.getLastArg(OPT_dwarf_debug_producer))
    Context.setDwarfDebugProducer(A->getValue());

  StringRef Output = Args.getLastArgValue(OPT_o, "-");
  std::error_code EC;
  llvm::ToolOutputFile File(Output, EC, llvm::sys::fs::OF_None);
  if (EC)
    return error(Argv0, "cannot write '" + Output + "': " + EC.message());

  // A seekable stream, whatever the file is.
  SmallString<0> Object;
  llvm::raw_svector_ostream OS(Object);
  bool Text = Args.getLastArgValue(OPT_filetype, "obj") == "asm";
  std::unique_ptr<llvm::MCCodeEmitter> Emitter(
      Target->createMCCodeEmitter(*Instructions, Context));
  std::unique_ptr<llvm::MCAsmBackend> Backend(
      Target->createMCAsmBackend(*Subtarget, *Registers, Options));
  std::unique_ptr<llvm::MCStreamer> Streamer;
  if (Text) {
    std::unique_ptr<llvm::MCInstPrinter> Printer(
        Target->createMCInstPrinter(Triple, AsmInfo->getAssemblerDialect(),
                                    *AsmInfo, *Instructions, *Registers));
    Streamer.reset(Target->createAsmStreamer(
        Context, std::make_unique<llvm::formatted_raw_ostream>(OS),
        std::move(Printer), nullptr, nullptr));
  } else {
    std::unique_ptr<llvm::MCObjectWriter> Writer =
        Backend->createObjectWriter(OS);
    Streamer.reset(Target->createMCObjectStreamer(
        Triple, Context, std::move(Backend), std::move(Writer),
        std::move(Emitter), *Subtarget));
  }

  std::unique_ptr<llvm::MCAsmParser> Parser(
      llvm::createMCAsmParser(Sources, Context, *Streamer, *AsmInfo));
  std::unique_ptr<llvm::MCTargetAsmParser> TargetParser(
      Target->createMCAsmParser(*Subtarget, *Parser, *Instructions, Options));
  if (!TargetParser)
    return error(Argv0, "no assembler for '" + Triple.str() + "'");
  Parser->setTargetParser(*TargetParser);
  bool Failed = false;
  for (StringRef Definition : Args.getAllArgValues(OPT_defsym)) {
    auto [Symbol, Number] = Definition.split('=');
    int64_t Value;
    if (Symbol.empty() || Number.getAsInteger(0, Value))
      return error(Argv0,
                   "--defsym wants symbol=number, not '" + Definition + "'");
    Context.setSymbolValue(*Streamer, Symbol, Value);
  }
  Failed |= Parser->Run(/*NoInitialTextSection=*/false);
  // Errors found while laying out do not reach the parser's result.
  Failed |= Context.hadError();
  Parser.reset();
  Streamer.reset();
  if (Failed)
    return 1;
  File.os() << Object;
  File.os().flush();
  if (File.os().has_error()) {
    std::string Message = File.os().error().message();
    File.os().clear_error();
    return error(Argv0, "cannot write '" + Output + "': " + Message);
  }
  File.keep();
  return 0;
}
