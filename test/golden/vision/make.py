"""Goldens of vision transformers that others make: torchvision's, DINOv2-like with a class token and four registers, DeiT-like
with two tokens, and one whose attention folds the batch into its heads. Random weights; the references are written out in
torch, float64: attention rollout (Abnar, Zuidema 2020, equation 1) and Chefer, Gur, Wolf 2021, equations 5 and 6, each the
class token's row over the patches, for class 3. Writes ONNX files and float32 arrays with a manifest beside this script.

python -m venv venv && venv/bin/pip install torch torchvision onnx onnxscript && venv/bin/python make.py
"""
import json, math, os, warnings
import numpy as np, onnx, torch, torch.nn as nn, torch.nn.functional as F
from torchvision.models import VisionTransformer

warnings.filterwarnings("ignore")
here = os.path.dirname(os.path.abspath(__file__))
TARGET = 3
entries = []


def write(name, array):
    array = np.asarray(array, "<f4")
    array.tofile(os.path.join(here, name + ".bin"))
    entries.append({"name": name, "file": name + ".bin", "dtype": "float32", "shape": list(array.shape)})


class Attention(nn.Module):
    """timm's: one layer for query, key and value."""
    def __init__(self, d, heads):
        super().__init__()
        self.heads, self.qkv, self.proj = heads, nn.Linear(d, 3 * d), nn.Linear(d, d)

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, t, d))


class Split(nn.Module):
    """Hugging Face's: three layers, and the softmax written out."""
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(d, d) for _ in range(4))

    def forward(self, x):
        of = lambda y: y.view(y.size()[:-1] + (self.heads, -1)).permute(0, 2, 1, 3)
        c = F.scaled_dot_product_attention(of(self.q(x)), of(self.k(x)), of(self.v(x)))
        c = c.permute(0, 2, 1, 3).contiguous()
        return self.o(c.view(c.size()[:-2] + (x.shape[-1],)))


class Folded(Split):
    """The heads of all examples in one axis, as torch's own attention has them where weights are asked for."""
    def forward(self, x):
        n, t, d = x.shape
        of = lambda y: y.transpose(0, 1).reshape(t, n * self.heads, d // self.heads).transpose(0, 1)
        c = F.scaled_dot_product_attention(of(self.q(x)), of(self.k(x)), of(self.v(x)))
        return self.o(c.transpose(0, 1).reshape(t, n, d).transpose(0, 1))


class Block(nn.Module):
    def __init__(self, d, heads, attention):
        super().__init__()
        self.norm1, self.attention, self.norm2 = nn.LayerNorm(d), attention(d, heads), nn.LayerNorm(d)
        self.mlp = nn.Sequential(nn.Linear(d, 2 * d), nn.GELU(), nn.Linear(2 * d, d))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Transformer(nn.Module):
    """`others`: tokens between the class token and the patches."""
    def __init__(self, grid, others, attention, d=16, heads=2, depth=2, patch=8):
        super().__init__()
        self.embed, self.others = nn.Conv2d(3, d, patch, patch), others
        self.cls, self.more = nn.Parameter(torch.randn(1, 1, d)), nn.Parameter(torch.randn(1, others, d))
        self.position = nn.Parameter(0.1 * torch.randn(1, 1 + grid[0] * grid[1], d))
        self.blocks = nn.ModuleList([Block(d, heads, attention) for _ in range(depth)])
        self.norm, self.head = nn.LayerNorm(d), nn.Linear(d, 5)

    def forward(self, x):
        x = self.embed(x).flatten(2).transpose(1, 2)
        n = x.shape[0]
        x = torch.cat([self.cls.expand(n, -1, -1), x], 1) + self.position
        if self.others:
            x = torch.cat([x[:, :1], self.more.expand(n, -1, -1), x[:, 1:]], 1)
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x)[:, 0])


def references(net, x, patches):
    """Rollout and gradient rollout of the class token over the last `patches` tokens."""
    kept, own = [], F.scaled_dot_product_attention

    def attention(q, k, v, *_, **__):
        weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]), -1)
        weights.retain_grad()
        kept.append(weights)
        return weights @ v

    F.scaled_dot_product_attention = attention
    try:
        net.double()(x.double())[:, TARGET].sum().backward()
    finally:
        F.scaled_dot_product_attention = own
    net.float()
    n, t = len(x), kept[0].shape[-1]
    rollout, gradient = torch.eye(t).double().repeat(n, 1, 1), torch.eye(t).double().repeat(n, 1, 1)
    for weights in kept:
        a, g = (each.reshape(n, -1, t, t) for each in (weights, weights.grad))
        rollout = (0.5 * a.mean(1) + 0.5 * torch.eye(t).double()) @ rollout
        gradient = gradient + (a * g).clamp(min=0).mean(1) @ gradient
    heads = kept[-1].reshape(n, -1, t, t)
    return [each[:, 0, -patches:].detach().numpy() for each in (rollout, gradient, heads[:, 1])]


def export(net, x, name, dynamo, dynamic):
    file = os.path.join(here, name + ".onnx")
    names = dict(input_names=["image"], output_names=["logits"])
    if dynamo:
        shapes = ({0: torch.export.Dim("batch")},) if dynamic else None
        torch.onnx.export(net, (x,), file, dynamo=True, dynamic_shapes=shapes, external_data=False, verbose=False, **names)
    else:
        axes = {"image": {0: "n"}} if dynamic else None
        torch.onnx.export(net, (x,), file, dynamo=False, dynamic_axes=axes, **names)
    model = onnx.load(file)
    for node in model.graph.node:
        node.ClearField("doc_string"), node.ClearField("metadata_props")
    for field in ("value_info", "metadata_props"):
        model.graph.ClearField(field)
    model.ClearField("functions"), model.ClearField("metadata_props")
    onnx.save(model, file)


def case(name, net, size, patches, dynamo, dynamic):
    net.eval()
    for parameter in net.parameters():
        if parameter.dim() > 1 and not parameter.any():
            nn.init.normal_(parameter)
    x = torch.sin(torch.arange(2 * 3 * size[0] * size[1]).reshape(2, 3, *size) * 0.37) + 0.3 * torch.randn(2, 3, *size)
    rollout, gradient, head = references(net, x, patches)
    # Not within no_grad: torch's own attention would be one operator there, which ONNX does not have.
    export(net, x if dynamic else x[:1], name, dynamo, dynamic)
    logits = net(x).detach()
    for part, array in dict(image=x, logits=logits, rollout=rollout, gradient=gradient, head1=head).items():
        write(f"{name}-{part}", array)


torch.manual_seed(16)
torchvision = VisionTransformer(image_size=32, patch_size=8, num_layers=3, num_heads=2, hidden_dim=16, mlp_dim=32, num_classes=5)
case("torchvision", torchvision, (32, 32), 16, dynamo=False, dynamic=True)
case("registers", Transformer((4, 6), 4, Attention), (32, 48), 24, dynamo=True, dynamic=True)
case("twoTokens", Transformer((4, 4), 1, Split), (32, 32), 16, dynamo=True, dynamic=False)
case("folded", Transformer((3, 4), 0, Folded), (24, 32), 12, dynamo=False, dynamic=True)


class Single(nn.Module):
    """Takes one picture without a batch axis."""
    def __init__(self):
        super().__init__()
        self.conv, self.dense = nn.Conv2d(3, 4, 3, padding=1), nn.Linear(4, 3)

    def forward(self, x):
        return self.dense(torch.tanh(self.conv(((x - 0.4) / 0.3)[None])).mean((2, 3)))[0]


single = Single().eval()
x = torch.sin(torch.arange(2 * 3 * 8 * 12).reshape(2, 3, 8, 12) * 0.3)
file = os.path.join(here, "single.onnx")
torch.onnx.export(single, (x[0],), file, dynamo=False, opset_version=17, input_names=["picture"], output_names=["scores"])
single.double()
each = [one.double().requires_grad_() for one in x]
for one in each:
    single(one)[1].backward()
write("single-image", x)
write("single-scores", torch.stack([single(one) for one in each]).detach())
write("single-gradient", torch.stack([one.grad for one in each]))
with open(os.path.join(here, "manifest.json"), "w") as file:
    json.dump({"made_by": "make.py", "torch": torch.__version__, "entries": entries}, file, indent=1)
