# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""array.py write FILE SHAPE VALUE...: an array of f32; array.py print FILE...: shapes and elements."""
import math
import struct
import sys

sys.dont_write_bytecode = True
import onnx_file

if sys.argv[1] == "write":
    shape, values = [int(d) for d in sys.argv[3].split("x")], [float(v) for v in sys.argv[4:]]
    values = values or [float(v) for v in range(math.prod(shape))]
    onnx_file.write_npy(sys.argv[2], "<f4", shape, struct.pack(f"<{len(values)}f", *values))
else:
    for path in sys.argv[2:]:
        _, shape, values = onnx_file.read_npy(path)
        print("x".join(map(str, shape)) + ":", *values)
