// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bytes by bytes into i32, 64 deep, in the four pairings of signs.

#define GEMM gemm_i8
#define GEMM_A int8_t
#define GEMM_B int8_t
#define GEMM_C int32_t
#define GEMM_TILE_A i8
#define GEMM_TILE_B i8
#define GEMM_TILE_C i32
#define GEMM_MULTIPLY i8
#include "gemm_body.h"

#define GEMM gemm_u8
#define GEMM_A uint8_t
#define GEMM_B uint8_t
#define GEMM_C int32_t
#define GEMM_TILE_A u8
#define GEMM_TILE_B u8
#define GEMM_TILE_C i32
#define GEMM_MULTIPLY u8
#include "gemm_body.h"

#define GEMM gemm_i8u8
#define GEMM_A int8_t
#define GEMM_B uint8_t
#define GEMM_C int32_t
#define GEMM_TILE_A i8
#define GEMM_TILE_B u8
#define GEMM_TILE_C i32
#define GEMM_MULTIPLY i8u8
#include "gemm_body.h"

#define GEMM gemm_u8i8
#define GEMM_A uint8_t
#define GEMM_B int8_t
#define GEMM_C int32_t
#define GEMM_TILE_A u8
#define GEMM_TILE_B i8
#define GEMM_TILE_C i32
#define GEMM_MULTIPLY u8i8
#include "gemm_body.h"
