// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The fast engine: blocks of decoded instructions, linked as they run.
#include "blocks/block_cache.h"
#include "engine/back_end.h"
#include "engine/core.h"
#include "tile/tiles.h"

namespace sectile {

void CoreDeleter::operator()(Core *core) const { delete core; }
OwnedCore makeCore() { return OwnedCore(new Core); }
Registers &registersOf(Core &core) { return core; }

namespace {

const Handlers &scalarsFor(TilePath path) {
  return path == TilePath::portable ? engineBase() : engineV3();
}
const TileHandlers &tilesFor(TilePath path) {
  return path == TilePath::avx512 ? tilesAvx512()
         : path == TilePath::avx2 ? tilesAvx2()
                                  : tilesPortable();
}

class Engine final : public BackEnd {
public:
  Engine(Hart &h, const StackWatch &s, Core &c)
      : hart(h), stack(s), core(c),
        cache(hart.ram,
              Translator(scalarsFor(hart.options.tiles),
                         tilesFor(hart.options.tiles)),
              hart.options.countInstructions) {
    forgetJumps();
  }
  bool reserved() const { return cache.reserved(); }

  bool run(uint64_t budget, const std::set<uint64_t> &breakpoints) override;
  void addCounts(std::vector<uint64_t> &counts) override;
  void codeStored(uint64_t offset, uint64_t size) override;
  void flush() override;

private:
  Hart &hart;
  const StackWatch &stack;
  Core &core;
  BlockCache cache;

  void forgetJumps();
  Block *blockFor(uint64_t pc, const std::set<uint64_t> &breakpoints);
  bool leftAtInstruction();
  Block *leftBlock(const std::set<uint64_t> &breakpoints);
  void link(uint64_t pc, Block *next);
};

void Engine::forgetJumps() {
  for (Block *&jump : core.jumps)
    jump = &unlinkedBlock;
}

void Engine::flush() {
  forgetJumps();
  cache.clear();
}

// A granule may also contain data: only a store to a translated word matters.
void Engine::codeStored(uint64_t offset, uint64_t size) {
  if (cache.translated(offset, size))
    flush();
}

Block *Engine::blockFor(uint64_t pc, const std::set<uint64_t> &breakpoints) {
  if (Block *known = cache.find(pc))
    return known;
  if (cache.full())
    flush();
  Block *block = cache.add(pc, breakpoints, stack.watches());
  core.counters = cache.counts.counters();
  return block;
}

// If a handler left the engine at an instruction: neither that instruction nor
// any after it in the block was executed.
bool Engine::leftAtInstruction() {
  if (core.exit != Exit::slow)
    return false;
  Block &at = *cache.blockOf(core.exitSlot);
  uint64_t index = uint64_t(core.exitSlot - at.slots()) - at.extra;
  core.left += int64_t(at.count - index);
  hart.pc = at.pc + 4 * index;
  cache.uncount(at, index);
  return true;
}

// Links the block that was left to the one that follows it.
void Engine::link(uint64_t pc, Block *next) {
  if (core.exit == Exit::lookup) {
    core.jumps[(pc >> 2) % Core::jumpEntries] = next;
    return;
  }
  auto *links =
      const_cast<Link *>(reinterpret_cast<const Link *>(core.exitSlot + 1));
  (core.exitTaken ? links->taken : links->next) = next;
}

// After a block: the next one, its instructions subtracted from the budget;
// null to leave the engine.
Block *Engine::leftBlock(const std::set<uint64_t> &breakpoints) {
  const Slot &last = *core.exitSlot;
  if (core.exit == Exit::lookup) {
    hart.pc = core.target;
  } else {
    // The last slot is that of the last instruction, unless the block ends
    // without a jump.
    Block &at = *cache.blockOf(core.exitSlot);
    uint64_t index = uint64_t(core.exitSlot - at.slots()) - at.extra;
    bool jumped = index != at.count && core.exitTaken;
    hart.pc = at.pc + 4 * index +
              (index == at.count ? 0
               : jumped          ? uint64_t(int64_t(last.imm))
                                 : 4);
  }
  if (breakpoints.contains(hart.pc))
    return nullptr;
  uint64_t clears = cache.clears();
  Block *next = blockFor(hart.pc, breakpoints);
  if (next && clears == cache.clears())
    link(hart.pc, next);
  if (!next || next->count > core.left)
    return nullptr;
  core.left -= next->count;
  return next;
}

bool Engine::run(uint64_t budget, const std::set<uint64_t> &breakpoints) {
  Block *block = blockFor(hart.pc, breakpoints);
  if (!block || block->count > budget)
    return true;
  // `left` counts down as blocks are entered.
  core.left = int64_t(budget) - block->count;
  bool slow = false;
  while (block && !slow) {
    enterEngine(core, block->slots());
    slow = leftAtInstruction();
    if (!slow)
      block = leftBlock(breakpoints);
  }
  hart.retired += budget - uint64_t(core.left);
  return slow;
}

void Engine::addCounts(std::vector<uint64_t> &counts) {
  const auto &here = cache.counts.collect();
  for (unsigned n = 0; n < isa::opCount; ++n)
    counts[n] += here[n];
}

} // namespace

std::unique_ptr<BackEnd> makeEngine(Hart &hart, const StackWatch &stack,
                                    Core &core) {
  auto engine = std::make_unique<Engine>(hart, stack, core);
  return engine->reserved() ? std::move(engine) : nullptr;
}

} // namespace sectile
