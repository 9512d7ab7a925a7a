# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""interrupt.py SIGNAL [--input] command...: runs a command that does not end,
and sends it a signal once it has said "ready" on standard output and computed
for a while; or, with --input, once it waits for its standard input. Succeeds if
the signal ends it.
"""
import signal
import subprocess
import sys
import time

number = signal.Signals[sys.argv[1]]
command = sys.argv[2:]
waits = command[0] == "--input"
if waits:
    command = command[1:]
# Workers of lit ignore it, and what they start does too.
signal.signal(number, signal.SIG_DFL)
process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
assert process.stdout.readline() == b"ready\n"


def state():
    """Its letter, and the processor time it has had."""
    with open(f"/proc/{process.pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return fields[0], int(fields[11])


began = state()[1]
asleep = 0
while asleep < 5 if waits else state()[1] < began + 20:
    time.sleep(0.02)
    asleep = asleep + 1 if state()[0] == "S" else 0
process.send_signal(number)
try:
    status = process.wait(timeout=60)
except subprocess.TimeoutExpired:
    process.kill()
    sys.exit("the signal did not end the command")
if status != -number:
    sys.exit(f"status {status}, expected the end by {number.name}")
