// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The library of the example. */
#ifndef TILES_H
#define TILES_H

#ifdef __cplusplus
extern "C" {
#endif

/* to[j][i] = from[i][j], 16 x 16 */
void transpose(float *to, const float *from);
/* twice a number, in assembly */
long double_it(long number);

#ifdef __cplusplus
}
#endif
#endif
