# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a command on mutations of a file: mutate.py SEED COUNT FILE COMMAND...

Whatever the file holds, the command ends by itself with status 0 or 1, in time,
and with status 1 it says why. Each mutation overwrites a few bytes or words, or
cuts the file off. The mutated file's name is added to the command.
"""
import random
import subprocess
import sys

seed, count, name, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:]
good = open(name, "rb").read()
chance = random.Random(seed)
ended = {0: 0, 1: 0}
for number in range(count):
    bad = bytearray(good)
    if number % 6 == 5:
        del bad[chance.randrange(len(bad)):]
    for _ in range(chance.randint(1, 4)):
        if not bad:
            break
        # The headers at both ends, or anywhere.
        where = chance.choice([chance.randrange(len(bad)), chance.randrange(min(len(bad), 64)),
                               len(bad) - 1 - chance.randrange(min(len(bad), 2000))])
        value = chance.choice([bytes([chance.randrange(256)]), bytes(8), bytes(4), b"\xff" * 8, b"\xff" * 4,
                               (1 << chance.randrange(64)).to_bytes(8, "little")])
        bad[where:where + len(value)] = value[:len(bad) - where]
    file = f"{name}.mutated"
    with open(file, "wb") as out:
        out.write(bad)
    result = subprocess.run(command + [file], capture_output=True, timeout=60)
    if result.returncode not in ended or (result.returncode == 1 and not result.stderr):
        sys.exit(f"mutation {number} of seed {seed}: status {result.returncode}\n{result.stderr.decode(errors='replace')}")
    ended[result.returncode] += 1
print(f"{ended[0]} accepted, {ended[1]} refused")
