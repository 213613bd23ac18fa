"""Captum's methods on the MNIST CNN. usage: captum_methods.py METHOD:COUNT THREADS DATA (folder with images, raw uint8)"""
import os, sys, warnings

warnings.filterwarnings("ignore")
(method, count), threads, data = sys.argv[1].split(":"), int(sys.argv[2]), sys.argv[3]
count = int(count)
os.environ["OMP_NUM_THREADS"] = str(threads)
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
import numpy as np
import torch
import captum.attr as ca
from turns import serve

torch.set_num_threads(threads)
torch.manual_seed(1)


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.relu, self.pool = torch.nn.Conv2d(1, 32, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2)
        self.dense = torch.nn.Linear(5408, 10)

    def forward(self, x):
        return self.dense(torch.flatten(self.pool(self.relu(self.conv(x))), 1))


net = Net().eval()
pixels = np.fromfile(f"{data}/images", np.uint8, count=1000 * 784).reshape(-1, 1, 28, 28).astype(np.float32) / 255
x = torch.from_numpy(pixels[:count].copy())
background = torch.from_numpy(pixels[500:600].copy())
with torch.no_grad():
    target = net(x).argmax(1)
noise = lambda: ca.NoiseTunnel(ca.Saliency(net))
tasks = {
    "saliency": lambda: ca.Saliency(net).attribute(x, target),
    "guided": lambda: ca.GuidedBackprop(net).attribute(x, target),
    "gradcam": lambda: ca.LayerGradCam(net, net.relu).attribute(x, target),
    "ig": lambda: ca.IntegratedGradients(net).attribute(x, target=target, n_steps=50),
    "smoothgrad": lambda: noise().attribute(x, nt_type="smoothgrad", nt_samples=50, stdevs=0.15, target=target),
    "gradientshap": lambda: ca.GradientShap(net).attribute(x, background[:20], n_samples=50, target=target),
    "deeplift": lambda: ca.DeepLift(net).attribute(x, torch.zeros_like(x), target=target),
    "lrp": lambda: ca.LRP(net).attribute(x, target=target),
    "deepshap": lambda: ca.DeepLiftShap(net).attribute(x, background, target=target),
}
repeat = 10 if count == 1 and method != "deepshap" else 1
serve(lambda: [tasks[method]() for _ in range(repeat)], repeat)
