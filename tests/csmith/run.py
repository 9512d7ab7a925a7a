# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Differential test: random C programs, compiled for Sectile and for the host.

Csmith writes programs free of undefined behaviour whose output is a checksum
of all globals. The host's clang gives the expected output; sectile-clang at
-O0, -O2 and -O3 must give the same on the emulator. A program that the host does
not finish in time is replaced by the next seed. Ends with "N passed, N
failed"; the programs that fail are kept in build/csmith.
"""
import argparse
import concurrent.futures
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True  # the module is in the source tree
sys.path.insert(0, os.path.join(ROOT, "tests"))
from process import refusal, run

BIN = os.path.join(ROOT, "build", "bin")
INCLUDE = "/usr/include/csmith"
# A program the host finishes in time needs fewer instructions than this.
INSTRUCTIONS = 4_000_000_000


def try_seed(seed, folder):
    """None if the program is of no use, else a list of complaints."""
    base = os.path.join(folder, str(seed))
    source = base + ".c"
    # No packed structs' addresses and no argc: both need nothing of the target. Csmith
    # writes a platform.info where it runs.
    made = run(["csmith", "--seed", str(seed), "--no-argc", "--output", source], 30, folder)
    if made is None or made.returncode:
        return None
    flags = ["-w", "-I", INCLUDE, source, "-o"]
    # Unoptimised: a program that takes long only then is of no use either.
    host = run(["clang-22", "-O0", *flags, base + ".host"], 120)
    if host is None or host.returncode:
        return None
    expected = run([base + ".host"], 1)
    os.remove(base + ".host")
    if expected is None or expected.returncode:
        os.remove(source)
        return None
    complaints = []
    for level in "-O0", "-O2", "-O3":
        elf = base + level + ".elf"
        built = run([os.path.join(BIN, "sectile-clang"), level, *flags, elf], 300)
        if why := refusal(built):
            complaints.append(f"seed {seed} {level}: {why}")
            continue
        got = run([os.path.join(BIN, "sectile-run"), "--max-instructions",
                   str(INSTRUCTIONS), elf], 300)
        if got is None or got.returncode or got.stdout != expected.stdout:
            complaints.append(f"seed {seed} {level}: expected '{expected.stdout.strip()}', found "
                              + (f"'{got.stdout.strip()}', status {got.returncode} {got.stderr.strip()[-300:]}"
                                 if got else "no end"))
            continue
        os.remove(elf)
    if not complaints:
        os.remove(source)
    return complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    folder = os.path.join(ROOT, "build", "csmith")
    os.makedirs(folder, exist_ok=True)
    passed = failed = 0
    seed = arguments.seed
    print(f"csmith: seed {seed}", flush=True)
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        running = set()
        while passed + failed < arguments.programs:
            while len(running) < min(arguments.jobs, arguments.programs - passed - failed):
                running.add(pool.submit(try_seed, seed, folder))
                seed += 1
            done, running = concurrent.futures.wait(
                running, return_when=concurrent.futures.FIRST_COMPLETED)
            for complaints in (future.result() for future in done):
                if complaints is None:
                    continue
                if complaints:
                    failed += 1
                    print("\n".join(complaints), flush=True)
                else:
                    passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
