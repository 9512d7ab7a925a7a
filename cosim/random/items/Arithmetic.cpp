// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Single arithmetic instructions.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {

void scalarArithmetic(Writer &w, Stream &s) { oneOf(w, s, w.ops.alu); }

void matrixMultiply(Writer &w, Stream &s) { oneOf(w, s, w.ops.matrix); }

void elementwiseArithmetic(Writer &w, Stream &s) {
  oneOf(w, s, w.ops.elementwise);
}

} // namespace sectile::random
