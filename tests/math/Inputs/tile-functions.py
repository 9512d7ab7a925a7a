#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measure the errors of the functions of <sectile_math.h> and compare their bits.

The portable reference (kernels/common/math_reference.h) is compiled for the host by clang
and by gcc, the functions on tiles for Sectile; the bits of all three must be equal. The
worst error against the host's f64 functions may not exceed the one that the header and
docs/tile-math.md state, which must be the same. By default a sample of the arguments.
"""
import argparse
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
SWEEP = os.path.join(ROOT, "tests", "math", "Inputs", "sweep.c")
# Every 20011th pattern has all fractions; the others are ends of the range, whose
# reciprocals or which themselves are subnormal, and two binades of fractions.
SAMPLE = [("20011",), ("499", "0", "0x01000000"), ("499", "0x7e000000", "0x80000000"),
          ("97", "0x3f800000", "0x40800000")]
PAIRS = "200000"

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--build", default=os.path.join(ROOT, "build"), help="folder of the tools (default: build)")
parser.add_argument("--every", type=int, metavar="N",
                    help="every Nth of the 2^32 arguments, of pow 2^32 / N pairs: 1 is all of them")
parser.add_argument("--host-only", action="store_true", help="only the errors, no other compiler, no emulator")
parser.add_argument("--folder", help="for the programs (default: tests/math in the build folder)")
parser.add_argument("functions", nargs="*", help="such as exp (default: all)")
options = parser.parse_args()


def table(path, pattern):
    with open(os.path.join(ROOT, path)) as file:
        return dict(re.findall(pattern, file.read(), re.M))


stated = table("runtime/include/sectile_math.h", r"^//   tile_(\w+)_f32 +(\d+\.\d\d) ulp ")
documented = table("docs/tile-math.md", r"^\| `tile_(\w+)_f32` \| (\d+\.\d\d) \|")
if stated != documented:
    sys.exit(f"error: the header states {stated}, docs/tile-math.md {documented}")
for name in options.functions:
    if name not in stated:
        sys.exit(f"error: no function {name}, expected one of {' '.join(stated)}")

if options.every is not None and options.every < 1:
    sys.exit(f"error: --every {options.every}, expected a number from 1")

build = os.path.abspath(options.build)
folder = options.folder or os.path.join(build, "tests", "math")
os.makedirs(folder, exist_ok=True)
host = ["-O2", "-march=native", "-ffp-contract=off", "-fno-math-errno", "-Wall", "-Wextra", "-Werror", SWEEP, "-lm"]
programs = {"clang": os.path.join(folder, "sweep-clang")}
subprocess.run(["clang-22", *host, "-o", programs["clang"]], check=True)
others = []
if not options.host_only:
    programs.update(gcc=os.path.join(folder, "sweep-gcc"), guest=os.path.join(folder, "sweep.elf"))
    subprocess.run(["gcc", *host, "-o", programs["gcc"]], check=True)
    subprocess.run([os.path.join(build, "bin", "sectile-clang"), "-O2", "-Wall", "-Wextra", "-Werror", SWEEP,
                    "-o", programs["guest"]], check=True)
    others = [("gcc", [programs["gcc"]]),
              ("the emulator", [os.path.join(build, "bin", "sectile-run"), programs["guest"]])]

bad = False
for name in options.functions or stated:
    if name == "pow":
        parts = [(str((1 << 32) // options.every) if options.every else PAIRS,)]
    else:
        parts = [(str(options.every),)] if options.every else SAMPLE
    worst, at = -1.0, ""
    for part in parts:
        run = subprocess.run([programs["clang"], name, *part], capture_output=True, text=True, check=True)
        error, *argument = run.stderr.split()
        if float(error) > worst:
            worst, at = float(error), " ".join(argument if name == "pow" else argument[:1])
        for who, command in others:
            found = subprocess.run([*command, name, *part], capture_output=True, text=True)
            if found.returncode or found.stdout != run.stdout:
                print(f"{name}: {who} has other bits than clang's reference, arguments {' '.join(part)}: "
                      f"{found.stdout.strip()} {found.stderr.strip()}")
                bad = True
    limit = float(stated[name])
    print(f"{name:10} worst error {worst:.4f} ulp at {at}, stated {limit:.2f}", flush=True)
    if not worst <= limit:
        print(f"{name}: the worst error is larger than the stated one")
        bad = True
sys.exit(1 if bad else 0)
