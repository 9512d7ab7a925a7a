# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the scripts of the digits network share: building and running it."""
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
KERNELS = [os.path.join(SOURCE, "kernels", "gemm", f"gemm_{kind}.c") for kind in ("f32", "f16", "bf16")]
SOURCES = [os.path.join(HERE, "digits.c")] + KERNELS


def fail(message):
    sys.exit(f"error: {message}")


class Digits:
    """Another network on the same digits is `name`: its program of `sources`, and NAME-reference."""

    def __init__(self, build, name="digits", sources=SOURCES):
        self.name, self.sources = name, sources
        self.bin = os.path.join(os.path.abspath(build), "bin")
        self.folder = os.path.join(os.path.abspath(build), "models", "digits")
        self.program = os.path.join(self.folder, name + ".elf")
        os.makedirs(self.folder, exist_ok=True)

    def tool(self, name):
        path = os.path.join(self.bin, name)
        if not os.path.exists(path):
            fail(f"{path} not built")
        return path

    def prepare(self):
        """Fetch the digits, compile the program."""
        if subprocess.run([sys.executable, os.path.join(HERE, "fetch"), self.folder]).returncode:
            sys.exit(1)
        compiler = self.tool("sectile-clang")
        # Nothing fuses that does not say so, as in the reference.
        command = [compiler, "-O2", "-ffp-contract=off", "-Wall", "-Wextra"] + self.sources + ["-o", self.program]
        if subprocess.run(command).returncode:
            fail("the training program doesn't compile")

    def arguments(self, options, weights):
        return [f"{name}={value}" for name, value in {"digits": "digits.bin", "weights": weights, **options}.items()]

    def emulate(self, options, weights, quiet=False):
        """Train on the emulator, passing on what it prints; its result and statistics."""
        command = [self.tool("sectile-run"), "--dir", self.folder, "--stats", self.program] + \
            self.arguments(options, weights)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while True:
            piece = os.read(process.stdout.fileno(), 4096)
            if not piece:
                break
            if not quiet:
                sys.stdout.write(piece.decode())
                sys.stdout.flush()
        statistics = process.stderr.read().decode()
        if process.wait():
            fail(f"{' '.join(command)} ended with status {process.returncode}\n{statistics}")
        return statistics

    def reference(self, options, weights):
        """Train on the host; its result."""
        command = [self.tool(self.name + "-reference")] + self.arguments(options, weights)
        result = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if result.returncode:
            fail(f"{' '.join(command)} ended with status {result.returncode}\n{result.stderr}")
        return result.stderr

    def weights(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()


def result(text):
    """The numbers of the line that starts with `result`."""
    line = re.search(r"^result (.*)$", text, re.M)
    if not line:
        fail(f"no result in\n{text}")
    words = line.group(1).split()
    return {name: float(value) for name, value in zip(words[::2], words[1::2])}
