# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""onnx_estimators.py FOLDER: operators of ai.onnx.ml, against plain Python."""
import itertools
import math
import random
import sys

sys.dont_write_bytecode = True
import onnx_file
import onnx_values
from onnx_values import Array, sample

DOMAIN = "ai.onnx.ml"
NAN = math.nan


class Case(onnx_values.Case):
    """Models of the domain, whose results are of several types."""

    def __init__(self):
        super().__init__(17)

    def gives(self, expected, operator, *inputs, tensors=(), **attributes):
        """Each result is an array and its type. Of attributes that are tensors there are name, type and elements."""
        names = self.model.node(operator, *inputs, outputs=len(expected), **attributes)
        node = self.model.nodes[-1]
        node.append((7, DOMAIN))
        for name, kind, values in tensors:
            node.append((5, [(1, name), (5, [(1, len(values)), (2, onnx_file.NUMBERS[kind]),
                                             (9, onnx_file.pack(kind, values))]), (20, 4)]))
        for name, (array, kind) in zip([names] if len(expected) == 1 else names, expected, strict=True):
            if array:
                self.model.output(name, kind, array.shape)
                self.expected.append(array)

    def rows(self, rows, columns, kind="f32"):
        x = sample([rows, columns], kind=kind)
        return x, self.input(x, kind)


def rows_of(x):
    return [x.values[i:i + x.shape[1]] for i in range(0, len(x.values), x.shape[1])]


def matrix(rows, width=None):
    rows = list(rows)
    return Array([len(rows), width or len(rows[0])], [v for row in rows for v in row])


def logistic(v):
    return 1 / (1 + math.exp(-v))


def softmax(row):
    powers = [math.exp(v - max(row)) for v in row]
    return [p / sum(powers) for p in powers]


def softmax_zero(row):
    """As softmax, but what is 0 remains so."""
    powers = [math.exp(v - max(row)) if abs(v) > 1e-7 else v * math.exp(-max(row)) for v in row]
    return [p / sum(powers) if sum(powers) else 0.5 for p in powers]


def probit(p):
    """The approximation of ONNX's reference."""
    x = 2 * p - 1
    log = math.log((1 - x) * (1 + x))
    a, b = 2 / (math.pi * 0.147) + log / 2, log / 0.147
    return math.copysign(math.sqrt(math.sqrt(a * a - b) - a), x) * 1.41421356


TRANSFORMS = {"NONE": list, "SOFTMAX": softmax, "SOFTMAX_ZERO": softmax_zero,
              "LOGISTIC": lambda row: [logistic(v) for v in row], "PROBIT": lambda row: [probit(v) for v in row]}


def numbers(seed, count, low=-64, high=64):
    draw = random.Random(seed)
    return [draw.randrange(low, high + 1) / 64 for _ in range(count)]


def preparation():
    case = Case()
    for kind in ("f32", "i64", "i32", "f64"):
        x = sample([4, 3], kind="f32" if kind == "f64" else kind)
        name = case.input(x, kind)
        offset, scale = [0.5, -1.25, 2.0], [2.0, 0.5, -3.0]
        case.gives([(matrix([(v - o) * s for v, o, s in zip(row, offset, scale)] for row in rows_of(x)), "f32")],
                   "Scaler", name, offset=offset, scale=scale)
    x = Array([3, 4], [1, -3, 2, 0.5, 0, 0, 0, 0, -1, -2, -4, -0.5])
    name = case.input(x)
    norms = {"MAX": max, "L1": lambda row: sum(map(abs, row)), "L2": lambda row: math.hypot(*row)}
    for norm, of in norms.items():
        case.gives([(matrix([v / of(row) if of(row) else v for v in row] for row in rows_of(x)), "f32")],
                   "Normalizer", name, norm=norm)
    case.gives([(Array([3, 4], [float(v > 0.25) for v in x.values]), "f32")], "Binarizer", name, threshold=0.25)
    lost = Array([2, 3], [1, NAN, 3, NAN, 5, NAN])
    case.gives([(Array([2, 3], [1, 20, 3, 10, 5, 30]), "f32")], "Imputer", case.input(lost),
               imputed_value_floats=[10.0, 20.0, 30.0], replaced_value_float=NAN)
    whole = Array([2, 3], [1, 7, 3, 7, 5, 6])
    counts = case.input(whole, "i64")
    case.gives([(Array([2, 3], [1, -1, 3, -1, 5, 6]), "i64")], "Imputer", counts, imputed_value_int64s=[-1],
               replaced_value_int64=7)
    case.gives([(Array([3, 2], [v for row in rows_of(x) for v in (row[3], row[1])]), "f32")],
               "ArrayFeatureExtractor", name, case.integers(3, 1))
    case.gives([(matrix([*row[:2], *row, 0.0] for row in rows_of(x)), "f32")], "FeatureVectorizer", name, name,
               inputdimensions=[2, 5])
    case.gives([(Array([2, 3, 2], [float(v == c) for v in whole.values for c in (7, 3)]), "f32")], "OneHotEncoder",
               counts, cats_int64s=[7, 3], zeros=1)
    case.gives([(Array([2, 3], [{7: 0.5, 3: 2.5}.get(v, -4.0) for v in whole.values]), "f32")], "LabelEncoder",
               counts, keys_int64s=[7, 3, 7], values_floats=[0.5, 2.5, 9.0], default_float=-4.0)
    case.gives([(Array([3, 4], [{0.5: 3, -4: 8}.get(v, -1) for v in x.values]), "i64")], "LabelEncoder", name,
               keys_floats=[0.5, -4.0], values_int64s=[3, 8])
    case.gives([(Array([2, 3], [2 if v == 7 else 1 for v in whole.values]), "i64")], "LabelEncoder", counts,
               tensors=[("keys_tensor", "i64", [7]), ("values_tensor", "i64", [2]), ("default_tensor", "i64", [1])])
    case.gives([(x, "f32")], "ZipMap", name, classlabels_strings=["a", "b", "c", "d"])
    return case


def linear():
    case = Case()
    x, name = case.rows(5, 4)
    weights, start = numbers(1, 12), numbers(2, 3)
    scores = [[sum(map(math.prod, zip(row, weights[4 * k:4 * k + 4]))) + start[k] for k in range(3)]
              for row in rows_of(x)]
    best = [max(range(3), key=lambda k: row[k]) for row in scores]
    common = {"coefficients": weights, "intercepts": start}
    for transform in ("NONE", "SOFTMAX", "SOFTMAX_ZERO", "LOGISTIC"):
        results = matrix(map(TRANSFORMS[transform], scores))
        case.gives([(results, "f32")], "LinearRegressor", name, targets=3, post_transform=transform, **common)
        case.gives([(Array([5], [(4, 2, 9)[k] for k in best]), "i64"), (results, "f32")], "LinearClassifier", name,
                   classlabels_ints=[4, 2, 9], post_transform=transform, **common)
    # Labels that are strings are their numbers.
    case.gives([(Array([5], best), "i64"), (None, "f32")], "LinearClassifier", name,
               classlabels_strings=["red", "green", "blue"], **common)
    # Of two classes, the scores of the second.
    one = [row[0] for row in scores]
    second = Array([5], [7 if s > 0 else 3 for s in one])
    for transform, both in (("NONE", lambda s: (1 - s, s)), ("LOGISTIC", lambda s: (logistic(-s), logistic(s)))):
        case.gives([(second, "i64"), (matrix(map(both, one)), "f32")], "LinearClassifier", name,
                   coefficients=weights[:4], intercepts=start[:1], classlabels_ints=[3, 7], post_transform=transform)
    # A vector is one row; probabilities become deviations.
    few = Array([4], x.values[:4])
    part = case.input(few)
    small = [w / 8 for w in weights[:8]]
    case.gives([(Array([1, 2], [probit(0.5 + sum(map(math.prod, zip(few.values, small[4 * k:4 * k + 4]))))
                                for k in range(2)]), "f32")],
               "LinearRegressor", part, targets=2, coefficients=small, intercepts=[0.5, 0.5], post_transform="PROBIT")
    return case


MODES = {"BRANCH_LEQ": float.__le__, "BRANCH_LT": float.__lt__, "BRANCH_GTE": float.__ge__, "BRANCH_GT": float.__gt__,
         "BRANCH_EQ": float.__eq__, "BRANCH_NEQ": float.__ne__}


class Forest:
    """Random trees of a depth, of which a few branches are shorter."""

    def __init__(self, seed, trees, depth, columns, modes=("BRANCH_LEQ",)):
        self.draw = random.Random(seed)
        self.nodes = []  # tree, number, mode, column, value, then, else, whether NaN is then
        self.leaves = []
        self.columns, self.modes, self.depth = columns, modes, depth
        self.count = 0
        for tree in range(trees):
            self.count = 0
            self.build(tree, depth)

    def build(self, tree, depth):
        number, self.count = self.count, self.count + 1
        at = len(self.nodes)
        self.nodes.append(None)
        if depth == 0 or (depth < self.depth and self.draw.random() < 0.2):
            self.nodes[at] = (tree, number, "LEAF", 0, 0.0, 0, 0, 0)
            self.leaves.append((tree, number))
        else:
            kind = (self.draw.choice(self.modes), self.draw.randrange(self.columns), self.draw.choice([-0.5, 0.0, 0.25]))
            then, other = self.build(tree, depth - 1), self.build(tree, depth - 1)
            self.nodes[at] = (tree, number, *kind, then, other, self.draw.randrange(2))
        return number

    def attributes(self):
        names = ("treeids", "nodeids", "modes", "featureids", "values", "truenodeids", "falsenodeids",
                 "missing_value_tracks_true")
        return {"nodes_" + name: list(column) for name, column in zip(names, zip(*self.nodes))}

    def reached(self, row):
        """The leaf of each tree."""
        places = {(node[0], node[1]): node for node in self.nodes}
        for tree in sorted({node[0] for node in self.nodes}):
            node = places[tree, 0]
            while node[2] != "LEAF":
                value = float(row[node[3]])
                follows = node[7] if value != value else MODES[node[2]](value, node[4])
                node = places[tree, node[5 if follows else 6]]
            yield node[0], node[1]


def given(leaves, results, weights, kind):
    """Attributes: for each leaf a weight of each result."""
    every = [(leaf, result) for leaf in leaves for result in range(results)]
    return {kind + "_treeids": [leaf[0] for leaf, _ in every], kind + "_nodeids": [leaf[1] for leaf, _ in every],
            kind + "_ids": [result for _, result in every],
            kind + "_weights": [weights[leaf][result] for leaf, result in every]}


def trees():
    case = Case()
    forest = Forest(1, 5, 4, 3, tuple(MODES))
    draw = random.Random(2)
    x = Array([12, 3], [draw.choice([-0.5, 0.0, 0.25, 1.0, NAN, -2.0]) for _ in range(36)])
    name = case.input(x)
    weights = {leaf: numbers(str(leaf), 2) for leaf in forest.leaves}
    aggregates = {"SUM": sum, "AVERAGE": lambda v: sum(v) / 5, "MIN": min, "MAX": max}
    for aggregate, of in aggregates.items():
        results = [[of([weights[leaf][k] for leaf in forest.reached(row)]) + (0.5, -2.0)[k] for k in range(2)]
                   for row in rows_of(x)]
        for transform in ("NONE", "SOFTMAX") if aggregate == "SUM" else ("NONE",):
            case.gives([(matrix(map(TRANSFORMS[transform], results)), "f32")], "TreeEnsembleRegressor", name, n_targets=2,
                       base_values=[0.5, -2.0], aggregate_function=aggregate, post_transform=transform,
                       **forest.attributes(), **given(forest.leaves, 2, weights, "target"))

    # A branch by integers and by f64 as by f32.
    simple = Forest(3, 4, 3, 3)
    for kind in ("i64", "f64"):
        y = sample([6, 3], kind="f32" if kind == "f64" else kind)
        weights = {leaf: numbers(str(leaf), 3) for leaf in simple.leaves}
        sums = [[sum(weights[leaf][k] for leaf in simple.reached(row)) for k in range(3)] for row in rows_of(y)]
        labels = Array([6], [(5, 6, 8)[max(range(3), key=lambda k: row[k])] for row in sums])
        case.gives([(labels, "i64"), (matrix(map(softmax, sums)), "f32")], "TreeEnsembleClassifier", case.input(y, kind),
                   classlabels_int64s=[5, 6, 8], post_transform="SOFTMAX", **simple.attributes(),
                   **given(simple.leaves, 3, weights, "class"))

    # Weights of one of two classes: probabilities, if none is negative, or the side of a border.
    y, other = case.rows(6, 3)
    for low, limit, transform, both in ((0, 0.5, "NONE", lambda s: (1 - s, s)), (-64, 0, "NONE", lambda s: (-s, s)),
                                        (-64, 0, "LOGISTIC", lambda s: (logistic(-s), logistic(s)))):
        weights = {leaf: numbers(str(leaf), 1, low, 32) for leaf in simple.leaves}
        sums = [sum(weights[leaf][0] for leaf in simple.reached(row)) for row in rows_of(y)]
        case.gives([(Array([6], [7 if s > limit else 3 for s in sums]), "i64"), (matrix(map(both, sums)), "f32")],
                   "TreeEnsembleClassifier", other, classlabels_int64s=[3, 7], post_transform=transform,
                   **simple.attributes(), **given(simple.leaves, 1, weights, "class"))
    return case


def sets():
    """Version 5: a node asks whether a value is one of a set, its leaves are in a list of their own."""
    case = Case()
    x = Array([6, 2], [1, 0.5, 3, 0.5, 2, 0.5, 1, -1, 3, -1, 2, -1])
    leaves = [(0, 1.0), (1, 2.0), (0, 4.0)]

    def of(row):
        return leaves[0] if row[0] in (1, 3) else leaves[1] if row[1] <= 0 else leaves[2]
    case.gives([(matrix([v if k == target else 0.0 for k in range(2)] for target, v in map(of, rows_of(x))), "f32")],
               "TreeEnsemble", case.input(x), n_targets=2, aggregate_function=1, tree_roots=[0], nodes_featureids=[0, 1],
               nodes_truenodeids=[0, 1], nodes_falsenodeids=[1, 2], nodes_trueleafs=[1, 1], nodes_falseleafs=[0, 1],
               leaf_targetids=[target for target, _ in leaves],
               tensors=[("nodes_modes", "u8", [6, 0]), ("nodes_splits", "f32", [0, 0]),
                        ("membership_values", "f32", [1, 3, NAN]), ("leaf_weights", "f32", [v for _, v in leaves])])
    return case


def kernel(name, gamma, start, degree):
    dot = lambda a, b: sum(map(math.prod, zip(a, b)))
    return {"LINEAR": dot, "POLY": lambda a, b: (gamma * dot(a, b) + start)**degree,
            "SIGMOID": lambda a, b: math.tanh(gamma * dot(a, b) + start),
            "RBF": lambda a, b: math.exp(-gamma * math.dist(a, b)**2)}[name]


def coupled(pairs, classes):
    """Probabilities of classes, of which each pair states how probable its first is: those that minimise the sum of
    squares of what the two of each pair contradict it, by many small steps downhill."""
    p = [1 / classes] * classes
    each = [(i, j, pairs[i, j]) for i, j in itertools.combinations(range(classes), 2)]
    for _ in range(20000):
        slope = [0.0] * classes
        for i, j, r in each:
            error = (1 - r) * p[i] - r * p[j]
            slope[i] += error * (1 - r)
            slope[j] -= error * r
        mean = sum(slope) / classes
        p = [v - 0.1 * (s - mean) for v, s in zip(p, slope)]
    return p


def vectors():
    case = Case()
    x, name = case.rows(5, 3)
    parameters = [0.25, 0.5, 2.0]
    support = [numbers(k, 3) for k in range(6)]
    flat = [v for row in support for v in row]
    weights = numbers("weights", 6)
    for kind in ("LINEAR", "POLY", "RBF", "SIGMOID"):
        k = kernel(kind, *parameters)
        sums = [sum(w * k(row, v) for w, v in zip(weights, support)) - 0.125 for row in rows_of(x)]
        common = {"kernel_type": kind, "kernel_params": parameters, "support_vectors": flat}
        case.gives([(matrix([[s] for s in sums]), "f32")], "SVMRegressor", name, coefficients=weights, rho=[-0.125],
                   n_supports=6, **common)
        case.gives([(matrix([[1.0 if s > 0 else -1.0] for s in sums]), "f32")], "SVMRegressor", name, one_class=1,
                   coefficients=weights, rho=[-0.125], n_supports=6, **common)

        # Classes of 2, 3 and 1 vectors, each two with sums of their own.
        first, both = [0, 2, 5, 6], numbers(kind, 12)
        rho, a, b = [0.25, -0.5, 0.125], [-1.5, -0.5, -2.0], [0.25, 0.0, -0.5]
        labels, scores, chances = [], [], []
        for row in rows_of(x):
            votes, values, probable = [0, 0, 0], [], {}
            for n, (i, j) in enumerate(itertools.combinations(range(3), 2)):
                s = rho[n] + sum(both[(j - 1) * 6 + v] * k(row, support[v]) for v in range(first[i], first[i + 1])) + \
                    sum(both[i * 6 + v] * k(row, support[v]) for v in range(first[j], first[j + 1]))
                votes[i if s > 0 else j] += 1
                values.append(s)
                probable[i, j] = 1 - logistic(s * a[n] + b[n])
            labels.append((4, 2, 9)[votes.index(max(votes))])
            scores.append(values)
            chances.append(coupled(probable, 3))
        common |= {"coefficients": both, "rho": rho, "vectors_per_class": [2, 3, 1], "classlabels_ints": [4, 2, 9]}
        case.gives([(Array([5], labels), "i64"), (matrix(scores), "f32")], "SVMClassifier", name, **common)
        # The machine ends its steps when none is larger than a 600th.
        node = case.model.node("SVMClassifier", name, outputs=2, prob_a=a, prob_b=b, **common)
        case.model.nodes[-1].append((7, DOMAIN))
        near = case.model.node("Less", case.model.node("Abs", case.model.node(
            "Sub", node[1], case.constant(matrix(chances)))), case.constant(Array([], [0.01])))
        case.model.output(near, "bool", [5, 3])
        case.expected.append(Array([5, 3], [True] * 15))
    return case


CASES = {"linear": linear, "preparation": preparation, "sets": sets, "trees": trees, "vectors": vectors}


if __name__ == "__main__":
    sys.exit(onnx_values.main(sys.argv[1], CASES))
