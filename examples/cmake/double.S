	.globl	double_it
	.type	double_it, @function
double_it:
	add	a0, a0, a0
	ret
	.size	double_it, . - double_it
