// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Products with sparse matrices of f32, bf16 and bytes.

#define SPARSE f32
#define SPARSE_IN float
#define SPARSE_OUT float
#define SPARSE_SUM f32
#include "sparse_body.h"

#define SPARSE bf16
#define SPARSE_IN uint16_t
#define SPARSE_OUT float
#define SPARSE_SUM f32
#include "sparse_body.h"

#define SPARSE i8
#define SPARSE_IN int8_t
#define SPARSE_OUT int32_t
#define SPARSE_SUM i32
#include "sparse_body.h"
