#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""pytorch.py FOLDER: networks that PyTorch exports to ONNX, with what PyTorch computes.

Each is exported in several forms: with all sizes fixed, with sizes left open and weights as Constant nodes, with a
module as a function. Both tools' results are compared bit for bit, and the interpreter's with PyTorch's within 1e-4,
of bf16 within 2 %.
"""
import os
import subprocess
import sys
import warnings

sys.dont_write_bytecode = True
warnings.filterwarnings("ignore")
import torch
from torch import nn

import onnx_file


class Residual(nn.Module):
    def __init__(self, inner, outer, stride):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(inner, outer, 3, stride, 1, bias=False), nn.BatchNorm2d(outer), nn.ReLU(),
                                  nn.Conv2d(outer, outer, 3, 1, 1, bias=False), nn.BatchNorm2d(outer))
        self.short = nn.Sequential(nn.Conv2d(inner, outer, 1, stride, bias=False), nn.BatchNorm2d(outer))

    def forward(self, x):
        return torch.relu(self.body(x) + self.short(x))


class Attention(nn.Module):
    """A transformer's block, after an embedding and before the class."""

    def __init__(self, width=32, heads=4):
        super().__init__()
        self.heads, self.embed = heads, nn.Embedding(50, width)
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.project, self.mix = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.grow, self.shrink = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, tokens):
        x = self.embed(tokens)
        n, length, width = x.shape
        q, k, v = self.project(self.first(x)).view(n, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        scores = (q @ k.transpose(-2, -1)) * (width // self.heads) ** -0.5
        scores = scores.masked_fill(torch.ones(length, length, dtype=torch.bool).triu(1), float("-inf"))
        x = x + self.mix((scores.softmax(-1) @ v).transpose(1, 2).reshape(n, length, width))
        return x + self.shrink(nn.functional.gelu(self.grow(self.second(x))))


class Recurrent(nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.net, self.out = kind(10, 12, num_layers=2, bidirectional=True), nn.Linear(24, 5)

    def forward(self, x):
        return torch.log_softmax(self.out(self.net(x)[0]), -1)


class UNet(nn.Module):
    """Down and up again, with what is skipped."""

    def __init__(self):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 3, 1, 1), nn.LeakyReLU(0.1), nn.MaxPool2d(2))
        self.up = nn.ConvTranspose2d(8, 8, 2, 2)
        self.last = nn.Sequential(nn.Conv2d(9, 4, 3, 1, 1, padding_mode="reflect"), nn.InstanceNorm2d(4),
                                  nn.Hardswish())

    def forward(self, x):
        y = torch.cat([self.up(self.down(x)), x], 1)
        return nn.functional.interpolate(self.last(y), scale_factor=2, mode="bilinear", align_corners=False)


def networks():
    yield "residual", nn.Sequential(nn.Conv2d(3, 8, 7, 2, 3), nn.ReLU6(), nn.MaxPool2d(3, 2, 1), Residual(8, 16, 2),
                                    nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10)), torch.randn(1, 3, 40, 40)
    yield "mobile", nn.Sequential(nn.Conv2d(8, 8, 3, 1, 1, groups=8), nn.SiLU(), nn.Conv2d(8, 24, 1), nn.Hardsigmoid(),
                                  nn.AvgPool2d(2)), torch.randn(2, 8, 20, 20)
    yield "transformer", Attention(), torch.randint(0, 50, (1, 12))
    yield "lstm", Recurrent(nn.LSTM), torch.randn(7, 2, 10)
    yield "gru", Recurrent(nn.GRU), torch.randn(7, 2, 10)
    # Each layer rounds to bf16, in one and the other.
    yield "bfloat", nn.Sequential(nn.Linear(20, 30), nn.ReLU(), nn.Linear(30, 9)).bfloat16(), \
        torch.randn(4, 20).bfloat16()
    yield "unet", UNet(), torch.randn(1, 1, 16, 20)
    yield "speech", nn.Sequential(nn.Conv1d(16, 32, 5, 2, 4, dilation=2), nn.GELU(), nn.BatchNorm1d(32), nn.PReLU(32),
                                  nn.Conv1d(32, 8, 3), nn.Softmax(1)), torch.randn(1, 16, 60)


def constants_as_nodes(path):
    """Weights as Constant nodes, as other exporters write them."""
    with open(path, "rb") as file:
        fields = onnx_file.decode(file.read())
    graph = onnx_file.decode(onnx_file.first(fields, 7))
    nodes = [(1, onnx_file.encode([(2, onnx_file.first(onnx_file.decode(tensor), 8)), (4, "Constant"),
                                   (5, [(1, "value"), (5, tensor), (20, 4)])]))
             for tensor in onnx_file.every(graph, 5)]
    graph = onnx_file.encode(nodes + [f for f in graph if f[0] != 5])
    with open(path, "wb") as file:
        file.write(onnx_file.encode([(k, graph if k == 7 else v) for k, v in fields]))


def exported(network, x, path):
    """Writes each form and gives its name and options."""
    torch.onnx.export(network, x, path, opset_version=14)
    yield "", []
    torch.onnx.export(network, x, path, opset_version=17, input_names=["x"], do_constant_folding=False,
                      dynamic_axes={"x": {d: f"size{d}" for d in range(x.dim()) if d != 1}})
    constants_as_nodes(path)
    yield " with open sizes", ["--input", "x=" + "x".join(map(str, x.shape))]
    if any(isinstance(m, nn.LayerNorm) for m in network.modules()):
        torch.onnx.export(network, x, path, opset_version=15, export_modules_as_functions={nn.LayerNorm})
        yield " with functions", []


def compare(folder, name, options, x, expected):
    """None, or what differs."""
    stem = os.path.join(folder, name)
    number = {torch.int64: 7, torch.float32: 1, torch.bfloat16: 16}[x.dtype]
    data = x.view(torch.int16) if number == 16 else x
    onnx_file.write_npy(stem + "-in.npy", onnx_file.TYPES[number][3], x.shape, data.numpy().tobytes())
    subprocess.run(["sectile-interpret", *options, stem + ".onnx", stem + "-in.npy", stem + "-expected.npy"],
                   check=True)
    subprocess.run(["sectile-model", "-q", *options, stem + ".onnx"], check=True)
    subprocess.run(["sectile-run", "--dir", folder, stem + ".elf", name + "-in.npy", name + "-out.npy"], check=True)
    with open(stem + "-expected.npy", "rb") as a, open(stem + "-out.npy", "rb") as b:
        if a.read() != b.read():
            return "the bits differ"
    _, shape, values = onnx_file.read_npy(stem + "-expected.npy")
    found, expected = torch.tensor(values).view(shape), expected.float()
    relative, absolute = (2e-2, 2e-2) if number == 16 else (1e-4, 1e-5)
    if found.shape != expected.shape or not torch.allclose(found, expected, rtol=relative, atol=absolute):
        return f"PyTorch's is {(found - expected).abs().max()} away"
    return None


def main(folder):
    os.makedirs(folder, exist_ok=True)
    torch.manual_seed(int(os.environ.get("SECTILE_SEED", "1")))
    agree = wrong = 0
    for name, network, x in networks():
        network.eval()
        with torch.no_grad():
            expected = network(x)
        for form, options in exported(network, x, os.path.join(folder, name + ".onnx")):
            problem = compare(folder, name, options, x, expected)
            agree, wrong = agree + (problem is None), wrong + (problem is not None)
            if problem:
                print(f"{name}{form}: {problem}")
    print(f"{agree} agree, {wrong} differ")


main(sys.argv[1])
