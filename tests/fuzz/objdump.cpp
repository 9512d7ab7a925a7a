// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The disassembler: any object or archive is shown or refused with a message.

#define main objdumpMain
#include "sectile-objdump.cpp"
#undef main
#include "tools.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static Dumper *dumper = [] {
    LLVMInitializeSectileTargetInfo();
    LLVMInitializeSectileTargetMC();
    LLVMInitializeSectileDisassembler();
    auto *made = new Dumper;
    std::string problem;
    if (!made->initialize(problem))
      abort();
    // Where the source is, debug information says: a file of this machine.
    Disassemble = Relocations = SectionHeaders = SymbolTable = true;
    LineNumbers = DemangleNames = true;
    return made;
  }();
  dumpFile(*dumper, "input",
           MemoryBufferRef(StringRef(reinterpret_cast<const char *>(data), size),
                           "input"));
  return 0;
}
