# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the scripts of the networks share: building, training, comparing, and runs on the core."""
import argparse
import json
import os
import re
import subprocess
import sys
import time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BATCH = 64


def fail(message):
    sys.exit(f"error: {message}")


def parser(description, epochs):
    """The options of every script."""
    result = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    result.add_argument("--build", default=os.path.join(SOURCE, "build"))
    result.add_argument("--epochs", type=int, default=epochs, help=f"{epochs or 'those of each network'} by default")
    result.add_argument("--seed", type=int, default=1)
    return result


class Network:
    """The network of models/NAME/NAME.c with these kernels ("gemm/gemm_bf16"), and NAME-reference."""

    def __init__(self, build, name, kernels, defines=()):
        self.name, self.defines, self.data = name, defines, {"digits": "digits.bin"}
        self.sources = [os.path.join(SOURCE, "models", name, name + ".c")] + \
            [os.path.join(SOURCE, "kernels", kernel + ".c") for kernel in kernels]
        self.bin = os.path.join(os.path.abspath(build), "bin")
        self.folder = os.path.join(os.path.abspath(build), "models", "digits")
        self.program = os.path.join(self.folder, "-".join([name, *defines]).replace("=", "") + ".elf")
        os.makedirs(self.folder, exist_ok=True)

    def tool(self, name):
        path = os.path.join(self.bin, name)
        if not os.path.exists(path):
            fail(f"{path} not built")
        return path

    def prepare(self):
        """Fetch the digits, unless the network takes others, compile the program."""
        fetch = os.path.join(SOURCE, "models", "digits", "fetch")
        if self.data and subprocess.run([sys.executable, fetch, self.folder]).returncode:
            sys.exit(1)
        # Nothing fuses that does not say so, as in the reference.
        command = [self.tool("sectile-clang"), "-O2", "-ffp-contract=off", "-Wall", "-Wextra",
                   *("-D" + define for define in self.defines), *self.sources, "-o", self.program]
        if subprocess.run(command).returncode:
            fail("the program doesn't compile")

    def arguments(self, options, weights):
        return [f"{name}={value}" for name, value in {**self.data, "weights": weights, **options}.items()]

    def emulate(self, options, weights, quiet=False):
        """Train on the emulator, passing on what it prints; that, its result and statistics."""
        command = [self.tool("sectile-run"), "--dir", self.folder, "--stats", self.program] + \
            self.arguments(options, weights)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        printed = []
        while piece := os.read(process.stdout.fileno(), 4096).decode():
            printed.append(piece)
            if not quiet:
                print(piece, end="", flush=True)
        statistics = process.stderr.read().decode()
        if process.wait():
            fail(f"{' '.join(command)} ended with status {process.returncode}\n{statistics}")
        return "".join(printed) + statistics

    def reference(self, options, weights):
        """Train on the host; its result."""
        command = [self.tool(self.name + "-reference")] + self.arguments(options, weights)
        run = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if run.returncode:
            fail(f"{' '.join(command)} ended with status {run.returncode}\n{run.stderr}")
        return run.stderr

    def core(self, options, between="infer_batch,inferred_batch"):
        """Run on the core; the statistics, with the cycles between these functions."""
        command = [self.tool("sectile-rtl"), "--quiet", "--dir", self.folder, "--stats=json", "--between", between,
                   self.program] + self.arguments(options, "unused.weights")
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            fail(f"{' '.join(command)} ended with status {run.returncode}\n{run.stderr}")
        return json.loads(re.search(r"^\{.*^\}", run.stderr + run.stdout, re.S | re.M)[0])

    def weights(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def compare(self, what, found, expected):
        """Whether two files are equal; says so."""
        one, other = self.weights(found), self.weights(expected)
        same = one == other and len(one) > 0
        print(f"reference on the host: all {what} {'equal, bit for bit' if same else 'NOT equal'}", flush=True)
        return same

    def core_batch(self, options, output, expected, size, between="infer_batch,inferred_batch"):
        """Run a batch on the core: its outputs, of `size` bytes a digit in the file that the option `output` names,
        begin those of the file `expected`."""
        found = f"{self.name}-core.outputs"
        statistics = self.core({**options, "epochs": 0, "test": BATCH, output: found}, between)
        one, other = self.weights(found), self.weights(expected)
        good = len(one) == size * BATCH and other[:len(one)] == one
        print(f"on the core: {'outputs of a batch equal, byte for byte' if good else 'outputs DIFFER'}; "
              f"{statistics['between_cycles'] / BATCH:,.0f} cycles an image", flush=True)
        return good


def result(text):
    """The numbers of the line that starts with `result`."""
    line = re.search(r"^result (.*)$", text, re.M)
    if not line:
        fail(f"no result in\n{text}")
    words = line.group(1).split()
    return {name: float(value) for name, value in zip(words[::2], words[1::2])}


def train(network, options, wanted, settings=None, core=True):
    """Train on the emulator and the host: the same weights and outputs, and with all epochs the accuracy `wanted`.
    With options.core a batch runs on the core too. The results, and whether all is good."""
    name = network.name
    settings = {"epochs": options.epochs, "seed": options.seed, **(settings or {})}
    start = time.perf_counter()
    found = result(network.emulate({**settings, "outputs": name + ".outputs"}, name + ".weights"))
    print(f"accuracy {100 * found['accuracy']:.1f} % on the 1,000 held back; "
          + (f"{found['macs']:,.0f} multiply-accumulates an image; " if "macs" in found else "")
          + f"{time.perf_counter() - start:.1f} s", flush=True)
    network.reference({**settings, "outputs": name + "-reference.outputs"}, name + "-reference.weights")
    good = network.compare("weights", name + ".weights", name + "-reference.weights")
    good = network.compare("outputs", name + ".outputs", name + "-reference.outputs") and good
    if options.epochs >= wanted[0] and found["accuracy"] < wanted[1]:
        print(f"accuracy below {100 * wanted[1]:.1f} %")
        good = False
    if core and options.core:
        own = {key: value for key, value in settings.items() if key not in ("epochs", "seed")}
        good = network.core_batch({**own, "start": name + ".weights"}, "outputs", name + "-reference.outputs", 40) and good
    return found, good


def main(description, name, kernels, epochs, wanted):
    """The script of a network: trained, compared, with --core run on the core; `wanted` is the lowest accuracy."""
    arguments = parser(description, epochs)
    arguments.add_argument("--core", action="store_true", help="run a batch on the core as well")
    options = arguments.parse_args()
    network = Network(options.build, name, kernels)
    network.prepare()
    if not train(network, options, (epochs, wanted))[1]:
        sys.exit(1)
