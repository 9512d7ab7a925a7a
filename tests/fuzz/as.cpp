// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The assembler: any text is assembled or refused with a message.

#include "Assembler.h"
#include "tools.h"
#include "llvm/Support/ErrorHandling.h"
#include <csetjmp>

static std::jmp_buf afterFatalError;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  sectile::initializeAssembler();
  sectile::AssemblerOptions options;
  options.Input = inputFile(data, size);
  options.Output = "/dev/null";
  options.Debug = size % 2;
  options.Text = size % 8 == 7;
  // Exits, elsewhere.
  options.OnFatalError = [](const char *) {
    llvm::remove_fatal_error_handler();
    std::longjmp(afterFatalError, 1);
  };
  if (setjmp(afterFatalError) == 0)
    sectile::assemble(options);
  return 0;
}
