# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Links a program that takes the address of all that the C library's headers declare.
#
#   declared.py INCLUDE-DIRECTORY OUT
import pathlib
import re
import subprocess
import sys

include, out = pathlib.Path(sys.argv[1]), sys.argv[2]
folders = ("", "arpa", "netinet", "sys")
# The BLAS has a library of its own.
headers = [p.relative_to(include) for f in folders for p in sorted((include / f).glob("*.h")) if p.name != "cblas.h"]
text = "#define _GNU_SOURCE\n" + "".join(f"#include <{header}>\n" for header in headers)
with open(out + ".c", "w") as file:
    file.write(text)
tree = subprocess.run(["sectile-clang", "-fsyntax-only", "-Xclang", "-ast-dump", "-fno-color-diagnostics", out + ".c"],
                      check=True, text=True, stdout=subprocess.PIPE).stdout

# Top-level declarations; a body makes a definition.
names, defined, last = set(), set(), None
for line in tree.splitlines():
    found = re.match(r"[|`]-(?:Function|Var)Decl .*?<.*?>(?: \S+:\d+(?::\d+)?)?(?: (?:used|referenced))* (\w+) '", line)
    if found and " static" not in line and "implicit" not in line:
        last = found[1]
        names.add(last)
    elif re.match(r"[|`]-", line):
        last = None
    elif last and re.match(r"[| ] [|`]-CompoundStmt", line):
        defined.add(last)
names = sorted(name for name in names - defined if not name.startswith("__builtin_"))
if len(names) < 1300:
    sys.exit(f"{len(names)} functions in {include}, expected 1,300 at least")
with open(out + ".c", "a") as file:
    file.write("void *volatile addresses[] = {" + ", ".join(f"(void *)&{name}" for name in names) + "};\n")
    file.write("int main(void) {\n  for (unsigned i = 0; i < sizeof addresses / sizeof *addresses; i++)\n"
               "    if (!addresses[i])\n      return 1;\n}\n")
subprocess.run(["sectile-clang", "-fno-builtin", "-w", out + ".c", "-o", out + ".elf"], check=True)
subprocess.run(["sectile-run", out + ".elf"], check=True)
