"""Goldens of layers whose axes a whitelist would not know: small nets of tanh with two, five and twenty channels, first or last
in the input, behind Concat, PReLU, Resize, Pad, Transpose, batch normalization and sums, and a volume; Grad-CAM by Captum in
float64 (LayerGradCam: no ReLU). Written beside them: what each channel of the first input's activation sums to.

python -m venv venv && venv/bin/pip install torch==2.15.0 captum==0.9.0 numpy==2.3.5 onnx onnxruntime
venv/bin/python make.py
"""
import json, os, warnings
import numpy as np, onnx, onnxruntime as ort, torch, torch.nn as nn, torch.nn.functional as F
import captum.attr as ca

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
here = os.path.dirname(os.path.abspath(__file__))


class Branches(nn.Module):
    """Channels first: two branches joined, PReLU, Pad, Resize, normalization, a residual sum."""

    def __init__(self, channels):
        super().__init__()
        self.a, self.b = nn.Conv2d(channels, 4, 3, padding=1), nn.Conv2d(channels, 4, 1)
        self.slope, self.c, self.norm = nn.PReLU(8), nn.Conv2d(8, 8, 3), nn.BatchNorm2d(8)
        self.joined, self.resized, self.summed, self.end = nn.Identity(), nn.Identity(), nn.Tanh(), nn.Linear(8, 3)

    def forward(self, x):
        x = self.joined(torch.cat([torch.tanh(self.a(x)), torch.tanh(self.b(x))], 1))
        x = F.pad(self.slope(x), (1, 1, 1, 1))
        x = self.norm(self.c(x))
        x = self.resized(F.interpolate(x, scale_factor=2, mode="nearest"))
        x = self.summed(x + torch.tanh(x) * 0.5)
        return self.end((x * x).mean((2, 3)))


class Last(nn.Module):
    """Channels last in the input, turned for the convolution and back for a dense layer over the channels."""

    def __init__(self, channels):
        super().__init__()
        self.conv, self.mix = nn.Conv2d(channels, 6, 3, padding=1), nn.Linear(6, 5)
        self.turned, self.mixed, self.end = nn.Identity(), nn.Tanh(), nn.Linear(5, 3)

    def forward(self, x):
        x = torch.tanh(self.conv(x.permute(0, 3, 1, 2)))
        x = self.turned(x.permute(0, 2, 3, 1))
        x = self.mixed(self.mix(x))
        return self.end((x * x).mean((1, 2)))


class Volume(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv, self.act, self.end = nn.Conv3d(channels, 5, 3, padding=1, stride=2), nn.Tanh(), nn.Linear(5, 3)

    def forward(self, x):
        x = self.act(self.conv(x))
        return self.end((x * x).mean((2, 3, 4)))


def value_of(path, x, wanted):
    """The name of the file's value that holds what a module gave."""
    model = onnx.load(path)
    names = [name for node in model.graph.node for name in node.output]
    model.graph.output.extend([onnx.helper.make_empty_tensor_value_info(n) for n in names if n != "logits"])
    session = ort.InferenceSession(model.SerializeToString())
    outputs = session.run(names, {"image": x})
    return next(n for n, o in zip(names, outputs) if o.shape == wanted.shape and np.allclose(o, wanted, atol=1e-5))


def last_to_first(maps):
    return maps.permute(0, 3, 1, 2)


manifest = []
cases = [(f"branches{c}", Branches(c), (2, c, 6, 8), ["joined", "resized", "summed"]) for c in (1, 2, 5, 20)]
cases += [(f"last{c}", Last(c), (2, 6, 8, c), ["turned", "mixed"]) for c in (2, 5)]
cases += [("volume2", Volume(2), (2, 2, 4, 6, 8), ["act"])]
for name, net, shape, layers in cases:
    torch.manual_seed(len(manifest) + 3)
    for p in net.parameters():
        p.data = torch.randn_like(p) * 0.4
    if hasattr(net, "norm"):
        net.norm.running_mean, net.norm.running_var = torch.randn(8) * 0.2, torch.rand(8) + 0.5
    net.eval()
    x = torch.rand(shape)
    path = os.path.join(here, f"{name}.onnx")
    torch.onnx.export(net, (x,), path, input_names=["image"], output_names=["logits"], dynamo=False,
                      dynamic_axes={"image": {0: "n"}, "logits": {0: "n"}})
    given = {}
    for layer in layers:
        getattr(net, layer).register_forward_hook(lambda m, i, o, layer=layer: given.__setitem__(layer, o))
    net(x)
    entry = {"name": name, "shape": shape, "input": x.numpy().ravel().tolist(), "layers": {}}
    names = {layer: value_of(path, x.numpy(), given[layer].detach().numpy()) for layer in layers}
    net = net.double()
    for layer in layers:
        module = getattr(net, layer)
        x64 = x.double()
        # Captum's LayerGradCam takes channels as the second axis: of maps with the channels last it is worked out here.
        if name.startswith("last"):
            logits = net(x64)[:, 1].sum()
            (gradient,) = torch.autograd.grad(logits, given[layer])
            cam = (gradient.mean((1, 2), keepdim=True) * given[layer]).sum(3)
        else:
            cam = ca.LayerGradCam(net, module).attribute(x64, target=1).squeeze(1)
            net(x64)
        entry["layers"][names[layer]] = {
            "shape": list(given[layer].shape[1:]),
            "cam": cam.detach().numpy().ravel().tolist(),
            "size": list(cam.shape[1:]),
            "channelSums": given[layer][0].sum((0, 1) if name.startswith("last") else tuple(range(1, given[layer].ndim - 1))).tolist(),
        }
    manifest.append(entry)


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.7g}")
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return [rounded(each) for each in value] if isinstance(value, (list, tuple)) else value


with open(os.path.join(here, "expected.json"), "w") as file:
    json.dump(rounded(manifest), file)
