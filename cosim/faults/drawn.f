// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The configuration in which yosys draws faults: few lanes and small caches as in
// rtl/small.f, but the full core's queues of tile instructions, so that all places of
// queues and scoreboard can be reached.
-GICacheLines=16
-GDCacheLines=16
-GL2Lines=128
-GStoreDepth=2
-GStoreLines=2
-GBranchCounters=64
-GBranchHistories=16
-GJumpTargets=8
-GReturnDepth=2
-GMatrixLanes=16
-GElementLanes=4
