# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""damage.py FOLDER: truncates and changes a model and gives it to both tools."""
import os
import sys

sys.dont_write_bytecode = True
import families
import refusal

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
path = os.path.join(folder, "net.tflite")
graph = families.NETWORKS["keyword-spotting"]("INT8")
graph.write(path)
refusal.damage(path, graph.write_inputs(os.path.join(folder, "in")), os.path.join(folder, "net.mlir"), 30, 4000)
