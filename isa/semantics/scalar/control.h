// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Branches and jumps (isa/scalar/Control.td): a branch returns whether it is
// taken, a jump its target; J and CALL take the pc.
#ifndef SECTILE_SEMANTICS_SCALAR_CONTROL_H
#define SECTILE_SEMANTICS_SCALAR_CONTROL_H

#include "semantics/value.h"

namespace sectile::sem {

static inline bool BEQ(U a, U b) { return a == b; }
static inline bool BNE(U a, U b) { return a != b; }
static inline bool BLT(U a, U b) { return I(a) < I(b); }
static inline bool BGE(U a, U b) { return I(a) >= I(b); }
static inline bool BLTU(U a, U b) { return a < b; }
static inline bool BGEU(U a, U b) { return a >= b; }
static inline bool BEQI(U a, I imm) { return a == U(imm); }
static inline bool BNEI(U a, I imm) { return a != U(imm); }
static inline bool BLTI(U a, I imm) { return I(a) < imm; }
static inline bool BGEI(U a, I imm) { return I(a) >= imm; }
static inline bool BLTUI(U a, I imm) { return a < U(imm); }
static inline bool BGEUI(U a, I imm) { return a >= U(imm); }
static inline bool BBC(U a, I pos) { return (a >> pos & 1) == 0; }
static inline bool BBS(U a, I pos) { return (a >> pos & 1) == 1; }
static inline U J(U pc, I target) { return pc + U(target); }
static inline U CALL(U pc, I target) { return pc + U(target); }
static inline U JALR(U a, I imm) { return a + U(imm); }

} // namespace sectile::sem
#endif
