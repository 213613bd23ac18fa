"""Goldens of methods for pictures: a small net of tanh (smooth.onnx, which this writes), explained in float64 by Captum,
pytorch-grad-cam and PAIR's saliency; what XRAI and guided Integrated Gradients make of given attributions and gradients.

python -m venv venv && venv/bin/pip install torch==2.15.0 captum==0.9.0 grad-cam==1.5.7 saliency==0.2.1 numpy==2.3.5 scikit-image==0.26.0 onnx pillow
venv/bin/python make.py
"""
import hashlib, json, os, warnings
import numpy as np, torch, torch.nn as nn
import captum.attr as ca
from PIL import Image
import pytorch_grad_cam as pgc
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget
from saliency.core import BlurIG, GuidedIG, XRAI, XRAIParameters, xrai

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
here = os.path.dirname(os.path.abspath(__file__))
entries = []


def write(name, array, dtype=np.float32):
    array = np.ascontiguousarray(array, dtype)
    array.tofile(os.path.join(here, f"{name}.bin"))
    entries.append({"name": name, "file": f"{name}.bin", "dtype": np.dtype(dtype).name, "shape": list(array.shape)})


class Smooth(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Conv2d(3, 6, 3, padding=1), nn.Conv2d(6, 8, 3, stride=2, padding=1), nn.Conv2d(8, 8, 3)
        self.ta, self.tb, self.tc = nn.Tanh(), nn.Tanh(), nn.Tanh()
        self.end = nn.Linear(8 * 8 * 10, 5)

    def forward(self, x):
        x = self.tc(self.c(self.tb(self.b(self.ta(self.a(x))))))
        return self.end(x.flatten(1))


torch.manual_seed(5)
net = Smooth().eval()
for p in net.parameters():
    p.data *= 1.5
x = torch.rand(2, 3, 20, 24)
torch.onnx.export(net, (x,), os.path.join(here, "smooth.onnx"), input_names=["image"], output_names=["logits"],
                  dynamic_axes={"image": {0: "n"}, "logits": {0: "n"}}, dynamo=False)
net, target = net.double(), 3
write("input", x)
write("logits", net(x.double()).detach())
x = x.double()


def captum(name, method, **options):
    write(name, method.attribute(x, target=target, **options).detach())


captum("gradient", ca.Saliency(net), abs=False)
captum("input_x_gradient", ca.InputXGradient(net))
captum("integrated_gradients", ca.IntegratedGradients(net), n_steps=50)
captum("deeplift", ca.DeepLift(net))
mask = torch.tensor(np.add.outer(np.arange(20) // 10 * 3, np.arange(24) // 8))[None, None].repeat(1, 3, 1, 1)
write("mask", mask[0, 0], np.int32)
captum("ablation", ca.FeatureAblation(net), feature_mask=mask)
captum("occlusion", ca.Occlusion(net), sliding_window_shapes=(3, 5, 5), strides=(3, 3, 3))
# Over all orders of six parts: what Kernel SHAP gives with all coalitions.
captum("shapley", ca.ShapleyValues(net), feature_mask=mask)
# With the noise given, the mean over noisy gradients is one thing only.
noise = np.random.default_rng(1).normal(0, 0.1, (4, 2, 3, 20, 24))
write("noise", noise)
noise = torch.tensor(noise.astype(np.float32)).double()
write("smoothgrad", sum(ca.Saliency(net).attribute(x + n, target=target, abs=False) for n in noise) / 4)


def cam(name, kind):
    method = getattr(pgc, kind)(model=net, target_layers=[net.tc])
    inner, kept = method.get_cam_image, []

    def keep(*given, **named):
        kept.append(inner(*given, **named))
        return kept[-1]

    method.get_cam_image = keep
    method(input_tensor=x.clone(), targets=[ClassifierOutputTarget(target)] * 2)
    write(name, kept[0])


for name, kind in {"grad_cam": "GradCAM", "grad_cam_plus_plus": "GradCAMPlusPlus", "layer_cam": "LayerCAM", "x_grad_cam": "XGradCAM",
                   "hi_res_cam": "HiResCAM", "score_cam": "ScoreCAM"}.items():
    cam(name, kind)


class LastChannel(nn.Module):
    """The net as PAIR takes it: pictures with their channels last."""
    @staticmethod
    def gradients(batch, call_model_args=None, expected_keys=None):
        at = torch.tensor(np.asarray(batch).transpose(0, 3, 1, 2), dtype=torch.float64, requires_grad=True)
        net(at)[:, target].sum().backward()
        return {"INPUT_OUTPUT_GRADIENTS": at.grad.numpy().transpose(0, 2, 3, 1)}


last = x.numpy().transpose(0, 2, 3, 1)
write("blur_ig", [BlurIG().GetMask(p, LastChannel.gradients, max_sigma=8, steps=30).transpose(2, 0, 1) for p in last])
write("blur_ig_sqrt", [BlurIG().GetMask(p, LastChannel.gradients, max_sigma=60, steps=20, sqrt=True).transpose(2, 0, 1) for p in last])

# Guided Integrated Gradients of recorded gradients, which need not be those of any function.
random = np.random.default_rng(3)
start, end = random.random((6, 7, 3)), random.random((6, 7, 3))
start[2, 3], start[4] = end[2, 3], end[4]
for name, options in {"guided_replay": dict(x_steps=25), "guided_replay_wide": dict(x_steps=12, fraction=0.1, max_dist=1.0),
                      "guided_replay_straight": dict(x_steps=7, max_dist=0.0)}.items():
    steps = options["x_steps"]
    recorded = random.normal(size=(steps, 6, 7, 3)) * (random.random((steps, 6, 7, 3)) > 0.2)
    asked, points = iter(recorded), []

    def replay(batch, call_model_args=None, expected_keys=None):
        points.append(np.array(batch[0]))
        return {"INPUT_OUTPUT_GRADIENTS": next(asked)[None]}

    values = GuidedIG().GetMask(end, replay, x_baseline=start, **options)
    write(f"{name}_gradients", recorded, np.float64)
    write(f"{name}_points", points, np.float64)
    write(name, values, np.float64)
write("guided_from", start, np.float64)
write("guided_to", end, np.float64)

# XRAI. Edges of equal cost are taken in their order; scikit-image leaves it to NumPy's sort, which differs by processor.
argsort = np.argsort
np.argsort = lambda values, **options: argsort(values, kind="stable")
crop = np.asarray(Image.open(os.path.join(here, "../../../notebooks/data/chelsea.png")).convert("RGB"))[40:264, 110:334]
kept, felzenszwalb = [], xrai.segmentation.felzenszwalb


def keep(*given, **named):
    kept.append(np.ascontiguousarray(felzenszwalb(*given, **named), np.int32))
    return kept[-1]


xrai.segmentation.felzenszwalb = keep
masks = xrai._get_segments_felzenszwalb(crop)


def firstFirst(segments):
    """The same segments numbered in the order of their first pixels."""
    _, first, at = np.unique(segments, return_index=True, return_inverse=True)
    return argsort(argsort(first))[at.reshape(segments.shape)].astype(np.int32)


def sha(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


row, column, channel = np.meshgrid(np.arange(224), np.arange(224), np.arange(3), indexing="ij")
attribution = ((row * 7919 + column * 104729 + row * column * 31 + (row // 30) * 90 + channel * 17) % 1009) / 1009 - 0.4


def ranked(algorithm, attribution, segments):
    parameters = XRAIParameters(return_xrai_segments=True, algorithm=algorithm)
    return XRAI().GetMaskWithDetails(attribution, None, segments=segments, base_attribution=attribution, extra_parameters=parameters)


told = {"segments": [{"count": int(s.max() + 1), "sha256": sha(firstFirst(s))} for s in kept], "masks": hashlib.sha256("".join(sorted(sha(m.astype(np.uint8)) for m in masks)).encode()).hexdigest()}
for algorithm in ["full", "fast"]:
    found = ranked(algorithm, attribution, masks)
    means = [float(found.attribution_mask[found.segments == r][0]) for r in range(1, found.segments.max() + 1)]
    told[algorithm] = {"ranks": sha(found.segments.astype(np.int32)), "means": means}
json.dump(told, open(os.path.join(here, "xrai.json"), "w"), indent=1)
# Of the smooth net, with segments that overlap.
small = [(np.add.outer((np.arange(20) + a) // 7 * 9, (np.arange(24) + a) // 6)) for a in (0, 3)]
write("xrai_segments", small, np.int32)
small = [s == n for s in small for n in np.unique(s)]
ends = [x.amin((1, 2, 3), True) + 0 * x, x.amax((1, 2, 3), True) + 0 * x]
mean = sum(ca.IntegratedGradients(net).attribute(x, end, target=target, n_steps=50) for end in ends) / 2
found = [ranked("full", a.detach().numpy().transpose(1, 2, 0), small) for a in mean]
write("xrai", [f.attribution_mask for f in found])
write("xrai_ranks", [f.segments for f in found], np.int32)

json.dump({"entries": entries}, open(os.path.join(here, "manifest.json"), "w"), indent=1)
