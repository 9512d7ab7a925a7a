// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
	.globl	double_it
	.type	double_it, @function
double_it:
	add	a0, a0, a0
	ret
	.size	double_it, . - double_it
