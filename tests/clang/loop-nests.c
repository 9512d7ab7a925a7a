// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which loop nests become tile code, and what is said about the others.
//
// RUN: sectile-clang -O2 -c %s -o %t.o -mllvm -verify-machineinstrs -Rpass=sectile-nests -Rpass-missed=sectile-nests 2>&1 | FileCheck %s
// RUN: sectile-objdump -d %t.o | FileCheck %s --check-prefix=CODE
// RUN: sectile-clang -O2 -S %s -o /dev/null -Rpass-analysis=sectile-nests 2>&1 | FileCheck %s --check-prefix=ANALYSIS
// RUN: sectile-clang -O3 -S %s -o /dev/null -Rpass=sectile-nests 2>&1 | FileCheck %s --check-prefix=O3
// CODE-LABEL: <plain>:
// CODE: tmma.f32
// CODE-LABEL: <unlicensed>:
// CODE-NOT: tmma
// CODE-LABEL: <unoptimised>:
// Bias and relu are done on the tile before it is stored.
// CODE-LABEL: <layer>:
// CODE: tmma.f32
// CODE: tmax.f32
// CODE: tstr.raw
// A clamp needs no code: the store saturates. What wraps is extended first.
// CODE-LABEL: <requantise>:
// CODE: tmma.i8
// CODE: tstr.i8
// CODE-LABEL: <wrap>:
// CODE: tmma.u8
// CODE: tssll.i32
// CODE: tssra.i32
// CODE: tstr.i8
// CODE-LABEL: <rounded>:
// CODE: tldr.bf16
// CODE: tstr.bf16
// CODE-LABEL: <narrow>:
// CODE-NOT: tmma
//
// Debug information changes no instruction.
// RUN: sectile-clang -O2 -g -c %s -o %t.g.o
// RUN: sectile-objdump -d %t.o | tail -n +4 > %t.s
// RUN: sectile-objdump -d %t.g.o | tail -n +4 > %t.g.s
// RUN: diff %t.s %t.g.s
//
// Turned off, in levels that don't, and where two branches are too large. The
// attribute holds when linking.
// RUN: sectile-clang -O2 -fno-vectorize -S %s -o - | FileCheck %s --check-prefix=NONE
// RUN: sectile-clang -O1 -S %s -o - | FileCheck %s --check-prefix=NONE
// RUN: sectile-clang -Oz -S %s -o - | FileCheck %s --check-prefix=NONE
// RUN: sectile-clang -Os -S %s -o - | FileCheck %s --check-prefix=SIZE
// RUN: sectile-clang -O2 -ffp-model=strict -DSTRICT -S %s -o - | FileCheck %s --check-prefix=NONE
// RUN: sectile-clang -O2 -fno-vectorize -flto -c %s -o %t.lto.o
// RUN: sectile-ld -e plain --lto-O2 %t.lto.o -o %t.elf
// RUN: sectile-objdump -d %t.elf | FileCheck %s --check-prefix=NONE
// NONE-NOT: tmma
// SIZE-LABEL: {{^}}plain:
// SIZE-NOT: tmma
// SIZE-LABEL: {{^}}constant:
// SIZE: tmma
// SIZE-LABEL: {{^}}half:
//
// What was made before linking is there after it.
// RUN: sectile-clang -O2 -flto -c %s -o %t.lto.o
// RUN: sectile-ld -e plain --lto-O2 %t.lto.o -o %t.elf
// RUN: sectile-objdump -d %t.elf | FileCheck %s --check-prefix=LINKED
// LINKED: tmma.f32
//
// Without licence f16 alone is exact.
// RUN: sectile-clang -O2 -ffp-contract=off -S %s -o - | FileCheck %s --check-prefix=OFF
// OFF-LABEL: {{^}}plain:
// OFF-NOT: tmma
// OFF-LABEL: {{^}}half:
// OFF: tmma.f16
// OFF-LABEL: {{^}}bytes:

#define FOR(v, n) for (int v = 0; v < n; v++)

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where tests at run time allow it
void plain(float *c, const float *a, const float *b, int m, int n, int k) {
  FOR(i, m) FOR(j, n) {
    float s = 0;
    FOR(p, k) s += a[i * k + p] * b[p * n + j];
    c[i * n + j] = s;
  }
}

float ga[48][64], gb[64][32], gc[48][32];
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code [
void constant(void) {
  FOR(i, 48) FOR(j, 32) FOR(p, 64) gc[i][j] += ga[i][p] * gb[p][j];
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void half(float *c, const _Float16 *a, const _Float16 *b, long m, long n, long k) {
  FOR(i, m) FOR(j, n) FOR(p, k) c[i * n + j] += (float)a[i * k + p] * (float)b[j * k + p];
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void bytes(int *c, const signed char *a, const unsigned char *b, long m, long n, long k) {
  FOR(p, k) FOR(i, m) FOR(j, n) c[i * n + j] += a[p * m + i] * b[p * n + j];
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void minus(float *c, const float *a, const float *b, long m, long n, long k) {
  FOR(i, m) FOR(j, n) FOR(p, k) c[i * n + j] -= a[i * k + p] * b[p * n + j];
}

#ifndef STRICT
// CHECK: :[[@LINE+2]]:3: remark: loop nest stays scalar: product and sum round separately; {{.*}} -ffp-contract=on
void unlicensed(float *c, const float *a, const float *b, int m, int n, int k) {
  FOR(i, m) FOR(j, n) FOR(p, k) {
    float product = a[i * k + p] * b[p * n + j];
    c[i * n + j] += product;
  }
}

// No word about it.
// CHECK-NOT: remark
__attribute__((optnone, noinline)) void unoptimised(float *c, const float *a, const float *b, int m, int n, int k) {
  FOR(i, m) FOR(j, n) FOR(p, k) c[i * n + j] += a[i * k + p] * b[p * n + j];
}
#endif

// CHECK: :[[@LINE+3]]:3: remark: loop nest stays scalar: a pragma keeps a loop from being vectorised
void pragma(float *c, const float *a, const float *b, int m, int n, int k) {
#pragma clang loop vectorize(disable)
  FOR(i, m) FOR(j, n) FOR(p, k) c[i * n + j] += a[i * k + p] * b[p * n + j];
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest stays scalar: a volatile or atomic access
void unsteady(float *c, const volatile float *a, const float *b, int m, int n, int k) {
  FOR(i, m) FOR(j, n) FOR(p, k) c[i * n + j] += a[i * k + p] * b[p * n + j];
}

// The length of one loop may change by one with the iterations of another: the result is a triangle,
// or each of its rows has products of its own.
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void below(float *restrict c, const float *a, int n, int k) {
  FOR(i, n) for (int j = 0; j <= i; j++) FOR(p, k) c[i * n + j] += a[i * k + p] * a[j * k + p];
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void above(int *restrict c, const signed char *a, int n, int k) {
  FOR(i, n) for (int j = i + 1; j < n; j++) {
    int s = 0;
    FOR(p, k) s += a[i * k + p] * a[j * k + p];
    c[i * n + j] = s;
  }
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void symmetric(int n, int k, float alpha, float beta, float c[n][n], float a[n][k]) {
  FOR(i, n) {
    for (int j = 0; j <= i; j++) c[i][j] *= beta;
    FOR(p, k) for (int j = 0; j <= i; j++) c[i][j] += alpha * a[i][p] * a[j][p];
  }
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void triangle(float *c, const float *a, const float *b, int m, int n, int k) {
  FOR(i, m) FOR(j, n) FOR(p, i) c[i * n + j] += a[i * k + p] * b[p * n + j];
}

// Rows of the result may grow or shrink by steps.
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void stairs(float *restrict c, const float *a, const float *b, long n, long k) {
  for (long i = 0; i < n; i += 3) for (long j = i; j < n; j++) {
    float s = 0;
    FOR(p, k) s += a[i * k + p] * b[p * n + j];
    c[i * n + j] = s;
  }
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void steeper(float *restrict c, const float *a, const float *b, long m, long n, long k) {
  FOR(i, m) FOR(j, 2 * i + 1) FOR(p, k) c[i * n + j] += a[i * k + p] * b[p * n + j];
}

// A sum that grows by steps of two, or with a third loop that depends on the second: the part inside is taken.
// CHECK: :[[@LINE+3]]:{{[0-9]+}}: remark: loop nest becomes tile code, where
// CHECK: :[[@LINE+2]]:3: remark: loop nest stays scalar: how often a loop runs depends on a loop around it
void steep(float *restrict c, const float *a, const float *b, long m, long n, long k) {
  FOR(i, m) FOR(j, n) FOR(p, 2 * i) c[i * n + j] += a[i * k + p] * b[p * n + j];
}

// The blocks of one matrix.
// CHECK: :[[@LINE+2]]:{{[0-9]+}}: remark: loop nest becomes tile code, where
void trailing(float *a, long row, long from, long to, long n) {
  for (long i = to; i < n; i++)
    for (long p = from; p < to; p++)
      for (long j = to; j < n; j++) a[i * row + j] -= a[i * row + p] * a[p * row + j];
}

// The inner loops have a column.
// CHECK: :[[@LINE+3]]:13: remark: loop nest becomes tile code, where
// CHECK: :[[@LINE+2]]:3: remark: loop nest stays scalar: no loop runs along contiguous elements of the result
void spread(float *c, const float *a, const float *b, int m, int n, int k) {
  FOR(i, m) FOR(j, n) FOR(p, k) c[2 * (i * n + j)] += a[i * k + p] * b[p * n + j];
}

// Products are added one by one.
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void sparse(float *c, const float *a, const float *b, int m, int n, int k) {
  FOR(i, m) FOR(j, n) FOR(p, k) c[i * n + j] += a[2 * (i * k + p)] * b[p * n + j];
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest stays scalar: a loop has more than one way out
void leaving(float *c, const float *a, const float *b, int m, int n, int k) {
  FOR(i, m) FOR(j, n) FOR(p, k) {
    c[i * n + j] += a[i * k + p] * b[p * n + j];
    if (c[i * n + j] > 100)
      return;
  }
}

void seen(void);
// CHECK: :[[@LINE+5]]:5: remark: loop nest becomes tile code, where
// CHECK: :[[@LINE+2]]:3: remark: loop nest stays scalar: a call, or something else that has an effect
void calling(float *c, const float *a, const float *b, int m, int n, int k) {
  FOR(i, m) {
    seen();
    FOR(j, n) FOR(p, k) c[i * n + j] += a[i * k + p] * b[p * n + j];
  }
}

// CHECK: :[[@LINE+3]]:3: remark: loop nest becomes tile code
void layer(float *restrict c, const float *a, const float *b, const float *bias,
           int m, int n, int k) {
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++) {
      float s = bias[j];
      for (int p = 0; p < k; p++)
        s += a[i * k + p] * b[p * n + j];
      c[i * n + j] = s > 0 ? s : 0;
    }
}

// All seven loops.
// CHECK: :[[@LINE+4]]:3: remark: loop nest becomes tile code, where
void convolution(float *out, const float *in, const float *weights, const float *bias,
                 int images, int height, int width, int channels, int filters, int taps, int stride) {
  const int oheight = (height - taps) / stride + 1, owidth = (width - taps) / stride + 1;
  FOR(n, images) FOR(oh, oheight) FOR(ow, owidth) FOR(oc, filters) {
    float s = bias[oc];
    FOR(kh, taps) FOR(kw, taps) FOR(ic, channels)
      s += in[((n * height + oh * stride + kh) * width + ow * stride + kw) * channels + ic] *
           weights[((oc * taps + kh) * taps + kw) * channels + ic];
    out[((n * oheight + oh) * owidth + ow) * filters + oc] = s;
  }
}

// The largest part of the nest: the batch loop repeats the same product.
// CHECK: :[[@LINE+2]]:19: remark: loop nest becomes tile code, where
void repeated(float *c, const float *a, const float *b, int repeats, int m, int n, int k) {
  FOR(r, repeats) FOR(i, m) FOR(j, n) FOR(p, k) c[i * n + j] += a[i * k + p] * b[p * n + j];
}

// Outer loops stay around a product: products of several matrices are one nest.
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void batch(float *c, const float *a, const float *b, long count, long m, long n, long k) {
  FOR(q, count) FOR(i, m) FOR(j, n) FOR(p, k)
    c[(q * m + i) * n + j] += a[(q * m + i) * k + p] * b[(q * k + p) * n + j];
}

// Full unrolling leaves the small loops alone, also before the pass has seen them.
signed char image[18][18][16], taps[3][3][16][8];
int result[16][16][8];
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code [
void small(void) {
  FOR(oh, 16) FOR(ow, 16) FOR(oc, 8) FOR(kh, 3) FOR(kw, 3) FOR(ic, 16)
    result[oh][ow][oc] += image[oh + kh][ow + kw][ic] * taps[kh][kw][ic][oc];
}

// Padding: products beyond the input are left out.
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void padded(float *restrict out, const float *in, const float *weights, long n, long channels) {
  FOR(oh, n) FOR(ow, n) FOR(oc, channels) FOR(kh, 3) FOR(kw, 3) FOR(ic, channels)
    if (oh + kh > 0 && oh + kh <= n)
      out[(oh * n + ow) * channels + oc] +=
          in[((oh + kh - 1) * n + ow + kw) * channels + ic] * weights[((kh * 3 + kw) * channels + ic) * channels + oc];
}

// CHECK: :[[@LINE+3]]:3: remark: loop nest becomes tile code, where
void requantise(signed char *restrict c, const signed char *a, const signed char *b, const int *bias,
                long m, long n, long k, int scale) {
  FOR(i, m) FOR(j, n) {
    int s = bias[j];
    FOR(p, k) s += a[i * k + p] * b[j * k + p];
    s = (s * scale + 512) >> 10;
    c[i * n + j] = s > 127 ? 127 : s < -128 ? -128 : s;
  }
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void wrap(unsigned char *restrict c, const unsigned char *a, const unsigned char *b, long m, long n, long k) {
  FOR(i, m) FOR(j, n) {
    int s = 0;
    FOR(p, k) s += a[i * k + p] * b[j * k + p];
    c[i * n + j] = s >> 7;
  }
}

// CHECK: :[[@LINE+3]]:3: remark: loop nest becomes tile code, where
void rounded(__bf16 *restrict c, const __bf16 *a, const __bf16 *b, const __bf16 *residual,
             long m, long n, long k) {
  FOR(i, m) FOR(j, n) {
    float s = 0;
    FOR(p, k) s += (float)a[i * k + p] * (float)b[p * n + j];
    s += (float)residual[i * n + j];
    c[i * n + j] = (__bf16)(s > 0 ? s : 0);
  }
}

// The sum itself wraps in each iteration: no tile does that.
void narrow(signed char *restrict c, const signed char *a, const signed char *b, long m, long n, long k) {
  FOR(i, m) FOR(j, n) FOR(p, k) c[i * n + j] += a[i * k + p] * b[j * k + p];
}

// Loops of their own start the sums of a row of the result, and end them; one factor is applied to
// the elements of an operand.
// CODE-LABEL: <scaled>:
// CODE: tsmul.f32
// CODE: tmma.f32
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void scaled(int m, int n, int k, float alpha, float beta, float c[64][64], float a[64][64], float b[64][64]) {
  FOR(i, m) {
    FOR(j, n) c[i][j] *= beta;
    FOR(p, k) FOR(j, n) c[i][j] += alpha * a[i][p] * b[p][j];
  }
}

// CHECK: :[[@LINE+3]]:3: remark: loop nest becomes tile code, where
void columns(int m, int n, int k, float alpha, const float *a, int lda, const float *b, int ldb, float beta,
             float *c, int ldc) {
  FOR(j, n) {
    FOR(i, m) c[i + j * ldc] = beta * c[i + j * ldc];
    FOR(p, k) {
      const float factor = alpha * b[p + j * ldb];
      FOR(i, m) c[i + j * ldc] += factor * a[i + p * lda];
    }
  }
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void biased(float *c, const float *a, const float *b, const float *bias, long m, long n, long k) {
  FOR(i, m) {
    FOR(j, n) c[i * n + j] = bias[j];
    FOR(p, k) FOR(j, n) c[i * n + j] += a[i * k + p] * b[p * n + j];
    FOR(j, n) c[i * n + j] = c[i * n + j] > 0 ? c[i * n + j] : 0;
  }
}

// The other columns are stored elsewhere.
// CHECK: :[[@LINE+5]]:5: remark: loop nest becomes tile code, where
// CHECK: :[[@LINE+2]]:3: remark: loop nest stays scalar: something else is stored
void beside(float *restrict c, float *restrict d, const float *a, const float *b, long m, long n, long k) {
  FOR(i, m) {
    FOR(j, n) d[i * n + j] *= 2;
    FOR(p, k) FOR(j, n) c[i * n + j] += a[i * k + p] * b[p * n + j];
  }
}

// A product of a matrix by a vector is one of a tile's rows or columns.
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void vector(float *y, const float *a, const float *x, long m, long n) {
  FOR(i, m) FOR(j, n) y[i] += a[i * n + j] * x[j];
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void transposed(float *y, const float *a, const float *x, long m, long n) {
  FOR(i, m) FOR(j, n) y[3 * i] += a[j * m + i] * x[2 * j];
}

// Conditions as they are written for padding: around the loop over channels, on each product, as
// continue, and as one unsigned comparison.
// CHECK: :[[@LINE+3]]:3: remark: loop nest becomes tile code, where
void same(float *restrict out, const float *in, const float *w, const float *bias, int height, int width,
          int channels, int filters, int stride, int pad, int oheight, int owidth) {
  FOR(oh, oheight) FOR(ow, owidth) FOR(oc, filters) {
    float s = bias[oc];
    FOR(kh, 3) FOR(kw, 3) {
      const int h = oh * stride + kh - pad, v = ow * stride + kw - pad;
      if (h >= 0 && h < height && v >= 0 && v < width)
        FOR(ic, channels) s += in[(h * width + v) * channels + ic] * w[((oc * 3 + kh) * 3 + kw) * channels + ic];
    }
    out[(oh * owidth + ow) * filters + oc] = s;
  }
}

// CHECK: :[[@LINE+3]]:3: remark: loop nest becomes tile code, where
void leftout(int *restrict out, const signed char *in, const signed char *w, int height, int width,
             int channels, int filters, int pad) {
  FOR(oh, height) FOR(ow, width) FOR(oc, filters) {
    int s = 0;
    FOR(kh, 3) {
      const int h = oh + kh - pad;
      if (h < 0 || h >= height)
        continue;
      FOR(kw, 3) FOR(ic, channels) {
        const int v = ow + kw - pad;
        if ((unsigned)v < (unsigned)width)
          s += in[(h * width + v) * channels + ic] * w[((oc * 3 + kh) * 3 + kw) * channels + ic];
      }
    }
    out[(oh * width + ow) * filters + oc] = s;
  }
}

// A condition on elements, and one that leaves out more than products.
// CHECK: :[[@LINE+2]]:3: remark: loop nest stays scalar: a condition inside of the nest
void sparsely(float *restrict c, const float *a, const float *b, long m, long n, long k) {
  FOR(i, m) FOR(p, k) if (a[i * k + p] != 0) FOR(j, n) c[i * n + j] += a[i * k + p] * b[p * n + j];
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest stays scalar: a condition inside of the nest
void band(float *restrict c, const float *a, const float *b, long m, long n, long k, long wide) {
  FOR(i, m) FOR(j, n) if (i - j < wide && j - i < wide) FOR(p, k) c[i * n + j] += a[i * k + p] * b[p * n + j];
}

// In NCHW the input is contiguous along the three taps of a row alone: the nine products of a channel
// are one multiply, whose tile is loaded in three parts.
float planes[64][30][30], kernels[64][64][3][3], outputs[64][28][28];
// CODE-LABEL: <channels>:
// CODE-COUNT-3: tldr.
// CODE: tor.
// CODE: tmma.f32
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code [
void channels(void) {
  FOR(oc, 64) FOR(oh, 28) FOR(ow, 28) {
    float s = 0;
    FOR(ic, 64) FOR(kh, 3) FOR(kw, 3) s += planes[ic][oh + kh][ow + kw] * kernels[oc][ic][kh][kw];
    outputs[oc][oh][ow] = s;
  }
}

// Conditions that do not change in the nest: each way is tile code.
// CODE-LABEL: <scaledresult>:
// CODE: tmma.f32
// CODE-NOT: tsmul.f32
// CODE: tstr.raw
// CODE: tsmul.f32
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void scaledresult(float *restrict c, const float *a, const float *b, long m, long n, long k, float beta) {
  FOR(i, m) FOR(j, n) {
    float s = 0;
    FOR(p, k) s += a[i * k + p] * b[p * n + j];
    if (beta == 0)
      c[i * n + j] = s;
    else
      c[i * n + j] = s + beta * c[i * n + j];
  }
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void general(float *restrict c, const float *a, const float *b, long m, long n, long k, float alpha, float beta) {
  FOR(i, m) {
    if (beta == 0)
      FOR(j, n) c[i * n + j] = 0;
    else if (beta != 1)
      FOR(j, n) c[i * n + j] *= beta;
    FOR(p, k) FOR(j, n) c[i * n + j] += alpha * a[i * k + p] * b[p * n + j];
  }
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void activated(float *restrict c, const float *a, const float *b, const float *bias, int m, int n, int k, int kind) {
  FOR(i, m) FOR(j, n) {
    float s = bias ? bias[j] : 0;
    FOR(p, k) s += a[i * k + p] * b[p * n + j];
    switch (kind) {
    case 1: s = s > 0 ? s : 0; break;
    case 2: s = s < 6 ? s : 6; break;
    default: break;
    }
    c[i * n + j] = s;
  }
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void either(float *restrict c, const float *a, const float *b, long m, long n, long k, int transposed) {
  FOR(i, m) FOR(j, n) {
    float s = 0;
    FOR(p, k) s += (transposed ? a[p * m + i] : a[i * k + p]) * b[p * n + j];
    c[i * n + j] = s;
  }
}

// At -O3 no loop is split at its condition before the nest is tile code.
// CHECK: :[[@LINE+3]]:3: remark: loop nest becomes tile code, where
// O3: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void chosen(int *restrict c, const int *a, const int *b, const int *bias, long m, long n, long k, int transposed) {
  FOR(j, n) {
    FOR(i, m) c[i * n + j] = bias[j];
    FOR(p, k) FOR(i, m) c[i * n + j] -= (transposed ? a[p * m + i] : a[i * k + p]) * b[j * k + p];
    FOR(i, m) c[i * n + j] = c[i * n + j] > 0 ? c[i * n + j] : 0;
  }
}

// Where there is no matrix multiply, words are multiplied.
// CODE-LABEL: <shorts>:
// CODE: tldr.i16
// CODE: tbcol
// CODE: tmadd.i32
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void shorts(int *restrict c, const short *a, const short *b, long m, long n, long k) {
  FOR(i, m) FOR(j, n) {
    int s = 0;
    FOR(p, k) s += a[i * k + p] * b[p * n + j];
    c[i * n + j] = s;
  }
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void words(int *restrict c, const int *a, const unsigned short *b, long m, long n, long k) {
  FOR(i, m) FOR(p, k) FOR(j, n) c[i * n + j] += a[p * m + i] * b[j * k + p];
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest stays scalar: the vectoriser computes a vector of such elements faster
void vectorised(int *restrict y, const short *a, const short *x, long m, long n) {
  FOR(i, m) FOR(j, n) y[i] += a[i * n + j] * x[j];
}

// A nest without sums, if its rows are short: each element is computed in one iteration.
// CODE-LABEL: <added>:
// CODE: tldr.raw
// CODE: tadd.f32
// CODE: tstr.raw
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void added(float *c, const float *a, const float *b, long m, long n, long row) {
  FOR(i, m) FOR(j, n) c[i * row + j] = a[i * row + j] + b[i * row + j];
}

// What lies across is loaded by columns, one column for all columns of the result.
// CODE-LABEL: <across>:
// CODE-DAG: tldr.t32
// CODE-DAG: tldr.i8
// CODE-DAG: tbcol
// CODE: tstr.f16
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void across(_Float16 *restrict c, const float *a, const signed char *column, long m, long n, long row) {
  FOR(i, m) FOR(j, n) c[i * row + j] = (_Float16)(a[j * row + i] * (float)column[i * row]);
}

// The rest of a matrix from which a column times a row is subtracted.
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void rest(long n, float a[n][n], long p) {
  for (long i = p + 1; i < n; i++)
    for (long j = p + 1; j < n; j++) a[i][j] -= a[i][p] * a[p][j];
}

// Narrow integers are compared as they are, and bits of halves moved.
// CODE-LABEL: <largest>:
// CODE: tldr.i8
// CODE: tmax.i32
// CODE: tstr.i8
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void largest(signed char *restrict c, const signed char *a, const signed char *b, long m, long n, long row) {
  FOR(i, m) FOR(j, n) c[i * row + j] = a[i * row + j] > b[j] ? a[i * row + j] : b[j];
}

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void turned(__bf16 *restrict c, const __bf16 *a, long m, long n) {
  FOR(i, m) FOR(j, n) c[i * n + j] = a[j * m + i];
}

// Matrices that are members of a structure, which are loaded again in the nest: they need not
// exist where a loop around does not run.
struct matrix { int rows, columns; float *elements; };
// CODE-LABEL: <members>:
// CODE: tmma.f32
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void members(const struct matrix *a, const struct matrix *b, struct matrix *c) {
  FOR(i, a->rows) FOR(j, b->columns) {
    float s = 0;
    FOR(k, a->columns) s += a->elements[i * a->columns + k] * b->elements[k * b->columns + j];
    c->elements[i * c->columns + j] = s;
  }
}

// CODE-LABEL: <members_of_members>:
// CODE: tmma.f32
// CHECK: :[[@LINE+3]]:3: remark: loop nest becomes tile code, where
struct layer { struct matrix *weights, *input, *output; };
void members_of_members(struct layer *l) {
  FOR(i, l->output->rows) FOR(j, l->output->columns) FOR(k, l->input->columns)
    l->output->elements[i * l->output->columns + j] +=
        l->input->elements[i * l->input->columns + k] * l->weights->elements[k * l->weights->columns + j];
}

// Pointers that advance.
// CODE-LABEL: <walk>:
// CODE: tmma.f32
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void walk(float *c, const float *a, const float *b, int m, int n, int k) {
  for (; m > 0; m--) {
    const float *column = b;
    FOR(j, n) {
      const float *x = a, *y = column++;
      float s = 0;
      FOR(p, k) {
        s += *x++ * *y;
        y += n;
      }
      *c++ = s;
    }
    a += k;
  }
}

// A row of the result is longer than what is computed of it.
// CODE-LABEL: <walk_in_rows>:
// CODE: tmma.f32
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void walk_in_rows(float *c, const float *a, const float *b, int m, int n, int k, int row) {
  for (; m > 0; m--) {
    FOR(j, n) {
      float s = 0;
      FOR(p, k) s += a[p] * b[j * k + p];
      *c++ = s;
    }
    a += k;
    c += row - n;
  }
}

// The sum is scaled and rounded by lrintf, which gives 64 bits.
// CODE-LABEL: <rescaled>:
// CODE: tmma.i8
// CODE: tstr.i8
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void rescaled(signed char *restrict c, const signed char *a, const signed char *b, float scale, int m, int n, int k) {
  FOR(i, m) FOR(j, n) {
    int s = 0;
    FOR(p, k) s += a[i * k + p] * b[p * n + j];
    int v = (int)__builtin_lrintf((float)s * scale) + 3;
    c[i * n + j] = v < -128 ? -128 : v > 127 ? 127 : v;
  }
}

// Elements that are widened, but not to words.
// CODE-LABEL: <widened>:
// CODE: tldr.u8
// CODE: tstr.i16
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void widened(short *restrict c, const unsigned char *a, long m, long n) {
  FOR(i, m) FOR(j, n) c[i * n + j] = a[j * m + i];
}

// A nest that is no matrix product: its short loops are unrolled, the others are rows of elements.
// CODE-LABEL: <depthwise>:
// CODE: tldr.raw
// CODE: tfmadd.f32
// CODE: tstr.raw
// CHECK: :[[@LINE+3]]:3: remark: loop nest stays scalar: no loop runs along contiguous elements of an operand
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void depthwise(float *restrict out, const float *in, const float *w, int height, int width, int channels) {
  FOR(y, height - 2) FOR(x, width - 2) FOR(c, channels) {
    float s = 0;
    FOR(dy, 3) FOR(dx, 3) s += in[((y + dy) * width + x + dx) * channels + c] * w[(dy * 3 + dx) * channels + c];
    out[(y * (width - 2) + x) * channels + c] = s;
  }
}

// At -O3 a condition does not make a nest of constant size one that is unrolled.
// CHECK: :[[@LINE+3]]:3: remark: loop nest becomes tile code, where
// O3: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where
void greater(float (*c)[21], const float (*a)[16], const float (*b)[16]) {
  FOR(j, 16) FOR(i, 64) c[i][j] = b[0][j] > a[i][j] ? b[0][j] : a[i][j];
}

// CHECK-NOT: remark
// Elements that depend on others are left to the loop vectoriser, and so are small matrices and long rows.
// ANALYSIS: :[[@LINE+3]]:3: remark: loop nest is left to the loop vectoriser: the result overlaps itself or an operand
float grid[64][64];
void below_each_other(void) {
  for (int i = 1; i < 64; i++) for (int j = 0; j < 64; j++) grid[i][j] = grid[i - 1][j] * 0.5f;
}

float long_rows[16][256], small_matrix[8][8];
// ANALYSIS: :[[@LINE+2]]:3: remark: loop nest is left to the loop vectoriser
void long_ones(void) {
  FOR(i, 16) FOR(j, 256) long_rows[i][j] *= 2;
}
// ANALYSIS-NOT: loop nest
void small_ones(void) {
  FOR(i, 8) FOR(j, 8) small_matrix[i][j] *= 2;
}
