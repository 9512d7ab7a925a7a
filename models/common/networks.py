# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Networks of the shapes that keyword spotting, image classification, person detection
and anomaly detection have on small devices, with random weights."""
from tflite import Graph


def keyword_spotting(kind, rows=49, columns=10, channels=64, blocks=4):
    """Depthwise separable convolutions over a spectrogram."""
    g = Graph(kind, "kws")
    x = g.convolution(g.input([1, rows, columns, 1]), channels, kernel=(10, 4), stride=(2, 2), activation="RELU")
    for _ in range(blocks):
        x = g.convolution(x, channels, depthwise=True, activation="RELU")
        x = g.convolution(x, channels, kernel=(1, 1), activation="RELU")
    s = g.shape(x)
    x = g.pool("AVERAGE_POOL_2D", x, (s[1], s[2]), (s[1], s[2]))
    x = g.fully_connected(g.reshape(x, [1, channels]), 12)
    g.outputs = [g.softmax(x)]
    return g


def image_classification(kind, size=32, stacks=((16, 1), (32, 2), (64, 2))):
    """Residual blocks, each of channels and a stride."""
    g = Graph(kind, "ic")
    x = g.convolution(g.input([1, size, size, 3]), stacks[0][0], activation="RELU")
    for channels, stride in stacks:
        y = g.convolution(x, channels, stride=(stride, stride), activation="RELU")
        y = g.convolution(y, channels)
        if stride > 1:
            x = g.convolution(x, channels, kernel=(1, 1), stride=(stride, stride))
        x = g.elementwise("ADD", x, y, activation="RELU")
    s = g.shape(x)
    x = g.pool("AVERAGE_POOL_2D", x, (s[1], s[2]), (s[1], s[2]))
    g.outputs = [g.softmax(g.fully_connected(g.reshape(x, [1, s[3]]), 10))]
    return g


MOBILENET = ((16, 1), (32, 2), (32, 1), (64, 2), (64, 1), (128, 2), *((128, 1),) * 5, (256, 2), (256, 1))


def person_detection(kind, size=96, blocks=MOBILENET, floats=False):
    """MobileNet with a quarter of its channels; `floats` are at both ends, where an
    integer network has conversions."""
    g = Graph(kind, "vww")
    x = g.input([1, size, size, 3], "FLOAT32" if floats else None)
    if floats and kind == "INT8":
        x = g.convert(x, "INT8", scale=1 / 32)
    x = g.convolution(x, 8, stride=(2, 2), activation="RELU6")
    for channels, stride in blocks:
        x = g.convolution(x, g.shape(x)[3], depthwise=True, stride=(stride, stride), activation="RELU6")
        x = g.convolution(x, channels, kernel=(1, 1), activation="RELU6")
    s = g.shape(x)
    if floats:
        x = g.mean(x, [1, 2])
    else:
        x = g.reshape(g.pool("AVERAGE_POOL_2D", x, (s[1], s[2]), (s[1], s[2])), [1, s[3]])
    x = g.softmax(g.fully_connected(x, 2))
    g.outputs = [g.convert(x, "FLOAT32") if floats and kind == "INT8" else x]
    return g


def anomaly_detection(kind, inputs=640, layers=(128, 128, 128, 128, 8, 128, 128, 128, 128)):
    """A fully connected autoencoder."""
    g = Graph(kind, "ad")
    x = g.input([1, inputs])
    for outputs in layers:
        x = g.fully_connected(x, outputs, activation="RELU")
    g.outputs = [g.fully_connected(x, inputs)]
    return g


NETWORKS = {"keyword-spotting": keyword_spotting, "image-classification": image_classification,
            "person-detection": person_detection, "anomaly-detection": anomaly_detection}
