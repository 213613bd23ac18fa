"""scikit-image's segments of a photograph of 8 bits: what our segments of a model's input are compared with.

python make.py  (scikit-image 0.26, numpy, scipy; writes beside itself)
"""
import json
from pathlib import Path

import numpy as np
import scipy
import skimage
from scipy.ndimage import gaussian_filter
from skimage import data
from skimage.segmentation import felzenszwalb, slic

# Edges of equal cost are taken in their order; scikit-image leaves it to NumPy's sort, which differs by processor.
argsort = np.argsort
np.argsort = lambda values, **options: argsort(values, kind="stable")
here = Path(__file__).parent
photo = np.ascontiguousarray(data.chelsea()[60:156, 110:206])
half = photo.astype(np.float64) / 255
arrays = {
    "photo": photo,
    "slic": slic(photo, n_segments=50, compactness=10, start_label=0).astype(np.uint8),
    "slic_smooth": slic(photo, n_segments=20, compactness=5, sigma=1, start_label=0).astype(np.uint8),
    "felzenszwalb": felzenszwalb(photo, scale=100, sigma=0.8, min_size=60).astype(np.uint8),
    "slic_gray": slic(photo[..., 1:2], n_segments=30, compactness=0.1, channel_axis=-1, start_label=0).astype(np.uint8),
    # 10 pixels at 224: the blurred baseline
    "blurred_green": gaussian_filter(half[..., 1], 96 * 10 / 224, mode="reflect").astype(np.float32),
}
entries = []
for name, array in arrays.items():
    array.tofile(here / f"{name}.bin")
    entries.append({"name": name, "file": f"{name}.bin", "dtype": str(array.dtype), "shape": list(array.shape)})
versions = {"scikit-image": skimage.__version__, "numpy": np.__version__, "scipy": scipy.__version__}
(here / "manifest.json").write_text(json.dumps({"versions": versions, "entries": entries}, indent=1) + "\n")
