// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Linker.h - the linker's data -----------------------------*- C++ -*-===//
//
// A link runs through these phases, one file each:
//
//   Driver       command line; opens inputs in order
//   Script, ScriptParser
//                linker scripts, which replace Layout's order and addresses
//   InputFile    checks an object and reads its sections and symbols
//   SymbolTable  resolves names; pulls members out of archives
//   Lto          compiles bitcode inputs to one object
//   Relocatable  -r: one object of all inputs; the phases up to Layout are
//                left out
//   MarkLive     --gc-sections
//   Merge        mergeable strings and constants, each value once
//   EhFrame      call frame information: one CIE of a kind, no dead FDEs
//   Layout       output sections, addresses, linker-defined symbols
//   Relocation   what S + A is, and how it goes into an instruction
//   Writer       the ELF file; MapFile the map
//
// Inputs are mapped, not copied, and every offset in one is checked before it
// is used: a malformed file causes a diagnostic that names it.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_LD_LINKER_H
#define SECTILE_LD_LINKER_H

#include "sectile/platform.h"
#include "llvm/ADT/CachedHashString.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Object/Archive.h"
#include "llvm/Object/ELF.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/StringSaver.h"
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace llvm::lto {
class InputFile;
}

namespace sectile {
class SourceLines;
}

namespace sectile::ld {

using llvm::ArrayRef;
using llvm::StringRef;
using llvm::Twine;
using ELFT = llvm::object::ELF64LE;
using ELFFile = llvm::object::ELFFile<ELFT>;

inline constexpr uint16_t EM_SECTILE = SECTILE_ELF_MACHINE;
// Errors beyond this are not shown.
inline constexpr unsigned ErrorLimit = 20;
inline constexpr uint64_t PageSize = 4096;
// Larger alignments would only waste space in the file.
inline constexpr uint64_t MaxAlignment = uint64_t(1) << 24;
// A larger size or address in an input is an error.
inline constexpr uint64_t MaxAddress = uint64_t(1) << 47;

class ObjectFile;
struct Chunk;
struct InputSection;
struct OutputSection;
class Linker;
class Script;

enum class SymbolKind : uint8_t {
  None,      // only named on the command line
  Undefined, // wanted
  Lazy,      // defined by an archive member that is not needed so far
  Common,    // tentative definition
  Defined,
};

struct Symbol {
  StringRef Name;
  SymbolKind Kind = SymbolKind::None;
  uint8_t Binding = llvm::ELF::STB_GLOBAL;
  uint8_t Type = llvm::ELF::STT_NOTYPE;
  uint8_t Visibility = llvm::ELF::STV_DEFAULT;
  bool Referenced = false;   // an input names it
  bool UsedByObject = false; // an ELF input names it; bitcode must keep it
  bool LinkerDefined = false;
  bool Given = false;         // by --defsym or a script: prevails
  ObjectFile *File = nullptr; // that defines it, or names it first
  // A definition is relative to one of these, or absolute.
  Chunk *Section = nullptr;
  OutputSection *Output = nullptr;
  Symbol *Alias = nullptr; // --defsym a=b+Value; b has none
  uint64_t Value = 0;      // of a common symbol: its alignment
  uint64_t Size = 0;
  uint32_t OutputIndex = 0;

  bool isDefined() const { return Kind == SymbolKind::Defined; }
  bool isUndefined() const {
    return Kind == SymbolKind::Undefined || Kind == SymbolKind::Lazy ||
           Kind == SymbolKind::None;
  }
  bool isWeak() const { return Binding == llvm::ELF::STB_WEAK; }
  bool isLocal() const { return Binding == llvm::ELF::STB_LOCAL; }
  bool isTLS() const; // by its section: assemblers guess types from uses
  bool isSection() const { return Type == llvm::ELF::STT_SECTION; }
};

struct Relocation {
  uint64_t Offset;
  uint32_t Type;
  uint32_t SymbolIndex;
  int64_t Addend;
};

/// A contiguous part of an output section.
struct Chunk {
  enum ChunkKind : uint8_t { Input, Merged, EhFrame, Space, Data };
  ChunkKind Kind;
  bool Live = true;
  StringRef Name;
  uint32_t Type = 0;
  uint64_t Flags = 0;
  uint64_t Alignment = 1;
  uint64_t EntrySize = 0;
  uint64_t Size = 0;
  OutputSection *Output = nullptr;
  uint64_t Offset = 0; // in the output section

  explicit Chunk(ChunkKind Kind) : Kind(Kind) {}
  virtual ~Chunk() = default;
  uint64_t address() const;
};

inline bool Symbol::isTLS() const {
  return Section ? Section->Flags & llvm::ELF::SHF_TLS
                 : Type == llvm::ELF::STT_TLS;
}

/// A mergeable string or constant of an input section.
struct Piece {
  uint64_t InputOffset;
  uint64_t OutputOffset;
};

struct MergedSection;

/// A section group of an object that takes part in the link.
struct SectionGroup {
  uint32_t Flags;
  uint32_t Signature; // index of a symbol
  std::vector<uint32_t> Members;
  bool Marked = false; // its members are live
};

struct InputSection : Chunk {
  ObjectFile *File;
  uint32_t Index;
  // Not part of the program: tables, notes, discarded groups.
  bool Discarded = false;
  bool Retained = false;      // --gc-sections keeps it
  ArrayRef<uint8_t> Contents; // empty if SHT_NOBITS
  std::vector<Relocation> Relocations;
  SectionGroup *Group = nullptr;
  InputSection *LinkOrder = nullptr;
  // If mergeable or call frame information: the output offset of each piece.
  MergedSection *Merge = nullptr;
  bool IsEhFrame = false;
  std::vector<Piece> Pieces;
  std::unique_ptr<uint8_t[]> Decompressed;

  InputSection(ObjectFile *File, uint32_t Index)
      : Chunk(Input), File(File), Index(Index) {}
  bool isAlloc() const { return Flags & llvm::ELF::SHF_ALLOC; }
};

/// All strings or constants of one kind, each once.
struct MergedSection : Chunk {
  std::vector<InputSection *> Inputs;
  std::vector<std::pair<StringRef, uint64_t>> Contents; // bytes, offset
  MergedSection() : Chunk(Merged) {}
};

/// All call frame information.
struct EhFrameSection : Chunk {
  struct Record {
    InputSection *Section;
    uint64_t InputOffset;
    uint64_t Size;
    uint64_t OutputOffset;
    uint64_t CieOffset; // in the output; of a CIE: its own
  };
  std::vector<InputSection *> Inputs;
  std::vector<Record> Records;
  EhFrameSection() : Chunk(EhFrame) {}
};

/// Zero-initialised space for common symbols.
struct SpaceSection : Chunk {
  SpaceSection() : Chunk(Space) {}
};

struct OutputSection {
  StringRef Name;
  uint32_t Type = llvm::ELF::SHT_PROGBITS;
  uint64_t Flags = 0;
  uint64_t Alignment = 1;
  uint64_t EntrySize = 0;
  uint64_t Address = 0;
  uint64_t LoadAddress = 0; // where a loader puts it; a script may say
  uint64_t FileOffset = 0;
  uint64_t Size = 0;
  uint32_t Index = 0;
  uint32_t Segment = 0;
  // What fills gaps from an offset on: bytes, repeated. Zeros without.
  std::vector<std::pair<uint64_t, std::string>> Fills;
  uint32_t SymbolIndex = 0; // --emit-relocs
  std::vector<Chunk *> Chunks;
  // -r: the group that this section lists, and the section that it depends on.
  const SectionGroup *Group = nullptr;
  const ObjectFile *GroupFile = nullptr;
  const InputSection *LinkOrder = nullptr;
  bool isAlloc() const { return Flags & llvm::ELF::SHF_ALLOC; }
  bool isTLS() const { return Flags & llvm::ELF::SHF_TLS; }
  bool isNoBits() const { return Type == llvm::ELF::SHT_NOBITS; }
};

/// An ELF object, a bitcode module, or an archive member of either kind.
class ObjectFile {
public:
  ObjectFile(Linker &L, llvm::MemoryBufferRef Buffer, std::string Name);
  ~ObjectFile();

  std::string Name; // as diagnostics show it: lib.a(member.o)
  llvm::MemoryBufferRef Buffer;
  bool Lazy = false; // an archive member not yet wanted
  bool Queued = false;
  std::unique_ptr<llvm::lto::InputFile> Bitcode;
  std::vector<std::unique_ptr<InputSection>> Sections; // by section index
  std::vector<Symbol *> Symbols;                       // by symbol index
  std::vector<Symbol *> BitcodeSymbols;
  std::deque<Symbol> Locals;
  StringRef SourceName; // STT_FILE

  /// Reads the file and adds its symbols to symbol resolution.
  bool parse();
  /// Adds the symbols that this archive member could define.
  bool parseLazy();
  /// The function that covers an offset, for diagnostics; may be null.
  const Symbol *enclosingFunction(const InputSection &S, uint64_t Offset) const;
  /// ", at file:line" where debug information knows it, for diagnostics.
  std::string sourceLine(const InputSection &S, uint64_t Offset) const;
  std::deque<SectionGroup> KeptGroups;

private:
  Linker &L;
  std::unique_ptr<ELFFile> Elf;
  std::string Rewritten;                      // bitcode, for --wrap
  mutable std::unique_ptr<SourceLines> Lines; // read when first asked for
  const ELFT::Shdr *SymbolTable = nullptr;
  StringRef Strings;

  bool open();
  bool openBitcode();
  bool announceBitcode();
  /// A symbol that this archive member could define.
  void announce(StringRef SymbolName, bool Common, bool Weak);
  bool fail(const Twine &Message);
  bool fail(llvm::Error E);
  bool readSections();
  bool readGroups();
  bool readSection(uint32_t Index, const ELFT::Shdr &Header, StringRef Name);
  bool readRelocations(uint32_t Index, const ELFT::Shdr &Header);
  bool readSymbols();
  bool parseBitcode();
  bool wrapInBitcode();
  std::vector<bool> InDiscardedGroup;
};

struct Configuration {
  std::string Output = "a.out";
  StringRef Entry; // empty: _start
  StringRef MapFile;
  StringRef Cpu;
  uint64_t ImageBase = SECTILE_RAM_BASE;
  unsigned LtoLevel = 2;
  bool GcSections = false;
  bool PrintGcSections = false;
  bool EmitRelocs = false; // -r too
  bool Relocatable = false;
  bool StripDebug = false;
  bool StripAll = false;
  bool DiscardLocals = false;
  bool AllowDuplicates = false;
  enum { Report, Warn, Ignore } Unresolved = Report;
  bool Demangle = true;
  bool FatalWarnings = false;
  bool Verbose = false;
  bool PrintMemoryUsage = false;
  std::vector<StringRef> LibraryPath;
  std::vector<StringRef> Undefined;
  std::vector<StringRef> Defsym;
  std::vector<StringRef> Scripts;
  llvm::StringSet<> Wrap;
};

/// Names of the relocations, and the bytes each touches.
StringRef relocationName(uint32_t Type);
unsigned relocationSize(uint32_t Type); // 0 if unknown or nothing

/// The section that a chunk is placed in without a script.
StringRef outputName(const Chunk &C);
/// Of .init_array.100 and similar: 100; others come last.
uint64_t initPriority(const Chunk &C);

class Linker {
public:
  Linker(llvm::raw_ostream &Out, llvm::raw_ostream &Err);
  ~Linker();
  bool run(ArrayRef<const char *> Args);

  Configuration Config;
  llvm::raw_ostream &Out;
  llvm::raw_ostream &Err;

  // Diagnostics.
  void error(const Twine &Message);
  void warn(const Twine &Message);
  bool failed() const { return ErrorCount; }
  bool tooManyErrors() const;
  std::string demangle(StringRef Name) const;
  /// file:(section+0x10), and the function there if there is one.
  std::string location(const InputSection &S, uint64_t Offset) const;
  std::string place(const Symbol &S) const;

  // Inputs.
  bool addFile(StringRef Path, bool WholeArchive);
  bool addBuffer(llvm::MemoryBufferRef Buffer, StringRef Path,
                 bool WholeArchive);
  std::vector<std::unique_ptr<ObjectFile>> Files;
  std::vector<ObjectFile *> Objects;    // parsed, in order
  llvm::StringSet<> Groups;             // COMDAT signatures seen
  std::vector<StringRef> BitcodeGroups; // those of them that bitcode defines

  // Symbol table.
  Symbol *intern(StringRef Name);
  Symbol *find(StringRef Name) const;
  Symbol *want(StringRef Name, bool Weak = false);
  Symbol *defineAbsolute(StringRef Name, uint64_t Value);
  void resolve(Symbol &S, const Symbol &New);
  void fetch(ObjectFile &Member);
  bool drainQueue();
  /// What a reference to a name means, with --wrap.
  StringRef wrapped(StringRef Name);
  std::vector<Symbol *> Globals; // in order of first mention
  std::vector<ObjectFile *> Queue;

  // Phases.
  bool compileBitcode();
  void defineCommandLineSymbols();
  void reserveLinkerSymbols();
  void createRelocatableSections();
  void markLive();
  void reportUndefined();
  void allocateCommons();
  void mergeSections();
  void mergeEhFrames();
  void createOutputSections();
  bool placeChunks(OutputSection &O);
  OutputSection *newOutputSection(StringRef Name);
  void addChunk(OutputSection &O, Chunk &C);
  void assignAddresses();
  void setOutputsOfMerged();
  void findThreadLocals();
  void alignThreadLocals();
  void setLinkerSymbols();
  void write();
  std::string mapText();

  // Relocation.
  uint64_t valueOf(const Symbol &S, int64_t Addend = 0) const;
  OutputSection *outputOf(const Symbol &S, bool &Absolute) const;
  bool applyRelocation(uint8_t *Location, const InputSection &S,
                       const Relocation &R, uint64_t Place, bool Alloc);
  bool isDiscarded(const Symbol &S) const;
  std::string shown(const Symbol &S, int64_t Addend) const;
  uint64_t mapOffset(const InputSection &S, uint64_t Offset) const;

  std::vector<OutputSection *> Outputs; // in file order
  uint64_t TlsStart = 0, TlsEnd = 0, TlsFileEnd = 0, TlsAlignment = 1;
  Symbol *EntrySymbol = nullptr;
  std::unique_ptr<sectile::ld::Script> Layout; // null without -T
  // Definitions of inputs that --defsym or a script replaces.
  llvm::DenseMap<Symbol *, Symbol> Replaced;

  llvm::BumpPtrAllocator Allocator;
  llvm::StringSaver Saver{Allocator};

private:
  friend class Writer;
  unsigned ErrorCount = 0;
  llvm::DenseMap<llvm::CachedHashStringRef, Symbol *> Table;
  friend class sectile::ld::Script;
  friend class ScriptParser;
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> Buffers;
  std::vector<std::unique_ptr<llvm::object::Archive>> Archives;
  std::deque<Symbol> SymbolStorage;
  std::vector<std::unique_ptr<Chunk>> Synthetic;
  std::vector<std::unique_ptr<OutputSection>> OutputStorage;
  llvm::MapVector<std::pair<StringRef, uint64_t>, OutputSection *> OutputMap;
  std::vector<Symbol *> Aliases;
  std::vector<StringRef> AliasTexts;    // as on the command line
  std::vector<Chunk *> SyntheticChunks; // made by the linker

  bool addArchive(llvm::MemoryBufferRef Buffer, StringRef Path,
                  bool WholeArchive);
  bool addLibrary(StringRef Name, bool WholeArchive);
  bool parseDefsym(StringRef Text);
  void flattenAliases();
  bool parseCommandLine(ArrayRef<const char *> Args, bool &Done);
};

} // namespace sectile::ld

#endif
