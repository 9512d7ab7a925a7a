# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: tpack.f16 t0, t1, 1
# BYTES-SAME: # encoding: [0x29,0x08,0x20,0x04]
tpack.f16 t0, t1, 1
# TEXT: tpack.f16 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x04]
tpack.f16 t31, t17, 0
# TEXT: tpack.f16 t16, t15, 1
# BYTES-SAME: # encoding: [0x29,0x7c,0x20,0x04]
tpack.f16 t16, t15, 1
# TEXT: tpack.bf16 t0, t1, 1
# BYTES-SAME: # encoding: [0x29,0x08,0x20,0x08]
tpack.bf16 t0, t1, 1
# TEXT: tpack.bf16 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x08]
tpack.bf16 t31, t17, 0
# TEXT: tpack.bf16 t16, t15, 1
# BYTES-SAME: # encoding: [0x29,0x7c,0x20,0x08]
tpack.bf16 t16, t15, 1
# TEXT: tpack.e4m3 t0, t1, 3
# BYTES-SAME: # encoding: [0x29,0x08,0x60,0x0c]
tpack.e4m3 t0, t1, 3
# TEXT: tpack.e4m3 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x0c]
tpack.e4m3 t31, t17, 0
# TEXT: tpack.e4m3 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0x0c]
tpack.e4m3 t16, t15, 2
# TEXT: tpack.e5m2 t0, t1, 3
# BYTES-SAME: # encoding: [0x29,0x08,0x60,0x10]
tpack.e5m2 t0, t1, 3
# TEXT: tpack.e5m2 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x10]
tpack.e5m2 t31, t17, 0
# TEXT: tpack.e5m2 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0x10]
tpack.e5m2 t16, t15, 2
# TEXT: tpack.i8 t0, t1, 3
# BYTES-SAME: # encoding: [0x29,0x08,0x60,0x20]
tpack.i8 t0, t1, 3
# TEXT: tpack.i8 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x20]
tpack.i8 t31, t17, 0
# TEXT: tpack.i8 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0x20]
tpack.i8 t16, t15, 2
# TEXT: tpack.u8 t0, t1, 3
# BYTES-SAME: # encoding: [0x29,0x08,0x60,0x24]
tpack.u8 t0, t1, 3
# TEXT: tpack.u8 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x24]
tpack.u8 t31, t17, 0
# TEXT: tpack.u8 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0x24]
tpack.u8 t16, t15, 2
# TEXT: tpack.i4 t0, t1, 7
# BYTES-SAME: # encoding: [0x29,0x08,0xe0,0x28]
tpack.i4 t0, t1, 7
# TEXT: tpack.i4 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x28]
tpack.i4 t31, t17, 0
# TEXT: tpack.i4 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0x28]
tpack.i4 t16, t15, 2
# TEXT: tpack.u4 t0, t1, 7
# BYTES-SAME: # encoding: [0x29,0x08,0xe0,0x2c]
tpack.u4 t0, t1, 7
# TEXT: tpack.u4 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x2c]
tpack.u4 t31, t17, 0
# TEXT: tpack.u4 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0x2c]
tpack.u4 t16, t15, 2
# TEXT: tpack.b1 t0, t1, 31
# BYTES-SAME: # encoding: [0x29,0x08,0xe0,0x33]
tpack.b1 t0, t1, 31
# TEXT: tpack.b1 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x30]
tpack.b1 t31, t17, 0
# TEXT: tpack.b1 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0x30]
tpack.b1 t16, t15, 2
# TEXT: tpackz.f16 t0, t1
# BYTES-SAME: # encoding: [0x29,0x08,0x00,0x44]
tpackz.f16 t0, t1
# TEXT: tpackz.f16 t31, t17
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x44]
tpackz.f16 t31, t17
# TEXT: tpackz.f16 t16, t15
# BYTES-SAME: # encoding: [0x29,0x7c,0x00,0x44]
tpackz.f16 t16, t15
# TEXT: tpackz.bf16 t0, t1
# BYTES-SAME: # encoding: [0x29,0x08,0x00,0x48]
tpackz.bf16 t0, t1
# TEXT: tpackz.bf16 t31, t17
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x48]
tpackz.bf16 t31, t17
# TEXT: tpackz.bf16 t16, t15
# BYTES-SAME: # encoding: [0x29,0x7c,0x00,0x48]
tpackz.bf16 t16, t15
# TEXT: tpackz.e4m3 t0, t1
# BYTES-SAME: # encoding: [0x29,0x08,0x00,0x4c]
tpackz.e4m3 t0, t1
# TEXT: tpackz.e4m3 t31, t17
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x4c]
tpackz.e4m3 t31, t17
# TEXT: tpackz.e4m3 t16, t15
# BYTES-SAME: # encoding: [0x29,0x7c,0x00,0x4c]
tpackz.e4m3 t16, t15
# TEXT: tpackz.e5m2 t0, t1
# BYTES-SAME: # encoding: [0x29,0x08,0x00,0x50]
tpackz.e5m2 t0, t1
# TEXT: tpackz.e5m2 t31, t17
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x50]
tpackz.e5m2 t31, t17
# TEXT: tpackz.e5m2 t16, t15
# BYTES-SAME: # encoding: [0x29,0x7c,0x00,0x50]
tpackz.e5m2 t16, t15
# TEXT: tpackz.i8 t0, t1
# BYTES-SAME: # encoding: [0x29,0x08,0x00,0x60]
tpackz.i8 t0, t1
# TEXT: tpackz.i8 t31, t17
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x60]
tpackz.i8 t31, t17
# TEXT: tpackz.i8 t16, t15
# BYTES-SAME: # encoding: [0x29,0x7c,0x00,0x60]
tpackz.i8 t16, t15
# TEXT: tpackz.u8 t0, t1
# BYTES-SAME: # encoding: [0x29,0x08,0x00,0x64]
tpackz.u8 t0, t1
# TEXT: tpackz.u8 t31, t17
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x64]
tpackz.u8 t31, t17
# TEXT: tpackz.u8 t16, t15
# BYTES-SAME: # encoding: [0x29,0x7c,0x00,0x64]
tpackz.u8 t16, t15
# TEXT: tpackz.i4 t0, t1
# BYTES-SAME: # encoding: [0x29,0x08,0x00,0x68]
tpackz.i4 t0, t1
# TEXT: tpackz.i4 t31, t17
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x68]
tpackz.i4 t31, t17
# TEXT: tpackz.i4 t16, t15
# BYTES-SAME: # encoding: [0x29,0x7c,0x00,0x68]
tpackz.i4 t16, t15
# TEXT: tpackz.u4 t0, t1
# BYTES-SAME: # encoding: [0x29,0x08,0x00,0x6c]
tpackz.u4 t0, t1
# TEXT: tpackz.u4 t31, t17
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x6c]
tpackz.u4 t31, t17
# TEXT: tpackz.u4 t16, t15
# BYTES-SAME: # encoding: [0x29,0x7c,0x00,0x6c]
tpackz.u4 t16, t15
# TEXT: tpackz.b1 t0, t1
# BYTES-SAME: # encoding: [0x29,0x08,0x00,0x70]
tpackz.b1 t0, t1
# TEXT: tpackz.b1 t31, t17
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x70]
tpackz.b1 t31, t17
# TEXT: tpackz.b1 t16, t15
# BYTES-SAME: # encoding: [0x29,0x7c,0x00,0x70]
tpackz.b1 t16, t15
# TEXT: tunpk.f16 t0, t1, 1
# BYTES-SAME: # encoding: [0x29,0x08,0x20,0x84]
tunpk.f16 t0, t1, 1
# TEXT: tunpk.f16 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x84]
tunpk.f16 t31, t17, 0
# TEXT: tunpk.f16 t16, t15, 1
# BYTES-SAME: # encoding: [0x29,0x7c,0x20,0x84]
tunpk.f16 t16, t15, 1
# TEXT: tunpk.bf16 t0, t1, 1
# BYTES-SAME: # encoding: [0x29,0x08,0x20,0x88]
tunpk.bf16 t0, t1, 1
# TEXT: tunpk.bf16 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x88]
tunpk.bf16 t31, t17, 0
# TEXT: tunpk.bf16 t16, t15, 1
# BYTES-SAME: # encoding: [0x29,0x7c,0x20,0x88]
tunpk.bf16 t16, t15, 1
# TEXT: tunpk.e4m3 t0, t1, 3
# BYTES-SAME: # encoding: [0x29,0x08,0x60,0x8c]
tunpk.e4m3 t0, t1, 3
# TEXT: tunpk.e4m3 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x8c]
tunpk.e4m3 t31, t17, 0
# TEXT: tunpk.e4m3 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0x8c]
tunpk.e4m3 t16, t15, 2
# TEXT: tunpk.e5m2 t0, t1, 3
# BYTES-SAME: # encoding: [0x29,0x08,0x60,0x90]
tunpk.e5m2 t0, t1, 3
# TEXT: tunpk.e5m2 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0x90]
tunpk.e5m2 t31, t17, 0
# TEXT: tunpk.e5m2 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0x90]
tunpk.e5m2 t16, t15, 2
# TEXT: tunpk.i8 t0, t1, 3
# BYTES-SAME: # encoding: [0x29,0x08,0x60,0xa0]
tunpk.i8 t0, t1, 3
# TEXT: tunpk.i8 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0xa0]
tunpk.i8 t31, t17, 0
# TEXT: tunpk.i8 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0xa0]
tunpk.i8 t16, t15, 2
# TEXT: tunpk.u8 t0, t1, 3
# BYTES-SAME: # encoding: [0x29,0x08,0x60,0xa4]
tunpk.u8 t0, t1, 3
# TEXT: tunpk.u8 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0xa4]
tunpk.u8 t31, t17, 0
# TEXT: tunpk.u8 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0xa4]
tunpk.u8 t16, t15, 2
# TEXT: tunpk.i4 t0, t1, 7
# BYTES-SAME: # encoding: [0x29,0x08,0xe0,0xa8]
tunpk.i4 t0, t1, 7
# TEXT: tunpk.i4 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0xa8]
tunpk.i4 t31, t17, 0
# TEXT: tunpk.i4 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0xa8]
tunpk.i4 t16, t15, 2
# TEXT: tunpk.u4 t0, t1, 7
# BYTES-SAME: # encoding: [0x29,0x08,0xe0,0xac]
tunpk.u4 t0, t1, 7
# TEXT: tunpk.u4 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0xac]
tunpk.u4 t31, t17, 0
# TEXT: tunpk.u4 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0xac]
tunpk.u4 t16, t15, 2
# TEXT: tunpk.b1 t0, t1, 31
# BYTES-SAME: # encoding: [0x29,0x08,0xe0,0xb3]
tunpk.b1 t0, t1, 31
# TEXT: tunpk.b1 t31, t17, 0
# BYTES-SAME: # encoding: [0xe9,0x8f,0x00,0xb0]
tunpk.b1 t31, t17, 0
# TEXT: tunpk.b1 t16, t15, 2
# BYTES-SAME: # encoding: [0x29,0x7c,0x40,0xb0]
tunpk.b1 t16, t15, 2
