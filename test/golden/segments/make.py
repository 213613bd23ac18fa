# Made with scikit-image 0.26.0, from the folder above: python3 segments/make.py
# The pictures are those of the quickshift goldens.
import json
import numpy as np
import skimage
from skimage.segmentation import felzenszwalb, slic

# Edges of equal cost are taken in their order; scikit-image leaves it to NumPy's sort, which differs by processor.
argsort = np.argsort
np.argsort = lambda values, **options: argsort(values, kind="stable")

entries = []
digits = np.fromfile("modelA/input.bin", np.float32).reshape(8, 28, 28, 1)
photo = np.fromfile("quickshift/photo.bin", np.float32).reshape(24, 20, 3)
settings = {
    "default": {},
    "coarse": dict(scale=100, sigma=0.5, min_size=10),
    "sharp": dict(scale=10, sigma=0, min_size=3),
}
slics = {
    "default": {},
    "loose": dict(n_segments=30, compactness=0.1),
    "smooth": dict(n_segments=12, compactness=1, sigma=1, max_num_iter=4),
    "pieces": dict(n_segments=40, compactness=0.01, enforce_connectivity=False),
    "wide": dict(n_segments=50, compactness=20, min_size_factor=0.9, max_size_factor=1.2),
}


def keep(name, segments):
    segments = np.ascontiguousarray(segments, np.int32)
    segments.tofile(f"segments/{name}.bin")
    entry = {"name": name, "file": f"{name}.bin", "dtype": "int32", "shape": list(segments.shape)}
    entries.append(entry | {"segments": int(segments.max() + 1)})


for name, image in {"digit0": digits[0], "digit7": digits[7], "photo": photo}.items():
    for kind, options in settings.items():
        segments = felzenszwalb(image.astype(np.float64), channel_axis=-1, **options).astype(np.int32)
        keep(f"{name}_felzenszwalb_{kind}", segments)
    for kind, options in slics.items():
        keep(f"{name}_slic_{kind}", slic(image.astype(np.float64), channel_axis=-1, start_label=0, **options))
# A strip that is narrower than a step.
keep("strip_slic", slic(photo[:3].astype(np.float64), n_segments=4, compactness=1, channel_axis=-1, start_label=0))
json.dump(
    {"versions": {"scikit-image": skimage.__version__, "numpy": np.__version__}, "entries": entries},
    open("segments/manifest.json", "w"),
    indent=1,
)
