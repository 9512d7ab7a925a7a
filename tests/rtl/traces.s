# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The traces of pipeline and units show every instruction: those that retire, those that
# a wrong prediction takes back, and what tile instructions do in their units.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: sectile-rtl --stats --pipeline %t.konata --timeline %t.json %t.elf 2> %t.stats
# RUN: python3 %S/Inputs/traces.py konata %t.konata > %t.summary
# RUN: python3 %S/Inputs/traces.py timeline %t.json >> %t.summary
# RUN: cat %t.stats %t.summary | FileCheck %s
# CHECK: instructions [[#RETIRED:]]
# CHECK: traps 0
# CHECK: busy_matrix [[#MATRIX:]]
# CHECK: unit_tmem 9
# CHECK: unit_tmat 4
# CHECK: unit_telem 9
# CHECK: retired [[#RETIRED]] flushed {{[1-9][0-9]*}} dependences {{[1-9][0-9]*}} cycles
# CHECK-NEXT: stages Fe {{[0-9]+}} Rd {{[0-9]+}} Ex [[#RETIRED]] Me [[#RETIRED]] Rt [[#RETIRED]] Qu 22 Un 22 Wb 20
# CHECK-DAG: track scalar pipeline stalls: {{.*}}data, fetch
# CHECK-DAG: track divide: 1 slices, {{[0-9]+}} cycles, busy
# CHECK-DAG: track tmat: {{[1-4]}} slices, {{[0-9]+}} cycles, tmma.f32
# CHECK-DAG: track telem: {{[0-9]}} slices, {{[0-9]+}} cycles, {{.*}}tadd.f32
# CHECK-DAG: track tmem: {{[0-9]}} slices, {{[0-9]+}} cycles, {{.*}}tst
# CHECK-DAG: counter: {{[1-9][0-9]*}} changes

# In lockstep they are the same; a part of the cycles is a part of the trace.
# RUN: sectile-cosim --pipeline %t.konata.2 --timeline %t.json.2 %t.elf
# RUN: cmp %t.konata %t.konata.2
# RUN: cmp %t.json %t.json.2
# RUN: sectile-rtl --pipeline %t.part --from-cycle 150 --to-cycle 400 %t.elf
# RUN: python3 %S/Inputs/traces.py konata %t.part | FileCheck %s --check-prefix=PART
# PART: retired {{[0-9]+}} flushed {{[0-9]+}} dependences {{[0-9]+}} cycles 40{{[01]}}
# RUN: not sectile-rtl --pipeline /nonexistent/file %t.elf 2>&1 | FileCheck %s --check-prefix=WRITE
# WRITE: sectile-rtl: error: --pipeline: cannot write '/nonexistent/file': No such file or directory
        .globl  _start
_start: li      s0, 4
        la      a2, data
        li      a1, 77
        div     a1, a1, s0
loop:   tld     t0, a2, 0
        tmma.f32 t1, t0, t0
        tadd.f32 t2, t1, t0
        tst     t2, a2, 1024
        tidxlin t4
        addi    s0, s0, -1
        bnei    s0, 0, loop
        tgetw   a3, t2, zero
        # an empty store
        li      a4, 0
        tstl.bf16 t2, a2, a4
        la      a1, block
        li      a0, 1
        std     a0, a1, 0
        std     zero, a1, 16
        li      a0, 0x10000000
        std     a1, a0, 0
        .data
        .p2align 6
data:   .zero   2048
block:  .zero   64
