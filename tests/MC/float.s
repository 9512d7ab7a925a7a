# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: fadd.f32 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x06,0x00]
fadd.f32 a0, a1, a2
# TEXT: fadd.f32 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x13,0x00]
fadd.f32 s11, sp, x7
# TEXT: fsub.f32 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x26,0x00]
fsub.f32 a0, a1, a2
# TEXT: fsub.f32 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x33,0x00]
fsub.f32 s11, sp, x7
# TEXT: fmul.f32 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x46,0x00]
fmul.f32 a0, a1, a2
# TEXT: fmul.f32 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x53,0x00]
fmul.f32 s11, sp, x7
# TEXT: fdiv.f32 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x66,0x00]
fdiv.f32 a0, a1, a2
# TEXT: fdiv.f32 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x73,0x00]
fdiv.f32 s11, sp, x7
# TEXT: fsqrt.f32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x80,0x00]
fsqrt.f32 a0, a1
# TEXT: fsqrt.f32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x80,0x00]
fsqrt.f32 s11, sp
# TEXT: fmin.f32 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0xa6,0x00]
fmin.f32 a0, a1, a2
# TEXT: fmin.f32 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0xb3,0x00]
fmin.f32 s11, sp, x7
# TEXT: fmax.f32 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0xc6,0x00]
fmax.f32 a0, a1, a2
# TEXT: fmax.f32 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0xd3,0x00]
fmax.f32 s11, sp, x7
# TEXT: fnear.f32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x00,0x01]
fnear.f32 a0, a1
# TEXT: fnear.f32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x00,0x01]
fnear.f32 s11, sp
# TEXT: ffloor.f32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x20,0x01]
ffloor.f32 a0, a1
# TEXT: ffloor.f32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x20,0x01]
ffloor.f32 s11, sp
# TEXT: fceil.f32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x40,0x01]
fceil.f32 a0, a1
# TEXT: fceil.f32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x40,0x01]
fceil.f32 s11, sp
# TEXT: ftrunc.f32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x60,0x01]
ftrunc.f32 a0, a1
# TEXT: ftrunc.f32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x60,0x01]
ftrunc.f32 s11, sp
# TEXT: fsgnj.f32 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x06,0x02]
fsgnj.f32 a0, a1, a2
# TEXT: fsgnj.f32 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x13,0x02]
fsgnj.f32 s11, sp, x7
# TEXT: fsgnjn.f32 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x26,0x02]
fsgnjn.f32 a0, a1, a2
# TEXT: fsgnjn.f32 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x33,0x02]
fsgnjn.f32 s11, sp, x7
# TEXT: fsgnjx.f32 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x46,0x02]
fsgnjx.f32 a0, a1, a2
# TEXT: fsgnjx.f32 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x53,0x02]
fsgnjx.f32 s11, sp, x7
# TEXT: feq.f32 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x86,0x02]
feq.f32 a0, a1, a2
# TEXT: feq.f32 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x93,0x02]
feq.f32 s11, sp, x7
# TEXT: flt.f32 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0xa6,0x02]
flt.f32 a0, a1, a2
# TEXT: flt.f32 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0xb3,0x02]
flt.f32 s11, sp, x7
# TEXT: fle.f32 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0xc6,0x02]
fle.f32 a0, a1, a2
# TEXT: fle.f32 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0xd3,0x02]
fle.f32 s11, sp, x7
# TEXT: fcvt.f32.i32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x00,0x04]
fcvt.f32.i32 a0, a1
# TEXT: fcvt.f32.i32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x00,0x04]
fcvt.f32.i32 s11, sp
# TEXT: fcvt.f32.u32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x20,0x04]
fcvt.f32.u32 a0, a1
# TEXT: fcvt.f32.u32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x20,0x04]
fcvt.f32.u32 s11, sp
# TEXT: fcvt.f32.i64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x40,0x04]
fcvt.f32.i64 a0, a1
# TEXT: fcvt.f32.i64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x40,0x04]
fcvt.f32.i64 s11, sp
# TEXT: fcvt.f32.u64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x60,0x04]
fcvt.f32.u64 a0, a1
# TEXT: fcvt.f32.u64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x60,0x04]
fcvt.f32.u64 s11, sp
# TEXT: fcvt.i32.f32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x00,0x05]
fcvt.i32.f32 a0, a1
# TEXT: fcvt.i32.f32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x00,0x05]
fcvt.i32.f32 s11, sp
# TEXT: fcvt.u32.f32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x20,0x05]
fcvt.u32.f32 a0, a1
# TEXT: fcvt.u32.f32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x20,0x05]
fcvt.u32.f32 s11, sp
# TEXT: fcvt.i64.f32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x40,0x05]
fcvt.i64.f32 a0, a1
# TEXT: fcvt.i64.f32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x40,0x05]
fcvt.i64.f32 s11, sp
# TEXT: fcvt.u64.f32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x60,0x05]
fcvt.u64.f32 a0, a1
# TEXT: fcvt.u64.f32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x60,0x05]
fcvt.u64.f32 s11, sp
# TEXT: fcvt.f32.f64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x00,0x06]
fcvt.f32.f64 a0, a1
# TEXT: fcvt.f32.f64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x00,0x06]
fcvt.f32.f64 s11, sp
# TEXT: fcvt.f32.f16 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x20,0x06]
fcvt.f32.f16 a0, a1
# TEXT: fcvt.f32.f16 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x20,0x06]
fcvt.f32.f16 s11, sp
# TEXT: fcvt.f32.bf16 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x40,0x06]
fcvt.f32.bf16 a0, a1
# TEXT: fcvt.f32.bf16 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x40,0x06]
fcvt.f32.bf16 s11, sp
# TEXT: fcvt.f16.f32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x60,0x06]
fcvt.f16.f32 a0, a1
# TEXT: fcvt.f16.f32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x60,0x06]
fcvt.f16.f32 s11, sp
# TEXT: fcvt.bf16.f32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x80,0x06]
fcvt.bf16.f32 a0, a1
# TEXT: fcvt.bf16.f32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x80,0x06]
fcvt.bf16.f32 s11, sp
# TEXT: fadd.f64 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x06,0x80]
fadd.f64 a0, a1, a2
# TEXT: fadd.f64 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x13,0x80]
fadd.f64 s11, sp, x7
# TEXT: fsub.f64 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x26,0x80]
fsub.f64 a0, a1, a2
# TEXT: fsub.f64 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x33,0x80]
fsub.f64 s11, sp, x7
# TEXT: fmul.f64 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x46,0x80]
fmul.f64 a0, a1, a2
# TEXT: fmul.f64 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x53,0x80]
fmul.f64 s11, sp, x7
# TEXT: fdiv.f64 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x66,0x80]
fdiv.f64 a0, a1, a2
# TEXT: fdiv.f64 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x73,0x80]
fdiv.f64 s11, sp, x7
# TEXT: fsqrt.f64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x80,0x80]
fsqrt.f64 a0, a1
# TEXT: fsqrt.f64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x80,0x80]
fsqrt.f64 s11, sp
# TEXT: fmin.f64 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0xa6,0x80]
fmin.f64 a0, a1, a2
# TEXT: fmin.f64 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0xb3,0x80]
fmin.f64 s11, sp, x7
# TEXT: fmax.f64 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0xc6,0x80]
fmax.f64 a0, a1, a2
# TEXT: fmax.f64 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0xd3,0x80]
fmax.f64 s11, sp, x7
# TEXT: fnear.f64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x00,0x81]
fnear.f64 a0, a1
# TEXT: fnear.f64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x00,0x81]
fnear.f64 s11, sp
# TEXT: ffloor.f64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x20,0x81]
ffloor.f64 a0, a1
# TEXT: ffloor.f64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x20,0x81]
ffloor.f64 s11, sp
# TEXT: fceil.f64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x40,0x81]
fceil.f64 a0, a1
# TEXT: fceil.f64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x40,0x81]
fceil.f64 s11, sp
# TEXT: ftrunc.f64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x60,0x81]
ftrunc.f64 a0, a1
# TEXT: ftrunc.f64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x60,0x81]
ftrunc.f64 s11, sp
# TEXT: fsgnj.f64 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x06,0x82]
fsgnj.f64 a0, a1, a2
# TEXT: fsgnj.f64 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x13,0x82]
fsgnj.f64 s11, sp, x7
# TEXT: fsgnjn.f64 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x26,0x82]
fsgnjn.f64 a0, a1, a2
# TEXT: fsgnjn.f64 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x33,0x82]
fsgnjn.f64 s11, sp, x7
# TEXT: fsgnjx.f64 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x46,0x82]
fsgnjx.f64 a0, a1, a2
# TEXT: fsgnjx.f64 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x53,0x82]
fsgnjx.f64 s11, sp, x7
# TEXT: feq.f64 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0x86,0x82]
feq.f64 a0, a1, a2
# TEXT: feq.f64 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0x93,0x82]
feq.f64 s11, sp, x7
# TEXT: flt.f64 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0xa6,0x82]
flt.f64 a0, a1, a2
# TEXT: flt.f64 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0xb3,0x82]
flt.f64 s11, sp, x7
# TEXT: fle.f64 a0, a1, a2
# BYTES-SAME: # encoding: [0x14,0x29,0xc6,0x82]
fle.f64 a0, a1, a2
# TEXT: fle.f64 s11, sp, x7
# BYTES-SAME: # encoding: [0xd4,0x17,0xd3,0x82]
fle.f64 s11, sp, x7
# TEXT: fcvt.f64.i32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x00,0x84]
fcvt.f64.i32 a0, a1
# TEXT: fcvt.f64.i32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x00,0x84]
fcvt.f64.i32 s11, sp
# TEXT: fcvt.f64.u32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x20,0x84]
fcvt.f64.u32 a0, a1
# TEXT: fcvt.f64.u32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x20,0x84]
fcvt.f64.u32 s11, sp
# TEXT: fcvt.f64.i64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x40,0x84]
fcvt.f64.i64 a0, a1
# TEXT: fcvt.f64.i64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x40,0x84]
fcvt.f64.i64 s11, sp
# TEXT: fcvt.f64.u64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x60,0x84]
fcvt.f64.u64 a0, a1
# TEXT: fcvt.f64.u64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x60,0x84]
fcvt.f64.u64 s11, sp
# TEXT: fcvt.i32.f64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x00,0x85]
fcvt.i32.f64 a0, a1
# TEXT: fcvt.i32.f64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x00,0x85]
fcvt.i32.f64 s11, sp
# TEXT: fcvt.u32.f64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x20,0x85]
fcvt.u32.f64 a0, a1
# TEXT: fcvt.u32.f64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x20,0x85]
fcvt.u32.f64 s11, sp
# TEXT: fcvt.i64.f64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x40,0x85]
fcvt.i64.f64 a0, a1
# TEXT: fcvt.i64.f64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x40,0x85]
fcvt.i64.f64 s11, sp
# TEXT: fcvt.u64.f64 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x60,0x85]
fcvt.u64.f64 a0, a1
# TEXT: fcvt.u64.f64 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x60,0x85]
fcvt.u64.f64 s11, sp
# TEXT: fcvt.f64.f32 a0, a1
# BYTES-SAME: # encoding: [0x14,0x29,0x00,0x86]
fcvt.f64.f32 a0, a1
# TEXT: fcvt.f64.f32 s11, sp
# BYTES-SAME: # encoding: [0xd4,0x17,0x00,0x86]
fcvt.f64.f32 s11, sp
# TEXT: fmadd.f32 a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x15,0x29,0xe6,0x00]
fmadd.f32 a0, a1, a2, a3
# TEXT: fmadd.f32 s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xd5,0x17,0x13,0x00]
fmadd.f32 s11, sp, x7, zero
# TEXT: fmsub.f32 a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x15,0x29,0xe6,0x04]
fmsub.f32 a0, a1, a2, a3
# TEXT: fmsub.f32 s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xd5,0x17,0x13,0x04]
fmsub.f32 s11, sp, x7, zero
# TEXT: fnmadd.f32 a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x15,0x29,0xe6,0x08]
fnmadd.f32 a0, a1, a2, a3
# TEXT: fnmadd.f32 s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xd5,0x17,0x13,0x08]
fnmadd.f32 s11, sp, x7, zero
# TEXT: fnmsub.f32 a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x15,0x29,0xe6,0x0c]
fnmsub.f32 a0, a1, a2, a3
# TEXT: fnmsub.f32 s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xd5,0x17,0x13,0x0c]
fnmsub.f32 s11, sp, x7, zero
# TEXT: fmadd.f64 a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x15,0x29,0xe6,0x80]
fmadd.f64 a0, a1, a2, a3
# TEXT: fmadd.f64 s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xd5,0x17,0x13,0x80]
fmadd.f64 s11, sp, x7, zero
# TEXT: fmsub.f64 a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x15,0x29,0xe6,0x84]
fmsub.f64 a0, a1, a2, a3
# TEXT: fmsub.f64 s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xd5,0x17,0x13,0x84]
fmsub.f64 s11, sp, x7, zero
# TEXT: fnmadd.f64 a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x15,0x29,0xe6,0x88]
fnmadd.f64 a0, a1, a2, a3
# TEXT: fnmadd.f64 s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xd5,0x17,0x13,0x88]
fnmadd.f64 s11, sp, x7, zero
# TEXT: fnmsub.f64 a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x15,0x29,0xe6,0x8c]
fnmsub.f64 a0, a1, a2, a3
# TEXT: fnmsub.f64 s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xd5,0x17,0x13,0x8c]
fnmsub.f64 s11, sp, x7, zero
