#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compiles damaged copies of a module, as text and as bytecode: mlir_damage.py FOLDER FILE.mlir [COUNT]

Each is a module still or is refused with a message, and then nothing is written.
"""
import os
import random
import subprocess
import sys

folder, original, *rest = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
source = random.Random(5)
with open(original, "rb") as file:
    text = file.read()
code = subprocess.run(["/usr/lib/llvm-22/bin/mlir-opt", "--emit-bytecode", original], check=True, stdout=subprocess.PIPE).stdout
compiled = refused = wrong = 0
for number in range(int(rest[0]) if rest else 40):
    data = bytearray(code if number % 2 else text)
    if number % 4 < 2:
        del data[source.randrange(len(data)):]
    else:
        for _ in range(source.randint(1, 4)):
            data[source.randrange(len(data))] = source.choice([source.randrange(256), *b"()[]<>{}%0x-"])
    path = os.path.join(folder, f"{number}.mlir")
    made = os.path.join(folder, f"{number}.h")
    with open(path, "wb") as file:
        file.write(data)
    result = subprocess.run(["sectile-model", "-q", "--emit=c-header", path, "-o", made], capture_output=True, timeout=60)
    if result.returncode == 0 and os.path.exists(made):
        compiled += 1
    elif result.returncode == 1 and b"error: " in result.stderr and not os.path.exists(made):
        refused += 1
    else:
        print(f"{path}: status {result.returncode}")
        wrong += 1
print(f"{compiled} compiled, {refused} refused, {wrong} wrong")
sys.exit(wrong != 0)
