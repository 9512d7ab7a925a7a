// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Attention on f32.
#define ATTENTION attention_f32
#define ATTENTION_NARROW 0
#include "attention_body.h"
