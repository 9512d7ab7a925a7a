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
#include "llvm/DebugInfo/DIContext.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>

namespace llvm {
class DWARFContext;
}

namespace sectile {

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
};

} // namespace sectile
#endif
