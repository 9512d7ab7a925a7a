# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the test program of a family of kernels, for the script `run` in its folder.

The program FAMILY_test.c takes the name of a kernel (a "kind"). Compiled for Sectile it
runs the kernel over many shapes, compares it with the portable reference and prints a
line with a digest for each shape. Compiled for the host, as the CMake target
FAMILY-reference, it prints the same lines from the reference alone. Both must be the
same text, on every tile path that this processor has; in `./check`, where the emulator's own
tests compare the paths with each other, on the widest.
"""
import argparse
import fcntl
import os
import subprocess
import sys

KERNELS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def tile_paths():
    flags = []
    try:
        with open("/proc/cpuinfo") as info:
            flags = next((line.split() for line in info if line.startswith("flags")), [])
    except OSError:
        pass
    paths = ["portable"]
    if "avx2" in flags and "fma" in flags:
        paths.append("avx2")
    if all(f in flags for f in ("avx512f", "avx512bw", "avx512vl", "avx512dq")):
        paths.append("avx512")
    return paths


def compile_once(command, program, inputs):
    """Compiles a program unless it is newer than every file of `inputs`, files and folders. Tests
    of one family that run side by side wait for each other."""
    with open(program + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        files = [os.path.join(folder, name) for path in inputs
                 for folder, _, names in ([("", [], [path])] if os.path.isfile(path) else os.walk(path)) for name in names]
        if os.path.exists(program) and os.path.getmtime(program) > max(map(os.path.getmtime, files)):
            return True
        return subprocess.run(command + ["-o", program]).returncode == 0


def main(description, family, kinds, sources, flags=()):
    """`kinds` are the names the test program takes, `sources` the files beside it that
    the guest's program is made of, `flags` more flags for the compiler."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(os.path.dirname(KERNELS), "build"))
    parser.add_argument("--tiles", help="only this tile path")
    parser.add_argument("kinds", nargs="*", metavar="kind", help=f"of {' '.join(kinds)} (default: all)")
    options = parser.parse_args()
    for kind in options.kinds:
        if kind not in kinds:
            sys.exit(f"error: no kind {kind}, expected one of {' '.join(kinds)}")
    tools = os.path.join(os.path.abspath(options.build), "bin")
    folder = os.path.join(os.path.abspath(options.build), "kernels", family)
    os.makedirs(folder, exist_ok=True)
    program = os.path.join(folder, f"{family}_test.elf")
    command = [os.path.join(tools, "sectile-clang"), "-O2", "-Wall", "-Wextra", "-Werror", *flags,
               *(os.path.join(KERNELS, family, s) for s in sources)]
    compiler = [os.path.join(options.build, name) for name in ("bin/sectile-clang", "lib/libLLVMSectile.so", "sectile")]
    if not compile_once(command, program, [KERNELS, *compiler]):
        sys.exit("error: the kernels don't compile")

    paths = tile_paths()
    if os.environ.get("SECTILE_CHECK") in ("quick", "default"):
        paths = paths[-1:]
    bad = False
    for kind in options.kinds or kinds:
        expected = subprocess.run([os.path.join(tools, f"{family}-reference"), kind], capture_output=True, text=True)
        shapes = len(expected.stdout.splitlines())
        if expected.returncode or not shapes:
            sys.exit(f"error: the reference of {kind} failed\n{expected.stdout[-2000:]}{expected.stderr[-2000:]}")
        for path in [options.tiles] if options.tiles else paths:
            found = subprocess.run([os.path.join(tools, "sectile-run"), "--tiles=" + path, program, kind],
                                   capture_output=True, text=True)
            good = found.returncode == 0 and found.stdout == expected.stdout
            print(f"{family} {kind:5} {path:9} {shapes} shapes: {'equal to the bit' if good else 'DIFFERENT'}", flush=True)
            if not good:
                bad = True
                lines = zip(found.stdout.splitlines(), expected.stdout.splitlines())
                for one, other in [pair for pair in lines if pair[0] != pair[1]][:3]:
                    print(f"  found    {one}\n  expected {other}")
                if found.returncode:
                    print(f"  status {found.returncode} {found.stderr[:2000]}")
    sys.exit(1 if bad else 0)
