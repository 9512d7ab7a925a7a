#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Run every command that README.md quotes, each with its smallest size.

A command of the table of figures, or of the blocks of shell commands, that is not
listed here is a failure: whoever quotes a command says how it is tried. The blocks'
program.c is the README's own example.
"""
import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# What is run for a command: the same with small sizes. A command that would repeat
# what the check has just done, or that downloads, only explains itself.
SMALL = {
    "git clone <this repository> sectile && cd sectile": None,
    "./demo": "./demo",
    "./check": "./check --help",
    "time ./demo --build": "./demo --build",
    "./demo --ablate": "models/digits/ablate --epochs 1 --seeds 1",
    "bench/instructions": "bench/instructions crc",
    "bench/emulator": "bench/emulator --scale 2 --runs 1 crc",
    "bench/gemm": "bench/gemm --sizes 64 --runs 1 --rounds 1 f32",
    "bench/rtl": "bench/rtl --quick crc",
    "bench/loops": "bench/loops relu --counts 64",
    "bench/nests": "bench/nests --sizes 64 --rounds 1 --ways ijk --convolutions stride f32",
    "bench/rows": "bench/rows relu --lengths 4",
    "bench/vector-loops": "bench/vector-loops add even_load find",
    "bench/compile-time": "bench/compile-time --runs 1 crc",
    "bench/kernels": "bench/kernels --quick rows",
    "bench/linpack": "bench/linpack --help",
    "models/public/run --reference": "models/public/run --help",
    "bench/models": "bench/models keyword-spotting",
    "bench/sparse": "bench/sparse --help",
    "./check tests/graph/onnx-nodes.test": "./check --help",
    "models/cnn/run --core": "models/cnn/run --help",
    "build/bin/sectile-model net.tflite -o net.elf": "build/bin/sectile-model --help",
    "build/bin/sectile-run --dir . net.elf x.npy y.npy": "build/bin/sectile-run --help",
    "./check tests/kernels": "./check tests/kernels/gemm/inner-loop.test",
    "cosim/faults/run": "cosim/faults/run --help",
    "rtl/synth/run": "rtl/synth/run --help",
    "build/bin/sectile-campaign --instructions 20000000 --minutes 60 --strict FOLDER":
        "build/bin/sectile-campaign --instructions 20000 --minutes 60 {folder}/campaign",
    "build/bin/sectile-clang -O2 program.c -o program.elf":
        "build/bin/sectile-clang -O2 {folder}/program.c -o {folder}/program.elf",
    "build/bin/sectile-run program.elf": "build/bin/sectile-run {folder}/program.elf",
    "build/bin/sectile-rtl --stats program.elf":
        "build/bin/sectile-rtl --stats {folder}/program.elf",
    "build/bin/sectile-cosim program.elf": "build/bin/sectile-cosim {folder}/program.elf",
    "build/bin/sectile-objdump -d program.elf":
        "build/bin/sectile-objdump -d {folder}/program.elf",
}
# The example is a function; this calls it with what has an exact sum.
MAIN = """
int main(void) {
  static float a[16][20], b[16][20], c[16][16];
  for (int i = 0; i < 16; i++)
    for (int k = 0; k < 20; k++)
      a[i][k] = i + k, b[i][k] = i - k;
  dot_tiles(&c[0][0], &a[0][0], &b[0][0], 20);
  for (int i = 0; i < 16; i++)
    for (int j = 0; j < 16; j++) {
      float sum = 0;
      for (int k = 0; k < 20; k++)
        sum += a[i][k] * b[j][k];
      if (c[i][j] != sum)
        return 1;
    }
  return 0;
}
"""


def commands(text):
    """Those of the blocks of shell commands, of the table, and those in the text."""
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S):
        for line in block.splitlines():
            if command := line.split("  #")[0].split("     ")[0].strip():
                yield command
    table = re.search(r"^\| what \| measured \|.*?(?=\n\n)", text, re.M | re.S)
    for row in table[0].splitlines()[2:]:
        for command in re.findall(r"`([^`]+)`", row.rstrip("| ").rsplit("|", 1)[1]):
            yield command
    yield from re.findall(r"`(\./[^`]+)`", text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--list", action="store_true", help="only print what would run")
    arguments = parser.parse_args()
    with open(os.path.join(ROOT, "README.md")) as file:
        text = file.read()
    found = list(dict.fromkeys(commands(text)))
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "program.c"), "w") as file:
            file.write(re.search(r"^```c\n(.*?)^```", text, re.M | re.S)[1] + MAIN)
        for command in found:
            if command not in SMALL:
                print(f"README.md quotes '{command}', expected one of tests/readme/run.py")
                failed += 1
                continue
            small = SMALL[command]
            if small is None:
                continue
            small = small.format(folder=shlex.quote(folder))
            print(f"{command}: {small}", flush=True)
            if arguments.list:
                continue
            done = subprocess.run(["bash", "-c", small], cwd=ROOT, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode:
                print(f"{done.stdout[-4000:]}\nended with status {done.returncode}")
                failed += 1
            else:
                passed += 1
    for command in sorted(SMALL.keys() - set(found)):
        print(f"tests/readme/run.py has '{command}', which README.md does not quote")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
