// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// f16 by f16 into f32, 32 deep.
#define GEMM gemm_f16
#define GEMM_A uint16_t
#define GEMM_B uint16_t
#define GEMM_C float
#define GEMM_TILE_A f16
#define GEMM_TILE_B f16
#define GEMM_TILE_C f32
#define GEMM_MULTIPLY f16
#include "gemm_body.h"
