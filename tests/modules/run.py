# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Modules of one operation each (functions.py, specials.py): what riscv64
compiles Sectile must compile, and what can be computed must have the values
that the host computes.

Modules are compiled in batches, with -verify-machineinstrs and a limit of
processor time; what fails alone is compiled for riscv64, and is a failure if
that succeeds. Then functions whose results are defined are linked with a
harness for Sectile and for the host, whose outputs are compared element by
element. A full run takes hours: it says once a minute how far it is, and
--part I/N makes one of N shares of it. Ends with "N passed, M failed"; what
fails is kept in build/modules.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True  # these modules are in the source tree
import functions
import specials

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests"))
from process import limit, stopped

BUILD = os.path.join(ROOT, "build")
PLUGIN = os.path.join(BUILD, "lib", "libLLVMSectile.so")
LLC = "llc-22"
RISCV = ["-mtriple=riscv64", "-target-abi=lp64d",
         "-mattr=+m,+a,+f,+d,+c,+zfh,+zba,+zbb,+zbs"]
SECTILE = [f"-load={PLUGIN}", "-mtriple=sectile"]
HOST = ["-mtriple=x86_64-unknown-linux-gnu", "-relocation-model=pic"]
ROUNDS = 16


def run(command, seconds, **options):
    """The process, and whether it was stopped after these seconds of processor time."""
    process = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             preexec_fn=lambda: limit(seconds), **options)
    return process, stopped(process)


def declarations(text):
    """Of the functions that functions.py lets be called."""
    lines = set()
    for name, result in re.findall(r"call (?:tail )?([^@\n]*?) @callee_(\w+)\(", text):
        lines.add(f"declare {name} @callee_{result}({name}, {name})")
    for result, name in re.findall(r"call ([^@\n]*?) \(ptr, \.\.\.\) @variadic_(\w+)\(", text):
        lines.add(f"declare {result} @variadic_{name}(ptr, ...)")
    return "".join(line + "\n" for line in sorted(lines))


def compile_text(target, level, text, seconds, output=os.devnull):
    """None, or what the compiler says."""
    process, stopped = run([LLC, *target, level, "-verify-machineinstrs", "-disable-symbolication",
                            "-filetype=obj", "-o", output], seconds,
                           input=(declarations(text) + text).encode())
    if stopped:
        return f"does not end within {seconds} s"
    if process.returncode == 0:
        return None
    return process.stderr.decode(errors="replace").strip() or f"status {process.returncode}"


def reason(message):
    """One line that is the same for the same cause."""
    for line in message.splitlines():
        if re.search(r"LLVM ERROR|rror:|ssert|does not end|Bad machine", line):
            return re.sub(r"0x[0-9a-f]+|\bt\d+|%\d+", "#", line)[:120]
    return message.splitlines()[0][:120]


def share(work, part):
    """Of all work the share of one part, (I, N)."""
    return work[part[0] - 1::part[1]]


def progress(results, what, sizes):
    """The results as they come; once a minute a line of how far they are."""
    began = said = time.monotonic()
    done = 0
    for result, size in zip(results, sizes):
        yield result
        done += size
        now = time.monotonic()
        if now - said >= 60:
            said = now
            print(f"{what} {done} of {sum(sizes)}, {now - began:.0f} s", file=sys.stderr, flush=True)


class Module:
    def __init__(self, name, level, sectile, riscv=None):
        self.name, self.level, self.sectile = name, level, sectile
        self.riscv = riscv or sectile


def compile_batch(modules):
    """The (module, message) of those that only Sectile does not compile, and
    those that neither compiles."""
    failed, neither = [], []
    work = [list(modules)]
    while work:
        part = work.pop()
        message = compile_text(SECTILE, part[0].level, "".join(m.sectile for m in part),
                               20 + len(part))
        if message is None:
            continue
        # Functions are compiled in order: those before the one that fails are
        # done.
        found = re.search(r"on function '@(\w+)'", message)
        names = [m.name for m in part]
        if len(part) > 1 and found and found[1] in names:
            index = names.index(found[1])
            if part[index + 1:]:
                work.append(part[index + 1:])
            part = part[index:index + 1]
        if len(part) > 1:
            half = len(part) // 2
            work += [part[:half], part[half:]]
            continue
        if compile_text(RISCV, part[0].level, part[0].riscv, 60) is None:
            failed.append((part[0], message))
        else:
            neither.append(part[0])
    return failed, neither


def choose(table, check, seed, match):
    """The functions to compile: in a full run all of up to 1024 bits, and of
    the larger ones, which take a second rather than ten milliseconds, some."""
    rng = random.Random(seed)
    if match:
        return [f for f in table.functions if re.search(match, f.name)]
    large = [f for f in table.functions if f.size >= 1024]
    if check == "full":
        small = [f for f in table.functions if f.size < 1024]
        return small + rng.sample(large, len(large) // 8)
    by_operation = collections.defaultdict(list)
    for function in table.functions:
        by_operation[function.operation].append(function)
    chosen = [] if check == "quick" else rng.sample([f for f in large if f.size <= 4096], 30)
    limit, count = (512, 1) if check == "quick" else (1024, 2)
    for operation in by_operation.values():
        small = [f for f in operation if f.size < limit]
        chosen += rng.sample(small, min(count, len(small)))
    return list({f.name: f for f in chosen}.values())


def compile_all(chosen, check, seed, jobs, folder, match, part):
    rng = random.Random(seed)
    batches = collections.defaultdict(list)
    for f in chosen:
        level = rng.choice(["-O0", "-O2"])
        if rng.random() < 0.7:
            batches[level].append(Module(f.name, level, f.memory()))
        else:
            batches[level].append(Module(f.name + "_v", level, f.value()))
    work = []
    for level, modules in batches.items():
        rng.shuffle(modules)
        work += [modules[i:i + 48] for i in range(0, len(modules), 48)]
    for i, n in enumerate(specials.MODULES if not match else []):
        levels = ["-O0", "-O2"]
        for level in levels if check != "quick" else [levels[(i + seed) % 2]]:
            work.append([Module(n, level, specials.text(n, "sectile"), specials.text(n, "riscv"))])
    work = share(work, part)
    sizes = [len(w) for w in work]
    count, failures, neither = sum(sizes), 0, []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for failed, none in progress(pool.map(compile_batch, work), "compiled", sizes):
            failures += len(failed)
            neither += none
            for module, message in failed:
                print(f"{module.name} {module.level}: {reason(message)}", flush=True)
                with open(os.path.join(folder, f"{module.name}{module.level}.ll"), "w") as file:
                    file.write(declarations(module.sectile) + module.sectile)
    with open(os.path.join(folder, "neither"), "w") as file:
        file.write("".join(f"{m.name} {m.level}\n" for m in neither))
    good = count - len(neither) - failures
    print(f"compiled {good} modules, {failures} only for riscv64, "
          f"{len(neither)} for neither", flush=True)
    return good, failures


def uncovered(table):
    """LLVM's generic intrinsics that no module has."""
    include = "/usr/lib/llvm-22/include"
    process = subprocess.run(["/usr/lib/llvm-22/bin/llvm-tblgen", "--dump-json", "-I", include,
                              os.path.join(include, "llvm", "IR", "Intrinsics.td")],
                             capture_output=True, check=True)
    names = set()
    for name, record in json.loads(process.stdout).items():
        if isinstance(record, dict) and "Intrinsic" in record.get("!superclasses", []) \
                and not record["TargetPrefix"]:
            names.add(record["LLVMName"] or "llvm." + name[len("int_"):].replace("_", "."))
    called = table.covered | specials.covered()
    return sorted(n for n in names if not re.fullmatch(r"llvm\.(" + specials.EXCLUDED + ")", n)
                  and not any(c == n or c.startswith(n + ".") for c in called))


#-- Values --------------------------------------------------------------------

FRACTION = {"half": 10, "bfloat": 7, "float": 23, "double": 52}


def table_text(batch, seed):
    lines = ["#include <stdint.h>", f"#define SEED {seed}u", f"#define ROUNDS {ROUNDS}"]
    lines += [f"void {f.name}(void *, void *, void *, void *, void *);" for f in batch]
    lines.append("static const struct {\n  void (*function)(void *, void *, void *, void *, void *);\n"
                 "  struct { unsigned short bits, fraction, count; } operand[4];\n"
                 "  unsigned result;\n} table[] = {")
    for f in batch:
        operands = ", ".join(f"{{{t.bits}, {FRACTION.get(t.element, 0)}, {max(t.count, 1)}}}"
                             for t in f.operands)
        lines.append(f"  {{{f.name}, {{{operands}}}, {(f.result.size + 7) // 8}}},")
    return "\n".join(lines) + "\n};\n"


def elements(data, kind):
    bits = int.from_bytes(data, "little")
    return [bits >> i * kind.bits & (1 << kind.bits) - 1 for i in range(max(kind.count, 1))]


def same(a, b, kind, exact):
    if a == b:
        return True
    if not kind.float:
        return False
    fraction, top = FRACTION[kind.element], 1 << (kind.bits - 1)
    infinity = (top >> fraction) - 1 << fraction
    magnitudes = a & top - 1, b & top - 1
    if min(magnitudes) > infinity:
        return True  # two NaNs
    if max(magnitudes) > infinity:
        return False
    if magnitudes == (0, 0):
        return exact != 0  # of either sign
    ordered = [m if not x & top else -m for m, x in zip(magnitudes, (a, b))]
    return isinstance(exact, int) and abs(ordered[0] - ordered[1]) <= exact


def compile_what_can(batch, target, level, output):
    """The functions that LLVM compiles for a target: for the host not all that
    it compiles for others. Whether it must is not asked here."""
    while batch:
        message = compile_text(target, level, "".join(f.memory() for f in batch), 120, output)
        if message is None:
            break
        found = re.search(r"on function '@(\w+)'", message)
        rest = [f for f in batch if found and f.name != found[1]]
        if len(rest) == len(batch) or not found:
            rest = [f for f in batch if compile_text(target, level, f.memory(), 60) is None]
            if len(rest) == len(batch):
                raise RuntimeError(message)
        batch = rest
    return batch


def execute_batch(arguments):
    """The (function, message) of those whose values differ, how many there are,
    and the folder of the batch."""
    batch, number, level, seed, folder = arguments
    base = os.path.join(folder, f"values-{number}")
    os.makedirs(base, exist_ok=True)
    path = lambda name: os.path.join(base, name)
    batch = compile_what_can(batch, SECTILE, level, path("sectile.o"))
    both = compile_what_can(batch, HOST, "-O2", path("host.o"))
    if len(both) != len(batch):
        batch = compile_what_can(both, SECTILE, level, path("sectile.o"))
    if not batch:
        return [], 0, base
    with open(path("table.h"), "w") as file:
        file.write(table_text(batch, seed))
    harness = os.path.join(HERE, "Inputs", "harness.c")
    clang = os.path.join(BUILD, "bin", "sectile-clang")
    emulator = os.path.join(BUILD, "bin", "sectile-run")
    outputs = []
    for link, execute in (
            (["clang-22", "-w", "-O1", "-I", base, harness, os.path.join(HERE, "Inputs", "host.c"),
              path("host.o"), "-lm", "-o", path("host")], [path("host")]),
            ([clang, "-w", "-O1", "-I", base, harness, path("sectile.o"), "-o", path("sectile.elf")],
             [emulator, path("sectile.elf")])):
        for command in link, execute:
            process, _ = run(command, 120)
            if process.returncode:
                text = process.stderr.decode(errors="replace").strip()
                return [(batch[0], f"and others, {os.path.basename(command[0])}: "
                         f"{text[:2000] or process.returncode}")], len(batch), base
        outputs.append(process.stdout)
    complaints, position = [], 0
    for f in batch:
        size = (f.result.size + 7) // 8
        calls = [[o[position + i * size:position + (i + 1) * size] for o in outputs]
                 for i in range(ROUNDS)]
        position += ROUNDS * size
        for call, (want, got) in enumerate(calls):
            wrong = [(i, w, g) for i, (w, g) in enumerate(zip(elements(want, f.result), elements(got, f.result)))
                     if not same(w, g, f.result, f.exact)] if want != got else []
            if wrong:
                i, w, g = wrong[0]
                complaints.append((f, f"{level}, call {call}, element {i}: "
                                   f"expected {w:#x}, found {g:#x}"))
                break
    return complaints, len(batch), base


def execute_all(chosen, check, seed, jobs, folder, part):
    batch_size = 64
    runnable = [f for f in chosen if f.runs and f.result != "void" and f.size <= 4096
                and not any(t.element == "fp128" for t in [*f.operands, f.result])]
    random.Random(seed).shuffle(runnable)
    runnable = runnable[:{"quick": 192, "default": 800, "full": 20000}[check]]
    work = [(runnable[i:i + batch_size], i // batch_size, ["-O2", "-O0"][i // batch_size % 2], seed,
             folder) for i in range(0, len(runnable), batch_size)]
    work = share(work, part)
    failed = count = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for complaints, functions_run, base in progress(
                pool.map(execute_batch, work), "executed", [len(w[0]) for w in work]):
            failed += len(complaints)
            count += functions_run
            for f, message in complaints:
                print(f"{f.name}: {message}", flush=True)
                with open(os.path.join(folder, f.name + ".ll"), "w") as file:
                    file.write(f.memory())
            if not complaints:
                shutil.rmtree(base)
    print(f"executed {count} functions {ROUNDS} times, {failed} differ", flush=True)
    return count - failed, failed


def part_of(text):
    """I/N as (I, N)."""
    match = re.fullmatch(r"(\d+)/(\d+)", text)
    part = tuple(map(int, match.groups())) if match else None
    if not part or not 1 <= part[0] <= part[1]:
        raise argparse.ArgumentTypeError(f"'{text}', expected I/N with I from 1 to N")
    return part


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", choices=["quick", "default", "full"],
                        default=os.environ.get("SECTILE_CHECK", "default"))
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--match", help="only functions whose names match this pattern")
    parser.add_argument("--part", type=part_of, default=(1, 1), metavar="I/N",
                        help="one of N shares of the work, which together are all of it")
    parser.add_argument("--only", choices=["compile", "execute"])
    arguments = parser.parse_args()
    folder = os.path.join(BUILD, "modules")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    table = functions.table()
    print(f"modules: {arguments.check}, seed {arguments.seed}, {len(table.functions)} functions of "
          f"{len({f.operation for f in table.functions})} operations", flush=True)
    chosen = choose(table, arguments.check, arguments.seed, arguments.match)
    passed = failed = 0
    if arguments.check != "quick" and not arguments.match:
        missing = uncovered(table)
        print(f"intrinsics without a module: {' '.join(missing) or 'none'}", flush=True)
        passed, failed = (0, 1) if missing else (1, 0)
    if arguments.only != "execute":
        more, wrong = compile_all(chosen, arguments.check, arguments.seed, arguments.jobs, folder,
                                  arguments.match, arguments.part)
        passed += more
        failed += wrong
    if arguments.only != "compile":
        more, wrong = execute_all(chosen, arguments.check, arguments.seed, arguments.jobs, folder,
                                  arguments.part)
        passed += more
        failed += wrong
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
