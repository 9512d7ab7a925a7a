# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: tadd.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x02,0x00]
tadd.f32 t0, t1, t2
# TEXT: tadd.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x08,0x00]
tadd.f32 t31, t17, t8
# TEXT: tsub.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x22,0x00]
tsub.f32 t0, t1, t2
# TEXT: tsub.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x28,0x00]
tsub.f32 t31, t17, t8
# TEXT: tmul.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x42,0x00]
tmul.f32 t0, t1, t2
# TEXT: tmul.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x48,0x00]
tmul.f32 t31, t17, t8
# TEXT: tdiv.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x62,0x00]
tdiv.f32 t0, t1, t2
# TEXT: tdiv.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x68,0x00]
tdiv.f32 t31, t17, t8
# TEXT: tmin.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0xa2,0x00]
tmin.f32 t0, t1, t2
# TEXT: tmin.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0xa8,0x00]
tmin.f32 t31, t17, t8
# TEXT: tmax.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0xc2,0x00]
tmax.f32 t0, t1, t2
# TEXT: tmax.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0xc8,0x00]
tmax.f32 t31, t17, t8
# TEXT: tscale.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0xe2,0x00]
tscale.f32 t0, t1, t2
# TEXT: tscale.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0xe8,0x00]
tscale.f32 t31, t17, t8
# TEXT: tceq.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x02,0x02]
tceq.f32 t0, t1, t2
# TEXT: tceq.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x08,0x02]
tceq.f32 t31, t17, t8
# TEXT: tcne.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x22,0x02]
tcne.f32 t0, t1, t2
# TEXT: tcne.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x28,0x02]
tcne.f32 t31, t17, t8
# TEXT: tclt.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x42,0x02]
tclt.f32 t0, t1, t2
# TEXT: tclt.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x48,0x02]
tclt.f32 t31, t17, t8
# TEXT: tcle.f32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x62,0x02]
tcle.f32 t0, t1, t2
# TEXT: tcle.f32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x68,0x02]
tcle.f32 t31, t17, t8
# TEXT: tadd.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x02,0x04]
tadd.i32 t0, t1, t2
# TEXT: tadd.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x08,0x04]
tadd.i32 t31, t17, t8
# TEXT: tsub.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x22,0x04]
tsub.i32 t0, t1, t2
# TEXT: tsub.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x28,0x04]
tsub.i32 t31, t17, t8
# TEXT: tmul.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x42,0x04]
tmul.i32 t0, t1, t2
# TEXT: tmul.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x48,0x04]
tmul.i32 t31, t17, t8
# TEXT: tmulh.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x62,0x04]
tmulh.i32 t0, t1, t2
# TEXT: tmulh.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x68,0x04]
tmulh.i32 t31, t17, t8
# TEXT: tmulhr.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x82,0x04]
tmulhr.i32 t0, t1, t2
# TEXT: tmulhr.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x88,0x04]
tmulhr.i32 t31, t17, t8
# TEXT: trsr.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0xa2,0x04]
trsr.i32 t0, t1, t2
# TEXT: trsr.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0xa8,0x04]
trsr.i32 t31, t17, t8
# TEXT: tsll.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x02,0x05]
tsll.i32 t0, t1, t2
# TEXT: tsll.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x08,0x05]
tsll.i32 t31, t17, t8
# TEXT: tsrl.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x22,0x05]
tsrl.i32 t0, t1, t2
# TEXT: tsrl.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x28,0x05]
tsrl.i32 t31, t17, t8
# TEXT: tsra.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x42,0x05]
tsra.i32 t0, t1, t2
# TEXT: tsra.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x48,0x05]
tsra.i32 t31, t17, t8
# TEXT: tand.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x82,0x05]
tand.i32 t0, t1, t2
# TEXT: tand.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x88,0x05]
tand.i32 t31, t17, t8
# TEXT: tor.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0xa2,0x05]
tor.i32 t0, t1, t2
# TEXT: tor.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0xa8,0x05]
tor.i32 t31, t17, t8
# TEXT: txor.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0xc2,0x05]
txor.i32 t0, t1, t2
# TEXT: txor.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0xc8,0x05]
txor.i32 t31, t17, t8
# TEXT: tandn.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0xe2,0x05]
tandn.i32 t0, t1, t2
# TEXT: tandn.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0xe8,0x05]
tandn.i32 t31, t17, t8
# TEXT: tmin.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x02,0x06]
tmin.i32 t0, t1, t2
# TEXT: tmin.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x08,0x06]
tmin.i32 t31, t17, t8
# TEXT: tmax.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x22,0x06]
tmax.i32 t0, t1, t2
# TEXT: tmax.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x28,0x06]
tmax.i32 t31, t17, t8
# TEXT: tminu.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x42,0x06]
tminu.i32 t0, t1, t2
# TEXT: tminu.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x48,0x06]
tminu.i32 t31, t17, t8
# TEXT: tmaxu.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x62,0x06]
tmaxu.i32 t0, t1, t2
# TEXT: tmaxu.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x68,0x06]
tmaxu.i32 t31, t17, t8
# TEXT: tceq.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x02,0x07]
tceq.i32 t0, t1, t2
# TEXT: tceq.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x08,0x07]
tceq.i32 t31, t17, t8
# TEXT: tcne.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x22,0x07]
tcne.i32 t0, t1, t2
# TEXT: tcne.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x28,0x07]
tcne.i32 t31, t17, t8
# TEXT: tclt.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x42,0x07]
tclt.i32 t0, t1, t2
# TEXT: tclt.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x48,0x07]
tclt.i32 t31, t17, t8
# TEXT: tcle.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x62,0x07]
tcle.i32 t0, t1, t2
# TEXT: tcle.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x68,0x07]
tcle.i32 t31, t17, t8
# TEXT: tcltu.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0x82,0x07]
tcltu.i32 t0, t1, t2
# TEXT: tcltu.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0x88,0x07]
tcltu.i32 t31, t17, t8
# TEXT: tcleu.i32 t0, t1, t2
# BYTES-SAME: # encoding: [0x24,0x08,0xa2,0x07]
tcleu.i32 t0, t1, t2
# TEXT: tcleu.i32 t31, t17, t8
# BYTES-SAME: # encoding: [0xe4,0x8f,0xa8,0x07]
tcleu.i32 t31, t17, t8
# TEXT: tsadd.f32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x04,0x00]
tsadd.f32 t0, t1, a0
# TEXT: tsadd.f32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x1f,0x00]
tsadd.f32 t31, t17, s11
# TEXT: tssub.f32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x24,0x00]
tssub.f32 t0, t1, a0
# TEXT: tssub.f32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x3f,0x00]
tssub.f32 t31, t17, s11
# TEXT: tsmul.f32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x44,0x00]
tsmul.f32 t0, t1, a0
# TEXT: tsmul.f32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x5f,0x00]
tsmul.f32 t31, t17, s11
# TEXT: tsdiv.f32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x64,0x00]
tsdiv.f32 t0, t1, a0
# TEXT: tsdiv.f32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x7f,0x00]
tsdiv.f32 t31, t17, s11
# TEXT: tsmin.f32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0xa4,0x00]
tsmin.f32 t0, t1, a0
# TEXT: tsmin.f32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0xbf,0x00]
tsmin.f32 t31, t17, s11
# TEXT: tsmax.f32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0xc4,0x00]
tsmax.f32 t0, t1, a0
# TEXT: tsmax.f32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0xdf,0x00]
tsmax.f32 t31, t17, s11
# TEXT: tsscale.f32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0xe4,0x00]
tsscale.f32 t0, t1, a0
# TEXT: tsscale.f32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0xff,0x00]
tsscale.f32 t31, t17, s11
# TEXT: tsceq.f32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x04,0x02]
tsceq.f32 t0, t1, a0
# TEXT: tsceq.f32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x1f,0x02]
tsceq.f32 t31, t17, s11
# TEXT: tscne.f32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x24,0x02]
tscne.f32 t0, t1, a0
# TEXT: tscne.f32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x3f,0x02]
tscne.f32 t31, t17, s11
# TEXT: tsclt.f32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x44,0x02]
tsclt.f32 t0, t1, a0
# TEXT: tsclt.f32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x5f,0x02]
tsclt.f32 t31, t17, s11
# TEXT: tscle.f32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x64,0x02]
tscle.f32 t0, t1, a0
# TEXT: tscle.f32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x7f,0x02]
tscle.f32 t31, t17, s11
# TEXT: tsadd.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x04,0x04]
tsadd.i32 t0, t1, a0
# TEXT: tsadd.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x1f,0x04]
tsadd.i32 t31, t17, s11
# TEXT: tssub.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x24,0x04]
tssub.i32 t0, t1, a0
# TEXT: tssub.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x3f,0x04]
tssub.i32 t31, t17, s11
# TEXT: tsmul.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x44,0x04]
tsmul.i32 t0, t1, a0
# TEXT: tsmul.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x5f,0x04]
tsmul.i32 t31, t17, s11
# TEXT: tsmulh.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x64,0x04]
tsmulh.i32 t0, t1, a0
# TEXT: tsmulh.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x7f,0x04]
tsmulh.i32 t31, t17, s11
# TEXT: tsmulhr.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x84,0x04]
tsmulhr.i32 t0, t1, a0
# TEXT: tsmulhr.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x9f,0x04]
tsmulhr.i32 t31, t17, s11
# TEXT: tsrsr.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0xa4,0x04]
tsrsr.i32 t0, t1, a0
# TEXT: tsrsr.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0xbf,0x04]
tsrsr.i32 t31, t17, s11
# TEXT: tssll.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x04,0x05]
tssll.i32 t0, t1, a0
# TEXT: tssll.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x1f,0x05]
tssll.i32 t31, t17, s11
# TEXT: tssrl.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x24,0x05]
tssrl.i32 t0, t1, a0
# TEXT: tssrl.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x3f,0x05]
tssrl.i32 t31, t17, s11
# TEXT: tssra.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x44,0x05]
tssra.i32 t0, t1, a0
# TEXT: tssra.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x5f,0x05]
tssra.i32 t31, t17, s11
# TEXT: tsand.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x84,0x05]
tsand.i32 t0, t1, a0
# TEXT: tsand.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x9f,0x05]
tsand.i32 t31, t17, s11
# TEXT: tsor.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0xa4,0x05]
tsor.i32 t0, t1, a0
# TEXT: tsor.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0xbf,0x05]
tsor.i32 t31, t17, s11
# TEXT: tsxor.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0xc4,0x05]
tsxor.i32 t0, t1, a0
# TEXT: tsxor.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0xdf,0x05]
tsxor.i32 t31, t17, s11
# TEXT: tsandn.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0xe4,0x05]
tsandn.i32 t0, t1, a0
# TEXT: tsandn.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0xff,0x05]
tsandn.i32 t31, t17, s11
# TEXT: tsmin.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x04,0x06]
tsmin.i32 t0, t1, a0
# TEXT: tsmin.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x1f,0x06]
tsmin.i32 t31, t17, s11
# TEXT: tsmax.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x24,0x06]
tsmax.i32 t0, t1, a0
# TEXT: tsmax.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x3f,0x06]
tsmax.i32 t31, t17, s11
# TEXT: tsminu.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x44,0x06]
tsminu.i32 t0, t1, a0
# TEXT: tsminu.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x5f,0x06]
tsminu.i32 t31, t17, s11
# TEXT: tsmaxu.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x64,0x06]
tsmaxu.i32 t0, t1, a0
# TEXT: tsmaxu.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x7f,0x06]
tsmaxu.i32 t31, t17, s11
# TEXT: tsceq.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x04,0x07]
tsceq.i32 t0, t1, a0
# TEXT: tsceq.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x1f,0x07]
tsceq.i32 t31, t17, s11
# TEXT: tscne.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x24,0x07]
tscne.i32 t0, t1, a0
# TEXT: tscne.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x3f,0x07]
tscne.i32 t31, t17, s11
# TEXT: tsclt.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x44,0x07]
tsclt.i32 t0, t1, a0
# TEXT: tsclt.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x5f,0x07]
tsclt.i32 t31, t17, s11
# TEXT: tscle.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x64,0x07]
tscle.i32 t0, t1, a0
# TEXT: tscle.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x7f,0x07]
tscle.i32 t31, t17, s11
# TEXT: tscltu.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0x84,0x07]
tscltu.i32 t0, t1, a0
# TEXT: tscltu.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0x9f,0x07]
tscltu.i32 t31, t17, s11
# TEXT: tscleu.i32 t0, t1, a0
# BYTES-SAME: # encoding: [0x25,0x08,0xa4,0x07]
tscleu.i32 t0, t1, a0
# TEXT: tscleu.i32 t31, t17, s11
# BYTES-SAME: # encoding: [0xe5,0x8f,0xbf,0x07]
tscleu.i32 t31, t17, s11
# TEXT: tsqrt.f32 t0, t1
# BYTES-SAME: # encoding: [0x26,0x08,0x80,0x00]
tsqrt.f32 t0, t1
# TEXT: tsqrt.f32 t31, t17
# BYTES-SAME: # encoding: [0xe6,0x8f,0x80,0x00]
tsqrt.f32 t31, t17
# TEXT: trcpe.f32 t0, t1
# BYTES-SAME: # encoding: [0x26,0x08,0xa0,0x00]
trcpe.f32 t0, t1
# TEXT: trcpe.f32 t31, t17
# BYTES-SAME: # encoding: [0xe6,0x8f,0xa0,0x00]
trcpe.f32 t31, t17
# TEXT: trsqrte.f32 t0, t1
# BYTES-SAME: # encoding: [0x26,0x08,0xc0,0x00]
trsqrte.f32 t0, t1
# TEXT: trsqrte.f32 t31, t17
# BYTES-SAME: # encoding: [0xe6,0x8f,0xc0,0x00]
trsqrte.f32 t31, t17
# TEXT: tnear.f32 t0, t1
# BYTES-SAME: # encoding: [0x26,0x08,0x00,0x01]
tnear.f32 t0, t1
# TEXT: tnear.f32 t31, t17
# BYTES-SAME: # encoding: [0xe6,0x8f,0x00,0x01]
tnear.f32 t31, t17
# TEXT: tfloor.f32 t0, t1
# BYTES-SAME: # encoding: [0x26,0x08,0x20,0x01]
tfloor.f32 t0, t1
# TEXT: tfloor.f32 t31, t17
# BYTES-SAME: # encoding: [0xe6,0x8f,0x20,0x01]
tfloor.f32 t31, t17
# TEXT: tceil.f32 t0, t1
# BYTES-SAME: # encoding: [0x26,0x08,0x40,0x01]
tceil.f32 t0, t1
# TEXT: tceil.f32 t31, t17
# BYTES-SAME: # encoding: [0xe6,0x8f,0x40,0x01]
tceil.f32 t31, t17
# TEXT: ttrunc.f32 t0, t1
# BYTES-SAME: # encoding: [0x26,0x08,0x60,0x01]
ttrunc.f32 t0, t1
# TEXT: ttrunc.f32 t31, t17
# BYTES-SAME: # encoding: [0xe6,0x8f,0x60,0x01]
ttrunc.f32 t31, t17
# TEXT: tabs.f32 t0, t1
# BYTES-SAME: # encoding: [0x26,0x08,0x00,0x02]
tabs.f32 t0, t1
# TEXT: tabs.f32 t31, t17
# BYTES-SAME: # encoding: [0xe6,0x8f,0x00,0x02]
tabs.f32 t31, t17
# TEXT: tneg.f32 t0, t1
# BYTES-SAME: # encoding: [0x26,0x08,0x20,0x02]
tneg.f32 t0, t1
# TEXT: tneg.f32 t31, t17
# BYTES-SAME: # encoding: [0xe6,0x8f,0x20,0x02]
tneg.f32 t31, t17
# TEXT: tcvt.f32.i32 t0, t1
# BYTES-SAME: # encoding: [0x26,0x08,0x00,0x04]
tcvt.f32.i32 t0, t1
# TEXT: tcvt.f32.i32 t31, t17
# BYTES-SAME: # encoding: [0xe6,0x8f,0x00,0x04]
tcvt.f32.i32 t31, t17
# TEXT: tcvt.i32.f32 t0, t1
# BYTES-SAME: # encoding: [0x26,0x08,0x00,0x05]
tcvt.i32.f32 t0, t1
# TEXT: tcvt.i32.f32 t31, t17
# BYTES-SAME: # encoding: [0xe6,0x8f,0x00,0x05]
tcvt.i32.f32 t31, t17
# TEXT: tfmadd.f32 t0, t1, t2, t3
# BYTES-SAME: # encoding: [0x27,0x08,0x62,0x00]
tfmadd.f32 t0, t1, t2, t3
# TEXT: tfmadd.f32 t31, t17, t8, t30
# BYTES-SAME: # encoding: [0xe7,0x8f,0xc8,0x03]
tfmadd.f32 t31, t17, t8, t30
# TEXT: tfmsub.f32 t0, t1, t2, t3
# BYTES-SAME: # encoding: [0x27,0x08,0x62,0x04]
tfmsub.f32 t0, t1, t2, t3
# TEXT: tfmsub.f32 t31, t17, t8, t30
# BYTES-SAME: # encoding: [0xe7,0x8f,0xc8,0x07]
tfmsub.f32 t31, t17, t8, t30
# TEXT: tfnmadd.f32 t0, t1, t2, t3
# BYTES-SAME: # encoding: [0x27,0x08,0x62,0x08]
tfnmadd.f32 t0, t1, t2, t3
# TEXT: tfnmadd.f32 t31, t17, t8, t30
# BYTES-SAME: # encoding: [0xe7,0x8f,0xc8,0x0b]
tfnmadd.f32 t31, t17, t8, t30
# TEXT: tfnmsub.f32 t0, t1, t2, t3
# BYTES-SAME: # encoding: [0x27,0x08,0x62,0x0c]
tfnmsub.f32 t0, t1, t2, t3
# TEXT: tfnmsub.f32 t31, t17, t8, t30
# BYTES-SAME: # encoding: [0xe7,0x8f,0xc8,0x0f]
tfnmsub.f32 t31, t17, t8, t30
# TEXT: tfbmadd.f32 t0, t1, a0, t2
# BYTES-SAME: # encoding: [0x27,0x08,0x44,0x10]
tfbmadd.f32 t0, t1, a0, t2
# TEXT: tfbmadd.f32 t31, t17, s11, t8
# BYTES-SAME: # encoding: [0xe7,0x8f,0x1f,0x11]
tfbmadd.f32 t31, t17, s11, t8
# TEXT: tfbmsub.f32 t0, t1, a0, t2
# BYTES-SAME: # encoding: [0x27,0x08,0x44,0x14]
tfbmsub.f32 t0, t1, a0, t2
# TEXT: tfbmsub.f32 t31, t17, s11, t8
# BYTES-SAME: # encoding: [0xe7,0x8f,0x1f,0x15]
tfbmsub.f32 t31, t17, s11, t8
# TEXT: tfbnmadd.f32 t0, t1, a0, t2
# BYTES-SAME: # encoding: [0x27,0x08,0x44,0x18]
tfbnmadd.f32 t0, t1, a0, t2
# TEXT: tfbnmadd.f32 t31, t17, s11, t8
# BYTES-SAME: # encoding: [0xe7,0x8f,0x1f,0x19]
tfbnmadd.f32 t31, t17, s11, t8
# TEXT: tfbnmsub.f32 t0, t1, a0, t2
# BYTES-SAME: # encoding: [0x27,0x08,0x44,0x1c]
tfbnmsub.f32 t0, t1, a0, t2
# TEXT: tfbnmsub.f32 t31, t17, s11, t8
# BYTES-SAME: # encoding: [0xe7,0x8f,0x1f,0x1d]
tfbnmsub.f32 t31, t17, s11, t8
# TEXT: tfcmadd.f32 t0, t1, t2, a0
# BYTES-SAME: # encoding: [0x27,0x08,0x82,0x20]
tfcmadd.f32 t0, t1, t2, a0
# TEXT: tfcmadd.f32 t31, t17, t8, s11
# BYTES-SAME: # encoding: [0xe7,0x8f,0xe8,0x23]
tfcmadd.f32 t31, t17, t8, s11
# TEXT: tfcmsub.f32 t0, t1, t2, a0
# BYTES-SAME: # encoding: [0x27,0x08,0x82,0x24]
tfcmsub.f32 t0, t1, t2, a0
# TEXT: tfcmsub.f32 t31, t17, t8, s11
# BYTES-SAME: # encoding: [0xe7,0x8f,0xe8,0x27]
tfcmsub.f32 t31, t17, t8, s11
# TEXT: tfcnmadd.f32 t0, t1, t2, a0
# BYTES-SAME: # encoding: [0x27,0x08,0x82,0x28]
tfcnmadd.f32 t0, t1, t2, a0
# TEXT: tfcnmadd.f32 t31, t17, t8, s11
# BYTES-SAME: # encoding: [0xe7,0x8f,0xe8,0x2b]
tfcnmadd.f32 t31, t17, t8, s11
# TEXT: tfcnmsub.f32 t0, t1, t2, a0
# BYTES-SAME: # encoding: [0x27,0x08,0x82,0x2c]
tfcnmsub.f32 t0, t1, t2, a0
# TEXT: tfcnmsub.f32 t31, t17, t8, s11
# BYTES-SAME: # encoding: [0xe7,0x8f,0xe8,0x2f]
tfcnmsub.f32 t31, t17, t8, s11
# TEXT: tmadd.i32 t0, t1, t2, t3
# BYTES-SAME: # encoding: [0x27,0x08,0x62,0x40]
tmadd.i32 t0, t1, t2, t3
# TEXT: tmadd.i32 t31, t17, t8, t30
# BYTES-SAME: # encoding: [0xe7,0x8f,0xc8,0x43]
tmadd.i32 t31, t17, t8, t30
# TEXT: tbmadd.i32 t0, t1, a0, t2
# BYTES-SAME: # encoding: [0x27,0x08,0x44,0x50]
tbmadd.i32 t0, t1, a0, t2
# TEXT: tbmadd.i32 t31, t17, s11, t8
# BYTES-SAME: # encoding: [0xe7,0x8f,0x1f,0x51]
tbmadd.i32 t31, t17, s11, t8
# TEXT: tcmadd.i32 t0, t1, t2, a0
# BYTES-SAME: # encoding: [0x27,0x08,0x82,0x60]
tcmadd.i32 t0, t1, t2, a0
# TEXT: tcmadd.i32 t31, t17, t8, s11
# BYTES-SAME: # encoding: [0xe7,0x8f,0xe8,0x63]
tcmadd.i32 t31, t17, t8, s11
# TEXT: tsel t0, t1, t2, t3
# BYTES-SAME: # encoding: [0x27,0x08,0x62,0x80]
tsel t0, t1, t2, t3
# TEXT: tsel t31, t17, t8, t30
# BYTES-SAME: # encoding: [0xe7,0x8f,0xc8,0x83]
tsel t31, t17, t8, t30
