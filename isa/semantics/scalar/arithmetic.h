// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Integer arithmetic and logic (isa/scalar/Arithmetic.td).
#ifndef SECTILE_SEMANTICS_SCALAR_ARITHMETIC_H
#define SECTILE_SEMANTICS_SCALAR_ARITHMETIC_H

#include "semantics/value.h"

namespace sectile::sem {

static inline U ADD(U a, U b) { return a + b; }
static inline U SUB(U a, U b) { return a - b; }
static inline U AND(U a, U b) { return a & b; }
static inline U OR(U a, U b) { return a | b; }
static inline U XOR(U a, U b) { return a ^ b; }
static inline U ANDN(U a, U b) { return a & ~b; }
static inline U ORN(U a, U b) { return a | ~b; }
static inline U XNOR(U a, U b) { return ~(a ^ b); }
static inline U SLL(U a, U b) { return a << (b & 63); }
static inline U SRL(U a, U b) { return a >> (b & 63); }
static inline U SRA(U a, U b) { return U(I(a) >> (b & 63)); }
static inline U ROR(U a, U b) { return std::rotr(a, int(b & 63)); }
static inline U ROL(U a, U b) { return std::rotl(a, int(b & 63)); }
static inline U SEQ(U a, U b) { return a == b; }
static inline U SNE(U a, U b) { return a != b; }
static inline U SLT(U a, U b) { return I(a) < I(b); }
static inline U SLTU(U a, U b) { return a < b; }
static inline U MIN(U a, U b) { return I(a) < I(b) ? a : b; }
static inline U MAX(U a, U b) { return I(a) < I(b) ? b : a; }
static inline U MINU(U a, U b) { return a < b ? a : b; }
static inline U MAXU(U a, U b) { return a < b ? b : a; }
static inline U ADDW(U a, U b) { return sx32(a + b); }
static inline U SUBW(U a, U b) { return sx32(a - b); }
static inline U SLLW(U a, U b) { return sx32(a << (b & 31)); }
static inline U SRLW(U a, U b) { return sx32(W(a) >> (b & 31)); }
static inline U SRAW(U a, U b) { return sx32(U(SW(a) >> (b & 31))); }
static inline U RORW(U a, U b) { return sx32(std::rotr(W(a), int(b & 31))); }
static inline U ROLW(U a, U b) { return sx32(std::rotl(W(a), int(b & 31))); }
static inline U CLZ(U a) { return U(std::countl_zero(a)); }
static inline U CTZ(U a) { return U(std::countr_zero(a)); }
static inline U POPC(U a) { return U(std::popcount(a)); }
static inline U REV8(U a) { return __builtin_bswap64(a); }
static inline U CLZW(U a) { return U(std::countl_zero(W(a))); }
static inline U CTZW(U a) { return U(std::countr_zero(W(a))); }
static inline U POPCW(U a) { return U(std::popcount(W(a))); }
static inline U REV8W(U a) { return sx32(__builtin_bswap32(W(a))); }
static inline U SHADD(U a, U b, I k) { return a + (b << k); }
static inline U SHADDU(U a, U b, I k) { return a + (zx32(b) << k); }
static inline U ADDI(U a, I imm) { return a + U(imm); }
static inline U ADDIW(U a, I imm) { return sx32(a + U(imm)); }
static inline U ANDI(U a, I imm) { return a & U(imm); }
static inline U ORI(U a, I imm) { return a | U(imm); }
static inline U XORI(U a, I imm) { return a ^ U(imm); }
static inline U SLTI(U a, I imm) { return I(a) < imm; }
static inline U SLTIU(U a, I imm) { return a < U(imm); }
static inline U SEQI(U a, I imm) { return a == U(imm); }
static inline U SNEI(U a, I imm) { return a != U(imm); }
static inline U SEL(U a, U b, U c) { return c != 0 ? a : b; }

} // namespace sectile::sem
#endif
