// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// open_memstream and open_wmemstream. newlib's end the text where the position
// is, which overwrites what was written beyond, and store a wide stream's bytes
// instead of its characters.
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

// Positions and lengths are in units: bytes or wide characters.
struct memory {
  void **text;
  size_t *size; // the smaller of position and length
  size_t unit, position, length, room;
  mbstate_t state; // of a wide character of which some bytes are written
};

static void report(struct memory *m) {
  *m->size = m->position < m->length ? m->position : m->length;
}

// Writes one unit, and zeros up to it; the text keeps a zero at its end.
static int put(struct memory *m, wchar_t unit) {
  size_t end = m->position + 1;
  if (end >= m->room) {
    size_t room = end + end / 2 + 64;
    char *text = realloc(*m->text, room * m->unit);
    if (!text)
      return -1;
    memset(text + m->room * m->unit, 0, (room - m->room) * m->unit);
    *m->text = text;
    m->room = room;
  }
  if (m->unit == 1)
    *((char *)*m->text + m->position) = (char)unit;
  else
    *((wchar_t *)*m->text + m->position) = unit;
  m->position = end;
  if (m->length < end)
    m->length = end;
  return 0;
}

static ssize_t write_memory(void *cookie, const char *bytes, size_t count) {
  struct memory *m = cookie;
  for (size_t i = 0; i < count; i++) {
    wchar_t unit = (unsigned char)bytes[i];
    if (m->unit > 1) {
      size_t read = mbrtowc(&unit, bytes + i, 1, &m->state);
      if (read == (size_t)-2)
        continue;
      if (read == (size_t)-1)
        return -1;
    }
    if (put(m, unit))
      return -1;
  }
  report(m);
  return (ssize_t)count;
}

static int seek_memory(void *cookie, off_t *offset, int whence) {
  struct memory *m = cookie;
  size_t from = whence == SEEK_CUR   ? m->position
                : whence == SEEK_END ? m->length
                                     : 0;
  int64_t position = (int64_t)from + *offset;
  if (position < 0) {
    errno = EINVAL;
    *offset = -1;
    return -1;
  }
  m->position = (size_t)position;
  *offset = position;
  report(m);
  return 0;
}

static int close_memory(void *cookie) {
  free(cookie);
  return 0;
}

static FILE *open_memory(void **text, size_t *size, size_t unit) {
  if (!text || !size) {
    errno = EINVAL;
    return NULL;
  }
  struct memory *m = calloc(1, sizeof *m);
  void *first = calloc(1, 64 * unit);
  FILE *stream = NULL;
  if (m && first)
    stream = fopencookie(
        m, "w",
        (cookie_io_functions_t){NULL, write_memory, seek_memory, close_memory});
  if (!stream) {
    free(m);
    free(first);
    return NULL;
  }
  *m = (struct memory){.text = text, .size = size, .unit = unit, .room = 64};
  *text = first;
  *size = 0;
  fwide(stream, unit == 1 ? -1 : 1);
  return stream;
}

FILE *open_memstream(char **text, size_t *size) {
  return open_memory((void **)text, size, 1);
}

FILE *open_wmemstream(wchar_t **text, size_t *size) {
  return open_memory((void **)text, size, sizeof(wchar_t));
}
