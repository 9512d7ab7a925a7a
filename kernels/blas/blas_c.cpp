// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The BLAS of complex float.
using Element = _Complex float;
#define BLAS_C(name) cblas_c##name
#define BLAS_F(name) c##name##_
#define BLAS_LETTER "c"
#define BLAS_CAPITAL "C"
#define BLAS_NAME_C(name) cblas_##name
#define BLAS_NAME_F(name) name##_
#define BLAS_NRM2(how) BLAS_NAME_##how(scnrm2)
#define BLAS_ASUM(how) BLAS_NAME_##how(scasum)
#define BLAS_AMAX(how) BLAS_NAME_##how(icamax)
#define BLAS_ABS1(how) BLAS_NAME_##how(scabs1)
#define BLAS_ROT(how) BLAS_NAME_##how(csrot)
#define BLAS_SCALE(how) BLAS_NAME_##how(csscal)
#include "complex.hpp"
