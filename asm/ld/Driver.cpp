// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Driver.cpp - command line, inputs, diagnostics ---------------------===//

#include "Files.h"
#include "Script.h"
#include "sectile/Linker.h"
#include "sectile/support/version.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Option/Option.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace llvm::opt;
using namespace sectile;
using namespace sectile::ld;

namespace {
enum OptionId {
  OPT_INVALID = 0,
#define OPTION(...) LLVM_MAKE_OPT_ID(__VA_ARGS__),
#include "Options.inc"
#undef OPTION
};

#define OPTTABLE_STR_TABLE_CODE
#include "Options.inc"
#undef OPTTABLE_STR_TABLE_CODE

#define OPTTABLE_PREFIXES_TABLE_CODE
#include "Options.inc"
#undef OPTTABLE_PREFIXES_TABLE_CODE

const opt::OptTable::Info InfoTable[] = {
#define OPTION(...) LLVM_CONSTRUCT_OPT_INFO(__VA_ARGS__),
#include "Options.inc"
#undef OPTION
};

class LdOptTable : public opt::GenericOptTable {
public:
  LdOptTable()
      : GenericOptTable(OptionStrTable, OptionPrefixesTable, InfoTable) {}
};

} // namespace

bool sectile::ld::link(ArrayRef<const char *> Args, raw_ostream &Out,
                       raw_ostream &Err) {
  return Linker(Out, Err).run(Args);
}

Linker::Linker(raw_ostream &Out, raw_ostream &Err) : Out(Out), Err(Err) {}
Linker::~Linker() = default;

//===-- Diagnostics -------------------------------------------------------===//

void Linker::error(const Twine &Message) {
  ++ErrorCount;
  if (ErrorCount <= ErrorLimit)
    Err << "sectile-ld: error: " << Message << '\n';
  else if (ErrorCount == ErrorLimit + 1)
    Err << "sectile-ld: error: too many errors, the rest is not shown\n";
}

bool Linker::tooManyErrors() const { return ErrorCount > ErrorLimit; }

void Linker::warn(const Twine &Message) {
  if (Config.FatalWarnings)
    return error(Message);
  Err << "sectile-ld: warning: " << Message << '\n';
}

std::string Linker::demangle(StringRef Name) const {
  if (Config.Demangle && Name.starts_with("_Z"))
    return llvm::demangle(Name);
  return Name.str();
}

std::string Linker::location(const InputSection &S, uint64_t Offset) const {
  std::string Text =
      (S.File->Name + ":(" + S.Name + "+0x" + Twine::utohexstr(Offset) + ")")
          .str();
  if (const Symbol *F = S.File->enclosingFunction(S, Offset))
    Text += ", in function " + demangle(F->Name);
  return Text + S.File->sourceLine(S, Offset);
}

std::string Linker::place(const Symbol &S) const {
  if (!S.File)
    return "the command line";
  if (S.Section && S.Section->Kind == Chunk::Input)
    return (S.File->Name + ":(" + S.Section->Name + "+0x" +
            Twine::utohexstr(S.Value) + ")" +
            S.File->sourceLine(static_cast<InputSection &>(*S.Section),
                               S.Value))
        .str();
  return S.File->Name;
}

//===-- Inputs ------------------------------------------------------------===//

bool Linker::addBuffer(MemoryBufferRef Buffer, StringRef Path,
                       bool WholeArchive) {
  switch (identify_magic(Buffer.getBuffer())) {
  case file_magic::archive:
    return addArchive(Buffer, Path, WholeArchive);
  case file_magic::elf:
  case file_magic::elf_relocatable:
  case file_magic::elf_executable:
  case file_magic::elf_shared_object:
  case file_magic::elf_core:
  case file_magic::bitcode: {
    Files.push_back(std::make_unique<ObjectFile>(*this, Buffer, Path.str()));
    return Files.back()->parse() && drainQueue();
  }
  default:
    error(Path + ": not an ELF object, an archive or bitcode" +
          (Buffer.getBufferSize() ? "" : ": the file is empty"));
    return false;
  }
}

bool Linker::addFile(StringRef Path, bool WholeArchive) {
  auto BufferOrError = readInput(Path, /*IsText=*/false,
                                 /*RequiresNullTerminator=*/false);
  if (!BufferOrError) {
    error("cannot open " + Path + ": " + BufferOrError.getError().message());
    return false;
  }
  Buffers.push_back(std::move(*BufferOrError));
  return addBuffer(Buffers.back()->getMemBufferRef(), Path, WholeArchive);
}

bool Linker::addArchive(MemoryBufferRef Buffer, StringRef Path,
                        bool WholeArchive) {
  auto Fail = [&](Error E, const Twine &Where) {
    error(Path + Where + ": malformed archive: " + toString(std::move(E)));
    return false;
  };
  std::string Wrong;
  if (Error E = checkArchive(Buffer, Wrong))
    return Fail(std::move(E), Wrong.empty() ? "" : "(" + Wrong + ")");
  Expected<std::unique_ptr<object::Archive>> ArchiveOrError =
      object::Archive::create(Buffer);
  if (!ArchiveOrError)
    return Fail(ArchiveOrError.takeError(), "");
  Archives.push_back(std::move(*ArchiveOrError));

  // The archive's own symbol table is not needed: reading the members' tables
  // is cheap, and an archive without one, or with a stale one, works as well.
  bool Ok = true;
  Error E = Error::success();
  for (const object::Archive::Child &Child : Archives.back()->children(E)) {
    Expected<StringRef> Name = Child.getName();
    if (!Name) {
      Ok = Fail(Name.takeError(), "");
      break;
    }
    std::string Full = (Path + "(" + sys::path::filename(*Name) + ")").str();
    if (Error Why = checkMember(Child)) {
      Ok = Fail(std::move(Why), "(" + *Name + ")");
      break;
    }
    Expected<MemoryBufferRef> Member = Child.getMemoryBufferRef();
    if (!Member) {
      Ok = Fail(Member.takeError(), "(" + *Name + ")");
      break;
    }
    file_magic Magic = identify_magic(Member->getBuffer());
    if (Magic != file_magic::bitcode &&
        !Member->getBuffer().starts_with(StringRef(ELF::ElfMagic, 4))) {
      if (WholeArchive) {
        error(Full + ": not an ELF object or bitcode");
        Ok = false;
      } else {
        warn(Full + ": ignored, not an ELF object or bitcode");
      }
      continue;
    }
    Files.push_back(std::make_unique<ObjectFile>(*this, *Member, Full));
    if (WholeArchive)
      Ok &= Files.back()->parse() && drainQueue();
    else
      Ok &= Files.back()->parseLazy();
    // Only the first bad member is reported.
    if (!Ok)
      break;
  }
  if (E)
    return Fail(std::move(E), "");
  return Ok && drainQueue();
}

bool Linker::addLibrary(StringRef Name, bool WholeArchive) {
  bool Exact = Name.consume_front(":");
  std::string File = Exact ? Name.str() : ("lib" + Name + ".a").str();
  for (StringRef Dir : Config.LibraryPath) {
    SmallString<256> Path(Dir);
    sys::path::append(Path, File);
    if (sys::fs::exists(Path))
      return addFile(Saver.save(Path.str()), WholeArchive);
  }
  std::string Searched;
  for (StringRef Dir : Config.LibraryPath)
    Searched += (Searched.empty() ? "" : ", ") + Dir.str();
  error("cannot find library " + File +
        (Searched.empty() ? " (no search path given with -L)"
                          : " (searched " + Searched + ")"));
  return false;
}

//===-- Command line ------------------------------------------------------===//

static bool parseNumber(StringRef Text, uint64_t &Value) {
  return !Text.empty() && !Text.getAsInteger(0, Value);
}

Symbol *Linker::defineAbsolute(StringRef Name, uint64_t Value) {
  Symbol *S = intern(Name);
  S->Kind = SymbolKind::Defined;
  S->Given = true;
  S->Binding = ELF::STB_GLOBAL;
  S->File = nullptr;
  S->Value = Value;
  S->UsedByObject = true;
  return S;
}

bool Linker::parseDefsym(StringRef Text) {
  auto [Name, Expression] = Text.split('=');
  Name = Name.trim();
  Expression = Expression.trim();
  auto Fail = [&](const Twine &Why) {
    error("--defsym " + Text + ": " + Why);
    return false;
  };
  if (Name.empty() || Expression.empty())
    return Fail("expected <symbol>=<value>");
  Symbol *Existing = find(Name);
  if (Existing && (Existing->isDefined() || Existing->Alias))
    return Fail("'" + Name + "' is defined twice on the command line");
  uint64_t Value = 0;
  if (parseNumber(Expression, Value)) {
    defineAbsolute(Name, Value);
    return true;
  }
  if (isDigit(Expression.front()))
    return Fail("'" + Expression + "' is not a number");
  size_t Sign = Expression.find_first_of("+-");
  StringRef Target = Expression.substr(0, Sign).trim();
  if (Target.empty())
    return Fail("expected a symbol or a number, found '" + Expression + "'");
  if (Sign != StringRef::npos) {
    if (!parseNumber(Expression.substr(Sign + 1).trim(), Value))
      return Fail("'" + Expression.substr(Sign + 1).trim() +
                  "' is not a number");
    if (Expression[Sign] == '-')
      Value = -Value;
  }
  Symbol *T = intern(Target);
  T->Referenced = T->UsedByObject = true;
  Symbol *S = defineAbsolute(Name, Value);
  if (T->Kind == SymbolKind::None)
    T->Kind = SymbolKind::Undefined;
  S->Alias = T;
  Aliases.push_back(S);
  AliasTexts.push_back(Text);
  return true;
}

/// Makes each --defsym symbol refer to the end of its chain of aliases, so that
/// no other code has to follow chains.
void Linker::flattenAliases() {
  DenseSet<Symbol *> Done;
  for (Symbol *First : Aliases) {
    SmallVector<Symbol *> Chain;
    SmallPtrSet<Symbol *, 8> OnChain;
    Symbol *End = First;
    for (; End->Alias && !Done.contains(End); End = End->Alias) {
      if (!OnChain.insert(End).second) {
        size_t Last = Aliases.size() - 1;
        while (!OnChain.contains(Aliases[Last]))
          --Last;
        error("--defsym " + AliasTexts[Last] + ": '" + Aliases[Last]->Name +
              "' is defined by itself");
        return;
      }
      Chain.push_back(End);
    }
    for (Symbol *S : reverse(Chain)) {
      if (Symbol *Next = S->Alias; Next->Alias) { // which is resolved already
        S->Value += Next->Value;
        S->Alias = Next->Alias;
      }
      Done.insert(S);
    }
  }
}

bool Linker::parseCommandLine(ArrayRef<const char *> Args, bool &Done) {
  Done = true;
  SmallVector<const char *, 256> Expanded(Args.begin(), Args.end());
  cl::ExpansionContext Expansion(Allocator, cl::TokenizeGNUCommandLine);
  auto Inputs = inputFileSystem();
  Expansion.setVFS(Inputs.get());
  if (Error E = Expansion.expandResponseFiles(Expanded)) {
    error(toString(std::move(E)));
    return false;
  }
  // An argument @file that could not be opened is not expanded.
  for (const char *A : Expanded)
    if (A[0] == '@') {
      error(Twine("cannot open response file ") + (A + 1));
      return false;
    }

  LdOptTable Table;
  unsigned MissingIndex, MissingCount;
  opt::InputArgList Options =
      Table.ParseArgs(Expanded, MissingIndex, MissingCount);
  // Strings in Options live as long as Expanded: keep what is needed longer.
  auto Save = [&](const opt::Arg *A) { return Saver.save(A->getValue()); };

  if (Options.hasArg(OPT_help)) {
    Table.printHelp(Out, "sectile-ld [options] file...",
                    "the Sectile static linker");
    return true;
  }
  if (Options.hasArg(OPT_version)) {
    Out << sectile::versionLine("sectile-ld") << '\n';
    if (!Options.hasArg(OPT_INPUT))
      return true;
  }
  if (MissingCount) {
    error(Twine(Options.getArgString(MissingIndex)) + ": missing argument");
    return false;
  }
  for (const opt::Arg *A : Options.filtered(OPT_UNKNOWN)) {
    std::string Near, Text = A->getAsString(Options);
    if (Table.findNearest(Text, Near) <= 2)
      error("unknown option '" + Twine(Text) + "', did you mean '" + Near +
            "'?");
    else
      error("unknown option '" + Text + "'");
  }

  for (const opt::Arg *A : Options) {
    auto Number = [&](uint64_t &Value) {
      if (!parseNumber(A->getValue(), Value))
        error(A->getAsString(Options) + ": expected a number");
      else if (Value >= MaxAddress || Value % 4)
        error(A->getAsString(Options) +
              ": expected a multiple of 4 below 2^47");
    };
    switch (A->getOption().getID()) {
    case OPT_o:
      Config.Output = A->getValue();
      break;
    case OPT_e:
      Config.Entry = Save(A);
      break;
    case OPT_L:
      Config.LibraryPath.push_back(Save(A));
      break;
    case OPT_u:
    case OPT_require_defined:
      Config.Undefined.push_back(Save(A));
      break;
    case OPT_wrap:
      Config.Wrap.insert(A->getValue());
      break;
    case OPT_defsym:
      Config.Defsym.push_back(Save(A));
      break;
    case OPT_Map:
      Config.MapFile = Save(A);
      break;
    case OPT_print_map:
      Config.MapFile = "-";
      break;
    case OPT_T:
    case OPT_script:
      Config.Scripts.push_back(Save(A));
      break;
    case OPT_print_memory_usage:
      Config.PrintMemoryUsage = true;
      break;
    case OPT_version_script:
    case OPT_dynamic_list:
      error(A->getAsString(Options) +
            ": programs are static and export no symbols");
      break;
    case OPT_discard_all:
      Config.DiscardLocals = true;
      break;
    case OPT_allow_multiple_definition:
      Config.AllowDuplicates = true;
      break;
    case OPT_no_allow_multiple_definition:
      Config.AllowDuplicates = false;
      break;
    case OPT_warn_unresolved_symbols:
      Config.Unresolved = Configuration::Warn;
      break;
    case OPT_error_unresolved_symbols:
      Config.Unresolved = Configuration::Report;
      break;
    case OPT_unresolved_symbols:
      if (StringRef How = A->getValue(); How == "ignore-all")
        Config.Unresolved = Configuration::Ignore;
      else if (How == "report-all")
        Config.Unresolved = Configuration::Report;
      else
        error(A->getAsString(Options) + ": expected report-all or ignore-all");
      break;
    case OPT_mcpu:
      Config.Cpu = Save(A);
      break;
    case OPT_image_base:
    case OPT_Ttext:
      Number(Config.ImageBase);
      break;
    case OPT_lto_O:
      if (StringRef(A->getValue()).getAsInteger(10, Config.LtoLevel) ||
          Config.LtoLevel > 3)
        error(A->getAsString(Options) + ": expected a level from 0 to 3");
      break;
    case OPT_gc_sections:
      Config.GcSections = true;
      break;
    case OPT_no_gc_sections:
      Config.GcSections = false;
      break;
    case OPT_print_gc_sections:
      Config.PrintGcSections = true;
      break;
    case OPT_emit_relocs:
      Config.EmitRelocs = true;
      break;
    case OPT_relocatable:
      Config.Relocatable = true;
      break;
    case OPT_strip_debug:
      Config.StripDebug = true;
      break;
    case OPT_strip_all:
      Config.StripAll = Config.StripDebug = true;
      break;
    case OPT_demangle:
      Config.Demangle = true;
      break;
    case OPT_no_demangle:
      Config.Demangle = false;
      break;
    case OPT_fatal_warnings:
      Config.FatalWarnings = true;
      break;
    case OPT_no_fatal_warnings:
      Config.FatalWarnings = false;
      break;
    case OPT_z:
      if (A->getValue() == StringRef("muldefs"))
        Config.AllowDuplicates = true;
      else if (!is_contained({"relro", "norelro", "now", "lazy", "noexecstack",
                              "defs", "text", "notext", "separate-code",
                              "noseparate-code", "origin", "combreloc",
                              "nocombreloc"},
                             StringRef(A->getValue())))
        error("unknown keyword '" + Twine(A->getValue()) + "' of -z");
      break;
    case OPT_verbose:
      Config.Verbose = true;
      break;
    default:
      break;
    }
  }
  StringRef Keeps = Config.Relocatable  ? "-r"
                    : Config.EmitRelocs ? "--emit-relocs"
                                        : "";
  if (!Keeps.empty() && Config.StripAll)
    error(Keeps + " needs the symbol table that --strip-all leaves out");
  if (Config.Relocatable && Config.GcSections)
    error("--gc-sections drops what a later link may need: use it there, not "
          "with -r");
  Config.EmitRelocs |= Config.Relocatable;
  if (!Config.Scripts.empty() && Config.Relocatable)
    error("a script gives addresses, which an object of -r does not have");
  if (failed())
    return false;
  if (!Config.Scripts.empty())
    Layout = std::make_unique<Script>(*this);
  for (StringRef Path : Config.Scripts)
    Layout->parse(Path);
  if (Layout && Layout->hasSections() &&
      Options.hasArg(OPT_image_base, OPT_Ttext))
    error(Options.getLastArg(OPT_image_base, OPT_Ttext)->getAsString(Options) +
          ": the script gives the addresses");
  if (Layout && Config.Entry.empty())
    Config.Entry = Layout->Entry;
  if (!Options.hasArg(OPT_INPUT, OPT_l) &&
      !(Layout && (!Layout->Inputs.empty() || !Layout->Startup.empty())))
    error("no input files");
  if (failed())
    return false;

  Done = false;
  defineCommandLineSymbols();
  if (Layout && !Layout->Startup.empty())
    addFile(Layout->Startup, false);
  bool Whole = false;
  SmallVector<bool> States;
  for (const opt::Arg *A : Options)
    switch (A->getOption().getID()) {
    case OPT_whole_archive:
      Whole = true;
      break;
    case OPT_no_whole_archive:
      Whole = false;
      break;
    case OPT_push_state:
      States.push_back(Whole);
      break;
    case OPT_pop_state:
      if (States.empty())
        error("--pop-state without --push-state");
      else
        Whole = States.pop_back_val();
      break;
    case OPT_INPUT:
      addFile(Save(A), Whole);
      break;
    case OPT_l:
      addLibrary(Save(A), Whole);
      break;
    default:
      break;
    }
  if (Layout)
    for (const Script::Input &I : Layout->Inputs)
      I.IsLibrary ? addLibrary(I.Name, false) : addFile(I.Name, false);
  return !failed();
}

bool Linker::run(ArrayRef<const char *> Args) {
  bool Done;
  if (!parseCommandLine(Args, Done))
    return false;
  if (Done)
    return true;
  if (!compileBitcode())
    return false;
  if (Config.Relocatable) {
    createRelocatableSections();
    if (!failed())
      write();
    return !failed();
  }
  reserveLinkerSymbols();
  if (!EntrySymbol->isDefined() && EntrySymbol->Kind != SymbolKind::Common)
    error("undefined entry symbol '" + EntrySymbol->Name +
          "': define it, or name another with -e");
  if (Layout) {
    Layout->provideSymbols();
    Layout->placeInputs();
  }
  markLive();
  reportUndefined();
  if (failed())
    return false;
  allocateCommons();
  mergeSections();
  mergeEhFrames();
  createOutputSections();
  if (failed())
    return false;
  assignAddresses();
  if (failed())
    return false;
  setLinkerSymbols();
  if (Layout)
    Layout->setSymbols();
  if (failed())
    return false;
  write();
  if (Layout && Config.PrintMemoryUsage)
    Layout->printMemoryUsage();
  return !failed();
}
