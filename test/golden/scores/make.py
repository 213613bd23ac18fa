"""Scores by scikit-learn of fixed answers, for test/math/scores.test.ts. Run: pip install scikit-learn; python make.py"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn import metrics

rng = np.random.default_rng(7)
n = 120


def rounded(values):
    return [float(v) for v in np.round(np.asarray(values, dtype=float), 6)]


# One unit, with ties: scores in steps of 0.05.
binary = rng.integers(0, 2, n)
scores = np.clip(np.round((rng.normal(0.35, 0.25, n) + 0.3 * binary) * 20) / 20, 0, 1)
answers = (scores > 0.5).astype(int)
fpr, tpr, thresholds = metrics.roc_curve(binary, scores, drop_intermediate=False)
precision, recall, _ = metrics.precision_recall_curve(binary, scores)

# Five classes, one of which is never answered and one that never occurs.
classes = rng.integers(0, 4, n)
told = np.where(rng.random(n) < 0.6, classes, rng.integers(0, 5, n))
told[told == 2] = 4
per = metrics.precision_recall_fscore_support(classes, told, labels=range(6), zero_division=0)

# Numbers.
targets = np.round(rng.normal(50, 12, n), 3)
numbers = np.round(targets * 0.9 + rng.normal(3, 4, n), 3)

golden = {
    "sklearn": sklearn.__version__,
    "binary": {
        "labels": binary.tolist(),
        "scores": rounded(scores),
        "fpr": rounded(fpr),
        "tpr": rounded(tpr),
        "precision": rounded(precision[:-1][::-1]),
        "recall": rounded(recall[:-1][::-1]),
        "auc": metrics.roc_auc_score(binary, scores),
        "averagePrecision": metrics.average_precision_score(binary, scores),
        "f1": metrics.f1_score(binary, answers),
    },
    "classes": {
        "labels": classes.tolist(),
        "predictions": told.tolist(),
        "precision": rounded(per[0]),
        "recall": rounded(per[1]),
        "f1": rounded(per[2]),
        "support": per[3].tolist(),
        "macroF1": metrics.f1_score(classes, told, average="macro", zero_division=0),
    },
    "numbers": {
        "targets": targets.tolist(),
        "answers": numbers.tolist(),
        "r2": metrics.r2_score(targets, numbers),
        "mae": metrics.mean_absolute_error(targets, numbers),
        "rmse": metrics.root_mean_squared_error(targets, numbers),
    },
}
pathlib.Path(__file__).with_name("values.json").write_text(json.dumps(golden) + "\n")
