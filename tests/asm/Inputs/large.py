# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Writes large inputs into the current folder, for linear-time.test.
def write(name, lines):
    with open(name, "w") as file:
        file.writelines(lines)

write("sections.s", (f'.section .text.f{i},"ax",@progbits\n.globl f{i}\nf{i}: ret\n'
                     for i in range(40000)))
write("labels.s", (f"l{i}: j l{i}\n" for i in range(300000)))
write("undefined.s", [".globl f0\n"] + [f".type f{i},@function\nf{i}: j u{i}\n.size f{i},4\n"
                                        for i in range(100000)])
write("aliases", [f"--defsym=a{i}=a{i - 1}+1\n" for i in range(1, 50000)] + ["--defsym=a0=f1\n"])
