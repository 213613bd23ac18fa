"""Goldens of methods for pictures: a small net of tanh (smooth.onnx, which this writes), explained in float64 by Captum,
pytorch-grad-cam and PAIR's saliency; what XRAI and guided Integrated Gradients make of given attributions and gradients.

python -m venv venv && venv/bin/pip install torch==2.15.0 captum==0.9.0 grad-cam==1.5.7 saliency==0.2.1 numpy==2.3.5 scikit-image==0.26.0 onnx pillow
venv/bin/python make.py
"""
import json, os, warnings
import numpy as np, torch, torch.nn as nn
import captum.attr as ca
import pytorch_grad_cam as pgc
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget
from saliency.core import BlurIG, GuidedIG, XRAI, XRAIParameters

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

json.dump({"entries": entries}, open(os.path.join(here, "manifest.json"), "w"), indent=1)
