// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Lto.cpp - bitcode inputs -------------------------------------------===//
//
// Bitcode modules take part in symbol resolution like objects. After symbol
// resolution LLVM optimises and compiles them as one program, and the resulting
// object replaces them.
//
//===----------------------------------------------------------------------===//

#include "llvm/LTO/LTO.h"
#include "Linker.h"
#include "SourceLines.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/DiagnosticPrinter.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/Caching.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/TargetParser/Triple.h"

using namespace llvm;
using namespace sectile::ld;

// Here, where lto::InputFile and SourceLines are complete.
ObjectFile::ObjectFile(Linker &L, MemoryBufferRef Buffer, std::string Name)
    : Name(std::move(Name)), Buffer(Buffer), L(L) {}
ObjectFile::~ObjectFile() = default;

bool ObjectFile::openBitcode() {
  // Modules of an archive may share their names; LTO tells them apart by the
  // identifier of the buffer.
  MemoryBufferRef Named(Buffer.getBuffer(), L.Saver.save(Name));
  Expected<std::unique_ptr<lto::InputFile>> File =
      lto::InputFile::create(Named);
  if (!File)
    return fail("malformed bitcode: " + toString(File.takeError()));
  Bitcode = std::move(*File);
  if (!L.Config.Wrap.empty() && !wrapInBitcode())
    return false;
  StringRef Arch = Bitcode->getTargetTriple().split('-').first;
  if (Arch != "sectile")
    return fail("is bitcode for another machine: " +
                (Arch.empty() ? "unknown" : Arch) + ", expected Sectile");
  return true;
}

/// Once LTO has made one object of the modules, a wrapped name is the same in
/// the module that defines it and in those that refer to it: so declarations
/// get the names that they mean before.
bool ObjectFile::wrapInBitcode() {
  LLVMContext Context;
  Expected<std::unique_ptr<Module>> M =
      Bitcode->getSingleBitcodeModule().parseModule(Context);
  if (!M)
    return fail("malformed bitcode: " + toString(M.takeError()));
  bool Changed = false;
  for (GlobalValue &G : (*M)->global_values()) {
    if (!G.isDeclaration() || !L.Config.Wrap.contains(G.getName()))
      continue;
    std::string Name = ("__wrap_" + G.getName()).str();
    if (GlobalValue *Known = (*M)->getNamedValue(Name))
      G.replaceAllUsesWith(Known);
    else
      G.setName(Name);
    Changed = true;
  }
  if (!Changed)
    return true;
  raw_string_ostream OS(Rewritten);
  WriteBitcodeToFile(**M, OS);
  Expected<std::unique_ptr<lto::InputFile>> File =
      lto::InputFile::create({Rewritten, L.Saver.save(Name)});
  if (!File)
    return fail("malformed bitcode: " + toString(File.takeError()));
  Bitcode = std::move(*File);
  return true;
}

bool ObjectFile::announceBitcode() {
  for (const lto::InputFile::Symbol &S : Bitcode->symbols())
    if (!S.isUndefined())
      announce(L.Saver.save(S.getName()), S.isCommon(), S.isWeak());
  return true;
}

bool ObjectFile::parseBitcode() {
  for (const lto::InputFile::Symbol &S : Bitcode->symbols()) {
    Symbol New;
    New.Name = L.Saver.save(S.getName());
    New.File = this;
    New.Binding = S.isWeak() ? ELF::STB_WEAK : ELF::STB_GLOBAL;
    New.Type = S.isTLS() ? ELF::STT_TLS : ELF::STT_NOTYPE;
    New.Visibility = S.getVisibility() == GlobalValue::HiddenVisibility
                         ? ELF::STV_HIDDEN
                     : S.getVisibility() == GlobalValue::ProtectedVisibility
                         ? ELF::STV_PROTECTED
                         : ELF::STV_DEFAULT;
    int Comdat = S.getComdatIndex();
    bool Lost = Comdat != -1 &&
                L.Groups.contains(Bitcode->getComdatTable()[Comdat].first);
    if (S.isUndefined())
      New.Name = L.wrapped(New.Name);
    if (S.isUndefined() || Lost)
      New.Kind = SymbolKind::Undefined;
    else if (S.isCommon()) {
      New.Kind = SymbolKind::Common;
      New.Size = S.getCommonSize();
      New.Value = std::max<uint64_t>(S.getCommonAlignment(), 1);
    } else
      New.Kind = SymbolKind::Defined;
    BitcodeSymbols.push_back(L.intern(New.Name));
    // LTO leaves references to __real_X to the linker, so X has to be visible.
    BitcodeSymbols.back()->UsedByObject |= New.Name != S.getName();
    L.resolve(*BitcodeSymbols.back(), New);
  }
  for (auto &[Name, Kind] : Bitcode->getComdatTable())
    if (L.Groups.insert(Name).second)
      L.BitcodeGroups.push_back(Name);
  return true;
}

#ifdef SECTILE_LD_LTO
// The target's library registers everything when it is loaded; the reference to
// one of its functions ensures that it is linked.
extern "C" void LLVMInitializeSectileTargetInfo();

/// The functions that the code generator may call although no module names
/// them. The back end takes its library calls from this triple's
/// (SectileSubtarget::initLibcallLoweringInfo); helpers with two underscores
/// may come from elsewhere as well.
static const StringSet<> &libraryCalls() {
  static const StringSet<> Names = [] {
    StringSet<> Result;
    for (const char *Name :
         lto::LTO::getRuntimeLibcallSymbols(Triple("riscv64-unknown-elf")))
      Result.insert(Name);
    return Result;
  }();
  return Names;
}

static bool isRuntimeFunction(StringRef Name) {
  return libraryCalls().contains(Name) ||
         (Name.starts_with("__") && !Name.starts_with("__sectile"));
}

namespace {
/// Converts LLVM's diagnostics of optimisation and code generation to the
/// linker's. LLVM has no default handler: the first diagnostic, even a warning,
/// would end the process.
class LtoDiagnostics {
  Linker &L;
  const Module *Combined = nullptr;

public:
  explicit LtoDiagnostics(Linker &L) : L(L) {}
  void setModule(const Module &M) { Combined = &M; }
  void handle(const DiagnosticInfo &DI);

private:
  std::string where(const Function &F, std::string Location,
                    bool Named = false) const;
  std::string inlineAssembly(uint64_t Cookie) const;
};
} // namespace

// The function, and the source line if there is debug information; else the
// file that the linker took the function from.
std::string LtoDiagnostics::where(const Function &F, std::string Location,
                                  bool Named) const {
  if (Location.empty())
    if (Symbol *S = L.find(F.getName()); S && S->File)
      Location = S->File->Name;
  if (!Location.empty())
    Location += ": ";
  if (Named)
    return Location;
  return Location + "in function " + L.demangle(F.getName()) + ": ";
}

// LLVM knows inline assembly by a number that only the front end could turn
// into a line. The call that carries the number is in the module.
std::string LtoDiagnostics::inlineAssembly(uint64_t Cookie) const {
  if (!Combined || !Cookie)
    return "";
  for (const Function &F : *Combined)
    for (const Instruction &I : instructions(F)) {
      const auto *Call = dyn_cast<CallBase>(&I);
      const MDNode *Place =
          Call && Call->isInlineAsm() ? I.getMetadata("srcloc") : nullptr;
      if (!Place || none_of(Place->operands(), [&](const MDOperand &Op) {
            const auto *N = mdconst::dyn_extract<ConstantInt>(Op);
            return N && N->getZExtValue() == Cookie;
          }))
        continue;
      DiagnosticLocation At(I.getDebugLoc());
      std::string Line;
      if (At.isValid())
        Line = (At.getRelativePath() + ":" + Twine(At.getLine()) + ":" +
                Twine(At.getColumn()))
                   .str();
      return where(F, Line);
    }
  return "";
}

// The code generator's diagnostics that name a function. Their base class has
// no classof.
static const DiagnosticInfoWithLocationBase *placed(const DiagnosticInfo &DI) {
  switch (DI.getKind()) {
  case DK_ResourceLimit:
  case DK_StackSize:
  case DK_GenericWithLoc:
  case DK_RegAllocFailure:
  case DK_Unsupported:
    return static_cast<const DiagnosticInfoWithLocationBase *>(&DI);
  default:
    return nullptr;
  }
}

void LtoDiagnostics::handle(const DiagnosticInfo &DI) {
  std::string Text;
  raw_string_ostream OS(Text);
  if (const auto *Assembly = dyn_cast<DiagnosticInfoSrcMgr>(&DI)) {
    const SMDiagnostic &D = Assembly->getSMDiag();
    OS << inlineAssembly(Assembly->getLocCookie())
       << "assembly: " << D.getMessage();
    if (StringRef Line = D.getLineContents().trim(); !Line.empty())
      OS << ": " << Line;
  } else {
    DiagnosticPrinterRawOStream Printer(OS);
    DI.print(Printer);
    StringRef Message = Text;
    if (const DiagnosticInfoWithLocationBase *Placed = placed(DI)) {
      std::string Location = Placed->getLocationStr();
      if (Message.consume_front(Location))
        Message.consume_front(": ");
      // LLVM itself names some functions, with their types in IR.
      if (Message.consume_front("in function "))
        Message = Message.split(": ").second;
      Text = where(Placed->getFunction(),
                   Placed->isLocationAvailable() ? Location : "",
                   Message.contains("in function")) +
             Message.rtrim().str();
    }
  }
  switch (DI.getSeverity()) {
  case DS_Error:
    L.error(StringRef(Text).rtrim());
    break;
  case DS_Warning:
    L.warn(StringRef(Text).rtrim());
    break;
  case DS_Note:
  case DS_Remark:
    L.Err << "sectile-ld: note: " << StringRef(Text).rtrim() << '\n';
    break;
  }
}

/// A fatal error of the code generator: no output has been written yet.
static void reportFatalError(void *L, const char *Reason, bool) {
  static_cast<Linker *>(L)->error("link-time optimisation: " + Twine(Reason));
  sys::RunInterruptHandlers();
  sys::Process::Exit(1, /*NoCleanup=*/true);
}
#endif

bool Linker::compileBitcode() {
  auto HasBitcode = [](const ObjectFile *F) { return bool(F->Bitcode); };
  if (none_of(Objects, HasBitcode))
    return true;
#ifdef SECTILE_LD_LTO
  // Bitcode that only calls of the code generator need could not be added
  // afterwards.
  for (StringRef Name : libraryCalls().keys()) {
    Symbol *S = find(Name);
    if (S && S->Kind == SymbolKind::Lazy && S->File->Bitcode)
      fetch(*S->File);
  }
  if (!drainQueue())
    return false;
#endif
  std::vector<ObjectFile *> Modules;
  copy_if(Objects, std::back_inserter(Modules), HasBitcode);
#ifndef SECTILE_LD_LTO
  error(Modules[0]->Name +
        ": this linker was built without the code generator");
  return false;
#else
  LLVMInitializeSectileTargetInfo();

  lto::Config Conf;
  Conf.CPU = Config.Cpu.str();
  Conf.OptLevel = Config.LtoLevel;
  Conf.CGOptLevel =
      Config.LtoLevel == 0 ? CodeGenOptLevel::None : CodeGenOptLevel::Default;
  Conf.Options.FunctionSections = Conf.Options.DataSections = true;
  // As the compiler sets them for objects.
  Conf.Options.UseInitArray = true;
  Conf.PTO.LoopVectorization = Conf.PTO.SLPVectorization = Config.LtoLevel > 1;
  Conf.RelocModel = Reloc::Static;
  Conf.CGFileType = CodeGenFileType::ObjectFile;
  LtoDiagnostics Diagnostics(*this);
  Conf.DiagHandler = [&](const DiagnosticInfo &DI) { Diagnostics.handle(DI); };
  Conf.PreCodeGenModuleHook = [&](unsigned, const Module &M) {
    Diagnostics.setModule(M);
    return true;
  };
  ScopedFatalErrorHandler FatalErrors(reportFatalError, this);
  lto::LTO Lto(std::move(Conf));

  for (ObjectFile *F : Modules) {
    std::vector<lto::SymbolResolution> Resolutions;
    for (auto [S, Given] : zip(F->BitcodeSymbols, F->Bitcode->symbols())) {
      lto::SymbolResolution R;
      R.Prevailing = !Given.isUndefined() &&
                     (S->isDefined() || S->Kind == SymbolKind::Common) &&
                     S->File == F;
      R.FinalDefinitionInLinkageUnit = !S->isUndefined();
      R.VisibleToRegularObj = Config.Relocatable || S->UsedByObject ||
                              S == EntrySymbol || isRuntimeFunction(S->Name);
      Resolutions.push_back(R);
    }
    for (Symbol *S : F->BitcodeSymbols)
      if (S->File == F && !S->isUndefined()) {
        // The object of link-time optimisation defines it.
        S->Kind = SymbolKind::Undefined;
        S->Section = nullptr;
        S->Value = S->Size = 0;
      }
    if (Error E = Lto.add(std::move(F->Bitcode), Resolutions)) {
      error(F->Name + ": " + toString(std::move(E)));
      return false;
    }
  }

  std::vector<SmallString<0>> Results(Lto.getMaxTasks());
  if (Error E = Lto.run([&](size_t Task, const Twine &) {
        return std::make_unique<CachedFileStream>(
            std::make_unique<raw_svector_ostream>(Results[Task]));
      })) {
    error("link-time optimisation: " + toString(std::move(E)));
    return false;
  }
  if (failed())
    return false;
  // The modules' groups are now the object's.
  for (StringRef Name : BitcodeGroups)
    Groups.erase(Name);
  erase_if(Objects, [](ObjectFile *F) { return !F->BitcodeSymbols.empty(); });
  for (size_t Task = 0; Task < Results.size(); ++Task) {
    if (Results[Task].empty())
      continue;
    Buffers.push_back(MemoryBuffer::getMemBufferCopy(
        Results[Task], "lto" + Twine(Task) + ".o"));
    if (!addBuffer(Buffers.back()->getMemBufferRef(),
                   Saver.save("lto" + Twine(Task) + ".o"), false))
      return false;
  }
  return true;
#endif
}
