# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compiles the headers of the C++ library with those of C, under every standard.

    cxx-headers.py <libc++'s headers> <folder for files> <compiler>

Always: all of C before all of C++ and the other way round. In full checks also
each header of C++ alone, and behind each header of C.
"""
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

folder, work, compiler = sys.argv[1:]
full = os.environ.get("SECTILE_CHECK") == "full"
standards = ["98", "11", "14", "17", "20", "23", "26"]
c = ["assert", "complex", "ctype", "errno", "fenv", "float", "inttypes", "iso646",
     "limits", "locale", "math", "setjmp", "signal", "stdalign", "stdarg", "stdbool",
     "stddef", "stdint", "stdio", "stdlib", "string", "tgmath", "time", "uchar",
     "wchar", "wctype", "strings", "unistd", "sys/types", "sys/stat", "sys/time"]
c = [name + ".h" for name in c]
cxx = sorted(name for name in os.listdir(folder)
             if "." not in name and not name.startswith("__")
             and os.path.isfile(os.path.join(folder, name)))
assert len(cxx) > 90, folder
# It is C11's, and says so in C++ before C++23.
skip = lambda name, standard: name == "stdatomic.h" and int(standard) < 23


def compiles(job):
    standard, headers = job
    source = os.path.join(work, f"{os.getpid()}-{abs(hash(job))}.cpp")
    with open(source, "w") as f:
        f.writelines(f"#include <{h}>\n" for h in headers)
        f.write("int main() { return 0; }\n")
    run = subprocess.run([compiler, "-std=c++" + standard, "-Wall", "-Wextra", "-Werror",
                          "-Wno-deprecated", "-Wno-#warnings", "-Wno-comment",
                          "-fsyntax-only", source], capture_output=True, text=True)
    os.remove(source)
    if run.returncode:
        error = next((l for l in run.stderr.splitlines() if "error" in l), run.stderr)
        print(f"c++{standard} {' '.join(headers[:3])}...: {error}")
    return run.returncode == 0


jobs = []
for s in standards:
    jobs.append((s, tuple(c + cxx)))
    jobs.append((s, tuple(cxx + c)))
    if full:
        jobs += [(s, (h,)) for h in cxx]
        jobs += [(s, (h,) + tuple(cxx)) for h in c]
with ThreadPoolExecutor(os.cpu_count()) as pool:
    results = list(pool.map(compiles, jobs))
print(f"compiled: {len(jobs)}")
print(f"failed: {results.count(False)}")
