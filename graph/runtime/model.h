// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What an executable of sectile-model says of its model
// (graph/compiler/Emit.cpp writes it).
#ifndef SECTILE_GRAPH_RUNTIME_MODEL_H
#define SECTILE_GRAPH_RUNTIME_MODEL_H

#include <stdint.h>

enum { MODEL_F32, MODEL_I8, MODEL_I32 };

struct model_tensor {
  int32_t type;
  int32_t rank;
  int64_t dims[6];
  int64_t bytes;
  void *data; // where the program keeps it
};

struct model {
  int64_t inputs, outputs;
  const struct model_tensor *tensors; // inputs, then outputs
  int (*run)(void *const *inputs, void *const *outputs, void *arena);
  void *arena;
};

extern const struct model sectile_model;

#endif
