// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Script.h - linker scripts --------------------------------*- C++ -*-===//
//
// GNU's language for the layout of a program. A script is parsed into commands
// before the inputs are read, because it names symbols and files. When the
// inputs are known, each of their sections gets the place of the first pattern
// that matches it. Addresses and symbols depend on each other, also on those
// further down, and are computed in passes until nothing changes.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_LD_SCRIPT_H
#define SECTILE_LD_SCRIPT_H

#include "Linker.h"
#include "llvm/Support/GlobPattern.h"
#include <functional>
#include <optional>

namespace sectile::ld {

class Script;

/// Where a command is written, for messages.
struct ScriptPlace {
  StringRef File;
  unsigned Line = 0, Column = 0;
};

struct OutputDescription;

/// What an expression gives. A number is relative to the section in which it is
/// assigned to the location counter; an address is not.
struct ScriptValue {
  enum ValueKind : uint8_t { Number, Address, Relative } Kind = Number;
  uint64_t Value = 0; // of a relative one: its address, too
  OutputDescription *Section = nullptr;
};

using Expression = std::function<ScriptValue(Script &)>;

/// A binary operator.
Expression combine(StringRef Operator, ScriptPlace P, Expression Left,
                   Expression Right);

enum class SectionOrder : uint8_t { None, Name, Alignment, Priority };

/// A pattern of files. "archive:member" matches members of archives.
struct FilePattern {
  llvm::GlobPattern File;
  std::optional<llvm::GlobPattern> Member;
  bool matches(StringRef Name) const;
};

/// The names of one pattern in parentheses.
struct SectionPattern {
  llvm::GlobPattern Name;
  std::vector<FilePattern> ExcludedFiles;
  SectionOrder Order = SectionOrder::None, Inner = SectionOrder::None;
};

struct ScriptCommand {
  enum CommandKind : uint8_t { Assign, Assert, Input, Data, Fill } Kind;
  ScriptPlace Place;
  Expression Value; // of all but Input
  // Assign
  StringRef Name; // "." is the location counter
  bool Provide = false, Hidden = false;
  bool Active = true; // of PROVIDE: the name is wanted
  // Assert
  std::string Message;
  // Input
  std::optional<FilePattern> File;
  std::vector<FilePattern> ExcludedFiles;
  std::vector<SectionPattern> Sections;
  bool Keep = false;
  bool SortFiles = false;
  std::vector<std::pair<Chunk *, unsigned>> Chunks; // and its pattern
  // Data
  std::unique_ptr<Chunk> Bytes;

  explicit ScriptCommand(CommandKind Kind, ScriptPlace Place)
      : Kind(Kind), Place(Place) {}
};

/// Bytes that a script gives itself: BYTE, LONG, ...
struct DataChunk : Chunk {
  std::vector<uint8_t> Bytes;
  explicit DataChunk(size_t N) : Chunk(Data), Bytes(N) { Size = N; }
};

struct MemoryRegion {
  StringRef Name;
  ScriptPlace Place;
  Expression OriginOf, LengthOf;
  uint64_t Wanted = 0, Unwanted = 0; // by flags, sections without a region
  uint64_t Origin = 0, Length = 0, Next = 0;
};

/// A section of the output in the script.
struct OutputDescription {
  StringRef Name;
  ScriptPlace Place;
  Expression AddressOf, LoadAddressOf, AlignmentOf, SubAlignmentOf, FillWith;
  bool NoLoad = false;
  bool NotAllocated = false; // (INFO) and similar types
  bool IsDiscard = false;
  bool OnlyReadOnly = false, OnlyWritable = false; // takes such inputs
  MemoryRegion *Region = nullptr, *LoadRegion = nullptr;
  std::vector<ScriptCommand> Commands;
  OutputSection *Output = nullptr; // null if there is nothing in it
  uint64_t Address = 0, LoadAddress = 0, Size = 0, Alignment = 1;
};

/// A command outside of sections, or a section.
struct TopCommand {
  std::unique_ptr<ScriptCommand> Command;
  std::unique_ptr<OutputDescription> Section;
};

class Script {
public:
  explicit Script(Linker &L) : L(L) {}

  /// Reads a script; the messages of a bad one are errors of the link.
  bool parse(StringRef Path);
  bool hasSections() const { return HasSections; }

  // For the phases of the link, in their order.
  void defineSymbols();
  void provideSymbols();
  void placeInputs();
  bool keeps(const InputSection &S) const;
  void markReferences(llvm::function_ref<void(Symbol *)> Mark) const;
  /// The pattern that a section is placed by; null for none.
  const ScriptCommand *placeOf(const Chunk &C) const;
  void createOutputSections();
  void assignAddresses();
  void setSymbols();
  void printMemoryUsage();

  StringRef Entry;
  struct Input {
    StringRef Name;
    bool IsLibrary;
  };
  std::vector<Input> Inputs;
  StringRef Startup;
  std::vector<StringRef> Extern;

  // For expressions.
  void error(const ScriptPlace &P, const Twine &Message);
  ScriptValue symbolValue(const ScriptPlace &P, StringRef Name);
  bool isDefined(StringRef Name);
  uint64_t regionValue(const ScriptPlace &P, StringRef Name, bool Length);
  OutputDescription *findSection(StringRef Name);
  MemoryRegion *findRegion(StringRef Name);
  uint64_t Dot = 0;
  OutputDescription *Inside = nullptr;

private:
  friend class ScriptParser;
  struct Placement {
    OutputDescription *Section;
    ScriptCommand *Command;
    unsigned Pattern;
  };
  Linker &L;
  bool HasSections = false;
  std::vector<TopCommand> Commands;
  std::deque<MemoryRegion> Regions;
  llvm::StringMap<MemoryRegion *> RegionNames; // aliases too
  llvm::StringMap<bool> Referenced; // names in expressions; needed by them
  llvm::DenseMap<const Chunk *, Placement> Placements;
  llvm::DenseMap<Symbol *, ScriptValue> Values;
  llvm::DenseSet<Symbol *> AssignedInPass;
  llvm::DenseMap<OutputSection *, OutputDescription *> Descriptions;
  unsigned Depth = 0; // of INCLUDE
  bool Final = false; // pass: only this one reports errors
  bool HasFailed = false;

  bool open(StringRef Name, StringRef &Path, StringRef &Text,
            const ScriptPlace *From);
  void forEachCommand(llvm::function_ref<void(ScriptCommand &)> Do);
  std::optional<Placement> match(const Chunk &C, StringRef FileName);
  void placeOrphan(Chunk &C);
  void finish(OutputDescription &D);
  void run(ScriptCommand &C);
  void assign(ScriptCommand &C);
  void layOut(OutputDescription &D);
  MemoryRegion *regionFor(OutputDescription &D);
  void advance(MemoryRegion *R, const OutputDescription &D, uint64_t End,
               bool Load);
  bool pass();
  void checkLayout();
};

} // namespace sectile::ld

#endif
