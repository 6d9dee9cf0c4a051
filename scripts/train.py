#!/usr/bin/env python3
"""Fits the query adapter and the logistic regressions of src/statement/model.json from what `zhoubao eval --features` prints.

    train.py adapter OUT VECTORS.json…        the query adapter, from what `zhoubao eval --vectors` prints
    train.py first OUT FEATURES.json…         the model of a statement by itself; OUT keeps all else that it has
    train.py statements OUT FEATURES.json…    the model of a statement beside the likeliest ones, from features printed with the first
    train.py verdict OUT FEATURES.json…       the verdict model and the cuts, from features printed by models that were fitted without
                                              the questions they weigh
    train.py report OUT FEATURES.json…        how often what is claimed is right, and how well the probabilities are calibrated

Every corpus weighs the same, however many questions it has. Coefficients are rounded, so that the same data gives the same bytes.
"""
import hashlib
import json
import os
import re
import sys

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

# Strength of the prior: chosen on corpora left out (docs/quality.md).
STATEMENT_PRIOR = 0.1
VERDICT_C = 0.01

# Of the query adapter: how sharply cosines tell passages apart, the strength of its prior, and its rank; chosen on sets left out (docs/quality.md).
ADAPTER_SHARPNESS = 40.0
ADAPTER_PRIOR = 0.2
ADAPTER_RANK = 8

# As in src/statement/model.rs.
FARTHEST = 4.0

# The sets have more questions without an answer than people ask: they count as if so many of each set's had none.
UNANSWERABLE = 0.2


def load(paths):
    """`name.json`, a set asked over its own reports, and `name@union.json`, the same over the reports of all sets: one fold."""
    corpora = []
    for path in paths:
        with open(path, encoding="utf8") as file:
            name = os.path.splitext(os.path.basename(path))[0]
            corpora.append({**json.load(file), "name": name, "fold": name.split("@")[0]})
    return corpora


def adapter(paths):
    """A linear map added to the vector of a question, by which passages with its gold come first among all of their corpus (a softmax over their
    cosines, with a Gaussian prior on the map), cut to its strongest directions."""
    sets = []
    for path in paths:
        with open(path, encoding="utf8") as file:
            corpus = json.load(file)
        passages, asked = (np.array(vectors, np.float32) / 1e4 for vectors in (corpus["passages"], [q["vector"] for q in corpus["questions"]]))
        sets.append((passages, asked, [q["gold"] for q in corpus["questions"]]))
    width = sets[0][0].shape[1]

    def loss(values):
        added = values.reshape(width, width).astype(np.float32)
        value, gradient = ADAPTER_PRIOR * float((added * added).sum()), 2 * ADAPTER_PRIOR * added
        for passages, asked, golds in sets:
            scores = ADAPTER_SHARPNESS * ((asked + asked @ added) @ passages.T)
            likely = np.exp(scores - scores.max(1, keepdims=True))
            likely /= likely.sum(1, keepdims=True)
            weight = 1 / len(golds) / len(sets)
            off = likely.copy()
            for row, gold in enumerate(golds):
                of_gold = likely[row, gold].sum() + 1e-12
                value -= weight * np.log(of_gold)
                off[row, gold] -= likely[row, gold] / of_gold
            gradient = gradient + asked.T @ ((weight * ADAPTER_SHARPNESS) * (off @ passages))
        return value, gradient.ravel().astype(float)

    found = minimize(loss, np.zeros(width * width), jac=True, method="L-BFGS-B", options={"maxiter": 80}).x
    left, strength, right = np.linalg.svd(found.reshape(width, width))
    directions = []
    for at in range(ADAPTER_RANK):
        # Of both signs the decomposition may give either.
        scale = strength[at] ** 0.5 * 1e3 * np.sign(left[:, at][np.abs(left[:, at]).argmax()])
        directions.append({key: [int(v) for v in np.round(of * scale)] for key, of in (("from", left[:, at]), ("to", right[at]))})
    return {"embedder": corpus["embedder"], "directions": directions}


def fit(rows, labels, weights, c, names):
    scaler = StandardScaler().fit(rows, sample_weight=weights)
    model = LogisticRegression(C=c, max_iter=5000, tol=1e-8).fit(np.clip(scaler.transform(rows), -FARTHEST, FARTHEST), labels, sample_weight=weights)
    terms = zip(names, scaler.mean_, scaler.scale_, model.coef_[0])
    kept = [{"name": n, "mean": round(float(m), 4), "scale": round(float(s), 4) or 1.0, "weight": round(float(w), 4)} for n, m, s, w in terms]
    return {"bias": round(float(model.intercept_[0]), 4), "weights": kept}


def odds(model, rows):
    rows = np.array(rows, float).reshape(len(rows), len(model["weights"]))
    mean, scale, weight = (np.array([w[key] for w in model["weights"]]) for key in ("mean", "scale", "weight"))
    return np.clip((rows - mean) / scale, -FARTHEST, FARTHEST) @ weight + model["bias"]


def probability(model, rows):
    return 1 / (1 + np.exp(-odds(model, rows)))


def left_out(of, rows, right, weights, c, names):
    """What the sets other than its own say of each row."""
    held = np.zeros(len(of))
    for at in np.unique(of):
        others = of != at
        held[~others] = probability(fit(rows[others], right[others], weights[others], c, names), rows[~others])
    return held


# The first feature of those that need to know which statements are the likeliest.
BESIDE = "alike"


def statements(corpora, is_first=False):
    """Weights by which gold statements come first among those of their question (a softmax over each question's statements, with a
    Gaussian prior), then the slope and bias that make a probability of their sum."""
    names = corpora[0]["features"]
    names = names[: names.index(BESIDE)] if is_first else names
    sets = []
    for corpus in corpora:
        asked = [q for q in corpus["questions"] if any(s["is_gold"] for s in q["statements"])]
        for question in asked:
            rows = np.array([s["features"][: len(names)] for s in question["statements"]], float)
            gold = np.array([s["is_gold"] for s in question["statements"]], float)
            sets.append((rows, gold, 1 / len(asked) / len(corpora)))
    scaler = StandardScaler().fit(np.concatenate([rows for rows, _, _ in sets]))
    scale = np.round(np.where(scaler.scale_ > 1e-3, scaler.scale_, 1.0), 4)
    mean = np.round(scaler.mean_, 4)
    sets = [(np.clip((rows - mean) / scale, -FARTHEST, FARTHEST), gold, weight) for rows, gold, weight in sets]

    def loss(weights):
        value, gradient = STATEMENT_PRIOR * weights @ weights, 2 * STATEMENT_PRIOR * weights
        for rows, gold, weight in sets:
            scores = rows @ weights
            likely = np.exp(scores - scores.max())
            of_gold = likely * gold
            value -= weight * np.log(of_gold.sum() / likely.sum())
            gradient -= weight * (of_gold @ rows / of_gold.sum() - likely @ rows / likely.sum())
        return value, gradient

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    scores = np.concatenate([rows @ found for rows, _, _ in sets])[:, None]
    labels = np.concatenate([gold for _, gold, _ in sets])
    per_row = np.concatenate([np.full(len(gold), weight) for _, gold, weight in sets])
    line = LogisticRegression(C=100, max_iter=1000).fit(scores, labels, sample_weight=per_row * len(per_row) / per_row.sum())
    weights = found * line.coef_[0][0]
    kept = zip(names, mean, scale, weights)
    return {
        "bias": round(float(line.intercept_[0]), 3),
        "weights": [{"name": n, "mean": float(m), "scale": float(s), "weight": round(float(w), 3)} for n, m, s, w in kept],
    }


def views(corpora):
    rows, labels, weights = [], [], []
    for corpus in corpora:
        per = weight_of(corpus["questions"])
        of = [(per(q) / len(q["views"]), v) for q in corpus["questions"] for v in q["views"]]
        all_of_it = sum(weight for weight, _ in of)
        for weight, view in of:
            rows.append(view["evidence"])
            labels.append(view["is_right"])
            weights.append(weight / all_of_it)
    return np.array(rows, float), np.array(labels), np.array(weights) * len(rows) / sum(weights)


def weight_of(questions):
    """What a question of a set counts: one that has an answer 1."""
    without = sum(q["abstain"] for q in questions)
    ratio = UNANSWERABLE / (1 - UNANSWERABLE) * (len(questions) - without) / max(1, without)
    return lambda question: min(1.0, ratio) if question["abstain"] else 1.0


def claimed(question, p, answered):
    """The view that is claimed; a strategy's comes first. One that may not be claimed (of another day, half of what is asked) never is."""
    for view, likely in zip(question["views"], p):
        if view["may_be_claimed"] and (view["strategy"] or likely >= answered):
            return view
    return None


def out_of_corpus(corpora):
    """Each corpus's questions with the probabilities of their views by a verdict model of the others."""
    for corpus in corpora:
        rows, labels, weights = views([other for other in corpora if other["fold"] != corpus["fold"]])
        model = fit(rows, labels, weights, VERDICT_C, corpus["evidence"])
        yield [{**q, "p": probability(model, [v["evidence"] for v in q["views"]])} for q in corpus["questions"]]


# What is claimed shows statements at least so likely, as a share of the likeliest. Chosen on the table in docs/quality.md: a higher one loses
# right answers, a lower one only adds lines to them.
WORTH = 0.2

# What a wrong claim costs, in right ones.
WRONG = 4.0

# Of what can be answered no more is called not found.
LOST = 0.02


def cuts(corpora):
    """The cuts, chosen on corpora that the verdict model has not seen, and the curve of the first: `answered` is what the cost of a wrong claim says
    where probabilities are true (`report` prints how true they are); `not_found` is the highest below which no more is lost than may be."""
    held_out = list(out_of_corpus(corpora))
    print("from: right of claimed (unanswerable among them), each corpus left out; the share right, mean and of all; what it brings")
    for cut in np.arange(0.0, 0.96, 0.05):
        told = [[(q, v) for q in questions if (v := claimed(q, q["p"], cut))] for questions in held_out]
        right = [sum(v["is_right"] for _, v in of) for of in told]
        counted = [sum(weight_of(questions)(q) for q, _ in of) for questions, of in zip(held_out, told)]
        mean = float(np.mean([r / of for r, of in zip(right, counted) if of] or [1.0]))
        row = " ".join(f"{r}/{len(of)} ({sum(q['abstain'] for q, _ in of)})" for r, of in zip(right, told))
        brings = sum(right) - WRONG * (sum(counted) - sum(right))
        print(f"{cut:.2f}: {row}  {mean:.2f} {sum(right) / max(1, sum(counted)):.2f} {brings:+.0f}")
    answered = round(WRONG / (1 + WRONG), 3)
    answerable = sorted(max(q["p"]) for questions in held_out for q in questions if not q["abstain"])
    lowest = float(answerable[int(len(answerable) * LOST)])
    return {"answered": answered, "not_found": round(lowest, 3)}


def report(corpora, model, cut):
    for corpus in corpora:
        rows = [(q, probability(model, [v["evidence"] for v in q["views"]])) for q in corpus["questions"]]
        can, cannot = [r for r in rows if not r[0]["abstain"]], [r for r in rows if r[0]["abstain"]]
        told = [view for q, p in rows if (view := claimed(q, p, cut["answered"]))]
        helped = sum(view["is_right"] for q, p in can for view in [claimed(q, p, cut["answered"]) or q["views"][int(np.argmax(p))]])
        lost = sum(max(p) < cut["not_found"] for _, p in can)
        line = f"{corpus['name']}: helped {helped}/{len(can)}; claimed {len(told)}, right {sum(view['is_right'] for view in told)}; lost {lost}"
        wrongly = sum(claimed(q, p, cut["answered"]) is not None for q, p in cannot)
        print(f"{line}; unanswerable {len(cannot)}: claimed {wrongly}, not found {sum(max(p) < cut['not_found'] for _, p in cannot)}")
    p, y = [], []
    for corpus in corpora:
        for question in corpus["questions"]:
            for view in question["views"]:
                p.append(probability(model, [view["evidence"]])[0])
                y.append(view["is_right"])
    p, y = np.array(p), np.array(y)
    for low in np.arange(0, 1, 0.1):
        inside = (p >= low) & (p < low + 0.1)
        if inside.any():
            print(f"said {low:.1f}–{low + 0.1:.1f}: {inside.sum()} views, mean {p[inside].mean():.2f}, right {y[inside].mean():.2f}")


def main():
    verb, out, *paths = sys.argv[1:]
    with open(out, encoding="utf8") as file:
        models = json.load(file)
    if verb == "adapter":
        models["adapter"] = adapter(paths)
        write(out, models)
        return
    corpora = load(paths)
    if verb == "report":
        report(corpora, models["verdict"], models["cuts"])
        return
    if verb == "first":
        models["first"] = statements(corpora, is_first=True)
    elif verb == "statements":
        models["statement"] = statements(corpora)
        models["cuts"]["statement"] = WORTH
        if [w["name"] for w in models["verdict"]["weights"]] != corpora[0]["evidence"]:
            models["verdict"] = {"bias": 0.0, "weights": [{"name": n, "mean": 0.0, "scale": 1.0, "weight": 0.0} for n in corpora[0]["evidence"]]}
    else:
        rows, labels, weights = views(corpora)
        models["verdict"] = fit(rows, labels, weights, VERDICT_C, corpora[0]["evidence"])
        models["cuts"] = {**cuts(corpora), "statement": models["cuts"]["statement"]}
    models["questions"] = {corpus["name"]: len(corpus["questions"]) for corpus in corpora}
    models["vocabulary"] = corpora[0]["vocabulary"]
    write(out, models)


def write(out, models):
    kept = ("made_by", "vocabulary", "questions", "adapter", "first", "statement", "verdict", "cuts")
    text = json.dumps({key: models[key] for key in kept}, ensure_ascii=False, indent=1)
    # A vector is a line.
    text = re.sub(r"\[\s+(-?\d+(?:,\s+-?\d+)*)\s+\]", lambda row: "[" + re.sub(r"\s+", "", row[1]) + "]", text)
    with open(out, "w", encoding="utf8") as file:
        file.write(text + "\n")
    print(f"{out}: {hashlib.sha256(text.encode()).hexdigest()[:16]} cuts {models['cuts']}")


if __name__ == "__main__":
    main()
