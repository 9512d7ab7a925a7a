# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Do the functions of <sectile.h> and the operators compile to their instructions?

intrinsics.py source TABLE   prints a C function for each line of TABLE
intrinsics.py check TABLE    reads the assembly of that source and names each
                             function that is not its instructions and ret
"""
import re
import sys

TYPES = {"f": "tile_f32_t", "i": "tile_i32_t", "h": "tile_f16_t", "b": "tile_bf16_t",
         "s": "tile_i8_t", "u": "tile_u8_t", "p": "void *", "n": "int64_t", "k": "int",
         "x": "float", "v": "void"}


def table(path):
    for number, line in enumerate(open(path), 1):
        if line.strip() and not line.startswith("#"):
            yield number, *re.match(r"([^:]*): (\w) \((.*?)\) (.*)", line).groups()


def source(path):
    print("#include <sectile.h>")
    for number, _, result, parameters, expression in table(path):
        declared = [f"{TYPES[p.split()[0]]} {p.split()[1]}" for p in parameters.split(", ") if p]
        give = "" if result == "v" else "return "
        print(f"{TYPES[result]} line_{number}({', '.join(declared) or 'void'}) "
              f"{{ {give}{expression}; }}")


def check(path):
    bodies, current = {}, None
    for line in sys.stdin:
        line = line.split("#")[0].strip()
        if label := re.fullmatch(r"(\w+):", line):
            current = bodies.setdefault(label[1], [])
        elif line and not line.startswith(".") and current is not None:
            current.append(line.split()[0])
    wrong = lines = 0
    for number, mnemonics, _, _, expression in table(path):
        lines += 1
        expected = [*mnemonics.split(), "ret"]
        found = bodies.get(f"line_{number}")
        if found != expected:
            wrong += 1
            print(f"{path}:{number}: {expression}: found {found}, expected {expected}")
    print(f"{lines} expressions, {wrong} wrong")
    sys.exit(wrong != 0 or not lines)


{"source": source, "check": check}[sys.argv[1]](sys.argv[2])
