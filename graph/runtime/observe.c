// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a model shows of its layers when it runs: the file of each result
// (sectile-model --dump-tensors), or how long each took (--profile).
#include "model.h"
#include <stdio.h>
#include <stdlib.h>

struct counts {
  uint64_t cycles, instructions;
};

static struct counts last; // when the layer before ended
static struct counts *taken;
static int dumps;

static struct counts now(void) {
  struct counts c;
  c.cycles = __builtin_readcyclecounter();
  __asm__ volatile("csrr %0, instret" : "=r"(c.instructions));
  return c;
}

// sectile-model calls this when a layer has been computed.
void sectile_layer_done(int64_t layer) {
  struct counts c = now();
  taken[layer].cycles = c.cycles - last.cycles;
  taken[layer].instructions = c.instructions - last.instructions;
  last = now();
}

struct dump {
  const char *file;
  struct model_tensor tensor;
  // Of bytes by blocks of 16 channels where the pixels are in one, or null, and
  // how long it is.
  const int32_t *offsets;
  int64_t block;
};

// The tensor as it is in the file.
static void *plain(const struct dump *dump, const char *data) {
  char *to = malloc((size_t)dump->tensor.bytes);
  if (!to) {
    fprintf(stderr, "%s: no memory for the tensor\n", dump->file);
    exit(1);
  }
  const int64_t channels = dump->tensor.dims[dump->tensor.rank - 1];
  for (int64_t i = 0; i < dump->tensor.bytes; ++i) {
    const int64_t channel = i % channels;
    to[i] = data[channel / 16 * dump->block + dump->offsets[i / channels] +
                 channel % 16];
  }
  return to;
}

// Likewise, for each result.
void sectile_dump_tensor(const struct dump *dump, const void *data) {
  if (!dumps)
    return;
  void *copy = dump->offsets ? plain(dump, data) : NULL;
  if (sectile_write_tensor(dump->file, &dump->tensor, copy ? copy : data))
    exit(1);
  free(copy);
}

static void print(const struct model *model) {
  struct counts sum = {0, 0};
  int64_t products = 0, bytes = 0, bound = 0;
  for (int64_t i = 0; i < model->layer_count; ++i) {
    sum.cycles += taken[i].cycles;
    sum.instructions += taken[i].instructions;
  }
  // The emulator's cycles are its instructions, and have no bound.
  int core = sum.cycles != sum.instructions;
  fprintf(stderr, "  # %-24s %-16s %13s %10s %-11s %10s %12s%s\n", "operator",
          "result", "multiply-adds", "bytes", "limit", "bound", "instructions",
          core ? "     cycles of bound" : "");
  for (int64_t i = 0; i <= model->layer_count; ++i) {
    struct model_layer total = {"whole network", "",    "",
                                products,        bytes, bound};
    int last_line = i == model->layer_count;
    const struct model_layer *layer = last_line ? &total : &model->layers[i];
    struct counts c = last_line ? sum : taken[i];
    if (last_line)
      fprintf(stderr, "   ");
    else
      fprintf(stderr, "%3lld", (long long)i);
    fprintf(stderr, " %-24s %-16s %13lld %10lld %-11s %10lld %12lld",
            layer->name, layer->shape, (long long)layer->multiply_accumulates,
            (long long)layer->bytes, layer->limit, (long long)layer->bound,
            (long long)c.instructions);
    if (core && c.cycles)
      fprintf(stderr, " %10lld %6.1f %%", (long long)c.cycles,
              100.0 * (double)layer->bound / (double)c.cycles);
    fprintf(stderr, "\n");
    products += layer->multiply_accumulates;
    bytes += layer->bytes;
    bound += layer->bound;
  }
}

void sectile_run_observed(void *const *data) {
  const struct model *model = &sectile_model;
  struct counts all[model->layer_count];
  for (int64_t i = 0; i < model->layer_count; ++i)
    all[i] = (struct counts){0, 0};
  taken = all;
  // Of a profile the second run counts, when code and weights have been read
  // once.
  for (int run = 0; run < (model->layers ? 2 : 1); ++run) {
    dumps = run == 0;
    last = now();
    model->run(data, data + model->inputs, model->arena);
  }
  if (model->layers)
    print(model);
  taken = NULL;
}
