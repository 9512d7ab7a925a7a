  .globl _start
  .type _start,@function
_start:
  call foo
  .size _start, .-_start
