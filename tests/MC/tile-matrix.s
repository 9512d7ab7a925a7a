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
# TEXT: tmma.f16 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x22,0x00]
tmma.f16 t0, t1, t2
# TEXT: tmma.f16 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x28,0x00]
tmma.f16 t31, t17, t8
# TEXT: tmma.bf16 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x42,0x00]
tmma.bf16 t0, t1, t2
# TEXT: tmma.bf16 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x48,0x00]
tmma.bf16 t31, t17, t8
# TEXT: tmma.i8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x01]
tmma.i8 t0, t1, t2
# TEXT: tmma.i8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x01]
tmma.i8 t31, t17, t8
# TEXT: tmma.u8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x22,0x01]
tmma.u8 t0, t1, t2
# TEXT: tmma.u8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x28,0x01]
tmma.u8 t31, t17, t8
# TEXT: tmma.i8u8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x42,0x01]
tmma.i8u8 t0, t1, t2
# TEXT: tmma.i8u8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x48,0x01]
tmma.i8u8 t31, t17, t8
# TEXT: tmma.u8i8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x62,0x01]
tmma.u8i8 t0, t1, t2
# TEXT: tmma.u8i8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x68,0x01]
tmma.u8i8 t31, t17, t8
# TEXT: tmmaz.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x08]
tmmaz.f32 t0, t1, t2
# TEXT: tmmaz.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x08]
tmmaz.f32 t31, t17, t8
# TEXT: tmmaz.f16 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x22,0x08]
tmmaz.f16 t0, t1, t2
# TEXT: tmmaz.f16 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x28,0x08]
tmmaz.f16 t31, t17, t8
# TEXT: tmmaz.bf16 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x42,0x08]
tmmaz.bf16 t0, t1, t2
# TEXT: tmmaz.bf16 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x48,0x08]
tmmaz.bf16 t31, t17, t8
# TEXT: tmmaz.i8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x02,0x09]
tmmaz.i8 t0, t1, t2
# TEXT: tmmaz.i8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x08,0x09]
tmmaz.i8 t31, t17, t8
# TEXT: tmmaz.u8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x22,0x09]
tmmaz.u8 t0, t1, t2
# TEXT: tmmaz.u8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x28,0x09]
tmmaz.u8 t31, t17, t8
# TEXT: tmmaz.i8u8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x42,0x09]
tmmaz.i8u8 t0, t1, t2
# TEXT: tmmaz.i8u8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x48,0x09]
tmmaz.i8u8 t31, t17, t8
# TEXT: tmmaz.u8i8 t0, t1, t2
# BYTES-SAME: # encoding: [0x23,0x08,0x62,0x09]
tmmaz.u8i8 t0, t1, t2
# TEXT: tmmaz.u8i8 t31, t17, t8
# BYTES-SAME: # encoding: [0xe3,0x8f,0x68,0x09]
tmmaz.u8i8 t31, t17, t8
