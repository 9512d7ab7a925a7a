# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: ecall
# BYTES-SAME: # encoding: [0x18,0x00,0x00,0x00]
ecall
# TEXT: ebreak
# BYTES-SAME: # encoding: [0x18,0x00,0x20,0x00]
ebreak
# TEXT: tret
# BYTES-SAME: # encoding: [0x18,0x00,0x40,0x00]
tret
# TEXT: wfi
# BYTES-SAME: # encoding: [0x18,0x00,0x60,0x00]
wfi
# TEXT: fence
# BYTES-SAME: # encoding: [0x18,0x00,0x80,0x00]
fence
# TEXT: fence.i
# BYTES-SAME: # encoding: [0x18,0x00,0xa0,0x00]
fence.i
# TEXT: csrrw a0, scratch, a1
# BYTES-SAME: # encoding: [0x19,0x29,0x05,0x00]
csrrw a0, scratch, a1
# TEXT: csrrw s11, status, sp
# BYTES-SAME: # encoding: [0xd9,0x17,0x00,0x00]
csrrw s11, status, sp
# TEXT: csrrw ra, timecmp, tp
# BYTES-SAME: # encoding: [0x59,0x18,0x08,0x00]
csrrw ra, timecmp, tp
# TEXT: csrrs a0, scratch, a1
# BYTES-SAME: # encoding: [0x19,0x29,0x05,0x10]
csrrs a0, scratch, a1
# TEXT: csrrs s11, status, sp
# BYTES-SAME: # encoding: [0xd9,0x17,0x00,0x10]
csrrs s11, status, sp
# TEXT: csrrs ra, timecmp, tp
# BYTES-SAME: # encoding: [0x59,0x18,0x08,0x10]
csrrs ra, timecmp, tp
# TEXT: csrrc a0, scratch, a1
# BYTES-SAME: # encoding: [0x19,0x29,0x05,0x20]
csrrc a0, scratch, a1
# TEXT: csrrc s11, status, sp
# BYTES-SAME: # encoding: [0xd9,0x17,0x00,0x20]
csrrc s11, status, sp
# TEXT: csrrc ra, timecmp, tp
# BYTES-SAME: # encoding: [0x59,0x18,0x08,0x20]
csrrc ra, timecmp, tp
