// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Driver.cpp - sectile-clang -----------------------------------------===//
//
// clang's driver for one target. It plans the jobs like clang's own driver (for
// a generic ELF tool chain) and then changes them: headers are in Sectile's
// sysroot, compilations and assemblies run in this process because clang cannot
// create the target, and the linker is sectile-ld with Sectile's start-up code
// and libraries.
//
//===----------------------------------------------------------------------===//

#include "clang/Driver/Driver.h"
#include "Files.h"
#include "FrontEnd.h"
#include "sectile/support/version.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/Stack.h"
#include "clang/Basic/Version.h"
#include "clang/Driver/Action.h"
#include "clang/Driver/Compilation.h"
#include "clang/Driver/InputInfo.h"
#include "clang/Driver/Job.h"
#include "clang/Driver/Tool.h"
#include "clang/Driver/ToolChain.h"
#include "clang/Driver/Types.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/TextDiagnosticPrinter.h"
#include "clang/Options/Options.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/PrettyStackTrace.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/StringSaver.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace clang;
using namespace clang::driver;
using namespace clang::options;
using llvm::opt::Arg;
using llvm::opt::ArgStringList;

namespace {

constexpr StringRef Triple = "sectile-unknown-elf";
constexpr StringRef CPU = "sectile";

/// Where things are, relative to the tool.
struct Installation {
  std::string Tool;        ///< this program
  std::string Directory;   ///< its folder, where sectile-ld is too
  std::string Sysroot;     ///< include/ and lib/ of the target
  std::string ResourceDir; ///< clang's own headers

  explicit Installation(const char *Argv0);
};

std::string joined(StringRef A, const Twine &B, const Twine &C = "") {
  SmallString<128> Path(A);
  llvm::sys::path::append(Path, B, C);
  return std::string(Path);
}

Installation::Installation(const char *Argv0) {
  // By its address the program is found, under any name of its call.
  static char Here;
  Tool = llvm::sys::fs::getMainExecutable(Argv0, &Here);
  Directory = llvm::sys::path::parent_path(Tool).str();
  StringRef Prefix = llvm::sys::path::parent_path(Directory);
  Sysroot = joined(Prefix, "sectile");
  ResourceDir = joined(Prefix, "lib", "clang/" CLANG_VERSION_MAJOR_STRING);
  if (!llvm::sys::fs::is_directory(ResourceDir))
    ResourceDir = SECTILE_CLANG_RESOURCE_DIR;
}

/// The arguments of clang's driver: the defaults first, so that the user's
/// override them.
class ArgumentRewriter {
public:
  ArgumentRewriter(DiagnosticsEngine &Diags) : Diags(Diags) {}

  SmallVector<const char *, 64> run(ArrayRef<const char *> Given) {
    SmallVector<const char *, 64> Result{Given.front()};
    // sqrt and fma are instructions and set no errno. There is one thread. A
    // product and a sum in one expression fuse, as for clang's other targets;
    // this is explicit so that no other default of clang's applies.
    // Configurations of the host's clang are not for this target.
    for (const char *Default :
         {"--start-no-unused-arguments", "--no-default-config",
          "-ffp-contract=on", "-fno-math-errno", "-fno-exceptions",
          "-fno-threadsafe-statics", "-ftls-model=local-exec",
          "-flax-vector-conversions=none", "-fomit-frame-pointer",
          "-fintegrated-as", "-fno-addrsig", "--end-no-unused-arguments"})
      Result.push_back(Default);
    bool Value = false; // the argument is the value of the option before it
    for (const char *Text : Given.drop_front()) {
      StringRef Argument = Text;
      if (Value) {
        Result.push_back(Text);
        Value = false;
        continue;
      }
      Value = llvm::is_contained({"-Xclang", "-Xlinker", "-Xassembler",
                                  "-Xpreprocessor", "-mllvm", "-o"},
                                 Argument);
      if (Argument.consume_front("-mcpu=") ||
          Argument.consume_front("-march=") ||
          Argument.consume_front("-mtune=")) {
        if (Argument != CPU)
          error("unknown processor '%0', expected '" + CPU.str() + "'")
              << Argument;
      } else if (Argument == "-flto" || Argument.starts_with("-flto=")) {
        // clang's driver allows it only for linkers that it knows.
        LTO = true;
      } else if (Argument == "-fno-lto") {
        LTO = false;
      } else if (llvm::is_contained({"-fPIC", "-fpic", "-fPIE", "-fpie",
                                     "-fno-PIC", "-fno-pic", "-fno-PIE",
                                     "-fno-pie", "-no-pie", "-nopie"},
                                    Argument)) {
        // Code may be at any address before it is linked. Programs are static
        // and have a fixed address, so there is only one kind of code.
      } else if (Argument == "-fno-integrated-as" ||
                 Argument == "-no-integrated-as") {
        // The assembler is the same code.
      } else if (Argument == "-pg" || Argument == "--coverage" ||
                 Argument == "-coverage" || Argument == "-fprofile-arcs" ||
                 Argument == "-ftest-coverage" ||
                 Argument.starts_with("-fprofile-generate") ||
                 Argument.starts_with("-fprofile-instr-generate") ||
                 Argument.starts_with("-fcs-profile-generate")) {
        error("'%0' needs a runtime that the target has not") << Argument;
      } else {
        Result.push_back(Text);
      }
    }
    // clang's driver accepts this only with its own -flto; the linker optimises
    // a program of bitcode as a whole anyway.
    if (LTO)
      llvm::erase_if(Result, [](const char *A) {
        return A == StringRef("-fwhole-program-vtables");
      });
    return Result;
  }

  /// Reports options for features that the target lacks.
  void checkSupported(const llvm::opt::ArgList &Args) {
    if (Args.hasFlag(OPT_fexceptions, OPT_fno_exceptions, false) ||
        Args.hasFlag(OPT_fcxx_exceptions, OPT_fno_cxx_exceptions, false))
      error("exceptions are not supported; compile without -fexceptions");
    for (auto ID : {OPT_shared, OPT_pie, OPT_static_pie})
      if (const Arg *A = Args.getLastArg(ID))
        error("'%0' is not supported; programs are static and have a fixed "
              "address")
            << A->getAsString(Args);
    if (const Arg *A =
            Args.getLastArg(OPT_target, OPT_target_legacy_spelling)) {
      llvm::Triple Given(A->getValue());
      if (Given.getArchName() != "sectile")
        error("unknown target '%0', expected '" + Triple.str() + "'")
            << A->getValue();
    }
    if (const Arg *A = Args.getLastArg(OPT_fsanitize_EQ))
      if (!Args.hasArg(OPT_fsanitize_trap_EQ) ||
          StringRef(A->getValue()) != "undefined")
        error("'%0' needs a runtime that the target has not")
            << A->getAsString(Args);
  }

  /// Whether code is generated when linking.
  bool LTO = false;

private:
  DiagnosticBuilder error(StringRef Text) {
    return Diags.Report(
        Diags.getDiagnosticIDs()->getCustomDiagID(DiagnosticIDs::Error, Text));
  }
  DiagnosticsEngine &Diags;
};

/// Runs the jobs that clang's driver planned.
class Executor {
public:
  Executor(Compilation &C, const Installation &Where, bool LTO)
      : C(C), Args(C.getArgs()), Where(Where), LTO(LTO) {
    Sysroot =
        C.getDriver().SysRoot.empty() ? Where.Sysroot : C.getDriver().SysRoot;
  }

  int run() {
    // -### shows; -v shows and does.
    if (Args.hasArg(OPT__HASH_HASH_HASH)) {
      for (const Command &Job : C.getJobs())
        print(arguments(Job));
      return C.getDriver().getDiags().hasErrorOccurred();
    }
    // Also if the compiler dies.
    for (const char *File : C.getTempFiles())
      llvm::sys::RemoveFileOnSignal(File);
    int Status = 0;
    for (const Command &Job : C.getJobs()) {
      if (dependsOnFailure(Job.getSource()))
        continue;
      SmallVector<const char *, 128> Argv = arguments(Job);
      if (Args.hasArg(OPT_v))
        print(Argv);
      int JobStatus = execute(Argv);
      if (JobStatus == 0)
        continue;
      // The job's output file keeps its earlier contents.
      Failed.insert(&Job.getSource());
      Status = JobStatus < 0 ? 1 : JobStatus;
    }
    C.CleanupFileList(C.getTempFiles());
    return Status;
  }

private:
  bool dependsOnFailure(const Action &A) const {
    if (Failed.contains(&A))
      return true;
    for (const Action *Input : A.getInputs())
      if (dependsOnFailure(*Input))
        return true;
    return false;
  }

  SmallVector<const char *, 128> arguments(const Command &Job) {
    SmallVector<const char *, 128> Result;
    if (isa<LinkJobAction>(Job.getSource())) {
      link(Job, Result);
      return Result;
    }
    Result.push_back(Args.MakeArgString(Where.Tool));
    llvm::append_range(Result, Job.getArguments());
    if (Result.size() > 1 && StringRef(Result[1]) == "-cc1") {
      bool CXX = false;
      for (const InputInfo &Input : Job.getInputInfos())
        CXX |= types::isCXX(Input.getType());
      if (LTO)
        emitBitcode(Result);
      addHeaders(CXX, Result);
      if (CXX && !Args.hasArg(OPT_std_EQ, OPT_ansi))
        Result.push_back("-std=gnu++20"); // <sectile.hpp>
    }
    return Result;
  }

  /// Emits bitcode instead of an object, IR instead of assembly.
  static void emitBitcode(SmallVectorImpl<const char *> &Result) {
    for (const char *&Word : Result) {
      if (StringRef(Word) == "-emit-obj")
        Word = "-emit-llvm-bc";
      else if (StringRef(Word) == "-S")
        Word = "-emit-llvm";
      else
        continue;
      Result.push_back("-flto=full");
      return;
    }
  }

  /// libc++, clang's headers, then the C library's: each includes the next.
  void addHeaders(bool CXX, SmallVectorImpl<const char *> &Result) {
    auto Add = [&](const char *Option, const Twine &Path) {
      Result.push_back(Option);
      Result.push_back(Args.MakeArgString(Path));
    };
    Result.push_back("-nostdsysteminc");
    Result.push_back("-nobuiltininc");
    if (Args.hasArg(OPT_nostdinc))
      return;
    bool Library = !Args.hasArg(OPT_nostdlibinc);
    if (CXX && Library && !Args.hasArg(OPT_nostdincxx)) {
      // Sectile's configuration of libc++ comes first; the headers themselves
      // may be the host's.
      std::string Ours = joined(Sysroot, "include", "c++/v1");
      Add("-internal-isystem", Ours);
      if (!llvm::sys::fs::exists(joined(Ours, "vector")))
        Add("-internal-isystem", SECTILE_LIBCXX_HEADERS);
    }
    if (!Args.hasArg(OPT_nobuiltininc))
      Add("-internal-isystem", joined(C.getDriver().ResourceDir, "include"));
    if (Library)
      Add("-internal-externc-isystem", joined(Sysroot, "include"));
  }

  void link(const Command &Job, SmallVectorImpl<const char *> &Result) {
    auto Add = [&](const Twine &Text) {
      Result.push_back(Args.MakeArgString(Text));
    };
    auto Library = [&](const Twine &Name) {
      return joined(Sysroot, "lib", Name);
    };
    Add(joined(Where.Directory, "sectile-ld"));
    Add("-o");
    Add(Job.getOutputFilenames().empty() ? "a.out"
                                         : Job.getOutputFilenames().front());
    ArgStringList Passed;
    Args.addAllArgs(Passed, {OPT_L, OPT_T_Group, OPT_s, OPT_r, OPT_u});
    llvm::append_range(Result, Passed);
    if (LTO)
      if (const Arg *Level = Args.getLastArg(OPT_O_Group))
        if (Level->getOption().matches(OPT_O) &&
            StringRef("0123").contains(Level->getValue()))
          Add("--lto-O" + Twine(Level->getValue()));
    bool Relocatable = Args.hasArg(OPT_r);
    bool Nothing = Args.hasArg(OPT_nostdlib) || Relocatable;
    if (!Nothing && !Args.hasArg(OPT_nostartfiles))
      Add(Library("crt0.o"));
    // In the order of the command line: objects, libraries, linker options.
    for (const Action *Input : Job.getSource().getInputs()) {
      const auto *Given = dyn_cast<InputAction>(Input);
      if (!Given) {
        llvm::append_range(Result, outputsOf(*Input));
        continue;
      }
      const Arg &A = Given->getInputArg();
      if (A.getOption().matches(options::OPT_INPUT) ||
          A.getOption().matches(OPT_Wl_COMMA) ||
          A.getOption().matches(OPT_Xlinker)) {
        llvm::append_range(Result, A.getValues());
      } else {
        ArgStringList Rendered;
        A.render(Args, Rendered);
        llvm::append_range(Result, Rendered);
      }
    }
    if (Nothing || Args.hasArg(OPT_nodefaultlibs))
      return;
    Add("-L" + joined(Sysroot, "lib"));
    Add("--start-group");
    if (C.getDriver().CCCIsCXX() && !Args.hasArg(OPT_nostdlibxx) &&
        llvm::sys::fs::exists(Library("libc++.a")))
      Add("-lc++");
    if (!Args.hasArg(OPT_nolibc)) {
      Add("-lm");
      Add("-lc");
    }
    Add("-lsectile_rt");
    Add("--end-group");
  }

  SmallVector<const char *, 1> outputsOf(const Action &A) {
    SmallVector<const char *, 1> Result;
    for (const Command &Job : C.getJobs())
      if (&Job.getSource() == &A)
        for (const std::string &Output : Job.getOutputFilenames())
          Result.push_back(Args.MakeArgString(Output));
    return Result;
  }

  int execute(ArrayRef<const char *> Argv) {
    const char *Tool = Argv[0];
    if (Argv.size() > 1 && StringRef(Argv[1]) == "-cc1")
      return sectile::runCompiler(Argv.drop_front(2), Tool);
    if (Argv.size() > 1 && StringRef(Argv[1]) == "-cc1as")
      return sectile::runAssembler(Argv.drop_front(2), Tool);
    SmallVector<StringRef, 128> Words(Argv.begin(), Argv.end());
    std::string Problem;
    int Status = llvm::sys::ExecuteAndWait(Tool, Words, std::nullopt, {}, 0, 0,
                                           &Problem);
    if (!Problem.empty())
      llvm::errs() << "sectile-clang: error: cannot run '" << Tool
                   << "': " << Problem << '\n';
    return Status;
  }

  static void print(ArrayRef<const char *> Argv) {
    for (const char *Word : Argv) {
      llvm::errs() << ' ';
      llvm::sys::printArg(llvm::errs(), Word, /*Quote=*/true);
    }
    llvm::errs() << '\n';
  }

  Compilation &C;
  const llvm::opt::DerivedArgList &Args;
  const Installation &Where;
  bool LTO;
  std::string Sysroot;
  llvm::SmallPtrSet<const Action *, 8> Failed;
};

int runDriver(ArrayRef<const char *> Given, const Installation &Where) {
  std::unique_ptr<DiagnosticOptions> Options = CreateAndPopulateDiagOpts(Given);
  auto *Printer = new TextDiagnosticPrinter(llvm::errs(), *Options);
  StringRef Name = llvm::sys::path::filename(Given.front());
  Printer->setPrefix(Name.str());
  DiagnosticsEngine Diags(DiagnosticIDs::create(), *Options, Printer);
  ProcessWarningOptions(Diags, *Options, *llvm::vfs::getRealFileSystem(),
                        /*ReportDiags=*/false);

  if (llvm::is_contained(Given, StringRef("--version"))) {
    llvm::outs() << sectile::versionLine("sectile-clang")
                 << "\nclang version " CLANG_VERSION_STRING "\nTarget: "
                 << Triple << "\nInstalledDir: " << Where.Directory << '\n';
    return 0;
  }

  ArgumentRewriter Rewriter(Diags);
  SmallVector<const char *, 64> Argv = Rewriter.run(Given);
  if (Diags.hasErrorOccurred())
    return 1;
  Driver D(Where.Tool, Triple, Diags, "compiles C and C++ for Sectile");
  D.ResourceDir = Where.ResourceDir;
  D.PrefixDirs.push_back(joined(Where.Sysroot, "lib")); // -print-file-name
  if (Name.contains("++"))
    Argv.insert(Argv.begin() + 1, "--driver-mode=g++");

  std::unique_ptr<Compilation> C(D.BuildCompilation(Argv));
  if (!C || C->containsError())
    return 1;
  if (!C->getJobs().empty())
    Rewriter.checkSupported(C->getArgs());
  if (Diags.hasErrorOccurred())
    return 1;
  int Status = Executor(*C, Where, Rewriter.LTO).run();
  Diags.getClient()->finish();
  return Status;
}

} // namespace

int main(int argc, const char **argv) {
  llvm::setBugReportMsg("sectile-clang crashed; please report it with the "
                        "input and the trace below\n");
  // From where clang measures how much of the stack deep recursion has left.
  noteBottomOfStack();
  sectile::InitTool X(argc, argv);
  SmallVector<const char *, 256> Argv(argv, argv + argc);
  llvm::BumpPtrAllocator Storage;
  llvm::cl::ExpansionContext Expansion(Storage,
                                       llvm::cl::TokenizeGNUCommandLine);
  auto Inputs = sectile::inputFileSystem();
  Expansion.setVFS(Inputs.get());
  if (llvm::Error Err = Expansion.expandResponseFiles(Argv)) {
    llvm::errs() << "sectile-clang: error: " << toString(std::move(Err))
                 << '\n';
    return 1;
  }
  Installation Where(argv[0]);
  ArrayRef<const char *> Rest = ArrayRef(Argv).drop_front();
  int Status;
  if (!Rest.empty() && StringRef(Rest.front()) == "-cc1")
    Status = sectile::runCompiler(Rest.drop_front(), Where.Tool.c_str());
  else if (!Rest.empty() && StringRef(Rest.front()) == "-cc1as")
    Status = sectile::runAssembler(Rest.drop_front(), Where.Tool.c_str());
  else
    Status = runDriver(Argv, Where);
  if (!sectile::finishStandardOutput("sectile-clang") && Status == 0)
    Status = 1;
  return Status;
}
