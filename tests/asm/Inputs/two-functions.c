// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
long first(long x) {
  return x * 3;
}

long second(long x) { return x ^ 5; }
