// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Atomics (isa/scalar/Atomics.td): from the old value in memory and the
// operands after the address to the new value in memory.
#ifndef SECTILE_SEMANTICS_SCALAR_ATOMICS_H
#define SECTILE_SEMANTICS_SCALAR_ATOMICS_H

#include "semantics/value.h"

namespace sectile::sem {

static inline U AMOADD_W(U m, U b) { return zx32(m + b); }
static inline U AMOSWAP_W(U, U b) { return zx32(b); }
static inline U AMOAND_W(U m, U b) { return zx32(m & b); }
static inline U AMOOR_W(U m, U b) { return zx32(m | b); }
static inline U AMOXOR_W(U m, U b) { return zx32(m ^ b); }
static inline U AMOMIN_W(U m, U b) { return zx32(SW(m) < SW(b) ? m : b); }
static inline U AMOMAX_W(U m, U b) { return zx32(SW(m) < SW(b) ? b : m); }
static inline U AMOMINU_W(U m, U b) { return zx32(W(m) < W(b) ? m : b); }
static inline U AMOMAXU_W(U m, U b) { return zx32(W(m) < W(b) ? b : m); }
static inline U AMOADD_D(U m, U b) { return m + b; }
static inline U AMOSWAP_D(U, U b) { return b; }
static inline U AMOAND_D(U m, U b) { return m & b; }
static inline U AMOOR_D(U m, U b) { return m | b; }
static inline U AMOXOR_D(U m, U b) { return m ^ b; }
static inline U AMOMIN_D(U m, U b) { return I(m) < I(b) ? m : b; }
static inline U AMOMAX_D(U m, U b) { return I(m) < I(b) ? b : m; }
static inline U AMOMINU_D(U m, U b) { return m < b ? m : b; }
static inline U AMOMAXU_D(U m, U b) { return m < b ? b : m; }
static inline U CAS_W(U m, U b, U c) {
  return W(m) == W(b) ? zx32(c) : zx32(m);
}
static inline U CAS_D(U m, U b, U c) { return m == b ? c : m; }

} // namespace sectile::sem
#endif
