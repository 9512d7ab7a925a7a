// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mixes of element types that no instruction has are compile errors.
//
// RUN: not sectile-clang++ -fsyntax-only %s 2>&1 | FileCheck %s
#include <sectile.hpp>
using namespace sectile;

void f(tile<bf16> b, tile<f16> h, tile<float> f, tile<int32_t> i, tile<uint8_t> u, double *d,
       bf16 *p, i4x2 *pairs) {
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: invalid operands to binary expression ('tile<bf16>'
  b + b;
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: no matching function for call to 'mma'
  mma(f, b, h);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: no matching function for call to 'mma'
  mma(i, f, f);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: invalid operands to binary expression ('tile<float>'
  f + i;
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: no viable overloaded '='
  b = h;
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: no viable overloaded '='
  f = 1.0f;
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: invalid operands to binary expression
  f & f;
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: no matching member function for call to 'with_part'
  b.with_part<2>(f);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: no matching member function for call to 'store'
  f.store(d, 3);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: no matching member function for call to 'store'
  i.store(p, 3);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: no matching member function for call to 'store'
  i.store(pairs, 3);
  // CHECK: error: static assertion failed: tiles hold float, int32_t
  tile<double> x;
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: invalid reference to function 'row_sum'
  u.row_sum();
}
