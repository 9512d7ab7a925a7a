# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: adrp a0, 20480
# BYTES-SAME: # encoding: [0x11,0x29,0x00,0x00]
adrp a0, 20480
# TEXT: adrp s11, -4294967296
# BYTES-SAME: # encoding: [0xd1,0x07,0x00,0x80]
adrp s11, -4294967296
# TEXT: adrp ra, 4294963200
# BYTES-SAME: # encoding: [0x51,0xf8,0xff,0x7f]
adrp ra, 4294963200
# TEXT: movz a0, 5, 48
# BYTES-SAME: # encoding: [0x12,0xb9,0x00,0x00]
movz a0, 5, 48
# TEXT: movz s11, 0, 0
# BYTES-SAME: # encoding: [0xd2,0x07,0x00,0x00]
movz s11, 0, 0
# TEXT: movz ra, 65535, 48
# BYTES-SAME: # encoding: [0x52,0xf8,0xff,0x1f]
movz ra, 65535, 48
# TEXT: movn a0, 5, 48
# BYTES-SAME: # encoding: [0x12,0xb9,0x00,0x20]
movn a0, 5, 48
# TEXT: movn s11, 0, 0
# BYTES-SAME: # encoding: [0xd2,0x07,0x00,0x20]
movn s11, 0, 0
# TEXT: movn ra, 65535, 48
# BYTES-SAME: # encoding: [0x52,0xf8,0xff,0x3f]
movn ra, 65535, 48
# TEXT: movk a0, 5, 48
# BYTES-SAME: # encoding: [0x12,0xb9,0x00,0x40]
movk a0, 5, 48
# TEXT: movk s11, 0, 0
# BYTES-SAME: # encoding: [0xd2,0x07,0x00,0x40]
movk s11, 0, 0
# TEXT: movk ra, 65535, 48
# BYTES-SAME: # encoding: [0x52,0xf8,0xff,0x5f]
movk ra, 65535, 48
# TEXT: extu a0, a1, 5, 5
# BYTES-SAME: # encoding: [0x13,0x29,0x05,0x01]
extu a0, a1, 5, 5
# TEXT: extu s11, sp, 0, 1
# BYTES-SAME: # encoding: [0xd3,0x17,0x00,0x00]
extu s11, sp, 0, 1
# TEXT: extu ra, tp, 63, 64
# BYTES-SAME: # encoding: [0x53,0x18,0xff,0x0f]
extu ra, tp, 63, 64
# TEXT: exts a0, a1, 5, 5
# BYTES-SAME: # encoding: [0x13,0x29,0x05,0x11]
exts a0, a1, 5, 5
# TEXT: exts s11, sp, 0, 1
# BYTES-SAME: # encoding: [0xd3,0x17,0x00,0x10]
exts s11, sp, 0, 1
# TEXT: exts ra, tp, 63, 64
# BYTES-SAME: # encoding: [0x53,0x18,0xff,0x1f]
exts ra, tp, 63, 64
# TEXT: insu a0, a1, 5, 5
# BYTES-SAME: # encoding: [0x13,0x29,0x05,0x21]
insu a0, a1, 5, 5
# TEXT: insu s11, sp, 0, 1
# BYTES-SAME: # encoding: [0xd3,0x17,0x00,0x20]
insu s11, sp, 0, 1
# TEXT: insu ra, tp, 63, 64
# BYTES-SAME: # encoding: [0x53,0x18,0xff,0x2f]
insu ra, tp, 63, 64
# TEXT: inss a0, a1, 5, 5
# BYTES-SAME: # encoding: [0x13,0x29,0x05,0x31]
inss a0, a1, 5, 5
# TEXT: inss s11, sp, 0, 1
# BYTES-SAME: # encoding: [0xd3,0x17,0x00,0x30]
inss s11, sp, 0, 1
# TEXT: inss ra, tp, 63, 64
# BYTES-SAME: # encoding: [0x53,0x18,0xff,0x3f]
inss ra, tp, 63, 64
# TEXT: ins a0, a1, 5, 5
# BYTES-SAME: # encoding: [0x13,0x29,0x05,0x41]
ins a0, a1, 5, 5
# TEXT: ins s11, sp, 0, 1
# BYTES-SAME: # encoding: [0xd3,0x17,0x00,0x40]
ins s11, sp, 0, 1
# TEXT: ins ra, tp, 63, 64
# BYTES-SAME: # encoding: [0x53,0x18,0xff,0x4f]
ins ra, tp, 63, 64
# TEXT: rori a0, a1, 5
# BYTES-SAME: # encoding: [0x13,0x29,0x05,0x50]
rori a0, a1, 5
# TEXT: rori s11, sp, 0
# BYTES-SAME: # encoding: [0xd3,0x17,0x00,0x50]
rori s11, sp, 0
# TEXT: rori ra, tp, 63
# BYTES-SAME: # encoding: [0x53,0x18,0x3f,0x50]
rori ra, tp, 63
# TEXT: roriw a0, a1, 5
# BYTES-SAME: # encoding: [0x13,0x29,0x05,0x60]
roriw a0, a1, 5
# TEXT: roriw s11, sp, 0
# BYTES-SAME: # encoding: [0xd3,0x17,0x00,0x60]
roriw s11, sp, 0
# TEXT: roriw ra, tp, 63
# BYTES-SAME: # encoding: [0x53,0x18,0x3f,0x60]
roriw ra, tp, 63
