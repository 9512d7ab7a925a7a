// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Writes the items of a random program between its prologue and its epilogue.
#include "Generator.h"
#include "Frame.h"
#include "Values.h"
#include "items/Items.h"

#include <cassert>

namespace sectile::random {
namespace {

bool isKept(const Options &options, unsigned item) {
  return options.keep.empty() ||
         (item < options.keep.size() && options.keep[item]);
}

void writeItems(Writer &w) {
  for (unsigned i = 0; i < w.options.items; i++) {
    w.item = i;
    Stream s(w.options.seed, i);
    size_t size = w.program.code.size();
    drawItem(w, s);
    // An item that is left out is drawn nevertheless: the registers that the
    // writer remembers for the next items must not depend on what is left out.
    if (!isKept(w.options, i)) {
      w.program.code.resize(size);
      w.program.itemOf.resize(size);
    }
  }
  w.item = noItem;
}

} // namespace

Program generate(const Options &options) {
  assert(options.items >= 1 && options.items <= maximumItems);
  Writer w(options);
  Stream setup(options.seed, ~uint64_t(0));
  w.program.data = initialData(setup);
  w.program.fromState = options.fromState;
  w.program.halts = options.halts;
  prologue(w, setup);
  w.cacheHeavy = setup.oneIn(8);
  writeItems(w);
  epilogue(w, setup);
  return std::move(w.program);
}

} // namespace sectile::random
