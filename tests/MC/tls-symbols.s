# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as -o %t.o %s
# RUN: llvm-readelf -h -s %t.o | FileCheck %s

# CHECK: Machine: {{.*}}5ec7
# CHECK: FUNC GLOBAL DEFAULT {{.*}} f
# CHECK: TLS GLOBAL DEFAULT UND counter
.globl f
.type f, @function
f:
movz a0, %tprel_g1(counter), 16
movk a0, %tprel_g0(counter), 0
add a0, a0, tp
.size f, . - f
