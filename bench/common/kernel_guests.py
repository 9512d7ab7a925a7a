# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The programs of bench/kernel-guests: their cases, and the cycles that one takes on the core.
bench/kernels describes what such a program prints."""
import glob
import json
import os
import re

import programs

GUESTS = os.path.join(programs.BENCH, "kernel-guests")
FAMILIES = sorted(os.path.splitext(os.path.basename(p))[0] for p in glob.glob(os.path.join(GUESTS, "*.c*")))


def compile_guest(build, family):
    """The guest's program: itself, the family's kernels (all .c but tests and demos), and
    those of the families that a line `// Kernels: NAME ...` of the guest names."""
    folder = os.path.join(build, "bench", "kernel-guests")
    os.makedirs(folder, exist_ok=True)
    source = glob.glob(os.path.join(GUESTS, family + ".c*"))[0]
    guest = os.path.join(folder, family + ".elf")
    with open(source) as file:
        others = re.search(r"^// Kernels: (.*)$", file.read(), re.M)
    kernels = [p for f in [family, *(others[1].split() if others else [])]
               for p in sorted(glob.glob(os.path.join(programs.SOURCE, "kernels", f, "*.c")))
               if not re.search(r"(_test|_differences|demo|_reference)\.c$", p)]
    compiler = "sectile-clang++" if source.endswith(".cpp") else "sectile-clang"
    programs.run([os.path.join(build, "bin", compiler), "-O2",
                  "-I" + os.path.join(build, programs.GENERATED), source, *kernels, "-lm", "-o", guest])
    return guest


def cases(build, guest):
    """Number, kernel, shape, bound and target of each case."""
    listed = programs.run([os.path.join(build, "bin", "sectile-run"), guest, "list"]).stdout.splitlines()
    return [(number, *line.split("|")) for number, line in enumerate(listed)]


def cycles(build, guest, number):
    run = programs.run([os.path.join(build, "bin", "sectile-rtl"), "--quiet", "--stats=json", "--between",
                        "bench_begin,bench_end", guest, str(number)])
    return json.loads(re.search(r"\{.*\}", run.stdout + run.stderr, re.S).group(0))["between_cycles"]
