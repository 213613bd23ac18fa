"""Quantus, Captum and scikit-learn check explanations. usage: check_tasks.py TASK THREADS IMAGES DATA (folder with images, raw uint8)"""
import contextlib, io, os, sys, warnings

task, threads, count, data = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
os.environ["OMP_NUM_THREADS"] = str(threads)
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
warnings.simplefilter("ignore")
import numpy as np
from turns import serve


def network():
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(1)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(1, 32, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(),
        torch.nn.Linear(5408, 10), torch.nn.Softmax(1),
    ).eval()
    pixels = np.fromfile(f"{data}/images", np.uint8, count=count * 784).reshape(-1, 1, 28, 28).astype(np.float32) / 255
    return torch, net, pixels


if task == "flipping":
    import quantus

    torch, net, pixels = network()
    maps = np.random.default_rng(1).normal(size=pixels.shape).astype(np.float32)
    labels = np.full(count, 3)

    def run():
        # Most relevant first, 28 pixels at a time.
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            quantus.PixelFlipping(
                features_in_step=28, perturb_baseline="black", abs=False, normalise=False, disable_warnings=True,
            )(model=net, x_batch=pixels, y_batch=labels, a_batch=maps, device="cpu", batch_size=count)

    serve(run, 1)
elif task == "infidelity":
    from captum.metrics import infidelity

    torch, net, pixels = network()
    X = torch.from_numpy(pixels)
    maps = torch.randn(X.shape)

    def perturb(x):
        noise = 0.05 * torch.randn(x.shape)
        return noise, x - noise

    def run():
        with torch.no_grad():
            infidelity(net, perturb, X, maps, target=3, n_perturb_samples=50)

    serve(run, 1)
elif task == "permutation":
    from sklearn.inspection import permutation_importance
    from sklearn.neural_network import MLPClassifier

    random = np.random.default_rng(1)
    X = random.normal(size=(count, 20)).astype(np.float32)
    y = (X[:, 0] + X[:, 1] * X[:, 2] > 0).astype(int)
    model = MLPClassifier((64,), max_iter=5).fit(X[:2000], y[:2000])
    serve(lambda: permutation_importance(model, X, y, n_repeats=5, random_state=1, scoring="neg_log_loss"), 1)
