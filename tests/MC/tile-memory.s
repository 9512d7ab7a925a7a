# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: tshape a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x02,0x29,0xa6,0x02]
tshape a0, a1, a2, 5
# TEXT: tshape s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc2,0x17,0x13,0x02]
tshape s11, sp, x7, 0
# TEXT: tshape ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x42,0x18,0xf4,0x02]
tshape ra, tp, s0, 7
# TEXT: tshapeb a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x02,0x29,0xa6,0x03]
tshapeb a0, a1, a2, 5
# TEXT: tld t0, a0, 320
# BYTES-SAME: # encoding: [0x20,0x20,0x05,0x00]
tld t0, a0, 320
# TEXT: tld t31, s11, -1048576
# BYTES-SAME: # encoding: [0xe0,0xff,0x00,0x40]
tld t31, s11, -1048576
# TEXT: tld t16, ra, 1048512
# BYTES-SAME: # encoding: [0x20,0x0c,0xff,0x3f]
tld t16, ra, 1048512
# TEXT: tst t0, a0, 320
# BYTES-SAME: # encoding: [0x20,0x20,0x05,0x80]
tst t0, a0, 320
# TEXT: tst t31, s11, -1048576
# BYTES-SAME: # encoding: [0xe0,0xff,0x00,0xc0]
tst t31, s11, -1048576
# TEXT: tst t16, ra, 1048512
# BYTES-SAME: # encoding: [0x20,0x0c,0xff,0xbf]
tst t16, ra, 1048512
# TEXT: tldr.raw t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x00]
tldr.raw t0, a0, a1, a2
# TEXT: tldr.raw t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x02]
tldr.raw t31, s11, sp, x7
# TEXT: tstr.raw t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x04]
tstr.raw t0, a0, a1, a2
# TEXT: tstr.raw t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x06]
tstr.raw t31, s11, sp, x7
# TEXT: tldr.i8 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x08]
tldr.i8 t0, a0, a1, a2
# TEXT: tldr.i8 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x0a]
tldr.i8 t31, s11, sp, x7
# TEXT: tstr.i8 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x0c]
tstr.i8 t0, a0, a1, a2
# TEXT: tstr.i8 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x0e]
tstr.i8 t31, s11, sp, x7
# TEXT: tldr.u8 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x10]
tldr.u8 t0, a0, a1, a2
# TEXT: tldr.u8 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x12]
tldr.u8 t31, s11, sp, x7
# TEXT: tstr.u8 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x14]
tstr.u8 t0, a0, a1, a2
# TEXT: tstr.u8 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x16]
tstr.u8 t31, s11, sp, x7
# TEXT: tldr.f16 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x28]
tldr.f16 t0, a0, a1, a2
# TEXT: tldr.f16 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x2a]
tldr.f16 t31, s11, sp, x7
# TEXT: tstr.f16 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x2c]
tstr.f16 t0, a0, a1, a2
# TEXT: tstr.f16 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x2e]
tstr.f16 t31, s11, sp, x7
# TEXT: tldr.bf16 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x30]
tldr.bf16 t0, a0, a1, a2
# TEXT: tldr.bf16 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x32]
tldr.bf16 t31, s11, sp, x7
# TEXT: tstr.bf16 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x34]
tstr.bf16 t0, a0, a1, a2
# TEXT: tstr.bf16 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x36]
tstr.bf16 t31, s11, sp, x7
# TEXT: tldr.e4m3 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x38]
tldr.e4m3 t0, a0, a1, a2
# TEXT: tldr.e4m3 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x3a]
tldr.e4m3 t31, s11, sp, x7
# TEXT: tstr.e4m3 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x3c]
tstr.e4m3 t0, a0, a1, a2
# TEXT: tstr.e4m3 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x3e]
tstr.e4m3 t31, s11, sp, x7
# TEXT: tldr.e5m2 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x40]
tldr.e5m2 t0, a0, a1, a2
# TEXT: tldr.e5m2 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x42]
tldr.e5m2 t31, s11, sp, x7
# TEXT: tstr.e5m2 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x44]
tstr.e5m2 t0, a0, a1, a2
# TEXT: tstr.e5m2 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x46]
tstr.e5m2 t31, s11, sp, x7
# TEXT: tldr.t32 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x48]
tldr.t32 t0, a0, a1, a2
# TEXT: tldr.t32 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x4a]
tldr.t32 t31, s11, sp, x7
# TEXT: tldr.t16 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x50]
tldr.t16 t0, a0, a1, a2
# TEXT: tldr.t16 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x52]
tldr.t16 t31, s11, sp, x7
# TEXT: tldr.t8 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x58]
tldr.t8 t0, a0, a1, a2
# TEXT: tldr.t8 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x5a]
tldr.t8 t31, s11, sp, x7
# TEXT: tldr.i4 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x60]
tldr.i4 t0, a0, a1, a2
# TEXT: tldr.i4 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x62]
tldr.i4 t31, s11, sp, x7
# TEXT: tldr.u4 t0, a0, a1, a2
# BYTES-SAME: # encoding: [0x21,0x20,0xc5,0x68]
tldr.u4 t0, a0, a1, a2
# TEXT: tldr.u4 t31, s11, sp, x7
# BYTES-SAME: # encoding: [0xe1,0xff,0x62,0x6a]
tldr.u4 t31, s11, sp, x7
# TEXT: tldl.raw t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0x05,0x00]
tldl.raw t0, a0, a1
# TEXT: tldl.raw t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0x02,0x00]
tldl.raw t31, s11, sp
# TEXT: tstl.raw t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0x25,0x00]
tstl.raw t0, a0, a1
# TEXT: tstl.raw t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0x22,0x00]
tstl.raw t31, s11, sp
# TEXT: tldl.i8 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0x45,0x00]
tldl.i8 t0, a0, a1
# TEXT: tldl.i8 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0x42,0x00]
tldl.i8 t31, s11, sp
# TEXT: tstl.i8 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0x65,0x00]
tstl.i8 t0, a0, a1
# TEXT: tstl.i8 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0x62,0x00]
tstl.i8 t31, s11, sp
# TEXT: tldl.u8 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0x85,0x00]
tldl.u8 t0, a0, a1
# TEXT: tldl.u8 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0x82,0x00]
tldl.u8 t31, s11, sp
# TEXT: tstl.u8 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0xa5,0x00]
tstl.u8 t0, a0, a1
# TEXT: tstl.u8 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0xa2,0x00]
tstl.u8 t31, s11, sp
# TEXT: tldl.f16 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0x45,0x01]
tldl.f16 t0, a0, a1
# TEXT: tldl.f16 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0x42,0x01]
tldl.f16 t31, s11, sp
# TEXT: tstl.f16 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0x65,0x01]
tstl.f16 t0, a0, a1
# TEXT: tstl.f16 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0x62,0x01]
tstl.f16 t31, s11, sp
# TEXT: tldl.bf16 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0x85,0x01]
tldl.bf16 t0, a0, a1
# TEXT: tldl.bf16 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0x82,0x01]
tldl.bf16 t31, s11, sp
# TEXT: tstl.bf16 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0xa5,0x01]
tstl.bf16 t0, a0, a1
# TEXT: tstl.bf16 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0xa2,0x01]
tstl.bf16 t31, s11, sp
# TEXT: tldl.e4m3 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0xc5,0x01]
tldl.e4m3 t0, a0, a1
# TEXT: tldl.e4m3 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0xc2,0x01]
tldl.e4m3 t31, s11, sp
# TEXT: tstl.e4m3 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0xe5,0x01]
tstl.e4m3 t0, a0, a1
# TEXT: tstl.e4m3 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0xe2,0x01]
tstl.e4m3 t31, s11, sp
# TEXT: tldl.e5m2 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0x05,0x02]
tldl.e5m2 t0, a0, a1
# TEXT: tldl.e5m2 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0x02,0x02]
tldl.e5m2 t31, s11, sp
# TEXT: tstl.e5m2 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0x25,0x02]
tstl.e5m2 t0, a0, a1
# TEXT: tstl.e5m2 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0x22,0x02]
tstl.e5m2 t31, s11, sp
# TEXT: tldl.i4 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0x05,0x03]
tldl.i4 t0, a0, a1
# TEXT: tldl.i4 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0x02,0x03]
tldl.i4 t31, s11, sp
# TEXT: tldl.u4 t0, a0, a1
# BYTES-SAME: # encoding: [0x22,0x20,0x45,0x03]
tldl.u4 t0, a0, a1
# TEXT: tldl.u4 t31, s11, sp
# BYTES-SAME: # encoding: [0xe2,0xff,0x42,0x03]
tldl.u4 t31, s11, sp
# TEXT: tldm.w32 t0, a0, t1
# BYTES-SAME: # encoding: [0x2c,0x20,0x01,0x00]
tldm.w32 t0, a0, t1
# TEXT: tstm.bf16 t31, s11, t30
# BYTES-SAME: # encoding: [0xec,0xff,0xbe,0x01]
tstm.bf16 t31, s11, t30
# TEXT: tstm.e4m3 t31, s11, t30
# BYTES-SAME: # encoding: [0xec,0xff,0xfe,0x01]
tstm.e4m3 t31, s11, t30
# TEXT: tldm.e5m2 t0, a0, t1
# BYTES-SAME: # encoding: [0x2c,0x20,0x01,0x02]
tldm.e5m2 t0, a0, t1
# TEXT: tldm.u4 t0, a0, t1
# BYTES-SAME: # encoding: [0x2c,0x20,0x41,0x03]
tldm.u4 t0, a0, t1
# TEXT: tldg.raw t0, a0, t1, a2
# BYTES-SAME: # encoding: [0x2d,0x20,0xc1,0x00]
tldg.raw t0, a0, t1, a2
# TEXT: tstg.i16 t2, a0, t1, zero
# BYTES-SAME: # encoding: [0xad,0x20,0x01,0x1c]
tstg.i16 t2, a0, t1, zero
# TEXT: tldg.e4m3 t0, a0, t1, a2
# BYTES-SAME: # encoding: [0x2d,0x20,0xc1,0x38]
tldg.e4m3 t0, a0, t1, a2
# TEXT: tstg.e5m2 t2, a0, t1, zero
# BYTES-SAME: # encoding: [0xad,0x20,0x01,0x44]
tstg.e5m2 t2, a0, t1, zero
# TEXT: tldg.i4 t0, a0, t1, a2
# BYTES-SAME: # encoding: [0x2d,0x20,0xc1,0x60]
tldg.i4 t0, a0, t1, a2
# TEXT: tldx.w32 t0, a0, t1, t2, 0
# BYTES-SAME: # encoding: [0x2e,0x20,0x41,0x00]
tldx.w32 t0, a0, t1, t2, 0
# TEXT: tldx.w32 t0, a0, t1, t2, 2
# BYTES-SAME: # encoding: [0x2e,0x20,0x41,0x80]
tldx.w32 t0, a0, t1, t2, 2
# TEXT: tstx.w32 t0, a0, t1, t2, 2
# BYTES-SAME: # encoding: [0x2e,0x20,0x41,0x84]
tstx.w32 t0, a0, t1, t2, 2
