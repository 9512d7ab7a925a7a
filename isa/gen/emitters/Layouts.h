// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Layouts.h - instructions that share generated text -------*- C++ -*-===//
//
// The operands of all instructions have only a few layouts in the word. A
// decoder has the number of a layout in a table, and the code for each layout
// once.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_ISA_GEN_EMITTERS_LAYOUTS_H
#define SECTILE_ISA_GEN_EMITTERS_LAYOUTS_H

#include "model/Model.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <map>

namespace sectile::gen {

struct Layouts {
  /// The first instruction of each layout.
  std::vector<const Instruction *> First;
  /// The layout of each instruction, an index into First.
  std::vector<unsigned> Of;

  /// Instructions with the same text share a layout.
  Layouts(const Description &D,
          llvm::function_ref<std::string(const Instruction &)> Text) {
    std::map<std::string, unsigned> Numbers;
    for (const Instruction &I : D.Instructions) {
      auto [Place, New] = Numbers.try_emplace(Text(I), First.size());
      if (New)
        First.push_back(&I);
      Of.push_back(Place->second);
    }
  }
};

} // namespace sectile::gen

#endif
