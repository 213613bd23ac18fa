# Made with scikit-learn 1.9.1 (float64), from the folder above: python3 sklearn/make.py
# Captum's KernelShap fits in float32, with weights of a million: its coefficients are up to 5e-5 off the float64 fit of
# the same samples, which is the judge here.
import json
import numpy as np
import sklearn
from sklearn.linear_model import LinearRegression

entries = []
for image in (0, 1):
    stored = f"modelA/captum_kernelshap/image{image}"
    samples = np.fromfile(f"{stored}_samples.bin", np.uint8).reshape(1000, 49).astype(float)
    fit = LinearRegression().fit(samples, np.fromfile(f"{stored}_y.bin"), np.fromfile(f"{stored}_weight.bin"))
    name = f"captum_kernelshap_image{image}_float64"
    fit.coef_.tofile(f"sklearn/{name}.bin")
    entries.append({"name": name, "file": f"{name}.bin", "dtype": "float64", "shape": [49]})
manifest = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "entries": entries}
json.dump(manifest, open("sklearn/manifest.json", "w"), indent=1)
