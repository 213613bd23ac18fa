"""Reliability of 600 probabilities by scikit-learn, and Wilson's intervals by SciPy. python make.py > values.json
Made with scikit-learn 1.7.2 and the SciPy that came with it."""
import json
import numpy as np
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve

random = np.random.default_rng(11)
p = np.round(random.beta(2, 1, 600), 6)
y = (random.uniform(size=600) < p ** 1.5).astype(int)
true, predicted = calibration_curve(y, p, n_bins=10, strategy="uniform")
intervals = []
for k, n in [(0, 12), (10, 50), (7, 7), (1, 3), (431, 1000)]:
    ci = binomtest(k, n).proportion_ci(0.95, method="wilson")
    intervals.append([k, n, ci.low, ci.high])
print(json.dumps({"probabilities": p.tolist(), "labels": y.tolist(), "share": true.tolist(), "confidence": predicted.tolist(), "wilson": intervals}))
