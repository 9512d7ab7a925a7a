# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: tmask.lin t0, a0
# BYTES-SAME: # encoding: [0x28,0x20,0x00,0x00]
tmask.lin t0, a0
# TEXT: tmask.lin t31, s11
# BYTES-SAME: # encoding: [0xe8,0xff,0x00,0x00]
tmask.lin t31, s11
# TEXT: tmask.rect t0, a0
# BYTES-SAME: # encoding: [0x28,0x20,0x20,0x00]
tmask.rect t0, a0
# TEXT: tmask.rect t31, s11
# BYTES-SAME: # encoding: [0xe8,0xff,0x20,0x00]
tmask.rect t31, s11
