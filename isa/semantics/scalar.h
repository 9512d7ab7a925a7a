// What each scalar instruction computes.
//
// One function per record of isa/ScalarInstrs.td, under the record's name.
// Arguments come in the order of InOperandList: registers as uint64_t,
// immediates, decoded, as int64_t; ADRP, J and CALL get the pc first.
//   loads: the raw bytes, zero-extended -> register
//   stores: register -> the bytes
//   branches: taken?
//   jumps: -> the target
//   atomics: what memory holds, then the operands after the address -> what
//            memory holds then
//   CSR*: the old value and the register -> the new value
#ifndef SECTILE_SEMANTICS_SCALAR_H
#define SECTILE_SEMANTICS_SCALAR_H

#include "value.h"

namespace sectile::sem {

using U = uint64_t;
using I = int64_t;
using W = uint32_t; // bits 31:0 of a register
using SW = int32_t;

//===-- Integer arithmetic and logic ------------------------------------===//

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

//===-- Multiply and divide ---------------------------------------------===//

static inline U MUL(U a, U b) { return a * b; }
static inline U MULH(U a, U b) {
  return U(__extension__(__int128) I(a) * I(b) >> 64);
}
static inline U MULHU(U a, U b) {
  return U(__extension__(unsigned __int128) a * b >> 64);
}
static inline U MULHSU(U a, U b) { return MULHU(a, b) - (I(a) < 0 ? b : 0); }
static inline U MULW(U a, U b) { return sx32(a * b); }
static inline U MADD(U a, U b, U c) { return c + a * b; }
static inline U MSUB(U a, U b, U c) { return c - a * b; }
static inline U MADDW(U a, U b, U c) { return sx32(c + a * b); }
static inline U MSUBW(U a, U b, U c) { return sx32(c - a * b); }
// A divisor of -1 negates: the most negative number by -1 is itself.
static inline U DIV(U a, U b) {
  return b == 0 ? ~U(0) : b == ~U(0) ? 0 - a : U(I(a) / I(b));
}
static inline U DIVU(U a, U b) { return b == 0 ? ~U(0) : a / b; }
static inline U REM(U a, U b) {
  return b == 0 ? a : b == ~U(0) ? 0 : U(I(a) % I(b));
}
static inline U REMU(U a, U b) { return b == 0 ? a : a % b; }
static inline U DIVW(U a, U b) { return sx32(DIV(sx32(a), sx32(b))); }
static inline U DIVUW(U a, U b) { return sx32(DIVU(zx32(a), zx32(b))); }
static inline U REMW(U a, U b) { return sx32(REM(sx32(a), sx32(b))); }
static inline U REMUW(U a, U b) { return sx32(REMU(zx32(a), zx32(b))); }

//===-- Constants, addresses and bit fields -----------------------------===//

static inline U MOVZ(I imm, I hw) { return U(imm) << hw; }
static inline U MOVN(I imm, I hw) { return ~(U(imm) << hw); }
static inline U MOVK(U d, I imm, I hw) {
  return (d & ~(U(0xffff) << hw)) | U(imm) << hw;
}
static inline U ADRP(U pc, I target) { return (pc & ~U(4095)) + U(target); }
static inline U EXTU(U a, I pos, I len) {
  return (a >> pos) & ones(unsigned(len));
}
static inline U EXTS(U a, I pos, I len) {
  return U(I(U(I(a) >> pos) << (64 - len)) >> (64 - len));
}
static inline U INSU(U a, I pos, I len) {
  return (a & ones(unsigned(len))) << pos;
}
static inline U INSS(U a, I pos, I len) {
  return U(I(a << (64 - len)) >> (64 - len)) << pos;
}
static inline U INS(U d, U a, I pos, I len) {
  U field = ones(unsigned(len)) << pos;
  return (d & ~field) | ((a << pos) & field);
}
static inline U RORI(U a, I pos) { return std::rotr(a, int(pos)); }
static inline U RORIW(U a, I pos) {
  return sx32(std::rotr(W(a), int(pos & 31)));
}

//===-- Loads and stores ------------------------------------------------===//

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

//===-- Branches and jumps ----------------------------------------------===//

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

//===-- Floating point --------------------------------------------------===//

static inline U FADD_F32(U a, U b) { return reg(f32(a) + f32(b)); }
static inline U FSUB_F32(U a, U b) { return reg(f32(a) - f32(b)); }
static inline U FMUL_F32(U a, U b) { return reg(f32(a) * f32(b)); }
static inline U FDIV_F32(U a, U b) { return reg(f32(a) / f32(b)); }
static inline U FSQRT_F32(U a) { return reg(std::sqrt(f32(a))); }
static inline U FMIN_F32(U a, U b) {
  return reg(minimumNumber(f32(a), f32(b)));
}
static inline U FMAX_F32(U a, U b) {
  return reg(maximumNumber(f32(a), f32(b)));
}
static inline U FNEAR_F32(U a) { return reg(std::nearbyint(f32(a))); }
static inline U FFLOOR_F32(U a) { return reg(std::floor(f32(a))); }
static inline U FCEIL_F32(U a) { return reg(std::ceil(f32(a))); }
static inline U FTRUNC_F32(U a) { return reg(std::trunc(f32(a))); }
static inline U FMADD_F32(U a, U b, U c) {
  return reg(std::fma(f32(a), f32(b), f32(c)));
}
static inline U FMSUB_F32(U a, U b, U c) {
  return reg(std::fma(f32(a), f32(b), -f32(c)));
}
static inline U FNMADD_F32(U a, U b, U c) {
  return reg(std::fma(-f32(a), f32(b), f32(c)));
}
static inline U FNMSUB_F32(U a, U b, U c) {
  return reg(std::fma(-f32(a), f32(b), -f32(c)));
}

static inline U FADD_F64(U a, U b) { return reg(f64(a) + f64(b)); }
static inline U FSUB_F64(U a, U b) { return reg(f64(a) - f64(b)); }
static inline U FMUL_F64(U a, U b) { return reg(f64(a) * f64(b)); }
static inline U FDIV_F64(U a, U b) { return reg(f64(a) / f64(b)); }
static inline U FSQRT_F64(U a) { return reg(std::sqrt(f64(a))); }
static inline U FMIN_F64(U a, U b) {
  return reg(minimumNumber(f64(a), f64(b)));
}
static inline U FMAX_F64(U a, U b) {
  return reg(maximumNumber(f64(a), f64(b)));
}
static inline U FNEAR_F64(U a) { return reg(std::nearbyint(f64(a))); }
static inline U FFLOOR_F64(U a) { return reg(std::floor(f64(a))); }
static inline U FCEIL_F64(U a) { return reg(std::ceil(f64(a))); }
static inline U FTRUNC_F64(U a) { return reg(std::trunc(f64(a))); }
static inline U FMADD_F64(U a, U b, U c) {
  return reg(std::fma(f64(a), f64(b), f64(c)));
}
static inline U FMSUB_F64(U a, U b, U c) {
  return reg(std::fma(f64(a), f64(b), -f64(c)));
}
static inline U FNMADD_F64(U a, U b, U c) {
  return reg(std::fma(-f64(a), f64(b), f64(c)));
}
static inline U FNMSUB_F64(U a, U b, U c) {
  return reg(std::fma(-f64(a), f64(b), -f64(c)));
}

constexpr U SIGN32 = U(1) << 31, SIGN64 = U(1) << 63;
static inline U FSGNJ_F32(U a, U b) {
  return sx32((a & ~SIGN32) | (b & SIGN32));
}
static inline U FSGNJN_F32(U a, U b) {
  return sx32((a & ~SIGN32) | (~b & SIGN32));
}
static inline U FSGNJX_F32(U a, U b) { return sx32(a ^ (b & SIGN32)); }
static inline U FSGNJ_F64(U a, U b) { return (a & ~SIGN64) | (b & SIGN64); }
static inline U FSGNJN_F64(U a, U b) { return (a & ~SIGN64) | (~b & SIGN64); }
static inline U FSGNJX_F64(U a, U b) { return a ^ (b & SIGN64); }
static inline U FEQ_F32(U a, U b) { return f32(a) == f32(b); }
static inline U FLT_F32(U a, U b) { return f32(a) < f32(b); }
static inline U FLE_F32(U a, U b) { return f32(a) <= f32(b); }
static inline U FEQ_F64(U a, U b) { return f64(a) == f64(b); }
static inline U FLT_F64(U a, U b) { return f64(a) < f64(b); }
static inline U FLE_F64(U a, U b) { return f64(a) <= f64(b); }

static inline U FCVT_F32_I32(U a) { return reg(float(SW(a))); }
static inline U FCVT_F32_U32(U a) { return reg(float(W(a))); }
static inline U FCVT_F32_I64(U a) { return reg(float(I(a))); }
static inline U FCVT_F32_U64(U a) { return reg(float(a)); }
static inline U FCVT_F64_I32(U a) { return reg(double(SW(a))); }
static inline U FCVT_F64_U32(U a) { return reg(double(W(a))); }
static inline U FCVT_F64_I64(U a) { return reg(double(I(a))); }
static inline U FCVT_F64_U64(U a) { return reg(double(a)); }
static inline U FCVT_I32_F32(U a) { return U(I(truncate<SW>(f32(a)))); }
static inline U FCVT_U32_F32(U a) { return sx32(truncate<W>(f32(a))); }
static inline U FCVT_I64_F32(U a) { return U(truncate<I>(f32(a))); }
static inline U FCVT_U64_F32(U a) { return truncate<U>(f32(a)); }
static inline U FCVT_I32_F64(U a) { return U(I(truncate<SW>(f64(a)))); }
static inline U FCVT_U32_F64(U a) { return sx32(truncate<W>(f64(a))); }
static inline U FCVT_I64_F64(U a) { return U(truncate<I>(f64(a))); }
static inline U FCVT_U64_F64(U a) { return truncate<U>(f64(a)); }
static inline U FCVT_F64_F32(U a) { return reg(double(f32(a))); }
static inline U FCVT_F32_F64(U a) { return reg(float(f64(a))); }
static inline U FCVT_F32_F16(U a) { return sx32(widenF16(uint16_t(a))); }
static inline U FCVT_F32_BF16(U a) { return sx32(widenBF16(uint16_t(a))); }
static inline U FCVT_F16_F32(U a) { return sx16(narrowF16(W(a))); }
static inline U FCVT_BF16_F32(U a) { return sx16(narrowBF16(W(a))); }

//===-- Atomics ---------------------------------------------------------===//

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

//===-- System ----------------------------------------------------------===//

static inline U CSRRW(U, U a) { return a; }
static inline U CSRRS(U csr, U a) { return csr | a; }
static inline U CSRRC(U csr, U a) { return csr & ~a; }

//===-- Shapes ----------------------------------------------------------===//

static inline U clamp255(U v) { return I(v) < 0 ? 0 : v > 255 ? 255 : v; }
static inline U TSHAPE(U a, U b, I k) {
  return clamp255(a) | clamp255(clamp255(b) << k) << 8;
}

} // namespace sectile::sem
#endif
