# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: add a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x06,0x00]
add a0, a1, a2
# TEXT: add s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x13,0x00]
add s11, sp, x7
# TEXT: sub a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x26,0x00]
sub a0, a1, a2
# TEXT: sub s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x33,0x00]
sub s11, sp, x7
# TEXT: and a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x46,0x00]
and a0, a1, a2
# TEXT: and s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x53,0x00]
and s11, sp, x7
# TEXT: or a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x66,0x00]
or a0, a1, a2
# TEXT: or s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x73,0x00]
or s11, sp, x7
# TEXT: xor a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x86,0x00]
xor a0, a1, a2
# TEXT: xor s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x93,0x00]
xor s11, sp, x7
# TEXT: andn a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0xa6,0x00]
andn a0, a1, a2
# TEXT: andn s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0xb3,0x00]
andn s11, sp, x7
# TEXT: orn a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0xc6,0x00]
orn a0, a1, a2
# TEXT: orn s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0xd3,0x00]
orn s11, sp, x7
# TEXT: xnor a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0xe6,0x00]
xnor a0, a1, a2
# TEXT: xnor s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0xf3,0x00]
xnor s11, sp, x7
# TEXT: sll a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x06,0x01]
sll a0, a1, a2
# TEXT: sll s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x13,0x01]
sll s11, sp, x7
# TEXT: srl a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x26,0x01]
srl a0, a1, a2
# TEXT: srl s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x33,0x01]
srl s11, sp, x7
# TEXT: sra a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x46,0x01]
sra a0, a1, a2
# TEXT: sra s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x53,0x01]
sra s11, sp, x7
# TEXT: ror a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x66,0x01]
ror a0, a1, a2
# TEXT: ror s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x73,0x01]
ror s11, sp, x7
# TEXT: rol a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x86,0x01]
rol a0, a1, a2
# TEXT: rol s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x93,0x01]
rol s11, sp, x7
# TEXT: seq a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x06,0x02]
seq a0, a1, a2
# TEXT: seq s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x13,0x02]
seq s11, sp, x7
# TEXT: sne a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x26,0x02]
sne a0, a1, a2
# TEXT: sne s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x33,0x02]
sne s11, sp, x7
# TEXT: slt a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x46,0x02]
slt a0, a1, a2
# TEXT: slt s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x53,0x02]
slt s11, sp, x7
# TEXT: sltu a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x66,0x02]
sltu a0, a1, a2
# TEXT: sltu s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x73,0x02]
sltu s11, sp, x7
# TEXT: min a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x86,0x02]
min a0, a1, a2
# TEXT: min s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x93,0x02]
min s11, sp, x7
# TEXT: max a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0xa6,0x02]
max a0, a1, a2
# TEXT: max s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0xb3,0x02]
max s11, sp, x7
# TEXT: minu a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0xc6,0x02]
minu a0, a1, a2
# TEXT: minu s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0xd3,0x02]
minu s11, sp, x7
# TEXT: maxu a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0xe6,0x02]
maxu a0, a1, a2
# TEXT: maxu s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0xf3,0x02]
maxu s11, sp, x7
# TEXT: clz a0, a1
# BYTES-SAME: # encoding: [0x01,0x29,0x00,0x04]
clz a0, a1
# TEXT: clz s11, sp
# BYTES-SAME: # encoding: [0xc1,0x17,0x00,0x04]
clz s11, sp
# TEXT: ctz a0, a1
# BYTES-SAME: # encoding: [0x01,0x29,0x20,0x04]
ctz a0, a1
# TEXT: ctz s11, sp
# BYTES-SAME: # encoding: [0xc1,0x17,0x20,0x04]
ctz s11, sp
# TEXT: popc a0, a1
# BYTES-SAME: # encoding: [0x01,0x29,0x40,0x04]
popc a0, a1
# TEXT: popc s11, sp
# BYTES-SAME: # encoding: [0xc1,0x17,0x40,0x04]
popc s11, sp
# TEXT: rev8 a0, a1
# BYTES-SAME: # encoding: [0x01,0x29,0x60,0x04]
rev8 a0, a1
# TEXT: rev8 s11, sp
# BYTES-SAME: # encoding: [0xc1,0x17,0x60,0x04]
rev8 s11, sp
# TEXT: addw a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x06,0x80]
addw a0, a1, a2
# TEXT: addw s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x13,0x80]
addw s11, sp, x7
# TEXT: subw a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x26,0x80]
subw a0, a1, a2
# TEXT: subw s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x33,0x80]
subw s11, sp, x7
# TEXT: sllw a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x06,0x81]
sllw a0, a1, a2
# TEXT: sllw s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x13,0x81]
sllw s11, sp, x7
# TEXT: srlw a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x26,0x81]
srlw a0, a1, a2
# TEXT: srlw s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x33,0x81]
srlw s11, sp, x7
# TEXT: sraw a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x46,0x81]
sraw a0, a1, a2
# TEXT: sraw s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x53,0x81]
sraw s11, sp, x7
# TEXT: rorw a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x66,0x81]
rorw a0, a1, a2
# TEXT: rorw s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x73,0x81]
rorw s11, sp, x7
# TEXT: rolw a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x86,0x81]
rolw a0, a1, a2
# TEXT: rolw s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x93,0x81]
rolw s11, sp, x7
# TEXT: clzw a0, a1
# BYTES-SAME: # encoding: [0x01,0x29,0x00,0x84]
clzw a0, a1
# TEXT: clzw s11, sp
# BYTES-SAME: # encoding: [0xc1,0x17,0x00,0x84]
clzw s11, sp
# TEXT: ctzw a0, a1
# BYTES-SAME: # encoding: [0x01,0x29,0x20,0x84]
ctzw a0, a1
# TEXT: ctzw s11, sp
# BYTES-SAME: # encoding: [0xc1,0x17,0x20,0x84]
ctzw s11, sp
# TEXT: popcw a0, a1
# BYTES-SAME: # encoding: [0x01,0x29,0x40,0x84]
popcw a0, a1
# TEXT: popcw s11, sp
# BYTES-SAME: # encoding: [0xc1,0x17,0x40,0x84]
popcw s11, sp
# TEXT: rev8w a0, a1
# BYTES-SAME: # encoding: [0x01,0x29,0x60,0x84]
rev8w a0, a1
# TEXT: rev8w s11, sp
# BYTES-SAME: # encoding: [0xc1,0x17,0x60,0x84]
rev8w s11, sp
# TEXT: shadd a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x02,0x29,0xa6,0x00]
shadd a0, a1, a2, 5
# TEXT: shadd s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc2,0x17,0x13,0x00]
shadd s11, sp, x7, 0
# TEXT: shadd ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x42,0x18,0xf4,0x00]
shadd ra, tp, s0, 7
# TEXT: shaddu a0, a1, a2, 5
# BYTES-SAME: # encoding: [0x02,0x29,0xa6,0x01]
shaddu a0, a1, a2, 5
# TEXT: shaddu s11, sp, x7, 0
# BYTES-SAME: # encoding: [0xc2,0x17,0x13,0x01]
shaddu s11, sp, x7, 0
# TEXT: shaddu ra, tp, s0, 7
# BYTES-SAME: # encoding: [0x42,0x18,0xf4,0x01]
shaddu ra, tp, s0, 7
# TEXT: sel a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x03,0x29,0xe6,0x20]
sel a0, a1, a2, a3
# TEXT: sel s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xc3,0x17,0x13,0x20]
sel s11, sp, x7, zero
# TEXT: addi a0, a1, 5
# BYTES-SAME: # encoding: [0x04,0x29,0x05,0x00]
addi a0, a1, 5
# TEXT: addi s11, sp, -4096
# BYTES-SAME: # encoding: [0xc4,0x17,0x00,0x10]
addi s11, sp, -4096
# TEXT: addi ra, tp, 4095
# BYTES-SAME: # encoding: [0x44,0x18,0xff,0x0f]
addi ra, tp, 4095
# TEXT: addiw a0, a1, 5
# BYTES-SAME: # encoding: [0x04,0x29,0x05,0x20]
addiw a0, a1, 5
# TEXT: addiw s11, sp, -4096
# BYTES-SAME: # encoding: [0xc4,0x17,0x00,0x30]
addiw s11, sp, -4096
# TEXT: addiw ra, tp, 4095
# BYTES-SAME: # encoding: [0x44,0x18,0xff,0x2f]
addiw ra, tp, 4095
# TEXT: andi a0, a1, 5
# BYTES-SAME: # encoding: [0x04,0x29,0x05,0x40]
andi a0, a1, 5
# TEXT: andi s11, sp, -4096
# BYTES-SAME: # encoding: [0xc4,0x17,0x00,0x50]
andi s11, sp, -4096
# TEXT: andi ra, tp, 4095
# BYTES-SAME: # encoding: [0x44,0x18,0xff,0x4f]
andi ra, tp, 4095
# TEXT: ori a0, a1, 5
# BYTES-SAME: # encoding: [0x04,0x29,0x05,0x60]
ori a0, a1, 5
# TEXT: ori s11, sp, -4096
# BYTES-SAME: # encoding: [0xc4,0x17,0x00,0x70]
ori s11, sp, -4096
# TEXT: ori ra, tp, 4095
# BYTES-SAME: # encoding: [0x44,0x18,0xff,0x6f]
ori ra, tp, 4095
# TEXT: xori a0, a1, 5
# BYTES-SAME: # encoding: [0x04,0x29,0x05,0x80]
xori a0, a1, 5
# TEXT: xori s11, sp, -4096
# BYTES-SAME: # encoding: [0xc4,0x17,0x00,0x90]
xori s11, sp, -4096
# TEXT: xori ra, tp, 4095
# BYTES-SAME: # encoding: [0x44,0x18,0xff,0x8f]
xori ra, tp, 4095
# TEXT: slti a0, a1, 5
# BYTES-SAME: # encoding: [0x04,0x29,0x05,0xa0]
slti a0, a1, 5
# TEXT: slti s11, sp, -4096
# BYTES-SAME: # encoding: [0xc4,0x17,0x00,0xb0]
slti s11, sp, -4096
# TEXT: slti ra, tp, 4095
# BYTES-SAME: # encoding: [0x44,0x18,0xff,0xaf]
slti ra, tp, 4095
# TEXT: sltiu a0, a1, 5
# BYTES-SAME: # encoding: [0x04,0x29,0x05,0xc0]
sltiu a0, a1, 5
# TEXT: sltiu s11, sp, -4096
# BYTES-SAME: # encoding: [0xc4,0x17,0x00,0xd0]
sltiu s11, sp, -4096
# TEXT: sltiu ra, tp, 4095
# BYTES-SAME: # encoding: [0x44,0x18,0xff,0xcf]
sltiu ra, tp, 4095
# TEXT: seqi a0, a1, 5
# BYTES-SAME: # encoding: [0x04,0x29,0x05,0xe0]
seqi a0, a1, 5
# TEXT: seqi s11, sp, -4096
# BYTES-SAME: # encoding: [0xc4,0x17,0x00,0xf0]
seqi s11, sp, -4096
# TEXT: seqi ra, tp, 4095
# BYTES-SAME: # encoding: [0x44,0x18,0xff,0xef]
seqi ra, tp, 4095
# TEXT: snei a0, a1, 5
# BYTES-SAME: # encoding: [0x05,0x29,0x05,0x00]
snei a0, a1, 5
# TEXT: snei s11, sp, -4096
# BYTES-SAME: # encoding: [0xc5,0x17,0x00,0x10]
snei s11, sp, -4096
# TEXT: snei ra, tp, 4095
# BYTES-SAME: # encoding: [0x45,0x18,0xff,0x0f]
snei ra, tp, 4095
