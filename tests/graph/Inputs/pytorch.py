#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""pytorch.py FOLDER: networks that PyTorch exports to ONNX, with what PyTorch computes.

Both tools' results are compared bit for bit, and the interpreter's with PyTorch's within 1e-4.
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
    yield "unet", UNet(), torch.randn(1, 1, 16, 20)
    yield "speech", nn.Sequential(nn.Conv1d(16, 32, 5, 2, 4, dilation=2), nn.GELU(), nn.BatchNorm1d(32), nn.PReLU(32),
                                  nn.Conv1d(32, 8, 3), nn.Softmax(1)), torch.randn(1, 16, 60)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    torch.manual_seed(int(os.environ.get("SECTILE_SEED", "1")))
    agree = wrong = 0
    for name, network, x in networks():
        network.eval()
        with torch.no_grad():
            expected = network(x)
        stem = os.path.join(folder, name)
        torch.onnx.export(network, x, stem + ".onnx", opset_version=14)
        kind = "<i8" if x.dtype == torch.int64 else "<f4"
        onnx_file.write_npy(stem + "-in.npy", kind, x.shape, x.numpy().tobytes())
        subprocess.run(["sectile-interpret", stem + ".onnx", stem + "-in.npy", stem + "-expected.npy"], check=True)
        subprocess.run(["sectile-model", "-q", stem + ".onnx"], check=True)
        subprocess.run(["sectile-run", "--dir", folder, stem + ".elf", name + "-in.npy", name + "-out.npy"], check=True)
        with open(stem + "-expected.npy", "rb") as a, open(stem + "-out.npy", "rb") as b:
            same = a.read() == b.read()
        _, shape, values = onnx_file.read_npy(stem + "-expected.npy")
        found = torch.tensor(values).view(shape)
        near = found.shape == expected.shape and torch.allclose(found, expected, rtol=1e-4, atol=1e-5)
        if not same or not near:
            print(f"{name}: {'' if same else 'the bits differ; '}PyTorch's is {(found - expected).abs().max()} away")
        agree, wrong = agree + (same and near), wrong + (not same or not near)
    print(f"{agree} agree, {wrong} differ")


main(sys.argv[1])
