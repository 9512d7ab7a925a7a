// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The translated blocks. They are made on demand, and all are discarded when
// code changes or their memory is full.
#ifndef SECTILE_EMULATOR_BLOCKS_BLOCK_CACHE_H
#define SECTILE_EMULATOR_BLOCKS_BLOCK_CACHE_H

#include "blocks/translator.h"
#include "system/ram.h"

#include <array>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace sectile {

// How often each instruction ran: a block is counted as a whole when it is
// entered.
class BlockCounts {
public:
  // Adds a block that was not executed yet; returns its number.
  uint32_t add() {
    operations.emplace_back();
    executions.push_back(0);
    return uint32_t(operations.size() - 1);
  }
  void append(uint32_t block, isa::Op op) { operations[block].push_back(op); }
  // The counters that handlers increment.
  uint64_t *counters() { return executions.data(); }
  // Instructions from `first` on were counted with their block but not
  // executed.
  void subtract(uint32_t block, uint64_t first);
  // All counts so far, by operation.
  const std::array<uint64_t, isa::opCount> &collect();
  void forgetBlocks();

private:
  std::vector<std::vector<isa::Op>> operations; // of each block
  std::vector<uint64_t> executions;
  std::array<uint64_t, isa::opCount> counts = {};
};

class BlockCache {
public:
  BlockCache(Ram &ram, Translator translator, bool counted);
  ~BlockCache();
  BlockCache(const BlockCache &) = delete;
  BlockCache &operator=(const BlockCache &) = delete;

  bool reserved() const { return arena != nullptr; }

  // The block at an address, or null.
  Block *find(uint64_t pc) const;
  // Whether there may be no room for another block until clear().
  bool full() const;
  // Translates the block at an address; null if nothing can be fetched there.
  // No block continues across an address in `ends`. Counters may move.
  Block *add(uint64_t pc, const std::set<uint64_t> &ends, bool watchesStack);
  // The block that a slot belongs to.
  Block *blockOf(const Slot *slot) const;
  // Whether any of the bytes was translated.
  bool translated(uint64_t offset, uint64_t size) const;
  void clear();
  // How often all blocks were discarded.
  uint64_t clears() const { return cleared; }

  // Instructions from `first` on were counted with the block but not executed.
  void uncount(Block &block, uint64_t first);
  BlockCounts counts;

private:
  Ram &ram;
  Translator translator;
  bool counted;
  uint8_t *arena = nullptr;
  uint64_t arenaUsed = 0, cleared = 0;
  std::vector<Block *> blocks; // in the order of the arena
  std::unordered_map<uint64_t, Block *> blockAt;
  std::unordered_set<uint64_t> words; // that were translated: offset / 4

  Block *translate(uint64_t pc, const std::set<uint64_t> &ends,
                   bool watchesStack);
};

// The targets of links whose block is not known yet.
extern Block unlinkedBlock;

} // namespace sectile
#endif
