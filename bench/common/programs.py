# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Building and running the benchmark programs, shared by the scripts of bench/."""
import argparse
import glob
import os
import re
import resource
import shutil
import subprocess
import sys

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SOURCE = os.path.dirname(BENCH)
FLOATING = {"nbody", "spectral"}
FLAGS = ["-O2", "-std=c11", "-ffp-contract=off", "-fno-math-errno"]
RISCV = ["--target=riscv64-unknown-elf", "-mabi=lp64d", "-mcmodel=medany"]
EXTENSIONS = "_zba_zbb_zbs"
GENERATED = os.path.join("isa", "include")  # in the build folder


def fail(message):
    sys.exit(f"error: {message}")


def tool(name):
    for candidate in (name + "-22", name):
        path = shutil.which(candidate) or shutil.which(candidate, path="/usr/lib/llvm-22/bin")
        if path:
            return path
    fail(f"{name} not found")


def arguments(description, **extra):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--build", default=os.path.join(SOURCE, "build"), help="build folder (default: build)")
    parser.add_argument("programs", nargs="*", metavar="program", help="names of programs (default: all)")
    return parser


def prepare(build, *targets):
    """Installs what is missing, as ./demo does, then configures and builds the targets."""
    for command in ([os.path.join(SOURCE, "scripts", "setup"), "build", "bench"],
                    ["cmake", "-G", "Ninja", "-S", SOURCE, "-B", build],
                    ["cmake", "--build", build, "-j2", "--target", *targets]):
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if result.returncode:
            fail(f"{' '.join(command)} ended with status {result.returncode}\n{result.stdout[-4000:]}")


def rates(build):
    """{rate of isa/Rates.td: cycles for which such an instruction keeps its unit}"""
    with open(os.path.join(build, GENERATED, "sectile", "rates.h")) as file:
        return {name.lower(): int(cycles)
                for name, cycles in re.findall(r"^#define SECTILE_CYCLES_(\w+) (\d+)", file.read(), re.M)}


def product_ends():
    """Cycles of a matrix product before its first multiply and after its last one (rates.h)."""
    with open(os.path.join(BENCH, "common", "rates.h")) as file:
        text = file.read()
    return [int(re.search(rf"\b{name} = (\d+)", text)[1]) for name in ("FILL", "DRAIN")]


def names(chosen, *folders):
    """The chosen programs, or all, of these folders of bench/ (default: programs)."""
    folders = folders or ("programs",)
    every = [os.path.splitext(os.path.basename(p))[0]
             for f in folders for p in sorted(glob.glob(os.path.join(BENCH, f, "*.c")))]
    for name in chosen:
        if name not in every:
            fail(f"no program {name} in {' or '.join('bench/' + f for f in folders)}, expected one of {' '.join(every)}")
    # integer programs first, floating-point ones after
    return sorted(chosen or every, key=lambda n: (n in FLOATING, is_further(n), n))


def is_further(name):
    """Is it in bench/further, whose programs no figure was tuned with?"""
    return os.path.exists(os.path.join(BENCH, "further", name + ".c"))


def run(command, **options):
    result = subprocess.run(command, capture_output=True, text=True, **options)
    if result.returncode:
        fail(f"{' '.join(command)} ended with status {result.returncode}\n{result.stdout}{result.stderr}")
    return result


class Target:
    """How one target compiles, links, runs and counts."""

    def __init__(self, build, kind):
        self.build = os.path.abspath(build)
        self.kind = kind
        self.folder = os.path.join(self.build, "bench", kind)
        os.makedirs(self.folder, exist_ok=True)
        if kind == "sectile":
            self.compiler = [os.path.join(self.build, "bin", "sectile-clang"), "-I" + os.path.join(SOURCE, "isa")]
            if not os.path.exists(self.compiler[0]):
                fail(f"{self.compiler[0]} not built")
        else:
            self.compiler = [tool("clang")] + RISCV + ["-march=" + kind]

    def compile(self, name, scale=1):
        objects = []
        folder = "further" if is_further(name) else "programs"
        for source in (f"{folder}/{name}.c", "common/main.c", "common/string.c", "common/start.c"):
            stem = os.path.splitext(os.path.basename(source))[0]
            output = os.path.join(self.folder, f"{stem}-{scale}.o")
            flags = FLAGS + [f"-DBENCH_SCALE={scale}"]
            if stem == "string":
                flags = flags + ["-fno-builtin"]
            run(self.compiler + flags + ["-c", os.path.join(BENCH, source), "-o", output])
            objects.append(output)
        self.object = objects[0]
        program = os.path.join(self.folder, f"{name}-{scale}.elf")
        if self.kind == "sectile":
            run(self.compiler + ["-nostdlib"] + objects + ["-o", program])
        else:
            run([tool("ld.lld"), "--no-relax", "-o", program] + objects)
        return program

    def marks(self, program):
        """Addresses of the two markers."""
        found = {}
        for line in run([tool("llvm-nm"), program]).stdout.splitlines():
            fields = line.split()
            if len(fields) == 3:
                found[fields[2]] = int(fields[0], 16)
        return found["bench_begin"], found["bench_end"]

    def command(self, program):
        if self.kind == "sectile":
            return [os.path.join(self.build, "bin", "sectile-run"), program]
        return ["qemu-riscv64", program]

    def count(self, program, profile=None):
        """Runs the program; its output and the instructions between the markers."""
        if self.kind == "sectile":
            result = run([self.command(program)[0], "--count-between", "bench_begin,bench_end", program])
        else:
            begin, end = self.marks(program)
            plugin = os.path.join(self.build, "lib", "libqemu-count.so")
            spec = f"{plugin},begin={begin:#x},end={end:#x}" + (f",profile={profile}" if profile else "")
            result = run(["qemu-riscv64", "-plugin", spec, program])
        found = re.search(r"instructions between .*: (\d+)", result.stderr)
        if not found:
            fail(f"no instruction count from {program}\n{result.stderr}")
        return result.stdout.strip(), int(found.group(1))

    def seconds(self, program):
        """Runs the program; its output and the processor time it took."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        result = run(self.command(program))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return result.stdout.strip(), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def code_size(self, object_file):
        """Bytes of instructions in an object."""
        total = 0
        for line in run([tool("llvm-size"), "-A", object_file]).stdout.splitlines():
            fields = line.split()
            if len(fields) >= 2 and fields[0].startswith(".text"):
                total += int(fields[1])
        return total


def geometric_mean(values):
    product = 1.0
    for value in values:
        product *= value
    return product ** (1.0 / len(values)) if values else float("nan")
