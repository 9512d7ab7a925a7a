// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// DWARF 5 with lines, locals, types and a frame description of every function.
//
// RUN: sectile-clang -g -O1 -nostdlib -Wl,-e,main %s -o %t.elf
// RUN: llvm-dwarfdump --debug-info --debug-line --debug-frame --verify %t.elf | FileCheck %s --check-prefix=VERIFY
// RUN: llvm-dwarfdump --debug-info --debug-line --debug-frame %t.elf | FileCheck %s
// VERIFY: No errors.
// CHECK: Compile Unit: {{.*}} version = 0x0005
// CHECK: DW_AT_name ("tile")
// CHECK: DW_AT_GNU_vector (true)
// CHECK: DW_TAG_subprogram
// CHECK: DW_AT_name ("twice")
// CHECK: DW_TAG_formal_parameter
// CHECK: DW_AT_location
// CHECK: DW_AT_name ("value")
// CHECK: debug-info.c
// CHECK: .debug_frame contents:
// CHECK: CIE
// CHECK: Return address column: 1
// CHECK-COUNT-2: FDE
typedef float tile_f32_t __attribute__((vector_size(1024)));
tile_f32_t tile;
__attribute__((noinline)) int twice(int value) { return value * 2; }
int main(void) { return twice(21); }
