# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Does every builtin compile to its one instruction?

builtins.py source LIST   prints a C function for each line of LIST, the
                          generated sectile/intrinsics.def
builtins.py check LIST    reads the assembly of that source and names each
                          function that is more than the instruction and ret
"""
import re
import sys


def builtins(path):
    """(operation, result type, parameter types, input letters, largest immediate)"""
    line = re.compile(
        r'SECTILE_INTRINSIC\((\w+), "(\w+)", "([^"]*)", \'.\', "(\w*)", -?\d+, \w+, -?\d+, (-?\d+), \d+, \d+, \d+\)')
    for operation, name, signature, inputs, largest in line.findall(open(path).read()):
        result, parameters = signature.rstrip(")").split("(")
        parameters = [p.strip() for p in parameters.split(",") if p.strip()]
        yield operation, name, result, parameters, inputs, largest


def source(path):
    print("#include <sectile.h>")
    for operation, name, result, parameters, inputs, largest in builtins(path):
        declared, passed = [], []
        for number, (type, letter) in enumerate(zip(parameters, inputs)):
            if letter == "i":
                passed.append(largest)
            else:
                declared.append(f"{type} p{number}")
                passed.append(f"p{number}")
        give = "" if result == "void" else "return "
        print(f"{result} f_{operation}({', '.join(declared) or 'void'}) "
              f"{{ {give}{name}({', '.join(passed)}); }}")


def check(path):
    bodies, current = {}, None
    for line in sys.stdin:
        line = line.split("#")[0].strip()
        if label := re.fullmatch(r"(\w+):", line):
            current = bodies.setdefault(label[1], [])
        elif line and not line.startswith(".") and current is not None:
            current.append(line.split()[0])
    wrong = 0
    listed = list(builtins(path))
    for operation, *_ in listed:
        expected = [operation.lower().replace("_", "."), "ret"]
        found = bodies.get("f_" + operation)
        if found != expected:
            wrong += 1
            print(f"{operation}: found {found}, expected {expected}")
    print(f"{len(listed)} builtins, {wrong} wrong")
    sys.exit(wrong != 0 or not listed)


{"source": source, "check": check}[sys.argv[1]](sys.argv[2])
