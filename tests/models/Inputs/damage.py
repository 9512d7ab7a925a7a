# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes damaged copies of the checkpoints and the tokenizer in a folder."""
import os
import struct
import sys

folder = sys.argv[1]


def read(name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def write(name, data):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)


def changed(data, offset, word):
    return data[:offset] + struct.pack("<I", word & 0xffffffff) + data[offset + 4:]


f32, i8 = read("f32.bin"), read("i8.bin")
write("short.bin", f32[:1000])
write("long.bin", f32 + b"abc")
write("heads.bin", changed(f32, 12, 3))
write("layers.bin", changed(f32, 8, -1))
write("nan.bin", changed(f32, 2048, 0x7fc00000))
write("version.bin", changed(i8, 4, 3))
write("group.bin", changed(i8, 37, 24))
write("token.bin", changed(read("tokenizer.bin"), 8, -1))
