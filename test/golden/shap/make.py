# Made with shap 0.51.0, captum 0.9.0 and torch 2.9.1, from the folder above: python3 shap/make.py
# Network A and its images, in NumPy and float64; the answer is the softmax of the target.
import json
import captum
import numpy as np
import shap
import torch
from captum.attr import KernelShap

weights = {
    name: np.fromfile(f"modelA/weights/{name}.bin", np.float32).astype(np.float64)
    for name in ["conv1_kernel", "conv1_bias", "fc_kernel", "fc_bias"]
}
images = np.fromfile("modelA/input.bin", np.float32).reshape(8, 28, 28).astype(np.float64)
targets = np.fromfile("modelA/target.bin", np.int32)
seg12 = np.fromfile("modelA/shapley/seg12.bin", np.int32).reshape(28, 28)


def probabilities(batch):
    windows = np.lib.stride_tricks.sliding_window_view(batch, (3, 3), (1, 2)).reshape(len(batch), 26, 26, 9)
    conv = np.maximum(windows @ weights["conv1_kernel"].reshape(9, 32) + weights["conv1_bias"], 0)
    pooled = conv.reshape(len(batch), 13, 2, 13, 2, 32).max((2, 4)).reshape(len(batch), -1)
    logits = pooled @ weights["fc_kernel"].reshape(-1, 10) + weights["fc_bias"]
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


entries = []


def keep(name, values, **more):
    values = np.ascontiguousarray(values, np.float64)
    values.tofile(f"shap/{name}.bin")
    entries.append({"name": name, "file": f"{name}.bin", "dtype": "float64", "shape": list(values.shape)} | more)


# All 4096 coalitions of the twelve segments, so that a peer's question is looked up.
coalitions = (np.arange(4096)[:, None] >> np.arange(12)) & 1
table = np.stack([
    np.concatenate([probabilities(image * part[:, seg12])[:, target] for part in np.split(coalitions, 16)])
    for image, target in zip(images, targets)
])
bits = 1 << np.arange(12)


def ask(image):
    return lambda masks: table[image][np.rint(np.asarray(masks)).astype(int) @ bits]


seeds = 20
kernel, sampled, paired = (np.zeros((seeds, 8, 12)) for _ in range(3))
for seed in range(seeds):
    for image in range(8):
        np.random.seed(seed)
        torch.manual_seed(seed)
        explainer = shap.KernelExplainer(ask(image), np.zeros((1, 12)))
        kernel[seed, image] = explainer.shap_values(np.ones((1, 12)), nsamples=500, l1_reg=0, silent=True)[0]
        answer = lambda x: torch.from_numpy(ask(image)(x.numpy()))
        paired[seed, image] = KernelShap(answer).attribute(torch.ones(1, 12), baselines=0, n_samples=500)[0].numpy()
        sampler = shap.SamplingExplainer(ask(image), np.zeros((1, 12)))
        sampled[seed, image] = sampler.shap_values(np.ones((1, 12)), nsamples=2000, silent=True)[0]
keep("kernel_500", kernel, what="[seed, image, segment]: shap.KernelExplainer, nsamples=500, l1_reg=0, zeros absent")
keep("captum_500", paired, what="[seed, image, segment]: captum KernelShap, n_samples=500, zeros absent")
keep("sampling_2000", sampled, what="[seed, image, segment]: shap.SamplingExplainer, nsamples=2000, zeros absent")

# A hierarchy of the twelve segments in scipy's format: rows of the grid first, then their halves.
linkage = [[0, 1], [12, 2], [3, 4], [14, 5], [7, 8], [6, 16], [9, 11], [18, 10], [13, 15], [17, 19], [20, 21]]
sizes = [1] * 12
for left, right in linkage:
    sizes.append(sizes[left] + sizes[right])
tree = np.array([[left, right, 1.0, sizes[12 + i]] for i, (left, right) in enumerate(linkage)])
keep("linkage12", tree, what="a hierarchy of the twelve segments, as scipy.cluster.hierarchy's linkage")


class Masker(shap.maskers.Masker):
    """Features that are 1 there and 0 absent, in a hierarchy."""

    def __init__(self, clustering):
        self.clustering = clustering
        self.shape = (1, len(clustering) + 1)

    def __call__(self, mask, x):
        return (x * mask).reshape(1, -1)


def partition(answer, count, masker, evals):
    np.random.seed(0)
    return shap.PartitionExplainer(answer, masker)(np.ones((1, count)), max_evals=evals, silent=True).values[0]


keep("partition12", [partition(ask(i), 12, Masker(tree), 10**6) for i in range(8)], what="[image, segment]: shap.PartitionExplainer, all of it")
keep("partition12_40", [partition(ask(i), 12, Masker(tree), 40) for i in range(8)], what="the same, max_evals=40")
axes = shap.maskers.Image(0, (28, 28, 1))
for evals in [500, 2000]:
    found = []
    for image in range(2):
        np.random.seed(0)
        answer = lambda batch: probabilities(batch[..., 0])[:, targets[image]]
        found.append(shap.PartitionExplainer(answer, axes)(images[image][None, ..., None], max_evals=evals, silent=True).values[0, ..., 0])
    keep(f"partition_pixels_{evals}", found, what=f"[image, 28, 28]: shap.PartitionExplainer, maskers.Image(0), max_evals={evals}")
versions = {"shap": shap.__version__, "captum": captum.__version__, "torch": torch.__version__, "numpy": np.__version__}
json.dump({"versions": versions, "entries": entries}, open("shap/manifest.json", "w"), indent=1)
exact = np.fromfile("modelA/shapley/exact_allclasses.softmax.bin").reshape(8, 10, 12)[np.arange(8), targets]
for name, found in [("shap", kernel), ("captum", paired), ("sampling", sampled)]:
    print(name, np.abs(found - exact).mean(), np.sqrt(((found - exact) ** 2).sum(-1)).mean())
