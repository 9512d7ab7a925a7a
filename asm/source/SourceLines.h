// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SourceLines.h - where in the source an instruction is --*- C++ -*-===//
//
// Source lines from the debug information of programs and of objects. In an
// object, debug sections are full of relocations, which LLVM's DWARF reader
// applies only for machines it knows; ours is private. So the reader gets
// copies of the debug sections with the relocations applied, as if each section
// were at an address of its own.
//
//===----------------------------------------------------------------------===//
#ifndef SECTILE_SOURCE_SOURCELINES_H
#define SECTILE_SOURCE_SOURCELINES_H

#include "llvm/ADT/StringMap.h"
#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <string>
#include <vector>

namespace sectile {

/// Whether sections do not overlap, and the total length of names is plausible
/// for their tables: a small file that describes the same bytes many times
/// would take all memory.
llvm::Error checkSizes(const llvm::object::ELFFile<llvm::object::ELF64LE> &Elf);

/// The same, and whether all relocations can be read and name symbols that
/// exist: LLVM's iterators end the program otherwise.
llvm::Error checkObject(const llvm::object::ELF64LEObjectFile &Object);

/// An object's relocations have been checked.
class SourceLines {
public:
  explicit SourceLines(const llvm::object::ELF64LEObjectFile &Object);
  ~SourceLines();

  /// The line of an address in a section: in an object, of an offset in it.
  /// Line 0 if it is unknown.
  llvm::DILineInfo find(uint64_t SectionIndex, uint64_t Address) const;

private:
  bool Relocatable;
  llvm::StringMap<std::unique_ptr<llvm::MemoryBuffer>> Sections;
  std::unique_ptr<llvm::DWARFContext> Context;
  struct Table {
    const llvm::DWARFDebugLine::LineTable *Lines;
    std::string Directory; // of the compilation
  };
  std::vector<Table> Tables;
  // The address ranges of the tables, sorted by their beginning.
  struct Range {
    uint64_t Low, High;
    uint64_t HighestSoFar; // of this and the ranges before
    uint32_t Table;
  };
  std::vector<Range> Ranges;
};

} // namespace sectile
#endif
