# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Runs library.c on the host and on the emulator and compares what they print.
#
#   library.py LIBRARY.C OUT
#
# The seed is SECTILE_SEED, and printed; without one it is 1. SECTILE_CHECK=full
# runs more rounds, at both optimisation levels.
import os
import subprocess
import sys

source, out = sys.argv[1:]
full = os.environ.get("SECTILE_CHECK") == "full"
seed = int(os.environ.get("SECTILE_SEED") or 1) if full else 1
rounds = 20000 if full else 1000
print(f"seed {seed}")
os.makedirs(out + ".dir", exist_ok=True)


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env={**os.environ, "TZ": "UTC"}).stdout


run("clang-22", "-O1", "-w", source, "-o", out + ".host", "-lm")
expected = run(out + ".host", str(seed), str(rounds)).splitlines()
if len(expected) < 20 * rounds:
    sys.exit(f"{len(expected)} lines on the host, expected {20 * rounds} at least")
for level in ("-O0", "-O2") if full else ("-O2",):
    run("sectile-clang", level, "-w", source, "-o", out + ".elf")
    found = run("sectile-run", "--dir", out + ".dir", out + ".elf", str(seed), str(rounds)).splitlines()
    wrong = [(a, b) for a, b in zip(expected, found) if a != b]
    for a, b in wrong[:20]:
        print(f"host    {a!r}\nsectile {b!r}")
    if wrong or len(expected) != len(found):
        sys.exit(f"{level}: {len(wrong)} lines differ; {len(found)} lines, {len(expected)} on the host")
