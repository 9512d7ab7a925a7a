// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What an executable of sectile-model says of its model
// (graph/compiler/Emit.cpp writes it).
#ifndef SECTILE_GRAPH_RUNTIME_MODEL_H
#define SECTILE_GRAPH_RUNTIME_MODEL_H

#include <stdint.h>

// In the order of Type in graph/Tensor.h.
enum {
  MODEL_F32,
  MODEL_I8,
  MODEL_I32,
  MODEL_U8,
  MODEL_I64,
  MODEL_BOOL,
  MODEL_I16,
  MODEL_F16,
  MODEL_BF16,
  MODEL_F64,
  MODEL_U16,
  MODEL_U32,
  MODEL_U64
};

struct model_tensor {
  int32_t type;
  int32_t rank;
  int64_t dims[8];
  int64_t bytes;
  void *data; // where the program keeps it
};

struct model_layer {
  const char *name, *shape, *limit;
  int64_t multiply_accumulates, bytes, bound;
};

struct model {
  int64_t inputs, outputs;
  const struct model_tensor *tensors; // inputs, then outputs
  int (*run)(void *const *inputs, void *const *outputs, void *arena);
  void *arena;
  int64_t layer_count;
  const struct model_layer *layers; // null: no profile is wanted
  // Runs the model instead of run(), if not null (observe.c).
  void (*run_observed)(void *const *data);
};

extern const struct model sectile_model;

// Writes a .npy file, or a .raw one; if that fails, a message and 1.
int sectile_write_tensor(const char *name, const struct model_tensor *tensor,
                         const void *from);

#endif
