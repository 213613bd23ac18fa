"""Goldens of segmentations: a U-Net that ends in a softmax over its channels, and a net of three classes whose answer is an
ArgMax. Random weights, tanh, float64. Captum explains one number made of the logits of one class: of one pixel, summed over a
rectangle, and over the pixels that are predicted as the class. Writes ONNX files and float32 arrays with a manifest.

python -m venv venv && venv/bin/pip install torch captum onnx && venv/bin/python make.py
"""
import json, os, warnings
import numpy as np, torch, torch.nn as nn
import captum.attr as ca

warnings.filterwarnings("ignore")
here = os.path.dirname(os.path.abspath(__file__))
entries = []


def write(name, array):
    array = np.asarray(array, "<f4")
    array.tofile(os.path.join(here, name + ".bin"))
    entries.append({"name": name, "file": name + ".bin", "dtype": "float32", "shape": list(array.shape)})


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.down = nn.Conv2d(3, 4, 3, padding=1), nn.Conv2d(4, 8, 3, stride=2, padding=1)
        self.up, self.last = nn.ConvTranspose2d(8, 4, 2, 2), nn.Conv2d(8, 3, 3, padding=1)

    def forward(self, x):
        first = torch.tanh(self.first(x))
        self.deep = torch.tanh(self.down(first))
        return self.last(torch.cat([first, torch.tanh(self.up(self.deep))], 1))


class Ends(nn.Module):
    def __init__(self, net, end):
        super().__init__()
        self.net, self.end = net, end

    def forward(self, x):
        return self.end(self.net(x))


torch.manual_seed(7)
net = UNet()
for layer in net.children():
    layer.weight.data *= 2.5
x = torch.sin(torch.arange(2 * 3 * 16 * 24).reshape(2, 3, 16, 24) * 0.21) + 0.4 * torch.randn(2, 3, 16, 24)
names = dict(input_names=["image"], opset_version=17, dynamo=False, dynamic_axes={"image": {0: "n"}, "mask": {0: "n"}})
for file, end in {"unet": nn.Softmax(1), "argmax": lambda y: y.argmax(1)}.items():
    module = Ends(net, end)
    torch.onnx.export(module.eval(), x, os.path.join(here, file + ".onnx"), output_names=["mask"], **names)

net.double()
x = x.double()
logits = net(x).detach()
predicted = logits.argmax(1)
write("image", x)
write("probabilities", logits.softmax(1))
rectangle = torch.zeros(16, 24).double()
rectangle[4:10, 3:15] = 1
pixel = torch.zeros(16, 24).double()
pixel[5, 20] = 1
baseline = torch.zeros_like(x[:1])
blocks = (torch.arange(16)[:, None] // 4 * 4 + torch.arange(24)[None] // 6)[None, None].expand(1, 3, 16, 24)
for name, mask, label in [
    ("pixel", pixel.expand(2, 16, 24), 2),
    ("rectangle", rectangle.expand(2, 16, 24), 1),
    ("class", (predicted == 1).double(), 1),
]:
    # Each input has a mask of its own: Captum may repeat the rows, so one after the other.
    maps = {"saliency": [], "gradients": [], "cam": [], "ablation": []}
    answers = []
    for row in range(2):
        answer = lambda y: (net(y)[:, label] * mask[row]).sum((1, 2))
        one = x[row:row + 1].clone().requires_grad_()
        maps["saliency"].append(ca.Saliency(answer).attribute(one, abs=False))
        maps["gradients"].append(ca.IntegratedGradients(answer).attribute(one, baseline, n_steps=50, method="gausslegendre"))
        maps["cam"].append(ca.LayerGradCam(answer, net.down).attribute(one, relu_attributions=False))
        maps["ablation"].append(ca.FeatureAblation(answer).attribute(one, baseline, feature_mask=blocks))
        answers.append(answer(one))
    for method, each in maps.items():
        write(f"{name}-{method}", torch.cat(each).detach())
    write(f"{name}-answers", torch.cat(answers).detach())
    write(f"{name}-mask", mask)
write("blocks", blocks)
with open(os.path.join(here, "manifest.json"), "w") as file:
    json.dump({"made_by": "make.py", "entries": entries}, file, indent=1)
