// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every function that <math.h>, <complex.h> and <tgmath.h> declare for the standard
// links, with the types float, double and long double.
// RUN: sectile-clang -O0 -fno-builtin %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O2 -flto -fno-builtin %s -o %t.elf && sectile-run %t.elf
#include <complex.h>
#include <math.h>

#define ALL(name) (void *)name, (void *)name##f, (void *)name##l
static void *volatile functions[] = {
    ALL(acos), ALL(acosh), ALL(asin), ALL(asinh), ALL(atan), ALL(atan2), ALL(atanh), ALL(cbrt), ALL(ceil),
    ALL(copysign), ALL(cos), ALL(cosh), ALL(erf), ALL(erfc), ALL(exp), ALL(exp2), ALL(expm1), ALL(fabs), ALL(fdim),
    ALL(floor), ALL(fma), ALL(fmax), ALL(fmin), ALL(fmod), ALL(frexp), ALL(hypot), ALL(ilogb), ALL(ldexp),
    ALL(lgamma), ALL(llrint), ALL(llround), ALL(log), ALL(log10), ALL(log1p), ALL(log2), ALL(logb), ALL(lrint),
    ALL(lround), ALL(modf), ALL(nan), ALL(nearbyint), ALL(nextafter), ALL(nexttoward), ALL(pow), ALL(remainder),
    ALL(remquo), ALL(rint), ALL(round), ALL(scalbln), ALL(scalbn), ALL(sin), ALL(sinh), ALL(sqrt), ALL(tan),
    ALL(tanh), ALL(tgamma), ALL(trunc),
    ALL(cabs), ALL(cacos), ALL(cacosh), ALL(carg), ALL(casin), ALL(casinh), ALL(catan), ALL(catanh), ALL(ccos),
    ALL(ccosh), ALL(cexp), ALL(cimag), ALL(clog), ALL(conj), ALL(cpow), ALL(cproj), ALL(creal), ALL(csin),
    ALL(csinh), ALL(csqrt), ALL(ctan), ALL(ctanh)};

#include <tgmath.h>
int main(void) {
  for (unsigned i = 0; i < sizeof functions / sizeof *functions; i++)
    if (!functions[i])
      return 1;
  volatile long double l = 4;
  volatile float f = 4;
  long double complex z = l;
  return !(sqrt(l) == 2 && sizeof sqrt(f) == sizeof(float) && creal(sqrt(z)) == 2 && nexttoward(f, l) == 4);
}
