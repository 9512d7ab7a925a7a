# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: tmov t0, t1
# BYTES-SAME: # encoding: [0x2a,0x08,0x00,0x00]
tmov t0, t1
# TEXT: tmov t31, t17
# BYTES-SAME: # encoding: [0xea,0x8f,0x00,0x00]
tmov t31, t17
# TEXT: tzero t0
# BYTES-SAME: # encoding: [0x2a,0x00,0x20,0x00]
tzero t0
# TEXT: tzero t31
# BYTES-SAME: # encoding: [0xea,0x07,0x20,0x00]
tzero t31
# TEXT: tidxrow t0
# BYTES-SAME: # encoding: [0x2a,0x00,0x40,0x00]
tidxrow t0
# TEXT: tidxrow t31
# BYTES-SAME: # encoding: [0xea,0x07,0x40,0x00]
tidxrow t31
# TEXT: tidxcol t0
# BYTES-SAME: # encoding: [0x2a,0x00,0x60,0x00]
tidxcol t0
# TEXT: tidxcol t31
# BYTES-SAME: # encoding: [0xea,0x07,0x60,0x00]
tidxcol t31
# TEXT: tidxlin t0
# BYTES-SAME: # encoding: [0x2a,0x00,0x80,0x00]
tidxlin t0
# TEXT: tidxlin t31
# BYTES-SAME: # encoding: [0xea,0x07,0x80,0x00]
tidxlin t31
# TEXT: tsplat t0, a0
# BYTES-SAME: # encoding: [0x2a,0x20,0xa0,0x00]
tsplat t0, a0
# TEXT: tsplat t31, s11
# BYTES-SAME: # encoding: [0xea,0xff,0xa0,0x00]
tsplat t31, s11
# TEXT: ttrans t0, t1
# BYTES-SAME: # encoding: [0x2a,0x08,0xc0,0x00]
ttrans t0, t1
# TEXT: ttrans t31, t17
# BYTES-SAME: # encoding: [0xea,0x8f,0xc0,0x00]
ttrans t31, t17
# TEXT: tbrow t0, t1, a0
# BYTES-SAME: # encoding: [0x2a,0x08,0x04,0x01]
tbrow t0, t1, a0
# TEXT: tbrow t31, t17, s11
# BYTES-SAME: # encoding: [0xea,0x8f,0x1f,0x01]
tbrow t31, t17, s11
# TEXT: tbcol t0, t1, a0
# BYTES-SAME: # encoding: [0x2a,0x08,0x24,0x01]
tbcol t0, t1, a0
# TEXT: tbcol t31, t17, s11
# BYTES-SAME: # encoding: [0xea,0x8f,0x3f,0x01]
tbcol t31, t17, s11
# TEXT: trotrow t0, t1, a0
# BYTES-SAME: # encoding: [0x2a,0x08,0x44,0x01]
trotrow t0, t1, a0
# TEXT: trotrow t31, t17, s11
# BYTES-SAME: # encoding: [0xea,0x8f,0x5f,0x01]
trotrow t31, t17, s11
# TEXT: trotcol t0, t1, a0
# BYTES-SAME: # encoding: [0x2a,0x08,0x64,0x01]
trotcol t0, t1, a0
# TEXT: trotcol t31, t17, s11
# BYTES-SAME: # encoding: [0xea,0x8f,0x7f,0x01]
trotcol t31, t17, s11
# TEXT: tperm t0, t1, t2
# BYTES-SAME: # encoding: [0x2a,0x08,0x82,0x01]
tperm t0, t1, t2
# TEXT: tperm t31, t17, t8
# BYTES-SAME: # encoding: [0xea,0x8f,0x88,0x01]
tperm t31, t17, t8
# TEXT: tpermrow t0, t1, t2
# BYTES-SAME: # encoding: [0x2a,0x08,0xa2,0x01]
tpermrow t0, t1, t2
# TEXT: tpermrow t31, t17, t8
# BYTES-SAME: # encoding: [0xea,0x8f,0xa8,0x01]
tpermrow t31, t17, t8
# TEXT: tgetw a0, t0, a1
# BYTES-SAME: # encoding: [0x2a,0x01,0x05,0x02]
tgetw a0, t0, a1
# TEXT: tgetw s11, t31, sp
# BYTES-SAME: # encoding: [0xea,0xff,0x02,0x02]
tgetw s11, t31, sp
# TEXT: tputw t0, a0, a1
# BYTES-SAME: # encoding: [0x2a,0x20,0x25,0x02]
tputw t0, a0, a1
# TEXT: tputw t31, s11, sp
# BYTES-SAME: # encoding: [0xea,0xff,0x22,0x02]
tputw t31, s11, sp
