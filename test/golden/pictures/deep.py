"""Goldens of EfficientNet-Lite0 and of a ResNet-18 with weights by a hash (deepNets.ts makes the same): maps in float64 by
Captum, pytorch-grad-cam and PAIR's saliency, and how far the same methods in float32 are from them, in four or eight ways in
which torch runs a net. Packages: see make.py.

venv/bin/python deep.py
"""
import itertools, json, os, warnings
import numpy as np, torch, torchvision
import captum.attr as ca
import pytorch_grad_cam as pgc
from PIL import Image
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget
from saliency.core import BlurIG
from lite0 import Lite0, here

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
crop = np.asarray(Image.open(os.path.join(here, "../../../notebooks/data/chelsea.png")).convert("RGB"))[40:264, 110:334]
cat = torch.tensor(((crop.astype(np.float32) - 127) / 128).transpose(2, 0, 1))[None]
entries, distances = [], {}


def hashed(count, offset, reach):
    """Numbers in -reach ... reach: murmur3's last step over the count."""
    h = np.arange(count, dtype=np.uint64) + np.uint64(offset)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        h ^= h >> np.uint64(shift)
        h = (h * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    return ((h.astype(np.float64) / 2 ** 31 - 1) * reach).astype(np.float32)


def resnet():
    net, offset = torchvision.models.resnet18(num_classes=10), 1
    for module in net.modules():
        if isinstance(module, torch.nn.Conv2d):
            w = module.weight
            reach = (6 / (w.shape[0] * w.shape[2] * w.shape[3])) ** 0.5
            w.data = torch.tensor(hashed(w.numel(), offset, reach)).reshape(w.shape)
            offset += w.numel()
    w = net.fc.weight
    w.data = torch.tensor(hashed(w.numel(), offset, 512 ** -0.5)).reshape(w.shape)
    net.fc.bias.data = torch.tensor(hashed(10, offset + w.numel(), 512 ** -0.5))
    return net.eval()


def blurred(net, x, target):
    def gradients(batch, call_model_args=None, expected_keys=None):
        at = torch.tensor(np.asarray(batch).transpose(0, 3, 1, 2), dtype=x.dtype, requires_grad=True)
        net(at)[:, target].sum().backward()
        return {"INPUT_OUTPUT_GRADIENTS": at.grad.numpy().transpose(0, 2, 3, 1).astype(np.float64)}
    picture = x.double().numpy()[0].transpose(1, 2, 0)
    return BlurIG().GetMask(picture, gradients, max_sigma=6, steps=8).transpose(2, 0, 1)[None]


def cam(kind, layer):
    def ask(net, x, target):
        method = getattr(pgc, kind)(model=net, target_layers=[layer(net)])
        inner, kept = method.get_cam_image, []

        def keep(*given, **named):
            kept.append(inner(*given, **named))
            return kept[-1]

        method.get_cam_image = keep
        method(input_tensor=x.clone().requires_grad_(), targets=[ClassifierOutputTarget(target)])
        return kept[0]
    return ask


def methods(layer, window):
    return {
        "gradient": lambda net, x, t: ca.Saliency(net).attribute(x, t, abs=False),
        "input_x_gradient": lambda net, x, t: ca.InputXGradient(net).attribute(x, t),
        "integrated_gradients": lambda net, x, t: ca.IntegratedGradients(net).attribute(x, target=t, n_steps=10, internal_batch_size=1),
        "blur_ig": blurred,
        "occlusion": lambda net, x, t: ca.Occlusion(net).attribute(x, (3, window, window), (3, window, window), target=t),
        "grad_cam": cam("GradCAM", layer), "grad_cam_plus_plus": cam("GradCAMPlusPlus", layer), "layer_cam": cam("LayerCAM", layer),
        "x_grad_cam": cam("XGradCAM", layer), "hi_res_cam": cam("HiResCAM", layer),
    }


def sampled(values):
    """Of large maps every fourth or eighth pixel."""
    a = np.asarray(values.detach() if isinstance(values, torch.Tensor) else values, np.float64)
    return a if a.shape[-1] < 20 else a[..., ::8, ::8] if a.shape[-1] > 200 else a[..., ::4, ::4]


def threads_of(name):
    """Answers alone are quick to ask for on two threads too."""
    return (1, 2) if name == "occlusion" else (1,)


def golden(folder, make, x, target, layer, window):
    for name, ask in methods(layer, window).items():
        torch.set_num_threads(1)
        reference = sampled(ask(make().double(), x.double(), target))
        apart = []
        # Rounding hangs on how torch runs a net: by oneDNN or itself, on one thread or more, with the channels last in memory or first.
        for threads, by_itself, memory in itertools.product(threads_of(name), (False, True), (torch.contiguous_format, torch.channels_last)):
            torch.set_num_threads(threads)
            with torch.backends.mkldnn.flags(enabled=not by_itself):
                found = sampled(ask(make().to(memory_format=memory), x.contiguous(memory_format=memory), target))
            apart.append(float(np.linalg.norm(found - reference) / np.linalg.norm(reference)))
        print(folder, name, reference.shape, apart, flush=True)
        distances[f"{folder}_{name}"] = apart
        file = f"{folder}_{name}.bin"
        reference.astype(np.float32).tofile(os.path.join(here, file))
        entries.append({"name": f"{folder}_{name}", "file": file, "dtype": "float32", "shape": list(reference.shape)})


golden("lite0", lambda: Lite0().eval(), cat, 285, lambda net: net.head, 56)
golden("resnet", resnet, cat[..., 60:156, 60:156].contiguous(), 7, lambda net: net.layer4, 24)
json.dump({"distances": distances, "entries": entries}, open(os.path.join(here, "deep.json"), "w"), indent=1)
