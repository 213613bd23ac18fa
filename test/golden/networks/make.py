"""Goldens of three small networks: two convolutions with two dense layers, one with global average pooling, and a
transformer over patches. Trains them on a part of MNIST (argument: the folder with its four idx.gz files), explains four
digits of ../modelA in float64 with Captum, and writes float32 arrays with a manifest beside this script.

python -m venv venv && venv/bin/pip install torch==2.9.1 captum==0.9.0 && venv/bin/python make.py MNIST_FOLDER
"""
import gzip, json, math, os, sys, warnings
import numpy as np, torch, torch.nn as nn
import captum, captum.attr as ca
from captum.attr._utils.lrp_rules import EpsilonRule, GammaRule, Alpha1_Beta0_Rule

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
here = os.path.dirname(os.path.abspath(__file__))


def idx(name):
    with gzip.open(os.path.join(sys.argv[1], name), "rb") as f:
        b = f.read()
    n = b[3]
    dims = [int.from_bytes(b[4 + 4 * i:8 + 4 * i], "big") for i in range(n)]
    return np.frombuffer(b, np.uint8, offset=4 + 4 * n).reshape(dims)


class Copy(nn.Module):
    """Captum loses its max-pool rule where a ReLU comes right before the pool: a copy between them keeps it."""
    def forward(self, x):
        return x * 1


class Conv(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.relu1, self.copy1, self.pool1 = nn.Conv2d(1, 8, 3), nn.ReLU(), Copy(), nn.MaxPool2d(2)
        self.conv2, self.relu2, self.copy2, self.pool2 = nn.Conv2d(8, 16, 3), nn.ReLU(), Copy(), nn.MaxPool2d(2)
        self.flat, self.dense1, self.relu3, self.dense2 = nn.Flatten(), nn.Linear(400, 32), nn.ReLU(), nn.Linear(32, 10)

    def forward(self, x):
        x = self.pool1(self.copy1(self.relu1(self.conv1(x))))
        x = self.pool2(self.copy2(self.relu2(self.conv2(x))))
        return self.dense2(self.relu3(self.dense1(self.flat(x))))


class Plain(Conv):
    """The same without the copies, which Captum's LRP does not take."""
    def __init__(self):
        super().__init__()
        del self.copy1, self.copy2, self.flat

    def forward(self, x):
        x = self.pool2(self.relu2(self.conv2(self.pool1(self.relu1(self.conv1(x))))))
        return self.dense2(self.relu3(self.dense1(torch.flatten(x, 1))))


class Gap(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.relu1, self.copy1, self.pool1 = nn.Conv2d(1, 16, 3), nn.ReLU(), Copy(), nn.MaxPool2d(2)
        self.conv2, self.relu2 = nn.Conv2d(16, 32, 3), nn.ReLU()
        self.gap, self.flat, self.dense = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10)

    def forward(self, x):
        x = self.pool1(self.copy1(self.relu1(self.conv1(x))))
        return self.dense(self.flat(self.gap(self.relu2(self.conv2(x)))))


class Attention(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.output = (nn.Linear(d, d) for _ in range(4))

    def forward(self, x):
        n, t, d = x.shape
        split = lambda y: y.reshape(n, t, self.heads, -1).transpose(1, 2)
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        self.scores = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(d // self.heads), -1)
        if self.scores.requires_grad:
            self.scores.retain_grad()
        return self.output((self.scores @ v).transpose(1, 2).reshape(n, t, d))


class Block(nn.Module):
    def __init__(self, d, heads, hidden):
        super().__init__()
        self.norm1, self.attention = nn.LayerNorm(d, 1e-5), Attention(d, heads)
        self.norm2, self.dense1, self.dense2 = nn.LayerNorm(d, 1e-5), nn.Linear(d, hidden), nn.Linear(hidden, d)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.dense2(torch.relu(self.dense1(self.norm2(x))))


class Transformer(nn.Module):
    def __init__(self, d=32, heads=2, hidden=64, depth=2):
        super().__init__()
        self.patches, self.position = nn.Conv2d(1, d, 4, 4), nn.Parameter(0.02 * torch.randn(49, d))
        self.blocks = nn.ModuleList([Block(d, heads, hidden) for _ in range(depth)])
        self.norm, self.dense = nn.LayerNorm(d, 1e-5), nn.Linear(d, 10)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2) + self.position
        for block in self.blocks:
            x = block(x)
        return self.dense(self.norm(x).mean(1))


images, labels = idx("train-images-idx3-ubyte.gz")[:16000], idx("train-labels-idx1-ubyte.gz")[:16000]
tests, answers = idx("t10k-images-idx3-ubyte.gz"), idx("t10k-labels-idx1-ubyte.gz")
asTensor = lambda a: torch.tensor(a.astype(np.float32) / np.float32(255))[:, None]


def train(network, epochs, rate):
    x, y = asTensor(images), torch.tensor(labels.astype(np.int64))
    optimizer = torch.optim.Adam(network.parameters(), rate)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            optimizer.zero_grad()
            nn.functional.cross_entropy(network(x[rows]), y[rows]).backward()
            optimizer.step()
    with torch.no_grad():
        right = (network(asTensor(tests)).argmax(1).numpy() == answers).mean()
    print(type(network).__name__, "test accuracy", right, flush=True)
    return float(right)


entries = []
weights = []


def write(name, array, to=entries, **about):
    array = np.asarray(array)
    file = name + ".bin"
    os.makedirs(os.path.dirname(os.path.join(here, file)), exist_ok=True)
    dtype = "uint8" if array.dtype == np.uint8 else "int32" if array.dtype.kind in "iu" else "float32"
    np.ascontiguousarray(array, dtype="<" + np.dtype(dtype).str[1:]).tofile(os.path.join(here, file))
    to.append({"name": name, "file": file, "dtype": dtype, "shape": list(array.shape), **about})


def maps(name, run, network, layout=lambda a: a.transpose(0, 2, 3, 1), **about):
    """Float64 run, and its distance from the same in float32."""
    exact = layout(run(network.double(), torch.float64).detach().numpy())
    short = layout(run(network.float(), torch.float32).detach().numpy())
    network.float()
    off, most = float(abs(exact - short).max()), float(abs(exact).max())
    write(name, exact, tolerance_suggested=max(4 * off, 1e-6 * most), f32_vs_f64_maxabs=off, **about)


def keras(tensor, kind):
    a = tensor.detach().float().numpy()
    return a.transpose(2, 3, 1, 0) if kind == "conv" else a.T if kind == "dense" else a


def afterFlatten(tensor, channels, side):
    """Rows of a dense kernel that follow a channels-first flatten, put into the order of a channels-last one."""
    a = tensor.detach().float().numpy().T
    return a.reshape(channels, side, side, -1).transpose(1, 2, 0, 3).reshape(a.shape)


manifest = json.load(open(os.path.join(here, "../modelA/manifest.json")))
inputFile = next(e for e in manifest["entries"] if e["name"] == "input")
every = np.fromfile(os.path.join(here, "../modelA", inputFile["file"]), "<f4").reshape(8, 28, 28, 1).transpose(0, 3, 1, 2)
x4, background = torch.tensor(every[:4].copy()), torch.tensor(every[4:].copy())


def ties(values, first, reach):
    """1 for every pixel in the field of a pooling window (fields `first` apart, `reach` wide) with a tied maximum."""
    v = values.detach().numpy()
    n, c, h, w = v.shape
    h, w = h // 2, w // 2
    cells = v[:, :, :2 * h, :2 * w].reshape(n, c, h, 2, w, 2).transpose(0, 1, 2, 4, 3, 5).reshape(n, c, h, w, 4)
    top = np.sort(cells, -1)
    tied = ((top[..., -1] - top[..., -2]) < 1e-6) & (top[..., -1] > 0)
    mask = np.zeros((n, 28, 28, 1), np.uint8)
    for i, _, r, s in np.argwhere(tied):
        mask[i, r * first:r * first + reach, s * first:s * first + reach] = 1
    return mask


def common(folder, network, target):
    t = torch.tensor(target)
    at = lambda x, d: x.to(d)
    maps(f"{folder}/gradient", lambda m, d: ca.Saliency(m).attribute(at(x4, d), t, abs=False), network)
    maps(f"{folder}/ig_50", lambda m, d: ca.IntegratedGradients(m).attribute(at(x4, d), target=t, n_steps=50), network)
    soft = lambda m: (lambda x: torch.softmax(m(x), 1))
    maps(f"{folder}/gradient.softmax", lambda m, d: ca.Saliency(soft(m)).attribute(at(x4, d), t, abs=False), network)


accuracy = {}
torch.manual_seed(1)
conv = Conv()
accuracy["conv"] = train(conv, 2, 2e-3)
torch.manual_seed(2)
gap = Gap()
accuracy["gap"] = train(gap, 5, 5e-3)
torch.manual_seed(3)
transformer = Transformer()
accuracy["transformer"] = train(transformer, 6, 2e-3)

write("input", every[:4].transpose(0, 2, 3, 1))
write("background", every[4:].transpose(0, 2, 3, 1))

for name, kind in [("conv1", "conv"), ("conv2", "conv"), ("dense1", "flat"), ("dense2", "dense")]:
    layer = getattr(conv, name)
    kernel = afterFlatten(layer.weight, 16, 5) if kind == "flat" else keras(layer.weight, kind)
    write(f"conv/weights/{name}_kernel", kernel)
    write(f"conv/weights/{name}_bias", keras(layer.bias, "bias"))
for name, kind in [("conv1", "conv"), ("conv2", "conv"), ("dense", "dense")]:
    write(f"gap/weights/{name}_kernel", keras(getattr(gap, name).weight, kind))
    write(f"gap/weights/{name}_bias", keras(getattr(gap, name).bias, "bias"))
heads = lambda a: a.reshape(a.shape[0], 2, -1)
write("transformer/weights/patches_kernel", keras(transformer.patches.weight, "conv"))
write("transformer/weights/patches_bias", keras(transformer.patches.bias, "bias"))
write("transformer/weights/position", transformer.position.detach().numpy())
for b, block in enumerate(transformer.blocks):
    at = f"transformer/weights/block{b + 1}_"
    for norm in ["norm1", "norm2"]:
        write(f"{at}{norm}_gamma", getattr(block, norm).weight.detach().numpy())
        write(f"{at}{norm}_beta", getattr(block, norm).bias.detach().numpy())
    for part in ["query", "key", "value"]:
        layer = getattr(block.attention, part)
        write(f"{at}{part}_kernel", heads(keras(layer.weight, "dense")))
        write(f"{at}{part}_bias", layer.bias.detach().numpy().reshape(2, -1))
    write(f"{at}output_kernel", keras(block.attention.output.weight, "dense").reshape(2, 16, 32))
    write(f"{at}output_bias", block.attention.output.bias.detach().numpy())
    for dense in ["dense1", "dense2"]:
        write(f"{at}{dense}_kernel", keras(getattr(block, dense).weight, "dense"))
        write(f"{at}{dense}_bias", getattr(block, dense).bias.detach().numpy())
write("transformer/weights/norm_gamma", transformer.norm.weight.detach().numpy())
write("transformer/weights/norm_beta", transformer.norm.bias.detach().numpy())
write("transformer/weights/dense_kernel", keras(transformer.dense.weight, "dense"))
write("transformer/weights/dense_bias", transformer.dense.bias.detach().numpy())

for folder, network in [("conv", conv), ("gap", gap), ("transformer", transformer)]:
    with torch.no_grad():
        logits = network.double()(x4.double()).numpy()
    network.float()
    write(f"{folder}/logits", logits, tolerance_suggested=4e-6)
    target = logits.argmax(1)
    write(f"{folder}/target", target)
    common(folder, network, target)
    t = torch.tensor(target)
    if folder == "transformer":
        continue
    double = network.double()
    pooled = double.relu1(double.conv1(x4.double()))
    mask = ties(pooled, 2, 4)
    if folder == "conv":
        mask |= ties(double.relu2(double.conv2(double.pool1(pooled))), 4, 10)
    write(f"{folder}/tie_mask", mask)
    network.float()
    x = lambda d: x4.to(d)
    maps(f"{folder}/guided_backprop", lambda m, d: ca.GuidedBackprop(m).attribute(x(d), t), network)
    maps(f"{folder}/deconvolution", lambda m, d: ca.Deconvolution(m).attribute(x(d), t), network)
    maps(f"{folder}/deeplift", lambda m, d: ca.DeepLift(m).attribute(x(d), torch.zeros_like(x(d)), target=t), network)
    maps(f"{folder}/deepliftshap",
         lambda m, d: ca.DeepLiftShap(m).attribute(x(d), background.to(d), target=t), network)
    maps(f"{folder}/gradcam_conv2", lambda m, d: ca.LayerGradCam(m, m.relu2).attribute(x(d), t), network)
    maps(f"{folder}/gradient_x_activation_conv2",
         lambda m, d: ca.LayerGradientXActivation(m, m.relu2).attribute(x(d), t), network)
    if folder == "gap":
        weight = lambda m: m.dense.weight[t]
        maps("gap/cam", lambda m, d: (weight(m)[:, :, None, None] * m.relu2(m.conv2(m.pool1(m.relu1(m.conv1(x(d))))))).sum(1, keepdim=True), gap)

plain = Plain()
plain.load_state_dict({k: v for k, v in conv.state_dict().items()})
t = torch.tensor(next(conv(x4) for _ in [0]).argmax(1).numpy())
rules = {"epsilon_0.25": lambda: EpsilonRule(0.25), "gamma_0.25": lambda: GammaRule(0.25), "alpha1beta0": Alpha1_Beta0_Rule}


def lrp(network, d, ruleOf):
    for name, module in network.named_modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            module.rule = ruleOf(name)()
    return ca.LRP(network).attribute(x4.to(d), target=t)


for name, rule in rules.items():
    maps(f"conv/lrp_{name}", lambda m, d: lrp(m, d, lambda _: rule), plain)
composite = {"conv1": rules["alpha1beta0"], "conv2": rules["gamma_0.25"], "dense1": rules["epsilon_0.25"], "dense2": rules["epsilon_0.25"]}
maps("conv/lrp_composite", lambda m, d: lrp(m, d, lambda name: composite[name]), plain)
unit = 11
maps("conv/neuron_gradient_dense1_11",
     lambda m, d: ca.NeuronGradient(m, m.relu3).attribute(x4.to(d), unit), conv)
maps("conv/neuron_conductance_dense1_11",
     lambda m, d: ca.NeuronConductance(m, m.relu3).attribute(x4.to(d), unit, target=t, n_steps=50, method="riemann_middle"), conv)
maps("conv/conductance_dense1",
     lambda m, d: ca.LayerConductance(m, m.relu3).attribute(x4.to(d), target=t, n_steps=50, method="riemann_trapezoid"), conv,
     layout=lambda a: a)
conv.float()


def attention(m, d):
    """Every block's scores and their gradients."""
    logits = m(x4.to(d).requires_grad_())
    logits[torch.arange(4), logits.argmax(1)].sum().backward()
    return [(b.attention.scores.detach(), b.attention.scores.grad) for b in m.blocks]


def rollout(m, d):
    result = torch.eye(49, dtype=d).repeat(4, 1, 1)
    for scores, _ in attention(m, d):
        mixed = 0.5 * scores.mean(1) + 0.5 * torch.eye(49, dtype=d)
        result = (mixed / mixed.sum(-1, keepdim=True)) @ result
    return result.mean(1).reshape(4, 7, 7, 1)


def gradientRollout(m, d):
    """Chefer, Gur, Wolf 2021, equations 5 and 6."""
    result = torch.eye(49, dtype=d).repeat(4, 1, 1)
    for scores, gradient in attention(m, d):
        result = result + (scores * gradient).clamp(min=0).mean(1) @ result
    return (result - torch.eye(49, dtype=d)).mean(1).reshape(4, 7, 7, 1)


asIs = lambda a: a
maps("transformer/scores_1", lambda m, d: attention(m, d)[0][0], transformer, asIs)
maps("transformer/raw_attention", lambda m, d: attention(m, d)[-1][0].mean((1, 2)).reshape(4, 7, 7, 1), transformer, asIs)
maps("transformer/rollout", rollout, transformer, asIs)
maps("transformer/gradient_rollout", gradientRollout, transformer, asIs)

json.dump({"made_by": "make.py", "versions": {"torch": torch.__version__, "captum": captum.__version__}, "testAccuracy": accuracy, "entries": entries},
          open(os.path.join(here, "manifest.json"), "w"), indent=1)
print("done", len(entries))
