# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Processes of the tests that draw programs and compare what they do."""
import concurrent.futures
import resource
import signal
import subprocess


def limit(seconds):
    """In a new process: it is stopped after so many seconds of processor time."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def stopped(process):
    return process.returncode in (-signal.SIGXCPU, -signal.SIGKILL)


def run(command, seconds, folder=None):
    """The process that ended, in this working directory, or None if it took longer.

    The seconds are of processor time of one process, so that the verdict does not
    depend on what else runs; one that waits is stopped after twenty times as long."""
    try:
        process = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                                 text=True, errors="replace", timeout=20 * seconds, cwd=folder,
                                 preexec_fn=lambda: limit(seconds))
    except subprocess.TimeoutExpired:
        return None
    return None if stopped(process) else process


def refusal(compiler):
    """Why nothing came of a compiler's run; None if something did."""
    if compiler is None:
        return "does not compile: timed out"
    return f"does not compile: {compiler.stderr.strip()[-400:]}" if compiler.returncode else None


def complaints_of(attempt, work, jobs):
    """What each attempt, so many at a time, complains of: a list, which is printed."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for complaints in pool.map(attempt, work):
            if complaints:
                print("\n".join(dict.fromkeys(complaints)), flush=True)
            yield complaints
