// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// f32 by f32 into f32, 16 deep.
#define GEMM gemm_f32
#define GEMM_A float
#define GEMM_B float
#define GEMM_C float
#define GEMM_TILE_A f32
#define GEMM_TILE_B f32
#define GEMM_TILE_C f32
#define GEMM_MULTIPLY f32
#include "gemm_body.h"
