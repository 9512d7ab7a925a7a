# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --filetype=asm -o - %s | FileCheck %s

# A constant takes the fewest instructions that are known for it.

# CHECK: li a0, 0{{$}}
li a0, 0
# CHECK: li a0, 1{{$}}
li a0, 1
# CHECK: li a0, -1{{$}}
li a0, -1
# CHECK: li a0, 4095{{$}}
li a0, 4095
# CHECK: movz a0, 4096, 0{{$}}
li a0, 4096
# CHECK: li a0, -4096{{$}}
li a0, -4096
# CHECK: movn a0, 4096, 0{{$}}
li a0, -4097
# CHECK: movz a0, 65535, 0{{$}}
li a0, 65535
# CHECK: movz a0, 1, 16{{$}}
li a0, 65536
# CHECK: movn a0, 65535, 0{{$}}
li a0, -65536
# CHECK: movn a0, 1, 16{{$}}
li a0, -65537
# CHECK: movz a0, 32767, 0{{$}}
li a0, 0x7fff
# CHECK: movz a0, 9029, 0{{$}}
# CHECK-NEXT: movk a0, 1, 16{{$}}
li a0, 0x12345
# CHECK: movz a0, 65535, 0{{$}}
# CHECK-NEXT: movk a0, 32767, 16{{$}}
li a0, 0x7fffffff
# CHECK: movz a0, 32768, 16{{$}}
li a0, 0x80000000
# CHECK: movn a0, 65535, 0{{$}}
# CHECK-NEXT: movk a0, 32768, 16{{$}}
li a0, -0x80000000
# CHECK: movz a0, 65535, 0{{$}}
# CHECK-NEXT: movk a0, 65535, 16{{$}}
li a0, 0xffffffff
# CHECK: movz a0, 1, 32{{$}}
li a0, 0x100000000
# CHECK: movz a0, 65535, 32{{$}}
# CHECK-NEXT: movk a0, 65535, 48{{$}}
li a0, 0xffffffff00000000
# CHECK: movz a0, 21845, 16{{$}}
# CHECK-NEXT: movk a0, 21845, 0{{$}}
# CHECK-NEXT: ins a0, a0, 32, 32{{$}}
li a0, 0x5555555555555555
# CHECK: movz a0, 257, 16{{$}}
# CHECK-NEXT: addi a0, a0, 257{{$}}
# CHECK-NEXT: ins a0, a0, 32, 32{{$}}
li a0, 0x0101010101010101
# CHECK: movz a0, 65535, 0{{$}}
# CHECK-NEXT: movk a0, 65535, 32{{$}}
li a0, 0x0000ffff0000ffff
# CHECK: movn a0, 255, 48{{$}}
# CHECK-NEXT: srli a0, a0, 40{{$}}
# CHECK-NEXT: ins a0, a0, 32, 32{{$}}
li a0, 0x00ff00ff00ff00ff
# CHECK: movn a0, 32768, 48{{$}}
li a0, 0x7fffffffffffffff
# CHECK: movz a0, 32768, 48{{$}}
li a0, 0x8000000000000000
# CHECK: movz a0, 1, 0{{$}}
# CHECK-NEXT: movk a0, 32768, 48{{$}}
li a0, 0x8000000000000001
# CHECK: movz a0, 16368, 48{{$}}
li a0, 0x3ff0000000000000
# CHECK: movz a0, 11544, 0{{$}}
# CHECK-NEXT: movk a0, 21572, 16{{$}}
# CHECK-NEXT: movk a0, 8699, 32{{$}}
# CHECK-NEXT: movk a0, 16393, 48{{$}}
li a0, 0x400921fb54442d18
# CHECK: movz a0, 57072, 0{{$}}
# CHECK-NEXT: movk a0, 39612, 16{{$}}
# CHECK-NEXT: movk a0, 22136, 32{{$}}
# CHECK-NEXT: movk a0, 4660, 48{{$}}
li a0, 0x123456789abcdef0
# CHECK: li a0, -4096{{$}}
li a0, 0xfffffffffffff000
# CHECK: movz a0, 65520, 16{{$}}
# CHECK-NEXT: movk a0, 65535, 32{{$}}
li a0, 0x0000fffffff00000
# CHECK: movz a0, 255, 0{{$}}
# CHECK-NEXT: movk a0, 65280, 48{{$}}
li a0, 0xff000000000000ff
# CHECK: movz a0, 20480, 0{{$}}
# CHECK-NEXT: movk a0, 4660, 16{{$}}
li a0, 0x12345000
# CHECK: movz a0, 43981, 32{{$}}
li a0, 0xabcd00000000
# CHECK: movn a0, 43399, 0{{$}}
# CHECK-NEXT: movk a0, 4660, 16{{$}}
li a0, 0xffffffff12345678
# CHECK: movz a0, 4660, 16{{$}}
# CHECK-NEXT: movk a0, 22136, 0{{$}}
# CHECK-NEXT: ins a0, a0, 32, 32{{$}}
li a0, 0x1234567812345678
# CHECK: li a0, -1{{$}}
li a0, 18446744073709551615
