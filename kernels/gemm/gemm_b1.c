// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bits into i32, 512 deep: how many differ, how many are set in both.

#define GEMM gemm_b1xor
#define GEMM_A uint8_t
#define GEMM_B uint8_t
#define GEMM_C int32_t
#define GEMM_TILE_A b1
#define GEMM_TILE_B b1
#define GEMM_TILE_C i32
#define GEMM_MULTIPLY b1xor
#define GEMM_PER_BYTE 8
#include "gemm_body.h"

#define GEMM gemm_b1and
#define GEMM_A uint8_t
#define GEMM_B uint8_t
#define GEMM_C int32_t
#define GEMM_TILE_A b1
#define GEMM_TILE_B b1
#define GEMM_TILE_C i32
#define GEMM_MULTIPLY b1and
#define GEMM_PER_BYTE 8
#include "gemm_body.h"
