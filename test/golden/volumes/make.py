"""Golden maps of two tiny networks of volumes by Captum, in float64.

The same network takes [2, 6, 8, 8] (channels first) and, with a transpose in front, [6, 8, 8, 2].
torch 2.9, captum 0.9: python make.py
"""
import json
from pathlib import Path

import numpy as np
import torch
from captum.attr import IntegratedGradients, LayerGradCam, Occlusion, Saliency
from torch import nn

here = Path(__file__).parent
torch.manual_seed(4)


class Net(nn.Module):
    def __init__(self, last):
        super().__init__()
        self.last = last
        self.conv1 = nn.Conv3d(2, 4, 3, padding=1)
        self.pool = nn.AvgPool3d(2)
        self.conv2 = nn.Conv3d(4, 5, (1, 3, 3), padding=(0, 1, 1))
        self.head = nn.Linear(5, 3)

    def forward(self, x):
        if self.last:
            x = x.permute(0, 4, 1, 2, 3)
        x = self.pool(torch.tanh(self.conv1(x)))
        return self.head(torch.tanh(self.conv2(x)).mean((2, 3, 4)))


first, last = Net(False), Net(True)
last.load_state_dict(first.state_dict())
x = torch.randn(1, 2, 6, 8, 8)
names = dict(input_names=["scan"], output_names=["logits"], dynamo=False, opset_version=17)
torch.onnx.export(first, x, here / "first.onnx", dynamic_axes={"scan": {0: "n"}, "logits": {0: "n"}}, **names)
torch.onnx.export(
    last, x.permute(0, 2, 3, 4, 1), here / "last.onnx", dynamic_axes={"scan": {0: "n"}, "logits": {0: "n"}}, **names
)

model, x = first.double().eval(), x.double()
target = int(model(x).argmax())
entries = []


def keep(name, values):
    values = np.ascontiguousarray(values.detach().numpy().astype(np.float32))
    values.tofile(here / f"{name}.bin")
    entries.append({"name": name, "file": f"{name}.bin", "shape": list(values.shape), "tolerance_suggested": 1e-6})


keep("input", x)
keep("logits", model(x))
keep("saliency", Saliency(model).attribute(x, target=target, abs=False))
keep("ig", IntegratedGradients(model).attribute(x, target=target, n_steps=50))
keep(
    "occlusion",
    Occlusion(model).attribute(x, sliding_window_shapes=(2, 2, 3, 4), strides=(2, 1, 2, 2), baselines=0, target=target),
)
keep("gradcam", LayerGradCam(model, model.conv2).attribute(x, target=target))
(here / "manifest.json").write_text(
    json.dumps({"versions": {"torch": torch.__version__}, "target": target, "entries": entries}, indent=1) + "\n"
)
