# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The quantised network as a TensorFlow Lite model, compiled by sectile-model.

The network's own program calls the kernels of kernels/; sectile-model generates code
from the file alone. Both, and sectile-interpret on the host, must give the same bytes.
"""
import os
import re
import struct
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "common"))
from network import fail
from tflite import Graph, write_npy

SIDE, CLASSES, HELD_BACK = 28, 10, 1000
# Outputs and inputs of each layer, as in cnn.h.
LAYERS = ((16, 5 * 5), (32, 3 * 3 * 16), (CLASSES, 5 * 5 * 32))
ZERO_POINT = -128  # of inputs and activations


def layers(data):
    """Scale of the results, scales of the weights, bias and weights of each layer."""
    offset = 0

    def take(code, count):
        nonlocal offset
        values = struct.unpack_from(f"<{count}{code}", data, offset)
        offset += struct.calcsize(f"<{count}{code}")
        return list(values)

    for outputs, inputs in LAYERS:
        yield take("f", 1)[0], take("f", outputs), take("i", outputs), take("b", outputs * inputs)
    if offset != len(data):
        fail(f"the quantised network has {len(data)} bytes, expected {offset}")


def write_model(data, images, path):
    """The model on `images` digits at once: the outputs of the last layer, and probabilities."""
    (s1, w1, b1, k1), (s2, w2, b2, k2), (s3, w3, b3, k3) = layers(data)
    graph = Graph("INT8")

    def layer(code, x, shape, given, scale, y_shape, zero=ZERO_POINT, **options):
        weight_scales, bias, weights = given
        constants = [graph.tensor(shape, scale=weight_scales, data=weights),
                     graph.tensor([shape[0]], "INT32", data=bias)]
        return graph.operator(code, [x, *constants], graph.tensor(y_shape, scale=scale, zero=zero), **options)

    window = {"padding": "VALID", "stride_h": 2, "stride_w": 2, "dilation_h_factor": 1, "dilation_w_factor": 1,
              "fused_activation_function": "RELU"}
    x = graph.input([images, SIDE, SIDE, 1], scale=1 / 256, zero=ZERO_POINT)
    x = layer("CONV_2D", x, [16, 5, 5, 1], (w1, b1, k1), s1, [images, 12, 12, 16], **window)
    x = layer("CONV_2D", x, [32, 3, 3, 16], (w2, b2, k2), s2, [images, 5, 5, 32], **window)
    x = layer("FULLY_CONNECTED", graph.reshape(x, [images, 800]), [CLASSES, 800], (w3, b3, k3), s3,
              [images, CLASSES], zero=0)
    graph.outputs = [x, graph.softmax(x)]
    graph.write(path)


def read_npy(path):
    with open(path, "rb") as file:
        data = file.read()
    return data[10 + int.from_bytes(data[8:10], "little"):]


class Compiled:
    """The model on a number of digits: its files and how they are run."""

    def __init__(self, network, images):
        self.network, self.images, self.stem = network, images, f"cnn-{images}"
        self.elf = self.stem + ".elf"
        write_model(network.weights("cnn.quantised"), images, self.path(self.stem + ".tflite"))
        with open(self.path("digits.bin"), "rb") as file:
            file.seek(16)
            pixels = file.read(images * SIDE * SIDE)
        write_npy(self.path(self.stem + "-x.npy"), "INT8", [images, SIDE, SIDE, 1], [p - 128 for p in pixels])

    def path(self, name):
        return os.path.join(self.network.folder, name)

    def files(self, kind):
        return [f"{self.stem}-x.npy", f"{self.stem}-{kind}-y.npy", f"{self.stem}-{kind}-p.npy"]

    def compile(self, *options):
        command = [self.network.tool("sectile-model"), "--quiet", *options, self.path(self.stem + ".tflite"), "-o",
                   self.path(self.elf)]
        if subprocess.run(command).returncode:
            fail(f"{' '.join(command)} failed")

    def interpret(self):
        command = [self.network.tool("sectile-interpret"), self.path(self.stem + ".tflite"),
                   *map(self.path, self.files("host"))]
        if subprocess.run(command).returncode:
            fail(f"{' '.join(command)} failed")
        return self.outputs("host")

    def run(self, tool, *options):
        """On the emulator or the core; outputs, and what the tool printed."""
        command = [self.network.tool(tool), *options, "--dir", self.network.folder, self.path(self.elf),
                   *self.files(tool)]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            fail(f"{' '.join(command)} ended with status {run.returncode}\n{run.stderr}")
        return self.outputs(tool), run.stdout + run.stderr

    def outputs(self, kind):
        return [read_npy(self.path(name)) for name in self.files(kind)[1:]]


def accuracy(outputs, labels):
    rows = [struct.unpack_from(f"{CLASSES}b", outputs, CLASSES * i) for i in range(len(labels))]
    return sum(row.index(max(row)) == label for row, label in zip(rows, labels)) / len(labels)


def check(network):
    """Whether the compiled model is right on all digits held back, and one in lockstep on the core."""
    def verdict(what, good):
        print(f"{what}: {'equal, byte for byte' if good else 'DIFFERENT'}", flush=True)
        return good

    every = Compiled(network, HELD_BACK)
    every.compile()
    expected = every.interpret()
    found, _ = every.run("sectile-run")
    with open(every.path("digits.bin"), "rb") as file:
        data = file.read()
    count = int.from_bytes(data[8:12], "little")
    labels = data[16 + count * SIDE * SIDE:][:HELD_BACK]
    print(f"as a .tflite file, compiled by sectile-model: accuracy {100 * accuracy(found[0], labels):.1f} %")
    good = verdict("  emulator and sectile-interpret, outputs and probabilities", found == expected)
    good &= verdict("  compiled model and kernels of kernels/, outputs", found[0] == network.weights("cnn.bytes"))
    one = Compiled(network, 1)
    one.compile("--profile")
    expected = one.interpret()
    found, report = one.run("sectile-cosim", "--quiet")
    agrees = re.search(r"^lockstep: no difference in (\d+) instructions", report, re.M)
    if not agrees:
        fail(report)
    print(re.search(r"^  # operator.*whole network.*?$", report, re.M | re.S)[0])
    print(f"  one digit on the core, twice: lockstep with the emulator, {int(agrees[1]):,} instructions agree")
    return verdict("  core and sectile-interpret", found == expected) and good
