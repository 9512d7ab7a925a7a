// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Numbers of 4 bits into i32, 128 deep, in the four pairings of signs.

#define GEMM gemm_i4
#define GEMM_A uint8_t
#define GEMM_B uint8_t
#define GEMM_C int32_t
#define GEMM_TILE_A i4
#define GEMM_TILE_B i4
#define GEMM_TILE_C i32
#define GEMM_MULTIPLY i4
#define GEMM_PER_BYTE 2
#include "gemm_body.h"

#define GEMM gemm_u4
#define GEMM_A uint8_t
#define GEMM_B uint8_t
#define GEMM_C int32_t
#define GEMM_TILE_A u4
#define GEMM_TILE_B u4
#define GEMM_TILE_C i32
#define GEMM_MULTIPLY u4
#define GEMM_PER_BYTE 2
#include "gemm_body.h"

#define GEMM gemm_i4u4
#define GEMM_A uint8_t
#define GEMM_B uint8_t
#define GEMM_C int32_t
#define GEMM_TILE_A i4
#define GEMM_TILE_B u4
#define GEMM_TILE_C i32
#define GEMM_MULTIPLY i4u4
#define GEMM_PER_BYTE 2
#include "gemm_body.h"

#define GEMM gemm_u4i4
#define GEMM_A uint8_t
#define GEMM_B uint8_t
#define GEMM_C int32_t
#define GEMM_TILE_A u4
#define GEMM_TILE_B i4
#define GEMM_TILE_C i32
#define GEMM_MULTIPLY u4i4
#define GEMM_PER_BYTE 2
#include "gemm_body.h"
