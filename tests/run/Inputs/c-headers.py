# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Compiles each header of the C library by itself, and all of them in two orders.
#
#   c-headers.py INCLUDE-DIRECTORY
import concurrent.futures
import pathlib
import subprocess
import sys

include = pathlib.Path(sys.argv[1])
headers = [p.relative_to(include) for folder in ("", "sys", "arpa", "rpc") for p in sorted((include / folder).glob("*.h"))]
if len(headers) < 80:
    sys.exit(f"{len(headers)} headers in {include}, expected 80 at least")


def compile(job):
    included, command = job
    text = "".join(f"#include <{header}>\n" for header in included)
    done = subprocess.run([*command, "-fsyntax-only", "-"], input=text, text=True, stderr=subprocess.PIPE)
    return f"{' '.join(command)}: {included[0]}: {done.stderr}" if done.returncode else ""


commands = (["sectile-clang", "-x", "c", "-std=c11"], ["sectile-clang++", "-x", "c++"])
# Twice: a header has to stand being included again.
orders = [[h, h] for h in headers] + [headers, headers[::-1]]
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    wrong = [text for text in pool.map(compile, [(o, c) for o in orders for c in commands]) if text]
print("\n".join(wrong))
sys.exit(bool(wrong))
