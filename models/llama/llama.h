// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the text generator and its reference share: the files of llama2.c, the
// tokens of a text, and the loop that prints. The arithmetic is written twice,
// in llama.c with tiles and in reference.c without; nothing of that is here.
//
// Checkpoints: the first version, seven words and f32 weights, and version 2,
// which begins with "ak42" and has weights of i8 with a scale for each group.
// Both are little-endian, as are Sectile and the hosts. A file that is damaged
// is an error that tells the offset of what is wrong and what was expected.
#ifndef LLAMA_H
#define LLAMA_H

#define MODEL "llama"
#include "../common/data.h"

#include <inttypes.h>

// A matrix [outputs][inputs] in the file: f32, or bytes of a group with a
// scale. Scales are whole words after bytes.
struct matrix {
  const float *f32; // or null
  const int8_t *i8;
  const float *scale;
};

struct layer {
  const float *norm_attention, *norm_feed;
  struct matrix query, key, value, output, gate, down, up;
};

struct checkpoint {
  int32_t dim, hidden, layers, heads, kv_heads, vocabulary, length;
  int32_t group; // elements of a scale, 0: the weights are f32
  int32_t head, kv_dim;
  struct matrix embedding, classifier;
  const float *norm_final;
  struct layer *layer;
};

// A file in memory, of which the first `at` bytes have been read.
struct file {
  const char *name;
  char *bytes;
  int64_t size, at;
};

static inline _Noreturn void damaged(const struct file *f, int64_t offset,
                                     const char *what, int64_t found,
                                     const char *expected) {
  fprintf(stderr,
          MODEL ": %s: at byte %" PRId64 ": %s %" PRId64 ", expected %s\n",
          f->name, offset, what, found, expected);
  exit(2);
}

static inline struct file read_whole(const char *name) {
  struct file f = {name, NULL, 0, 0};
  FILE *file = open_file(name, "rb");
  if (fseek(file, 0, SEEK_END) || (f.size = ftell(file)) < 0 ||
      fseek(file, 0, SEEK_SET))
    fail("can't be read", name);
  f.bytes = malloc((size_t)f.size + 1);
  if (!f.bytes)
    fail("out of memory", name);
  if (fread(f.bytes, 1, (size_t)f.size, file) != (size_t)f.size)
    fail("can't be read", name);
  fclose(file);
  return f;
}

// The next `count` elements of `size` bytes.
static inline char *take(struct file *f, int64_t count, int64_t size,
                         const char *what) {
  char expected[96];
  if (count > (f->size - f->at) / size) {
    snprintf(expected, sizeof expected,
             "%" PRId64 " bytes of %s from byte %" PRId64 " on", count * size,
             what, f->at);
    damaged(f, f->size, "the file ends after bytes", f->size, expected);
  }
  char *p = f->bytes + f->at;
  f->at += count * size;
  return p;
}

static inline int32_t take_word(struct file *f, const char *what) {
  int32_t word;
  memcpy(&word, take(f, 1, 4, what), 4);
  return word;
}

// A word from `least` to `most`.
static inline int32_t take_between(struct file *f, const char *what,
                                   int32_t least, int32_t most) {
  char expected[64];
  const int32_t word = take_word(f, what);
  snprintf(expected, sizeof expected, "%" PRId32 " to %" PRId32, least, most);
  if (word < least || word > most)
    damaged(f, f->at - 4, what, word, expected);
  return word;
}

// Floats, all finite: what is not a number shows a damaged file.
static inline const float *take_floats(struct file *f, int64_t count,
                                       const char *what) {
  const int64_t at = f->at;
  const char *p = take(f, count, 4, what);
  for (int64_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, p + 4 * i, 4);
    if ((bits >> 23 & 0xff) == 0xff)
      damaged(f, at + 4 * i, what, bits, "the bits of a finite number");
  }
  return (const float *)(const void *)p;
}

static inline struct matrix take_matrix(struct file *f, int64_t outputs,
                                        int64_t inputs, int32_t group,
                                        const char *what) {
  struct matrix m = {NULL, NULL, NULL};
  if (!group) {
    m.f32 = take_floats(f, outputs * inputs, what);
    return m;
  }
  m.i8 = (const int8_t *)take(f, outputs * inputs, 1, what);
  m.scale = take_floats(f, outputs * inputs / group, what);
  return m;
}

enum {
  MAGIC = 0x616b3432,
  HEADER = 256, // of version 2
  LARGEST_DIM = 1 << 16,
  LARGEST_LENGTH = 1 << 16
};

static inline void take_shape(struct file *f, struct checkpoint *c,
                              int32_t least_vocabulary) {
  c->dim = take_between(f, "dimension", 2, LARGEST_DIM);
  c->hidden = take_between(f, "hidden dimension", 1, LARGEST_DIM);
  c->layers = take_between(f, "layers", 1, 1024);
  c->heads = take_between(f, "heads", 1, 1024);
  c->kv_heads = take_between(f, "key/value heads", 1, 1024);
  c->vocabulary = take_between(f, "vocabulary", least_vocabulary, 1 << 20);
  c->length = take_between(f, "length", 1, LARGEST_LENGTH);
  const int64_t at = f->at - 28;
  if (c->dim % (2 * c->heads))
    damaged(f, at, "dimension", c->dim, "a multiple of twice the heads");
  if (c->heads % c->kv_heads)
    damaged(f, at + 16, "key/value heads", c->kv_heads,
            "a divisor of the heads");
  c->head = c->dim / c->heads;
  c->kv_dim = c->kv_heads * c->head;
}

// The same matrix of all layers.
#define TAKE_LAYERS(f, c, field, outputs, inputs, what)                        \
  for (int32_t l = 0; l < (c)->layers; l++)                                    \
  (c)->layer[l].field =                                                        \
      take_matrix((f), (outputs), (inputs), (c)->group, (what))
#define TAKE_NORMS(f, c, field, what)                                          \
  for (int32_t l = 0; l < (c)->layers; l++)                                    \
  (c)->layer[l].field = take_floats((f), (c)->dim, (what))

static inline struct checkpoint read_checkpoint(const char *name) {
  struct file file = read_whole(name), *f = &file;
  struct checkpoint c = {0};
  int shared;
  int32_t first = take_word(f, "header");
  if (first == MAGIC) {
    take_between(f, "version", 2, 2);
    take_shape(f, &c, 4);
    shared = *take(f, 1, 1, "shared classifier");
    if (shared != 0 && shared != 1)
      damaged(f, f->at - 1, "shared classifier", shared, "0 or 1");
    c.group = take_between(f, "group", 4, 1024);
    if (c.group % 4 || c.dim % c.group || c.hidden % c.group)
      damaged(f, f->at - 4, "group", c.group,
              "a multiple of 4 that divides both dimensions");
    take(f, HEADER - f->at, 1, "header");
  } else {
    f->at = 0;
    take_shape(f, &c, INT32_MIN);
    shared = c.vocabulary > 0;
    if (!shared)
      c.vocabulary = c.vocabulary < -(1 << 20) ? 0 : -c.vocabulary;
    if (c.vocabulary < 4)
      damaged(f, 20, "vocabulary", c.vocabulary, "4 to 1048576 of either sign");
  }
  c.layer = calloc((size_t)c.layers, sizeof *c.layer);
  if (!c.layer)
    fail("out of memory", name);
  if (c.group) {
    TAKE_NORMS(f, &c, norm_attention, "norm of the attention");
    TAKE_NORMS(f, &c, norm_feed, "norm of the feed-forward layer");
    c.norm_final = take_floats(f, c.dim, "last norm");
  }
  c.embedding = take_matrix(f, c.vocabulary, c.dim, c.group, "embeddings");
  if (!c.group)
    TAKE_NORMS(f, &c, norm_attention, "norm of the attention");
  TAKE_LAYERS(f, &c, query, c.dim, c.dim, "weights of queries");
  TAKE_LAYERS(f, &c, key, c.kv_dim, c.dim, "weights of keys");
  TAKE_LAYERS(f, &c, value, c.kv_dim, c.dim, "weights of values");
  TAKE_LAYERS(f, &c, output, c.dim, c.dim, "weights after the attention");
  if (!c.group)
    TAKE_NORMS(f, &c, norm_feed, "norm of the feed-forward layer");
  TAKE_LAYERS(f, &c, gate, c.hidden, c.dim, "first feed-forward weights");
  TAKE_LAYERS(f, &c, down, c.dim, c.hidden, "second feed-forward weights");
  TAKE_LAYERS(f, &c, up, c.hidden, c.dim, "third feed-forward weights");
  if (!c.group) {
    c.norm_final = take_floats(f, c.dim, "last norm");
    take_floats(f, (int64_t)c.length * c.head, "table of rotations");
  }
  c.classifier = shared ? c.embedding
                        : take_matrix(f, c.vocabulary, c.dim, c.group,
                                      "weights of the classifier");
  if (f->at != f->size)
    damaged(f, f->at, "the file goes on for bytes", f->size - f->at, "its end");
  return c;
}

// The pieces of text that tokens stand for, with the scores by which they are
// merged.
struct tokens {
  int32_t count;
  const char **text;
  int32_t *bytes;
  float *score;
};

static inline struct tokens read_tokens(const char *name, int32_t count) {
  struct file file = read_whole(name), *f = &file;
  struct tokens t = {count, malloc((size_t)count * sizeof *t.text),
                     malloc((size_t)count * sizeof *t.bytes),
                     malloc((size_t)count * sizeof *t.score)};
  if (!t.text || !t.bytes || !t.score)
    fail("out of memory", name);
  const int32_t longest = take_between(f, "longest token", 1, 4096);
  for (int32_t i = 0; i < count; i++) {
    memcpy(&t.score[i], take_floats(f, 1, "score of a token"), 4);
    t.bytes[i] = take_between(f, "length of a token", 0, longest);
    t.text[i] = take(f, t.bytes[i], 1, "token");
  }
  if (f->at != f->size)
    damaged(f, f->at, "the file goes on for bytes", f->size - f->at, "its end");
  return t;
}

// Tokens 1 and 2 begin and end a text, 3 to 258 are bytes.
enum { BEGIN = 1, BYTES = 3 };

static inline int32_t find_token(const struct tokens *t, const char *text,
                                 int32_t bytes) {
  for (int32_t i = 0; i < t->count; i++)
    if (t->bytes[i] == bytes && !memcmp(t->text[i], text, (size_t)bytes))
      return i;
  return -1;
}

// The tokens of a text: one for each character, or for each of its bytes, then
// the pair that makes the token of the best score is merged, again and again.
static inline int32_t encode(const struct tokens *t, const char *text,
                             int32_t *to) {
  int32_t count = 0;
  to[count++] = BEGIN;
  const int32_t space = find_token(t, " ", 1);
  if (*text && space >= 0)
    to[count++] = space;
  while (*text) {
    int32_t bytes = 1;
    while (bytes < 4 && (text[bytes] & 0xc0) == 0x80)
      bytes++;
    const int32_t found = find_token(t, text, bytes);
    if (found >= 0)
      to[count++] = found;
    for (int32_t i = 0; found < 0 && i < bytes; i++)
      to[count++] =
          BYTES + (uint8_t)text[i] < t->count ? BYTES + (uint8_t)text[i] : 0;
    text += bytes;
  }
  for (;;) {
    char both[2 * 4096];
    int32_t best = -1, token = -1;
    for (int32_t i = 1; i + 1 < count; i++) {
      const int32_t a = to[i], b = to[i + 1];
      memcpy(both, t->text[a], (size_t)t->bytes[a]);
      memcpy(both + t->bytes[a], t->text[b], (size_t)t->bytes[b]);
      const int32_t found = find_token(t, both, t->bytes[a] + t->bytes[b]);
      if (found >= 0 && (token < 0 || t->score[found] > t->score[token])) {
        best = i;
        token = found;
      }
    }
    if (token < 0)
      return count;
    to[best] = token;
    memmove(to + best + 1, to + best + 2,
            (size_t)(count - best - 2) * sizeof *to);
    count--;
  }
}

static inline void print_token(const struct tokens *t, int32_t before,
                               int32_t token) {
  const char *text = t->text[token];
  int32_t bytes = t->bytes[token];
  if (before == BEGIN && bytes && *text == ' ') {
    text++;
    bytes--;
  }
  if (token >= BYTES && token < BYTES + 256 && bytes == 6 &&
      !memcmp(text, "<0x", 3))
    putchar(token - BYTES);
  else
    fwrite(text, 1, (size_t)bytes, stdout);
}

// Written twice: memory for the state of a text, and the logits of what follows
// a token at a position.
struct state;
static struct state *new_state(const struct checkpoint *c);
static const float *next_logits(const struct checkpoint *c, struct state *s,
                                int32_t token, int32_t position);

// After the last token, for `sectile-rtl --between`.
MARKER static void finished(void) { __asm__ volatile("" ::: "memory"); }

int main(int argc, char **argv) {
  const char *checkpoint = "model.bin", *tokenizer = "tokenizer.bin",
             *prompt = "", *logits_name = NULL;
  int32_t steps = 256;
  for (int i = 1; i < argc; i++) {
    char *value = strchr(argv[i], '=');
    if (!value)
      fail("expected name=value", argv[i]);
    *value++ = 0;
    if (!strcmp(argv[i], "checkpoint"))
      checkpoint = value;
    else if (!strcmp(argv[i], "tokenizer"))
      tokenizer = value;
    else if (!strcmp(argv[i], "prompt"))
      prompt = value;
    else if (!strcmp(argv[i], "steps"))
      steps = atoi(value);
    else if (!strcmp(argv[i], "logits"))
      logits_name = value;
    else
      fail("unknown option", argv[i]);
  }
  const struct checkpoint c = read_checkpoint(checkpoint);
  const struct tokens t = read_tokens(tokenizer, c.vocabulary);
  if (steps <= 0 || steps > c.length)
    steps = c.length;
  int32_t *given = malloc((strlen(prompt) + 2) * sizeof *given);
  FILE *logits_file = logits_name ? open_file(logits_name, "wb") : NULL;
  struct state *s = new_state(&c);
  if (!given || !s)
    fail("out of memory", checkpoint);
  const int32_t count = encode(&t, prompt, given);
  int32_t token = given[0], position = 0;
  while (position < steps) {
    const float *logits = next_logits(&c, s, token, position++);
    int32_t next = 0;
    for (int32_t i = 1; i < c.vocabulary; i++)
      if (logits[i] > logits[next])
        next = i;
    if (logits_file && fwrite(logits, sizeof *logits, (size_t)c.vocabulary,
                              logits_file) != (size_t)c.vocabulary)
      fail("can't be written", logits_name);
    if (position < count)
      next = given[position];
    if (next == BEGIN)
      break;
    print_token(&t, token, next);
    token = next;
  }
  finished();
  putchar('\n');
  if (logits_file && fclose(logits_file))
    fail("can't be written", logits_name);
  fprintf(stderr, "result tokens %" PRId32 "\n", position);
  return 0;
}

#endif
