# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: ldb a0, a1, 5
# BYTES-SAME: # encoding: [0x06,0x29,0x05,0x00]
ldb a0, a1, 5
# TEXT: ldb s11, sp, -4096
# BYTES-SAME: # encoding: [0xc6,0x17,0x00,0x10]
ldb s11, sp, -4096
# TEXT: ldb ra, tp, 4095
# BYTES-SAME: # encoding: [0x46,0x18,0xff,0x0f]
ldb ra, tp, 4095
# TEXT: ldh a0, a1, 5
# BYTES-SAME: # encoding: [0x06,0x29,0x05,0x20]
ldh a0, a1, 5
# TEXT: ldh s11, sp, -4096
# BYTES-SAME: # encoding: [0xc6,0x17,0x00,0x30]
ldh s11, sp, -4096
# TEXT: ldh ra, tp, 4095
# BYTES-SAME: # encoding: [0x46,0x18,0xff,0x2f]
ldh ra, tp, 4095
# TEXT: ldw a0, a1, 5
# BYTES-SAME: # encoding: [0x06,0x29,0x05,0x40]
ldw a0, a1, 5
# TEXT: ldw s11, sp, -4096
# BYTES-SAME: # encoding: [0xc6,0x17,0x00,0x50]
ldw s11, sp, -4096
# TEXT: ldw ra, tp, 4095
# BYTES-SAME: # encoding: [0x46,0x18,0xff,0x4f]
ldw ra, tp, 4095
# TEXT: ldd a0, a1, 5
# BYTES-SAME: # encoding: [0x06,0x29,0x05,0x60]
ldd a0, a1, 5
# TEXT: ldd s11, sp, -4096
# BYTES-SAME: # encoding: [0xc6,0x17,0x00,0x70]
ldd s11, sp, -4096
# TEXT: ldd ra, tp, 4095
# BYTES-SAME: # encoding: [0x46,0x18,0xff,0x6f]
ldd ra, tp, 4095
# TEXT: ldbu a0, a1, 5
# BYTES-SAME: # encoding: [0x06,0x29,0x05,0x80]
ldbu a0, a1, 5
# TEXT: ldbu s11, sp, -4096
# BYTES-SAME: # encoding: [0xc6,0x17,0x00,0x90]
ldbu s11, sp, -4096
# TEXT: ldbu ra, tp, 4095
# BYTES-SAME: # encoding: [0x46,0x18,0xff,0x8f]
ldbu ra, tp, 4095
# TEXT: ldhu a0, a1, 5
# BYTES-SAME: # encoding: [0x06,0x29,0x05,0xa0]
ldhu a0, a1, 5
# TEXT: ldhu s11, sp, -4096
# BYTES-SAME: # encoding: [0xc6,0x17,0x00,0xb0]
ldhu s11, sp, -4096
# TEXT: ldhu ra, tp, 4095
# BYTES-SAME: # encoding: [0x46,0x18,0xff,0xaf]
ldhu ra, tp, 4095
# TEXT: ldwu a0, a1, 5
# BYTES-SAME: # encoding: [0x06,0x29,0x05,0xc0]
ldwu a0, a1, 5
# TEXT: ldwu s11, sp, -4096
# BYTES-SAME: # encoding: [0xc6,0x17,0x00,0xd0]
ldwu s11, sp, -4096
# TEXT: ldwu ra, tp, 4095
# BYTES-SAME: # encoding: [0x46,0x18,0xff,0xcf]
ldwu ra, tp, 4095
# TEXT: stb a0, a1, 5
# BYTES-SAME: # encoding: [0x07,0x29,0x05,0x00]
stb a0, a1, 5
# TEXT: stb s11, sp, -4096
# BYTES-SAME: # encoding: [0xc7,0x17,0x00,0x10]
stb s11, sp, -4096
# TEXT: stb ra, tp, 4095
# BYTES-SAME: # encoding: [0x47,0x18,0xff,0x0f]
stb ra, tp, 4095
# TEXT: sth a0, a1, 5
# BYTES-SAME: # encoding: [0x07,0x29,0x05,0x20]
sth a0, a1, 5
# TEXT: sth s11, sp, -4096
# BYTES-SAME: # encoding: [0xc7,0x17,0x00,0x30]
sth s11, sp, -4096
# TEXT: sth ra, tp, 4095
# BYTES-SAME: # encoding: [0x47,0x18,0xff,0x2f]
sth ra, tp, 4095
# TEXT: stw a0, a1, 5
# BYTES-SAME: # encoding: [0x07,0x29,0x05,0x40]
stw a0, a1, 5
# TEXT: stw s11, sp, -4096
# BYTES-SAME: # encoding: [0xc7,0x17,0x00,0x50]
stw s11, sp, -4096
# TEXT: stw ra, tp, 4095
# BYTES-SAME: # encoding: [0x47,0x18,0xff,0x4f]
stw ra, tp, 4095
# TEXT: std a0, a1, 5
# BYTES-SAME: # encoding: [0x07,0x29,0x05,0x60]
std a0, a1, 5
# TEXT: std s11, sp, -4096
# BYTES-SAME: # encoding: [0xc7,0x17,0x00,0x70]
std s11, sp, -4096
# TEXT: std ra, tp, 4095
# BYTES-SAME: # encoding: [0x47,0x18,0xff,0x6f]
std ra, tp, 4095
# TEXT: ldxb a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x00]
ldxb a0, a1, a2, 5
# TEXT: ldxb s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x00]
ldxb s11, sp, x7, 0
# TEXT: ldxb ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x00]
ldxb ra, tp, s0, 7
# TEXT: ldxh a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x01]
ldxh a0, a1, a2, 5
# TEXT: ldxh s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x01]
ldxh s11, sp, x7, 0
# TEXT: ldxh ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x01]
ldxh ra, tp, s0, 7
# TEXT: ldxw a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x02]
ldxw a0, a1, a2, 5
# TEXT: ldxw s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x02]
ldxw s11, sp, x7, 0
# TEXT: ldxw ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x02]
ldxw ra, tp, s0, 7
# TEXT: ldxd a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x03]
ldxd a0, a1, a2, 5
# TEXT: ldxd s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x03]
ldxd s11, sp, x7, 0
# TEXT: ldxd ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x03]
ldxd ra, tp, s0, 7
# TEXT: ldxbu a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x04]
ldxbu a0, a1, a2, 5
# TEXT: ldxbu s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x04]
ldxbu s11, sp, x7, 0
# TEXT: ldxbu ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x04]
ldxbu ra, tp, s0, 7
# TEXT: ldxhu a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x05]
ldxhu a0, a1, a2, 5
# TEXT: ldxhu s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x05]
ldxhu s11, sp, x7, 0
# TEXT: ldxhu ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x05]
ldxhu ra, tp, s0, 7
# TEXT: ldxwu a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x06]
ldxwu a0, a1, a2, 5
# TEXT: ldxwu s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x06]
ldxwu s11, sp, x7, 0
# TEXT: ldxwu ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x06]
ldxwu ra, tp, s0, 7
# TEXT: ldzb a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x08]
ldzb a0, a1, a2, 5
# TEXT: ldzb s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x08]
ldzb s11, sp, x7, 0
# TEXT: ldzb ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x08]
ldzb ra, tp, s0, 7
# TEXT: ldzh a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x09]
ldzh a0, a1, a2, 5
# TEXT: ldzh s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x09]
ldzh s11, sp, x7, 0
# TEXT: ldzh ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x09]
ldzh ra, tp, s0, 7
# TEXT: ldzw a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x0a]
ldzw a0, a1, a2, 5
# TEXT: ldzw s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x0a]
ldzw s11, sp, x7, 0
# TEXT: ldzw ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x0a]
ldzw ra, tp, s0, 7
# TEXT: ldzd a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x0b]
ldzd a0, a1, a2, 5
# TEXT: ldzd s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x0b]
ldzd s11, sp, x7, 0
# TEXT: ldzd ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x0b]
ldzd ra, tp, s0, 7
# TEXT: ldzbu a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x0c]
ldzbu a0, a1, a2, 5
# TEXT: ldzbu s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x0c]
ldzbu s11, sp, x7, 0
# TEXT: ldzbu ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x0c]
ldzbu ra, tp, s0, 7
# TEXT: ldzhu a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x0d]
ldzhu a0, a1, a2, 5
# TEXT: ldzhu s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x0d]
ldzhu s11, sp, x7, 0
# TEXT: ldzhu ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x0d]
ldzhu ra, tp, s0, 7
# TEXT: ldzwu a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x08,0x29,0xa6,0x0e]
ldzwu a0, a1, a2, 5
# TEXT: ldzwu s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc8,0x17,0x13,0x0e]
ldzwu s11, sp, x7, 0
# TEXT: ldzwu ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x48,0x18,0xf4,0x0e]
ldzwu ra, tp, s0, 7
# TEXT: stxb a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x09,0x29,0xa6,0x00]
stxb a0, a1, a2, 5
# TEXT: stxb s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc9,0x17,0x13,0x00]
stxb s11, sp, x7, 0
# TEXT: stxb ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x49,0x18,0xf4,0x00]
stxb ra, tp, s0, 7
# TEXT: stxh a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x09,0x29,0xa6,0x01]
stxh a0, a1, a2, 5
# TEXT: stxh s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc9,0x17,0x13,0x01]
stxh s11, sp, x7, 0
# TEXT: stxh ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x49,0x18,0xf4,0x01]
stxh ra, tp, s0, 7
# TEXT: stxw a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x09,0x29,0xa6,0x02]
stxw a0, a1, a2, 5
# TEXT: stxw s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc9,0x17,0x13,0x02]
stxw s11, sp, x7, 0
# TEXT: stxw ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x49,0x18,0xf4,0x02]
stxw ra, tp, s0, 7
# TEXT: stxd a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x09,0x29,0xa6,0x03]
stxd a0, a1, a2, 5
# TEXT: stxd s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc9,0x17,0x13,0x03]
stxd s11, sp, x7, 0
# TEXT: stxd ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x49,0x18,0xf4,0x03]
stxd ra, tp, s0, 7
# TEXT: stzb a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x09,0x29,0xa6,0x08]
stzb a0, a1, a2, 5
# TEXT: stzb s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc9,0x17,0x13,0x08]
stzb s11, sp, x7, 0
# TEXT: stzb ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x49,0x18,0xf4,0x08]
stzb ra, tp, s0, 7
# TEXT: stzh a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x09,0x29,0xa6,0x09]
stzh a0, a1, a2, 5
# TEXT: stzh s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc9,0x17,0x13,0x09]
stzh s11, sp, x7, 0
# TEXT: stzh ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x49,0x18,0xf4,0x09]
stzh ra, tp, s0, 7
# TEXT: stzw a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x09,0x29,0xa6,0x0a]
stzw a0, a1, a2, 5
# TEXT: stzw s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc9,0x17,0x13,0x0a]
stzw s11, sp, x7, 0
# TEXT: stzw ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x49,0x18,0xf4,0x0a]
stzw ra, tp, s0, 7
# TEXT: stzd a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x09,0x29,0xa6,0x0b]
stzd a0, a1, a2, 5
# TEXT: stzd s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc9,0x17,0x13,0x0b]
stzd s11, sp, x7, 0
# TEXT: stzd ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x49,0x18,0xf4,0x0b]
stzd ra, tp, s0, 7
# TEXT: ldpd a0, a1, a2, 40
# BYTES-SAME: # encoding: [0x0a,0x31,0xa5,0x00]
ldpd a0, a1, a2, 40
# TEXT: ldpd s11, sp, x7, -512
# BYTES-SAME: # encoding: [0xca,0x9f,0x40,0x08]
ldpd s11, sp, x7, -512
# TEXT: ldpd ra, tp, s0, 504
# BYTES-SAME: # encoding: [0x4a,0xa0,0x7f,0x04]
ldpd ra, tp, s0, 504
# TEXT: ldpw a0, a1, a2, 20
# BYTES-SAME: # encoding: [0x0a,0x31,0xa5,0x10]
ldpw a0, a1, a2, 20
# TEXT: ldpw s11, sp, x7, -256
# BYTES-SAME: # encoding: [0xca,0x9f,0x40,0x18]
ldpw s11, sp, x7, -256
# TEXT: ldpw ra, tp, s0, 252
# BYTES-SAME: # encoding: [0x4a,0xa0,0x7f,0x14]
ldpw ra, tp, s0, 252
# TEXT: stpd a0, a1, a2, 40
# BYTES-SAME: # encoding: [0x0a,0x31,0xa5,0x80]
stpd a0, a1, a2, 40
# TEXT: stpd s11, sp, x7, -512
# BYTES-SAME: # encoding: [0xca,0x9f,0x40,0x88]
stpd s11, sp, x7, -512
# TEXT: stpd ra, tp, s0, 504
# BYTES-SAME: # encoding: [0x4a,0xa0,0x7f,0x84]
stpd ra, tp, s0, 504
# TEXT: stpw a0, a1, a2, 20
# BYTES-SAME: # encoding: [0x0a,0x31,0xa5,0x90]
stpw a0, a1, a2, 20
# TEXT: stpw s11, sp, x7, -256
# BYTES-SAME: # encoding: [0xca,0x9f,0x40,0x98]
stpw s11, sp, x7, -256
# TEXT: stpw ra, tp, s0, 252
# BYTES-SAME: # encoding: [0x4a,0xa0,0x7f,0x94]
stpw ra, tp, s0, 252
