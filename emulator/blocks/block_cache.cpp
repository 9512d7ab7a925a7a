// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "blocks/block_cache.h"

#include <algorithm>
#include <sys/mman.h>

namespace sectile {

using isa::Inst;
using isa::Kind;
using isa::Op;

namespace {
constexpr uint64_t arenaSize = uint64_t(256) << 20;
constexpr unsigned mostInstructions = 128; // of a block
} // namespace

Block unlinkedBlock = {~uint64_t(0), unlinkedCount, 0};

//===-- Counts ----------------------------------------------------------===//

void BlockCounts::subtract(uint32_t block, uint64_t first) {
  for (uint64_t n = first; n < operations[block].size(); ++n)
    --counts[unsigned(operations[block][n])];
}

const std::array<uint64_t, isa::opCount> &BlockCounts::collect() {
  for (size_t n = 0; n < operations.size(); ++n)
    for (Op op : operations[n])
      counts[unsigned(op)] += executions[n];
  std::fill(executions.begin(), executions.end(), 0);
  return counts;
}

void BlockCounts::forgetBlocks() {
  collect();
  operations.clear();
  executions.clear();
}

//===-- Blocks ----------------------------------------------------------===//

BlockCache::BlockCache(Ram &memory, Translator t, bool isCounted)
    : ram(memory), translator(t), counted(isCounted) {
  void *p = ::mmap(nullptr, arenaSize, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p != MAP_FAILED)
    arena = static_cast<uint8_t *>(p);
}

BlockCache::~BlockCache() {
  if (arena)
    ::munmap(arena, arenaSize);
}

void BlockCache::clear() {
  blocks.clear();
  blockAt.clear();
  words.clear();
  ram.unmarkCode();
  arenaUsed = 0;
  ++cleared;
  counts.forgetBlocks();
}

bool BlockCache::translated(uint64_t offset, uint64_t size) const {
  for (uint64_t w = offset >> 2; w <= (offset + size - 1) >> 2; ++w)
    if (words.contains(w))
      return true;
  return false;
}

Block *BlockCache::find(uint64_t pc) const {
  auto found = blockAt.find(pc);
  return found == blockAt.end() ? nullptr : found->second;
}

bool BlockCache::full() const {
  constexpr uint64_t most =
      sizeof(Block) + (mostInstructions + 4) * sizeof(Slot);
  return arenaUsed + most > arenaSize;
}

Block *BlockCache::add(uint64_t pc, const std::set<uint64_t> &ends,
                       bool watchesStack) {
  if (pc % 4 != 0 || !ram.contains(pc, 4))
    return nullptr;
  Block *block = translate(pc, ends, watchesStack);
  blocks.push_back(block);
  blockAt.emplace(pc, block);
  return block;
}

Block *BlockCache::translate(uint64_t start, const std::set<uint64_t> &ends,
                             bool watchesStack) {
  auto *block = reinterpret_cast<Block *>(arena + arenaUsed);
  *block = {start, 0, counted ? 1u : 0u};
  Slot *slot = block->slots();
  const uint32_t number = counted ? counts.add() : 0;
  if (counted)
    *slot++ = translator.counter(number);
  Link following = {&unlinkedBlock, {&unlinkedBlock}};
  bool ended = false;
  Inst previous;
  bool fused = false; // one handler does the last two slots
  for (uint64_t pc = start;
       !ended && block->count < mostInstructions && ram.contains(pc, 4);
       pc += 4) {
    if (pc != start && ends.count(pc))
      break;
    Inst i = isa::decode(ram.word(pc));
    *slot = translator.translate(i, pc, watchesStack);
    if (counted)
      counts.append(number, i.op);
    ++block->count;
    Kind kind = isa::info(i.op).kind;
    ended =
        kind == Kind::branch || kind == Kind::jump || translator.isSlow(*slot);
    if (i.op == Op::CALL || i.op == Op::JALR)
      following.returnAddress = pc + 4;
    fused =
        !fused && block->count > 1 && translator.fuse(slot - 1, previous, i);
    previous = i;
    ++slot;
    words.insert((pc - ramBase) >> 2);
    ram.markCode(pc - ramBase);
  }
  if (!ended)
    *slot++ = translator.jump();
  *reinterpret_cast<Link *>(slot++) = following;
  arenaUsed = uint64_t(reinterpret_cast<uint8_t *>(slot) - arena);
  return block;
}

Block *BlockCache::blockOf(const Slot *slot) const {
  auto after = std::upper_bound(blocks.begin(), blocks.end(), slot,
                                [](const Slot *s, const Block *b) {
                                  return reinterpret_cast<const uint8_t *>(s) <
                                         reinterpret_cast<const uint8_t *>(b);
                                });
  return *(after - 1);
}

void BlockCache::uncount(Block &block, uint64_t first) {
  if (counted)
    counts.subtract(uint32_t(block.slots()->imm), first);
}

} // namespace sectile
