// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Scalar loads and stores (isa/scalar/Memory.td): a load converts the raw
// bytes, zero-extended, to the register's value, a store the register's value
// to bytes.
#ifndef SECTILE_SEMANTICS_SCALAR_MEMORY_H
#define SECTILE_SEMANTICS_SCALAR_MEMORY_H

#include "semantics/value.h"

namespace sectile::sem {

static inline U LDB(U raw) { return sx8(raw); }
static inline U LDH(U raw) { return sx16(raw); }
static inline U LDW(U raw) { return sx32(raw); }
static inline U LDD(U raw) { return raw; }
static inline U LDBU(U raw) { return zx8(raw); }
static inline U LDHU(U raw) { return zx16(raw); }
static inline U LDWU(U raw) { return zx32(raw); }
static inline U LDXB(U raw) { return sx8(raw); }
static inline U LDXH(U raw) { return sx16(raw); }
static inline U LDXW(U raw) { return sx32(raw); }
static inline U LDXD(U raw) { return raw; }
static inline U LDXBU(U raw) { return zx8(raw); }
static inline U LDXHU(U raw) { return zx16(raw); }
static inline U LDXWU(U raw) { return zx32(raw); }
static inline U LDZB(U raw) { return sx8(raw); }
static inline U LDZH(U raw) { return sx16(raw); }
static inline U LDZW(U raw) { return sx32(raw); }
static inline U LDZD(U raw) { return raw; }
static inline U LDZBU(U raw) { return zx8(raw); }
static inline U LDZHU(U raw) { return zx16(raw); }
static inline U LDZWU(U raw) { return zx32(raw); }
// Each half of a pair.
static inline U LDPD(U raw) { return raw; }
static inline U LDPW(U raw) { return sx32(raw); }

static inline U STB(U d) { return zx8(d); }
static inline U STH(U d) { return zx16(d); }
static inline U STW(U d) { return zx32(d); }
static inline U STD(U d) { return d; }
static inline U STXB(U d) { return zx8(d); }
static inline U STXH(U d) { return zx16(d); }
static inline U STXW(U d) { return zx32(d); }
static inline U STXD(U d) { return d; }
static inline U STZB(U d) { return zx8(d); }
static inline U STZH(U d) { return zx16(d); }
static inline U STZW(U d) { return zx32(d); }
static inline U STZD(U d) { return d; }
static inline U STPD(U d) { return d; }
static inline U STPW(U d) { return zx32(d); }

} // namespace sectile::sem
#endif
