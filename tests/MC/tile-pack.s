# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: tpack.f16 t0, t1, 1
# BYTES-SAME: # encoding: [0x29,0x08,0x20,0x01]
tpack.f16 t0, t1, 1
# TEXT: tpack.f16 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x01]
tpack.f16 t31, t17, 0
# TEXT: tpack.f16 t16, t15, 1
# BYTES-SAME: # encoding: [0x29,0x7c,0x20,0x01]
tpack.f16 t16, t15, 1
# TEXT: tpack.bf16 t0, t1, 1
# BYTES-SAME: # encoding: [0x29,0x08,0x20,0x02]
tpack.bf16 t0, t1, 1
# TEXT: tpack.bf16 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x02]
tpack.bf16 t31, t17, 0
# TEXT: tpack.bf16 t16, t15, 1
# BYTES-SAME: # encoding: [0x29,0x7c,0x20,0x02]
tpack.bf16 t16, t15, 1
# TEXT: tpack.i8 t0, t1, 3
# BYTES-SAME: # encoding: [0x29,0x08,0x60,0x08]
tpack.i8 t0, t1, 3
# TEXT: tpack.i8 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x08]
tpack.i8 t31, t17, 0
# TEXT: tpack.i8 t16, t15, 3
# BYTES-SAME: # encoding: [0x29,0x7c,0x60,0x08]
tpack.i8 t16, t15, 3
# TEXT: tpack.u8 t0, t1, 3
# BYTES-SAME: # encoding: [0x29,0x08,0x60,0x09]
tpack.u8 t0, t1, 3
# TEXT: tpack.u8 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x09]
tpack.u8 t31, t17, 0
# TEXT: tpack.u8 t16, t15, 3
# BYTES-SAME: # encoding: [0x29,0x7c,0x60,0x09]
tpack.u8 t16, t15, 3
# TEXT: tpackz.f16 t0, t1
# BYTES-SAME: # encoding: [0x29,0x08,0x00,0x11]
tpackz.f16 t0, t1
# TEXT: tpackz.f16 t31, t17
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x11]
tpackz.f16 t31, t17
# TEXT: tpackz.bf16 t0, t1
# BYTES-SAME: # encoding: [0x29,0x08,0x00,0x12]
tpackz.bf16 t0, t1
# TEXT: tpackz.bf16 t31, t17
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x12]
tpackz.bf16 t31, t17
# TEXT: tpackz.i8 t0, t1
# BYTES-SAME: # encoding: [0x29,0x08,0x00,0x18]
tpackz.i8 t0, t1
# TEXT: tpackz.i8 t31, t17
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x18]
tpackz.i8 t31, t17
# TEXT: tpackz.u8 t0, t1
# BYTES-SAME: # encoding: [0x29,0x08,0x00,0x19]
tpackz.u8 t0, t1
# TEXT: tpackz.u8 t31, t17
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x19]
tpackz.u8 t31, t17
# TEXT: tunpk.f16 t0, t1, 1
# BYTES-SAME: # encoding: [0x29,0x08,0x20,0x21]
tunpk.f16 t0, t1, 1
# TEXT: tunpk.f16 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x21]
tunpk.f16 t31, t17, 0
# TEXT: tunpk.f16 t16, t15, 1
# BYTES-SAME: # encoding: [0x29,0x7c,0x20,0x21]
tunpk.f16 t16, t15, 1
# TEXT: tunpk.bf16 t0, t1, 1
# BYTES-SAME: # encoding: [0x29,0x08,0x20,0x22]
tunpk.bf16 t0, t1, 1
# TEXT: tunpk.bf16 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x22]
tunpk.bf16 t31, t17, 0
# TEXT: tunpk.bf16 t16, t15, 1
# BYTES-SAME: # encoding: [0x29,0x7c,0x20,0x22]
tunpk.bf16 t16, t15, 1
# TEXT: tunpk.i8 t0, t1, 3
# BYTES-SAME: # encoding: [0x29,0x08,0x60,0x28]
tunpk.i8 t0, t1, 3
# TEXT: tunpk.i8 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x28]
tunpk.i8 t31, t17, 0
# TEXT: tunpk.i8 t16, t15, 3
# BYTES-SAME: # encoding: [0x29,0x7c,0x60,0x28]
tunpk.i8 t16, t15, 3
# TEXT: tunpk.u8 t0, t1, 3
# BYTES-SAME: # encoding: [0x29,0x08,0x60,0x29]
tunpk.u8 t0, t1, 3
# TEXT: tunpk.u8 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x29]
tunpk.u8 t31, t17, 0
# TEXT: tunpk.u8 t16, t15, 3
# BYTES-SAME: # encoding: [0x29,0x7c,0x60,0x29]
tunpk.u8 t16, t15, 3
