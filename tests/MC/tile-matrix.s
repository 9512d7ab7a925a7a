# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: tmma.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x00]
tmma.f32 t0, t1, t2
# TEXT: tmma.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x00]
tmma.f32 t31, t17, t8
# TEXT: tmma.f32 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x00]
tmma.f32 t5, t6, t7, a0
# TEXT: tmma.f32 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x03]
tmma.f32 t5, t6, t7, s11
# TEXT: tmma.f16 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x04]
tmma.f16 t0, t1, t2
# TEXT: tmma.f16 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x04]
tmma.f16 t31, t17, t8
# TEXT: tmma.f16 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x04]
tmma.f16 t5, t6, t7, a0
# TEXT: tmma.f16 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x07]
tmma.f16 t5, t6, t7, s11
# TEXT: tmma.bf16 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x08]
tmma.bf16 t0, t1, t2
# TEXT: tmma.bf16 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x08]
tmma.bf16 t31, t17, t8
# TEXT: tmma.bf16 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x08]
tmma.bf16 t5, t6, t7, a0
# TEXT: tmma.bf16 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x0b]
tmma.bf16 t5, t6, t7, s11
# TEXT: tmma.e4m3 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x10]
tmma.e4m3 t0, t1, t2
# TEXT: tmma.e4m3 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x10]
tmma.e4m3 t31, t17, t8
# TEXT: tmma.e4m3 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x10]
tmma.e4m3 t5, t6, t7, a0
# TEXT: tmma.e4m3 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x13]
tmma.e4m3 t5, t6, t7, s11
# TEXT: tmma.e5m2 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x14]
tmma.e5m2 t0, t1, t2
# TEXT: tmma.e5m2 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x14]
tmma.e5m2 t31, t17, t8
# TEXT: tmma.e5m2 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x14]
tmma.e5m2 t5, t6, t7, a0
# TEXT: tmma.e5m2 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x17]
tmma.e5m2 t5, t6, t7, s11
# TEXT: tmma.e4m3e5m2 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x18]
tmma.e4m3e5m2 t0, t1, t2
# TEXT: tmma.e4m3e5m2 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x18]
tmma.e4m3e5m2 t31, t17, t8
# TEXT: tmma.e4m3e5m2 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x18]
tmma.e4m3e5m2 t5, t6, t7, a0
# TEXT: tmma.e4m3e5m2 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x1b]
tmma.e4m3e5m2 t5, t6, t7, s11
# TEXT: tmma.e5m2e4m3 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x1c]
tmma.e5m2e4m3 t0, t1, t2
# TEXT: tmma.e5m2e4m3 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x1c]
tmma.e5m2e4m3 t31, t17, t8
# TEXT: tmma.e5m2e4m3 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x1c]
tmma.e5m2e4m3 t5, t6, t7, a0
# TEXT: tmma.e5m2e4m3 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x1f]
tmma.e5m2e4m3 t5, t6, t7, s11
# TEXT: tmma.i8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x20]
tmma.i8 t0, t1, t2
# TEXT: tmma.i8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x20]
tmma.i8 t31, t17, t8
# TEXT: tmma.i8 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x20]
tmma.i8 t5, t6, t7, a0
# TEXT: tmma.i8 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x23]
tmma.i8 t5, t6, t7, s11
# TEXT: tmma.u8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x24]
tmma.u8 t0, t1, t2
# TEXT: tmma.u8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x24]
tmma.u8 t31, t17, t8
# TEXT: tmma.u8 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x24]
tmma.u8 t5, t6, t7, a0
# TEXT: tmma.u8 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x27]
tmma.u8 t5, t6, t7, s11
# TEXT: tmma.i8u8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x28]
tmma.i8u8 t0, t1, t2
# TEXT: tmma.i8u8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x28]
tmma.i8u8 t31, t17, t8
# TEXT: tmma.i8u8 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x28]
tmma.i8u8 t5, t6, t7, a0
# TEXT: tmma.i8u8 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x2b]
tmma.i8u8 t5, t6, t7, s11
# TEXT: tmma.u8i8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x2c]
tmma.u8i8 t0, t1, t2
# TEXT: tmma.u8i8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x2c]
tmma.u8i8 t31, t17, t8
# TEXT: tmma.u8i8 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x2c]
tmma.u8i8 t5, t6, t7, a0
# TEXT: tmma.u8i8 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x2f]
tmma.u8i8 t5, t6, t7, s11
# TEXT: tmma.i4 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x30]
tmma.i4 t0, t1, t2
# TEXT: tmma.i4 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x30]
tmma.i4 t31, t17, t8
# TEXT: tmma.i4 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x30]
tmma.i4 t5, t6, t7, a0
# TEXT: tmma.i4 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x33]
tmma.i4 t5, t6, t7, s11
# TEXT: tmma.u4 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x34]
tmma.u4 t0, t1, t2
# TEXT: tmma.u4 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x34]
tmma.u4 t31, t17, t8
# TEXT: tmma.u4 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x34]
tmma.u4 t5, t6, t7, a0
# TEXT: tmma.u4 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x37]
tmma.u4 t5, t6, t7, s11
# TEXT: tmma.i4u4 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x38]
tmma.i4u4 t0, t1, t2
# TEXT: tmma.i4u4 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x38]
tmma.i4u4 t31, t17, t8
# TEXT: tmma.i4u4 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x38]
tmma.i4u4 t5, t6, t7, a0
# TEXT: tmma.i4u4 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x3b]
tmma.i4u4 t5, t6, t7, s11
# TEXT: tmma.u4i4 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x3c]
tmma.u4i4 t0, t1, t2
# TEXT: tmma.u4i4 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x3c]
tmma.u4i4 t31, t17, t8
# TEXT: tmma.u4i4 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x3c]
tmma.u4i4 t5, t6, t7, a0
# TEXT: tmma.u4i4 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x3f]
tmma.u4i4 t5, t6, t7, s11
# TEXT: tmma.b1xor t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x40]
tmma.b1xor t0, t1, t2
# TEXT: tmma.b1xor t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x40]
tmma.b1xor t31, t17, t8
# TEXT: tmma.b1xor t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x40]
tmma.b1xor t5, t6, t7, a0
# TEXT: tmma.b1xor t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x43]
tmma.b1xor t5, t6, t7, s11
# TEXT: tmma.b1and t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x44]
tmma.b1and t0, t1, t2
# TEXT: tmma.b1and t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x44]
tmma.b1and t31, t17, t8
# TEXT: tmma.b1and t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x44]
tmma.b1and t5, t6, t7, a0
# TEXT: tmma.b1and t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x47]
tmma.b1and t5, t6, t7, s11
# TEXT: tmmaz.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x80]
tmmaz.f32 t0, t1, t2
# TEXT: tmmaz.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x80]
tmmaz.f32 t31, t17, t8
# TEXT: tmmaz.f32 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x80]
tmmaz.f32 t5, t6, t7, a0
# TEXT: tmmaz.f32 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x83]
tmmaz.f32 t5, t6, t7, s11
# TEXT: tmmaz.f16 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x84]
tmmaz.f16 t0, t1, t2
# TEXT: tmmaz.f16 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x84]
tmmaz.f16 t31, t17, t8
# TEXT: tmmaz.f16 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x84]
tmmaz.f16 t5, t6, t7, a0
# TEXT: tmmaz.f16 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x87]
tmmaz.f16 t5, t6, t7, s11
# TEXT: tmmaz.bf16 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x88]
tmmaz.bf16 t0, t1, t2
# TEXT: tmmaz.bf16 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x88]
tmmaz.bf16 t31, t17, t8
# TEXT: tmmaz.bf16 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x88]
tmmaz.bf16 t5, t6, t7, a0
# TEXT: tmmaz.bf16 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x8b]
tmmaz.bf16 t5, t6, t7, s11
# TEXT: tmmaz.e4m3 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x90]
tmmaz.e4m3 t0, t1, t2
# TEXT: tmmaz.e4m3 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x90]
tmmaz.e4m3 t31, t17, t8
# TEXT: tmmaz.e4m3 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x90]
tmmaz.e4m3 t5, t6, t7, a0
# TEXT: tmmaz.e4m3 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x93]
tmmaz.e4m3 t5, t6, t7, s11
# TEXT: tmmaz.e5m2 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x94]
tmmaz.e5m2 t0, t1, t2
# TEXT: tmmaz.e5m2 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x94]
tmmaz.e5m2 t31, t17, t8
# TEXT: tmmaz.e5m2 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x94]
tmmaz.e5m2 t5, t6, t7, a0
# TEXT: tmmaz.e5m2 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x97]
tmmaz.e5m2 t5, t6, t7, s11
# TEXT: tmmaz.e4m3e5m2 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x98]
tmmaz.e4m3e5m2 t0, t1, t2
# TEXT: tmmaz.e4m3e5m2 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x98]
tmmaz.e4m3e5m2 t31, t17, t8
# TEXT: tmmaz.e4m3e5m2 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x98]
tmmaz.e4m3e5m2 t5, t6, t7, a0
# TEXT: tmmaz.e4m3e5m2 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x9b]
tmmaz.e4m3e5m2 t5, t6, t7, s11
# TEXT: tmmaz.e5m2e4m3 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x9c]
tmmaz.e5m2e4m3 t0, t1, t2
# TEXT: tmmaz.e5m2e4m3 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x9c]
tmmaz.e5m2e4m3 t31, t17, t8
# TEXT: tmmaz.e5m2e4m3 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0x9c]
tmmaz.e5m2e4m3 t5, t6, t7, a0
# TEXT: tmmaz.e5m2e4m3 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0x9f]
tmmaz.e5m2e4m3 t5, t6, t7, s11
# TEXT: tmmaz.i8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0xa0]
tmmaz.i8 t0, t1, t2
# TEXT: tmmaz.i8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0xa0]
tmmaz.i8 t31, t17, t8
# TEXT: tmmaz.i8 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0xa0]
tmmaz.i8 t5, t6, t7, a0
# TEXT: tmmaz.i8 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0xa3]
tmmaz.i8 t5, t6, t7, s11
# TEXT: tmmaz.u8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0xa4]
tmmaz.u8 t0, t1, t2
# TEXT: tmmaz.u8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0xa4]
tmmaz.u8 t31, t17, t8
# TEXT: tmmaz.u8 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0xa4]
tmmaz.u8 t5, t6, t7, a0
# TEXT: tmmaz.u8 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0xa7]
tmmaz.u8 t5, t6, t7, s11
# TEXT: tmmaz.i8u8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0xa8]
tmmaz.i8u8 t0, t1, t2
# TEXT: tmmaz.i8u8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0xa8]
tmmaz.i8u8 t31, t17, t8
# TEXT: tmmaz.i8u8 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0xa8]
tmmaz.i8u8 t5, t6, t7, a0
# TEXT: tmmaz.i8u8 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0xab]
tmmaz.i8u8 t5, t6, t7, s11
# TEXT: tmmaz.u8i8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0xac]
tmmaz.u8i8 t0, t1, t2
# TEXT: tmmaz.u8i8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0xac]
tmmaz.u8i8 t31, t17, t8
# TEXT: tmmaz.u8i8 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0xac]
tmmaz.u8i8 t5, t6, t7, a0
# TEXT: tmmaz.u8i8 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0xaf]
tmmaz.u8i8 t5, t6, t7, s11
# TEXT: tmmaz.i4 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0xb0]
tmmaz.i4 t0, t1, t2
# TEXT: tmmaz.i4 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0xb0]
tmmaz.i4 t31, t17, t8
# TEXT: tmmaz.i4 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0xb0]
tmmaz.i4 t5, t6, t7, a0
# TEXT: tmmaz.i4 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0xb3]
tmmaz.i4 t5, t6, t7, s11
# TEXT: tmmaz.u4 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0xb4]
tmmaz.u4 t0, t1, t2
# TEXT: tmmaz.u4 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0xb4]
tmmaz.u4 t31, t17, t8
# TEXT: tmmaz.u4 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0xb4]
tmmaz.u4 t5, t6, t7, a0
# TEXT: tmmaz.u4 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0xb7]
tmmaz.u4 t5, t6, t7, s11
# TEXT: tmmaz.i4u4 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0xb8]
tmmaz.i4u4 t0, t1, t2
# TEXT: tmmaz.i4u4 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0xb8]
tmmaz.i4u4 t31, t17, t8
# TEXT: tmmaz.i4u4 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0xb8]
tmmaz.i4u4 t5, t6, t7, a0
# TEXT: tmmaz.i4u4 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0xbb]
tmmaz.i4u4 t5, t6, t7, s11
# TEXT: tmmaz.u4i4 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0xbc]
tmmaz.u4i4 t0, t1, t2
# TEXT: tmmaz.u4i4 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0xbc]
tmmaz.u4i4 t31, t17, t8
# TEXT: tmmaz.u4i4 t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0xbc]
tmmaz.u4i4 t5, t6, t7, a0
# TEXT: tmmaz.u4i4 t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0xbf]
tmmaz.u4i4 t5, t6, t7, s11
# TEXT: tmmaz.b1xor t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0xc0]
tmmaz.b1xor t0, t1, t2
# TEXT: tmmaz.b1xor t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0xc0]
tmmaz.b1xor t31, t17, t8
# TEXT: tmmaz.b1xor t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0xc0]
tmmaz.b1xor t5, t6, t7, a0
# TEXT: tmmaz.b1xor t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0xc3]
tmmaz.b1xor t5, t6, t7, s11
# TEXT: tmmaz.b1and t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0xc4]
tmmaz.b1and t0, t1, t2
# TEXT: tmmaz.b1and t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0xc4]
tmmaz.b1and t31, t17, t8
# TEXT: tmmaz.b1and t5, t6, t7, a0
# BYTES-SAME: # encoding: [0x63,0x31,0x87,0xc4]
tmmaz.b1and t5, t6, t7, a0
# TEXT: tmmaz.b1and t5, t6, t7, s11
# BYTES-SAME: # encoding: [0x63,0x31,0xe7,0xc7]
tmmaz.b1and t5, t6, t7, s11

# Register r0 as the depth is that of the elements.
# TEXT-NOT: zero
# TEXT: tmma.f32 t5, t6, t7
# BYTES-SAME: # encoding: [0x63,0x31,0x07,0x00]
tmma.f32 t5, t6, t7, zero
# TEXT-NOT: zero
# TEXT: tmmaz.i8 t5, t6, t7
# BYTES-SAME: # encoding: [0x63,0x31,0x07,0xa0]
tmmaz.i8 t5, t6, t7, r0
# TEXT-NOT: zero
