"""Makes digits-pytorch.onnx: a small CNN trained with PyTorch on the 60,000 MNIST digits, as torch.onnx exports it.

python3 -m venv venv && venv/bin/pip install torch onnx onnxscript && venv/bin/python digits-pytorch.py MNIST_FOLDER
"""

import gzip
import pathlib
import sys

import numpy as np
import onnx
import torch
from torch import nn

folder = pathlib.Path(sys.argv[1])


def read(name, offset):
    return np.frombuffer(gzip.decompress((folder / f"{name}.gz").read_bytes()), np.uint8, offset=offset)


def digits(part):
    images = read(f"{part}-images-idx3-ubyte", 16).reshape(-1, 1, 28, 28)
    labels = read(f"{part}-labels-idx1-ubyte", 8)
    return torch.tensor(images / np.float32(255)), torch.tensor(labels.astype(np.int64))


torch.manual_seed(42)
model = nn.Sequential(
    nn.Conv2d(1, 8, 5, padding=2),
    nn.BatchNorm2d(8),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(8, 16, 5, padding=2),
    nn.BatchNorm2d(16),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(16 * 7 * 7, 10),
)
images, labels = digits("train")
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
for epoch in range(3):
    for rows in torch.randperm(len(images)).split(128):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(images[rows]), labels[rows])
        loss.backward()
        optimizer.step()

model.eval()
images, labels = digits("t10k")
with torch.no_grad():
    print("test accuracy", (model(images).argmax(1) == labels).float().mean().item())
torch.onnx.export(
    model,
    (images[:2],),
    str(pathlib.Path(__file__).with_suffix(".onnx")),
    input_names=["image"],
    output_names=["logits"],
    dynamic_shapes=[{0: torch.export.Dim("n")}],
    external_data=False,
)

# The exporter notes where each operator came from on the machine that ran it: nobody else's business.
file = pathlib.Path(__file__).with_suffix(".onnx")
proto = onnx.load(file)
for part in (proto, proto.graph, *proto.graph.node, *proto.graph.input, *proto.graph.output, *proto.graph.value_info):
    del part.metadata_props[:]
    part.doc_string = ""
onnx.save(proto, file)
