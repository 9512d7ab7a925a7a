# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""arrays.py FOLDER: a model of one input, and right and wrong files for it."""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../models/common"))
from tflite import Graph, write_npy

folder = sys.argv[1]
graph = Graph("FLOAT32")
graph.outputs = [graph.unary("RELU", graph.input([2, 6]))]
graph.write(os.path.join(folder, "net.tflite"))
values = [i - 5.5 for i in range(12)]
write_npy(os.path.join(folder, "right.npy"), "FLOAT32", [2, 6], values)
write_npy(os.path.join(folder, "shape.npy"), "FLOAT32", [3, 4], values)
with open(os.path.join(folder, "right.npy"), "rb") as file:
    data = file.read()
with open(os.path.join(folder, "short.npy"), "wb") as file:
    file.write(data[:-1])
with open(os.path.join(folder, "right.raw"), "wb") as file:
    file.write(data[-48:])
