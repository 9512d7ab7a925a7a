// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Assembler.cpp - one assembly, in process ---------------------------===//

#include "Assembler.h"
#include "Files.h"
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
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/FormattedStream.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/TargetParser/Triple.h"

using namespace llvm;

extern "C" {
void LLVMInitializeSectileTargetInfo();
void LLVMInitializeSectileTargetMC();
void LLVMInitializeSectileAsmParser();
}

void sectile::initializeAssembler() {
  LLVMInitializeSectileTargetInfo();
  LLVMInitializeSectileTargetMC();
  LLVMInitializeSectileAsmParser();
}

/// The object writer reports some errors of the source as fatal only.
static void reportFatalError(void *Data, const char *Reason, bool) {
  const auto &Options = *static_cast<const sectile::AssemblerOptions *>(Data);
  if (Options.OnFatalError)
    Options.OnFatalError(Reason);
  errs() << Options.Program << ": error: " << StringRef(Reason).rtrim('.')
         << '\n';
  sys::RunInterruptHandlers();
  sys::Process::Exit(1, /*NoCleanup=*/true);
}

bool sectile::assemble(const AssemblerOptions &Options) {
  ScopedFatalErrorHandler Handler(reportFatalError,
                                  const_cast<AssemblerOptions *>(&Options));
  auto Fail = [&](const Twine &Message) {
    errs() << Options.Program << ": error: " << Message << '\n';
    return false;
  };
  Triple TT("sectile-unknown-elf");
  std::string Problem;
  const Target *T = TargetRegistry::lookupTarget(TT, Problem);
  if (!T)
    return Fail(Problem);

  auto Buffer = readInput(Options.Input, /*IsText=*/true);
  if (std::error_code EC = Buffer.getError())
    return Fail("cannot read '" + Options.Input + "': " + EC.message());
  SourceMgr Sources;
  Sources.AddNewSourceBuffer(std::move(*Buffer), SMLoc());
  Sources.setIncludeDirs(Options.IncludeDirs);
  Sources.setVirtualFileSystem(inputFileSystem());

  MCTargetOptions MCOptions;
  MCOptions.MCNoWarn = Options.NoWarn;
  MCOptions.MCFatalWarnings = Options.FatalWarnings;
  MCOptions.CompressDebugSections = Options.Compression;
  MCOptions.ShowMCEncoding = Options.ShowEncoding;
  MCOptions.AsmVerbose = Options.ShowEncoding;
  std::unique_ptr<MCRegisterInfo> Registers(T->createMCRegInfo(TT));
  std::unique_ptr<MCAsmInfo> AsmInfo(
      T->createMCAsmInfo(*Registers, TT, MCOptions));
  AsmInfo->setPreserveAsmComments(false);
  std::unique_ptr<MCInstrInfo> Instructions(T->createMCInstrInfo());
  std::unique_ptr<MCSubtargetInfo> Subtarget(
      T->createMCSubtargetInfo(TT, "", ""));

  MCContext Context(TT, AsmInfo.get(), Registers.get(), Subtarget.get(),
                    &Sources, &MCOptions);
  std::unique_ptr<MCObjectFileInfo> Sections(
      T->createMCObjectFileInfo(Context, /*PIC=*/false));
  Context.setObjectFileInfo(Sections.get());
  // A macro can produce any number of errors.
  unsigned ErrorsLeft = 1000;
  Context.setDiagnosticHandler([&](const SMDiagnostic &Diagnostic, bool,
                                   const SourceMgr &,
                                   std::vector<const MDNode *> &) {
    Diagnostic.print(nullptr, errs());
    if (Diagnostic.getKind() == SourceMgr::DK_Error && --ErrorsLeft == 0)
      report_fatal_error("too many errors, the rest is not shown",
                         /*gen_crash_diag=*/false);
  });
  if (!Options.MainFileName.empty())
    Context.setMainFileName(Options.MainFileName);
  if (!Options.CompilationDir.empty())
    Context.setCompilationDir(Options.CompilationDir);
  if (!Options.Producer.empty())
    Context.setDwarfDebugProducer(Options.Producer);
  Context.setGenDwarfForAssembly(Options.Debug);
  Context.setDwarfVersion(Options.DwarfVersion);
  if (Options.Debug)
    Context.setGenDwarfRootFile(
        Options.Input == "-" ? "<stdin>" : Options.Input,
        Sources.getMemoryBuffer(Sources.getMainFileID())->getBuffer());

  // Write to memory first: the stream is seekable, and a failure leaves no
  // file.
  SmallString<0> Bytes;
  raw_svector_ostream OS(Bytes);
  std::unique_ptr<MCCodeEmitter> Emitter(
      T->createMCCodeEmitter(*Instructions, Context));
  std::unique_ptr<MCAsmBackend> Backend(
      T->createMCAsmBackend(*Subtarget, *Registers, MCOptions));
  std::unique_ptr<MCStreamer> Streamer;
  if (Options.Text) {
    std::unique_ptr<MCInstPrinter> Printer(
        T->createMCInstPrinter(TT, AsmInfo->getAssemblerDialect(), *AsmInfo,
                               *Instructions, *Registers));
    if (Options.NoAliases)
      Printer->applyTargetSpecificCLOption("no-aliases");
    Streamer.reset(T->createAsmStreamer(
        Context, std::make_unique<formatted_raw_ostream>(OS),
        std::move(Printer), Options.ShowEncoding ? std::move(Emitter) : nullptr,
        Options.ShowEncoding ? std::move(Backend) : nullptr));
  } else {
    std::unique_ptr<MCObjectWriter> Writer = Backend->createObjectWriter(OS);
    Streamer.reset(T->createMCObjectStreamer(TT, Context, std::move(Backend),
                                             std::move(Writer),
                                             std::move(Emitter), *Subtarget));
  }

  std::unique_ptr<MCAsmParser> Parser(
      createMCAsmParser(Sources, Context, *Streamer, *AsmInfo));
  std::unique_ptr<MCTargetAsmParser> TargetParser(
      T->createMCAsmParser(*Subtarget, *Parser, *Instructions, MCOptions));
  if (!TargetParser)
    return Fail("no assembler for '" + TT.str() + "'");
  Parser->setTargetParser(*TargetParser);
  for (StringRef Definition : Options.Defsyms) {
    auto [Symbol, Number] = Definition.split('=');
    int64_t Value;
    if (Symbol.empty() || Number.getAsInteger(0, Value))
      return Fail("--defsym expects symbol=number, found '" + Definition + "'");
    Context.setSymbolValue(*Streamer, Symbol, Value);
  }
  bool Failed = Parser->Run(/*NoInitialTextSection=*/false);
  // The parser's result does not include errors that the layout reports.
  Failed |= Context.hadError();
  Parser.reset();
  Streamer.reset();
  if (Failed)
    return false;

  if (Error E = writeOutput(Options.Output, Bytes))
    return Fail(toString(std::move(E)));
  return true;
}
