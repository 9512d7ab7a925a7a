; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: not llc -load=%plugin -mtriple=sectile < %s 2>&1 | FileCheck %s
; CHECK: in function f: vector of 5000 elements, expected at most 4096
define <5000 x double> @f(<5000 x double> %v) {
  ret <5000 x double> %v
}
