// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- machine.h - the target without LLVM's headers ----------------------===//
//
// Debian's folder of LLVM headers holds libc++'s <cxxabi.h>, too, which does
// not go with GoogleTest: the tests see LLVM through this header only.
//
//===----------------------------------------------------------------------===//
#ifndef SECTILE_TESTS_ASM_MACHINE_H
#define SECTILE_TESTS_ASM_MACHINE_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

class Machine {
public:
  Machine();
  ~Machine();

  // The text of a legal word, or nothing.
  std::string text(uint32_t Word);
  // False if the printer has no such option.
  bool printerOption(const char *Option);
  // The bytes of .text, or nothing if there was an error, whose text is kept.
  std::optional<std::string> assemble(const std::string &Source);
  std::string Errors;

private:
  struct Parts;
  std::unique_ptr<Parts> P;
};

// The sequence for a constant: what it computes and how long it is.
struct Constant {
  uint64_t Value;
  unsigned Length;
  bool Known; // every instruction is one that the evaluation knows
};
Constant loadConstant(uint64_t Value);
unsigned lengthOfPieces(uint64_t Value);

#endif
