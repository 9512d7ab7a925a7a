# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""damage.py FOLDER: truncates and changes a model and gives it to both tools."""
import os
import random
import subprocess
import sys

sys.dont_write_bytecode = True
import families

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
chance = random.Random(os.environ.get("SECTILE_SEED", "77"))
path, result = os.path.join(folder, "net.tflite"), os.path.join(folder, "net.mlir")
graph = families.NETWORKS["keyword-spotting"]("INT8")
graph.write(path)
with open(path, "rb") as file:
    whole = file.read()
inputs = graph.write_inputs(os.path.join(folder, "in"))


def tried(data):
    """Whether both tools refuse the file."""
    with open(path, "wb") as file:
        file.write(data)
    verdicts = []
    for command in (["sectile-model", "-q", "--emit=mlir", path, "-o", result],
                    ["sectile-interpret", path, *inputs, result]):
        if os.path.exists(result):
            os.remove(result)
        status = subprocess.run(command, capture_output=True).returncode
        if status not in (0, 1) or (status == 0) != os.path.exists(result):
            sys.exit(f"{command[0]} ended with {status}")
        verdicts.append(status)
    return verdicts == [1, 1]


refused = sum(tried(whole[:chance.randrange(len(whole))]) for _ in range(20))
for _ in range(30):
    data = bytearray(whole)
    # Tables are at the ends of the file, weights between them.
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(min(4000, len(data))) * chance.choice((1, -1))
        data[at] = chance.choice((0, 1, 127, 128, 255, data[at] ^ 1 << chance.randrange(8)))
    tried(bytes(data))
print(f"20 truncated, {refused} refused; 30 changed, none crashed")
