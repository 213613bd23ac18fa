"""Captum, SHAP and lime on the MNIST CNN. usage: perturbation_tasks.py TASK THREADS IMAGES DATA (folder with images, raw uint8)"""
import contextlib, io, math, os, sys

task, threads, count, data = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
os.environ["OMP_NUM_THREADS"] = str(threads)
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
import numpy as np
import torch
from turns import serve

torch.set_num_threads(threads)
torch.manual_seed(1)
net = torch.nn.Sequential(
    torch.nn.Conv2d(1, 32, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), torch.nn.Linear(5408, 10),
    torch.nn.Softmax(1),
).eval()
pixels = np.fromfile(f"{data}/images", np.uint8, count=count * 784).reshape(-1, 1, 28, 28).astype(np.float32) / 255
X = torch.from_numpy(pixels)
rows, columns = np.mgrid[0:28, 0:28]
seg49 = rows // 4 * 7 + columns // 4
seg12 = rows // 7 * 3 + np.digitize(columns, [9, 19])
mask = torch.from_numpy(seg49)[None, None]


def soft(batch):
    with torch.no_grad():
        return net(batch).numpy()


def lime(image, seed):
    from lime.lime_image import LimeImageExplainer

    answer = lambda batch: soft(torch.from_numpy(np.asarray(batch, np.float32)[..., 0])[:, None])
    with contextlib.redirect_stderr(io.StringIO()):  # its progress bar
        LimeImageExplainer(random_state=seed).explain_instance(
            np.repeat(image[0][..., None], 3, -1).astype(np.double), answer, top_labels=5, hide_color=0,
            num_samples=1000, batch_size=100, segmentation_fn=lambda _: seg49,
        )


def kernel_shap(x):
    import shap

    answer = lambda masks: soft(x * torch.from_numpy(np.asarray(masks, np.float32)[:, seg49])[:, None])[:, 3]
    shap.KernelExplainer(answer, np.zeros((1, 49))).shap_values(np.ones((1, 49)), nsamples=1000, l1_reg=0, silent=True)


def captum(name, **options):
    import captum.attr as attr

    method = getattr(attr, name)(net)
    return lambda x: method.attribute(x, target=3, baselines=0, **options)


def shapley(x):
    there = ((np.arange(4096)[:, None] >> np.arange(12)) & 1).astype(np.float32)
    answers = soft(x * torch.from_numpy(there[:, seg12])[:, None])[:, 3]
    size = there.sum(1).astype(int)
    weight = np.array([math.factorial(s) * math.factorial(11 - s) / math.factorial(12) for s in range(12)])
    without = [np.nonzero(there[:, k] == 0)[0] for k in range(12)]
    return [(weight[size[w]] * (answers[w + (1 << k)] - answers[w])).sum() for k, w in enumerate(without)]


one_by_one = {
    "lime": lambda: [lime(image, i) for i, image in enumerate(pixels)],
    "shap": lambda: [kernel_shap(x[None]) for x in X],
    "shapley": lambda: [shapley(x[None]) for x in X],
}
if task in one_by_one:
    serve(one_by_one[task], 1)
elif task in ("captumLime", "captumShap"):
    run = captum("Lime" if task == "captumLime" else "KernelShap", feature_mask=mask, n_samples=1000, perturbations_per_eval=50)
    serve(lambda: [run(x[None]) for x in X], 1)
elif task == "occlusion":
    run = captum("Occlusion", sliding_window_shapes=(1, 4, 4), strides=(1, 2, 2), perturbations_per_eval=169 if count == 1 else 8)
    serve(lambda: run(X), 1)
elif task == "ablation":
    run = captum("FeatureAblation", feature_mask=mask, perturbations_per_eval=49 if count == 1 else 8)
    serve(lambda: run(X), 1)
