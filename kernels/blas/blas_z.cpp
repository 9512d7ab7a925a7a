// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The BLAS of complex double.
using Element = _Complex double;
#define BLAS_C(name) cblas_z##name
#define BLAS_F(name) z##name##_
#define BLAS_LETTER "z"
#define BLAS_CAPITAL "Z"
#define BLAS_NAME_C(name) cblas_##name
#define BLAS_NAME_F(name) name##_
#define BLAS_NRM2(how) BLAS_NAME_##how(dznrm2)
#define BLAS_ASUM(how) BLAS_NAME_##how(dzasum)
#define BLAS_AMAX(how) BLAS_NAME_##how(izamax)
#define BLAS_ABS1(how) BLAS_NAME_##how(dcabs1)
#define BLAS_ROT(how) BLAS_NAME_##how(zdrot)
#define BLAS_SCALE(how) BLAS_NAME_##how(zdscal)
#include "complex.hpp"
