// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The linker: any object or archive is linked or refused with a message.

#include "sectile/Linker.h"
#include "tools.h"
#include "llvm/Support/raw_ostream.h"
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  // Bitcode is LLVM's own to read.
  std::string_view bytes(reinterpret_cast<const char *>(data), size);
  if (bytes.find("BC\xC0\xDE") != bytes.npos ||
      bytes.find("\xDE\xC0\x17\x0B") != bytes.npos)
    return 0;
  std::string input = inputFile(data, size);
  const char *arguments[] = {"--defsym=_start=0x80000000",
                             size % 2 ? "--gc-sections" : "--whole-archive",
                             size % 3 ? "--emit-relocs" : "--strip-debug",
                             input.c_str(),
                             "-o",
                             "/dev/null",
                             "-Map",
                             "/dev/null"};
  sectile::ld::link(arguments, llvm::nulls(), llvm::nulls());
  return 0;
}
