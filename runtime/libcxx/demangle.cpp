// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// __cxa_demangle, with the parser of LLVM's headers.
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>

#include "llvm/Demangle/ItaniumDemangle.h"

// The number of a local entity among those of one name is `_` and a digit,
// `__`, digits and `_`, or digits up to the end; it is not shown. The headers
// leave it to a library.
const char *llvm::itanium_demangle::parse_discriminator(const char *first,
                                                        const char *last) {
  auto digits = [last](const char *p) {
    while (p != last && *p >= '0' && *p <= '9')
      ++p;
    return p;
  };
  if (last - first >= 2 && first[0] == '_' && first[1] != '_') {
    const char *end = digits(first + 1);
    return end == first + 1 ? first : first + 2;
  }
  if (last - first >= 2 && first[0] == '_') {
    const char *end = digits(first + 2);
    return end != first + 2 && end != last && *end == '_' ? end + 1 : first;
  }
  return digits(first) == last ? last : first;
}

namespace {
using namespace llvm::itanium_demangle;

/// Memory for the nodes of one name, all freed at once.
class Allocator {
  struct Chunk {
    Chunk *next;
    size_t used;
    alignas(16) char bytes[4096 - 32];
  };
  Chunk *chunks = nullptr;

public:
  Allocator() = default;
  Allocator(const Allocator &) = delete;
  Allocator &operator=(const Allocator &) = delete;
  ~Allocator() { reset(); }
  void reset() {
    while (Chunk *chunk = chunks) {
      chunks = chunk->next;
      std::free(chunk);
    }
  }
  void *allocate(size_t size) {
    size = (size + 15) & ~size_t(15);
    if (!chunks || chunks->used + size > sizeof chunks->bytes) {
      size_t whole = size > sizeof chunks->bytes
                         ? sizeof(Chunk) + size - sizeof chunks->bytes
                         : sizeof(Chunk);
      auto *chunk = static_cast<Chunk *>(std::malloc(whole));
      if (!chunk)
        std::abort();
      chunk->next = chunks;
      chunk->used = 0;
      chunks = chunk;
    }
    void *place = chunks->bytes + chunks->used;
    chunks->used += size;
    return place;
  }
  template <class T, class... A> T *makeNode(A &&...arguments) {
    return new (allocate(sizeof(T))) T(std::forward<A>(arguments)...);
  }
  void *allocateNodeArray(size_t size) {
    return allocate(sizeof(Node *) * size);
  }
};
} // namespace

namespace __cxxabiv1 {
extern "C" char *__cxa_demangle(const char *name, char *buffer, size_t *size,
                                int *status) {
  enum { Good = 0, NoName = -2, NoArgument = -3 };
  int ignored;
  int &result = status ? *status : ignored;
  if (!name || (buffer && !size)) {
    result = NoArgument;
    return nullptr;
  }
  ManglingParser<Allocator> parser(name, name + std::strlen(name));
  Node *tree = parser.parse();
  if (!tree) {
    result = NoName;
    return nullptr;
  }
  OutputBuffer out(buffer, size);
  tree->print(out);
  out += '\0';
  if (size)
    *size = out.getCurrentPosition();
  result = Good;
  return out.getBuffer();
}
} // namespace __cxxabiv1
