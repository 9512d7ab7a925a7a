# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How both tools refuse models: the same messages, nothing written, no crash, whatever the file's format."""
import os
import random
import subprocess
import sys


def both_refuse(name, path, output):
    """Prints what both tools say of a wrong model, and where they do otherwise."""
    said = []
    for command in (["sectile-model", "-q", path, "-o", output], ["sectile-interpret", path]):
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode != 1 or os.path.exists(output):
            print(f"{name}: {command[0]} ended with {run.returncode} or wrote a file")
        said.append([line.split(path + ": ")[1] for line in run.stderr.splitlines()])
    if said[0] != said[1]:
        print(f"{name}: the tools disagree: {said}")
    for line in said[0]:
        print(f"{name}: {line}")


def damage(path, inputs, result, changed, reach):
    """Truncates the model, and changes bytes at most `reach` from its ends, where its structure is."""
    chance = random.Random(os.environ.get("SECTILE_SEED", "77"))
    with open(path, "rb") as file:
        whole = file.read()

    def refused(data):
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

    truncated = sum(refused(whole[:chance.randrange(len(whole))]) for _ in range(20))
    for _ in range(changed):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(min(reach, len(data))) * chance.choice((1, -1))
            data[at] = chance.choice((0, 1, 127, 128, 255, data[at] ^ 1 << chance.randrange(8)))
        refused(bytes(data))
    print(f"20 truncated, {truncated} refused; {changed} changed, none crashed")
