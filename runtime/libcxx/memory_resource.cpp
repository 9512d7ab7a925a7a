// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Polymorphic memory resources: new and delete, none, an arena, and pools.
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <new>

namespace std {
inline namespace __1 {
namespace pmr {
memory_resource::~memory_resource() = default;

namespace {
struct NewDelete final : memory_resource {
  void *do_allocate(size_t size, size_t alignment) override {
    if (alignment > __STDCPP_DEFAULT_NEW_ALIGNMENT__)
      return operator new(size, align_val_t(alignment));
    return operator new(size);
  }
  void do_deallocate(void *p, size_t size, size_t alignment) override {
    if (alignment > __STDCPP_DEFAULT_NEW_ALIGNMENT__)
      operator delete(p, size, align_val_t(alignment));
    else
      operator delete(p, size);
  }
  bool do_is_equal(const memory_resource &other) const noexcept override {
    return this == &other;
  }
};
struct Null final : memory_resource {
  void *do_allocate(size_t, size_t) override { __throw_bad_alloc(); }
  void do_deallocate(void *, size_t, size_t) override {}
  bool do_is_equal(const memory_resource &other) const noexcept override {
    return this == &other;
  }
};
// Used from before the first constructor until after the last destructor.
template <class T> union Forever {
  T value;
  constexpr Forever() : value() {}
  constexpr ~Forever() {}
};
constinit Forever<NewDelete> newDelete;
constinit Forever<Null> none;
constinit memory_resource *byDefault = &newDelete.value;
} // namespace

memory_resource *new_delete_resource() noexcept { return &newDelete.value; }
memory_resource *null_memory_resource() noexcept { return &none.value; }
memory_resource *get_default_resource() noexcept { return byDefault; }
memory_resource *set_default_resource(memory_resource *next) noexcept {
  memory_resource *old = byDefault;
  byDefault = next ? next : new_delete_resource();
  return old;
}

//===-- The arena -------------------------------------------------------===//

// Chunks are used from their end down: the footer of a chunk is above.
static char *below(char *start, char *end, size_t size, size_t alignment) {
  uintptr_t first = reinterpret_cast<uintptr_t>(start);
  uintptr_t last = reinterpret_cast<uintptr_t>(end);
  if (last - first < size)
    return nullptr;
  uintptr_t place = (last - size) & ~uintptr_t(alignment - 1);
  return place < first ? nullptr : start + (place - first);
}

void *monotonic_buffer_resource::do_allocate(size_t size, size_t alignment) {
  if (__initial_.__start_)
    if (char *p =
            below(__initial_.__start_, __initial_.__cur_, size, alignment))
      return __initial_.__cur_ = p;
  if (__chunks_)
    if (char *p =
            below(__chunks_->__start_, __chunks_->__cur_, size, alignment))
      return __chunks_->__cur_ = p;

  // Each chunk is twice as large as the one before.
  constexpr size_t footer = sizeof(__chunk_footer);
  size_t before = __chunks_ ? __chunks_->__allocation_size()
                  : __initial_.__start_
                      ? size_t(__initial_.__end_ - __initial_.__start_)
                      : __initial_.__size_ / 2;
  size_t align = max(alignment, alignof(__chunk_footer));
  size_t least = size + align + footer;
  if (least < size)
    __throw_bad_alloc();
  size_t whole = max(least, 2 * before);
  whole = (whole + footer - 1) & ~(alignof(__chunk_footer) - 1);
  char *start = static_cast<char *>(__res_->allocate(whole, align));
  auto *chunk = reinterpret_cast<__chunk_footer *>(start + whole - footer);
  chunk->__next_ = __chunks_;
  chunk->__start_ = start;
  chunk->__align_ = align;
  chunk->__cur_ =
      below(start, reinterpret_cast<char *>(chunk), size, alignment);
  __chunks_ = chunk;
  return chunk->__cur_;
}

//===-- Pools -----------------------------------------------------------===//

// Memory for one block that is too large for a pool. The footer is after it.
struct unsynchronized_pool_resource::__adhoc_pool::__chunk_footer {
  __chunk_footer *next;
  char *start;
  size_t size, alignment;
};
static size_t roundedUp(size_t size, size_t alignment) {
  return (size + alignment - 1) & ~(alignment - 1);
}

void *unsynchronized_pool_resource::__adhoc_pool::__do_allocate(
    memory_resource *upstream, size_t size, size_t alignment) {
  size_t align = max(alignment, alignof(__chunk_footer));
  size_t at = roundedUp(size, alignof(__chunk_footer));
  size_t whole = at + sizeof(__chunk_footer);
  if (whole < size)
    __throw_bad_alloc();
  char *start = static_cast<char *>(upstream->allocate(whole, align));
  __first_ = new (start + at) __chunk_footer{__first_, start, whole, align};
  return start;
}
void unsynchronized_pool_resource::__adhoc_pool::__do_deallocate(
    memory_resource *upstream, void *p, size_t, size_t) {
  for (__chunk_footer **link = &__first_; *link; link = &(*link)->next)
    if ((*link)->start == p) {
      __chunk_footer chunk = **link;
      *link = chunk.next;
      upstream->deallocate(chunk.start, chunk.size, chunk.alignment);
      return;
    }
}
void unsynchronized_pool_resource::__adhoc_pool::__release_ptr(
    memory_resource *upstream) {
  while (__chunk_footer *chunk = __first_) {
    __first_ = chunk->next;
    upstream->deallocate(chunk->start, chunk->size, chunk->alignment);
  }
}

// Blocks of one size, a power of two. Chunks are freed all at once.
class unsynchronized_pool_resource::__fixed_pool {
  struct Block {
    Block *next;
  };
  struct Chunk {
    Chunk *next;
    char *start;
    size_t size, alignment;
  };
  Block *unused = nullptr;
  Chunk *chunks = nullptr;
  size_t count = 0; // of blocks in the latest chunk

public:
  void *allocate(memory_resource *upstream, size_t size, size_t maxBlocks) {
    if (!unused)
      grow(upstream, size, maxBlocks);
    Block *block = unused;
    unused = block->next;
    return block;
  }
  void deallocate(void *p) { unused = new (p) Block{unused}; }
  void release(memory_resource *upstream) {
    while (Chunk *chunk = chunks) {
      chunks = chunk->next;
      upstream->deallocate(chunk->start, chunk->size, chunk->alignment);
    }
    unused = nullptr;
    count = 0;
  }

private:
  void grow(memory_resource *upstream, size_t size, size_t maxBlocks) {
    size_t most = min(maxBlocks, max<size_t>(__max_bytes_per_chunk / size, 1));
    size_t least =
        max<size_t>(__min_blocks_per_chunk, __min_bytes_per_chunk / size);
    count = min(count ? 2 * count : least, most);
    // A block is as aligned as it is large.
    size_t align = max(size, alignof(Chunk));
    size_t at = roundedUp(count * size, alignof(Chunk));
    size_t whole = at + sizeof(Chunk);
    char *start = static_cast<char *>(upstream->allocate(whole, align));
    chunks = new (start + at) Chunk{chunks, start, whole, align};
    for (size_t i = count; i-- > 0;)
      deallocate(start + i * size);
  }
};

size_t unsynchronized_pool_resource::__pool_block_size(int index) const {
  return size_t(1) << __log2_pool_block_size(index);
}
int unsynchronized_pool_resource::__log2_pool_block_size(int index) const {
  return index + __log2_smallest_block_size;
}
int unsynchronized_pool_resource::__pool_index(size_t size,
                                               size_t alignment) const {
  size_t block = max({size, alignment, size_t(__smallest_block_size)});
  if (block > __pool_block_size(__num_fixed_pools_ - 1))
    return __num_fixed_pools_;
  return int(bit_width(block - 1)) - __log2_smallest_block_size;
}

unsynchronized_pool_resource::unsynchronized_pool_resource(
    const pool_options &options, memory_resource *upstream)
    : __res_(upstream), __fixed_pools_(nullptr) {
  size_t largest = options.largest_required_pool_block;
  largest = largest == 0 ? size_t(__default_largest_block_size)
                         : clamp(largest, size_t(__smallest_block_size),
                                 size_t(__max_largest_block_size));
  __num_fixed_pools_ =
      int(bit_width(largest - 1)) - __log2_smallest_block_size + 1;
  size_t blocks = options.max_blocks_per_chunk;
  __options_max_blocks_per_chunk_ =
      uint32_t(blocks == 0 ? size_t(__max_blocks_per_chunk)
                           : clamp(blocks, size_t(__min_blocks_per_chunk),
                                   size_t(__max_blocks_per_chunk)));
}
pool_options unsynchronized_pool_resource::options() const {
  pool_options result;
  result.max_blocks_per_chunk = __options_max_blocks_per_chunk_;
  result.largest_required_pool_block =
      __pool_block_size(__num_fixed_pools_ - 1);
  return result;
}
void unsynchronized_pool_resource::release() {
  __adhoc_pool_.__release_ptr(__res_);
  if (!__fixed_pools_)
    return;
  for (int i = 0; i < __num_fixed_pools_; ++i)
    __fixed_pools_[i].release(__res_);
  __res_->deallocate(__fixed_pools_,
                     size_t(__num_fixed_pools_) * sizeof(__fixed_pool),
                     alignof(__fixed_pool));
  __fixed_pools_ = nullptr;
}
void *unsynchronized_pool_resource::do_allocate(size_t size, size_t alignment) {
  int index = __pool_index(size, alignment);
  if (index == __num_fixed_pools_)
    return __adhoc_pool_.__do_allocate(__res_, size, alignment);
  if (!__fixed_pools_) {
    size_t count = size_t(__num_fixed_pools_);
    __fixed_pools_ = static_cast<__fixed_pool *>(
        __res_->allocate(count * sizeof(__fixed_pool), alignof(__fixed_pool)));
    uninitialized_default_construct_n(__fixed_pools_, count);
  }
  return __fixed_pools_[index].allocate(__res_, __pool_block_size(index),
                                        __options_max_blocks_per_chunk_);
}
void unsynchronized_pool_resource::do_deallocate(void *p, size_t size,
                                                 size_t alignment) {
  int index = __pool_index(size, alignment);
  if (index == __num_fixed_pools_)
    __adhoc_pool_.__do_deallocate(__res_, p, size, alignment);
  else
    __fixed_pools_[index].deallocate(p);
}

bool synchronized_pool_resource::do_is_equal(
    const memory_resource &other) const noexcept {
  return this == &other;
}
} // namespace pmr
} // namespace __1
} // namespace std
