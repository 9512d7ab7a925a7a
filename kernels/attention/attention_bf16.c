// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Attention on bf16.
#define ATTENTION attention_bf16
#define ATTENTION_NARROW 1
#include "attention_body.h"
