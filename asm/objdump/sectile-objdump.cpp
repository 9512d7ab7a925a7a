// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- sectile-objdump.cpp - the disassembler -----------------------------===//
//
// Prints the contents of objects, archives and executables for Sectile, because
// stock llvm-objdump cannot load a target. The assembler assembles the text of
// an instruction to the same bytes; the symbol that it refers to follows as a
// comment.
//
//===----------------------------------------------------------------------===//

#include "Files.h"
#include "SourceLines.h"
#include "sectile/platform.h"
#include "sectile/support/version.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCDisassembler/MCDisassembler.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstPrinter.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCTargetOptions.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Object/Archive.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/LineIterator.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/TargetParser/Triple.h"
#include <map>

using namespace llvm;
using namespace llvm::object;

extern "C" {
void LLVMInitializeSectileTargetInfo();
void LLVMInitializeSectileTargetMC();
void LLVMInitializeSectileDisassembler();
}

static cl::OptionCategory Category("sectile-objdump options");
#define FLAG(Variable, Name, Text)                                             \
  static cl::opt<bool> Variable(Name, cl::desc(Text), cl::cat(Category))
#define SHORT(Variable, Name, Of, Long)                                        \
  static cl::alias Variable(Name, cl::desc("same as --" Long),                 \
                            cl::aliasopt(Of), cl::NotHidden, cl::Grouping,     \
                            cl::cat(Category))
static cl::list<std::string> Inputs(cl::Positional, cl::desc("<files>"),
                                    cl::OneOrMore, cl::cat(Category));
FLAG(Disassemble, "disassemble", "disassemble sections that hold code");
FLAG(DisassembleAll, "disassemble-all", "disassemble all sections");
FLAG(Relocations, "reloc",
     "show relocations, between the lines of a disassembly");
FLAG(Source, "source", "show source text in the disassembly; implies -d");
FLAG(LineNumbers, "line-numbers", "show file and line in the disassembly");
FLAG(SectionHeaders, "section-headers", "show the sections");
FLAG(SymbolTable, "syms", "show the symbol table");
FLAG(NoRawWords, "no-show-raw-insn", "leave out the words");
FLAG(NoAddresses, "no-leading-addr", "leave out the addresses");
FLAG(DemangleNames, "demangle", "show C++ names as written");
SHORT(ShortD, "d", Disassemble, "disassemble");
SHORT(ShortAll, "D", DisassembleAll, "disassemble-all");
SHORT(ShortR, "r", Relocations, "reloc");
SHORT(ShortS, "S", Source, "source");
SHORT(ShortL, "l", LineNumbers, "line-numbers");
SHORT(ShortH, "h", SectionHeaders, "section-headers");
SHORT(ShortT, "t", SymbolTable, "syms");
SHORT(ShortC, "C", DemangleNames, "demangle");
static cl::list<std::string> OnlySections("section",
                                          cl::desc("only these sections"),
                                          cl::value_desc("name"),
                                          cl::cat(Category));
static cl::alias ShortJ("j", cl::desc("same as --section"),
                        cl::aliasopt(OnlySections), cl::cat(Category));
static cl::list<std::string>
    OnlySymbols("disassemble-symbols", cl::CommaSeparated,
                cl::desc("disassemble only these; implies -d"),
                cl::value_desc("name,..."), cl::cat(Category));
static cl::opt<uint64_t> StartAddress("start-address",
                                      cl::desc("first address"), cl::init(0),
                                      cl::cat(Category));
static cl::opt<uint64_t> StopAddress("stop-address",
                                     cl::desc("address behind the last"),
                                     cl::init(UINT64_MAX), cl::cat(Category));

static bool Failed = false;

static void report(StringRef File, const Twine &Message) {
  outs().flush();
  errs() << "sectile-objdump: error: '" << File << "': " << Message << '\n';
  Failed = true;
}
static void report(StringRef File, Error E) {
  handleAllErrors(std::move(E), [&](const ErrorInfoBase &Info) {
    report(File, Info.message());
  });
}

static std::string shown(StringRef Name) {
  return DemangleNames ? demangle(Name) : Name.str();
}

namespace {
constexpr uint16_t EMSectile = SECTILE_ELF_MACHINE;

struct Symbol {
  uint64_t Address;
  uint64_t Size;
  StringRef Name;
  bool IsFunction;
};

class Dumper {
public:
  bool initialize(std::string &Problem);
  void dump(StringRef FileName, const ELF64LEObjectFile &Object);

private:
  std::unique_ptr<MCRegisterInfo> Registers;
  std::unique_ptr<MCAsmInfo> AsmInfo;
  std::unique_ptr<MCInstrInfo> Instructions;
  std::unique_ptr<MCSubtargetInfo> Subtarget;
  std::unique_ptr<MCContext> Context;
  std::unique_ptr<MCDisassembler> Disassembler;
  std::unique_ptr<MCInstPrinter> Printer;
  // Of the current object, by section index.
  std::unique_ptr<sectile::SourceLines> Lines;
  std::vector<std::vector<Symbol>> Symbols; // by address
  std::vector<std::vector<SectionRef>> RelocationSections;
  std::map<std::string, std::vector<std::string>> SourceText;

  void dumpSections(StringRef File, const ELF64LEObjectFile &Object);
  void dumpSymbols(StringRef File, const ELF64LEObjectFile &Object);
  void dumpRelocations(StringRef File, const ELF64LEObjectFile &Object);
  void disassemble(StringRef File, const ELF64LEObjectFile &Object);
  void disassembleSection(StringRef File, const ELF64LEObjectFile &Object,
                          const SectionRef &Section);
  void printInstruction(const MCInst &Inst, uint64_t Address,
                        ArrayRef<Symbol> InSection, bool Linked);
  void printSource(object::SectionedAddress A, DILineInfo &Last);
  static std::string relocationText(const ELF64LEObjectFile &Object,
                                    const RelocationRef &R);
  Error readSymbols(const ELF64LEObjectFile &Object);
  Error findRelocations(const ELF64LEObjectFile &Object);
};
} // namespace

bool Dumper::initialize(std::string &Problem) {
  Triple TT("sectile-unknown-elf");
  const Target *T = TargetRegistry::lookupTarget(TT, Problem);
  if (!T)
    return false;
  MCTargetOptions Options;
  Registers.reset(T->createMCRegInfo(TT));
  AsmInfo.reset(T->createMCAsmInfo(*Registers, TT, Options));
  Instructions.reset(T->createMCInstrInfo());
  Subtarget.reset(T->createMCSubtargetInfo(TT, "", ""));
  Context = std::make_unique<MCContext>(TT, AsmInfo.get(), Registers.get(),
                                        Subtarget.get());
  Disassembler.reset(T->createMCDisassembler(*Subtarget, *Context));
  Printer.reset(T->createMCInstPrinter(TT, AsmInfo->getAssemblerDialect(),
                                       *AsmInfo, *Instructions, *Registers));
  if (!Disassembler || !Printer) {
    Problem = "no disassembler for '" + TT.str() + "'";
    return false;
  }
  return true;
}

static bool isChosen(const SectionRef &Section) {
  if (OnlySections.empty())
    return true;
  Expected<StringRef> Name = Section.getName();
  if (!Name) {
    consumeError(Name.takeError());
    return false;
  }
  return is_contained(OnlySections, *Name);
}

static StringRef nameOf(const SectionRef &Section) {
  Expected<StringRef> Name = Section.getName();
  if (Name)
    return *Name;
  consumeError(Name.takeError());
  return "<corrupt name>";
}

void Dumper::dumpSections(StringRef, const ELF64LEObjectFile &Object) {
  outs() << "\nsections:\nindex name                     size             "
            "address          type\n";
  for (const SectionRef &Section : Object.sections()) {
    if (!isChosen(Section))
      continue;
    outs() << format("%5u %-24s %016" PRIx64 " %016" PRIx64 "%s%s%s\n",
                     unsigned(Section.getIndex()),
                     nameOf(Section).str().c_str(), Section.getSize(),
                     Section.getAddress(), Section.isText() ? " text" : "",
                     Section.isData() ? " data" : "",
                     Section.isBSS() ? " bss" : "");
  }
}

void Dumper::dumpSymbols(StringRef File, const ELF64LEObjectFile &Object) {
  outs() << "\nsymbols:\n";
  for (const ELFSymbolRef Sym : Object.symbols()) {
    Expected<uint64_t> Address = Sym.getAddress();
    Expected<StringRef> Name = Sym.getName();
    Expected<section_iterator> Section = Sym.getSection();
    Expected<uint32_t> Flags = Sym.getFlags();
    if (!Address || !Name || !Section || !Flags) {
      Error E = joinErrors(Address.takeError(), Name.takeError());
      E = joinErrors(std::move(E), Section.takeError());
      report(File, joinErrors(std::move(E), Flags.takeError()));
      return;
    }
    StringRef Where = *Flags & SymbolRef::SF_Absolute    ? "*absolute*"
                      : *Flags & SymbolRef::SF_Common    ? "*common*"
                      : *Flags & SymbolRef::SF_Undefined ? "*undefined*"
                      : *Section == Object.section_end() ? "*none*"
                                                         : nameOf(**Section);
    const char *Binding = *Flags & SymbolRef::SF_Weak     ? "weak"
                          : *Flags & SymbolRef::SF_Global ? "global"
                                                          : "local";
    static const char *const Types[] = {"",     "object", "function", "section",
                                        "file", "common", "tls"};
    uint8_t Type = Sym.getELFType();
    outs() << format("%016" PRIx64 " %-6s %-8s %-20s %016" PRIx64 " ", *Address,
                     Binding, Type < std::size(Types) ? Types[Type] : "other",
                     Where.str().c_str(), Sym.getSize())
           << shown(*Name) << '\n';
  }
}

std::string Dumper::relocationText(const ELF64LEObjectFile &Object,
                                   const RelocationRef &R) {
  static const std::map<uint64_t, const char *> Names = {
#define ELF_RELOC(Name, Number) {Number, #Name},
#include "sectile/relocs.def"
#undef ELF_RELOC
  };
  auto Known = Names.find(R.getType());
  std::string Text = Known != Names.end()
                         ? Known->second
                         : "unknown relocation " + std::to_string(R.getType());
  Text += '\t';
  symbol_iterator Sym = R.getSymbol();
  if (Sym != Object.symbol_end()) {
    Expected<StringRef> Name = Sym->getName();
    if (Name && !Name->empty()) {
      Text += shown(*Name);
    } else {
      if (!Name)
        consumeError(Name.takeError());
      // Section symbols have no name of their own.
      Expected<section_iterator> Section = Sym->getSection();
      if (Section && *Section != Object.section_end())
        Text += nameOf(**Section);
      else if (!Section)
        consumeError(Section.takeError());
    }
  }
  Expected<int64_t> Addend = ELFRelocationRef(R).getAddend();
  if (!Addend)
    consumeError(Addend.takeError());
  else if (*Addend)
    Text +=
        (*Addend < 0 ? "-0x" : "+0x") +
        utohexstr(*Addend < 0 ? -uint64_t(*Addend) : uint64_t(*Addend), true);
  return Text;
}

void Dumper::dumpRelocations(StringRef File, const ELF64LEObjectFile &Object) {
  for (const SectionRef &Section : Object.sections()) {
    Expected<section_iterator> Target = Section.getRelocatedSection();
    if (!Target)
      return report(File, Target.takeError());
    if (*Target == Object.section_end() || !isChosen(**Target))
      continue;
    outs() << "\nrelocations of " << nameOf(**Target) << ":\n";
    for (const RelocationRef &R : Section.relocations())
      outs() << format("%016" PRIx64 " ", R.getOffset())
             << relocationText(Object, R) << '\n';
  }
}

Error Dumper::readSymbols(const ELF64LEObjectFile &Object) {
  Symbols.assign(cantFail(Object.getELFFile().sections()).size(), {});
  for (const ELFSymbolRef Sym : Object.symbols()) {
    Expected<section_iterator> Where = Sym.getSection();
    if (!Where)
      return Where.takeError();
    if (*Where == Object.section_end())
      continue;
    Expected<uint64_t> Address = Sym.getAddress();
    if (!Address)
      return Address.takeError();
    Expected<StringRef> Name = Sym.getName();
    if (!Name)
      return Name.takeError();
    uint8_t Type = Sym.getELFType();
    if (Name->empty() || Type == ELF::STT_SECTION || Type == ELF::STT_FILE ||
        Type == ELF::STT_TLS)
      continue;
    Symbols[(*Where)->getIndex()].push_back(
        {*Address, Sym.getSize(), *Name, Type == ELF::STT_FUNC});
  }
  // Functions first among those of one address.
  for (std::vector<Symbol> &InSection : Symbols)
    stable_sort(InSection, [](const Symbol &A, const Symbol &B) {
      return std::tie(A.Address, B.IsFunction) <
             std::tie(B.Address, A.IsFunction);
    });
  return Error::success();
}

Error Dumper::findRelocations(const ELF64LEObjectFile &Object) {
  RelocationSections.assign(cantFail(Object.getELFFile().sections()).size(),
                            {});
  if (!Relocations)
    return Error::success();
  for (const SectionRef &Section : Object.sections()) {
    Expected<section_iterator> Target = Section.getRelocatedSection();
    if (!Target)
      return Target.takeError();
    if (*Target != Object.section_end())
      RelocationSections[(*Target)->getIndex()].push_back(Section);
  }
  return Error::success();
}

// "<name+0x8>" of the nearest symbol at or before the address, or nothing.
static std::string nearest(uint64_t Address, ArrayRef<Symbol> Symbols) {
  auto After = upper_bound(Symbols, Address, [](uint64_t A, const Symbol &S) {
    return A < S.Address;
  });
  if (After == Symbols.begin())
    return "";
  auto Best =
      lower_bound(Symbols, std::prev(After)->Address,
                  [](const Symbol &S, uint64_t A) { return S.Address < A; });
  std::string Text = "<" + shown(Best->Name);
  if (Address != Best->Address)
    Text += "+0x" + utohexstr(Address - Best->Address, true);
  return Text + ">";
}

namespace {
/// The addresses to show, which are queried in ascending order: those of the
/// named symbols, or all.
class WantedAddresses {
public:
  WantedAddresses(ArrayRef<Symbol> Symbols, uint64_t SectionEnd) {
    if (OnlySymbols.empty())
      return;
    StringSet<> Names;
    for (const std::string &Name : OnlySymbols)
      Names.insert(Name);
    // Backwards, so that the begin of the next symbol is known.
    uint64_t Next = SectionEnd, Here = SectionEnd;
    for (const Symbol &S : reverse(Symbols)) {
      if (S.Address != Here) {
        Next = Here;
        Here = S.Address;
      }
      if (Names.contains(S.Name))
        Ranges.push_back({S.Address, S.Size ? S.Address + S.Size : Next});
    }
    std::reverse(Ranges.begin(), Ranges.end());
  }
  bool contains(uint64_t Address) {
    if (Address < StartAddress || Address >= StopAddress)
      return false;
    if (OnlySymbols.empty())
      return true;
    for (; Seen < Ranges.size() && Ranges[Seen].first <= Address; ++Seen)
      End = std::max(End, Ranges[Seen].second);
    return Address < End;
  }

private:
  std::vector<std::pair<uint64_t, uint64_t>> Ranges; // by their beginning
  size_t Seen = 0;
  uint64_t End = 0;
};
} // namespace

void Dumper::printInstruction(const MCInst &Inst, uint64_t Address,
                              ArrayRef<Symbol> InSection, bool Linked) {
  std::string Text;
  raw_string_ostream Stream(Text);
  Printer->printInst(&Inst, Address, "", *Subtarget, Stream);
  outs() << StringRef(Text).ltrim();
  // After a branch's distance, its target is printed.
  const MCInstrDesc &Desc = Instructions->get(Inst.getOpcode());
  for (unsigned I = 0; I < Desc.getNumOperands() && I < Inst.getNumOperands();
       I++) {
    if (Desc.operands()[I].OperandType != MCOI::OPERAND_PCREL ||
        !Inst.getOperand(I).isImm())
      continue;
    uint64_t Target = Address + Inst.getOperand(I).getImm();
    outs() << "\t# " << format_hex_no_prefix(Target, Linked ? 8 : 1);
    std::string Name = nearest(Target, InSection);
    if (!Name.empty())
      outs() << ' ' << Name;
  }
}

void Dumper::printSource(object::SectionedAddress A, DILineInfo &Last) {
  DILineInfo Line = Lines->find(A.SectionIndex, A.Address);
  if (Line.Line == 0 ||
      (Line.FileName == Last.FileName && Line.Line == Last.Line))
    return;
  Last = Line;
  if (LineNumbers)
    outs() << "; " << Line.FileName << ':' << Line.Line << '\n';
  if (!Source)
    return;
  auto [Text, IsNew] = SourceText.try_emplace(Line.FileName);
  if (IsNew) {
    if (auto Buffer = sectile::readInput(Line.FileName, /*IsText=*/true)) {
      SmallVector<StringRef> Lines;
      (*Buffer)->getBuffer().split(Lines, '\n');
      for (StringRef L : Lines)
        Text->second.push_back(L.str());
    } else {
      errs() << "sectile-objdump: warning: cannot read source '"
             << Line.FileName << "'\n";
    }
  }
  if (Line.Line <= Text->second.size())
    outs() << "; " << Text->second[Line.Line - 1] << '\n';
}

void Dumper::disassembleSection(StringRef File, const ELF64LEObjectFile &Object,
                                const SectionRef &Section) {
  Expected<StringRef> Contents = Section.getContents();
  if (!Contents)
    return report(File, Contents.takeError());
  bool Linked = !Object.isRelocatableObject();
  ArrayRef<uint8_t> Bytes = arrayRefFromStringRef(*Contents);
  uint64_t Base = Section.getAddress();
  ArrayRef<Symbol> InSection = Symbols[Section.getIndex()];

  std::vector<std::pair<uint64_t, RelocationRef>> Relocs;
  for (const SectionRef &Other : RelocationSections[Section.getIndex()])
    for (const RelocationRef &R : Other.relocations())
      Relocs.push_back({R.getOffset() + (Linked ? 0 : Base), R});
  stable_sort(Relocs, llvm::less_first());

  WantedAddresses AddressesToShow(InSection, Base + Bytes.size());
  bool Titled = false;
  size_t NextSymbol = 0, NextReloc = 0;
  DILineInfo LastLine;
  for (uint64_t Offset = 0; Offset < Bytes.size();) {
    uint64_t Address = Base + Offset;
    uint64_t Size = std::min<uint64_t>(4, Bytes.size() - Offset);
    bool Wanted = AddressesToShow.contains(Address);
    if (Wanted && !Titled) {
      outs() << "\ndisassembly of " << nameOf(Section) << ":\n";
      Titled = true;
    }
    for (; NextSymbol < InSection.size() &&
           InSection[NextSymbol].Address <= Address;
         NextSymbol++)
      if (Wanted && InSection[NextSymbol].Address == Address)
        outs() << '\n'
               << format_hex_no_prefix(Address, 16) << " <"
               << shown(InSection[NextSymbol].Name) << ">:\n";
    if (Wanted) {
      if (Source || LineNumbers)
        printSource({Address, Section.getIndex()}, LastLine);
      if (!NoAddresses)
        outs() << format("%8" PRIx64 ": ", Address);
      MCInst Inst;
      uint64_t Used = 0;
      uint32_t Word = 0;
      if (Size == 4)
        Word = support::endian::read32le(&Bytes[Offset]);
      if (!NoRawWords) {
        if (Size == 4)
          outs() << format("%08x", Word) << "  ";
        else
          outs() << "          ";
      }
      outs() << '\t';
      if (Size == 4 && Disassembler->getInstruction(
                           Inst, Used, Bytes.slice(Offset, 4), Address,
                           nulls()) == MCDisassembler::Success) {
        printInstruction(Inst, Address, InSection, Linked);
      } else if (Size == 4) {
        outs() << ".word\t0x" << format("%08x", Word);
      } else {
        outs() << ".byte\t";
        for (uint64_t I = 0; I < Size; I++)
          outs() << (I ? ", " : "") << format("0x%02x", Bytes[Offset + I]);
      }
      outs() << '\n';
    }
    for (;
         NextReloc < Relocs.size() && Relocs[NextReloc].first < Address + Size;
         NextReloc++)
      if (Wanted && Relocs[NextReloc].first >= Address)
        outs() << format("\t\t%016" PRIx64 ":  ", Relocs[NextReloc].first)
               << relocationText(Object, Relocs[NextReloc].second) << '\n';
    Offset += Size;
  }
}

void Dumper::disassemble(StringRef File, const ELF64LEObjectFile &Object) {
  if (LineNumbers || Source)
    Lines = std::make_unique<sectile::SourceLines>(Object);
  if (Error E = readSymbols(Object))
    return report(File, std::move(E));
  if (Error E = findRelocations(Object))
    return report(File, std::move(E));
  for (const SectionRef &Section : Object.sections()) {
    if (Section.isVirtual() || Section.getSize() == 0 || !isChosen(Section))
      continue;
    bool Loaded = ELFSectionRef(Section).getFlags() & ELF::SHF_ALLOC;
    if (!Section.isText() && !(DisassembleAll && Loaded) &&
        !(DisassembleAll && !OnlySections.empty()))
      continue;
    disassembleSection(File, Object, Section);
  }
}

void Dumper::dump(StringRef FileName, const ELF64LEObjectFile &Object) {
  if (Object.getELFFile().getHeader().e_machine != EMSectile) {
    report(FileName,
           "expected an object for sectile (machine 0x" +
               utohexstr(EMSectile, true) + "), found machine 0x" +
               utohexstr(Object.getELFFile().getHeader().e_machine, true));
    return;
  }
  if (Error E = sectile::checkObject(Object))
    return report(FileName, std::move(E));
  outs() << '\n' << FileName << ":\tfile format elf64-sectile\n";
  if (SectionHeaders)
    dumpSections(FileName, Object);
  if (SymbolTable)
    dumpSymbols(FileName, Object);
  bool Code = Disassemble || DisassembleAll || Source || !OnlySymbols.empty();
  if (Relocations && !Code)
    dumpRelocations(FileName, Object);
  if (Code)
    disassemble(FileName, Object);
}

static void dumpFile(Dumper &D, StringRef Name, MemoryBufferRef Buffer,
                     unsigned Depth = 0);

static void dumpArchive(Dumper &D, StringRef Name, MemoryBufferRef Buffer,
                        unsigned Depth) {
  std::string Wrong;
  if (Error E = sectile::checkArchive(Buffer, Wrong))
    return report(Wrong.empty() ? Name.str() : (Name + "(" + Wrong + ")").str(),
                  std::move(E));
  auto A = Archive::create(Buffer);
  if (!A)
    return report(Name, A.takeError());
  Error E = Error::success();
  for (const Archive::Child &Child : (*A)->children(E)) {
    Expected<StringRef> Member = Child.getName();
    if (!Member) {
      report(Name, Member.takeError());
      continue;
    }
    std::string Full = (Name + "(" + *Member + ")").str();
    if (Error Why = sectile::checkMember(Child)) {
      report(Full, std::move(Why));
      continue;
    }
    Expected<MemoryBufferRef> Inner = Child.getMemoryBufferRef();
    if (!Inner)
      report(Full, Inner.takeError());
    else
      dumpFile(D, Full, *Inner, Depth + 1);
  }
  if (E)
    report(Name, std::move(E));
}

static void dumpFile(Dumper &D, StringRef Name, MemoryBufferRef Buffer,
                     unsigned Depth) {
  // An archive in an archive is accepted, a further level is not.
  if (identify_magic(Buffer.getBuffer()) == file_magic::archive && Depth < 2)
    return dumpArchive(D, Name, Buffer, Depth);
  Expected<std::unique_ptr<Binary>> B = createBinary(Buffer);
  if (!B)
    return report(Name, B.takeError());
  if (auto *Object = dyn_cast<ELF64LEObjectFile>(B->get()))
    return D.dump(Name, *Object);
  report(Name, "expected an ELF64 object, executable or archive for sectile");
}

int main(int argc, char **argv) {
  sectile::InitTool X(argc, argv);
  cl::HideUnrelatedOptions(Category);
  cl::SetVersionPrinter([](raw_ostream &OS) {
    OS << sectile::versionLine("sectile-objdump") << '\n';
  });
  cl::ParseCommandLineOptions(
      argc, argv, "sectile-objdump: shows objects for sectile-unknown-elf\n",
      /*Errs=*/nullptr, sectile::inputFileSystem().get());
  LLVMInitializeSectileTargetInfo();
  LLVMInitializeSectileTargetMC();
  LLVMInitializeSectileDisassembler();
  if (!Disassemble && !DisassembleAll && !Source && !Relocations &&
      !SectionHeaders && !SymbolTable && OnlySymbols.empty()) {
    errs()
        << "sectile-objdump: error: expected what to show, one of -d -D -r -S "
           "-h -t; see --help\n";
    return 2;
  }
  Dumper D;
  std::string Problem;
  if (!D.initialize(Problem)) {
    errs() << "sectile-objdump: error: " << Problem << '\n';
    return 1;
  }
  for (const std::string &Input : Inputs) {
    auto Buffer = sectile::readInput(Input, /*IsText=*/false,
                                     /*RequiresNullTerminator=*/false);
    if (!Buffer)
      report(Input, Buffer.getError().message());
    else
      dumpFile(D, Input, **Buffer);
  }
  return sectile::finishStandardOutput("sectile-objdump") && !Failed ? 0 : 1;
}
