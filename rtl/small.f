// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The small configuration: few lanes, short queues, small caches. It computes the same
// bits in more cycles; quick tests, formal checks and synthesis take it from here.
-GICacheLines=16
-GDCacheLines=16
-GL2Lines=128
-GStoreDepth=2
-GStoreLines=2
-GBranchCounters=64
-GBranchHistories=16
-GJumpTargets=8
-GReturnDepth=2
-GFetchAhead=1
-GMatrixLanes=16
-GMatrixQueue=2
-GElementQueue=2
-GElementLanes=4
-GMemoryQueue=4
-GOutstanding=4
