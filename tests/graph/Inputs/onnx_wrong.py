# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""ONNX files that are wrong.

  onnx_wrong.py FILE NAME      writes the model of that name
  onnx_wrong.py FILE cache     writes a model of rows that are put behind earlier ones
  onnx_wrong.py FILE example   writes a model that states another shape of its result than is computed
  onnx_wrong.py FILE --each    writes each, runs both tools and prints what they say
  onnx_wrong.py FILE --damage  truncates and changes two models, one quantised, and gives them to both tools
"""
import os
import sys

sys.dont_write_bytecode = True
import onnx_file
import onnx_networks
import onnx_qdq
import refusal


def small(version=17, shape=(1, 4, 6, 6)):
    model = onnx_file.Model(version)
    y = onnx_networks.convolution(model, model.input(list(shape)), 4, 4)
    model.output(y)
    return model


def stated(shape, result):
    """Which result the file says that the convolution of an input has."""
    model = small(shape=shape)
    model.outputs.clear()
    model.output("t0_0", "f32", result)
    return model


def changed(change):
    model = small()
    change(model)
    return model


def unsupported():
    model = onnx_file.Model()
    x = model.input([1, 4, 6, 6])
    y = model.node("Conv", model.node("RandomNormalLike", x), model.constant([4, 4, 3, 3]))
    z = model.node("Conv", x, model.constant([4, 3, 3, 3]))
    w = model.node("Secret\x07", model.node("Relu", x, power=2))
    for name in (y, z, w):
        model.output(name)
    return model


def cycle(model):
    model.nodes[0][0] = (1, "t0_0")


def external(model, location):
    weights = model.initializers[0]
    weights[:] = [f for f in weights if f[0] != 9] + [(13, [(1, "location"), (2, location)]), (14, 1)]


def reshape(values):
    model = onnx_file.Model()
    shape = model.constant([len(values)], values, "i64") if values else model.input([2], "i64")
    model.output(model.node("Reshape", model.input([2, 6]), shape))
    return model


def training(model, operator, *inputs):
    result = model.node(operator, *inputs)
    model.nodes[-1].append((7, "ai.onnx.preview.training"))
    return result


def channels_last(model, x):
    q = [model.constant([], [1.0]), model.constant([], [0], "u8")]
    result = model.node("QLinearGlobalAveragePool", model.input([1, 2, 3, 4], "u8"), *q, *q, channels_last=1)
    model.nodes[-1].append((7, "com.microsoft"))
    return result


def microsoft(operator, *shapes, kinds=(), **attributes):
    """A model of one operator of ONNX Runtime, whose inputs are constants of these shapes but for the first."""
    def build(model, x):
        del x
        kind = lambda n: kinds[n] if n < len(kinds) else "f32"
        inputs = [model.constant(shape, None, kind(n + 1)) for n, shape in enumerate(shapes[1:])]
        result = model.node(operator, model.input(shapes[0], kind(0)), *inputs, **attributes)
        model.nodes[-1].append((7, "com.microsoft"))
        return result
    return finish1(build)


def scan(model, x, count):
    """Scans more inputs than there are."""
    result = model.node("Scan", x, num_scan_inputs=count)
    model.nodes[-1].append((5, [(1, "body"), (6, [(2, "empty")]), (20, 5)]))
    return result


def tree(feature=0, then=1, other=2):
    """A branch and two leaves, of which the first may be a branch back."""
    def node(m, x):
        leaves = {"class_treeids": [0, 0], "class_nodeids": [1, 2], "class_ids": [0, 1], "class_weights": [1.0, 1.0]}
        y = m.node("TreeEnsembleClassifier", x, outputs=2, nodes_treeids=[0, 0, 0], nodes_nodeids=[0, 1, 2],
                   nodes_modes=["BRANCH_LEQ", "LEAF", "LEAF"] if then < 3 else ["BRANCH_LEQ", "BRANCH_LT", "LEAF"],
                   nodes_featureids=[feature, 0, 0], nodes_values=[0.5, 0.0, 0.0],
                   nodes_truenodeids=[min(then, 1), 0, 0], nodes_falsenodeids=[other, 2, 0],
                   classlabels_int64s=[3, 4], **leaves)
        m.nodes[-1].append((7, "ai.onnx.ml"))
        return y[1]
    return finish1(node)


CASES = {
    "absolute-data": lambda: changed(lambda m: external(m, "/etc/passwd")),
    "attribute-type": lambda: changed(lambda m: m.nodes[0].append((5, [(1, "group"), (2, 1.0), (20, 1)]))),
    "axis": lambda: finish1(lambda m, x: m.node("Concat", x, axis=7)),
    "before-7": lambda: finish1(lambda m, x: m.node("Dropout", x), version=6),
    "bias": lambda: changed(lambda m: m.initializers.__setitem__(1, [(1, 3), (2, 1), (8, "c1"), (9, bytes(12))])),
    "blocks": lambda: microsoft("MatMulNBits", [1, 30], [4, 2, 8], [4, 2], kinds=("f32", "u8"), K=30, N=4, bits=4,
                                block_size=15),
    "broadcast": lambda: finish1(lambda m, x: m.node("Add", x, m.constant([5]))),
    "channels-last": lambda: finish1(channels_last),
    "computed-places": lambda: finish1(lambda m, x: m.node("NonZero", x)),
    "computed-regions": lambda: finish1(lambda m, x: m.node("RoiAlign", m.constant([1, 1, 4, 4]), m.input([1, 4]),
                                                            m.constant([1], [0], "i64"))),
    "computed-shape": lambda: reshape(None),
    "cycle": lambda: changed(cycle),
    "data-size": lambda: changed(lambda m: m.initializers[0].__setitem__(-1, (9, bytes(12)))),
    "determinant": lambda: finish1(lambda m, x: m.node("Det", x)),
    "dimension": lambda: small(shape=(1, 4, 0, 6)),
    "domain": lambda: changed(lambda m: m.nodes[0].append((7, "com.example"))),
    "dots": lambda: finish1(lambda m, x: m.node("Einsum", x, equation="...abc->...a")),
    "empty": lambda: finish1(lambda m, x: m.node("GlobalAveragePool", m.constant([1, 0, 3]))),
    "empty-keys": lambda: finish1(lambda m, x: m.node("Attention", *[m.constant([1, n, 1, 1]) for n in (1, 0, 0)]), 23),
    "double": lambda: finish1(lambda m, x: m.node("Erf", m.node("Cast", x, to=11))),
    "dynamic": lambda: small(shape=("batch", 4, 6, 6)),
    "element-type": lambda: finish1(lambda m, x: m.node("SequenceInsert", m.node("SequenceConstruct", x),
                                                        m.node("Cast", x, to=11))),
    "fused-activation": lambda: microsoft("FusedConv", [1, 1, 4, 4], [1, 1, 2, 2], activation="Swoosh"),
    "heads": lambda: microsoft("MultiHeadAttention", [1, 2, 6], [1, 2, 6], [1, 2, 6], num_heads=4),
    "huge": lambda: small(shape=(1 << 20, 4, 1 << 20, 1 << 20)),
    "inputs": lambda: finish1(lambda m, x: m.node("Relu", x, x)),
    "missing-output": lambda: changed(lambda m: m.output("nowhere")),
    "no-output": lambda: changed(lambda m: m.outputs.clear()),
    "nothing": lambda: finish1(lambda m, x: m.node("OptionalGetElement", m.node("Optional"))),
    "optimiser": lambda: finish1(lambda m, x: training(m, "Adam", m.constant([], [0.1]),
                                                        m.constant([], [1], "i64"), x)),
    "outside-data": lambda: changed(lambda m: external(m, "../secret")),
    "pool-of-words": lambda: finish1(lambda m, x: m.node("TfIdfVectorizer", m.node("Cast", x, to=7), mode="TF",
                                                         min_gram_length=1, max_gram_length=1, max_skip_count=0,
                                                         ngram_counts=[0], ngram_indexes=[0], pool_int64s=[1, 2])),
    "random-dropout": lambda: finish1(lambda m, x: m.node("Dropout", x, m.constant([], [0.5]),
                                                          m.constant([], [1], "bool"))),
    "quantised-keys": lambda: microsoft("GroupQueryAttention", [1, 1, 8], [1, 1, 8], [1, 1, 8], [1, 2, 1, 4],
                                        [1, 2, 1, 4], [1], [1], kinds=["f32"] * 5 + ["i32"] * 2, num_heads=2,
                                        kv_num_heads=2, k_quant_type="PER_TENSOR"),
    "rank": lambda: finish1(lambda m, x: m.node("Concat", m.constant([6]), m.constant([]), axis=0)),
    "reshape": lambda: reshape([5, 5]),
    "scales": lambda: finish1(lambda m, x: m.node("QuantizeLinear", x, m.constant([6]), m.constant([], [3], "u8"))),
    "scanned": lambda: finish1(lambda m, x: scan(m, x, 2)),
    "stride": lambda: changed(lambda m: m.nodes[0].append((5, [(1, "strides"), (8, 0), (8, 1), (20, 7)]))),
    "string": lambda: finish1(lambda m, x: m.node("Cast", x, to=8)),
    "tree-column": lambda: tree(feature=6),
    "tree-cycle": lambda: tree(then=3),
    "tree-node": lambda: tree(other=7),
    "twice": lambda: changed(lambda m: m.nodes.append(m.nodes[0])),
    "version": lambda: small(version=99),
    "weights": lambda: changed(lambda m: m.nodes[0].append((5, [(1, "group"), (3, 3), (20, 2)]))),
    "window": lambda: small(shape=(1, 4, 2, 2)),
}


def finish1(build, version=17):
    model = onnx_file.Model(version)
    model.output(build(model, model.input([2, 6])))
    return model


def each(path):
    for name in sorted(CASES):
        CASES[name]().write(path)
        refusal.both_refuse(name, path, os.path.splitext(path)[0] + ".elf")


def damage(path):
    stem = os.path.splitext(path)[0]
    model = onnx_networks.residual()
    model.write(path)
    refusal.damage(path, model.write_inputs(stem), stem + ".out", 40, 3000)
    quantized = onnx_qdq.Graph(True)
    quantized.output(onnx_qdq.network(quantized), 0.5, 100, "u8")
    refusal.damage(path, quantized.write(stem), stem + ".out", 20, 3000)


def cache():
    """Rows behind earlier ones, of which there may be none, and their sums."""
    model = onnx_file.Model(13)
    earlier, new = model.input([1, "earlier", 2]), model.input([1, 2, 2])
    rows = model.node("Concat", earlier, new, axis=1)
    model.output(rows)
    model.output(model.node("ReduceSum", rows, model.constant([1], [1], "i64"), keepdims=0))
    return model


if sys.argv[2] == "cache":
    cache().write(sys.argv[1])
elif sys.argv[2] == "example":
    stated(["batch", 4, 6, 6], [1, 4, 6]).write(sys.argv[1])
elif sys.argv[2] == "--each":
    each(sys.argv[1])
elif sys.argv[2] == "--damage":
    damage(sys.argv[1])
else:
    (unsupported() if sys.argv[2] == "unsupported" else CASES[sys.argv[2]]()).write(sys.argv[1])
