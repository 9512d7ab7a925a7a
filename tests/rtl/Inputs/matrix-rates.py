# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Cycles of the core a multiply, for every type, independent and dependent.

Takes bench/rtl-guest.c compiled. The difference of two runs leaves out the first
operands' way in and the last result's way out; rounded to whole cycles.
"""
import re
import subprocess
import sys


def cycles(mode, kind, count):
    run = subprocess.run(["sectile-rtl", "--quiet", "--stats=json", "--between", "bench_begin,bench_end", sys.argv[1],
                          mode, kind, str(count)], capture_output=True, text=True)
    found = re.search(r'"between_cycles": (\d+)', run.stderr)
    if run.returncode or not found:
        sys.exit(f"{mode} {kind} {count} ended with {run.returncode}\n{run.stderr}")
    return int(found.group(1))


for mode in ("independent", "dependent"):
    for kind in ("f32", "f16", "bf16", "i8", "u8", "i8u8", "u8i8", "e4m3", "e5m2e4m3", "i4", "u4i4", "b1xor",
                 "b1and"):
        few, many = 16, 48
        rate = (cycles(mode, kind, many) - cycles(mode, kind, few)) / (many - few)
        print(f"{mode} {kind}: {rate:.0f} cycles a multiply")
