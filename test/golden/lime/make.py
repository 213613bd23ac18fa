"""What lime 0.2.0.1 finds (with scikit-learn 1.7.2), and the samples it drew. usage, here: make.py, writes found.json."""
import json, pathlib
import numpy as np
from lime.lime_tabular import LimeTabularExplainer
from lime.lime_text import IndexedCharacters, IndexedString, LimeTextExplainer

here = pathlib.Path(__file__).parent
texts = [
    {"text": "Not good, not bad: a film, good as films go.", "bow": True, "chars": False, "selection": "auto", "numFeatures": 4},
    {"text": "Not good, not bad: a film, good as films go.", "bow": False, "chars": False, "selection": "none", "numFeatures": 4},
    {"text": "  «Über» good_2 — naïve 電影 not!", "bow": True, "chars": False, "selection": "highest_weights", "numFeatures": 3},
    {"text": "not a good one", "bow": True, "chars": True, "selection": "lasso_path", "numFeatures": 5},
]
numbers = np.fromfile(here / "../tabular/X.bin", np.float32).reshape(-1, 10)[:200].astype(np.float64)
table = np.c_[numbers, np.arange(200) % 3]
coef = np.fromfile(here / "../tabular/logreg/coef.bin")
names = ["blue", "green", "red"]


def seen(model, into):
    """Keeps what lime asks about."""
    def ask(batch):
        into.append(batch)
        return model(batch)
    return ask


def proba(rows):
    z = rows[:, :10] @ coef + 0.7 * (rows[:, 10] == 2)
    p = 1 / (1 + np.exp(-z))
    return np.stack([1 - p, p], 1)


tabular = []
for discretizer, selection, count in [
    ("quartile", "auto", 4), ("quartile", "highest_weights", 6), ("decile", "forward_selection", 3),
    ("decile", "lasso_path", 5), ("none", "lasso_path", 4), ("none", "none", 11), ("none", "forward_selection", 5),
]:
    explainer = LimeTabularExplainer(
        table, feature_names=[f"feature {i}" for i in range(10)] + ["colour"], categorical_features=[10],
        categorical_names={10: names}, discretize_continuous=discretizer != "none",
        discretizer=discretizer if discretizer != "none" else "quartile", feature_selection=selection, random_state=1,
    )
    batches = []
    found = explainer.explain_instance(table[3], seen(proba, batches), num_features=count, num_samples=120)
    tabular.append({
        "discretizer": discretizer, "selection": selection, "numFeatures": count, "samples": batches[0].ravel().tolist(),
        "exp": [[int(k), v] for k, v in found.local_exp[1]], "list": found.as_list(), "intercept": float(found.intercept[1]),
        "score": float(found.score), "prediction": float(found.local_pred[0]),
    })

text = []
for options in texts:
    raw = options["text"]
    settings = dict(bow=options["bow"], char_level=options["chars"], feature_selection=options["selection"])
    indexed = IndexedCharacters(raw, bow=options["bow"]) if options["chars"] else IndexedString(raw, bow=options["bow"])
    batches = []

    def answer(texts):
        p = np.array([0.1 + 0.5 * ("good" in t) - 0.08 * t.count("not") + 0.002 * len(t) for t in texts])
        return np.stack([1 - p, p], 1)

    words = [str(indexed.word(i)) for i in range(indexed.num_words())]
    explainer = LimeTextExplainer(random_state=2, **settings)
    data = []
    base = explainer.base.explain_instance_with_data
    def spy(neighbours, *rest, **more):
        data.append(neighbours)
        return base(neighbours, *rest, **more)
    explainer.base.explain_instance_with_data = spy
    found = explainer.explain_instance(raw, seen(answer, batches), num_features=options["numFeatures"], num_samples=100)
    text.append({
        **options, "words": words, "starts": [np.ravel(indexed.string_position(i)).tolist() for i in range(len(words))],
        "samples": data[0].astype(int).ravel().tolist(), "texts": list(batches[0]), "exp": [[int(k), v] for k, v in found.local_exp[1]],
        "intercept": float(found.intercept[1]), "score": float(found.score),
    })
(here / "found.json").write_text(json.dumps({"tabular": tabular, "text": text}, ensure_ascii=False) + "\n")
