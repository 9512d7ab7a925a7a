# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --defsym BAD=0 -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck %s
# RUN: sectile-objdump -r %t.o | FileCheck --check-prefix=NONE --allow-empty %s
# RUN: not sectile-as --defsym BAD=1 -o %t.bad %s 2>&1 | FileCheck --check-prefix=ERROR %s
# RUN: not ls %t.bad

# A target in the same section needs no relocation, up to the ends of the range.
# NONE-NOT: R_SECTILE

# CHECK: <back>:
# CHECK: beq a0, a1, 16380
# CHECK: bbc a0, 5, 32764
# CHECK: beq a0, a1, -16384
# CHECK: bbs a0, 5, -32768
back:
        beq a0, a1, near
        bbc a0, 5, far
        .space 16372
near:
        nop
        beq a0, a1, back
        .space 16384 - 4
far:
        nop
        bbs a0, 5, back + 4
.if BAD
# ERROR: :[[#@LINE+1]]:13: error: branch target is -32776 bytes away, out of range [-16384, 16380]
beq a0, a1, back
# ERROR: :[[#@LINE+1]]:12: error: branch target is -32780 bytes away, out of range [-32768, 32764]
bbs a0, 5, back
# ERROR: :[[#@LINE+1]]:3: error: branch target is -32782 bytes away, not a multiple of 4
j back + 2
# ERROR: :[[#@LINE+1]]:{{[0-9]+}}: error: a symbol's value needs 4 or 8 bytes
.2byte elsewhere
.endif
