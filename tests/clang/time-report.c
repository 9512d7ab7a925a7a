// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -ftime-report says how long the front end took, not when it ended.
// RUN: sectile-clang -ftime-report -O1 -c %s -o %t.o 2>&1 | FileCheck %s
// CHECK: Clang time report
// CHECK: Total Execution Time: {{[0-9]+\.[0-9]+}} seconds ({{[0-9][0-9]?}}.{{[0-9]+}} wall clock)
// CHECK: Front end
// CHECK: Pass execution timing report
int f(int a) { return a + 1; }
