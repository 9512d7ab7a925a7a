# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""shapes.py FOLDER: networks of two shapes and with an open one, and networks that keep states.

Compares what the same network computes in different ways, and prints what agrees.
"""
import filecmp
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../models/common"))
import further
from tflite import Graph, write_npy


def network(kind, batch, size):
    """Operators of many kinds, with weights that do not depend on the shape."""
    g = Graph(kind)
    x = g.input([batch, size, size, 4])
    y = g.convolution(x, 8, stride=(2, 2), activation="RELU")
    y = g.pad(y, [(0, 0), (1, 0), (0, 1), (0, 0)])
    y = g.pool("MAX_POOL_2D", y, (2, 2), (1, 1))
    halves = g.split("SPLIT", y, 3, [[*g.shape(y)[:3], 4]] * 2, num_splits=2)
    y = g.elementwise("ADD", *halves)
    y = g.concatenation([y, halves[0]], 3) if kind == "FLOAT32" else y
    y = g.mean(y, [1, 2])
    channels = g.shape(y)[1]
    # A shape that is computed from the batch.
    shape = g.operator("SHAPE", [x], g.tensor([4], "INT32"), out_type="INT32")
    first = g.operator("STRIDED_SLICE", [shape, *map(g.indices, ([0], [1], [1]))], g.tensor([], "INT32"),
                       shrink_axis_mask=1)
    to = g.operator("PACK", [first, g.tensor([], "INT32", data=[1]), g.tensor([], "INT32", data=[channels])],
                    g.tensor([3], "INT32"), axis=0, values_count=3)
    y = g.operator("RESHAPE", [y, to], g.same(y, [batch, 1, channels]))
    y = g.operator("SQUEEZE", [y], g.same(y, [batch, channels]))
    g.operators[-1].update(builtin_options_type="SqueezeOptions", builtin_options={"squeeze_dims": [1]})
    y = g.operator("RESHAPE", [y, g.indices([-1, channels])], g.same(y, [batch, channels]))
    g.outputs = [g.softmax(g.fully_connected(y, 5))]
    return g


def interpret(*arguments):
    subprocess.run(["sectile-interpret", *arguments], check=True)


def compiled(model, files, *options):
    """What a program writes: the last of the files, which are in the folder."""
    subprocess.run(["sectile-model", "-q", *options, model, "-o", os.path.join(folder, "net.elf")], check=True)
    subprocess.run(["sectile-run", "--dir", folder, os.path.join(folder, "net.elf"), *files], check=True)


def same(what, first, *others):
    agree = all(filecmp.cmp(first, other, shallow=False) for other in others)
    print(what, "agree" if agree else "differ")


def given_shapes(kind):
    name = os.path.join(folder, kind.lower())
    network(kind, 1, 6).write(name + "-small.tflite")
    large = network(kind, 3, 9)
    large.write(name + "-large.tflite")
    x, = large.write_inputs(name + "-")
    # The same with sizes that the file leaves open.
    large.tensors[0].update(shape=[-1, -1, -1, 4], name="image")
    large.write(name + "-open.tflite")
    # The same that states no shape of a result, and one of an input that does not fit.
    large.tensors[0].update(shape=[3, 9, 9, 4], shape_signature=[-1, -1, -1, 4])
    for operator in large.operators:
        for tensor in operator["outputs"]:
            large.tensors[tensor]["shape"] = []
    large.write(name + "-unstated.tflite")
    large.tensors[0]["shape"] = [1, 1, 1, 3]
    large.write(name + "-one.tflite")
    results = [f"{name}-{way}.npy" for way in ("expected", "small", "open", "unstated", "found")]
    interpret(name + "-large.tflite", x, results[0])
    interpret("--input", "t0=3x9x9x4", name + "-small.tflite", x, results[1])
    interpret("--input=image=3x9x9x4", name + "-open.tflite", x, results[2])
    interpret(name + "-unstated.tflite", x, results[3])
    compiled(name + "-small.tflite", map(os.path.basename, (x, results[4])), "--input", "t0=3x9x9x4")
    same("shapes " + kind, *results)


def kept_states(kind):
    """All steps at once, and one after the other."""
    name = os.path.join(folder, "lstm-" + kind.lower())
    for steps in (1, 4):
        g = Graph(kind, "lstm")
        g.outputs = [further.lstm(g, g.input([1, steps, 6], scale=1 / 64), 5)]
        g.write(f"{name}-{steps}.tflite")
    zero = g.tensors[g.outputs[0]].get("quantization", {"zero_point": [0]})["zero_point"][0]
    values = g.numbers(4 * 6)
    path = lambda what: os.path.join(folder, what + ".npy")
    write_npy(path("x"), kind, [1, 4, 6], values)
    write_npy(path("h0"), kind, [1, 5], [zero] * 5)
    write_npy(path("c0"), "FLOAT32" if kind == "FLOAT32" else "INT16", [1, 5], [0] * 5)
    interpret("--state", name + "-4.tflite", *map(path, ("x", "h0", "c0", "y", "h", "c")))
    for step in range(4):
        write_npy(path(f"x{step}"), kind, [1, 1, 6], values[6 * step:6 * step + 6])
        files = [f"{what}{step}.npy" for what in "xhc"] + ["y.npy", f"h{step + 1}.npy", f"c{step + 1}.npy"]
        compiled(name + "-1.tflite", files, "--state")
    same("hidden states " + kind, path("h"), path("h4"))
    same("cells " + kind, path("c"), path("c4"))


folder = sys.argv[1]
for kind in ("FLOAT32", "INT8"):
    given_shapes(kind)
for kind in ("FLOAT32", "INT8", "INT16"):
    kept_states(kind)
