// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Arena.cpp - places of buffers in one block of memory ---------------===//

#include "Arena.h"
#include <algorithm>
#include <numeric>
#include <utility>

namespace sectile::graph {

namespace {
// A line of the caches.
int64_t aligned(int64_t Bytes) { return (Bytes + 63) / 64 * 64; }
} // namespace

namespace {

/// Places the buffers one after the other, each into the smallest gap that
/// holds it between those that are placed already and in use at the same time.
int64_t placeInOrder(std::vector<Interval> &Buffers,
                     const std::vector<size_t> &Order) {
  int64_t Size = 0;
  std::vector<size_t> Placed; // by offset
  for (size_t I : Order) {
    Interval &New = Buffers[I];
    int64_t Needed = aligned(New.Bytes);
    int64_t Best = -1;
    int64_t BestGap = 0;
    int64_t End = 0; // of those so far that are in use at the same time
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

/// How many bytes are in use in each layer.
std::vector<int64_t> useOf(const std::vector<Interval> &Buffers) {
  size_t Layers = 0;
  for (const Interval &B : Buffers)
    Layers = std::max(Layers, B.Last + 1);
  std::vector<int64_t> Use(Layers + 1);
  for (const Interval &B : Buffers) {
    Use[B.First] += aligned(B.Bytes);
    Use[B.Last + 1] -= aligned(B.Bytes);
  }
  std::partial_sum(Use.begin(), Use.end(), Use.begin());
  return Use;
}

} // namespace

int64_t placeBuffers(std::vector<Interval> &Buffers) {
  if (Buffers.empty())
    return 0;
  std::vector<size_t> Order(Buffers.size());
  std::iota(Order.begin(), Order.end(), 0);
  std::sort(Order.begin(), Order.end(), [&](size_t A, size_t B) {
    return std::pair(-Buffers[A].Bytes, A) < std::pair(-Buffers[B].Bytes, B);
  });
  int64_t Least = largestUse(Buffers);
  std::vector<Interval> Best = Buffers;
  int64_t BestSize = placeInOrder(Best, Order);
  // What ended up at the top had no place below: it chooses first next time.
  std::vector<Interval> Next = Best;
  int64_t Size = BestSize;
  for (int Try = 0; Try < 200 && BestSize > Least; ++Try) {
    auto Top = std::find_if(Order.begin(), Order.end(), [&](size_t I) {
      return Next[I].Offset + aligned(Next[I].Bytes) == Size;
    });
    std::rotate(Order.begin(), Top, Top + 1);
    Next = Buffers;
    Size = placeInOrder(Next, Order);
    if (Size < BestSize) {
      BestSize = Size;
      Best = Next;
    }
  }
  Buffers.swap(Best);
  return BestSize;
}

int64_t largestUse(const std::vector<Interval> &Buffers) {
  std::vector<int64_t> Use = useOf(Buffers);
  return *std::max_element(Use.begin(), Use.end());
}

} // namespace sectile::graph
