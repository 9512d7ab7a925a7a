// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Arena.cpp - places of buffers in one block of memory ---------------===//

#include "Arena.h"
#include <algorithm>
#include <numeric>

namespace sectile::graph {

namespace {
// A line of the caches.
int64_t aligned(int64_t Bytes) { return (Bytes + 63) / 64 * 64; }
} // namespace

int64_t placeBuffers(std::vector<Interval> &Buffers) {
  std::vector<size_t> Order(Buffers.size());
  std::iota(Order.begin(), Order.end(), 0);
  std::stable_sort(Order.begin(), Order.end(), [&](size_t A, size_t B) {
    return Buffers[A].Bytes > Buffers[B].Bytes;
  });
  int64_t Size = 0;
  std::vector<size_t> Placed; // by offset
  for (size_t I : Order) {
    Interval &New = Buffers[I];
    int64_t Needed = aligned(New.Bytes);
    int64_t Best = -1;
    int64_t BestGap = 0;
    int64_t End = 0; // of the buffers so far that are in use at the same time
    for (size_t J : Placed) {
      const Interval &Other = Buffers[J];
      if (Other.Last < New.First || New.Last < Other.First)
        continue;
      int64_t Gap = Other.Offset - End;
      if (Gap >= Needed && (Best < 0 || Gap < BestGap)) {
        Best = End;
        BestGap = Gap;
      }
      End = std::max(End, Other.Offset + aligned(Other.Bytes));
    }
    New.Offset = Best < 0 ? End : Best;
    Size = std::max(Size, New.Offset + Needed);
    Placed.insert(std::upper_bound(Placed.begin(), Placed.end(), I,
                                   [&](size_t A, size_t B) {
                                     return Buffers[A].Offset <
                                            Buffers[B].Offset;
                                   }),
                  I);
  }
  return Size;
}

int64_t largestUse(const std::vector<Interval> &Buffers) {
  size_t Layers = 0;
  for (const Interval &B : Buffers)
    Layers = std::max(Layers, B.Last + 1);
  std::vector<int64_t> Use(Layers + 1);
  for (const Interval &B : Buffers) {
    Use[B.First] += aligned(B.Bytes);
    Use[B.Last + 1] -= aligned(B.Bytes);
  }
  int64_t Most = 0;
  int64_t Now = 0;
  for (int64_t Change : Use)
    Most = std::max(Most, Now += Change);
  return Most;
}

} // namespace sectile::graph
