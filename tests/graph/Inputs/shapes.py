# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""shapes.py FOLDER: networks of two shapes and with an open one, and networks that keep states."""
import os
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


folder = sys.argv[1]
for kind in ("FLOAT32", "INT8"):
    name = os.path.join(folder, kind.lower())
    network(kind, 1, 6).write(name + "-small.tflite")
    large = network(kind, 3, 9)
    large.write(name + "-large.tflite")
    large.write_inputs(name + "-")
    # The same with sizes that the file leaves open.
    large.tensors[0]["shape"] = [-1, -1, -1, 4]
    large.tensors[0]["name"] = "image"
    large.write(name + "-open.tflite")

for kind in ("FLOAT32", "INT8", "INT16"):
    name = os.path.join(folder, "lstm-" + kind.lower())
    for steps in (4, 1):
        g = Graph(kind, "lstm")
        g.outputs = [further.lstm(g, g.input([1, steps, 6], scale=1 / 64), 5)]
        g.write(f"{name}-{steps}.tflite")
        if steps == 4:
            values = g.numbers(4 * 6)
            write_npy(name + "-x.npy", kind, [1, 4, 6], values)
            for step in range(4):
                write_npy(f"{name}-x{step}.npy", kind, [1, 1, 6], values[6 * step:6 * step + 6])
            zero = g.tensors[g.operators[0]["outputs"][0]].get("quantization", {"zero_point": [0]})["zero_point"][0]
            write_npy(name + "-h.npy", kind, [1, 5], [zero] * 5)
            write_npy(name + "-c.npy", "FLOAT32" if kind == "FLOAT32" else "INT16", [1, 5], [0] * 5)
