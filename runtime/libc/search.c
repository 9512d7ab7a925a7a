// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What newlib lacks of <search.h>: linear search in arrays, and lists.
#include <search.h>
#include <string.h>

void *lfind(const void *key, const void *base, size_t *count, size_t size,
            int (*compare)(const void *, const void *)) {
  const char *element = base;
  for (size_t i = 0; i < *count; i++, element += size)
    if (compare(key, element) == 0)
      return (void *)element;
  return NULL;
}

void *lsearch(const void *key, void *base, size_t *count, size_t size,
              int (*compare)(const void *, const void *)) {
  void *found = lfind(key, base, count, size, compare);
  if (found)
    return found;
  return memcpy((char *)base + (*count)++ * size, key, size);
}

// An element of a list begins with these two.
struct link {
  struct link *next, *previous;
};

void insque(void *element, void *after) {
  struct link *link = element, *previous = after;
  link->previous = previous;
  link->next = previous ? previous->next : NULL;
  if (link->next)
    link->next->previous = link;
  if (previous)
    previous->next = link;
}

void remque(void *element) {
  struct link *link = element;
  if (link->next)
    link->next->previous = link->previous;
  if (link->previous)
    link->previous->next = link->next;
}
