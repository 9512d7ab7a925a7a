// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The BLAS of double.
using Element = double;
#define BLAS_C(name) cblas_d##name
#define BLAS_F(name) d##name##_
#define BLAS_LETTER "d"
#define BLAS_CAPITAL "D"
#define BLAS_INDEX_C cblas_idamax
#define BLAS_INDEX_F idamax_
#include "real.hpp"
