# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What the start-up code and the heap need to know.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: llvm-nm %t.elf | FileCheck %s
# RUN: llvm-readelf -lW %t.elf | FileCheck --check-prefix=SEGMENTS %s
# CHECK-DAG: 0000000080001008 {{.}} __init_array_end
# CHECK-DAG: 0000000080001000 {{.}} __init_array_start
# CHECK-DAG: {{[0-9a-f]+}} {{.}} __fini_array_start
# CHECK-DAG: 0000000000000010 A __tls_align
# CHECK-DAG: 0000000000000008 A __tls_filesz
# CHECK-DAG: 000000000000000c A __tls_memsz
# CHECK-DAG: 0000000080001010 A __tls_start
# CHECK-DAG: 000000008000101c {{.}} __bss_start
# CHECK-DAG: 0000000080001020 {{.}} _end
# CHECK-DAG: 0000000080000050 {{.}} etext
# CHECK-NOT: __preinit
# SEGMENTS: LOAD {{.*}} 0x0000000080000000 {{.*}} R E
# SEGMENTS: LOAD {{.*}} 0x0000000080001000 {{.*}} 0x000018 0x000020 RW
# SEGMENTS: TLS {{.*}} 0x0000000080001010 {{.*}} 0x000008 0x00000c
  .globl _start
_start:
  la a0, __init_array_start
  la a0, __init_array_end
  la a0, __fini_array_start
  la a0, __tls_start
  la a0, __tls_align
  la a0, __tls_filesz
  la a0, __tls_memsz
  la a0, __bss_start
  la a0, _end
  la a0, etext
  .section .init_array,"aw",@init_array
  .quad _start
  .section .tdata,"awT",@progbits
  .p2align 4
  .quad 1
  .section .tbss,"awT",@nobits
  .zero 4
  .bss
  .zero 4
