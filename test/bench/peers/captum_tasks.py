"""PyTorch and Captum on the MNIST CNN. usage: captum_tasks.py TASK THREADS DATA (folder with images, raw uint8)"""
import os, sys

task, threads, data = sys.argv[1], int(sys.argv[2]), sys.argv[3]
os.environ["OMP_NUM_THREADS"] = str(threads)
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
import numpy as np
import torch
from captum.attr import IntegratedGradients
from turns import serve

torch.set_num_threads(threads)
torch.manual_seed(1)
net = torch.nn.Sequential(
    torch.nn.Conv2d(1, 32, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), torch.nn.Linear(5408, 10)
)
X = torch.from_numpy(np.fromfile(f"{data}/images", np.uint8, count=64 * 784).reshape(-1, 1, 28, 28).astype(np.float32) / 255)
with torch.no_grad():
    targets = net(X).argmax(1)


def forward():
    with torch.no_grad():
        return [torch.softmax(net(X[:1]), 1).numpy() for _ in range(100)]


def gradients(count):
    attribution = IntegratedGradients(net)
    return attribution.attribute(X[:count], baselines=torch.zeros_like(X[:count]), target=targets[:count], n_steps=50)


if task == "one":
    serve(forward, 100)
elif task == "gradients50":
    serve(lambda: [gradients(1) for _ in range(10)], 10)
elif task == "gradients3200":
    serve(lambda: gradients(64), 1)
