// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Control registers (isa/scalar/System.td): from the old value and the register
// to the new value. The machine executes the other system instructions.
#ifndef SECTILE_SEMANTICS_SCALAR_SYSTEM_H
#define SECTILE_SEMANTICS_SCALAR_SYSTEM_H

#include "semantics/value.h"

namespace sectile::sem {

static inline U CSRRW(U, U a) { return a; }
static inline U CSRRS(U csr, U a) { return csr | a; }
static inline U CSRRC(U csr, U a) { return csr & ~a; }

} // namespace sectile::sem
#endif
