# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Processes of the tests that draw programs and compare what they do."""
import subprocess


def run(command, timeout, folder=None):
    """The process that ended, in this working directory, or None if it took too long."""
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, errors="replace", timeout=timeout, cwd=folder)
    except subprocess.TimeoutExpired:
        return None


def refusal(compiler):
    """Why nothing came of a compiler's run; None if something did."""
    if compiler is None:
        return "does not compile: timed out"
    return f"does not compile: {compiler.stderr.strip()[-400:]}" if compiler.returncode else None
