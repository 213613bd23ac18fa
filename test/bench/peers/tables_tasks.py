"""SHAP, lime and scikit-learn on the golden table and its logistic regression. usage: tables_tasks.py TASK THREADS"""
import os, sys

task, threads = sys.argv[1], int(sys.argv[2])
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)
import numpy as np
from sklearn.linear_model import LogisticRegression
from turns import serve

X = np.fromfile("test/golden/tabular/X.bin", np.float32).reshape(-1, 10).astype(np.float64)
y = np.fromfile("test/golden/tabular/y.bin", np.int32)
model = LogisticRegression().fit(X, y)
rows, background = X[:10], X[100:200]

if task == "lime":
    from lime.lime_tabular import LimeTabularExplainer

    explainer = LimeTabularExplainer(X, random_state=0)
    turn = lambda: [explainer.explain_instance(row, model.predict_proba, labels=(1,), num_features=10, num_samples=5000) for row in rows]
elif task == "shap":
    import shap

    turn = lambda: shap.KernelExplainer(lambda x: model.predict_proba(x)[:, 1], background).shap_values(rows, nsamples=1022, l1_reg=0, silent=True)
elif task == "permutation":
    from sklearn.inspection import permutation_importance

    turn = lambda: permutation_importance(model, X, y, n_repeats=10, random_state=0, n_jobs=threads)
serve(turn, 1)
