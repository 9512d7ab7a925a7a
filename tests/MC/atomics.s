# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: amoadd.w a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0x06,0x00]
amoadd.w a0, a1, a2
# TEXT: amoadd.w s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0x13,0x00]
amoadd.w s11, sp, x7
# TEXT: amoswap.w a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0x26,0x00]
amoswap.w a0, a1, a2
# TEXT: amoswap.w s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0x33,0x00]
amoswap.w s11, sp, x7
# TEXT: amoand.w a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0x46,0x00]
amoand.w a0, a1, a2
# TEXT: amoand.w s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0x53,0x00]
amoand.w s11, sp, x7
# TEXT: amoor.w a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0x66,0x00]
amoor.w a0, a1, a2
# TEXT: amoor.w s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0x73,0x00]
amoor.w s11, sp, x7
# TEXT: amoxor.w a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0x86,0x00]
amoxor.w a0, a1, a2
# TEXT: amoxor.w s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0x93,0x00]
amoxor.w s11, sp, x7
# TEXT: amomin.w a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0xa6,0x00]
amomin.w a0, a1, a2
# TEXT: amomin.w s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0xb3,0x00]
amomin.w s11, sp, x7
# TEXT: amomax.w a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0xc6,0x00]
amomax.w a0, a1, a2
# TEXT: amomax.w s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0xd3,0x00]
amomax.w s11, sp, x7
# TEXT: amominu.w a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0xe6,0x00]
amominu.w a0, a1, a2
# TEXT: amominu.w s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0xf3,0x00]
amominu.w s11, sp, x7
# TEXT: amomaxu.w a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0x06,0x01]
amomaxu.w a0, a1, a2
# TEXT: amomaxu.w s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0x13,0x01]
amomaxu.w s11, sp, x7
# TEXT: amoadd.d a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0x06,0x80]
amoadd.d a0, a1, a2
# TEXT: amoadd.d s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0x13,0x80]
amoadd.d s11, sp, x7
# TEXT: amoswap.d a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0x26,0x80]
amoswap.d a0, a1, a2
# TEXT: amoswap.d s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0x33,0x80]
amoswap.d s11, sp, x7
# TEXT: amoand.d a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0x46,0x80]
amoand.d a0, a1, a2
# TEXT: amoand.d s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0x53,0x80]
amoand.d s11, sp, x7
# TEXT: amoor.d a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0x66,0x80]
amoor.d a0, a1, a2
# TEXT: amoor.d s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0x73,0x80]
amoor.d s11, sp, x7
# TEXT: amoxor.d a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0x86,0x80]
amoxor.d a0, a1, a2
# TEXT: amoxor.d s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0x93,0x80]
amoxor.d s11, sp, x7
# TEXT: amomin.d a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0xa6,0x80]
amomin.d a0, a1, a2
# TEXT: amomin.d s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0xb3,0x80]
amomin.d s11, sp, x7
# TEXT: amomax.d a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0xc6,0x80]
amomax.d a0, a1, a2
# TEXT: amomax.d s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0xd3,0x80]
amomax.d s11, sp, x7
# TEXT: amominu.d a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0xe6,0x80]
amominu.d a0, a1, a2
# TEXT: amominu.d s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0xf3,0x80]
amominu.d s11, sp, x7
# TEXT: amomaxu.d a0, a1, a2
# BYTES-SAME: # encoding: [0x16,0x29,0x06,0x81]
amomaxu.d a0, a1, a2
# TEXT: amomaxu.d s11, sp, x7
# BYTES-SAME: # encoding: [0xd6,0x17,0x13,0x81]
amomaxu.d s11, sp, x7
# TEXT: cas.w a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x17,0x29,0xe6,0x00]
cas.w a0, a1, a2, a3
# TEXT: cas.w s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xd7,0x17,0x13,0x00]
cas.w s11, sp, x7, zero
# TEXT: cas.d a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x17,0x29,0xe6,0x04]
cas.d a0, a1, a2, a3
# TEXT: cas.d s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xd7,0x17,0x13,0x04]
cas.d s11, sp, x7, zero
