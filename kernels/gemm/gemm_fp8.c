// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// 8-bit floats into f32, 64 deep, in the four pairings of formats.

#define GEMM gemm_e4m3
#define GEMM_A uint8_t
#define GEMM_B uint8_t
#define GEMM_C float
#define GEMM_TILE_A e4m3
#define GEMM_TILE_B e4m3
#define GEMM_TILE_C f32
#define GEMM_MULTIPLY e4m3
#include "gemm_body.h"

#define GEMM gemm_e5m2
#define GEMM_A uint8_t
#define GEMM_B uint8_t
#define GEMM_C float
#define GEMM_TILE_A e5m2
#define GEMM_TILE_B e5m2
#define GEMM_TILE_C f32
#define GEMM_MULTIPLY e5m2
#include "gemm_body.h"

#define GEMM gemm_e4m3e5m2
#define GEMM_A uint8_t
#define GEMM_B uint8_t
#define GEMM_C float
#define GEMM_TILE_A e4m3
#define GEMM_TILE_B e5m2
#define GEMM_TILE_C f32
#define GEMM_MULTIPLY e4m3e5m2
#include "gemm_body.h"

#define GEMM gemm_e5m2e4m3
#define GEMM_A uint8_t
#define GEMM_B uint8_t
#define GEMM_C float
#define GEMM_TILE_A e5m2
#define GEMM_TILE_B e4m3
#define GEMM_TILE_C f32
#define GEMM_MULTIPLY e5m2e4m3
#include "gemm_body.h"
