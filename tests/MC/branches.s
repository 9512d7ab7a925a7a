# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: beq a0, a1, 20
# BYTES-SAME: # encoding: [0x0b,0x20,0xa5,0x00]
beq a0, a1, 20
# TEXT: beq s11, sp, -16384
# BYTES-SAME: # encoding: [0x0b,0xfc,0x02,0x00]
beq s11, sp, -16384
# TEXT: beq ra, tp, 16380
# BYTES-SAME: # encoding: [0x0b,0x0a,0xe3,0xff]
beq ra, tp, 16380
# TEXT: bne a0, a1, 20
# BYTES-SAME: # encoding: [0x4b,0x20,0xa5,0x00]
bne a0, a1, 20
# TEXT: bne s11, sp, -16384
# BYTES-SAME: # encoding: [0x4b,0xfc,0x02,0x00]
bne s11, sp, -16384
# TEXT: bne ra, tp, 16380
# BYTES-SAME: # encoding: [0x4b,0x0a,0xe3,0xff]
bne ra, tp, 16380
# TEXT: blt a0, a1, 20
# BYTES-SAME: # encoding: [0x8b,0x20,0xa5,0x00]
blt a0, a1, 20
# TEXT: blt s11, sp, -16384
# BYTES-SAME: # encoding: [0x8b,0xfc,0x02,0x00]
blt s11, sp, -16384
# TEXT: blt ra, tp, 16380
# BYTES-SAME: # encoding: [0x8b,0x0a,0xe3,0xff]
blt ra, tp, 16380
# TEXT: bge a0, a1, 20
# BYTES-SAME: # encoding: [0xcb,0x20,0xa5,0x00]
bge a0, a1, 20
# TEXT: bge s11, sp, -16384
# BYTES-SAME: # encoding: [0xcb,0xfc,0x02,0x00]
bge s11, sp, -16384
# TEXT: bge ra, tp, 16380
# BYTES-SAME: # encoding: [0xcb,0x0a,0xe3,0xff]
bge ra, tp, 16380
# TEXT: bltu a0, a1, 20
# BYTES-SAME: # encoding: [0x0b,0x21,0xa5,0x00]
bltu a0, a1, 20
# TEXT: bltu s11, sp, -16384
# BYTES-SAME: # encoding: [0x0b,0xfd,0x02,0x00]
bltu s11, sp, -16384
# TEXT: bltu ra, tp, 16380
# BYTES-SAME: # encoding: [0x0b,0x0b,0xe3,0xff]
bltu ra, tp, 16380
# TEXT: bgeu a0, a1, 20
# BYTES-SAME: # encoding: [0x4b,0x21,0xa5,0x00]
bgeu a0, a1, 20
# TEXT: bgeu s11, sp, -16384
# BYTES-SAME: # encoding: [0x4b,0xfd,0x02,0x00]
bgeu s11, sp, -16384
# TEXT: bgeu ra, tp, 16380
# BYTES-SAME: # encoding: [0x4b,0x0b,0xe3,0xff]
bgeu ra, tp, 16380
# TEXT: beqi a0, 5, 20
# BYTES-SAME: # encoding: [0x0c,0x20,0xa5,0x00]
beqi a0, 5, 20
# TEXT: beqi s11, -16, -16384
# BYTES-SAME: # encoding: [0x0c,0xfc,0x10,0x00]
beqi s11, -16, -16384
# TEXT: beqi ra, 15, 16380
# BYTES-SAME: # encoding: [0x0c,0x0a,0xef,0xff]
beqi ra, 15, 16380
# TEXT: bnei a0, 5, 20
# BYTES-SAME: # encoding: [0x4c,0x20,0xa5,0x00]
bnei a0, 5, 20
# TEXT: bnei s11, -16, -16384
# BYTES-SAME: # encoding: [0x4c,0xfc,0x10,0x00]
bnei s11, -16, -16384
# TEXT: bnei ra, 15, 16380
# BYTES-SAME: # encoding: [0x4c,0x0a,0xef,0xff]
bnei ra, 15, 16380
# TEXT: blti a0, 5, 20
# BYTES-SAME: # encoding: [0x8c,0x20,0xa5,0x00]
blti a0, 5, 20
# TEXT: blti s11, -16, -16384
# BYTES-SAME: # encoding: [0x8c,0xfc,0x10,0x00]
blti s11, -16, -16384
# TEXT: blti ra, 15, 16380
# BYTES-SAME: # encoding: [0x8c,0x0a,0xef,0xff]
blti ra, 15, 16380
# TEXT: bgei a0, 5, 20
# BYTES-SAME: # encoding: [0xcc,0x20,0xa5,0x00]
bgei a0, 5, 20
# TEXT: bgei s11, -16, -16384
# BYTES-SAME: # encoding: [0xcc,0xfc,0x10,0x00]
bgei s11, -16, -16384
# TEXT: bgei ra, 15, 16380
# BYTES-SAME: # encoding: [0xcc,0x0a,0xef,0xff]
bgei ra, 15, 16380
# TEXT: bltui a0, 5, 20
# BYTES-SAME: # encoding: [0x0c,0x21,0xa5,0x00]
bltui a0, 5, 20
# TEXT: bltui s11, 0, -16384
# BYTES-SAME: # encoding: [0x0c,0xfd,0x00,0x00]
bltui s11, 0, -16384
# TEXT: bltui ra, 31, 16380
# BYTES-SAME: # encoding: [0x0c,0x0b,0xff,0xff]
bltui ra, 31, 16380
# TEXT: bgeui a0, 5, 20
# BYTES-SAME: # encoding: [0x4c,0x21,0xa5,0x00]
bgeui a0, 5, 20
# TEXT: bgeui s11, 0, -16384
# BYTES-SAME: # encoding: [0x4c,0xfd,0x00,0x00]
bgeui s11, 0, -16384
# TEXT: bgeui ra, 31, 16380
# BYTES-SAME: # encoding: [0x4c,0x0b,0xff,0xff]
bgeui ra, 31, 16380
# TEXT: bbc a0, 5, 20
# BYTES-SAME: # encoding: [0x0d,0x20,0x45,0x01]
bbc a0, 5, 20
# TEXT: bbc s11, 0, -32768
# BYTES-SAME: # encoding: [0x0d,0xfc,0x00,0x00]
bbc s11, 0, -32768
# TEXT: bbc ra, 63, 32764
# BYTES-SAME: # encoding: [0x8d,0x0b,0xff,0xff]
bbc ra, 63, 32764
# TEXT: bbs a0, 5, 20
# BYTES-SAME: # encoding: [0x4d,0x20,0x45,0x01]
bbs a0, 5, 20
# TEXT: bbs s11, 0, -32768
# BYTES-SAME: # encoding: [0x4d,0xfc,0x00,0x00]
bbs s11, 0, -32768
# TEXT: bbs ra, 63, 32764
# BYTES-SAME: # encoding: [0xcd,0x0b,0xff,0xff]
bbs ra, 63, 32764
# TEXT: j 20
# BYTES-SAME: # encoding: [0x4e,0x01,0x00,0x00]
j 20
# TEXT: j -134217728
# BYTES-SAME: # encoding: [0x0e,0x00,0x00,0x80]
j -134217728
# TEXT: j 134217724
# BYTES-SAME: # encoding: [0xce,0xff,0xff,0x7f]
j 134217724
# TEXT: call 20
# BYTES-SAME: # encoding: [0x4f,0x01,0x00,0x00]
call 20
# TEXT: call -134217728
# BYTES-SAME: # encoding: [0x0f,0x00,0x00,0x80]
call -134217728
# TEXT: call 134217724
# BYTES-SAME: # encoding: [0xcf,0xff,0xff,0x7f]
call 134217724
# TEXT: jalr a0, a1, 5
# BYTES-SAME: # encoding: [0x10,0x29,0x05,0x00]
jalr a0, a1, 5
# TEXT: jalr s11, sp, -4096
# BYTES-SAME: # encoding: [0xd0,0x17,0x00,0x10]
jalr s11, sp, -4096
# TEXT: jalr ra, tp, 4095
# BYTES-SAME: # encoding: [0x50,0x18,0xff,0x0f]
jalr ra, tp, 4095
