# Made with scikit-image 0.26.0, from the folder above: python3 segments/make.py
# The pictures are those of the quickshift goldens.
import json
import numpy as np
import skimage
from skimage.segmentation import felzenszwalb

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
for name, image in {"digit0": digits[0], "digit7": digits[7], "photo": photo}.items():
    for kind, options in settings.items():
        segments = felzenszwalb(image.astype(np.float64), channel_axis=-1, **options).astype(np.int32)
        segments.tofile(f"segments/{name}_felzenszwalb_{kind}.bin")
        entries.append(
            {
                "name": f"{name}_felzenszwalb_{kind}",
                "file": f"{name}_felzenszwalb_{kind}.bin",
                "dtype": "int32",
                "shape": list(segments.shape),
                "segments": int(segments.max() + 1),
            }
        )
json.dump(
    {"versions": {"scikit-image": skimage.__version__, "numpy": np.__version__}, "entries": entries},
    open("segments/manifest.json", "w"),
    indent=1,
)
