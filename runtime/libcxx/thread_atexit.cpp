// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Destructors of thread-local objects. They run, the latest first, when the
// only thread ends, which is when the program does, and before those of static
// objects (exit.c).
#include <cstdlib>

namespace {
struct Entry {
  void (*destroy)(void *);
  void *object;
  Entry *before;
};
Entry *latest;
} // namespace

extern "C" {
int __cxa_thread_atexit(void (*destroy)(void *), void *object, void *) {
  auto *entry = static_cast<Entry *>(std::malloc(sizeof(Entry)));
  if (!entry)
    return -1;
  *entry = {destroy, object, latest};
  latest = entry;
  return 0;
}

void __sectile_thread_exit() {
  while (Entry *entry = latest) {
    latest = entry->before;
    entry->destroy(entry->object);
    std::free(entry);
  }
}
}
