  .globl foo
  .type foo,@function
foo:
  ret
  .size foo, .-foo
