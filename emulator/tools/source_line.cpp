// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds source lines in DWARF. sectile-run loads this library only when a
// program fails, so that it starts without LLVM.
#include "llvm/DebugInfo/DIContext.h"
#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/Object/ObjectFile.h"

#include <cstdio>
#include <string>

using namespace llvm;

// Writes "file:line:column" to `text`; 0 if there is none.
extern "C" int sectileSourceLine(const char *path, uint64_t address, char *text,
                                 size_t size) {
  Expected<object::OwningBinary<object::ObjectFile>> file =
      object::ObjectFile::createObjectFile(path);
  if (!file) {
    consumeError(file.takeError());
    return 0;
  }
  std::unique_ptr<DWARFContext> context =
      DWARFContext::create(*file->getBinary());
  auto kind = DILineInfoSpecifier::FileLineInfoKind::AbsoluteFilePath;
  std::optional<DILineInfo> line = context->getLineInfoForAddress(
      {address, object::SectionedAddress::UndefSection},
      DILineInfoSpecifier(kind));
  if (!line || line->FileName == DILineInfo::BadString || line->Line == 0)
    return 0;
  std::snprintf(text, size, "%s:%u:%u", line->FileName.c_str(), line->Line,
                line->Column);
  return 1;
}
