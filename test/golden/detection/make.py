"""Goldens of a detector: a one-stage head on a grid, torchvision.ops.nms within, exported as such models are: a picture
[3, height, width] without a batch axis, boxes [k, 4], scores [k] and labels [k], where k changes. D-RISE (Petsiuk et al. 2021,
"Black-box Explanation of Object Detectors via Saliency Maps", equations 2 to 4) is written out in numpy, with its masks.

python -m venv venv && venv/bin/pip install torch torchvision onnx onnxruntime && venv/bin/python make.py
"""
import json, os, warnings
import numpy as np, onnxruntime, torch, torch.nn as nn, torchvision

warnings.filterwarnings("ignore")
here = os.path.dirname(os.path.abspath(__file__))
entries = []


def write(name, array, dtype="<f4"):
    array = np.ascontiguousarray(array, dtype)
    array.tofile(os.path.join(here, name + ".bin"))
    entries.append({"name": name, "file": name + ".bin", "dtype": {"<f4": "float32", "u1": "uint8"}[dtype], "shape": list(array.shape)})


class Detector(nn.Module):
    """Cells of 8 pixels; each has a box, an objectness and three classes. `whole`: the class scores of each box as well."""
    def __init__(self, whole):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 8, 5, 2, 2), nn.Tanh(), nn.Conv2d(8, 16, 5, 4, 2), nn.Tanh())
        self.head, self.whole = nn.Conv2d(16, 8, 1), whole

    def forward(self, image):
        y = self.head(self.body(((image - 0.4) / 0.3)[None]))[0]
        rows, columns = 4, 6
        x0 = torch.arange(columns).float()[None].expand(rows, columns) * 8 + 4
        y0 = torch.arange(rows).float()[:, None].expand(rows, columns) * 8 + 4
        cx, cy = x0 + 4 * torch.tanh(y[0]), y0 + 4 * torch.tanh(y[1])
        w, h = 8 * torch.exp(0.5 * torch.tanh(y[2])), 8 * torch.exp(0.5 * torch.tanh(y[3]))
        boxes = torch.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], -1).reshape(-1, 4)
        objectness, classes = torch.sigmoid(3 * y[4]).reshape(-1), torch.softmax(4 * y[5:], 0).reshape(3, -1).T
        best = classes.max(1)
        scores = objectness if self.whole else objectness * best.values
        keep = scores > 0.3
        boxes, scores, classes, labels = boxes[keep], scores[keep], classes[keep], best.indices[keep]
        kept = torchvision.ops.nms(boxes, scores, 0.3)
        return (boxes[kept], scores[kept], classes[kept]) if self.whole else (boxes[kept], scores[kept], labels[kept])


def iou(a, b):
    width = np.clip(np.minimum(a[2], b[:, 2]) - np.maximum(a[0], b[:, 0]), 0, None)
    height = np.clip(np.minimum(a[3], b[:, 3]) - np.maximum(a[1], b[:, 1]), 0, None)
    area = lambda c: (c[..., 2] - c[..., 0]) * (c[..., 3] - c[..., 1])
    return width * height / (area(a) + area(b) - width * height)


def similarity(target, found):
    """The best match among the boxes found: overlap, cosine of the class scores, objectness."""
    (box, _, classes), (boxes, scores, others) = target, found
    if len(boxes) == 0:
        return 0.0
    cosine = others @ classes / np.linalg.norm(others, axis=1) / np.linalg.norm(classes)
    return float((iou(box, boxes) * cosine * scores).max())


torch.manual_seed(3)
image = torch.rand(3, 32, 48)
image[:, 8:22, 10:24] = torch.tensor([0.9, 0.2, 0.1])[:, None, None]
image[:, 4:14, 34:44] = torch.tensor([0.1, 0.3, 0.9])[:, None, None]
write("image", image)
rng = np.random.default_rng(5)
masks = np.kron(rng.random((60, 4, 6)) > 0.5, np.ones((8, 8))).astype("u1")
write("masks", masks, "u1")
x = image.numpy()
state = None
for name, whole in [("labels", False), ("classes", True)]:
    net = Detector(whole).eval()
    if state:
        net.load_state_dict(state)
    state = net.state_dict()
    for layer in net.body:
        if isinstance(layer, nn.Conv2d) and not whole:
            layer.weight.data *= 2
    file = os.path.join(here, name + ".onnx")
    outputs = ["boxes", "scores", "class_scores" if whole else "labels"]
    axes = {output: {0: "k"} for output in outputs}
    torch.onnx.export(net, (image,), file, dynamo=False, opset_version=17, input_names=["image"], output_names=outputs, dynamic_axes=axes)
    session = onnxruntime.InferenceSession(file)

    def detect(picture):
        boxes, scores, third = session.run(None, {"image": picture.astype("f4")})
        return boxes.astype("f8"), scores.astype("f8"), third.astype("f8") if whole else np.eye(3)[third]

    boxes, scores, classes = detect(x)
    write(f"{name}-boxes", boxes)
    write(f"{name}-scores", scores)
    for at in (0, 2):
        target = (boxes[at], scores[at], classes[at])
        found = np.array([similarity(target, detect(x * mask)) for mask in masks])
        write(f"{name}-{at}-similarity", found)
        write(f"{name}-{at}-rise", (found[:, None, None] * masks).mean(0) / masks.mean())
        ablated = [similarity(target, detect(x * (blocks == 0)))for blocks in (np.kron(np.eye(24)[i].reshape(4, 6), np.ones((8, 8))) for i in range(24))]
        write(f"{name}-{at}-ablation", similarity(target, detect(x)) - np.array(ablated))
    counts = [len(detect(x * mask)[0]) for mask in masks]
    print(name, "boxes", len(boxes), "under masks", min(counts), "to", max(counts), np.round(scores, 2))
with open(os.path.join(here, "manifest.json"), "w") as file:
    json.dump({"made_by": "make.py", "entries": entries}, file, indent=1)
