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
