# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the steps of ./check, one after the other, and adds up what they say.

A step is a command. Its tests are counted from the closing lines of lit and
CTest; any other step counts as one test. All steps run, whatever fails, but
for the build: without it nothing else means anything.
"""
import argparse
import concurrent.futures
import json
import os
import random
import re
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(ROOT, "build")
LIT = "/usr/lib/llvm-22/bin/lit"
TIDY_FILES = 8  # of a part


def sources(*suffixes):
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True,
                           capture_output=True, text=True).stdout
    return [n for n in names.split("\0") if n.endswith(suffixes)]


def compiled_sources(folder):
    """The sources of ours that the host's compiler compiles, those of large objects first. Writes
    a compilation database that has each of them once to a folder: some are compiled several times,
    for other processors or widths, and clang-tidy would read them as often."""
    commands = {}
    with open(os.path.join(BUILD, "compile_commands.json")) as file:
        for entry in json.load(file):
            commands.setdefault(os.path.relpath(entry["file"], ROOT), entry)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "compile_commands.json"), "w") as file:
        json.dump(list(commands.values()), file)

    def size(name):
        entry = commands[name]
        object_file = os.path.join(BUILD, re.search(r" -o (\S+)", entry["command"])[1])
        return os.path.getsize(object_file) if os.path.exists(object_file) else 0
    return sorted((name for name in sources(".cpp", ".c") if name in commands), key=size, reverse=True)


def run(command, environment):
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace",
        env={**os.environ, **(environment or {})})


class Check:
    def __init__(self, arguments):
        self.arguments = arguments
        self.steps = []   # (seconds, name)
        self.passed = self.failed = 0
        self.broken = []

    def step(self, name, command, counted=True, environment=None):
        """Runs a command; its output is shown as it comes."""
        print(f"== {name}", flush=True)
        start = time.monotonic()
        process = run(command, environment)
        lines = []
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
        return self.judge(name, time.monotonic() - start, process.wait(), lines, counted)

    def side_by_side(self, steps, environment=None):
        """Runs commands of one process each, one on each of two cores, in their order: (name,
        command), or (name, command, name of an earlier one that must have ended). The output of
        each is shown when it ends."""
        ended = {step[0]: threading.Event() for step in steps}

        def attempt(name, command, after=None):
            if after:
                ended[after].wait()
            try:
                return execute(name, command)
            finally:
                ended[name].set()

        def execute(name, command):
            start = time.monotonic()
            process = run(command, environment)
            lines = process.stdout.readlines()
            return name, time.monotonic() - start, process.wait(), lines

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for done in concurrent.futures.as_completed([pool.submit(attempt, *s) for s in steps]):
                name, seconds, status, lines = done.result()
                print(f"== {name}\n{''.join(lines)}", end="", flush=True)
                self.judge(name, seconds, status, lines)

    def judge(self, name, seconds, status, lines, counted=True):
        """Adds up what a step that has ended says of its tests."""
        passed = failed = None
        for line in lines:
            # lit
            if m := re.match(r"\s*Passed\s*:\s*(\d+)", line):
                passed = (passed or 0) + int(m[1])
            elif m := re.match(r"\s*(Failed|Unresolved|Timed Out|Unexpectedly Passed)\s*:\s*(\d+)", line):
                failed = (failed or 0) + int(m[2])
            # CTest
            elif m := re.match(r"\d+% tests passed, (\d+) tests failed out of (\d+)", line):
                failed = (failed or 0) + int(m[1])
                passed = (passed or 0) + int(m[2]) - int(m[1])
            # Our own scripts
            elif m := re.match(r"(\d+) passed, (\d+) failed", line):
                passed = (passed or 0) + int(m[1])
                failed = (failed or 0) + int(m[2])
        self.steps.append((seconds, name))
        if passed is None and failed is None:
            passed, failed = (1, 0) if status == 0 else (0, 1)
        if status != 0 and not failed:
            failed = 1
        if counted:
            self.passed += passed or 0
            self.failed += failed or 0
        if status != 0 or failed:
            self.broken.append(name)
        print(f"-- {name}: {'ok' if status == 0 and not failed else 'FAILED'}, {seconds:.1f} s", flush=True)
        return status == 0

    def finish(self):
        print("\nslowest steps:")
        for seconds, name in sorted(self.steps, reverse=True)[:10]:
            print(f"  {seconds:7.1f} s  {name}")
        for name in self.broken:
            print(f"failed: {name}")
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def main():
    parser = argparse.ArgumentParser(prog="check")
    level = parser.add_mutually_exclusive_group()
    level.add_argument("--quick", action="store_true", help="the part to run before each commit")
    level.add_argument("--full", action="store_true", help="everything, exhaustively")
    parser.add_argument("--seed", default="77", help="of all that is drawn, or `fresh` (77)")
    parser.add_argument("test", nargs="*", help="only these text tests")
    arguments = parser.parse_args()
    mode = "quick" if arguments.quick else "full" if arguments.full else "default"
    if arguments.seed != "fresh" and not re.fullmatch(r"\d{1,9}", arguments.seed):
        parser.error(f"seed '{arguments.seed}', expected a number below 10^9 or fresh")
    for test in arguments.test:
        if not os.path.exists(test):
            parser.error(f"no test '{test}', expected a file or folder of tests/")
    seed = random.randrange(10**9) if arguments.seed == "fresh" else int(arguments.seed)
    print(f"check: {mode}, seed {seed}", flush=True)
    environment = {"SECTILE_CHECK": mode, "SECTILE_SEED": str(seed)}

    check = Check(arguments)
    built = check.step("configure", ["cmake", "--preset", "release"], counted=False)
    built = built and check.step("build", ["cmake", "--build", BUILD, "-j2"], counted=False)
    if mode != "quick" and not arguments.test:
        # Waves are tested where the models that write them are built.
        built = built and check.step("build the tools with waves",
                                     ["cmake", "--build", BUILD, "-j2", "--target",
                                      "sectile-rtl-fst", "sectile-cosim-fst"], counted=False)
    if not built:
        check.failed += 1
        return check.finish()
    if arguments.test:
        check.step("text tests", [sys.executable, LIT, "-sv", "-j2", *arguments.test],
                   environment=environment)
        return check.finish()

    code = [n for n in sources(".cpp", ".h", ".hpp", ".c") if not n.startswith("tests/")]
    check.step("format", ["clang-format-22", "--dry-run", "--Werror", *code])
    check.step("links of the documents", [sys.executable, "scripts/links.py"])
    lit = [sys.executable, LIT, "-sv", "-j2", "tests"]
    check.step("text tests", lit, environment=environment)
    check.step("unit tests", ["ctest", "--test-dir", BUILD, "-j2", "--output-on-failure",
                              "--timeout", "900"], environment=environment)
    programs = {"quick": 4, "default": 40, "full": 1000}[mode]
    check.step(f"csmith, {programs} programs",
               [sys.executable, "tests/csmith/run.py", "--programs", str(programs),
                "--seed", str(seed)])
    nests = {"quick": 40, "default": 500, "full": 20000}[mode]
    check.step(f"loop nests, {nests}",
               [sys.executable, "tests/nests/run.py", "--nests", str(nests), "--seed", str(seed)])
    loops = {"quick": 96, "default": 1600, "full": 40000}[mode]
    check.step(f"vectorised loops, {loops}",
               [sys.executable, "tests/loops/run.py", "--loops", str(loops), "--seed", str(seed)])
    functions = {"quick": 36, "default": 360, "full": 6000}[mode]
    check.step(f"matrix types and large vectors, {functions} functions",
               [sys.executable, "tests/matrix/run.py", "--functions", str(functions),
                "--seed", str(seed)])
    programs = {"quick": 1, "default": 8, "full": 1000}[mode]
    check.step(f"C extensions, {programs} programs",
               [sys.executable, "tests/extensions/run.py", "--programs", str(programs),
                "--seed", str(seed)])
    modules = {"quick": 2, "default": 10, "full": 500}[mode]
    check.step(f"vectors of odd integers, {modules} modules",
               [sys.executable, "tests/vectors/run.py", "--modules", str(modules),
                "--seed", str(seed)])
    programs = {"quick": 2, "default": 12, "full": 400}[mode]
    check.step(f"calls, {programs} programs",
               [sys.executable, "tests/abi/run.py", "--programs", str(programs), "--seed",
                str(seed if mode == "full" else 1)])
    if mode == "full":
        sanitized = os.path.join(ROOT, "build-fuzz")
        built = check.step("configure with sanitizers", ["cmake", "--preset", "fuzz"], counted=False)
        built = built and check.step("build with sanitizers",
                                     ["cmake", "--build", sanitized, "-j2", "--target", "fuzzers",
                                      "emulator-tests", "support-tests"], counted=False)
        if built:
            for tests in ("emulator-tests", "support-tests"):
                check.step(f"{tests} with sanitizers", [os.path.join(sanitized, "bin", tests)],
                           environment=environment)
            check.step("fuzzers, a minute each",
                       [sys.executable, "tests/fuzz/run", "--seconds", "60", "--seed", str(seed)])
        else:
            check.failed += 1
    check.step("modules of one operation", [sys.executable, "tests/modules/run.py", "--check", mode])
    if mode != "quick":
        # Models are built for them: one for a few of those by hand, seventeen for all.
        few = ["--hand", "--sample", "5", "--programs", "150", "--control", "5", "--no-kernels"]
        faults = ("planted faults", [sys.executable, "cosim/faults/run", "--seed", str(seed),
                                     *([] if mode == "full" else few)])
        # Nine tenths of the time are the path-sensitive analyser's, in proportion to the
        # nodes that it may visit in a function: a tenth of its default, all with --full. With a
        # fiftieth it reports what is not there.
        nodes = [f"-extra-arg={a}" for a in ("-Xclang", "-analyzer-config", "-Xclang", "max-nodes=15000")]
        # What takes long is first, so that both cores end at the same time.
        database = os.path.join(BUILD, "tidy")
        files = compiled_sources(database)
        parts = [files[first:first + TIDY_FILES] for first in range(0, len(files), TIDY_FILES)]
        tidy = [(f"clang-tidy, {len(part)} files, part {number} of {len(parts)}",
                 ["run-clang-tidy-22", "-p", database, "-quiet", "-j1",
                  "-load=" + os.path.join(BUILD, "lib", "libsectile-tidy.so"),
                  "-checks=sectile-own-declarations", *(nodes if mode != "full" else []),
                  *(f"^{re.escape(os.path.join(ROOT, name))}$" for name in part)])
                for number, part in enumerate(parts, 1)]
        readme = ("commands of the README", [sys.executable, "tests/readme/run.py"])
        if mode == "full":
            check.step(*faults)
            check.side_by_side([readme, *tidy], environment=environment)
        else:
            # The model is built by one process, mostly. The README's commands build, too.
            check.side_by_side([faults, tidy[0], (*readme, faults[0]), *tidy[1:]],
                               environment=environment)
    return check.finish()


if __name__ == "__main__":
    sys.exit(main())
