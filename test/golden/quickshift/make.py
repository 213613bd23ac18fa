# Made with scikit-image 0.26.0, from the folder above: python3 quickshift/make.py
# Segments as lime asks for them (kernel_size 4, max_dist 200, ratio 0.2), and the noise by which scikit-image breaks
# ties, so that the same segments can be found again: with noise of another generator the flat parts fall otherwise.
import json
import numpy as np
import skimage
from skimage.color import gray2rgb
from skimage.segmentation import quickshift

entries = []


def store(name, array):
    array.tofile(f"quickshift/{name}.bin")
    entries.append({"name": name, "file": f"{name}.bin", "dtype": str(array.dtype), "shape": list(array.shape)})


digits = np.fromfile("modelA/input.bin", np.float32).reshape(8, 28, 28)
rows, columns = np.mgrid[0:24, 0:20]
colours = np.stack(
    [0.5 + 0.5 * np.sin(rows / 3), np.where(columns < 9, 0.2, 0.85), 0.5 + 0.4 * np.cos((rows + columns) / 4)], axis=-1
)
photo = (colours + 0.02 * np.random.default_rng(7).normal(size=colours.shape)).clip(0, 1).astype(np.float32)
store("photo", photo)
for name, image in {"digit0": gray2rgb(digits[0]), "digit7": gray2rgb(digits[7]), "photo": photo}.items():
    settings = [("lime", dict(kernel_size=4, max_dist=200, ratio=0.2)), ("short", dict(kernel_size=2, max_dist=3, ratio=1))]
    for kind, options in settings:
        segments = quickshift(image.astype(np.float64), rng=42, **options)
        store(f"{name}_{kind}", segments.astype(np.int32))
    store(f"{name}_noise", np.random.default_rng(42).normal(scale=0.00001, size=image.shape[:2]))
manifest = {"versions": {"scikit-image": skimage.__version__, "numpy": np.__version__}, "entries": entries}
json.dump(manifest, open("quickshift/manifest.json", "w"), indent=1)
for e in entries:
    if e["dtype"] == "int32":
        print(e["name"], np.unique(np.fromfile(f"quickshift/{e['file']}", np.int32)).size)
