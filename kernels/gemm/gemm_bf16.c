// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// bf16 by bf16 into f32, 32 deep.
#define GEMM gemm_bf16
#define GEMM_A uint16_t
#define GEMM_B uint16_t
#define GEMM_C float
#define GEMM_TILE_A bf16
#define GEMM_TILE_B bf16
#define GEMM_TILE_C f32
#define GEMM_MULTIPLY bf16
#include "gemm_body.h"
