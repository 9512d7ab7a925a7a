# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: tredrow.add.f32 t0, t1
# BYTES-SAME: # encoding: [0x2b,0x08,0x00,0x00]
tredrow.add.f32 t0, t1
# TEXT: tredrow.add.f32 t31, t17
# BYTES-SAME: # encoding: [0xeb,0x8f,0x00,0x00]
tredrow.add.f32 t31, t17
# TEXT: tredrow.min.f32 t0, t1
# BYTES-SAME: # encoding: [0x2b,0x08,0x20,0x00]
tredrow.min.f32 t0, t1
# TEXT: tredrow.min.f32 t31, t17
# BYTES-SAME: # encoding: [0xeb,0x8f,0x20,0x00]
tredrow.min.f32 t31, t17
# TEXT: tredrow.max.f32 t0, t1
# BYTES-SAME: # encoding: [0x2b,0x08,0x40,0x00]
tredrow.max.f32 t0, t1
# TEXT: tredrow.max.f32 t31, t17
# BYTES-SAME: # encoding: [0xeb,0x8f,0x40,0x00]
tredrow.max.f32 t31, t17
# TEXT: tredrow.add.i32 t0, t1
# BYTES-SAME: # encoding: [0x2b,0x08,0x00,0x01]
tredrow.add.i32 t0, t1
# TEXT: tredrow.add.i32 t31, t17
# BYTES-SAME: # encoding: [0xeb,0x8f,0x00,0x01]
tredrow.add.i32 t31, t17
# TEXT: tredrow.min.i32 t0, t1
# BYTES-SAME: # encoding: [0x2b,0x08,0x20,0x01]
tredrow.min.i32 t0, t1
# TEXT: tredrow.min.i32 t31, t17
# BYTES-SAME: # encoding: [0xeb,0x8f,0x20,0x01]
tredrow.min.i32 t31, t17
# TEXT: tredrow.max.i32 t0, t1
# BYTES-SAME: # encoding: [0x2b,0x08,0x40,0x01]
tredrow.max.i32 t0, t1
# TEXT: tredrow.max.i32 t31, t17
# BYTES-SAME: # encoding: [0xeb,0x8f,0x40,0x01]
tredrow.max.i32 t31, t17
# TEXT: tredcol.add.f32 t0, t1
# BYTES-SAME: # encoding: [0x2b,0x08,0x00,0x02]
tredcol.add.f32 t0, t1
# TEXT: tredcol.add.f32 t31, t17
# BYTES-SAME: # encoding: [0xeb,0x8f,0x00,0x02]
tredcol.add.f32 t31, t17
# TEXT: tredcol.min.f32 t0, t1
# BYTES-SAME: # encoding: [0x2b,0x08,0x20,0x02]
tredcol.min.f32 t0, t1
# TEXT: tredcol.min.f32 t31, t17
# BYTES-SAME: # encoding: [0xeb,0x8f,0x20,0x02]
tredcol.min.f32 t31, t17
# TEXT: tredcol.max.f32 t0, t1
# BYTES-SAME: # encoding: [0x2b,0x08,0x40,0x02]
tredcol.max.f32 t0, t1
# TEXT: tredcol.max.f32 t31, t17
# BYTES-SAME: # encoding: [0xeb,0x8f,0x40,0x02]
tredcol.max.f32 t31, t17
# TEXT: tredcol.add.i32 t0, t1
# BYTES-SAME: # encoding: [0x2b,0x08,0x00,0x03]
tredcol.add.i32 t0, t1
# TEXT: tredcol.add.i32 t31, t17
# BYTES-SAME: # encoding: [0xeb,0x8f,0x00,0x03]
tredcol.add.i32 t31, t17
# TEXT: tredcol.min.i32 t0, t1
# BYTES-SAME: # encoding: [0x2b,0x08,0x20,0x03]
tredcol.min.i32 t0, t1
# TEXT: tredcol.min.i32 t31, t17
# BYTES-SAME: # encoding: [0xeb,0x8f,0x20,0x03]
tredcol.min.i32 t31, t17
# TEXT: tredcol.max.i32 t0, t1
# BYTES-SAME: # encoding: [0x2b,0x08,0x40,0x03]
tredcol.max.i32 t0, t1
# TEXT: tredcol.max.i32 t31, t17
# BYTES-SAME: # encoding: [0xeb,0x8f,0x40,0x03]
tredcol.max.i32 t31, t17
