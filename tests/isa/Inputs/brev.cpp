// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The function that the page "Adding an instruction" adds.
#include "semantics/scalar.h"

int main() {
  using sectile::sem::BREV;
  return !(BREV(0) == 0 && BREV(1) == 1ull << 63 &&
           BREV(0x123456789abcdef0) == 0x0f7b3d591e6a2c48);
}
