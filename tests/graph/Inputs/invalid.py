# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Models that are wrong in one way.

  invalid.py FILE NAME     writes the model of that name
  invalid.py FILE --each   writes each, runs both tools and prints what they say
"""
import os
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../models/common"))
import refusal
from tflite import CODE, OPTIONS, Graph, write_model


def convolution():
    graph = Graph("FLOAT32")
    graph.outputs = [graph.convolution(graph.input([1, 2, 2, 4]), 4, kernel=(1, 1))]
    return graph


def change(function):
    model = convolution().model()
    function(model, model["subgraphs"][0])
    return model


def unsupported():
    graph = Graph("FLOAT32")
    x = graph.unary("UNIQUE", graph.input([1, 2, 2, 4]))
    y = graph.convolution(x, 4, kernel=(1, 1))
    graph.tensors[graph.operators[-1]["inputs"][1]]["shape"][3] = 2
    graph.buffers[graph.tensors[graph.operators[-1]["inputs"][1]]["buffer"]]["data"] = [0] * 32
    graph.outputs = [graph.unary("CUSTOM", y)]
    model = graph.model()
    model["operator_codes"][2]["custom_code"] = "secret\x07"
    return model


def permutation(model, graph):
    """An index far beyond the dimensions."""
    model["operator_codes"][0] = {"deprecated_builtin_code": 39, "builtin_code": "TRANSPOSE"}
    graph["tensors"].append({"name": "t4", "shape": [4], "type": "INT32", "buffer": len(model["buffers"])})
    model["buffers"].append({"data": list(struct.pack("<4i", 0, 1, 2, 1 << 30))})
    graph["operators"][0].update(inputs=[0, 4])


def become(code, operands, shape, **options):
    """The operator, with constants of i32 beside its input."""
    def change(model, graph):
        model["operator_codes"][0] = {"deprecated_builtin_code": min(CODE[code], 127), "builtin_code": code}
        operator = graph["operators"][0]
        operator["inputs"] = [0]
        for values in operands:
            operator["inputs"].append(len(graph["tensors"]))
            graph["tensors"].append({"name": "c", "shape": [len(values)], "type": "INT32",
                                     "buffer": len(model["buffers"])})
            model["buffers"].append({"data": list(struct.pack(f"<{len(values)}i", *values))})
        del operator["builtin_options"], operator["builtin_options_type"]
        if code in OPTIONS:
            operator.update(builtin_options=options, builtin_options_type=OPTIONS[code])
        graph["tensors"][3]["shape"] = shape
    return change


def calls(condition=None, index=1, loop=False):
    """IF, or WHILE, whose condition is a constant or an input, and whose first subgraph calls itself."""
    g = Graph("FLOAT32")
    x = g.input([2])
    c = g.input([], "BOOL") if condition is None else g.tensor([], "BOOL", data=[condition])
    y = g.same(x, [2])
    operator = {"IF": ([c, x], {"then_subgraph_index": index, "else_subgraph_index": 2}),
                "WHILE": ([x], {"cond_subgraph_index": 1, "body_subgraph_index": 2})}
    code = "WHILE" if loop else "IF"
    inputs, options = operator[code]
    g.outputs = [g.operator(code, inputs, y, **options)]
    tensors = [{"name": n, "shape": s, "type": t, "buffer": b} for n, s, t, b in (
        ("a", [2], "FLOAT32", 0), ("b", [2], "FLOAT32", 0), ("yes", [], "BOOL", len(g.buffers)))]
    g.buffers.append({"data": [1]})
    again = {"opcode_index": 0, "inputs": [2, 0], "outputs": [1], "builtin_options_type": "IfOptions",
             "builtin_options": {"then_subgraph_index": 1, "else_subgraph_index": 1}}
    g.subgraphs = [{"tensors": tensors, "inputs": [0], "outputs": [2 if loop else 1],
                    "operators": [] if loop else [again]},
                   {"tensors": tensors, "inputs": [0], "outputs": [0], "operators": []}]
    return g.model()


def branches():
    """IF whose condition is an input, and whose results have different shapes."""
    model = calls()
    model["subgraphs"][1] = {"tensors": [{"name": "a", "shape": [2], "type": "FLOAT32", "buffer": 0},
                                         {"name": "three", "shape": [3], "type": "FLOAT32",
                                          "buffer": len(model["buffers"])}],
                             "inputs": [0], "outputs": [1], "operators": []}
    model["buffers"].append({"data": [0] * 12})
    return model


def sparse(change):
    """Weights of which a row is there, in a way that does not fit."""
    model = convolution().model()
    graph = model["subgraphs"][0]
    tensor = graph["tensors"][graph["operators"][0]["inputs"][1]]
    levels = [{"format": "DENSE", "dense_size": n} for n in tensor["shape"]]
    levels[0] = {"format": "SPARSE_CSR", "dense_size": 4, "array_segments_type": "Int32Vector",
                 "array_segments": {"values": [0, 1]}, "array_indices_type": "Int32Vector",
                 "array_indices": {"values": [2]}}
    tensor["sparsity"] = {"traversal_order": [0, 1, 2, 3], "block_map": [], "dim_metadata": levels}
    model["buffers"][tensor["buffer"]]["data"] = [0] * 16
    change(tensor["sparsity"], levels[0])
    return model


def stateless():
    """SVDF whose state is an input."""
    g = Graph("FLOAT32")
    operands = [g.input([1, 3]), g.constant([4, 3]), g.constant([4, 2]), -1, g.input([1, 8])]
    g.outputs = [g.operator("SVDF", operands, g.activation([1, 4]), rank=1, fused_activation_function="NONE")]
    return g.model()


def one(code, kind, inputs, result, shape, **options):
    g = Graph(kind)
    g.outputs = [g.operator(code, [g.input(*i) for i in inputs], g.tensor(shape, result), **options)]
    return g.model()


def long_bias():
    g = Graph("INT16")
    g.outputs = [g.fully_connected(g.input([1, 3]), 2)]
    g.buffers[g.tensors[g.operators[0]["inputs"][2]]["buffer"]]["data"] = [0] * 6 + [64, 0] + [0] * 8
    return g.model()


MODELS = {
    "bias-of-64-bits": long_bias,
    "compares-types": lambda: one("LESS", "FLOAT32", [([2],), ([2], "INT32")], "BOOL", [2]),
    "handle": lambda: one("READ_VARIABLE", "FLOAT32", [([2],)], "FLOAT32", [2]),
    "loop": lambda: calls(loop=True),
    "branches": branches,
    "recursion": lambda: calls(1),
    "sparse-levels": lambda: sparse(lambda s, first: s["traversal_order"].__setitem__(0, 1)),
    "sparse-place": lambda: sparse(lambda s, first: first["array_indices"].update(values=[4])),
    "sparse-segments": lambda: sparse(lambda s, first: first["array_segments"].update(values=[0, 2])),
    "sparse-size": lambda: sparse(lambda s, first: first["array_segments"].update(values=[0, 0])),
    "state": stateless,
    "subgraph": lambda: calls(1, 7),
    "where": lambda: one("WHERE", "FLOAT32", [([2], "BOOL")], "INT64", [2, 1]),
}
CASES = {
    "none": lambda m, g: None,
    "bias": lambda m, g: g["tensors"][2].update(shape=[2, 2, 1, 1][:1] + [1]) or m["buffers"][2].update(data=[0] * 8),
    "buffer-size": lambda m, g: m["buffers"][1]["data"].pop(),
    "cycle": lambda m, g: g["operators"][0]["inputs"].__setitem__(0, 3),
    "dimension": lambda m, g: g["tensors"][0].update(shape=[-1, 2, 2, 4]),
    "dynamic-weights": lambda m, g: g["tensors"][1].update(buffer=0),
    "batch": become("BATCH_TO_SPACE_ND", [[2, 2], [0, 0, 0, 0]], [1, 4, 4, 4]),
    "block": become("SPACE_TO_DEPTH", [], [1, 1, 1, 16], block_size=3),
    "broadcast": become("BROADCAST_TO", [[2, 2, 2, 3]], [2, 2, 2, 3]),
    "gather": become("GATHER", [[0, 2]], [1, 2, 2, 4], axis=1),
    "huge": lambda m, g: g["tensors"][0].update(shape=[65536, 65536, 65536, 65536]),
    "mirror": become("MIRROR_PAD", [[0, 0, 2, 0, 0, 0, 0, 0]], [1, 4, 2, 4]),
    "missing-output": lambda m, g: g["tensors"].append({**g["tensors"][3], "name": "t4"}) or g.update(outputs=[4]),
    "no-operator": lambda m, g: g.update(operators=[]),
    "opcode": lambda m, g: g["operators"][0].update(opcode_index=7),
    "output-shape": lambda m, g: g["tensors"][3].update(shape=[1, 2, 2, 3]),
    "permutation": permutation,
    "scale": lambda m, g: g["tensors"][0].update(type="INT8", quantization={"scale": [-1]}),
    "split": become("SPLIT_V", [[1, 1], [3]], [1, 2, 2, 2], num_splits=1),
    "stride": lambda m, g: g["operators"][0]["builtin_options"].update(stride_h=0),
    "subgraphs": lambda m, g: m.update(subgraphs=[]),
    "tensor-index": lambda m, g: g["operators"][0]["inputs"].__setitem__(0, 99),
    "tile": become("TILE", [[1, 1, 0, 1]], [1, 2, 2, 4]),
    "twice": lambda m, g: g["operators"].append(g["operators"][0]),
    "version": lambda m, g: m.update(version=4),
    "zero-point": lambda m, g: g["tensors"][0].update(type="INT8", quantization={"scale": [1], "zero_point": [200]}),
}


def each(path):
    for name in sorted({**CASES, **MODELS}):
        if name == "none":
            continue
        write_model(MODELS[name]() if name in MODELS else change(CASES[name]), path)
        refusal.both_refuse(name, path, os.path.splitext(path)[0] + ".elf")


if sys.argv[2] == "--each":
    each(sys.argv[1])
else:
    write_model(unsupported() if sys.argv[2] == "unsupported" else change(CASES[sys.argv[2]]), sys.argv[1])
