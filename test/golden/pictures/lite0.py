"""EfficientNet-Lite0 of ../../../packaging/models as a module of torch, in any dtype: its file has few operators."""
import os
import numpy as np, onnx, torch, torch.nn as nn, torch.nn.functional as F
from onnx import helper, numpy_helper
from PIL import Image

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, "../../..")


class Convolution(nn.Module):
    def __init__(self, weight, bias, stride, pads, groups):
        super().__init__()
        self.weight, self.bias = nn.Parameter(weight, False), nn.Parameter(bias, False)
        self.stride, self.pads, self.groups = stride, (pads[1], pads[3], pads[0], pads[2]), groups

    def forward(self, x):
        return F.conv2d(F.pad(x, self.pads), self.weight, self.bias, self.stride, 0, 1, self.groups)


class Lite0(nn.Module):
    """`head` is the last convolution's ReLU6, whose output is the last feature map."""
    def __init__(self):
        super().__init__()
        graph = onnx.load(os.path.join(root, "packaging/models/efficientnet-lite0.onnx")).graph
        values = {i.name: torch.tensor(numpy_helper.to_array(i).astype(np.float32)) for i in graph.initializer if i.data_type in (1, 10)}
        self.input, self.steps, self.parts = graph.input[0].name, [], nn.ModuleList()
        for node in graph.node:
            told = {a.name: helper.get_attribute_value(a) for a in node.attribute}
            if node.op_type == "Cast":
                values[node.output[0]] = values[node.input[0]]
                continue
            part = {
                "Conv": lambda: Convolution(values[node.input[1]], values[node.input[2]], told["strides"], told["pads"], told["group"]),
                "Clip": nn.ReLU6,
                "GlobalAveragePool": lambda: nn.AdaptiveAvgPool2d(1),
                "Reshape": nn.Flatten,
                "Gemm": lambda: self.dense(values[node.input[1]], values[node.input[2]]),
                "Add": nn.Identity,
            }[node.op_type]()
            given = [name for name in node.input if name not in values and not name.endswith("_shape") and "Constant" not in name]
            self.steps.append((given, node.output[0]))
            self.parts.append(part)
        self.head = [part for part in self.parts if isinstance(part, nn.ReLU6)][-1]

    @staticmethod
    def dense(weight, bias):
        layer = nn.Linear(weight.shape[1], weight.shape[0])
        layer.weight, layer.bias = nn.Parameter(weight, False), nn.Parameter(bias, False)
        return layer

    def forward(self, x):
        known = {self.input: x}
        for (given, output), part in zip(self.steps, self.parts):
            known[output] = part(sum(known[name] for name in given) if len(given) > 1 else known[given[0]])
        return known[output]


def picture(path):
    """A photograph as the model takes it: center crop to the shorter side, bicubic to 224, (x - 127) / 128."""
    image = Image.open(path).convert("RGB")
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    small = image.crop((left, top, left + side, top + side)).resize((224, 224), Image.BICUBIC)
    return torch.tensor(((np.asarray(small, np.float32) - 127) / 128).transpose(2, 0, 1))[None]


chelsea = lambda: picture(os.path.join(root, "notebooks/data/chelsea.png"))
